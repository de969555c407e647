import { PyFloat } from '../../lib/py-float.js'
import { floatKeyNotes } from '../../lib/hints.js'
import { PyFrozenSet, PyGlobal, PyObject, PyPersistentId, PyTuple } from '../values.js'
import { cut, nameOf, reprScalar } from './repr.js'

/**
 * A value as Python's `repr` shows it, at most `limit` characters long; an ellipsis stands for the
 * rest. Every step writes at least a character and none is taken beyond the limit, so neither depth
 * nor sharing costs more than that.
 */
export function preview(value: unknown, limit: number): string {
  const printer = new Printer(limit)
  printer.print(value)
  return cut(printer.text, limit)
}

class Printer {
  text = ''
  readonly #limit: number
  /** The containers being printed: one met within itself is not printed again. */
  readonly #open = new Set<object>()

  constructor(limit: number) {
    this.#limit = limit
  }

  print(value: unknown): void {
    const left = this.#limit - this.text.length
    if (left < 0) return
    const scalar = reprScalar(value, left)
    if (scalar !== undefined) this.text += scalar
    else if (this.#open.has(value as object)) this.text += '...'
    else {
      this.#open.add(value as object)
      this.#printContainer(value as object)
      this.#open.delete(value as object)
    }
  }

  #printContainer(value: object): void {
    if (value instanceof PyTuple) this.#printItems('(', value, value.length === 1 ? ',)' : ')')
    else if (Array.isArray(value)) this.#printItems('[', value, ']')
    else if (value instanceof Map) this.#printPairs(value, floatKeyNotes(value))
    else if (value instanceof Set) this.#printSet(value)
    else if (value instanceof PyObject) this.#printObject(value)
    else if (value instanceof PyPersistentId) this.#printAll('<persistent id ', value.id, '>')
    else this.text += '?'
  }

  #printAll(before: string, value: unknown, after: string): void {
    this.text += before
    this.print(value)
    this.text += after
  }

  #printItems(before: string, items: Iterable<unknown>, after: string): void {
    this.text += before
    let separator = ''
    for (const item of items) {
      if (this.text.length > this.#limit) return
      this.text += separator
      separator = ', '
      this.print(item)
    }
    this.text += after
  }

  #printPairs(
    pairs: Iterable<readonly [unknown, unknown]>,
    floats?: ReadonlyMap<unknown, number>,
  ): void {
    this.text += '{'
    let separator = ''
    for (const [key, value] of pairs) {
      if (this.text.length > this.#limit) return
      this.text += separator
      separator = ', '
      this.print(floatAgain(key, floats))
      this.#printAll(': ', value, '')
    }
    this.text += '}'
  }

  #printSet(set: Set<unknown>): void {
    const isFrozen = set instanceof PyFrozenSet
    if (set.size === 0) this.text += isFrozen ? 'frozenset()' : 'set()'
    else this.#printItems(isFrozen ? 'frozenset({' : '{', membersOf(set), isFrozen ? '})' : '}')
  }

  /** `<object of app.User(1) state={'name': 'x'}>`: what it is made of, and what it is given then. */
  #printObject(object: PyObject): void {
    const { global, cls, args, kwargs, items, pairs, builds } = object
    this.text += '<object of '
    if (global === undefined) this.print(cls)
    else this.text += nameOf(global, this.#limit)
    // A function that rebuilds objects has the class as its first argument.
    const ownArgs = global === cls || global === undefined ? args : args.slice(1)
    if (ownArgs.length > 0 || kwargs !== undefined) this.#printItems('(', ownArgs, '')
    if (kwargs !== undefined) this.#printAll(ownArgs.length > 0 ? ', **' : '**', kwargs, '')
    if (ownArgs.length > 0 || kwargs !== undefined) this.text += ')'
    if (items.length > 0) this.#printAll(' items=', items, '')
    if (pairs.length > 0) {
      this.text += ' pairs='
      this.#printPairs(pairs)
    }
    if (builds.length > 0) this.#printAll(' state=', builds.at(-1), '')
    this.text += '>'
  }
}
