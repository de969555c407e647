import { DeserializeError } from '../errors.js'
import { isStackOverflow, tooDeep } from '../lib/call-stack.js'
import { isMap, isPlainObject } from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { FEW_KEYS, haveCollisions } from '../pickle/collisions.js'
import { MARK, MAX_DEPTH, SPECIALS, isTooMuch, leafTag } from './modern-tags.js'

/** A text of fewer characters has no thousand keys in an object: they take six each. */
const LONG = 6000

/**
 * The data that a text of {@link encodeData} holds. What that would write in another way is refused, but for
 * what `JSON.parse` does not tell apart: white space, escapes, forms of a number, keys that stand twice.
 *
 * @throws {DeserializeError} `BAD_PAYLOAD` for any other text
 * @throws {CartoucheError} `LIMIT` where the caller has left too little of the call stack for its levels
 */
export const decodeData = (text: string): Map<unknown, unknown> => orUnreadable(text, read)

/**
 * The value that a text of {@link encodeValue} holds, likewise.
 *
 * @throws {CartoucheError} as {@link decodeData}
 */
export const decodeValue = (text: string): unknown => orUnreadable(text, readValue)

function orUnreadable<T>(text: string, read: (text: string) => T): T {
  try {
    return read(text)
  } catch (error) {
    // No fault of the text: a session that can be read elsewhere is not to begin anew.
    if (isStackOverflow(error)) throw tooDeep('LIMIT', error)
    // Without a cause: the engine's errors quote the text.
    throw new DeserializeError('BAD_PAYLOAD', 'The data are not in the format of a session')
  }
}

function readValue(text: string): unknown {
  check(text.length <= SESSION_LIMITS.output)
  const json: unknown = JSON.parse(text)
  return needsReader(text) ? new Reader().value(json) : json
}

function read(text: string): Map<unknown, unknown> {
  const data = readValue(text)
  if (isMap(data)) {
    check([...data.keys()].some((key) => typeof key !== 'string'))
    check(![...data.values()].includes(undefined))
    return data
  }
  check(isPlainObject(data))
  const map = new Map<unknown, unknown>()
  for (const key of Object.keys(data)) map.set(key, data[key])
  return map
}

/** Whether a text may hold a tag, or more than a limit allows. */
function needsReader(text: string): boolean {
  if (text.length > LONG || text.includes(`{"${MARK}`)) return true
  return text.length > 2 * MAX_DEPTH && count(text, ']') + count(text, '}') > MAX_DEPTH
}

function count(text: string, end: string): number {
  let found = 0
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) found++
  return found
}

/** Puts values in the place of tags. */
class Reader {
  #keys: number = SESSION_LIMITS.keys
  #depth = 0

  value(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return this.#items(value, 0)
    const object = value as Record<string, unknown>
    const keys = Object.keys(object)
    const [only = ''] = keys
    if (keys.length > 1 || !only.startsWith(MARK)) return this.#properties(object, keys)
    return this.#tagged(only.slice(MARK.length), object[only])
  }

  #tagged(name: string, payload: unknown): unknown {
    if (name.startsWith(MARK)) return this.#properties({ [name]: payload }, [name])
    if (name === 's') return this.#collection(payload as unknown[], 1)
    return name === 'm' ? this.#collection(payload as unknown[], 2) : leafOf(name, payload)
  }

  #properties(object: Record<string, unknown>, keys: readonly string[]): object {
    this.#enter(keys.length)
    for (const key of keys) {
      const value = this.value(object[key])
      check(value !== undefined)
      object[key] = value
    }
    this.#depth--
    return object
  }

  #items(items: unknown[], keys: number): unknown[] {
    check(Array.isArray(items))
    this.#enter(keys)
    for (const [index, item] of items.entries()) items[index] = this.value(item)
    this.#depth--
    return items
  }

  /** @param step 1 for a Set, whose members follow each other; 2 for a Map, which has values between its keys */
  #collection(payload: unknown[], step: number): unknown {
    const size = payload.length / step
    const items = this.#items(payload, size)
    const keys = items.filter((_, at) => at % step === 0)
    check(size <= FEW_KEYS || !haveCollisions(keys))
    const set = new Set(keys)
    // A key that stood there before is gone, and -0 would become 0.
    check(set.size === size && !keys.some((key) => Object.is(key, -0)))
    return step === 1 ? set : new Map(keys.map((key, at) => [key, items[2 * at + 1]]))
  }

  #enter(keys: number): void {
    this.#keys -= keys
    this.#depth++
    check(!isTooMuch(keys, this.#keys, this.#depth))
  }
}

/** What the tag stands for, if that would be written so. */
function leafOf(name: string, payload: unknown): unknown {
  const value = makeLeaf(name, payload)
  const tag = leafTag(value)
  check(tag?.[0] === name && tag[1] === payload)
  return value
}

function makeLeaf(name: string, payload: unknown): unknown {
  check(typeof payload === (name === 'n' || name === 'b' ? 'string' : 'number') || payload === null)
  if (name === 'd') return new Date((payload ?? Number.NaN) as number)
  if (name === 'n') return BigInt(payload as string)
  if (name === 'b') return new Uint8Array(Buffer.from(payload as string, 'base64url'))
  return SPECIALS[payload as number]
}

function check(isRight: boolean): asserts isRight {
  if (!isRight) throw new TypeError('Not in the format')
}
