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

const SURROGATE = /[\ud800-\udfff]/u

/** The description of a text given by its characters as Python counts them. */
export function describeText(points: readonly number[]): Description {
  const text = String.fromCodePoint(...points)
  const hasSurrogates = points.some((point) => point >= 0xd800 && point < 0xe000)
  return hasSurrogates ? { t: 'str', v: points.map((p) => p.toString(16)).join(' ') } : text
}

/** The description of a text that a JavaScript string holds. */
export function describeString(text: string): Description {
  return SURROGATE.test(text) ? describeText(pointsOf(text)) : text
}

const pointsOf = (text: string): number[] => Array.from(text, (char) => char.codePointAt(0)!)

/** The code points of a described text. */
export function describedPoints(description: string | Node): number[] {
  if (typeof description === 'string') return pointsOf(description)
  return String(description.v)
    .split(' ')
    .map((point) => Number.parseInt(point, 16))
}

/** What each id stands for. */
export function definitions(root: Description): Map<number, Node> {
  const found = new Map<number, Node>()
  const visit = (description: Description): void => {
    if (typeof description !== 'object' || description === null) return
    if (description.t !== 'ref' && description.id !== undefined) {
      found.set(description.id, description)
    }
    if (Array.isArray(description.v)) description.v.forEach(visit)
  }
  visit(root)
  return found
}

/** The one text of a value: members of sets sorted, ids counted from 0 as they are met. */
export function canonical(root: Description): string {
  const defined = definitions(root)
  const numbers = new Map<number, number>()
  const visit = (description: Description): unknown => {
    if (typeof description !== 'object' || description === null) return description
    const { t, id, v } = t_(description, defined)
    const known = id === undefined ? undefined : numbers.get(id)
    if (known !== undefined) return `ref ${known}`
    if (id !== undefined) numbers.set(id, numbers.size)
    const name = id === undefined ? t : `${t} ${numbers.get(id)}`
    if (!Array.isArray(v)) return [name, v]
    const parts = isSet(t) ? sorted(v, defined) : v
    return [name, ...parts.map(visit)]
  }
  return JSON.stringify(visit(root))
}
