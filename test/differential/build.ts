/** From a description to the JavaScript value, and back. */
import { floatKeyNotes, floatNotes, orderedKeys } from '../../src/lib/hints.js'
import {
  PyByteArray,
  PyFloat,
  PyFrozenSet,
  PyStr,
  PyTuple,
  pyFloat,
} from '../../src/pickle/index.js'
import { PyDeque, PyOrderedDict } from '../../src/pickle/types/index.js'
import {
  describePoints,
  describeString,
  doubleOf,
  hexOfDouble,
  type Description,
  type Node,
} from './description.js'
import { OBJECT_KINDS, kindOfObject, type ObjectKindName } from './object-kinds.js'

// ---- building

/** The value of a description. */
export function build(description: Description): unknown {
  return new Builder().value(description)
}

class Builder {
  readonly #made = new Map<number, unknown>()
  readonly #splitTexts = new Map<string, PyStr>()

  value(description: Description): unknown {
    if (typeof description !== 'object' || description === null) return description
    const { t, v } = description
    switch (t) {
      case 'ref':
        return this.#made.get(v as number)
      case 'int':
        return Number.isSafeInteger(Number(v)) ? Number(v) : BigInt(v as string)
      case 'float':
        return floatOf(v as string)
      case 'str':
        return this.#text(v as string)
      case 'bytes':
        return this.#keep(description, new Uint8Array(Buffer.from(v as string, 'hex')))
      case 'bytearray':
        return this.#keep(description, new PyByteArray(Buffer.from(v as string, 'hex')))
      default:
        return this.#container(description)
    }
  }

  #keep<T>({ id }: Node, value: T): T {
    if (id !== undefined) this.#made.set(id, value)
    return value
  }

  /** A PyStr is only the same as itself, so equal ones are to be one. */
  #text(hexPoints: string): string | PyStr {
    const points = hexPoints.split(' ').map((point) => Number.parseInt(point, 16))
    const text = points.map((point) => String.fromCodePoint(point)).join('')
    if (describesSame(text, hexPoints)) return text
    const known = this.#splitTexts.get(hexPoints) ?? PyStr.fromCodePoints(points)
    this.#splitTexts.set(hexPoints, known)
    return known
  }

  #container(node: Node): unknown {
    const parts = node.v as readonly Description[]
    switch (node.t) {
      case 'list':
      case 'tuple': {
        const list = this.#keep(node, node.t === 'list' ? [] : new PyTuple())
        for (const part of parts) list.push(this.value(part))
        return list
      }
      case 'set':
      case 'frozenset': {
        const set = this.#keep(node, node.t === 'set' ? new Set() : new PyFrozenSet())
        for (const part of parts) set.add(this.value(part))
        return set
      }
      case 'dict':
      case 'OrderedDict':
        return this.#dict(node, parts)
      case 'deque': {
        const [maxlen, ...items] = parts.map((part) => this.value(part))
        return this.#keep(node, new PyDeque(items, maxlen as number | null))
      }
      default:
        return this.#keep(node, this.#object(node.t as ObjectKindName, parts))
    }
  }

  #object(kind: ObjectKindName, parts: readonly Description[]): object {
    return OBJECT_KINDS[kind].make(parts.map((part) => this.value(part)) as never[])
  }

  /** A plain object where that can say the same and the id is even, so that both forms are tried. */
  #dict(node: Node, parts: readonly Description[]): unknown {
    const fitsObject = parts.every(
      (part, index) => index % 2 === 1 || (typeof part === 'string' && !/^\d/.test(part)),
    )
    const isObject = fitsObject && node.id! % 2 === 0 && node.t === 'dict'
    const dict = this.#keep<object>(node, isObject ? {} : newMap(node))
    for (let index = 0; index < parts.length; index += 2) {
      const key = this.value(parts[index]!)
      const value = this.value(parts[index + 1]!)
      if (dict instanceof Map) dict.set(key, value)
      else {
        const property = { value, writable: true, enumerable: true, configurable: true }
        Object.defineProperty(dict, key as string, property)
      }
    }
    return dict
  }
}

const newMap = ({ t }: Node): Map<unknown, unknown> =>
  t === 'OrderedDict' ? new PyOrderedDict() : new Map()

/** A plain number where that is written as a float anyway; a Map would make -0 the key 0. */
function floatOf(hex: string): unknown {
  const value = doubleOf(hex)
  return Number.isSafeInteger(value) ? pyFloat(value) : value
}

/** Whether the string has the surrogates as characters of their own, not as one pair. */
function describesSame(text: string, hexPoints: string): boolean {
  const description = describeString(text)
  return typeof description === 'object' && description?.v === hexPoints
}

// ---- describing

/** The description of a value that `loads` gave, with the notes of its containers. */
export function describe(value: unknown): Description {
  return new Describer().value(value, false)
}

class Describer {
  readonly #ids = new Map<object, number>()

  /** `isFloat` tells whether the container has a note that the number is one. */
  value(value: unknown, isFloat: boolean): Description {
    switch (typeof value) {
      case 'boolean':
        return value
      case 'string':
        return describeString(value)
      case 'number':
        return describeNumber(value, isFloat)
      case 'bigint':
        return { t: 'int', v: String(value) }
      default:
        return value === null ? null : this.#object(value as object)
    }
  }

  #object(value: object): Description {
    if (value instanceof PyFloat) return describeNumber(value.value, true)
    if (value instanceof PyStr) {
      return value.isSplit ? describePoints(value.codePoints) : describeString(value.text)
    }
    if (hasNoIdentity(value)) return this.#parts(value)
    const known = this.#ids.get(value)
    if (known !== undefined) return { t: 'ref', v: known }
    const id = this.#ids.size
    this.#ids.set(value, id)
    return { ...this.#parts(value), id }
  }

  #parts(value: object): Node {
    if (value instanceof Uint8Array) {
      const t = value instanceof PyByteArray ? 'bytearray' : 'bytes'
      return { t, v: Buffer.from(value).toString('hex') }
    }
    if (value instanceof PyDeque) {
      return { t: 'deque', v: [this.value(value.maxlen, false), ...this.#items(value)] }
    }
    const kind = kindOfObject(value)
    if (kind !== undefined) {
      const parts: readonly unknown[] = OBJECT_KINDS[kind].parts(value as never)
      return { t: kind, v: parts.map((part) => this.value(part, false)) }
    }
    if (Array.isArray(value)) {
      const t = value instanceof PyTuple ? 'tuple' : 'list'
      return { t, v: this.#items(value) }
    }
    if (value instanceof Set) return this.#set(value)
    if (value instanceof Map) {
      const t = value instanceof PyOrderedDict ? 'OrderedDict' : 'dict'
      return { t, v: this.#pairs(value, value) }
    }
    if (Object.getPrototypeOf(value) === Object.prototype) {
      const object = value as Record<string, unknown>
      return {
        t: 'dict',
        v: this.#pairs(
          value,
          orderedKeys(value).map((key) => [key, object[key]]),
        ),
      }
    }
    throw new Error(`a value of class ${value.constructor.name} came from a pickle`)
  }

  #items(list: readonly unknown[]): Description[] {
    const notes = floatNotes(list)
    return Array.from(list, (item, index) => this.value(item, notes?.has(index) === true))
  }

  #set(set: ReadonlySet<unknown>): Node {
    const t = set instanceof PyFrozenSet ? 'frozenset' : 'set'
    const floats = floatKeyNotes(set)
    return { t, v: Array.from(set, (member) => this.#key(member, floats)) }
  }

  #pairs(dict: object, entries: Iterable<readonly unknown[]>): Description[] {
    const floatKeys = floatKeyNotes(dict)
    const floats = floatNotes(dict)
    return Array.from(entries, ([key, value]) => [
      this.#key(key, floatKeys),
      this.value(value, floats?.has(key) === true),
    ]).flat()
  }

  #key(key: unknown, floats: ReadonlyMap<unknown, number> | undefined): Description {
    const float = floats?.get(key)
    return float === undefined ? this.value(key, false) : this.value(float, true)
  }
}

/** CPython has one empty tuple; short bytes are shared or not without anybody noticing. */
function hasNoIdentity(value: object): boolean {
  if (value instanceof PyTuple) return value.length === 0
  return value instanceof Uint8Array && !(value instanceof PyByteArray) && value.length < 2
}

function describeNumber(value: number, isFloat: boolean): Description {
  const isInt = Number.isSafeInteger(value) && !Object.is(value, -0) && !isFloat
  return isInt ? { t: 'int', v: String(value) } : { t: 'float', v: hexOfDouble(value) }
}
