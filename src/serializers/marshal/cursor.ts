import { DeserializeError } from '../../errors.js'

/** @param problem what is wrong, without anything of the data */
export const refusal = (problem: string): DeserializeError =>
  new DeserializeError('BAD_PAYLOAD', `The Marshal data ${problem}`)

/** Goes through the bytes of a dump. */
export class Cursor {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw refusal('end too early')
    return byte
  }

  /** The next byte, which stays. */
  peek(): number | undefined {
    return this.#bytes[this.#at]
  }

  take(size: number): Uint8Array {
    if (size < 0 || size > this.left) throw refusal('end too early')
    return this.#bytes.subarray(this.#at, (this.#at += size))
  }

  /** Bytes behind their number. */
  bytes(): Uint8Array {
    return this.take(this.size())
  }

  /** How many things follow, each of which takes a byte at least. */
  size(): number {
    const size = this.long()
    if (size < 0 || size > this.left) throw refusal('end too early')
    return size
  }

  long(): number {
    const first = (this.byte() << 24) >> 24
    if (first === 0) return 0
    if (first > 4) return first - 5
    if (first < -4) return first + 5
    return this.#long(Math.abs(first), first < 0)
  }

  #long(size: number, isNegative: boolean): number {
    let value = isNegative ? -1 : 0
    for (let at = 0; at < size; at++) {
      value &= ~(0xff << (8 * at))
      value |= this.byte() << (8 * at)
    }
    // What is not negative in four bytes is no 31-bit Integer, and no number of things either.
    if (value < 0 !== isNegative) throw refusal('have a number that is too large')
    return value
  }
}
