/** Data that were read, held against what the application says they are. */
import { DeserializeError, OptionError } from '../errors.js'
import { atOnce } from '../lib/hook.js'
import { kindOf } from '../lib/key-path.js'
import { entriesOf, isMap, isPlainObject } from '../lib/kinds.js'
import { isFlashKey } from '../lib/session-keys.js'
import type { TokenKeys } from './token-keys.js'

/**
 * What zod, valibot, arktype and others have in common: see https://standardschema.dev. Only what is asked of one
 * here. It has to answer at once.
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly unknown[] }

/** Makes of data that no longer fit such that do; `undefined`: nothing can be made of them. */
export type Migrate<Data> = (old: Record<string, unknown>) => Data | undefined

type Entries = Map<unknown, unknown>

/** Data as the application wants them, and whether `migrate` made them. */
export interface Fitted {
  readonly data: Entries
  readonly isMigrated: boolean
}

/** Makes of data that were read those that the application wants. */
export type Fit = (data: Entries, tokenKeys: TokenKeys) => Fitted

/**
 * The {@link Fit} of a schema. Flash messages and CSRF tokens, which are
 * the library's, stay as they are; where there is nothing else, nothing is asked.
 *
 * @throws {DeserializeError} `BAD_DATA`, the function that is made, where they do not fit
 */
export function fitter<Data extends object>(
  schema: StandardSchema<Data>,
  migrate: Migrate<Data> | null,
): Fit {
  return (data, tokenKeys) => {
    const isOurs = oursBy(tokenKeys)
    const theirs = [...data].filter(([key]) => !isOurs(key))
    // Who has not signed in, say, has a token or a message, and no data yet.
    if (theirs.length === 0) return { data, isMigrated: false }
    const old = objectOf(theirs)
    const valid = validated(schema, old)
    const fitting = valid ?? migrated(schema, migrate, old)
    if (fitting === undefined) throw misfit()
    const ordered = inOrder(data, underOldKeys(fitting, theirs), isOurs)
    return { data: ordered, isMigrated: valid === undefined }
  }
}

const misfit = (): DeserializeError =>
  new DeserializeError('BAD_DATA', 'The data do not fit the schema')

/** @throws {DeserializeError} `BAD_DATA` for what no object can hold */
function objectOf(entries: readonly [unknown, unknown][]): Record<string, unknown> {
  const isNamed = entries.every(([key]) => typeof key === 'string' || typeof key === 'number')
  if (!isNamed) throw new DeserializeError('BAD_DATA', 'The data have keys that are no names')
  const object = Object.fromEntries(entries as [string, unknown][])
  if (Object.keys(object).length === entries.length) return object
  throw new DeserializeError('BAD_DATA', 'The data have a number and a text as keys of one name')
}

/** A number that was a key is one again: the schema saw its text, as the name of a property. */
function underOldKeys(fitting: Entries, old: readonly [unknown, unknown][]): Entries {
  const keys = new Map<unknown, unknown>(old.map(([key]) => [String(key), key]))
  const isFree = (name: unknown): boolean => keys.has(name) && !fitting.has(keys.get(name))
  return new Map(
    Array.from(fitting, ([name, value]) => [isFree(name) ? keys.get(name) : name, value]),
  )
}

/**
 * In the order in which they were read, so that what did not change is written as it was. What is ours stays, whatever
 * the schema has in its place.
 */
function inOrder(data: Entries, fitting: Entries, isOurs: (key: unknown) => boolean): Entries {
  const ordered = new Map<unknown, unknown>()
  for (const [key, value] of data) {
    if (isOurs(key)) ordered.set(key, value)
    else if (fitting.has(key)) ordered.set(key, fitting.get(key))
  }
  for (const [key, value] of fitting) if (!isOurs(key)) ordered.set(key, value)
  return ordered
}

const oursBy =
  (tokenKeys: TokenKeys) =>
  (key: unknown): boolean =>
    tokenKeys.has(key) || isFlashKey(key)

function migrated<Data extends object>(
  schema: StandardSchema<Data>,
  migrate: Migrate<Data> | null,
  old: Record<string, unknown>,
): Entries | undefined {
  const made = atOnce('migrate', 'migrate', migrate?.(old))
  return made === undefined ? undefined : validated(schema, made)
}

/** The data as the schema gives them; `undefined` where they do not fit. */
function validated(schema: StandardSchema, data: unknown): Entries | undefined {
  const result = atOnce('schema', 'validate', schema['~standard'].validate(data))
  checkResult(result)
  if (!('value' in result) || result.issues !== undefined) return undefined
  // As in an object that is written: what is `undefined` is not there.
  return new Map(entriesIn(result.value).filter(([, value]) => value !== undefined))
}

function checkResult(result: unknown): asserts result is object {
  if (typeof result === 'object' && result !== null) return
  throw new OptionError(
    'schema',
    `must answer with an object: validate() gave ${kindOf(result)}, which has no value and no issues`,
  )
}

function entriesIn(value: unknown): [unknown, unknown][] {
  if (isMap(value)) return [...entriesOf(value)]
  if (isPlainObject(value)) return Object.entries(value)
  throw new OptionError('schema', 'must give an object')
}
