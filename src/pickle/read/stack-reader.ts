import { PyFloat } from '../../lib/py-float.js'
import { ByteReader } from './byte-reader.js'
import type { OldTexts } from './old-texts.js'

/**
 * The stack of the pickle machine with its marks.
 *
 * It is an array with its own length `sp`: what lies above `sp` is stale. `fence` is the place of the
 * innermost mark; nothing below it may be popped.
 */
export class StackReader extends ByteReader {
  readonly stack: unknown[] = []
  sp = 0
  fence = 0
  /** How many values were made that can hold others. */
  containers = 0
  /** The Python 2 strs that `py2str: 'auto'` takes for text; most pickles have none. */
  oldTexts: OldTexts | undefined
  readonly #marks: number[] = []
  /** Where on the stack integral floats stand, from the bottom up. */
  readonly #floats: number[] = []
  #topFloat = -1
  /** Values that the application gave for a persistent id or as a buffer. */
  #foreign: Set<unknown> | undefined

  /** Pushes a value that can hold others. */
  pushContainer(value: object): void {
    this.containers++
    this.push(value)
  }

  push(value: unknown): void {
    this.stack[this.sp++] = value
  }

  pop(): unknown {
    this.need(1)
    this.cut(this.sp - 1)
    return this.stack[this.sp]
  }

  top(): unknown {
    this.need(1)
    return this.stack[this.sp - 1]
  }

  /** The value right below the values from `from` on, which is to take them. */
  below(from: number): unknown {
    if (from <= this.fence) this.fail('STACK', 'The stack has too few values')
    const target = this.stack[from - 1]
    if (this.isForeign(target)) this.fail('TYPE', 'An object of the application cannot be filled')
    return target
  }

  /** Makes sure that there are `count` values above the innermost mark. */
  need(count: number): void {
    if (this.sp - count < this.fence) this.fail('STACK', 'The stack has too few values')
  }

  /** Makes `sp` the length of the stack. */
  cut(sp: number): void {
    this.sp = sp
    while (this.#topFloat >= sp) {
      this.#floats.pop()
      this.#topFloat = this.#floats.at(-1) ?? -1
    }
  }

  mark(): void {
    if (this.#marks.length >= this.settings.limits.marks) this.over('marks')
    this.#marks.push(this.sp)
    this.fence = this.sp
  }

  /** Takes the innermost mark away and returns its place: the first value above it. */
  popMark(): number {
    const place = this.#marks.pop()
    if (place === undefined) this.fail('STACK', 'There is no mark')
    this.fence = this.#marks.at(-1) ?? 0
    return place
  }

  /** Whether a mark is what stands on top. */
  get markOnTop(): boolean {
    return this.#marks.at(-1) === this.sp
  }

  // ---- floats that a number cannot tell from ints

  pushFloat(value: number): void {
    const { floats } = this.settings
    if (floats === 'wrap') return this.push(new PyFloat(value))
    if (floats === 'hint' && Number.isSafeInteger(value)) {
      this.#topFloat = this.sp
      this.#floats.push(this.sp)
    }
    this.push(value)
  }

  /** Calls `note` with the place of every integral float at or above `from`, from the top down. */
  eachFloat(from: number, note: (place: number) => void): void {
    const floats = this.#floats
    for (let at = floats.length - 1; at >= 0 && floats[at]! >= from; at--) note(floats[at]!)
  }

  /** Whether an integral float stands at `place`. */
  isFloat(place: number): boolean {
    const floats = this.#floats
    let low = 0
    for (let high = floats.length; low < high;) {
      const middle = (low + high) >> 1
      if (floats[middle]! < place) low = middle + 1
      else high = middle
    }
    return floats[low] === place
  }

  /** Whether what stands on top is an integral float. */
  get floatOnTop(): boolean {
    return this.#topFloat === this.sp - 1
  }

  // ---- values from the application

  pushForeign(value: unknown): void {
    if (typeof value === 'object' && value !== null) {
      this.#foreign ??= new Set()
      this.#foreign.add(value)
    }
    this.push(value)
  }

  /** Whether a value is the application's: such a one is never gone into, nor changed. */
  isForeign(value: unknown): boolean {
    return this.#foreign !== undefined && this.#foreign.has(value)
  }
}
