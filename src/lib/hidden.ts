/**
 * Properties that nobody sees: not those who print, copy or compare the object, nor any code that does not have the
 * `Hidden` at hand.
 *
 * Each is a private field, which is put on objects that others made. A `WeakMap` would say the same, but the garbage
 * collector visits all of its entries again and again: with it, a session of eight thousand notes took three times as long to read.
 */

/** A property of objects, of which they know nothing. It ends with them. */
export interface Hidden<T> {
  get(object: object): T | undefined
  /** @param object one that is not frozen */
  set(object: object, value: T): void
}

/** A constructor that makes nothing new, so that the fields of its subclass come to be on what it is given. */
const Given = function (object: object): object {
  return object
} as unknown as new (object: object) => object

export function hidden<T>(): Hidden<T> {
  return class Holder extends Given {
    #value: T | undefined

    static get(object: object): T | undefined {
      return #value in object ? object.#value : undefined
    }

    static set(object: object, value: T): void {
      const holder = #value in object ? object : new Holder(object)
      holder.#value = value
    }
  }
}
