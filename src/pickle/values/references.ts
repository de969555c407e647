import { FORM, type Form } from '../../lib/python-form.js'
import { CONTENT, toPlain } from '../plain.js'
import { INSPECT } from '../printing.js'
import type { PyStr } from './texts.js'

/**
 * A Python class or function, by name only. Nothing is ever looked up.
 *
 * @example
 * import { PyGlobal, dumps, loads } from 'cartouche/pickle'
 *
 * String(loads(dumps(new PyGlobal('os', 'system')))) // → '<global os.system>'
 */
export class PyGlobal {
  /** The module, as Python 3 names it. */
  readonly module: string
  /** The qualified name in it; dots lead into classes. */
  readonly name: string

  constructor(module: string, name: string) {
    this.module = module
    this.name = name
  }

  /** Whether this is the global of that module and name. */
  is(module: string, name: string): boolean {
    return this.name === name && this.module === module
  }

  /** @internal */
  [FORM](): Form {
    return ['global', [globalKey(this.module, this.name)]]
  }

  toString(): string {
    return `<global ${this.module}.${this.name}>`
  }

  [INSPECT](): string {
    return this.toString()
  }
}

/** A key that tells globals apart whatever characters their names hold. */
export function globalKey(module: string, name: string): string {
  return `${module.length} ${module} ${name}`
}

/**
 * What Python 2 calls a global, where its name here would be written as another: `int` is read as Python 3's
 * `int`, which is written as `long`.
 */
export const oldNames = new WeakMap<PyGlobal, readonly [module: string, name: string]>()

/**
 * Python 2's `xrange`, where it is read as Python 3's `range`, and the values that it made. One equals only
 * itself there.
 */
export const xranges = new WeakSet<object>()

/**
 * The very strings that named a global, where `exact` asked to keep each string apart: Python shares
 * them with the strings beside them or not.
 */
export const exactNames = new WeakMap<PyGlobal, readonly [module: PyStr, name: PyStr]>()

/**
 * A class by its number in the extension registry of Python's `copyreg`.
 *
 * @example
 * import { PyExt, dumps, loads } from 'cartouche/pickle'
 *
 * String(loads(dumps(new PyExt(7)))) // → '<extension 7>'
 */
export class PyExt {
  readonly code: number

  constructor(code: number) {
    this.code = code
  }

  /** @internal */
  [FORM](): Form {
    return ['extension', [this.code]]
  }

  toString(): string {
    return `<extension ${this.code}>`
  }

  [INSPECT](): string {
    return this.toString()
  }
}

/**
 * A reference to an object that the application keeps elsewhere: see `persistentLoad`.
 *
 * @example
 * import { PyPersistentId, dumps, loads } from 'cartouche/pickle'
 *
 * const pickle = dumps(new PyPersistentId('user:7'))
 * loads(pickle, { persistentLoad: (id) => `the object of ${String(id)}` }) // → 'the object of user:7'
 */
export class PyPersistentId {
  readonly id: unknown

  constructor(id: unknown) {
    this.id = id
  }

  /** @internal */
  [FORM](): Form {
    return ['persistent id', [this.id]]
  }

  toString(): string {
    return '<persistent id>'
  }

  [CONTENT](): unknown {
    return { ...this }
  }

  /** The fields. @throws PickleError `LIMIT` when what is shared within is too much to be written out */
  toJSON(): unknown {
    return toPlain(this)
  }
}
