import type { PyObject } from '../values/objects.js'
import type { Py2Str, PyStr } from '../values/texts.js'

/** Where Python 2 strs stood among values that became text: by index. */
export type OldPlaces = readonly (readonly [index: number, kept: Py2Str])[]

/**
 * The ASCII strs of Python 2 in one pickle, where `py2str: 'auto'` reads them as text.
 *
 * What an object is made of is no text: Python 2 refuses `unicode` for many an argument. Whether
 * an object stays a placeholder, and so is written as it was read, is known only in the end. So a str is
 * text as soon as it goes into anything, and what it was is noted beside lists and tuples;
 * `restore` puts it back where it makes a placeholder. What is in a dict or a state is data.
 */
export class OldTexts {
  readonly #texts = new Map<unknown, string | PyStr>()
  readonly #places = new Map<object, [index: number, kept: Py2Str][]>()
  readonly #placeholders = new Set<PyObject>()

  add(kept: Py2Str, text: string | PyStr): void {
    this.#texts.set(kept, text)
  }

  /** The text that stands for a str; any other value as it is. */
  textOf(value: unknown): unknown {
    return this.#texts.get(value) ?? value
  }

  /** Makes text of the values of a stack from `from` to `end`, and returns what they were. */
  replace(stack: unknown[], from: number, end: number): OldPlaces {
    const places: [number, Py2Str][] = []
    for (let place = from; place < end; place++) {
      const text = this.#texts.get(stack[place])
      if (text === undefined) continue
      places.push([place - from, stack[place] as Py2Str])
      stack[place] = text
    }
    return places
  }

  /** Notes what stood among the values that went into `list` from the index `first` on. */
  note(list: unknown[], first: number, places: OldPlaces): void {
    if (places.length === 0) return
    const known = this.#places.get(list) ?? []
    for (const [index, kept] of places) known.push([first + index, kept])
    this.#places.set(list, known)
  }

  made(object: PyObject): void {
    this.#placeholders.add(object)
  }

  /** To be told of every object that is no placeholder any more. */
  decoded(object: PyObject): void {
    this.#placeholders.delete(object)
  }

  /** Puts the strs back that the placeholders are made of. */
  restore(): void {
    const lists = new Set<unknown[]>()
    for (const { args } of this.#placeholders) lists.add(args)
    // A Set gives what is added to it on the way.
    for (const list of lists) {
      for (const [index, kept] of this.#places.get(list) ?? []) list[index] = kept
      for (const part of list) if (Array.isArray(part)) lists.add(part)
    }
  }
}
