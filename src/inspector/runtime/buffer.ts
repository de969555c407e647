/**
 * As much of Node's `Buffer` as the library uses, for browsers. Another use of it in the library is a line here:
 * `test/inspector/runtime` compares both.
 */

type Encoding = 'utf8' | 'latin1' | 'binary' | 'ascii' | 'hex' | 'base64' | 'base64url'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const URLSAFE = `${DIGITS.slice(0, -2)}-_`
const SEXTETS: ReadonlyMap<string, number> = new Map(
  [DIGITS, URLSAFE].flatMap((digits) => [...digits].map((digit, value) => [digit, value] as const)),
)

/** Characters modulo 256, as Node takes those of hexadecimal and of base64. */
const narrow = (text: string): string => toLatin1(fromLatin1(text))

/** Characters of either alphabet; others are passed over, as Node does. */
function fromBase64(wide: string): Uint8Array {
  const text = narrow(wide)
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4))
  let [length, bits, held] = [0, 0, 0]
  for (const character of text.replace(/={1,2}$/, '')) {
    if (character === '=') break
    const sextet = SEXTETS.get(character)
    if (sextet === undefined) continue
    held = ((held << 6) | sextet) & 0xfff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[length++] = (held >> bits) & 0xff
  }
  return bytes.subarray(0, length)
}

function toBase64(bytes: Uint8Array, digits: string): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let shift = 18; shift >= 0; shift -= 6) text += digits[(group >> shift) & 63]!
  }
  const unused = (3 - (bytes.length % 3)) % 3
  return text.slice(0, text.length - unused) + (digits === DIGITS ? '='.repeat(unused) : '')
}

/** Up to what is no digit, as Node does. */
function fromHex(text: string): Uint8Array {
  const digits = /^(?:[\da-f]{2})*/i.exec(narrow(text))![0]
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  )
}

/** One byte a character, modulo 256. */
const fromLatin1 = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))

function toLatin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

const toHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

interface Way {
  readonly from: (text: string) => Uint8Array
  readonly to: (bytes: Uint8Array) => string
}

const LATIN1: Way = { from: fromLatin1, to: toLatin1 }
const WAYS: Readonly<Record<Encoding | 'utf-8', Way>> = {
  utf8: { from: (text) => encoder.encode(text), to: (bytes) => decoder.decode(bytes) },
  'utf-8': { from: (text) => encoder.encode(text), to: (bytes) => decoder.decode(bytes) },
  latin1: LATIN1,
  binary: LATIN1,
  ascii: { from: fromLatin1, to: (bytes) => toLatin1(bytes.map((byte) => byte & 0x7f)) },
  hex: { from: fromHex, to: toHex },
  base64: { from: fromBase64, to: (bytes) => toBase64(bytes, DIGITS) },
  base64url: { from: fromBase64, to: (bytes) => toBase64(bytes, URLSAFE) },
}

/** Its own `from` takes other parameters than those of typed arrays. */
const Bytes = Uint8Array as unknown as {
  new (size: number): Uint8Array
  new (buffer: ArrayBufferLike, offset?: number, length?: number): Uint8Array
}

class WebBuffer extends Bytes {
  static alloc(size: number): WebBuffer {
    return new WebBuffer(size)
  }

  static allocUnsafe(size: number): WebBuffer {
    return new WebBuffer(size)
  }

  static allocUnsafeSlow(size: number): WebBuffer {
    return new WebBuffer(size)
  }

  static byteLength(text: string): number {
    return encoder.encode(text).length
  }

  static isBuffer(value: unknown): value is WebBuffer {
    return value instanceof WebBuffer
  }

  static of(...bytes: readonly number[]): WebBuffer {
    return WebBuffer.from(bytes)
  }

  /** Copies all but an ArrayBuffer, whose bytes it shares. */
  static from(
    value: string | ArrayBufferLike | ArrayLike<number>,
    encoding?: Encoding | number,
    length?: number,
  ): WebBuffer {
    if (typeof value === 'string') {
      return viewOf(WAYS[(encoding as Encoding | undefined) ?? 'utf8'].from(value))
    }
    if (value instanceof ArrayBuffer) return new WebBuffer(value, encoding as number, length)
    return viewOf(Uint8Array.from(value as ArrayLike<number>))
  }

  static concat(parts: readonly Uint8Array[]): WebBuffer {
    const whole = new WebBuffer(parts.reduce((size, part) => size + part.length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }

  override toString(encoding: Encoding = 'utf8', start = 0, end = this.length): string {
    return WAYS[encoding].to(this.subarray(start, end))
  }

  base64urlSlice(start: number, end: number): string {
    return toBase64(this.subarray(start, end), URLSAFE)
  }

  /** @returns how many bytes were written: those for which there is room */
  write(text: string, at: number | Encoding = 0, encoding: Encoding = 'utf8'): number {
    if (typeof at === 'string') return this.write(text, 0, at)
    const bytes = WAYS[encoding].from(text).subarray(0, this.length - at)
    this.set(bytes, at)
    return bytes.length
  }

  /** As of Node: it shares the bytes. */
  override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    return this.subarray(start, end) as Uint8Array<ArrayBuffer>
  }

  /** Of a byte, as of all arrays of bytes; or of text in UTF-8. */
  override indexOf(wanted: number | string, from = 0): number {
    if (typeof wanted === 'number') return super.indexOf(wanted, from)
    const bytes = encoder.encode(wanted)
    for (let at = from; at + bytes.length <= this.length; at++) {
      if (bytes.every((byte, offset) => this[at + offset] === byte)) return at
    }
    return -1
  }

  override includes(wanted: number | string, from = 0): boolean {
    return this.indexOf(wanted, from) >= 0
  }

  compare(other: Uint8Array): number {
    const at = this.findIndex((byte, index) => byte !== other[index])
    if (at < 0) return Math.sign(this.length - other.length)
    return this[at]! < (other[at] ?? -1) ? -1 : 1
  }

  equals(other: Uint8Array): boolean {
    return this.compare(other) === 0
  }

  readUIntBE(at: number, size: number): number {
    return this.subarray(at, at + size).reduce((value, byte) => value * 256 + byte, 0)
  }

  readUIntLE(at: number, size: number): number {
    return this.subarray(at, at + size).reduceRight((value, byte) => value * 256 + byte, 0)
  }

  readUInt32BE(at = 0): number {
    return this.readUIntBE(at, 4)
  }

  readUInt32LE(at = 0): number {
    return this.readUIntLE(at, 4)
  }

  readUInt16LE(at = 0): number {
    return this.readUIntLE(at, 2)
  }

  writeUIntBE(value: number, at: number, size: number): void {
    for (let left = value, place = at + size - 1; place >= at; place--) {
      this[place] = left % 256
      left = Math.floor(left / 256)
    }
  }

  writeUInt32BE(value: number, at = 0): void {
    this.writeUIntBE(value, at, 4)
  }

  writeUInt32LE(value: number, at = 0): void {
    this.writeUIntBE(value, at, 4)
    this.subarray(at, at + 4).reverse()
  }

  writeBigUInt64BE(value: bigint, at = 0): void {
    new DataView(this.buffer, this.byteOffset).setBigUint64(at, value)
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): WebBuffer =>
  new WebBuffer(buffer, byteOffset, byteLength)

export { WebBuffer as Buffer }
