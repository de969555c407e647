import { PyFloat } from '../lib/py-float.js'

/**
 * Python's `==` for the values a session holds: numbers and booleans by value (1 == 1.0 == True),
 * containers of one kind by content, in depth.
 */

/** Shared references can unfold to more nodes than there are atoms: past this many, call it unequal. */
const MAX_NODES = 10_000

export function equalAsPython(left: unknown, right: unknown): boolean {
  const pairs: [unknown, unknown][] = [[left, right]]
  for (let visited = 0; pairs.length > 0; visited++) {
    const [one, other] = pairs.pop()!
    if (visited > MAX_NODES || !sameNode(one, other, pairs)) return false
  }
  return true
}

/** Compares two nodes without their children, which it adds to `pairs`. */
function sameNode(left: unknown, right: unknown, pairs: [unknown, unknown][]): boolean {
  const [one, other] = [left, right].map((value) =>
    value instanceof PyFloat ? value.value : value,
  )
  if (isNumeric(one) && isNumeric(other)) return sameNumber(one, other)
  if (Object.is(one, other)) return true
  if (!isObject(one) || !isObject(other)) return false
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false
  if (Array.isArray(one)) return sameItems(one, other as unknown[], pairs)
  if (one instanceof Uint8Array) return Buffer.compare(one, other as Uint8Array) === 0
  if (one instanceof Map) return sameEntries(one, other as Map<unknown, unknown>, pairs)
  if (one instanceof Set) return sameMembers(one, other as Set<unknown>)
  if (Object.getPrototypeOf(one) !== Object.prototype) return false
  return sameEntries(new Map(Object.entries(one)), new Map(Object.entries(other)), pairs)
}

function sameItems(one: unknown[], other: unknown[], pairs: [unknown, unknown][]): boolean {
  for (const [index, item] of one.entries()) pairs.push([item, other[index]])
  return one.length === other.length
}

function sameEntries(
  one: Map<unknown, unknown>,
  other: Map<unknown, unknown>,
  pairs: [unknown, unknown][],
): boolean {
  for (const [key, item] of one) {
    if (!other.has(key)) return false
    pairs.push([item, other.get(key)])
  }
  return one.size === other.size
}

function sameMembers(one: Set<unknown>, other: Set<unknown>): boolean {
  return one.size === other.size && [...one].every((member) => other.has(member))
}

type Numeric = number | bigint | boolean

function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
}

function sameNumber(one: Numeric, other: Numeric): boolean {
  const [left, right] = [one, other].map((value) =>
    typeof value === 'boolean' ? Number(value) : value,
  )
  // oxlint-disable-next-line eqeqeq -- only == compares a number with a bigint by value
  return left == right
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
