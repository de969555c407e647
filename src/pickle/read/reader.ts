import { PyFloat } from '../../lib/py-float.js'
import { textToLatin1 } from '../../lib/text.js'
import type { LoadSettings } from '../settings.js'
import { PyObject } from '../values/objects.js'
import { PyGlobal, globalKey, oldNames } from '../values/references.js'
import { Py2Str, PyStr } from '../values/texts.js'
import { ObjectDecoder } from './decoder.js'
import { DictFiller } from './dicts.js'
import { OldTexts, type OldPlaces } from './old-texts.js'
import { StackReader } from './stack-reader.js'

/** Stands in the memo where there is no entry. */
const ABSENT = Symbol('absent')

/** How far past its end the dense memo may be extended; entries further on go into a Map. */
const MEMO_GAP = 8

/** How many times the allowed number of entries an index may be: no pickler skips that many. */
const MEMO_SPREAD = 16

/**
 * The state of the pickle machine while one pickle is read: the bytes, the stack with its marks, and
 * the memo. What each instruction does stands in `scalars.ts`, `containers.ts` and `objects.ts`.
 */
export class Reader extends StackReader {
  readonly objects: ObjectDecoder
  readonly dicts: DictFiller
  /** Where the Python 2 strs stand that `py2str: 'ascii'` does not take; see `refuseByteStrings`. */
  beyondAscii: Map<Py2Str, number> | undefined
  /** What PROTO said; pickles of protocol 0 and 1 do not say. */
  protocol = 0
  readonly #memo: unknown[] = []
  /** By index as text: the engine finds chosen numbers slowly. */
  #sparse: Map<string, unknown> | undefined
  #memoSize = 0
  #floatsInMemo = false
  #py2Strs: Map<string, Py2Str> | undefined
  #globals: Map<string, PyGlobal> | undefined

  constructor(bytes: Uint8Array, settings: LoadSettings) {
    super(bytes, settings)
    this.objects = new ObjectDecoder(this)
    this.dicts = new DictFiller(this, this.objects)
  }

  // ---- values that go from the stack into others

  /** Takes the top value off, to put it into something: an object is complete by now. */
  popValue(): unknown {
    const value = this.dicts.current(this.pop())
    if (this.objects.isAtOnce && value instanceof PyObject) return this.#valueOf(value)
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
      if (value instanceof PyObject) stack[place] = this.#valueOf(value)
    }
  }

  /** What an object is made of may be dicts, whose order counts then. */
  #valueOf(object: PyObject): unknown {
    this.dicts.noteOrders(object.args)
    return this.objects.valueOf(object)
  }

  /** The result. It has no container to note a float in, so `exact` gives a PyFloat. */
  popResult(): unknown {
    const isFloat = this.settings.exact && this.isFloat(this.sp - 1)
    const value = this.popValue()
    return isFloat ? new PyFloat(value as number) : value
  }

  // ---- the memo, and values that stand elsewhere too

  /** DUP */
  dup(): void {
    const value = this.top()
    if (this.floatOnTop) return this.pushFloat(value as number)
    this.#pushAgain(value)
  }

  /** Pushes a value that stands elsewhere too. */
  #pushAgain(value: unknown): void {
    if (typeof value !== 'object' || value === null) this.push(value)
    else if (value instanceof PyObject) this.push(this.objects.fetched(value))
    else this.push(this.dicts.fetched(value))
  }

  put(index: number): void {
    let value = this.top()
    if (this.floatOnTop) {
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

  /** The class or function of a Python 3 name; `old` is that of Python 2 where it is to be kept. */
  global(module: string, name: string, old?: readonly [module: string, name: string]): PyGlobal {
    this.#globals ??= new Map()
    const key = globalKey(module, name)
    if (old === undefined) return oneOf(this.#globals, key, () => new PyGlobal(module, name))
    return oneOf(this.#globals, `${key} ${globalKey(...old)}`, () => {
      const global = new PyGlobal(module, name)
      oldNames.set(global, old)
      return global
    })
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
