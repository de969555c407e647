/**
 * Tagged values of Python classes, compared with the placeholders that `loads` makes of them: what a
 * placeholder means is worked out here as the class itself would.
 */
import { copyFloatNotes, floatNotes, orderedKeys } from '../../src/lib/hints.js'
import { Py2Str, PyGlobal, PyObject, PyTuple, standardRegistry } from '../../src/pickle/index.js'
import type { Comparison, Tagged } from './tagged.js'

type Difference = string | undefined

/** The keys and values of a dict in whatever form, or of a list of pairs. */
export function entriesOf(dict: unknown): [unknown, unknown][] | undefined {
  if (dict instanceof Map) return [...(dict as Map<unknown, unknown>)]
  if (Array.isArray(dict)) return dict as [unknown, unknown][]
  if (typeof dict !== 'object' || dict === null) return undefined
  if (Object.getPrototypeOf(dict) !== Object.prototype) return undefined
  return orderedKeys(dict).map((key) => [key, (dict as Record<string, unknown>)[key]])
}

export function mismatch(path: string, value: unknown, expected: string): string {
  const shown =
    typeof value === 'object' && value !== null ? value.constructor?.name : String(value)
  return `${path}: ${shown}, expected ${expected}`
}

/** The first difference between a placeholder and a tagged value of a class. */
export function objectDifference(
  comparison: Comparison,
  value: unknown,
  tagged: Tagged,
  path: string,
): Difference {
  if (tagged.t === 'ellipsis') return globalDifference(value, 'builtins', 'Ellipsis', path)
  if (tagged.t === 'notimplemented') {
    return globalDifference(value, 'builtins', 'NotImplemented', path)
  }
  if (tagged.t === 'global') return globalDifference(value, tagged.module!, tagged.name!, path)
  const read = readers[tagged.t]
  if (read === undefined) return `${path}: unknown tag ${tagged.t}`
  const object = placeholderOf(value)
  if (object === undefined) return mismatch(path, value, `a ${tagged.t}`)
  return read({ comparison, object, tagged, path })
}

/** What a value of a standard class would be without a registry, as would be those in its arguments. */
function placeholderOf(value: unknown): PyObject | undefined {
  if (value instanceof PyObject) return value
  const object = registry.findFor(value)?.encode?.(value, 4)
  if (object === undefined) return undefined
  const args = PyTuple.from(object.args, (arg) => placeholderOf(arg) ?? arg) as PyTuple
  copyFloatNotes(object.args, args)
  const { kind, cls, kwargs, items, pairs, builds, setters } = object
  return Object.assign(new PyObject(kind, cls, args, kwargs), { items, pairs, builds, setters })
}

const registry = standardRegistry()

interface Case {
  readonly comparison: Comparison
  readonly object: PyObject
  readonly tagged: Tagged
  readonly path: string
}
type Read = (this: void, compared: Case) => Difference

const readers: Record<string, Read> = {
  datetime: (c) => named(c, 'datetime', 'datetime') ?? momentDifference(c, 7),
  date: (c) => named(c, 'datetime', 'date') ?? momentDifference(c, 3),
  time: (c) => named(c, 'datetime', 'time') ?? momentDifference(c, 4),
  timedelta: (c) => named(c, 'datetime', 'timedelta') ?? same(c, timedelta(c.object), c.tagged.v),
  timezone: timezoneDifference,
  zoneinfo: (c) =>
    named(c, 'zoneinfo', 'ZoneInfo._unpickle') ?? same(c, c.object.args[0], c.tagged['key']),
  Decimal: (c) => named(c, 'decimal', 'Decimal') ?? same(c, String(c.object.args[0]), c.tagged.v),
  Fraction: (c) => named(c, 'fractions', 'Fraction') ?? same(c, fraction(c.object), c.tagged.v),
  UUID: (c) => named(c, 'uuid', 'UUID') ?? same(c, uuid(c.object), c.tagged.v),
  complex: ({ comparison, object, tagged, path }) =>
    comparison.listDifference(
      object.args,
      [tagged['re'], tagged['im']] as Tagged[],
      path,
      floatNotes(object.args),
    ),
  range: (c) => named(c, 'builtins', 'range') ?? same(c, c.object.args.map(String), c.tagged.v),
  slice: (c) =>
    named(c, 'builtins', 'slice') ??
    c.comparison.listDifference(c.object.args, c.tagged.v as Tagged[], c.path),
  OrderedDict: (c) =>
    named(c, 'collections', 'OrderedDict') ??
    c.comparison.pairsDifference(c.object.args[0] ?? c.object.pairs, pairsOf(c.tagged.v), c.path),
  Counter: (c) =>
    named(c, 'collections', 'Counter') ??
    c.comparison.pairsDifference(c.object.args[0] ?? c.object.pairs, pairsOf(c.tagged.v), c.path),
  defaultdict: (c) =>
    named(c, 'collections', 'defaultdict') ??
    c.comparison.difference(
      c.object.args[0] ?? null,
      c.tagged['factory'] as Tagged,
      `${c.path}.factory`,
      undefined,
    ) ??
    c.comparison.pairsDifference(c.object.pairs, pairsOf(c.tagged.v), c.path),
  deque: dequeDifference,
  enum: enumDifference,
  exception: (c) => named(c, c.tagged.module!, c.tagged.name!) ?? instanceDifference(c),
  object: (c) => {
    const cls = (c.tagged['callable'] as Tagged | undefined) ?? c.tagged
    return named(c, cls.module!, cls.name!) ?? instanceDifference(c)
  },
}

const pairsOf = (v: unknown): [Tagged, Tagged][] => v as [Tagged, Tagged][]

function same({ path }: Case, value: unknown, expected: unknown): Difference {
  const [found, wanted] = [JSON.stringify(value), JSON.stringify(expected)]
  return found === wanted ? undefined : `${path}: ${found}, expected ${wanted}`
}

/** A class by name; one in a class is `getattr(parent, name)` below protocol 4. */
function qualifiedName(value: unknown): string {
  if (value instanceof PyGlobal) return `${value.module}.${value.name}`
  if (!(value instanceof PyObject) || value.global?.name !== 'getattr') return String(value)
  return `${qualifiedName(value.args[0])}.${String(value.args[1])}`
}

/** Python 2's names for what has another in Python 3. */
const RENAMED: Readonly<Record<string, string>> = {
  'builtins.unicode': 'builtins.str',
  'builtins.long': 'builtins.int',
}

function modern(name: string): string {
  const moved = name.replace(/^(?:exceptions|__builtin__)\./, 'builtins.')
  return RENAMED[moved] ?? moved
}

function globalDifference(value: unknown, module: string, name: string, path: string): Difference {
  const [found, expected] = [qualifiedName(value), modern(`${module}.${name}`)]
  return found === expected ? undefined : `${path}: ${found}, expected ${expected}`
}

function named({ object, path }: Case, module: string, name: string): Difference {
  const made = partialOf(object)?.[1] as PyTuple | undefined
  return globalDifference(made?.[0] ?? object.global ?? object.cls, module, name, path)
}

/** What `functools.partial` holds (function, arguments, keywords) where that is what is called. */
function partialOf({ cls }: PyObject): PyTuple | undefined {
  const isPartial = cls instanceof PyObject && cls.global?.is('functools', 'partial') === true
  return isPartial ? (cls.state as PyTuple) : undefined
}

// ---- moments and numbers

/** The bytes in a date, a time or both, whatever kind of string they were read as. */
function stateBytes(value: unknown): readonly number[] | undefined {
  if (value instanceof Uint8Array) return [...value]
  if (value instanceof Py2Str) return [...value.bytes]
  return typeof value === 'string' ? [...Buffer.from(value, 'latin1')] : undefined
}

function momentDifference({ comparison, object, tagged, path }: Case, fields: number): Difference {
  const [state, tz] = object.args
  const bytes = stateBytes(state)
  const expected = [tagged.v, tagged['fold'] ?? 0]
  const found = bytes === undefined ? [plainFields(object.args, fields), 0] : unpacked(bytes)
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    return `${path}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`
  }
  if (tagged['tz'] === undefined) return tz === undefined || bytes === undefined ? undefined : path
  return comparison.difference(tz, tagged['tz'] as Tagged, `${path}.tz`, undefined)
}

/** Fields given as numbers, the last of them left out when they are 0. */
const plainFields = (args: PyTuple, fields: number): unknown[] =>
  Array.from({ length: fields }, (_, index) => args[index] ?? 0)

/** The fields packed into 4 (date), 6 (time) or 10 bytes (both); the fold is a top bit. */
function unpacked(bytes: readonly number[]): [number[], number] {
  const date = bytes.length === 6 ? [] : bytes.slice(0, 4)
  const time = bytes.length === 4 ? [] : bytes.slice(date.length)
  const [century = 0, year = 0, month = 0, day = 0] = date
  const [hour = 0, minute = 0, second = 0, high = 0, middle = 0, low = 0] = time
  const folded = date.length > 0 ? month : hour
  const dateFields = date.length > 0 ? [century * 256 + year, month & 0x7f, day] : []
  const hours = date.length > 0 ? hour : hour & 0x7f
  const timeFields =
    time.length > 0 ? [hours, minute, second, high * 65_536 + middle * 256 + low] : []
  return [[...dateFields, ...timeFields], folded >> 7]
}

/** Days, seconds and microseconds, with the carries that Python makes. */
function timedelta(object: PyObject): number[] {
  const [days = 0, seconds = 0, micros = 0] = object.args as unknown as number[]
  const allSeconds = seconds + Math.floor(micros / 1e6)
  const allDays = days + Math.floor(allSeconds / 86_400)
  return [allDays, allSeconds - Math.floor(allSeconds / 86_400) * 86_400, positiveRest(micros)]
}

const positiveRest = (micros: number): number => ((micros % 1e6) + 1e6) % 1e6

function timezoneDifference(c: Case): Difference {
  const [offset, name = null] = c.object.args
  const found = [timedelta(offset as PyObject), name]
  return named(c, 'datetime', 'timezone') ?? same(c, found, [c.tagged['offset'], c.tagged.name])
}

function fraction(object: PyObject): string {
  const parts = object.args.flatMap((arg) => String(arg).split('/'))
  const [n, d = 1n] = parts.map(BigInt)
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))
  const divisor = gcd(n! < 0n ? -n! : n!, d)
  return `${n! / divisor}/${d / divisor}`
}

function uuid(object: PyObject): string {
  const entries = entriesOf(object.state) ?? []
  const int = entries.find(([key]) => String(key) === 'int')?.[1] as number | bigint
  const hex = int.toString(16).padStart(32, '0')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

// ---- containers and instances

function dequeDifference(c: Case): Difference {
  const [start, maxlen = null] = c.object.args
  const all = [...((start ?? []) as unknown[]), ...c.object.items]
  const kept = maxlen === null ? all : all.slice(Math.max(0, all.length - (maxlen as number)))
  return (
    named(c, 'collections', 'deque') ??
    same(c, maxlen, c.tagged['maxlen']) ??
    c.comparison.listDifference(kept, c.tagged.v as Tagged[], c.path)
  )
}

/** `Color(1)`, or `getattr(Color, 'RED')`. */
function enumDifference(c: Case): Difference {
  const { module, name } = c.tagged
  if (c.object.global?.name === 'getattr') {
    return globalDifference(c.object, module!, `${name}.${c.tagged['member'] as string}`, c.path)
  }
  const value = c.tagged['value'] as Tagged
  return named(c, module!, name!) ?? c.comparison.listDifference(c.object.args, [value], c.path)
}

/** What an instance is made of, whichever way the pickle makes it. */
interface Parts {
  args: readonly unknown[]
  kwargs: unknown
  items: readonly unknown[]
  pairs: unknown
  state: unknown
}

function partsOf(object: PyObject): Parts {
  const { args, kwargs, items, pairs } = object
  const state = object.builds.length > 1 ? merged(object.builds) : object.state
  const parts: Parts = { args, kwargs, items, pairs, state }
  const partial = partialOf(object)
  if (partial !== undefined) {
    return { ...parts, args: (partial[1] as PyTuple).slice(1), kwargs: partial[2] }
  }
  if (!(object.cls instanceof PyGlobal) || object.cls.module !== 'copyreg') return parts
  if (object.cls.name === '__newobj__') return { ...parts, args: args.slice(1) }
  // _reconstructor(class, base, what the base holds)
  const [, base, held] = args
  const isBase = (name: string) => base instanceof PyGlobal && base.is('builtins', name)
  if (isBase('list')) return { ...parts, args: [], items: held as unknown[] }
  if (isBase('dict')) return { ...parts, args: [], pairs: held }
  if (isBase('tuple')) return { ...parts, args: held as PyTuple }
  return { ...parts, args: isBase('object') ? [] : [held] }
}

/** The states of an object one on top of the other, as dicts are. */
function merged(states: readonly unknown[]): unknown {
  return new Map(states.flatMap((state) => entriesOf(state) ?? []))
}

function instanceDifference({ comparison, object, tagged, path }: Case): Difference {
  const { args, kwargs, items, pairs, state } = partsOf(object)
  // Python 3 forgets what an old-style object was made with.
  const hasArgs = object.kind !== 'inst' || tagged['via'] !== 'newobj'
  const expectedArgs = (hasArgs ? (tagged['args'] ?? []) : []) as Tagged[]
  return (
    comparison.listDifference(hasArgs ? args : [], expectedArgs, `${path}.args`) ??
    comparison.listDifference(items, (tagged['listitems'] ?? []) as Tagged[], `${path}.items`) ??
    comparison.pairsDifference(pairs, pairsOf(tagged['dictitems'] ?? []), `${path}.pairs`) ??
    keywordsDifference(comparison, kwargs, tagged, path) ??
    stateDifference(comparison, state, tagged['state'] as Tagged | undefined, `${path}.state`)
  )
}

function keywordsDifference(
  comparison: Comparison,
  kwargs: unknown,
  tagged: Tagged,
  path: string,
): Difference {
  if (tagged['kwargs'] === undefined) return undefined
  // Python copies them on the way through functools.partial, so they are an object of their own.
  const { id: _, ...expected } = tagged['kwargs'] as Tagged
  return comparison.difference(kwargs, expected as Tagged, path, undefined)
}

/** The pairs of a dict by the text of their keys: what Python read into an object has no order. */
function sorted(state: unknown): unknown {
  if (state instanceof PyTuple) return PyTuple.from(state, sorted)
  const entries = entriesOf(state)
  if (entries === undefined || Array.isArray(state)) return state
  return new Map(entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
}

const keyText = ({ v, ascii }: Tagged): string => String(v ?? ascii)

function sortedTagged(tagged: Tagged): Tagged {
  if (tagged.t === 'tuple') return { ...tagged, v: (tagged.v as Tagged[]).map(sortedTagged) }
  if (tagged.t !== 'dict') return tagged
  const v = pairsOf(tagged.v).toSorted(([a], [b]) => (keyText(a) < keyText(b) ? -1 : 1))
  return { ...tagged, v }
}

/** An empty state is as good as none. */
function stateDifference(
  comparison: Comparison,
  state: unknown,
  tagged: Tagged | undefined,
  path: string,
): Difference {
  if (tagged !== undefined && state !== undefined) {
    return comparison.difference(sorted(state), sortedTagged(tagged), path, undefined)
  }
  const isEmpty = state === undefined || entriesOf(state)?.length === 0
  const isExpectedEmpty = tagged === undefined || (tagged.v as unknown[]).length === 0
  return isEmpty && isExpectedEmpty ? undefined : mismatch(path, state, JSON.stringify(tagged))
}
