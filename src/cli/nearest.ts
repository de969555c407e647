/** What somebody meant who mistyped a word. */

/** The word of `words` that is nearest to `word`; `undefined` where none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(word.length / 3))
  const [best] = words
    .map((known) => ({ known, distance: distanceOf(word, known) }))
    .filter(({ known, distance }) => distance <= most || isBeginning(word, known))
    .toSorted((one, other) => one.distance - other.distance)
  return best?.known
}

const isBeginning = (word: string, known: string): boolean =>
  word.length >= 3 && known.startsWith(word)

/** Letters to add, take away, replace or swap with the next: the distance of Damerau and Levenshtein, restricted. */
function distanceOf(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (isSame ? 0 : 1),
        isSwapped && i > 1 && j > 1 ? rows[i - 2]![j - 2]! + 1 : Infinity,
      )
    }
    rows.push(row)
  }
  return rows[one.length]![other.length]!
}
