/**
 * The numbers of a gob:
 *
 *     uint   = %x00-7f / count byte…   count is 256 less the number of bytes, which are big-endian and begin with none of zeros
 *     int    = uint                    shifted left by one; all bits are inverted where the lowest one says so
 *     float  = uint                    the eight bytes of the double, the last one first
 *
 * Source: the documentation of encoding/gob, "Encoding Details".
 */
import { DeserializeError } from '../../errors.js'

/** @throws {DeserializeError} `BAD_PAYLOAD` */
export function badGob(problem: string): never {
  throw new DeserializeError('BAD_PAYLOAD', `The gob ${problem}`)
}

const LAST_SMALL = 0x7f
/** Bytes of the longest number. */
const LONGEST = 8

const scratch = new DataView(new ArrayBuffer(LONGEST))

/** Reads a gob from its beginning to its end, and nothing beyond the message that it is in. */
export class GobReader {
  readonly #bytes: Uint8Array
  #at = 0
  /** Where the message ends that is being read. */
  #end: number
  /** Where the messages end around it. */
  readonly #around: number[] = []

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#end = bytes.length
  }

  get left(): number {
    return this.#end - this.#at
  }

  get isAtEnd(): boolean {
    return this.#at === this.#end
  }

  /** Begins a message. */
  enter(): void {
    const size = this.count()
    this.#around.push(this.#end)
    this.#end = this.#at + size
  }

  /** Ends a message. */
  leave(): void {
    if (!this.isAtEnd) badGob('has bytes behind a value')
    this.#end = this.#around.pop()!
  }

  byte(): number {
    if (this.isAtEnd) badGob('ends within a value')
    return this.#bytes[this.#at++]!
  }

  /** The next bytes, as a view. */
  take(size: number): Uint8Array {
    if (size > this.left) badGob('ends within a value')
    return this.#bytes.subarray(this.#at, (this.#at += size))
  }

  uint(): number | bigint {
    const first = this.byte()
    if (first <= LAST_SMALL) return first
    this.#multiple(256 - first)
    const value = scratch.getBigUint64(0)
    if (value <= LAST_SMALL) badGob('has a number that is longer than it need be')
    return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
  }

  int(): number | bigint {
    const value = this.uint()
    if (typeof value === 'number') return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    const int = (value & 1n) === 0n ? value >> 1n : ~(value >> 1n)
    return BigInt(Number(int)) === int && Number.isSafeInteger(Number(int)) ? Number(int) : int
  }

  float(): number {
    scratch.setBigUint64(0, BigInt(this.uint()))
    return scratch.getFloat64(0, true)
  }

  /** A number of bytes, which are in the message. */
  count(): number {
    return this.#atMost(this.left)
  }

  /** A number of values that take at least `size` bytes each: the message may end among them, and the next go on. */
  elements(size: number): number {
    return this.#atMost((this.#bytes.length - this.#at) / size)
  }

  #atMost(most: number): number {
    const count = this.uint()
    if (typeof count === 'bigint' || count > most) badGob('has fewer bytes than it says')
    return count
  }

  /** An id of a type: what is less than none is one that is being defined. */
  id(): number {
    const id = this.int()
    if (typeof id === 'bigint') badGob('has an id that is none')
    return id
  }

  /** Fills the scratch with a number of several bytes. */
  #multiple(size: number): void {
    if (size > LONGEST) badGob('has a number that is too long')
    scratch.setBigUint64(0, 0n)
    for (let at = LONGEST - size; at < LONGEST; at++) scratch.setUint8(at, this.byte())
    if (scratch.getUint8(LONGEST - size) === 0)
      badGob('has a number that is longer than it need be')
  }
}

const FIRST_SIZE = 256

/** Bytes that are being written. */
export class GobBytes {
  #bytes = new Uint8Array(FIRST_SIZE)
  #size = 0

  get size(): number {
    return this.#size
  }

  uint(value: number | bigint): void {
    if (value <= LAST_SMALL) {
      this.#room(1)[this.#size++] = Number(value)
      return
    }
    scratch.setBigUint64(0, BigInt(value))
    this.#scratch()
  }

  int(value: number | bigint): void {
    if (typeof value === 'number' && Math.abs(value) <= 2 ** 50) {
      this.uint(value < 0 ? -2 * value - 1 : 2 * value)
    } else {
      const big = BigInt(value)
      this.uint(big < 0n ? (~big << 1n) | 1n : big << 1n)
    }
  }

  float(value: number): void {
    scratch.setFloat64(0, value, true)
    // The one that Go has.
    if (Number.isNaN(value)) scratch.setBigUint64(0, GO_NAN, true)
    const bits = scratch.getBigUint64(0)
    if (bits <= LAST_SMALL) this.uint(bits)
    else this.#scratch()
  }

  /** A name, which is ASCII, behind the number of its bytes. */
  name(name: string): void {
    this.uint(name.length)
    const bytes = this.#room(name.length)
    for (let at = 0; at < name.length; at++) bytes[this.#size++] = name.charCodeAt(at)
  }

  /** Bytes behind their number. */
  sized(bytes: Uint8Array): void {
    this.uint(bytes.length)
    this.#room(bytes.length).set(bytes, this.#size)
    this.#size += bytes.length
  }

  /** Moves all that is here, as one message, behind what is in another. */
  flushTo(other: GobBytes): void {
    other.sized(this.#bytes.subarray(0, this.#size))
    this.#size = 0
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#size)
  }

  /** The number in the scratch, without the zeros in front of it. */
  #scratch(): void {
    let first = 0
    while (scratch.getUint8(first) === 0) first++
    const bytes = this.#room(1 + LONGEST)
    bytes[this.#size++] = 256 - (LONGEST - first)
    for (let at = first; at < LONGEST; at++) bytes[this.#size++] = scratch.getUint8(at)
  }

  #room(size: number): Uint8Array {
    const needed = this.#size + size
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, needed))
      grown.set(this.#bytes.subarray(0, this.#size))
      this.#bytes = grown
    }
    return this.#bytes
  }
}

const GO_NAN = 0x7ff8_0000_0000_0001n
