import { PyFloat } from '../../lib/py-float.js'
import { floatKeyNotes } from '../../lib/hints.js'
import { PyFrozenSet, PyTuple } from '../values/containers.js'
import { PyObject } from '../values/objects.js'
import { PyPersistentId } from '../values/references.js'
import { cut, nameOf, reprScalar } from './repr.js'

/** How many containers inside each other are printed; what lies deeper is left out. */
const MAX_DEPTH = 20

/**
 * A value as Python's `repr` shows it, at most `limit` characters long; an ellipsis stands for the
 * rest. Every step writes at least a character and none is taken beyond the limit, so sharing costs no
 * more than that.
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
    else this.#printContainer(value as object)
  }

  #printContainer(value: object): void {
    const [open, close] = bracketsOf(value)
    this.text += open
    if (this.#open.has(value) || this.#open.size === MAX_DEPTH) this.text += '...'
    else {
      this.#open.add(value)
      this.#printContent(value)
      this.#open.delete(value)
    }
    this.text += close
  }

  #printContent(value: object): void {
    if (value instanceof Map) this.#printPairs(value, floatKeyNotes(value))
    else if (value instanceof Set) this.#printItems(value, floatKeyNotes(value))
    else if (value instanceof PyObject) this.#printObject(value)
    else if (value instanceof PyPersistentId) this.print(value.id)
    else {
      this.#printItems(value as unknown[])
      if (value instanceof PyTuple && value.length === 1) this.text += ','
    }
  }

  #printItems(items: Iterable<unknown>, floats?: Floats): void {
    let separator = ''
    for (const item of items) {
      if (this.text.length > this.#limit) return
      this.text += separator
      separator = ', '
      this.print(asFloat(item, floats))
    }
  }

  #printPairs(pairs: Iterable<readonly [unknown, unknown]>, floats?: Floats): void {
    let separator = ''
    for (const [key, value] of pairs) {
      if (this.text.length > this.#limit) return
      this.text += separator
      separator = ', '
      this.print(asFloat(key, floats))
      this.text += ': '
      this.print(value)
    }
  }

  /** `app.User(1) state={'name': 'x'}`: what it is made of, and what it is given then. */
  #printObject(object: PyObject): void {
    const { global, cls, args, kwargs, items, pairs, builds } = object
    if (global === undefined) this.print(cls)
    else this.text += nameOf(global, this.#limit)
    // A function that rebuilds objects has the class, which is named already, as its first argument.
    const hidden = global === undefined || global === cls ? 0 : 1
    if (args.length > hidden) {
      this.text += '('
      this.#printItems(itemsFrom(args, hidden))
      this.text += ')'
    }
    if (kwargs !== undefined) this.#printField('kwargs', kwargs)
    if (items.length > 0) this.#printField('items', items)
    if (pairs.length > 0) {
      this.text += ' pairs={'
      this.#printPairs(pairs)
      this.text += '}'
    }
    if (builds.length > 0) this.#printField('state', builds.at(-1))
  }

  #printField(name: string, value: unknown): void {
    this.text += ` ${name}=`
    this.print(value)
  }
}

type Floats = ReadonlyMap<unknown, number> | undefined

/** A key or member as it was in Python: the containers hold plain numbers and note which were floats. */
function asFloat(value: unknown, floats: Floats): unknown {
  const float = floats?.get(value)
  return float === undefined ? value : new PyFloat(float)
}

function* itemsFrom(items: readonly unknown[], first: number): Iterable<unknown> {
  for (let index = first; index < items.length; index++) yield items[index]
}

function bracketsOf(value: object): readonly [open: string, close: string] {
  if (value instanceof PyTuple) return ['(', ')']
  if (Array.isArray(value)) return ['[', ']']
  if (value instanceof PyFrozenSet)
    return value.size > 0 ? ['frozenset({', '})'] : ['frozenset(', ')']
  if (value instanceof Set) return value.size > 0 ? ['{', '}'] : ['set(', ')']
  if (value instanceof PyObject) return ['<object of ', '>']
  return value instanceof PyPersistentId ? ['<persistent id ', '>'] : ['{', '}']
}
