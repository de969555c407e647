/** Where a value lies within another, for errors: `cart[2].when`. Keys are named, values never. */

import { isHollow, isRevokedProxy } from './kinds.js'

/** Marks the triple around a session's data, in whatever shape: paths begin at the keys of the data. */
export const TRIPLE: unique symbol = Symbol('a session')

export const isTriple = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !isRevokedProxy(value) && TRIPLE in value

/** What is shown of a key that is no short name. */
const MAX_KEY = 40
/** Keys shown at either end of a long path. */
const MAX_KEYS = 6
/** An int of more bits has more digits than are shown. */
const NAMED_BITS = 256
const NAME = /^[A-Za-z_$][\w$-]{0,39}$/

/** The path that leads through `keys` from `root`; empty for `root` itself. */
export function pathText(root: unknown, keys: readonly unknown[]): string {
  const known = (isTriple(root) ? keys.slice(1) : keys).map(stepText)
  const isLong = known.length > 2 * MAX_KEYS
  const shown = isLong ? [...known.slice(0, MAX_KEYS), '…', ...known.slice(-MAX_KEYS)] : known
  return shown.join('').replace(/^\./, '')
}

/** Any text but a plain name may be data. */
function stepText(key: unknown): string {
  if (typeof key === 'string') return NAME.test(key) ? `.${key}` : '["…"]'
  return `[${keyText(key)}]`
}

/** A key as an error names it: short, and for objects their kind only. */
export function keyText(key: unknown): string {
  if (typeof key === 'string') return NAME.test(key) ? key : '"…"'
  if (typeof key === 'object' && key !== null) return kindOf(key)
  // Decimal digits of a huge int take long.
  if (typeof key === 'bigint' && BigInt.asIntN(NAMED_BITS, key) !== key) return kindOf(key)
  return cut(typeof key === 'symbol' ? (key.description ?? 'symbol') : String(key))
}

const cut = (text: string): string =>
  text.length > MAX_KEY ? `${text.slice(0, MAX_KEY - 1)}…` : text

/** What {@link kindOf} says of a value that nothing else can be said of. */
export const REVOKED = 'a Proxy that was revoked'

/** What a value is, with its article: `a Date`, `an object of class Money`, `undefined`. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  if (isRevokedProxy(value)) return REVOKED
  const name = className(value)
  if (isHollow(value)) return `a Proxy of a ${cut(name)} (or its like)`
  if (!BUILT_IN.test(name)) return `an object of class ${cut(name)}`
  return `${/^(?:Int|Array)/.test(name) ? 'an' : 'a'} ${name}`
}

/** What to do with a value that {@link kindOf} calls a Proxy of what could be kept. */
export const COPY_ADVICE = 'store a plain copy of it'

/** What to do with bytes that are gone. */
export const DETACHED_ADVICE = 'its buffer was transferred: store a copy made before'

const BUILT_IN =
  /^(?:Array|Date|Map|Set|RegExp|Promise|Buffer|WeakMap|WeakSet|[A-Z][a-z]+\d+Array|Py\w+)$/

/** By the prototype: what an object says of itself is data. */
function className(value: object): string {
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null
  const name = prototype?.constructor?.name
  return typeof name === 'string' && name !== '' ? name : 'Object'
}
