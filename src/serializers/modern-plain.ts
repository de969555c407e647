/** Data that `JSON.stringify` writes as it should by itself: nearly all there are. */
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { MARK } from './modern-tags.js'

/** Levels that are looked into: what lies deeper is left to who keeps count of circles. */
const MAX_DEPTH = 32

/**
 * Whether there is nothing in `object` but plain JSON, and not too much of it. `false` for all that needs
 * a tag, an error or a second look.
 */
export function isPlainData(object: object): boolean {
  return (
    !('toJSON' in Object.prototype || 'toJSON' in Array.prototype) && new Look().object(object, 1)
  )
}

class Look {
  #room: number = SESSION_LIMITS.output
  #keys: number = SESSION_LIMITS.keys

  object(object: object, depth: number): boolean {
    const keys = Object.keys(object)
    if (keys.length > SESSION_LIMITS.keysPerDict || (this.#keys -= keys.length) < 0) return false
    if (keys.length === 1 && keys[0]!.startsWith(MARK)) return false
    for (const key of keys) {
      const value = (object as Record<string, unknown>)[key]
      if ((this.#room -= key.length + 4) < 0) return false
      if (value !== undefined && !this.#value(value, depth)) return false
    }
    return true
  }

  #value(value: unknown, depth: number): boolean {
    if (typeof value === 'string') return (this.#room -= value.length) >= 0
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
    if (typeof value !== 'object') return typeof value === 'boolean'
    if (value === null) return true
    return depth < MAX_DEPTH && this.#container(value, depth + 1)
  }

  #container(value: object, depth: number): boolean {
    if (Array.isArray(value)) return this.#items(value, depth)
    return Object.getPrototypeOf(value) === Object.prototype && this.object(value, depth)
  }

  /** By index: a hole is `undefined`, which is none. */
  #items(items: readonly unknown[], depth: number): boolean {
    if ((this.#room -= 2 * items.length) < 0) return false
    for (let at = 0; at < items.length; at++) if (!this.#value(items[at], depth)) return false
    return true
  }
}
