/** How much a JSON text of Ruby holds: looked at before anything is made of it. */
import { DeserializeError } from '../errors.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { endOfText } from './json-scan.js'

/** Ruby reads no more levels. */
export const MAX_DEPTH = 100

const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const isOpening = (byte: number): boolean => byte === OPEN_ARRAY || byte === OPEN_OBJECT
const isClosing = (byte: number): boolean => byte === CLOSE_ARRAY || byte === CLOSE_OBJECT

/**
 * Counts levels, and the values and keys in a text that is JSON. What stands in another is refused elsewhere.
 *
 * @throws {DeserializeError} `BAD_PAYLOAD` for more than 100 levels, or 4,096 values
 */
export function checkSize(bytes: Uint8Array): void {
  let [depth, values, before] = [0, 0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte <= SPACE) continue
    if (byte === QUOTE) at = endOfText(bytes, at + 1)
    else if (isOpening(byte)) depth++
    // A comma or a bracket ends a value, a colon a key.
    else if (byte === COMMA || byte === COLON) values++
    else if (isClosing(byte)) {
      depth--
      if (!isOpening(before)) values++
    }
    if (depth > MAX_DEPTH) throw tooMuch(`${MAX_DEPTH} levels`)
    if (values > SESSION_LIMITS.rubyValues) throw tooMuch(`${SESSION_LIMITS.rubyValues} values`)
    before = byte
  }
}

const tooMuch = (limit: string): DeserializeError =>
  new DeserializeError('BAD_PAYLOAD', `The JSON text has more than ${limit}`)
