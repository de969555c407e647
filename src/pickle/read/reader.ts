import { OptionError, PickleError, type PickleErrorCode } from '../../errors.js'
import { isBytes } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { isAscii, latin1ToText, textToLatin1, utf8ToText } from '../../lib/text.js'
import { FIXED_LIMITS, overLimit, type LoadLimits } from '../limits.js'
import type { LoadSettings } from '../settings.js'
import { Py2Str, PyGlobal, PyObject, PyStr, globalKey } from '../values.js'
import { ObjectDecoder } from './decoder.js'
import { DictFiller } from './dicts.js'
import { OldTexts, type OldPlaces } from './old-texts.js'

/** Stands in the memo where there is no entry. */
const ABSENT = Symbol('absent')

/** How far past its end the dense memo may be extended; entries further on go into a Map. */
const MEMO_GAP = 8

/** How many times the allowed number of entries an index may be: no pickler skips that many. */
const MEMO_SPREAD = 16

/**
 * The state of the pickle machine while one pickle is read: the bytes, the stack with its marks, and
 * the memo. What each instruction does stands in `scalars.ts`, `containers.ts` and
 * `objects.ts`.
 *
 * The stack is an array with its own length `sp`: what lies above `sp` is stale. `fence` is the place
 * of the innermost mark; nothing below it may be popped.
 */
export class Reader {
  readonly bytes: Uint8Array
  readonly end: number
  readonly settings: LoadSettings
  readonly dicts: DictFiller
  readonly objects: ObjectDecoder
  /** Where the next byte is read. */
  pos = 0
  /** Where the instruction being carried out stands. */
  at = 0
  /** Where the Python 2 strs stand that `py2str: 'ascii'` does not take; see `refuseByteStrings`. */
  beyondAscii: Map<Py2Str, number> | undefined
  /** The Python 2 strs that `py2str: 'auto'` takes for text; most pickles have none. */
  oldTexts: OldTexts | undefined
  /** What PROTO said; pickles of protocol 0 and 1 do not say. */
  protocol = 0
  readonly stack: unknown[] = []
  sp = 0
  fence = 0
  /** How many values were made that can hold others. */
  containers = 0
  readonly #marks: number[] = []
  /** The whole pickle as one string, so that ASCII text is a mere substring of it. */
  readonly #latin1: string
  readonly #memo: unknown[] = []
  /** By index as text: the engine finds chosen numbers slowly. */
  #sparse: Map<string, unknown> | undefined
  #memoSize = 0
  #floatsInMemo = false
  /** Where on the stack integral floats stand, from the bottom up. */
  readonly #floats: number[] = []
  #topFloat = -1
  /** Values that the application gave for a persistent id or as a buffer. */
  #foreign: Set<unknown> | undefined
  #buffers: Iterator<unknown> | undefined
  #copied = 0

  constructor(bytes: Uint8Array, settings: LoadSettings) {
    if (!isBytes(bytes)) throw new OptionError('bytes', 'must be a Uint8Array')
    // A plain Uint8Array, whose slices are plain too: those of a Buffer would be Buffers.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    this.end = bytes.length
    this.settings = settings
    if (this.end > settings.limits.input) this.over('input')
    this.#latin1 = latin1ToText(bytes)
    this.dicts = new DictFiller(this)
    this.objects = new ObjectDecoder(this)
  }

  fail(code: PickleErrorCode, message: string): never {
    throw new PickleError(code, message, this.at)
  }

  /** Refuses a pickle that is over a limit. */
  over(limit: keyof LoadLimits): never {
    throw overLimit(limit, this.settings.limits[limit], this.at)
  }

  // ---- bytes

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

  // ---- stack

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

  /** Takes the top value off, to put it into something: an object is complete by now. */
  popValue(): unknown {
    const value = this.dicts.current(this.pop())
    if (this.objects.isAtOnce && value instanceof PyObject) return this.objects.valueOf(value)
    return this.oldTexts === undefined ? value : this.oldTexts.textOf(value)
  }

  /**
   * Makes sure that the values from `from` on, which go into a container, are what they are to be there:
   * objects are decoded, and Python 2 strs are text. Returns what was text by that.
   */
  complete(from: number): OldPlaces | undefined {
    if (this.objects.isAtOnce) this.#decode(from)
    return this.oldTexts?.replace(this.stack, from, this.sp)
  }

  #decode(from: number): void {
    const { stack, sp } = this
    for (let place = from; place < sp; place++) {
      const value = stack[place]
      if (value instanceof PyObject) stack[place] = this.objects.valueOf(value)
    }
  }

  /** The result. It has no container to note a float in, so `exact` gives a PyFloat. */
  popResult(): unknown {
    const isFloat = this.settings.exact && this.isFloat(this.sp - 1)
    const value = this.popValue()
    return isFloat ? new PyFloat(value as number) : value
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
    if (this.#topFloat >= sp) this.#dropFloats(sp)
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
    if (floats === 'hint' && Number.isSafeInteger(value)) this.#floatAt(this.sp)
    this.push(value)
  }

  #floatAt(place: number): void {
    this.#floats.push(place)
    this.#topFloat = place
  }

  #dropFloats(sp: number): void {
    const floats = this.#floats
    while (floats.length > 0 && floats.at(-1)! >= sp) floats.pop()
    this.#topFloat = floats.at(-1) ?? -1
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

  /** DUP */
  dup(): void {
    const value = this.top()
    if (this.#topFloat === this.sp - 1) return this.pushFloat(value as number)
    this.#pushAgain(value)
  }

  /** Pushes a value that stands elsewhere too. */
  #pushAgain(value: unknown): void {
    if (typeof value !== 'object' || value === null) this.push(value)
    else if (value instanceof PyObject) this.push(this.objects.fetched(value))
    else this.push(this.dicts.fetched(value))
  }

  // ---- memo

  put(index: number): void {
    let value = this.top()
    if (this.#topFloat === this.sp - 1) {
      this.#floatsInMemo = true
      value = new PyFloat(value as number)
    }
    const memo = this.#memo
    if (index === memo.length) this.#append(value)
    else if (index < memo.length) this.#overwrite(index, value)
    else this.#putBeyond(index, value)
  }

  #count(): void {
    if (++this.#memoSize > this.settings.limits.memo) this.over('memo')
  }

  #append(value: unknown): void {
    if (!this.#sparse?.delete(`@${this.#memo.length}`)) this.#count()
    this.#memo.push(value)
  }

  #overwrite(index: number, value: unknown): void {
    if (this.#memo[index] === ABSENT && !this.#sparse?.delete(`@${index}`)) this.#count()
    this.#memo[index] = value
  }

  #putBeyond(index: number, value: unknown): void {
    if (index > this.settings.limits.memo * MEMO_SPREAD) {
      this.fail('LIMIT', 'A memo index is too high')
    }
    const memo = this.#memo
    if (index - memo.length <= MEMO_GAP && this.#sparse === undefined) {
      while (memo.length < index) memo.push(ABSENT)
      return this.#append(value)
    }
    this.#sparse ??= new Map()
    const key = `@${index}`
    if (!this.#sparse.has(key)) this.#count()
    this.#sparse.set(key, value)
  }

  /** MEMOIZE: the number of entries so far is the new entry's index. */
  memoize(): void {
    this.put(this.#memoSize)
  }

  get(index: number): void {
    let value = index < this.#memo.length ? this.#memo[index] : ABSENT
    if (value === ABSENT) {
      const key = `@${index}`
      if (!this.#sparse?.has(key)) this.fail('MEMO', 'The memo has no such entry')
      value = this.#sparse.get(key)
    }
    if (this.#floatsInMemo && value instanceof PyFloat) return this.pushFloat(value.value)
    this.#pushAgain(value)
  }

  // ---- values that are one object where they are equal

  #py2Strs: Map<string, Py2Str> | undefined
  #globals: Map<string, PyGlobal> | undefined

  /** A Python 2 str, given as Latin-1 text. */
  py2Str(text: string): Py2Str {
    this.#py2Strs ??= new Map()
    return oneOf(this.#py2Strs, text, () => new Py2Str(textToLatin1(text)!))
  }

  /** A Python 2 str that is text wherever it goes, but is no text in what an object is made of. */
  oldText(text: string): Py2Str {
    this.oldTexts ??= new OldTexts()
    if (!this.settings.exact) return this.#noted(this.py2Str(text), text)
    return this.#noted(new Py2Str(textToLatin1(text)!), new PyStr(text))
  }

  #noted(kept: Py2Str, text: string | PyStr): Py2Str {
    this.oldTexts?.add(kept, text)
    return kept
  }

  /** The class or function of a Python 3 name. */
  global(module: string, name: string): PyGlobal {
    this.#globals ??= new Map()
    return oneOf(this.#globals, globalKey(module, name), () => new PyGlobal(module, name))
  }

  // ---- values from the application

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

  nextBuffer(): unknown {
    this.#buffers ??= this.settings.buffers?.[Symbol.iterator]()
    const next = this.#buffers?.next()
    if (next === undefined || next.done === true) this.fail('BUFFERS', 'There is no further buffer')
    return next.value
  }
}

/** The value of `key`; it is made where there is none yet. */
function oneOf<T>(values: Map<string, T>, key: string, make: () => T): T {
  const known = values.get(key)
  if (known !== undefined) return known
  const made = make()
  values.set(key, made)
  return made
}
