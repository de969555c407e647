import { PickleError } from '../../errors.js'
import { floatRepr } from '../../lib/float-repr.js'
import { writeCodePoint, writeUtf8 } from '../../lib/text.js'
import { overLimit, type DumpLimits } from '../limits.js'
import * as OP from '../opcodes.js'
import { escapedPoints, escapedText, quoted } from './escapes.js'
import { twosComplement } from './ints.js'

const FRAME_HEADER = 9
/** A frame is closed once it has this many bytes; data of that size goes in no frame at all. */
const FRAME_TARGET = 65_536
/** A shorter frame is not worth its header. */
const FRAME_MIN = 4

const FIRST_SIZE = 4096

/** Longer text is written faster by the engine's encoder. */
const SHORT_TEXT = 48
/** An int of so many digits has at most so many bits for each. */
const BITS_PER_DIGIT = Math.log2(10)
/** The most bits that `BigInt.asIntN` takes. */
const MAX_BITS = Number.MAX_SAFE_INTEGER - 1
/** Bytes around a short text: its length and its PUT. */
const TEXT_AND_PUT = 7
/** A buffer up to this size is kept for the next pickle: making one takes longer than filling it. */
const SPARE_SIZE = 65_536
let spare: Uint8Array | undefined

/**
 * The bytes of a pickle while it is written, and the forms of plain values in each protocol.
 *
 * From protocol 4 on the bytes lie in frames. Room for a frame's header is left where it begins; the
 * header is filled in when the frame closes, or the room is closed up again.
 *
 * One class for both: with the frames in a class below, a short pickle takes 4 % longer.
 */
export class Writer {
  readonly protocol: number
  /** Whether the protocol has binary instructions. */
  readonly binary: boolean
  #bytes: Uint8Array
  #pos = 0
  /** Where the open frame's header stands; -1 when there is none. */
  #frame = -1
  /** Where the open frame is full. */
  #frameFull = Infinity
  readonly #limits: DumpLimits
  #latestInt: { readonly value: bigint; readonly bytes: Uint8Array } | undefined

  constructor(protocol: number, limits: DumpLimits) {
    this.protocol = protocol
    this.#limits = limits
    this.binary = protocol > 0
    this.#bytes = spare ?? new Uint8Array(FIRST_SIZE)
    spare = undefined
    if (protocol >= 2) this.u1(OP.PROTO, protocol)
    this.#openFrame()
  }

  /** Closes the pickle and returns its bytes, which the next pickle overwrites. */
  finish(): Uint8Array {
    this.op(OP.STOP)
    this.#closeFrame()
    this.checkOutput(0)
    const pickle = this.#bytes.subarray(0, this.#pos)
    if (this.#bytes.length <= SPARE_SIZE) spare = this.#bytes
    return pickle
  }

  // ---- bytes

  /** Makes room for `size` more bytes, or somewhat less, and returns where they go. */
  #room(size: number): number {
    const start = this.#pos
    if (start + size > this.#bytes.length) this.#grow(size)
    return start
  }

  /** Where the bytes have to be moved anyway, it costs nothing to see whether they are too many. */
  #grow(size: number): void {
    this.checkOutput(0)
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#pos + size))
    grown.set(this.#bytes.subarray(0, this.#pos))
    this.#bytes = grown
  }

  #over(limit: keyof DumpLimits): never {
    throw overLimit(limit, this.#limits[limit])
  }

  /** Refuses to go on where the pickle with `size` more bytes is longer than allowed. */
  checkOutput(size: number): void {
    if (this.#pos + size > this.#limits.output) this.#over('output')
  }

  op(opcode: number): void {
    const at = this.#room(1)
    this.#bytes[at] = opcode
    this.#pos = at + 1
  }

  u1(opcode: number, value: number): void {
    const at = this.#room(2)
    this.#bytes[at] = opcode
    this.#bytes[at + 1] = value
    this.#pos = at + 2
  }

  /** An instruction with an argument of `size` bytes, little-endian; `value` may be negative. */
  argument(opcode: number, value: number, size: number): void {
    this.op(opcode)
    this.#pos = this.#little(this.#room(size), value, size)
  }

  /** Little-endian; typed arrays keep the low eight bits, also of a negative number. */
  #little(at: number, value: number, size: number): number {
    const bytes = this.#bytes
    const high = size > 4 ? Math.floor(value / 0x1_0000_0000) : 0
    for (let index = 0; index < size; index++) {
      bytes[at + index] = index < 4 ? value >> (8 * index) : high >> (8 * (index - 4))
    }
    return at + size
  }

  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length)
    this.#bytes.set(bytes, at)
    this.#pos = at + bytes.length
  }

  /** An instruction with a line behind it. */
  line(opcode: number, text: string): void {
    this.op(opcode)
    this.textLine(text)
  }

  textLine(text: string): void {
    const at = this.#room(text.length * 3 + 1)
    const end = writeUtf8(text, this.#bytes, at)
    this.#bytes[end] = 0x0a
    this.#pos = end + 1
  }

  // ---- frames

  #openFrame(): void {
    if (this.protocol < 4) return
    this.#frame = this.#room(FRAME_HEADER)
    this.#pos += FRAME_HEADER
    this.#frameFull = this.#pos + FRAME_TARGET
  }

  #closeFrame(): void {
    const start = this.#frame
    if (start < 0) return
    const size = this.#pos - start - FRAME_HEADER
    if (size >= FRAME_MIN) {
      this.#bytes[start] = OP.FRAME
      this.#little(start + 1, size, 8)
    } else {
      this.#bytes.copyWithin(start, start + FRAME_HEADER, this.#pos)
      this.#pos -= FRAME_HEADER
    }
    this.#frame = -1
  }

  /** To be called before each value: where Python begins a new frame when the last one is full. */
  boundary(): void {
    if (this.#pos < this.#frameFull) return
    this.#closeFrame()
    this.#openFrame()
  }

  /** Data with a length before it; big data stands outside the frames. */
  #sized(opcode: number, lengthSize: number, data: Uint8Array): void {
    this.checkOutput(data.length)
    const isBig = data.length >= FRAME_TARGET && this.#frame >= 0
    if (isBig) this.#closeFrame()
    this.argument(opcode, data.length, lengthSize)
    this.raw(data)
    if (isBig) this.#openFrame()
  }

  /** Data whose length takes four bytes, or eight. */
  #long(opcode4: number, opcode8: number, data: Uint8Array): void {
    if (data.length <= 0xffff_ffff) this.#sized(opcode4, 4, data)
    else if (this.protocol >= 4) this.#sized(opcode8, 8, data)
    else throw new PickleError('UNSUPPORTED', 'Data of 4 GiB needs protocol 4')
  }

  // ---- plain values

  bool(value: boolean): void {
    if (this.protocol >= 2) this.op(value ? OP.NEWTRUE : OP.NEWFALSE)
    else this.line(OP.INT, value ? '01' : '00')
  }

  int(value: number | bigint): void {
    if (value >= -0x8000_0000 && value <= 0x7fff_ffff) this.#smallInt(Number(value))
    else if (this.protocol < 2) this.#textInt(BigInt(value))
    else {
      const bytes = this.#bytesOf(BigInt(value))
      if (bytes.length > this.#limits.intBytes) this.#over('intBytes')
      if (bytes.length < 256) this.#sized(OP.LONG1, 1, bytes)
      else this.#sized(OP.LONG4, 4, bytes)
    }
  }

  /** An int has no memo entry: one that is written again and again is worked out once. */
  #bytesOf(value: bigint): Uint8Array {
    if (this.#latestInt?.value !== value) this.#latestInt = { value, bytes: twosComplement(value) }
    return this.#latestInt.bytes
  }

  #textInt(value: bigint): void {
    // Decimal digits of a huge int take long: whether they are too many is told from its bits.
    const bits = Math.min(this.#limits.digits * BITS_PER_DIGIT, MAX_BITS)
    if (BigInt.asIntN(Math.ceil(bits) + 1, value) !== value) this.#over('digits')
    const text = `${value}L`
    if (text.length > this.#limits.digits) this.#over('digits')
    this.line(OP.LONG, text)
  }

  #smallInt(value: number): void {
    if (!this.binary) this.line(OP.INT, String(value))
    else if (value < 0 || value > 0xffff) this.argument(OP.BININT, value, 4)
    else if (value > 0xff) this.argument(OP.BININT2, value, 2)
    else this.u1(OP.BININT1, value)
  }

  float(value: number): void {
    if (!this.binary) return this.line(OP.FLOAT, floatRepr(value))
    scratch.setFloat64(0, value)
    const at = this.#room(9)
    const bytes = this.#bytes
    bytes[at] = OP.BINFLOAT
    // Single stores: TypedArray.set is slower for so few bytes.
    for (let index = 0; index < 8; index++) bytes[at + 1 + index] = scratchBytes[index]!
    this.#pos = at + 9
  }

  text(text: string): void {
    if (text.length > SHORT_TEXT) this.checkOutput(text.length)
    if (!this.binary) return this.#escaped(escapedText(text))
    // Text that may be too big for a frame is measured first.
    if (text.length * 3 >= FRAME_TARGET) return this.#utf8(encodeUtf8(text))
    const isShort = this.protocol >= 4 && text.length <= 0xff
    const at = this.#room(text.length * 3 + 5)
    const start = at + (isShort ? 2 : 5)
    const end = writeUtf8(text, this.#bytes, start)
    const size = end - start
    const bytes = this.#bytes
    if (isShort && size <= 0xff) {
      bytes[at] = OP.SHORT_BINUNICODE
      bytes[at + 1] = size
      this.#pos = end
    } else {
      if (isShort) bytes.copyWithin(at + 5, start, end)
      bytes[at] = OP.BINUNICODE
      bytes[at + 1] = size
      bytes[at + 2] = size >> 8
      bytes[at + 3] = size >> 16
      bytes[at + 4] = size >> 24
      this.#pos = at + 5 + size
    }
  }

  /**
   * A short ASCII text with its PUT, which is most of what a session is made of: in one piece: by
   * the general functions below it takes 1.4 times as long. False, and nothing is written, for others.
   */
  shortText(text: string, index: number): boolean {
    const { length } = text
    const bytes = this.#bytes
    let at = this.#pos
    if (length > SHORT_TEXT || index > 0xff || !this.binary) return false
    if (at + length + TEXT_AND_PUT > bytes.length) return false
    if (this.protocol >= 4) {
      bytes[at++] = OP.SHORT_BINUNICODE
      bytes[at++] = length
    } else {
      bytes[at] = OP.BINUNICODE
      bytes[at + 1] = length
      bytes[at + 2] = bytes[at + 3] = bytes[at + 4] = 0
      at += 5
    }
    for (let unit = 0; unit < length; unit++) {
      const code = text.charCodeAt(unit)
      if (code >= 0x80) return false
      bytes[at++] = code
    }
    if (this.protocol >= 4) bytes[at++] = OP.MEMOIZE
    else {
      bytes[at++] = OP.BINPUT
      bytes[at++] = index
    }
    this.#pos = at
    return true
  }

  /** A str that a JavaScript string cannot hold. */
  codePoints(points: readonly number[]): void {
    if (!this.binary) return this.#escaped(escapedPoints(points))
    const bytes = new Uint8Array(points.length * 4)
    let end = 0
    for (const point of points) end = writeCodePoint(point, bytes, end)
    this.#utf8(bytes.subarray(0, end))
  }

  #utf8(bytes: Uint8Array): void {
    if (this.protocol >= 4 && bytes.length <= 0xff) this.#sized(OP.SHORT_BINUNICODE, 1, bytes)
    else this.#long(OP.BINUNICODE, OP.BINUNICODE8, bytes)
  }

  #escaped(line: Uint8Array): void {
    this.op(OP.UNICODE)
    this.raw(line)
    this.op(0x0a)
  }

  /** Protocol 3 and later. */
  bytes(bytes: Uint8Array): void {
    if (bytes.length <= 0xff) this.#sized(OP.SHORT_BINBYTES, 1, bytes)
    else this.#long(OP.BINBYTES, OP.BINBYTES8, bytes)
  }

  /** Protocol 5. */
  byteArray(bytes: Uint8Array): void {
    this.#sized(OP.BYTEARRAY8, 8, bytes)
  }

  /** A Python 2 str, as Python 2 writes it. */
  py2Str(bytes: Uint8Array): void {
    if (!this.binary) this.line(OP.STRING, quoted(bytes))
    else if (bytes.length <= 0xff) this.#sized(OP.SHORT_BINSTRING, 1, bytes)
    else if (bytes.length <= 0x7fff_ffff) this.#sized(OP.BINSTRING, 4, bytes)
    else throw new PickleError('UNSUPPORTED', 'A Python 2 str is too long')
  }

  // ---- memo

  put(index: number): void {
    if (this.protocol >= 4) this.op(OP.MEMOIZE)
    else if (!this.binary) this.line(OP.PUT, String(index))
    else if (index <= 0xff) this.u1(OP.BINPUT, index)
    else this.argument(OP.LONG_BINPUT, index, 4)
  }

  get(index: number): void {
    if (!this.binary) this.line(OP.GET, String(index))
    else if (index <= 0xff) this.u1(OP.BINGET, index)
    else this.argument(OP.LONG_BINGET, index, 4)
  }
}

const scratch = new DataView(new ArrayBuffer(8))
const scratchBytes = new Uint8Array(scratch.buffer)

function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  return bytes.subarray(0, writeUtf8(text, bytes, 0))
}
