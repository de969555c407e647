/** Stored sessions, and ended ones, in PostgreSQL. */
import type { Revocation, SessionIdentity } from '../session/revocation.js'
import { make, tableNamed, tableOf } from './shared-postgres.js'
import type {
  Ask,
  PostgresClient,
  PostgresOptions,
  PostgresTableOptions,
} from './shared-postgres.js'
import {
  listStatements,
  revocationsSchema,
  sessionsSchema,
  statements,
} from './shared-postgres-sql.js'
import {
  asJson,
  fromJson,
  keyOfId,
  keyOfSubject,
  orNever,
  REVOCATIONS,
  rowOf,
  SESSIONS,
} from './shared-sql.js'
import { countOf } from './shared-store.js'
import type { SessionStore, StoredChanges, Updated } from './shared-store.js'
import { storable } from '../lib/storable.js'

export type { PostgresClient, PostgresOptions, PostgresTableOptions } from './shared-postgres.js'
export type { NewStored, SessionStore, StoredChanges, StoredFields } from './shared-store.js'

/**
 * A store in the application's own PostgreSQL, version 10 or later, for any number of machines. Each function is one
 * statement, and so one round trip. The table is made by {@link createTable}, or by a migration of yours that
 * runs {@link postgresSchema}. Call `cleanup()` now and then.
 *
 * Give it a `Pool`: pg's `Client` is to be asked one thing at a time, and must not be in a transaction when a session is
 * saved, or that becomes part of it. A `PGlite` is good for development and tests. Where connections begin
 * their transactions as `REPEATABLE READ` or `SERIALIZABLE`, an update that meets another one fails with PostgreSQL's error
 * 40001; by default they do not, and none does. A `Pool` needs a listener of yours for its `error` events, as always.
 *
 * Source: PostgreSQL's documentation of `READ COMMITTED`, `jsonb` and `INSERT … ON CONFLICT`.
 *
 * @param client a `Pool` or `Client` of pg 8, or a `PGlite`. It is never opened or closed
 * @throws {OptionError} when it is none, or an option is not what it must be
 *
 * @example
 * import { Pool } from 'pg'
 * import { createTable, postgresStore } from 'cartouche/stores/postgres'
 *
 * const pool = new Pool({ connectionString: process.env['DATABASE_URL'] })
 * const store = postgresStore(pool)
 * const beforeTheFirstRequest = () => createTable(pool)
 * const everyMinute = () => store.cleanup(1000)
 * store.isAtomic // → true
 */
export function postgresStore(client: PostgresClient, options: PostgresOptions = {}): SessionStore {
  const { ask, table, clock } = tableOf(client, SESSIONS, options)
  const sql = statements(table)
  return {
    name: 'postgres',
    isAtomic: true,
    read: async (id) => {
      const [row] = await ask<Kept>(sql.read, id, clock())
      return row && fromJson(row.fields)
    },
    create: async (id, { fields, subject, expires }) => {
      const whose = subject === undefined ? null : storable(subject)
      const values = [id, clock(), whose, timeOf(expires), asJson(fields)]
      return (await ask(sql.create, ...values)).length > 0
    },
    update: (id, changes) => update(ask, sql, id, changes, clock()),
    delete: async (id) => (await ask(sql.delete, id, clock())).length > 0,
    ofSubject: async (subject) => {
      const rows = await ask<Kept & { id: string }>(sql.ofSubject, storable(subject), clock())
      return new Map(rows.map(({ id, fields }) => [id, fromJson(fields)]))
    },
    cleanup: async (most) => {
      const [row] = await ask<{ count: unknown }>(sql.cleanup, clock(), countOf(most))
      return Number(row?.count)
    },
  }
}

/** As text, which no setting of the client parses. */
interface Kept {
  readonly fields: string
}

/** Seconds since 1970: the year 294246. PostgreSQL has no dates much later. */
const LATEST = 9.22e12

const timeOf = (time: number | null): number => {
  const seconds = orNever(time)
  return seconds > LATEST ? Infinity : seconds
}

/** The first parameters of both updates. */
const changesOf = (
  id: string,
  { set, delete: names, expires, shorten = false }: StoredChanges,
  now: number,
) => [id, now, names, asJson(set), timeOf(expires), shorten] as const

/** Where nothing is expected, less work does for all that is there and not closed. */
async function update(
  ask: Ask,
  sql: Updates,
  id: string,
  changes: StoredChanges,
  now: number,
): Promise<Updated> {
  const values = changesOf(id, changes, now)
  if (changes.expect.size > 0) return updateExpected(ask, sql, values, changes)
  const rows = await ask(sql.update, ...values, changes.unless ?? null)
  return rows.length > 0 ? 'saved' : updateExpected(ask, sql, values, changes)
}

type Updates = Pick<ReturnType<typeof statements>, 'update' | 'updateExpected'>

async function updateExpected(
  ask: Ask,
  sql: Updates,
  values: ReturnType<typeof changesOf>,
  { expect, unless }: StoredChanges,
): Promise<Updated> {
  const texts = [...expect].filter((pair): pair is [string, string] => pair[1] !== undefined)
  const absent = [...expect].flatMap(([name, text]) => (text === undefined ? name : []))
  if (unless !== undefined) absent.push(unless)
  const rest = [asJson(texts), absent]
  const [row] = await ask<{ other: string | null }>(sql.updateExpected, ...values, ...rest)
  if (row === undefined) return 'gone'
  return row.other === null ? 'saved' : fromJson(row.other)
}

/**
 * The SQL that makes the table of {@link postgresStore}, for a migration. It can be run again.
 *
 * @throws {OptionError} when an option is not what it must be
 *
 * @example
 * import { postgresSchema } from 'cartouche/stores/postgres'
 *
 * const migration = postgresSchema({ table: 'web.sessions' })
 * migration.startsWith('CREATE TABLE IF NOT EXISTS "web"."sessions" (') // → true
 */
export const postgresSchema = (options: PostgresTableOptions = {}): string =>
  sessionsSchema(tableNamed(SESSIONS, options))

/**
 * Makes the table of {@link postgresStore} where it is not there. Several processes can do so at once. The user of
 * the client needs the right to make tables, also where there is one already.
 *
 * @throws {OptionError} when the client is none, or an option is not what it must be
 */
export const createTable = (
  client: PostgresClient,
  options: PostgresTableOptions = {},
): Promise<void> => make(client, postgresSchema(options))

/** A list of ended sessions that answers later. */
export interface PostgresRevocationList {
  readonly isRevoked: (session: SessionIdentity) => Promise<boolean>
  readonly revoke: (revocation: Revocation) => Promise<void>
}

/**
 * A list of ended sessions in the application's own PostgreSQL, which all processes share. Each function is one
 * round trip. With each session that is ended, a few are removed whose time is over. The table is made by
 * {@link createRevocationTable}, or by a migration of yours that runs {@link postgresRevocationSchema}.
 *
 * @param client as for {@link postgresStore}
 * @param options as for {@link postgresStore}
 * @throws {OptionError} when the client is none, or an option is not what it must be
 *
 * @example
 * import { Pool } from 'pg'
 * import { createRevocationTable, postgresRevocationList } from 'cartouche/stores/postgres'
 *
 * const pool = new Pool({ connectionString: process.env['DATABASE_URL'] })
 * const revocation = postgresRevocationList(pool)
 * const beforeTheFirstRequest = () => createRevocationTable(pool)
 * const signOutEverywhere = (subject: string, before: number) =>
 *   revocation.revoke({ subject, before, until: null })
 */
export function postgresRevocationList(
  client: PostgresClient,
  options: PostgresOptions = {},
): PostgresRevocationList {
  const { ask, table, clock } = tableOf(client, REVOCATIONS, options)
  const sql = listStatements(table)
  return {
    isRevoked: async ({ id, subject, created }) => {
      const whose = subject === undefined ? null : keyOfSubject(subject)
      return (await ask(sql.find, keyOfId(id), whose, created)).length > 0
    },
    revoke: async (revocation) => {
      await ask(sql.add, ...rowOf(revocation), clock())
    },
  }
}

/** The SQL that makes the table of {@link postgresRevocationList}: see {@link postgresSchema}. */
export const postgresRevocationSchema = (options: PostgresTableOptions = {}): string =>
  revocationsSchema(tableNamed(REVOCATIONS, options))

/** Makes the table of {@link postgresRevocationList}: see {@link createTable}. */
export const createRevocationTable = (
  client: PostgresClient,
  options: PostgresTableOptions = {},
): Promise<void> => make(client, postgresRevocationSchema(options))
