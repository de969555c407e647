/**
 * The last pass over what was read, made only where something still has to be put in its place: a Map
 * that replaced a plain object, or a JavaScript value for a placeholder.
 */

import { holdsValues } from '../holds-values.js'
import { methodOf, type PickleCodec } from '../registry.js'
import { PyFrozenSet, PyTuple } from '../values/containers.js'
import { PyObject } from '../values/objects.js'
import { containersIn, filling, isGoneInto, making, partsOf } from './contents.js'
import type { Reader } from './reader.js'
import { rewrite, rewriteObject, type Swap } from './rewrite.js'

/** A container being gone through: the values inside it that are containers too. */
interface Visit {
  readonly node: object
  readonly children: object[]
  next: number
  /** How to make the object, once what it is made of was gone into; `undefined` where that is done. */
  codec: PickleCodec | undefined
}

/** Replaces what has to be replaced within `root` and returns what stands in its own place. */
export function settle(reader: Reader, root: unknown): unknown {
  const start = reader.dicts.current(root)
  return isGoneInto(reader, start) ? new Settlement(reader).settle(start) : start
}

/**
 * Goes through the containers from the inside out, so that an object is decoded after those it holds. No
 * recursion: depth costs nothing.
 *
 * In a circle there is no inside. An object whose codec can make it empty is made before what it holds is
 * gone into. Any other that holds one not decoded yet waits until all the rest is settled; so do the
 * tuples around it. Whatever was rewritten too early is rewritten again in the end.
 */
class Settlement {
  readonly #reader: Reader
  /** What stands for each container in the end; one that is not decoded yet stands for itself. */
  readonly #settled = new Map<object, unknown>()
  readonly #visits: Visit[] = []
  /** The objects that were made before they are filled, with their codecs. */
  readonly #made = new Map<object, PickleCodec>()
  /** The objects on the way down that are not made yet. */
  readonly #open = new Set<object>()
  /** What holds something undecided, from the inside out. */
  readonly #late = new Set<object>()
  /** Those of them that are undecided themselves. */
  readonly #waiting = new Set<object>()

  constructor(reader: Reader) {
    this.#reader = reader
  }

  settle(start: object): unknown {
    this.#enter(start)
    for (let visit = this.#visits.at(-1); visit !== undefined; visit = this.#visits.at(-1)) {
      const child = visit.children[visit.next++]
      if (child !== undefined) {
        if (!this.#settled.has(child)) this.#enter(child)
      } else if (visit.codec === undefined) this.#leave(visit)
      else this.#make(visit, visit.codec)
    }
    this.#finish()
    return this.#settled.get(start)
  }

  #enter(node: object): void {
    this.#settled.set(node, node)
    const visit: Visit = { node, children: [], next: 0, codec: undefined }
    this.#visits.push(visit)
    const codec = node instanceof PyObject ? this.#reader.objects.codecOf(node) : undefined
    if (codec === undefined || methodOf(codec, 'create') === undefined) {
      if (codec !== undefined || this.#remakes(node)) this.#open.add(node)
      this.#goInto(visit, partsOf(this.#reader, node))
    } else {
      visit.codec = codec
      this.#open.add(node)
      this.#goInto(visit, making(node as PyObject))
    }
  }

  #goInto({ children }: Visit, values: Iterable<unknown>): void {
    for (const child of containersIn(this.#reader, values)) children.push(child)
  }

  /** What the object is made of is settled: makes it, and goes on to what it is filled with. */
  #make(visit: Visit, codec: PickleCodec): void {
    const object = visit.node as PyObject
    this.#settled.set(object, this.#reader.objects.make(object, codec))
    this.#made.set(object, codec)
    this.#open.delete(object)
    visit.codec = undefined
    visit.next--
    this.#goInto(visit, filling(object))
  }

  #leave({ node, children }: Visit): void {
    this.#visits.pop()
    const isTouched = children.some((child) => this.#settled.get(child) !== child)
    if (isTouched || this.#reader.dicts.stale) this.#rewrite(node)
    const isLate = children.some((child) => this.#open.has(child) || this.#waiting.has(child))
    if (isLate || this.#isFilledLate(node)) this.#postpone(node)
    else this.#decide(node)
    this.#open.delete(node)
  }

  /**
   * Whether an object that is made already is filled with what lies in its arguments, in a list or in lists in
   * it, and that holds something undecided. Python 2 writes the items of a deque or an OrderedDict so.
   */
  #isFilledLate(node: object): boolean {
    if (this.#late.size === 0 || !this.#made.has(node)) return false
    const isLate = (part: unknown): boolean =>
      this.#late.has(this.#reader.dicts.current(part) as object)
    return (node as PyObject).args.some(
      (arg) => isLate(arg) || (Array.isArray(arg) && arg.some(isLate)),
    )
  }

  #postpone(node: object): void {
    this.#late.add(node)
    const isFixed = node instanceof PyTuple || node instanceof PyFrozenSet
    if (isFixed || this.#open.has(node)) this.#waiting.add(node)
  }

  /**
   * Whether a value was made of an object before what the object holds was in its place. A container among
   * them is put right itself, and may hold more than the object by now.
   */
  #remakes(node: object): boolean {
    const { dicts, objects } = this.#reader
    return dicts.stale && !holdsValues(node) && objects.sourceOf(node) !== undefined
  }

  #decide(node: object): void {
    const { objects } = this.#reader
    if (this.#remakes(node)) this.#settled.set(node, objects.valueOf(objects.sourceOf(node)!))
    if (!(node instanceof PyObject)) return
    const codec = this.#made.get(node)
    if (codec === undefined) this.#settled.set(node, objects.valueOf(node))
    else objects.fill(node, this.#settled.get(node), codec)
  }

  #finish(): void {
    const late = [...this.#late]
    const isMade = (node: object): boolean => this.#made.has(node)
    for (const node of late) {
      this.#rewrite(node)
      if (!isMade(node)) this.#decide(node)
    }
    for (const node of late) this.#rewrite(node)
    for (const node of late.filter(isMade)) this.#decide(node)
  }

  #rewrite(node: object): void {
    const swap: Swap = (value) => this.#final(value)
    const source = this.#reader.objects.sourceOf(node)
    if (source !== undefined) rewriteObject(source, swap)
    if (holdsValues(node)) rewrite(node, swap)
  }

  #final(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const current = this.#reader.dicts.current(value)
    return this.#settled.has(current) ? this.#settled.get(current) : current
  }
}
