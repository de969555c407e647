/** Values as test/vectors/generate/python_values.py tags them: JSON that tells Python's types apart. */
import { floatNotes, orderedKeys } from '../../src/lib/hints.js'
import { PyFloat, PyTuple, PyUuid } from '../../src/pickle/index.js'
import { Markup } from '../../src/serializers/markup.js'

/** A tagged value. What it has besides depends on `t`. */
export type TaggedValue =
  | { readonly t: 'none' }
  | { readonly t: 'bool'; readonly v: boolean }
  | { readonly t: 'int' | 'str' | 'markup' | 'uuid' | 'datetime'; readonly v: string }
  | { readonly t: 'float'; readonly bits: string }
  | { readonly t: 'bytes'; readonly hex: string }
  | { readonly t: 'list' | 'tuple'; readonly v: readonly TaggedValue[] }
  | TaggedDict

export interface TaggedDict {
  readonly t: 'dict'
  readonly v: readonly (readonly [TaggedValue, TaggedValue])[]
}

/** @param isFloat whether a whole number was a float to Python, by the notes of what it stands in */
export function taggedValue(value: unknown, isFloat = false): TaggedValue {
  if (value === null) return { t: 'none' }
  if (typeof value === 'boolean') return { t: 'bool', v: value }
  if (typeof value === 'bigint') return { t: 'int', v: String(value) }
  if (typeof value === 'number') return taggedNumber(value, isFloat)
  if (typeof value === 'string') return { t: 'str', v: value }
  if (value instanceof PyFloat) return taggedNumber(value.value, true)
  if (value instanceof Markup) return { t: 'markup', v: value.text }
  if (value instanceof PyUuid) return { t: 'uuid', v: String(value) }
  if (value instanceof Date) return { t: 'datetime', v: value.toISOString().replace('.000', '') }
  if (value instanceof Uint8Array) return { t: 'bytes', hex: Buffer.from(value).toString('hex') }
  if (Array.isArray(value)) return taggedList(value)
  return taggedDict(entriesOf(value as object), value as object)
}

function taggedNumber(value: number, isFloat: boolean): TaggedValue {
  if (Number.isInteger(value) && !isFloat) return { t: 'int', v: String(value) }
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return { t: 'float', bits: bytes.toString('hex') }
}

function taggedList(list: readonly unknown[]): TaggedValue {
  const floats = floatNotes(list)
  const v = list.map((item, at) => taggedValue(item, floats?.has(at)))
  return { t: list instanceof PyTuple ? 'tuple' : 'list', v }
}

/** A dict of these entries, whose floats are noted of `container`. */
function taggedDict(
  entries: readonly (readonly [unknown, unknown])[],
  container: object,
): TaggedDict {
  const floats = floatNotes(container)
  return {
    t: 'dict',
    v: entries.map(([key, item]) => [taggedValue(key), taggedValue(item, floats?.has(key))]),
  }
}

function entriesOf(value: object): readonly (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)]
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new Error(`an ${value.constructor.name}`)
  return orderedKeys(value).map((key) => [key, (value as Record<string, unknown>)[key]])
}

/** What was recorded, without what is there for people. */
export function recordedValue(tagged: TaggedValue): TaggedValue {
  if (tagged.t === 'float') return { t: 'float', bits: tagged.bits }
  if (tagged.t === 'list' || tagged.t === 'tuple')
    return { t: tagged.t, v: tagged.v.map(recordedValue) }
  if (tagged.t !== 'dict') return tagged
  return { t: 'dict', v: tagged.v.map(([key, item]) => [recordedValue(key), recordedValue(item)]) }
}
