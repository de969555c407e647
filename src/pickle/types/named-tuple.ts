import { OptionError } from '../../errors.js'
import { copyFloatNotes } from '../../lib/hints.js'
import { COSTS } from '../costs.js'
import type { PickleCodec } from '../registry.js'
import { PyGlobal, PyObject, PyTuple } from '../values.js'
import { checkName } from './enums.js'
import {
  INSPECT,
  call,
  inspectAs,
  isExact,
  keepSource,
  sourceOf,
  type Inspect,
  type InspectOptions,
} from './shared.js'

type FieldName<Fields> = keyof Fields & string

/**
 * A Python namedtuple: a tuple with names for its items.
 *
 * @typeParam Fields - the fields and their types
 * @throws OptionError when the module or the name is no text
 *
 * @example
 * import { PyNamedTuple } from 'cartouche/pickle'
 *
 * const point = new PyNamedTuple('app.models', 'Point', { x: 3, y: 4 })
 * point.get('y') // → 4
 * point[1] // → 4
 * point.toObject() // → { x: 3, y: 4 }
 */
export class PyNamedTuple<Fields extends object = Record<string, unknown>> extends PyTuple<
  Fields[FieldName<Fields>]
> {
  /** The module of the class. */
  readonly module: string
  /** The qualified name of the class in it. */
  readonly name: string
  /** The names of the fields, in order. */
  readonly fields: readonly FieldName<Fields>[]

  /**
   * @param module - the class's module
   * @param name - its qualified name
   * @param values - its fields, in the order in which the class has them
   */
  constructor(module: string, name: string, values: Fields) {
    super()
    checkName('module', module)
    checkName('name', name)
    this.module = module
    this.name = name
    this.fields = Object.keys(values) as FieldName<Fields>[]
    for (const field of this.fields) this.push(values[field])
  }

  /** `map`, `slice` and their like give plain tuples, as in Python. */
  static override get [Symbol.species](): ArrayConstructor {
    return PyTuple as unknown as ArrayConstructor
  }

  /** The value of a field, or `undefined` where there is no such field. */
  get<Name extends FieldName<Fields>>(field: Name): Fields[Name] {
    return this[this.fields.indexOf(field)] as Fields[Name]
  }

  /** The fields as a plain object, as Python's `_asdict()`. */
  toObject(): Fields {
    return Object.fromEntries(this.fields.map((field, index) => [field, this[index]])) as Fields
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    const name = `${this.module}.${this.name}`
    return inspectAs(name, depth, options, (deeper) => {
      const fields = this.fields.map((field, index) => `${field}=${inspect(this[index], deeper)}`)
      return `${name}(${fields.join(', ')})`
    })
  }
}

/**
 * The codec of one of your namedtuple classes (`collections.namedtuple`, `typing.NamedTuple`). Its
 * instances arrive as PyNamedTuple; without it they stay placeholders, and so do those that have another
 * number of items than `fields`.
 *
 * @typeParam Fields - the fields and their types
 * @param module - the class's module
 * @param name - its qualified name
 * @param fields - the names of its fields, in order
 * @throws OptionError when the module, the name or a field is no text
 *
 * @example
 * import { PyNamedTuple, dumps, loads, namedTupleCodec, standardRegistry } from 'cartouche/pickle'
 *
 * type Point = { x: number; y: number }
 * const registry = standardRegistry().add(namedTupleCodec<Point>('app.models', 'Point', ['x', 'y']))
 * const point = new PyNamedTuple<Point>('app.models', 'Point', { x: 3, y: 4 })
 * const copy = loads(dumps(point, { registry }), { registry }) as PyNamedTuple<Point>
 * copy.get('x') // → 3
 */
export function namedTupleCodec<Fields extends object = Record<string, unknown>>(
  module: string,
  name: string,
  fields: readonly FieldName<Fields>[],
): PickleCodec<PyNamedTuple<Fields>> {
  checkName('module', module)
  checkName('name', name)
  if (!Array.isArray(fields)) throw new OptionError('fields', 'must be a list of names')
  for (const field of fields) checkName('fields', field)
  return {
    module,
    name,
    cost: () => fields.length * COSTS.perItem,
    decode: (object) => {
      const items = itemsOf(object)
      // A placeholder stands for a value of any type.
      if (items?.length !== fields.length) return object as unknown as PyNamedTuple<Fields>
      const values = Object.fromEntries(fields.map((field, index) => [field, items[index]]))
      const tuple = new PyNamedTuple(module, name, values as Fields)
      copyFloatNotes(items, tuple)
      return isExact(object) ? keepSource(tuple, object.cls) : tuple
    },
    test: (value) =>
      value instanceof PyNamedTuple && value.module === module && value.name === name,
    encode: (value, protocol) => {
      const cls = sourceOf(value, protocol) ?? new PyGlobal(module, name)
      const items = PyTuple.from(value)
      copyFloatNotes(value, items)
      if (protocol >= 2) return new PyObject('newobj', cls, items)
      const rebuild = new PyGlobal('copyreg', '_reconstructor')
      return call(rebuild, cls, new PyGlobal('builtins', 'tuple'), items)
    },
  }
}

/** The items of an instance that has nothing else; `undefined` where it has. */
function itemsOf({ kind, args, items, pairs, builds, setters }: PyObject): PyTuple | undefined {
  if (items.length + pairs.length + builds.length + setters.length > 0) return undefined
  if (kind === 'newobj') return args
  // copyreg._reconstructor(cls, tuple, items)
  const [, base, values] = args
  const isTuple = base instanceof PyGlobal && base.is('builtins', 'tuple')
  return kind === 'reduce' && args.length === 3 && isTuple && values instanceof PyTuple
    ? values
    : undefined
}
