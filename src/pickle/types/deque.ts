import { FORM, type Form } from '../../lib/python-form.js'
import { copyFloatNotes, floatNotes, noteFloat } from '../../lib/hints.js'
import type { PickleCodec } from '../registry.js'
import { joinedText, toPlain, type Locale } from '../plain.js'
import { PyTuple } from '../values.js'
import {
  ITEMS_AS_ARGUMENT,
  badArguments,
  call,
  checkInt,
  classCodec,
  isCall,
  isNumber,
  keepSource,
  sourceOf,
} from './shared.js'

/** Python's bound: `sys.maxsize` is beyond it, but no such deque fits in memory. */
const MAX_LENGTH = Number.MAX_SAFE_INTEGER

/**
 * A Python `collections.deque`: an Array that is written back as one, with its greatest length.
 *
 * `push` and `unshift` keep to that length as Python does: they drop items from the other end. Nothing
 * else does. What makes a new array (`map`, `slice` …) makes a plain one.
 *
 *
 * @example
 * import { PyDeque } from 'cartouche/pickle'
 *
 * const last = new PyDeque([1, 2], 2)
 * last.push(3)
 * Array.from(last) // → [2, 3]
 * last.maxlen // → 2
 */
export class PyDeque<T = unknown> extends Array<T> {
  /** How many items it holds at most; `null` for no bound. */
  readonly maxlen: number | null

  /**
   * @param items - what is in it, the left end first
   * @param maxlen - how many of the last ones to keep; default all
   */
  constructor(items: Iterable<T> = [], maxlen: number | null = null) {
    super()
    if (maxlen !== null) checkInt('maxlen', maxlen, 0, MAX_LENGTH)
    // -0 would be written as a float.
    this.maxlen = maxlen === 0 ? 0 : maxlen
    // `Array.of` and `Array.from` hand over a length, and set the items themselves.
    if (typeof items === 'number') return
    const all = Array.from(items)
    const first = maxlen === null ? 0 : Math.max(0, all.length - maxlen)
    for (const item of all.slice(first)) super.push(item)
  }

  /** `map`, `slice` and their like give plain arrays: they know nothing of a greatest length. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  /** @internal */
  [FORM](): Form {
    return ['deque', this]
  }

  /**
   * As that of Array.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  override join(separator?: string): string {
    return joinedText(this, () => super.join(separator))
  }

  /**
   * As that of Array.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  override toLocaleString(...locale: Locale): string {
    return joinedText(this, () => super.toLocaleString(...(locale as [string])))
  }

  /**
   * The items as an array.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  toJSON(): unknown {
    return toPlain(this)
  }

  /** Adds items at the right end, as Python's `append`. */
  override push(...items: T[]): number {
    super.push(...items)
    if (this.maxlen !== null && this.length > this.maxlen) this.splice(0, this.length - this.maxlen)
    return this.length
  }

  /** Adds items at the left end; the first argument becomes the first item. */
  override unshift(...items: T[]): number {
    super.unshift(...items)
    if (this.maxlen !== null && this.length > this.maxlen) this.length = this.maxlen
    return this.length
  }
}

/**
 * `deque()` or `deque((), maxlen)`, then its items; in Python 2 `deque([…])` or `deque([…], maxlen)`,
 * which is kept.
 */
export const dequeCodec: PickleCodec<PyDeque> = classCodec({
  module: 'collections',
  name: 'deque',
  type: PyDeque,
  read: (object) => {
    const { args, pairs } = object
    const [first = [], maxlen = null] = args
    if (!isCall(object) || pairs.length > 0 || args.length > 2) return undefined
    // Python goes through anything that can be gone through, and takes True for 1.
    if (!Array.isArray(first)) return undefined
    if (!isMaxLength(maxlen)) return isNumber(maxlen) ? undefined : badArguments(object)
    const deque = new PyDeque([], maxlen)
    return args.length > 0 && !(first instanceof PyTuple)
      ? keepSource(deque, ITEMS_AS_ARGUMENT)
      : deque
  },
  fill: (deque, { args, items }) => {
    fillDeque(deque, [(args[0] as unknown[] | undefined) ?? [], items])
  },
  write: (deque, protocol, cls) => {
    const { maxlen } = deque
    const bound = maxlen === null ? [] : [maxlen]
    const list = Array.from(deque)
    copyFloatNotes(deque, list)
    if (sourceOf(deque, protocol) === ITEMS_AS_ARGUMENT) return call(cls, list, ...bound)
    const object = call(cls, ...(maxlen === null ? [] : [new PyTuple(), maxlen]))
    for (const item of list) object.items.push(item)
    copyFloatNotes(deque, object.items)
    return object
  },
})

const isMaxLength = (value: unknown): value is number | null =>
  value === null || typeof value === 'number'

/** Fills an empty deque: all items are counted first, so that those it has no room for never go in. */
function fillDeque(deque: PyDeque, lists: readonly (readonly unknown[])[]): void {
  const count = lists.reduce((sum, list) => sum + list.length, 0)
  let surplus = Math.max(0, count - (deque.maxlen ?? count))
  for (const list of lists) {
    addItems(deque, list, surplus)
    surplus = Math.max(0, surplus - list.length)
  }
}

/** Adds the items from `first` on with their notes about floats, which go by place. */
function addItems(deque: PyDeque, items: readonly unknown[], first: number): void {
  const notes = floatNotes(items)
  for (let index = first; index < items.length; index++) {
    const item = items[index]
    deque.push(item)
    if (notes?.has(index) === true) noteFloat(deque, deque.length - 1, item as number)
  }
}
