/**
 * The data of a session as backends in JavaScript keep them: an object, by `JSON.stringify` and `JSON.parse`. Keys that
 * look like array indices come first, as in all objects.
 */
import { DeserializeError } from '../errors.js'
import { isPlainObject } from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { MAX_DEPTH, isTooMuch } from './modern-tags.js'

export { encodePlain } from './modern-write.js'

/**
 * The data that such a text holds.
 *
 * @param own how many keys the backend adds to those of a session
 * @throws {DeserializeError} `BAD_PAYLOAD` for a text that is no object, or has more than would be written
 */
export function decodePlain(text: string, own = 0): Map<unknown, unknown> {
  const value = parsed(text)
  // Without a cause: the engine's errors quote the text.
  if (!isPlainObject(value) || !new Look(own).isWithin(value)) {
    throw new DeserializeError('BAD_PAYLOAD', 'The data are no object, or too much for a session')
  }
  const data = new Map<unknown, unknown>()
  for (const key of Object.keys(value)) data.set(key, value[key])
  return data
}

function parsed(text: string): unknown {
  if (text.length > SESSION_LIMITS.output || isTooDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Looked at before it is parsed: for what is deep, that takes longest. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfText(text, at + 1)
    else if (character === ']' || character === '}') depth--
    else if ((character === '[' || character === '{') && ++depth > MAX_DEPTH) return true
  }
  return false
}

/** Where the quote stands that ends the text beginning at `start`. */
function endOfText(text: string, start: number): number {
  let end = start
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  return end
}

class Look {
  #keys: number
  /** How many more keys the outermost object may have. */
  readonly #own: number

  constructor(own: number) {
    this.#own = own
    this.#keys = SESSION_LIMITS.keys + own
  }

  isWithin(value: unknown, depth = 0): boolean {
    // What is too large a number is infinite, and could not be written.
    if (typeof value !== 'object') return typeof value !== 'number' || Number.isFinite(value)
    if (value === null) return true
    const items = Object.values(value)
    const keys = Array.isArray(value) ? 0 : items.length
    this.#keys -= keys
    const most = depth === 0 ? keys - this.#own : keys
    if (isTooMuch(most, this.#keys, depth + 1)) return false
    return items.every((item) => this.isWithin(item, depth + 1))
  }
}
