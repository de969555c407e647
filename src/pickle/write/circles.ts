/**
 * Objects that hold themselves through what they are made of.
 *
 * Python asks an object anew what it is made of each time it meets it, so within itself it is written once
 * more, of other lists and dicts. Those are whole when it is made of them, and what was begun around it is
 * dropped. Here an object has its parts once: those that are still being filled are written anew within it, and
 * from then on are what was written last. What Python only fetches, as the object holds it, is fetched.
 */

import { isHollow, isPlainObject } from '../../lib/kinds.js'
import { PyFrozenSet, PyTuple } from '../values/containers.js'
import { isPartial, ownParts } from '../values/objects.js'

/** What has been written. */
interface Memo {
  has(key: unknown): boolean
  forget(key: unknown): void
}

const FILLABLE: readonly unknown[] = [Array.prototype, Map.prototype, Set.prototype]

/** Whether a value is in the memo before it is complete. */
const isFilled = (value: object): boolean =>
  isPlainObject(value) ||
  (FILLABLE.includes(Object.getPrototypeOf(value)) && !isHollow(value)) ||
  isPartial(value)

/** Whether a value is in the memo only when it is complete: it is no end of a circle. */
const isMadeLate = (value: object): boolean =>
  value instanceof PyTuple || value instanceof PyFrozenSet

/** The objects of one pickle while they are made, and what lies between them. */
export class Circles {
  /** What is being written, from the outermost object that is being made to the innermost value. */
  readonly #way: object[] = []
  /** Where on the way the innermost making of an object began. */
  readonly #begun = new Map<object, number>()
  /** What was fetched from the memo on the way, and so is held by others too, or must be. */
  readonly #fetched = new Set<unknown>()
  /** The tuples that are made anew each time, and dropped. */
  readonly #dropped = new Set<object>()

  /** Whether an object is being made. Nothing else has to be told. */
  get isMaking(): boolean {
    return this.#way.length > 0
  }

  enter(value: object): void {
    this.#way.push(value)
  }

  leave(): void {
    this.#way.pop()
  }

  fetched(key: unknown): void {
    this.#fetched.add(key)
  }

  /** Makes an object by `write`, with its unfinished parts taken out of the memo where it lies within itself. */
  make(object: object, memo: Memo, write: () => void): void {
    const place = this.#begun.get(object)
    // The last on the way is the object itself.
    if (place !== undefined) this.#renew(this.#way.slice(place + 1, -1), memo)
    this.#begun.set(object, this.#way.length)
    this.enter(object)
    write()
    this.leave()
    if (place === undefined) this.#begun.delete(object)
    else this.#begun.set(object, place)
  }

  /**
   * Whether a tuple, which has been written within itself, is a part that Python would have made anew: one that
   * is dropped with what was begun around the object.
   */
  isDropped(tuple: object): boolean {
    return this.#dropped.has(tuple)
  }

  /** Something between the object and itself has to be fetched: else there would be no end. */
  #renew(between: readonly object[], memo: Memo): void {
    const found = between.findIndex((value) => this.#isEnd(value))
    const end = found === -1 ? between.length : found
    const parts = between.slice(0, end)
    const filled = parts.filter(isFilled)
    const rest = between.slice(end).filter((value) => memo.has(value))
    const kept = rest.find((value) => this.#isEnd(value)) ?? rest.at(-1) ?? filled.pop()
    if (kept === undefined) return
    this.#fetched.add(kept)
    for (const part of filled) memo.forget(part)
    for (const part of parts.filter(isMadeLate)) {
      if (ownParts.get(part) !== true) this.#dropped.add(part)
    }
  }

  #isEnd(value: object): boolean {
    if (isMadeLate(value)) return false
    return !isFilled(value) || this.#fetched.has(value) || ownParts.get(value) === true
  }
}
