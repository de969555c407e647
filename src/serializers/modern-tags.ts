/**
 * The encoding of session data: JSON, with tags for what JSON has not.
 *
 *     session = object | map           a map where a key of the session is no text
 *     value   = null | true | false | number | text | array | object | tag
 *     array   = [value, …]
 *     object  = {text: value, …}       an only key that begins with `~` has another `~` before it
 *     tag     = {"~d": number}         Date, in milliseconds since 1970
 *             | {"~d": null}           invalid Date
 *             | {"~n": "digits"}       bigint, in decimal
 *             | {"~b": "base64url"}    Uint8Array; no padding
 *             | {"~v": index}          undefined, -0, NaN, Infinity, -Infinity: index of `SPECIALS`
 *             | {"~s": [value, …]}     Set
 *             | map
 *     map     = {"~m": [key, value, key, value, …]}
 *
 * A property, or a value of the session, that is undefined is left out, as in JSON. All is written by
 * `JSON.stringify`, so that a value has one text.
 */
import { isBytes, isDate, isDetached } from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'

/** What a tag begins with: JSON does not escape it, and keys seldom begin with it. */
export const MARK = '~'

/** What JSON has no words for. The order is part of the format. */
export const SPECIALS: readonly unknown[] = [undefined, -0, Number.NaN, Infinity, -Infinity]

/** Containers inside each other, the session's own among them: as in pickles. */
export const MAX_DEPTH = 500

/** Bits of a bigint: to make decimals of more, and to read them, takes quadratic time. */
const MAX_BITS = 8 * 4096

/** The name and the payload of a value's tag, if it has one and no values in it. */
export function leafTag(value: unknown): readonly [name: string, payload: unknown] | undefined {
  if (typeof value === 'bigint') {
    return BigInt.asIntN(MAX_BITS, value) === value ? ['n', String(value)] : undefined
  }
  if (isDate(value)) return ['d', orNull(Date.prototype.getTime.call(value))]
  if (isBytes(value) && !isDetached(value)) return ['b', base64Of(value)]
  const index = SPECIALS.findIndex((special) => Object.is(special, value))
  return index < 0 ? undefined : ['v', index]
}

const orNull = (time: number): number | null => (Number.isNaN(time) ? null : time)

const base64Of = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')

/** Whether something goes over a limit: `keys` of one container, how many are `left` for others, its depth. */
export const isTooMuch = (keys: number, left: number, depth: number): boolean =>
  keys > SESSION_LIMITS.keysPerDict || left < 0 || depth > MAX_DEPTH
