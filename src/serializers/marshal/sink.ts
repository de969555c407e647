const FIRST_SIZE = 1024

/** Bytes that grow. */
export class Sink {
  #bytes = new Uint8Array(FIRST_SIZE)
  #size = 0

  get size(): number {
    return this.#size
  }

  byte(byte: number): void {
    this.#room(1)[this.#size++] = byte
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length).set(bytes, this.#size)
    this.#size += bytes.length
  }

  /** Bytes behind their number. */
  bytes(bytes: Uint8Array): void {
    this.long(bytes.length)
    this.raw(bytes)
  }

  long(value: number): void {
    if (value === 0) this.byte(0)
    else if (value > 0 && value < 123) this.byte(value + 5)
    else if (value < 0 && value > -124) this.byte((value - 5) & 0xff)
    else this.#long(value)
  }

  #long(value: number): void {
    const bytes: number[] = []
    const end = value < 0 ? -1 : 0
    for (let rest = value; rest !== end; rest >>= 8) bytes.push(rest & 0xff)
    this.byte(value < 0 ? -bytes.length & 0xff : bytes.length)
    this.raw(Uint8Array.from(bytes))
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#size)
  }

  #room(size: number): Uint8Array {
    const end = this.#size + size
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, end))
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    return this.#bytes
  }
}
