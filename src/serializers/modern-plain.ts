/** Data that `JSON.stringify` writes as it should by itself: nearly all there are. */
import { isArrayIfAny } from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { MARK } from './modern-tags.js'

/** Levels that are looked into: what lies deeper is left to who keeps count of circles. */
const MAX_DEPTH = 32

/**
 * Whether there is nothing in `object` but plain JSON, and not too much of it. `false` for all that needs
 * a tag, an error or a second look.
 *
 * A getter is asked here, and again by who writes: should it give something else then, that is written unchecked. To
 * look for getters would make the text of ordinary data take a tenth to a third longer, and to write a copy twice as
 * long where keys are numbers, as of a cart by ids.
 */
export function isPlainData(object: object): boolean {
  return !isPolluted() && new Look().object(object, 1)
}

/** The same for one value. */
export function isPlainValue(value: unknown): boolean {
  return !isPolluted() && new Look().value(value, 1)
}

/** Whether somebody has put on a prototype what `JSON.stringify` would call. */
const isPolluted = (): boolean => 'toJSON' in Object.prototype || 'toJSON' in Array.prototype

class Look {
  #room: number = SESSION_LIMITS.output
  #keys: number = SESSION_LIMITS.keys

  /** Inherited properties, if there are any, are looked at too: `JSON.stringify` leaves them out. */
  object(object: object, depth: number): boolean {
    let [keys, size, only] = [0, 0, '']
    for (const key in object) {
      // What is left out takes as long to look at.
      if (++keys > SESSION_LIMITS.keysPerDict) return false
      const value = (object as Record<string, unknown>)[key]
      if (value === undefined) continue
      only = key
      size++
      this.#room -= key.length + 4
      if (!this.value(value, depth)) return false
    }
    this.#keys -= keys
    if (size === 1 && only.startsWith(MARK)) return false
    return this.#keys >= 0 && this.#room >= 0
  }

  value(value: unknown, depth: number): boolean {
    if (typeof value === 'string') return (this.#room -= value.length) >= 0
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
    if (typeof value !== 'object') return typeof value === 'boolean'
    if (value === null) return true
    return depth < MAX_DEPTH && this.#container(value, depth + 1)
  }

  #container(value: object, depth: number): boolean {
    const isArray = isArrayIfAny(value)
    if (isArray) return !('toJSON' in value) && this.#items(value as unknown[], depth)
    return (
      isArray === false &&
      Object.getPrototypeOf(value) === Object.prototype &&
      this.object(value, depth)
    )
  }

  /** By index: a hole is `undefined`, which is none. */
  #items(items: readonly unknown[], depth: number): boolean {
    if ((this.#room -= 2 * items.length) < 0) return false
    for (let at = 0; at < items.length; at++) if (!this.value(items[at], depth)) return false
    return true
  }
}
