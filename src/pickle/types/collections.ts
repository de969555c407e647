/** Python's dict subclasses of the module `collections`. */

import { FORM, type Form } from '../../lib/python-form.js'
import { OptionError, PickleError } from '../../errors.js'
import {
  floatKeyNotes,
  floatNotes,
  copyFloatNotes,
  noteFloat,
  noteFloatKey,
  orderedKeys,
} from '../../lib/hints.js'
import { entriesOf, isPlainObject, keysOf } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { objectOf } from '../../lib/index-keys.js'
import { CONTENT, toPlain } from '../plain.js'
import { currentKeyCheck, equalKey, twinError } from '../keys.js'
import type { PickleCodec } from '../registry.js'
import { PyGlobal, type PyObject } from '../values.js'
import {
  ITEMS_AS_ARGUMENT,
  badArguments,
  call,
  classCodec,
  isCall,
  isData,
  keepSource,
  sourceOf,
} from './shared.js'

type Entries<K, V> = Iterable<readonly [K, V]>

/** A plain object where every key is a string, else a list of pairs. */
function toJsonValue(map: ReadonlyMap<unknown, unknown>): unknown {
  const isPlain = [...map.keys()].every((key) => typeof key === 'string')
  return isPlain ? objectOf([...(map as ReadonlyMap<string, unknown>)]) : [...map]
}

/**
 * A Python `collections.OrderedDict`: a Map that is written back as one.
 *
 * @example
 * import { PyOrderedDict } from 'cartouche/pickle'
 *
 * const dict = new PyOrderedDict([['b', 1], ['a', 2]])
 * dict.get('a') // → 2
 * JSON.stringify(dict) // → '{"b":1,"a":2}'
 */
export class PyOrderedDict<K = unknown, V = unknown> extends Map<K, V> {
  /** @internal */
  [FORM](): Form {
    return ['OrderedDict', this]
  }

  /**
   * A plain object where every key is a string, else a list of pairs.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  toJSON(): unknown {
    return toPlain(this)
  }

  [CONTENT](): unknown {
    return toJsonValue(this)
  }
}

/** Python's types that are named as a factory more often than not. */
const FACTORIES = ['bool', 'dict', 'float', 'int', 'list', 'set', 'str', 'tuple'] as const

/** A default factory by name: a type of Python's builtins. */
export type FactoryName = (typeof FACTORIES)[number]

/**
 * A Python `collections.defaultdict`: a Map with the factory that Python calls for a key that is not
 * there. Here it is only kept: nothing is called, and a missing key is `undefined`.
 *
 * @throws OptionError when the factory is plain data, but neither `null` nor one of the names
 *
 * @example
 * import { PyDefaultDict } from 'cartouche/pickle'
 *
 * const groups = new PyDefaultDict('list', [['admins', ['ann']]])
 * groups.get('admins') // → ['ann']
 * groups.get('guests') // → undefined
 * String(groups.factory) // → '<global builtins.list>'
 */
export class PyDefaultDict<K = unknown, V = unknown> extends Map<K, V> {
  /** What Python calls: a PyGlobal as a rule; `null` for nothing. */
  readonly factory: object | null

  /**
   * @param factory - a placeholder of what Python is to call, or the name of a builtin type
   * @param entries - as for a Map
   */
  constructor(factory: object | FactoryName | null, entries?: Entries<K, V>) {
    super(entries)
    const isName = FACTORIES.includes(factory as FactoryName)
    if (!isName && (isData(factory) || isPlainObject(factory))) {
      throw new OptionError('factory', `must be an object, null or one of ${FACTORIES.join(', ')}`)
    }
    this.factory = isName
      ? new PyGlobal('builtins', factory as FactoryName)
      : (factory as object | null)
  }

  /**
   * A plain object where every key is a string, else a list of pairs.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  toJSON(): unknown {
    return toPlain(this)
  }

  [CONTENT](): unknown {
    return toJsonValue(this)
  }
}

/**
 * A Python `collections.Counter`: a Map from things to how often they were counted. A count beyond 2^53 is a
 * bigint, as any int.
 *
 * @example
 * import { PyCounter } from 'cartouche/pickle'
 *
 * const letters = PyCounter.count('banana')
 * letters.get('a') // → 3
 * letters.countOf('z') // → 0
 * letters.mostCommon(2) // → [['a', 3], ['n', 2]]
 */
export class PyCounter<K = unknown> extends Map<K, number | bigint> {
  /** @internal */
  [FORM](): Form {
    return ['Counter', this]
  }

  /** Counts what `items` gives. */
  static count<K>(items: Iterable<K>): PyCounter<K> {
    const counts = new Map<K, number>()
    for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
    return new PyCounter(counts)
  }

  /** How often `key` was counted; 0 where it was not, as Python's `counter[key]` has it. */
  countOf(key: K): number | bigint {
    return this.get(key) ?? 0
  }

  /** The keys with their counts, the most common first, equals in the order of the Map. */
  mostCommon(limit = Infinity): [key: K, count: number | bigint][] {
    // A number and a bigint can be compared, but not subtracted.
    const entries = [...this].toSorted(
      ([, one], [, other]) => Number(one < other) - Number(one > other),
    )
    return entries.slice(0, limit)
  }

  /**
   * A plain object where every key is a string, else a list of pairs.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  toJSON(): unknown {
    return toPlain(this)
  }

  [CONTENT](): unknown {
    return toJsonValue(this)
  }
}

// ---- entries and their notes about floats

/** Adds pairs as Python does: equal keys are one, and a list or dict is no key. */
export function addPairs(map: Map<unknown, unknown>, pairs: Iterable<readonly unknown[]>): void {
  const check = currentKeyCheck()
  for (const pair of pairs) {
    const [first, value] = pair
    const problem = check.problem(first)
    if (problem !== undefined) throw new PickleError('TYPE', `A ${problem} cannot be a key`)
    const notes = floatNotes(pair)
    const key = first instanceof PyFloat ? first.value : first
    const equal = equalKey(map, key)
    if (check.collides(map, equal)) {
      throw new PickleError('LIMIT', 'Number keys are chosen so that they are slow to find')
    }
    const isFloat = first instanceof PyFloat || notes?.has(0) === true
    if (isFloat && !map.has(equal)) noteFloatKey(map, key as number, key as number)
    map.set(equal, value)
    if (notes?.has(1) === true) noteFloat(map, equal, value as number)
  }
}

/** The entries as pairs, each with its notes. */
function pairsOf(map: ReadonlyMap<unknown, unknown>): [key: unknown, value: unknown][] {
  const keys = floatKeyNotes(map)
  const values = floatNotes(map)
  return Array.from(entriesOf(map), ([key, value]) => {
    const float = keys?.get(key)
    const pair: [unknown, unknown] = [float ?? key, value]
    if (float !== undefined) noteFloat(pair, 0, float)
    const isFloat = values !== undefined && Object.is(values.get(key), value)
    if (isFloat) noteFloat(pair, 1, value as number)
    return pair
  })
}

/** Refuses to write what could not be read again. */
function checkedPairs(map: ReadonlyMap<unknown, unknown>): [key: unknown, value: unknown][] {
  const check = currentKeyCheck()
  for (const key of keysOf(map)) {
    const problem = check.problem(key)
    if (problem !== undefined) throw new PickleError('UNSUPPORTED', `A ${problem} cannot be a key`)
    if (check.hasTwin(map, key)) throw twinError()
  }
  return pairsOf(map)
}

const withPairs = (object: PyObject, map: ReadonlyMap<unknown, unknown>): PyObject => {
  for (const pair of checkedPairs(map)) object.pairs.push(pair)
  return object
}

// ---- codecs

const hasPairsOnly = (object: PyObject): boolean => isCall(object) && object.items.length === 0

/** `OrderedDict()`, then its entries; in Python 2 `OrderedDict([[key, value], …])`, which is kept. */
export const orderedDictCodec: PickleCodec<PyOrderedDict> = classCodec({
  module: 'collections',
  name: 'OrderedDict',
  type: PyOrderedDict,
  read: (object) => {
    const { args } = object
    const [list = []] = args
    if (!hasPairsOnly(object) || args.length > 1 || !Array.isArray(list)) return undefined
    if (list.some(isNoPair)) return badArguments(object)
    // Python takes anything that gives two values for a pair, as a str of two characters does.
    if (!list.every(Array.isArray)) return undefined
    const dict = new PyOrderedDict()
    return args.length > 0 ? keepSource(dict, ITEMS_AS_ARGUMENT) : dict
  },
  fill: (dict, { args, pairs }) => {
    addPairs(dict, (args[0] as unknown[][] | undefined) ?? [])
    addPairs(dict, pairs)
  },
  write: (dict, protocol, cls) =>
    sourceOf(dict, protocol) === ITEMS_AS_ARGUMENT
      ? call(cls, checkedPairs(dict))
      : withPairs(call(cls), dict),
})

const isNoPair = (value: unknown): boolean => Array.isArray(value) && value.length !== 2

/** `defaultdict(factory)`, without an argument where there is no factory, then its entries. */
export const defaultDictCodec: PickleCodec<PyDefaultDict> = classCodec({
  module: 'collections',
  name: 'defaultdict',
  type: PyDefaultDict,
  read: (object) => {
    const [factory = null] = object.args
    if (!hasPairsOnly(object) || object.args.length > 1) return undefined
    if (isData(factory)) return badArguments(object)
    return new PyDefaultDict(factory as object | null)
  },
  fill: (dict, { pairs }) => addPairs(dict, pairs),
  write: (dict, _, cls) =>
    withPairs(call(cls, ...(dict.factory === null ? [] : [dict.factory])), dict),
})

/** Stands for a Counter that was made empty, and its entries set one by one. */
const ENTRIES_SET = Symbol('entries set')

/** `Counter(dict)`; also `Counter()`, then its entries: no pickler writes that, but it can be a circle. */
export const counterCodec: PickleCodec<PyCounter> = classCodec({
  module: 'collections',
  name: 'Counter',
  type: PyCounter,
  read: (object) => {
    const [counts = new Map()] = object.args
    if (!hasPairsOnly(object) || object.args.length > 1) return undefined
    // Python counts whatever else it is given.
    if (!(counts instanceof Map) && !isPlainObject(counts)) return undefined
    const isUsual = object.args.length === 1 && object.pairs.length === 0
    return isUsual ? new PyCounter() : keepSource(new PyCounter(), ENTRIES_SET)
  },
  fill: (counter, { args, pairs }) => {
    const counts = (args[0] as object | undefined) ?? new Map()
    addPairs(counter, counts instanceof Map ? pairsOf(counts) : pairsOfObject(counts))
    addPairs(counter, pairs)
  },
  write: (counter, protocol, cls) => {
    if (sourceOf(counter, protocol) === ENTRIES_SET) return withPairs(call(cls), counter)
    const counts = new Map()
    addPairs(counts, checkedPairs(counter))
    return call(cls, counts)
  },
})

function pairsOfObject(object: object): [unknown, unknown][] {
  const map = new Map<unknown, unknown>(
    orderedKeys(object).map((key) => [key, (object as Record<string, unknown>)[key]]),
  )
  copyFloatNotes(object, map)
  return pairsOf(map)
}
