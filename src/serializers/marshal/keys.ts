/** Which keys of a Hash are one in Ruby, by `eql?`, or would be one when they are read. */
import { isBytes, isDate } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { isAscii, latin1ToText } from '../../lib/text.js'
import { RubyTime } from './time.js'
import { RubyString, RubySymbol } from './types.js'

/** Encodings in which the bytes of ASCII are not its letters. */
const NOT_ASCII = /^(?:utf-?(?:7|16|32)|ucs|iso-2022|cp5022)/

/** Looks for keys that are one. Arrays and Hashes are told apart by identity: that they are equal is not seen. */
export class RubyKeys {
  /** One object may be a key of many Hashes. */
  readonly #texts = new Map<object, string | undefined>()

  haveTwins(keys: readonly unknown[]): boolean {
    const texts = keys.map((key) => this.#textOf(key)).filter((text) => text !== undefined)
    return new Set(texts).size < texts.length
  }

  #textOf(key: unknown): string | undefined {
    if (typeof key !== 'object' || key === null) return textOfPrimitive(key)
    if (!this.#texts.has(key)) this.#texts.set(key, textOfObject(key))
    return this.#texts.get(key)
  }
}

function textOfPrimitive(key: unknown): string {
  if (typeof key === 'string') return textOfString(Buffer.from(key), 'utf-8')
  if (typeof key !== 'bigint' || Number.isSafeInteger(Number(key))) return String(key)
  return `${key.toString(16)} in hex`
}

/** A text that equal keys share; `undefined` for what equals nothing else. */
function textOfObject(key: object): string | undefined {
  if (key instanceof RubySymbol) return `:${key.name}`
  if (key instanceof PyFloat) return textOfPrimitive(key.value)
  if (key instanceof RubyString) return textOfString(key.bytes, key.encoding.toLowerCase())
  if (isBytes(key)) return textOfString(key, 'ascii-8bit')
  return isDate(key) ? textOfTime(key) : undefined
}

/** What is ASCII is the same in all encodings that have it. */
function textOfString(bytes: Uint8Array, encoding: string): string {
  const isSame = isAscii(bytes, 0, bytes.length) && !NOT_ASCII.test(encoding)
  return `"${isSame ? '' : encoding}"${latin1ToText(bytes)}`
}

/** Whatever its zone. */
function textOfTime(time: Date): string {
  const milliseconds = Date.prototype.getTime.call(time)
  if (!(time instanceof RubyTime)) return `time ${milliseconds} 0`
  const { microseconds, nanoseconds } = time
  const rest = nanoseconds === null ? '' : ` ${nanoseconds.num}/${nanoseconds.den}`
  return `time ${milliseconds} ${microseconds}${rest}`
}
