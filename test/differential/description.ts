/**
 * Python values as plain data, for saying to Python which value is meant and for telling whether two
 * values are the same. What can be shared has a number, and stands as a `ref` where it is met again.
 */

/** A value; `null`, booleans and texts without surrogates stand for themselves. */
export type Description = null | boolean | string | Node

export interface Node {
  readonly t: Kind
  /** Which object it is; absent for what has no identity. */
  readonly id?: number
  readonly v: string | number | readonly Description[]
}

/**
 * `int`: decimal digits. `float`: the eight bytes in hexadecimal. `str`: code points in hexadecimal.
 * `bytes`, `bytearray`: hexadecimal. `ref`: the id. `dict` and `OrderedDict`: keys and values in turn.
 * The other containers: what they hold. Other classes: the arguments that make such an object.
 */
export type Kind = 'int' | 'float' | 'str' | 'bytes' | 'bytearray' | 'ref' | ContainerKind
export type ContainerKind =
  | 'list'
  | 'tuple'
  | 'dict'
  | 'set'
  | 'frozenset'
  | 'OrderedDict'
  | 'deque'
  | 'datetime'
  | 'date'
  | 'time'
  | 'timedelta'
  | 'timezone'
  | 'Decimal'
  | 'UUID'
  | 'complex'
  | 'range'

/** A surrogate that is no half of a pair. */
const LONE_SURROGATE = /\p{Surrogate}/u

export const pointsOf = (text: string): number[] => Array.from(text, (char) => char.codePointAt(0)!)

/** The description of a text that a JavaScript string holds. */
export function describeString(text: string): Description {
  return LONE_SURROGATE.test(text) ? describePoints(pointsOf(text)) : text
}

/** The description of a text that has surrogates, by its characters as Python counts them. */
export function describePoints(points: readonly number[]): Node {
  return { t: 'str', v: points.map((point) => point.toString(16)).join(' ') }
}

/** What each id stands for. */
export function definitions(root: Description): ReadonlyMap<number, Node> {
  const found = new Map<number, Node>()
  const visit = (description: Description): void => {
    if (typeof description !== 'object' || description === null || description.t === 'ref') return
    if (description.id !== undefined) found.set(description.id, description)
    if (Array.isArray(description.v)) (description.v as readonly Description[]).forEach(visit)
  }
  visit(root)
  return found
}

/** Whether there is a set, whose order is not the same here and in Python. */
export function hasSets(root: Description): boolean {
  return [...definitions(root).values()].some(({ t }) => t === 'set' || t === 'frozenset')
}

/** The one text of a value: members of sets sorted, ids counted as they are met. */
export function canonical(root: Description): string {
  const defined = definitions(root)
  const numbers = new Map<number, number>()
  const visit = (description: Description): unknown => {
    if (typeof description !== 'object' || description === null) return description
    const node = resolved(description, defined)
    if (node.id !== undefined) {
      const known = numbers.get(node.id)
      if (known !== undefined) return { ref: known }
      numbers.set(node.id, numbers.size)
    }
    return [node.t, ...orderedParts(node, defined).map(visit)]
  }
  return JSON.stringify(visit(root))
}

const resolved = (node: Node, defined: ReadonlyMap<number, Node>): Node =>
  node.t === 'ref' ? defined.get(node.v as number)! : node

function orderedParts(node: Node, defined: ReadonlyMap<number, Node>): readonly Description[] {
  if (!Array.isArray(node.v)) return [node.v as string]
  const parts = node.v as readonly Description[]
  if (node.t !== 'set' && node.t !== 'frozenset') return parts
  const keyed = parts.map((part) => ({ part, key: equalityKey(part, defined) }))
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ part }) => part)
}

/** A text that is the same for keys that are equal in Python, where 1, 1.0 and True are. */
export function equalityKey(key: Description, defined: ReadonlyMap<number, Node>): string {
  if (typeof key === 'boolean') return `number ${Number(key)}`
  if (typeof key !== 'object' || key === null) return JSON.stringify(key)
  const { t, v } = resolved(key, defined)
  if (t === 'int') return `number ${v as string}`
  if (t === 'float') return `number ${numberText(doubleOf(v as string))}`
  if (!Array.isArray(v)) return `${t} ${String(v)}`
  const parts = (v as readonly Description[]).map((part) => equalityKey(part, defined))
  return `${t} ${JSON.stringify(t === 'frozenset' ? parts.toSorted() : parts)}`
}

const numberText = (value: number): string =>
  Number.isInteger(value) ? String(BigInt(value)) : String(value)

/** The double of eight bytes in hexadecimal. */
export const doubleOf = (hex: string): number => Buffer.from(hex, 'hex').readDoubleBE()

/** A double as eight bytes in hexadecimal; every NaN is the same one. */
export function hexOfDouble(value: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}
