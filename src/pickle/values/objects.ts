/**
 * Python values that JavaScript has no type for. All are inert: they hold what stood in the pickle and
 * do nothing. `loads` makes them, `dumps` writes them back.
 */

import { FORM, type Form } from '../lib/python-form.js'
import { isBytes } from '../lib/kinds.js'
import { codePointsToText, isAscii, latin1ToText } from '../lib/text.js'
import { CONTENT, joinArray, toPlain } from './plain.js'
import { INSPECT, inspectAs, type Inspect, type InspectOptions } from './printing.js'

/**
 * A Python tuple: an Array that is written back as a tuple.
 *
 * @example
 * import { PyTuple, dumps, loads } from 'cartouche/pickle'
 *
 * const point = loads(dumps(PyTuple.of(3, 4))) as PyTuple
 * point instanceof PyTuple // → true
 * [...point] // → [3, 4]
 */
export class PyTuple<T = unknown> extends Array<T> {
  /**
   * Optional, so that to the compiler `PyTuple.from` still gives a tuple.
   *
   * @internal
   */
  declare readonly [FORM]?: () => Form

  static {
    Object.defineProperty(this.prototype, FORM, {
      value(this: PyTuple): Form {
        return ['tuple', this]
      },
    })
  }

  /**
   * As that of Array.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  override join(separator?: string): string {
    return joinArray(this, separator)
  }

  /**
   * The items as an array.
   *
   * @throws PickleError `LIMIT` when what is shared within is too much to be written out each time
   */
  // Optional in its type only, so that what the methods of Array give is still taken for a tuple.
  toJSON?(): unknown {
    return toPlain(this)
  }
}

/**
 * A Python frozenset: a Set that is written back as a frozenset.
 *
 * @example
 * import { PyFrozenSet, dumps, loads } from 'cartouche/pickle'
 *
 * loads(dumps(new PyFrozenSet([1]))) instanceof PyFrozenSet // → true
 */
export class PyFrozenSet<T = unknown> extends Set<T> {}

/**
 * A Python bytearray. A Uint8Array that is not one is written as `bytes`.
 *
 * @example
 * import { PyByteArray, dumps, loads } from 'cartouche/pickle'
 *
 * loads(dumps(PyByteArray.of(1, 2))) instanceof PyByteArray // → true
 */
export class PyByteArray extends Uint8Array {}

/**
 * A Python str as an object: one that a JavaScript string cannot hold, because a high surrogate
 * stands right before a low one as two characters. With `exact: true` every str is read as one, so
 * that each keeps its own identity.
 *
 * @example
 * import { PyStr } from 'cartouche/pickle'
 *
 * PyStr.fromCodePoints([0xd83d, 0xde00]).codePoints // → [0xd83d, 0xde00]
 * new PyStr('\u{1f600}').codePoints // → [0x1f600]
 */
export class PyStr {
  /** The text. Surrogates that were characters of their own look like one character in it. */
  readonly text: string
  readonly #points: readonly number[] | undefined

  constructor(text: string, points?: readonly number[]) {
    this.text = text
    this.#points = points
  }

  static fromCodePoints(points: readonly number[]): PyStr {
    return new PyStr(codePointsToText(points), points)
  }

  /** @internal */
  [FORM](): Form {
    return this.#points === undefined ? ['str', [this.text]] : ['split str', [...this.#points]]
  }

  /** The characters as Python counts them. */
  get codePoints(): readonly number[] {
    return this.#points ?? Array.from(this.text, (char) => char.codePointAt(0)!)
  }

  /** Whether `text` joins characters that are two in Python. */
  get isSplit(): boolean {
    return this.#points !== undefined
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}

/** Whether CPython has only one such string, and so shares it always: '' and one Latin-1 character. */
export const isSingleton = (text: string): boolean =>
  text.length === 0 || (text.length === 1 && text <= '\xff')

/** A string that Python makes on the spot: it is shared with no equal one, as far as that is possible. */
export const freshText = (text: string): string | PyStr =>
  isSingleton(text) ? text : new PyStr(text)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A Python 2 `str`, which is bytes that may be meant as text. Read with `py2str: 'keep'`, and with
 * `'auto'` where it is not ASCII; written back as it was. Equal ones in a pickle are one object, and so
 * one key of a Map.
 *
 * @example
 * import { Py2Str, loads } from 'cartouche/pickle'
 *
 * const old = new TextEncoder().encode("S'caf\\xc3\\xa9'\n.")
 * const drink = loads(old, { py2str: 'auto' }) as Py2Str
 * String(drink) // → 'café'
 * drink.bytes.length // → 5
 * JSON.stringify([drink]) // → '["café"]'
 */
export class Py2Str {
  /** What Python 2 has: one byte a character. */
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** @internal */
  [FORM](other: unknown): Form {
    const isText = !isBytes(other) && isAscii(this.bytes, 0, this.bytes.length)
    return [isText ? 'str' : 'bytes', [this.text]]
  }

  /** The bytes read as Latin-1: one character a byte. */
  get text(): string {
    return latin1ToText(this.bytes)
  }

  /** The text that is meant, as far as bytes can tell: UTF-8, or Latin-1 where they are no UTF-8. */
  toString(): string {
    try {
      return utf8.decode(this.bytes)
    } catch {
      return this.text
    }
  }

  /** The text of {@link toString}. */
  toJSON(): string {
    return this.toString()
  }

  [INSPECT](): string {
    return `Py2Str(${JSON.stringify(this.toString())})`
  }
}

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

/** The calls that plain data was made of, where `exact` asked to keep the strings in them apart. */
export const exactCalls = new WeakMap<object, PyObject>()

/** How deep a class may lie in others to be known by name through `getattr` calls. */
const MAX_NESTING = 8
/** How many characters its name may have: it is joined anew for each object of the class. */
const MAX_NAME = 1000

/**
 * The class or function that `value` names: a PyGlobal, or calls of `getattr` on one, by which
 * protocols below 4 name a class within a class. `undefined` for anything else.
 */
function globalNamedBy(value: unknown): PyGlobal | undefined {
  const inner: string[] = []
  let outer = value
  while (outer instanceof PyObject && inner.length < MAX_NESTING) {
    const [parent, name] = outer.args
    if (!(outer.cls instanceof PyGlobal && outer.cls.is('builtins', 'getattr'))) return undefined
    // Anything else is no name, and could be costly to make text of.
    const isName = typeof name === 'string' || name instanceof PyStr || name instanceof Py2Str
    if (!isName) return undefined
    inner.unshift(String(name))
    outer = parent
  }
  if (!(outer instanceof PyGlobal)) return undefined
  if (inner.length === 0) return outer
  const names = [outer.name, ...inner]
  const size = names.reduce((sum, name) => sum + name.length, 0)
  return size > MAX_NAME ? undefined : new PyGlobal(outer.module, names.join('.'))
}

/** A key that tells globals apart whatever characters their names hold. */
export function globalKey(module: string, name: string): string {
  return `${module.length} ${module} ${name}`
}

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

/**
 * How an object is made: `reduce` calls a function, `newobj` and `newobj_ex` make an instance of a
 * class without and with keyword arguments, `inst` an instance of an old-style Python 2 class.
 */
export type PyObjectKind = 'reduce' | 'newobj' | 'newobj_ex' | 'inst'

/** Functions that only rebuild an object of the class that is their first argument. */
const REBUILDERS: readonly string[] = ['_reconstructor', '__newobj__', '__newobj_ex__']

/**
 * A Python object of a class that is not read as a JavaScript value: an inert placeholder that holds
 * the instructions for making it, and is written back as it was.
 *
 * @example
 * import { PyObject, loads } from 'cartouche/pickle'
 *
 * const evil = new TextEncoder().encode("cos\nsystem\n(S'rm -rf /'\ntR.")
 * const object = loads(evil)
 * object instanceof PyObject // → true
 * String(object) // → '<object of os.system>'
 */
export class PyObject {
  readonly kind: PyObjectKind
  /** What is called: a PyGlobal as a rule, or a PyExt, or another PyObject. */
  readonly cls: unknown
  readonly args: PyTuple
  /** Keyword arguments, a dict; only of kind `newobj_ex`. */
  readonly kwargs: unknown
  /** What is appended afterwards, one by one: the items of a list subclass or a deque. */
  readonly items: unknown[] = []
  /** What is set afterwards: the keys and values of a dict subclass. */
  readonly pairs: [key: unknown, value: unknown][] = []
  /** The states given to the object afterwards; one as a rule. */
  readonly builds: unknown[] = []
  /** Functions called with the object and a state, in place of the usual way to set it. */
  readonly setters: [setter: unknown, state: unknown][] = []

  constructor(kind: PyObjectKind, cls: unknown, args: readonly unknown[], kwargs?: unknown) {
    this.kind = kind
    this.cls = cls
    // Python takes arguments as a tuple only.
    this.args = args instanceof PyTuple ? args : PyTuple.from(args)
    this.kwargs = kwargs
  }

  /**
   * What makes the object: its class alone knows more, and is not there to be asked.
   *
   * @internal
   */
  [FORM](): Form {
    const { kind, cls, args, kwargs, items, pairs, builds, setters } = this
    return ['object', [kind, cls, args, kwargs, items, pairs, builds, setters]]
  }

  /**
   * The class or function by name, seen through `copyreg._reconstructor` and its like; `undefined`
   * where it has no name.
   */
  get global(): PyGlobal | undefined {
    const { cls } = this
    const isRebuilt =
      cls instanceof PyGlobal && cls.module === 'copyreg' && REBUILDERS.includes(cls.name)
    return globalNamedBy(isRebuilt ? this.args[0] : cls)
  }

  /** The state given last, or `undefined`. */
  get state(): unknown {
    return this.builds.at(-1)
  }

  toString(): string {
    const { global } = this
    return `<object of ${global === undefined ? 'unnamed class' : `${global.module}.${global.name}`}>`
  }

  [CONTENT](): unknown {
    return { ...this }
  }

  /** The fields. @throws PickleError `LIMIT` when what is shared within is too much to be written out */
  toJSON(): unknown {
    return toPlain(this)
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { args, kwargs, items, pairs, builds, setters } = this
    const fields = Object.entries({ args, kwargs, items, pairs, builds, setters }).filter(
      ([, value]) => value !== undefined && (value as { length?: number }).length !== 0,
    )
    const label = this.toString()
    return inspectAs(label, depth, options, (deeper) => {
      return `${label} ${inspect(Object.fromEntries(fields), deeper)}`
    })
  }
}
