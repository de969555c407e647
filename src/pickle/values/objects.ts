import { hidden } from '../../lib/hidden.js'
import { FORM, type Form } from '../../lib/python-form.js'
import { CONTENT, toPlain } from '../plain.js'
import { INSPECT, inspectAs, type Inspect, type InspectOptions } from '../printing.js'
import { PyTuple } from './containers.js'
import { PyGlobal } from './references.js'
import { Py2Str, PyStr } from './texts.js'

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
    const text = nameOf(name)
    if (text === undefined) return undefined
    inner.unshift(text)
    outer = parent
  }
  if (!(outer instanceof PyGlobal)) return undefined
  if (inner.length === 0) return outer
  const names = [outer.name, ...inner]
  const size = names.reduce((sum, name) => sum + name.length, 0)
  return size > MAX_NAME ? undefined : new PyGlobal(outer.module, names.join('.'))
}

/** The text of an attribute's name. Anything but a short str is no name, and could be costly to make text of. */
function nameOf(value: unknown): string | undefined {
  if (value instanceof Py2Str) return value.bytes.length > MAX_NAME ? undefined : value.text
  return value instanceof PyStr ? value.text : typeof value === 'string' ? value : undefined
}

/** Whether a value is made by `functools.partial`: by it protocols 2 and 3 say keyword arguments. */
export const isPartial = (value: unknown): value is PyObject =>
  value instanceof PyObject && value.cls instanceof PyGlobal && value.cls.is('functools', 'partial')

/**
 * The lists, dicts and sets that a pickle had in two makings of one object, which lies within itself. So the
 * object holds them; others it is made of were made for that alone.
 */
export const ownParts = hidden<true>()

/** The calls that plain data was made of, where `exact` asked to keep the strings in them apart. */
export const exactCalls = new WeakMap<object, PyObject>()
