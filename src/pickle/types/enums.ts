import { FORM, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import type { PickleCodec } from '../registry.js'
import { PyGlobal, PyObject, globalKey } from '../values.js'
import { CONTENT, toPlain } from '../plain.js'
import {
  call,
  costOfKept,
  INSPECT,
  inspectAs,
  isPlainCall,
  keepSource,
  sourceOf,
  textOfPart,
  type Inspect,
  type InspectOptions,
} from './shared.js'

/**
 * A member of a Python `enum`: the class by name, and the member's value. The member's own name does not
 * stand in a pickle.
 *
 * @typeParam V - what the values of the class are
 * @throws OptionError when the module or the name is no text
 *
 * @example
 * import { PyEnum } from 'cartouche/pickle'
 *
 * const red = new PyEnum('app.models', 'Color', 1)
 * red.value // → 1
 * String(red) // → 'app.models.Color(1)'
 */
export class PyEnum<V = unknown> {
  /** The module of the class. */
  readonly module: string
  /** The qualified name of the class in it. */
  readonly name: string
  /** The member's value; of a Flag all its bits. */
  readonly value: V

  constructor(module: string, name: string, value: V) {
    checkName('module', module)
    checkName('name', name)
    this.module = module
    this.name = name
    this.value = value
    Object.freeze(this)
  }

  /** Whether `other` is of the same class and has the same value, by `Object.is`. */
  equals(other: unknown): boolean {
    return (
      other instanceof PyEnum &&
      other.module === this.module &&
      other.name === this.name &&
      Object.is(other.value, this.value)
    )
  }

  /** @internal */
  [FORM](): Form {
    return [`member of ${globalKey(this.module, this.name)}`, [this.value]]
  }

  /** The class and the value. */
  toString(): string {
    return `${this.module}.${this.name}(${textOfPart(this.value)})`
  }

  /** The value. */
  toJSON(): unknown {
    return toPlain(this)
  }

  [CONTENT](): unknown {
    return this.value
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    const name = `${this.module}.${this.name}`
    return inspectAs(name, depth, options, (deeper) => {
      return `PyEnum(${name}, ${inspect(this.value, deeper)})`
    })
  }
}

export function checkName(option: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw new OptionError(option, 'must be a name')
}

/**
 * The codec of one of your enum classes: Enum, IntEnum, StrEnum, Flag or IntFlag. Its members arrive as
 * PyEnum; without it they stay placeholders.
 *
 * @typeParam V - what the values of the class are
 * @param module - the class's module
 * @param name - its qualified name: `Color`, or `Shop.Color` within another class
 * @throws OptionError when the module or the name is no text
 *
 * @example
 * import { PyEnum, dumps, enumCodec, loads, standardRegistry } from 'cartouche/pickle'
 *
 * const registry = standardRegistry().add(enumCodec<number>('app.models', 'Color'))
 * const bytes = dumps(new PyEnum('app.models', 'Color', 1), { registry })
 * loads(bytes, { registry }) // → new PyEnum('app.models', 'Color', 1)
 */
export function enumCodec<V = unknown>(module: string, name: string): PickleCodec<PyEnum<V>> {
  checkName('module', module)
  checkName('name', name)
  return {
    module,
    name,
    cost: costOfKept,
    decode: (object) => {
      // A placeholder stands for a value of any type.
      if (!isPlainCall(object) || object.args.length !== 1) return object as unknown as PyEnum<V>
      // The arguments remember whether the value was a float.
      return keepSource(new PyEnum(module, name, object.args[0] as V), object)
    },
    test: (value) => value instanceof PyEnum && value.module === module && value.name === name,
    encode: (value, protocol) => {
      const source = sourceOf<PyObject>(value, protocol)
      if (source === undefined) return call(new PyGlobal(module, name), value.value)
      // From protocol 4 on a class within a class is written by name, below as an attribute.
      const isNamed = protocol < 4 || source.cls instanceof PyGlobal
      return isNamed ? source : new PyObject('reduce', new PyGlobal(module, name), source.args)
    },
  }
}
