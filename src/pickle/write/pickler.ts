import { PickleError } from '../../errors.js'
import { isMap, isSet } from '../../lib/kinds.js'
import { holdsValues } from '../holds-values.js'
import { overLimit } from '../limits.js'
import * as OP from '../opcodes.js'
import type { DumpSettings } from '../settings.js'
import { isSingleton } from '../values/texts.js'
import { Circles } from './circles.js'
import { WrittenKeys } from './keys.js'
import type { Step } from './path.js'
import { returnTextMemo, takeTextMemo } from './text-memo.js'
import { Writer } from './writer.js'

/** The notes of a container that tell its floats. */
export type Floats = ReadonlyMap<unknown, number> | undefined

/** Writes what is no plain value. A pickler is given it, as those who write such values use the pickler. */
export type ObjectWriter = (pickler: Pickler, value: object) => void

/**
 * The state while one pickle is written, as CPython's C pickler writes it, byte for byte: the output, the
 * memo, and the way to what cannot be written. How each type is written stands in `by-type.ts`, and in what
 * that imports.
 *
 * A container is put into the memo when Python does so: a list, dict or set before what it holds, so
 * that it may hold itself; a tuple or frozenset after.
 */
export class Pickler {
  readonly out: Writer
  readonly settings: DumpSettings
  readonly keys: WrittenKeys
  /**
   * Memo indices: by identity of object, by value of bytes that CPython always shares (-1 for none), and
   * by `globalKey` of classes.
   */
  readonly #memo = new Map<unknown, number>()
  /** Memo indices by string, apart from the others. */
  readonly #texts = takeTextMemo()
  #memoSize = 0
  /** With `memo: 'minimal'`: the memo indices that were used again. */
  readonly used: Set<number> | undefined
  /** With `memo: 'minimal'`: the indices to keep, and what they become. */
  readonly #kept: ReadonlyMap<number, number> | undefined
  readonly #shares: boolean
  /** Once something cannot be written: the way to it, the innermost step first. */
  readonly steps: Step[] = []
  readonly circles = new Circles()
  /** Bytes that Python makes on the spot, and so shares with no others. */
  freshBytes: Uint8Array | undefined
  /** How many containers the value being written lies in. */
  depth = 0
  readonly #write: ObjectWriter

  constructor(settings: DumpSettings, write: ObjectWriter, kept?: ReadonlyMap<number, number>) {
    this.#write = write
    this.settings = settings
    this.out = new Writer(settings.protocol, settings.limits)
    this.keys = new WrittenKeys(settings)
    this.#kept = kept
    this.#shares = settings.strings === 'share'
    this.used = settings.memo === 'minimal' ? new Set() : undefined
  }

  /** The bytes of the pickle, valid until the next one is written. */
  finish(): Uint8Array {
    returnTextMemo(this.#texts)
    return this.out.finish()
  }

  fail(message: string): never {
    throw new PickleError('UNSUPPORTED', message)
  }

  /** Notes a step on the way to what cannot be written. Nothing is noted, or costs, where all goes well. */
  failedAt(error: unknown, step: Step): never {
    this.steps.push(step)
    throw error
  }

  // ---- memo

  memoize(key: unknown): void {
    this.#memo.set(key, this.#nextIndex())
  }

  /** `value` is found in the memo as `key` is. */
  alias(value: object, key: unknown): void {
    this.#memo.set(value, this.#memo.get(key)!)
  }

  /** Writes PUT for the value just written, and returns its index. */
  #nextIndex(): number {
    const index = this.#memoSize++
    const written = this.#kept === undefined ? index : this.#kept.get(index)
    if (written !== undefined) this.out.put(written)
    return index
  }

  #writeGet(index: number): void {
    this.used?.add(index)
    this.out.get(this.#kept?.get(index) ?? index)
  }

  /** Writes GET if `key` is in the memo, and tells whether it was. */
  recall(key: unknown): boolean {
    const index = this.#memo.get(key)
    if (index === undefined) return false
    if (this.circles.isMaking) this.circles.fetched(key)
    this.#writeGet(index)
    return true
  }

  has(key: unknown): boolean {
    return this.#memo.has(key)
  }

  /** The value is to be written anew where it is met again. */
  forget(key: unknown): void {
    this.#memo.delete(key)
  }

  // ---- values

  /** Writes any value. */
  save(value: unknown): void {
    this.out.boundary()
    switch (typeof value) {
      case 'string':
        return this.saveText(value)
      case 'number':
        return this.#saveNumber(value)
      case 'boolean':
        return this.out.bool(value)
      case 'bigint':
        return this.out.int(value)
      case 'object':
        return value === null ? this.out.op(OP.NONE) : this.#saveObject(value)
      default:
        return this.fail(
          `${typeof value} cannot be pickled; ${ADVICE[typeof value] ?? 'leave it out'}`,
        )
    }
  }

  #saveNumber(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.out.int(value)
    else this.out.float(value)
  }

  #saveObject(value: object): void {
    if (this.recall(value)) return
    if (++this.depth > this.settings.limits.depth) this.#refuseContainer(value)
    if (this.circles.isMaking) this.#writeOnWay(value)
    else this.#write(this, value)
    this.depth--
  }

  #writeOnWay(value: object): void {
    this.circles.enter(value)
    this.#write(this, value)
    this.circles.leave()
  }

  /** Only containers count for the depth, as they do for the reader: what holds no others is let pass. */
  #refuseContainer(value: object): void {
    if (holdsValues(value) || isMap(value) || isSet(value)) {
      throw overLimit('depth', this.settings.limits.depth)
    }
  }

  saveText(text: string): void {
    const isShared = this.#shares || isSingleton(text)
    const known = isShared ? this.#texts.get(text) : undefined
    if (known !== undefined) return this.#writeGet(known)
    if (isShared) this.#texts.add(text, this.#memoSize)
    this.#newText(text)
  }

  #newText(text: string): void {
    if (this.#kept === undefined && this.out.shortText(text, this.#memoSize)) this.#memoSize++
    else {
      this.out.text(text)
      this.#nextIndex()
    }
  }

  /** A string that is shared with no other, whatever the settings. */
  saveFreshText(text: string): void {
    this.out.boundary()
    this.#newText(text)
  }

  // ---- what stands in a container

  /** Saves what stands in a slot of a list or its like. */
  saveItem(value: unknown, notes: Floats, index: number): void {
    try {
      this.saveSlot(value, notes, index)
    } catch (error) {
      this.failedAt(error, index)
    }
  }

  /** Saves what stands in a slot of a container, whose notes tell a float. */
  saveSlot(value: unknown, notes: Floats, slot: unknown): void {
    if (notes !== undefined && typeof value === 'number' && Object.is(notes.get(slot), value)) {
      this.out.boundary()
      this.out.float(value)
    } else this.save(value)
  }

  /** Saves all that stands in a list or its like. */
  saveItems(items: readonly unknown[], notes: Floats): void {
    const { length } = items
    let index = 0
    try {
      for (; index < length; index++) this.saveSlot(items[index], notes, index)
    } catch (error) {
      this.failedAt(error, index)
    }
  }
}

/** What to do in place of writing a value of a type. */
const ADVICE: Readonly<Record<string, string>> = {
  undefined: 'leave it out, or store null',
  function: 'store data only',
  symbol: 'store text',
}
