/**
 * The types of Go that a gob may hold here, and their names, as Go's `reflect` writes them:
 *
 *     type   = basic / "interface {}" / "time.Time" / slice / map
 *     basic  = "bool" / "string" / "int" / "int8" / … / "uint" / … / "float32" / "float64" / "complex64" / "complex128"
 *     slice  = "[]" type                 "[]uint8" are bytes
 *     map    = "map[" type "]" type
 *
 * Structs, arrays, pointers and whatever an application has named are no plain data.
 *
 * Source: the packages encoding/gob and reflect of Go 1.19.
 */

/** Ids of the types that every decoder knows. */
export const WIRE = {
  bool: 1,
  int: 2,
  uint: 3,
  float: 4,
  bytes: 5,
  string: 6,
  complex: 7,
  interface: 8,
} as const

/** What is done with the values of a type. */
export type GoKind =
  | 'bool'
  | 'string'
  | 'int'
  | 'uint'
  | 'float'
  | 'complex'
  | 'interface'
  | 'bytes'
  | 'time'
  | 'slice'
  | 'map'

/** A type: its canonical name, and the types in it. */
export interface GoType {
  readonly kind: GoKind
  readonly name: string
  /** Of numbers; both parts of a complex one together. */
  readonly bits: number
  /** Of maps. */
  readonly key?: GoType
  /** Of slices and maps. */
  readonly elem?: GoType
}

const leaf = (kind: GoKind, name: string, bits = 0): [string, GoType] => [
  name,
  { kind, name, bits },
]

const LEAVES: ReadonlyMap<string, GoType> = /* @__PURE__ */ new Map([
  leaf('interface', 'interface {}'),
  leaf('time', 'time.Time'),
  leaf('bool', 'bool'),
  leaf('string', 'string'),
  leaf('int', 'int', 64),
  leaf('int', 'int8', 8),
  leaf('int', 'int16', 16),
  leaf('int', 'int32', 32),
  leaf('int', 'int64', 64),
  leaf('uint', 'uint', 64),
  leaf('uint', 'uint8', 8),
  leaf('uint', 'uint16', 16),
  leaf('uint', 'uint32', 32),
  leaf('uint', 'uint64', 64),
  leaf('uint', 'uintptr', 64),
  leaf('float', 'float32', 32),
  leaf('float', 'float64', 64),
  leaf('complex', 'complex64', 64),
  leaf('complex', 'complex128', 128),
  leaf('bytes', '[]uint8'),
])

/** Go has no slices and maps as keys. */
export const canBeKey = ({ kind }: GoType): boolean =>
  kind !== 'slice' && kind !== 'map' && kind !== 'bytes'

/** Other names of the same types, as people write them. */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/\binterface ?\{\}|\bany\b/g, 'interface {}'],
  [/\bbyte\b/g, 'uint8'],
  [/\brune\b/g, 'int32'],
]

/** Characters of a name: no type of a session has more. */
const LONGEST_NAME = 128
/** Slices and maps inside each other within one type. */
const DEEPEST_TYPE = 8

/** Types that were asked for: a session may have thousands of values of one. */
const asked = new Map<string, GoType>()
const MOST_ASKED = 100

/** The type of that canonical name; `undefined` for any other. */
export function typeNamed(name: string): GoType | undefined {
  const known = LEAVES.get(name) ?? asked.get(name)
  if (known !== undefined || name.length > LONGEST_NAME) return known
  const [type, end] = parsed(name, 0, DEEPEST_TYPE) ?? []
  if (type === undefined || end !== name.length) return undefined
  if (asked.size === MOST_ASKED) asked.clear()
  asked.set(name, type)
  return type
}

/** The type that is meant by a name, with the aliases `any`, `interface{}`, `byte` and `rune`. */
export function typeMeant(name: string): GoType | undefined {
  return typeNamed(name) ?? typeNamed(canonical(name))
}

const canonical = (text: string): string =>
  ALIASES.reduce((changed, [alias, name]) => changed.replace(alias, name), text)

const LEAF_NAME = /interface \{\}|time\.Time|[a-z]+\d*/y

/** The type whose name begins at `start`, and where it ends. */
function parsed(text: string, start: number, depth: number): [GoType, end: number] | undefined {
  if (depth < 0) return undefined
  if (text.startsWith('[]', start)) return parsedSlice(text, start, depth)
  if (text.startsWith('map[', start)) return parsedMap(text, start, depth)
  LEAF_NAME.lastIndex = start
  const type = LEAVES.get(LEAF_NAME.exec(text)?.[0] ?? '')
  return type && [type, LEAF_NAME.lastIndex]
}

function parsedSlice(text: string, start: number, depth: number): ReturnType<typeof parsed> {
  const [elem, end] = parsed(text, start + 2, depth - 1) ?? []
  if (elem === undefined || end === undefined) return undefined
  const name = `[]${elem.name}`
  return [LEAVES.get(name) ?? { kind: 'slice', name, bits: 0, elem }, end]
}

function parsedMap(text: string, start: number, depth: number): ReturnType<typeof parsed> {
  const [key, middle] = parsed(text, start + 4, depth - 1) ?? []
  if (key === undefined || text[middle!] !== ']' || !canBeKey(key)) return undefined
  const [elem, end] = parsed(text, middle! + 1, depth - 1) ?? []
  if (elem === undefined || end === undefined) return undefined
  return [{ kind: 'map', name: `map[${key.name}]${elem.name}`, bits: 0, key, elem }, end]
}

/** What values become that JavaScript tells apart by itself. */
export const TYPES: Readonly<
  Record<
    'bool' | 'string' | 'int' | 'float64' | 'bytes' | 'time' | 'list' | 'object' | 'map',
    GoType
  >
> = /* @__PURE__ */ standard()

function standard() {
  return {
    bool: known('bool'),
    string: known('string'),
    int: known('int'),
    float64: known('float64'),
    bytes: known('[]uint8'),
    time: known('time.Time'),
    list: known('[]interface {}'),
    object: known('map[string]interface {}'),
    map: known('map[interface {}]interface {}'),
  }
}

function known(name: string): GoType {
  return typeNamed(name)!
}

/** The id of a type that every decoder knows; `undefined` for one that has to be defined. */
export function wireIdOf({ kind }: GoType): number | undefined {
  return kind === 'slice' || kind === 'map' || kind === 'time' ? undefined : WIRE[kind]
}

/** Whether an integer is one of the type. */
export function fits({ kind, bits }: GoType, value: number | bigint): boolean {
  if (typeof value === 'bigint') {
    return (kind === 'int' ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value
  }
  if (!Number.isSafeInteger(value)) return false
  const end = kind === 'int' ? 2 ** (bits - 1) : 2 ** bits
  return value >= (kind === 'int' ? -end : 0) && value < end
}
