/** So many are sorted here. For more it would take time by the square of their number. */
const FEW = 32

/**
 * Sorts a list where it stands, and gives it. What is equal stays in its order.
 *
 * Every request with a stored session sorts a few fields, for which `Array#sort` needs more memory than they take.
 */
export function sorted<T>(items: T[], compare: (one: T, other: T) => number): T[] {
  // oxlint-disable-next-line unicorn/no-array-sort -- where it stands
  if (items.length > FEW) return items.sort(compare)
  for (let from = 1; from < items.length; from++) {
    const item = items[from]!
    let at = from
    for (; at > 0 && compare(items[at - 1]!, item) > 0; at--) items[at] = items[at - 1]!
    items[at] = item
  }
  return items
}
