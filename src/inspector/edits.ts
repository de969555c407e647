/** What somebody wants to be otherwise in a session. */
import { entriesOf, isPlain } from './values.js'

/** A value that is to be another, or to be gone. */
export interface Edit {
  readonly path: readonly unknown[]
  /** `undefined`: the entry is deleted. */
  readonly value: unknown
}

/** The data with the edits carried out, one after another. What is given stays as it is. */
export const withEdits = (
  data: ReadonlyMap<unknown, unknown>,
  edits: readonly Edit[],
): ReadonlyMap<unknown, unknown> =>
  edits.reduce(
    (data, { path, value }) => changed(data, path, value) as ReadonlyMap<unknown, unknown>,
    data,
  )

/** A copy of a value in which another lies at the end of the path. Values that have no entries have no copy. */
function changed(holder: unknown, [key, ...rest]: readonly unknown[], value: unknown): unknown {
  const entries = entriesOf(holder)
  if (entries === undefined) return holder
  const old = entries.find((entry) => entry.key === key)?.value
  const next = rest.length === 0 ? value : changed(old, rest, value)
  if (holder instanceof Map) return withEntry(new Map(holder), key, next)
  if (Array.isArray(holder)) return withItem(holder, key as number, next)
  return isPlain(holder) ? withProperty(holder, key as string, next) : holder
}

function withEntry(
  map: Map<unknown, unknown>,
  key: unknown,
  value: unknown,
): Map<unknown, unknown> {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
  return map
}

/** Of its own class: a tuple stays one. */
function withItem(list: readonly unknown[], index: number, value: unknown): unknown {
  const copy = list.slice()
  if (value === undefined) copy.splice(index, 1)
  else copy[index] = value
  return copy
}

const withProperty = (object: object, key: string, value: unknown): unknown =>
  Object.fromEntries(
    Object.entries({ ...object, [key]: value }).filter(([, value]) => value !== undefined),
  )
