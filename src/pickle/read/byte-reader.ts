import { OptionError, PickleError, type PickleErrorCode } from '../../errors.js'
import { isBytes } from '../../lib/kinds.js'
import { isAscii, latin1ToText, utf8ToText } from '../../lib/text.js'
import { FIXED_LIMITS, overLimit, type LoadLimits } from '../limits.js'
import type { LoadSettings } from '../settings.js'
import { PyStr } from '../values/texts.js'

/** The bytes of a pickle while it is read, and what may be spent on them. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly end: number
  readonly settings: LoadSettings
  /** Where the next byte is read. */
  pos = 0
  /** Where the instruction being carried out stands. */
  at = 0
  /** The whole pickle as one string, so that ASCII text is a mere substring of it. */
  readonly #latin1: string
  #copied = 0
  #buffers: Iterator<unknown> | undefined

  constructor(bytes: Uint8Array, settings: LoadSettings) {
    if (!isBytes(bytes)) throw new OptionError('bytes', 'must be a Uint8Array')
    // A plain Uint8Array, whose slices are plain too: those of a Buffer would be Buffers.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    this.end = bytes.length
    this.settings = settings
    if (this.end > settings.limits.input) this.over('input')
    this.#latin1 = latin1ToText(bytes)
  }

  fail(code: PickleErrorCode, message: string): never {
    throw new PickleError(code, message, this.at)
  }

  /** Refuses a pickle that is over a limit. */
  over(limit: keyof LoadLimits): never {
    throw overLimit(limit, this.settings.limits[limit], this.at)
  }

  /**
   * Counts data that is copied once more. Fetched from the memo, a long text costs two bytes of pickle
   * each time, but a call that makes bytes of it copies all.
   */
  spend(size: number): void {
    this.#copied += size
    if (this.#copied > this.end * FIXED_LIMITS.copiesPerByte + FIXED_LIMITS.freeCopies) {
      this.fail('LIMIT', 'The same data is copied too often')
    }
  }

  /** Calls into the application; what it throws becomes the cause of a PickleError. */
  guard<T>(what: string, call: () => T): T {
    try {
      return call()
    } catch (error) {
      if (error instanceof PickleError) throw error
      const failure = new PickleError('TYPE', `${what} failed`, this.at)
      failure.cause = error
      throw failure
    }
  }

  /** Steps over `size` bytes and returns where they begin. */
  take(size: number): number {
    const start = this.pos
    if (size > this.end - start) this.fail('TRUNCATED', 'The pickle ends too early')
    this.pos = start + size
    return start
  }

  u1(): number {
    return this.bytes[this.take(1)]!
  }

  u2(): number {
    const at = this.take(2)
    return this.bytes[at]! | (this.bytes[at + 1]! << 8)
  }

  i4(): number {
    const { bytes } = this
    const at = this.take(4)
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
  }

  u4(): number {
    return this.i4() >>> 0
  }

  /** A 64-bit length. Above 2^53 it is inexact, and longer than any pickle either way. */
  u8(): number {
    const low = this.u4()
    return low + this.u4() * 0x1_0000_0000
  }

  /** A signed length, refused where it is negative. */
  length4(): number {
    const length = this.i4()
    if (length < 0) this.fail('TRUNCATED', 'A length is negative')
    return length
  }

  /** The Latin-1 text up to the next line feed, which is stepped over. */
  line(): string {
    const start = this.pos
    const end = this.bytes.indexOf(0x0a, start)
    if (end < 0) this.fail('TRUNCATED', 'A line does not end')
    this.pos = end + 1
    return this.latin1(start, end)
  }

  latin1(start: number, end: number): string {
    return latin1ToText(this.bytes, start, end)
  }

  /** The UTF-8 text of the next `size` bytes: a string, or a PyStr where a string cannot hold it. */
  text(size: number): string | PyStr {
    const start = this.take(size)
    const end = start + size
    if (isAscii(this.bytes, start, end)) return this.#latin1.substring(start, end)
    const text = utf8ToText(this.bytes, start, end)
    if (text === undefined) this.fail('BAD_UTF8', 'Text is not UTF-8')
    return typeof text === 'string' ? text : PyStr.fromCodePoints(text)
  }

  /** The next of the buffers that came beside the pickle. */
  nextBuffer(): unknown {
    this.#buffers ??= this.settings.buffers?.[Symbol.iterator]()
    const next = this.#buffers?.next()
    if (next === undefined || next.done === true) this.fail('BUFFERS', 'There is no further buffer')
    return next.value
  }
}
