/** Sessions and changes for the behaviours. */
import { randomBytes } from 'node:crypto'
import type {
  NewStored,
  SessionStore,
  StoredChanges,
  StoredFields,
  Updated,
} from '../../../src/stores/shared-store.js'
import type { Place } from './behaviour.js'

/** As the core makes them: 32 bytes as base64url. */
export const newId = (): string => randomBytes(32).toString('base64url')

export const fieldsOf = (fields: Readonly<Record<string, string>>): StoredFields =>
  new Map(Object.entries(fields))

/** Fields as they can be compared: in which order they are does not matter. */
export function sorted(fields: StoredFields | undefined): (readonly [string, string])[] {
  if (fields === undefined) throw new Error('There is no such session')
  return [...fields].toSorted(([one], [two]) => (one < two ? -1 : 1))
}

/** The fields that a session has, which must be there. */
export async function fieldsAt(store: SessionStore, id: string): Promise<[string, string][]> {
  return sorted(await store.read(id)) as [string, string][]
}

/** What came of changes, as it can be compared. */
export const outcome = (updated: Updated): unknown =>
  typeof updated === 'string' ? updated : sorted(updated)

/** A session that begins. Default: of no subject, for an hour. */
export function newSession(
  at: Place,
  fields: Readonly<Record<string, string>> | StoredFields = {},
  rest: Partial<NewStored> = {},
): NewStored {
  const map = fields instanceof Map ? fields : fieldsOf(fields as Record<string, string>)
  return { fields: map, subject: undefined, expires: at.later(), ...rest }
}

/** Begins a session, which must succeed, and gives its id. */
export async function begin(
  at: Place,
  fields: Readonly<Record<string, string>> | StoredFields = {},
  rest: Partial<NewStored> = {},
): Promise<string> {
  const id = newId()
  if (!(await at.store.create(id, newSession(at, fields, rest)))) throw new Error('Not created')
  return id
}

/** Begins a session that is over. */
export async function beginExpired(
  at: Place,
  fields: Readonly<Record<string, string>> = {},
  rest: Partial<NewStored> = {},
): Promise<string> {
  const expires = at.soon()
  const id = await begin(at, fields, { ...rest, expires })
  await at.reach(expires)
  return id
}

interface Parts {
  readonly set?: Readonly<Record<string, string>> | StoredFields
  readonly delete?: readonly string[]
  readonly expect?: Readonly<Record<string, string | undefined>> | StoredChanges['expect']
  readonly expires?: number | null
  readonly shorten?: boolean
  readonly unless?: string
  readonly from?: StoredFields | undefined
}

/** Changes. Default: nothing, for an hour. */
export function changes(at: Place, { set = {}, expect = {}, ...rest }: Parts): StoredChanges {
  return {
    set: asMap(set as Record<string, string>),
    expect: asMap(expect as Record<string, string | undefined>),
    delete: [],
    expires: at.later(),
    ...rest,
  }
}

const asMap = <T>(fields: Readonly<Record<string, T>> | Map<string, T>): Map<string, T> =>
  fields instanceof Map ? fields : new Map(Object.entries(fields))

/** The same work many times at once, by all stores that may, in turn. */
export function inParallel<T>(
  { writers }: Place,
  times: number,
  work: (store: SessionStore, index: number) => PromiseLike<T> | T,
): Promise<T[]> {
  const all = Array.from({ length: times }, async (_, index) =>
    work(writers[index % writers.length]!, index),
  )
  return Promise.all(all)
}
