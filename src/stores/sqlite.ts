/** Stored sessions, and ended ones, in a database of SQLite. */
import type { Clock } from '../lib/clock.js'
import type { Revocation, RevocationList, SessionIdentity } from '../session/revocation.js'
import {
  asJson,
  fromJson,
  keyOfId,
  keyOfSubject,
  orNever,
  REVOCATIONS,
  rowOf,
  SESSIONS,
  SWEPT_AT_ONCE,
} from './shared-sql.js'
import { isAsExpected } from './shared-changes.js'
import { countOf } from './shared-store.js'
import { fnv1a53 } from '../lib/fnv.js'
import { storable } from '../lib/storable.js'
import { columns, isNone, tableIn } from './shared-sqlite.js'
import type {
  SqliteDatabase,
  SqliteOptions,
  SqliteStatement,
  SqliteValue,
} from './shared-sqlite.js'
import type {
  NewStored,
  SessionStore,
  StoredChanges,
  StoredFields,
  Updated,
} from './shared-store.js'

export type {
  SqliteDatabase,
  SqliteOptions,
  SqliteStatement,
  SqliteValue,
} from './shared-sqlite.js'
export type { NewStored, SessionStore, StoredChanges, StoredFields } from './shared-store.js'

/**
 * A store in the application's own database of SQLite: of one machine, with as many processes as you like. It answers
 * at once, and blocks the process while it works: some ten microseconds for a session of ten values.
 *
 * The connection must be one whose transactions never span an `await`: what is saved meanwhile would be part of
 * them, and lost with them. `PRAGMA synchronous = NORMAL` is a good setting for it, which only you can decide: a
 * power failure can then lose the last sessions, and never damages the file. Call `cleanup()` now and then.
 *
 * Source: SQLite's documentation of WAL, `busy_timeout` and `json_patch`.
 *
 * @param database of `node:sqlite` (Node 22.13 or later) or better-sqlite3. It is never closed
 * @throws {OptionError} when it is none, or an option is not what it must be; else what the database throws
 *
 * @example
 * import Database from 'better-sqlite3'
 * import { sqliteStore } from 'cartouche/stores/sqlite'
 *
 * const store = sqliteStore(new Database(':memory:'))
 * const id = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'
 * const session = { fields: new Map([['cart', '[3]']]), subject: undefined, expires: null }
 * await store.create(id, session) // → true
 * await store.read(id) // → new Map([['cart', '[3]']])
 */
export function sqliteStore(database: SqliteDatabase, options: SqliteOptions = {}): SessionStore {
  const { table, clock } = tableIn(database, SESSIONS, options, sessionsSchema)
  return storeOf(statements(database, table), clock)
}

/**
 * Rows are found by a number, so that one tree is searched, and not that of an index before it. `expires` is infinite for
 * what never does: all comparisons then hold for it, too.
 */
const sessionsSchema = (table: string): string => `
  CREATE TABLE IF NOT EXISTS "${table}" (
    number INTEGER PRIMARY KEY NOT NULL,
    id TEXT NOT NULL,
    subject TEXT,
    expires REAL NOT NULL,
    fields TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS "${table}_expires" ON "${table}" (expires);
  CREATE INDEX IF NOT EXISTS "${table}_subject" ON "${table}" (subject) WHERE subject IS NOT NULL;`

const ONE = 'number = ? AND id = ? AND expires > ?'

/** By what a session is found: a number made of the id, and the id, as two might have one number. */
const placeOf = (id: string): [number, string] => [fnv1a53(id), id]

/**
 * Each is atomic by itself, so that no transaction is begun, which may be open already. Fields are changed by a merge
 * patch (RFC 7396): a text sets one, null deletes one.
 */
function statements(database: SqliteDatabase, table: string) {
  const prepare = (sql: string): SqliteStatement => database.prepare(sql)
  const change = (expires: string): SqliteStatement =>
    prepare(`UPDATE ${table} SET fields = json_patch(fields, ?), expires = ${expires}
      WHERE ${ONE} AND fields = ?`)
  return {
    read: prepare(`SELECT fields FROM ${table} WHERE ${ONE}`),
    create: prepare(`INSERT INTO ${table} AS old (number, id, subject, expires, fields)
      VALUES (?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE
      SET id = excluded.id, subject = excluded.subject, expires = excluded.expires,
        fields = excluded.fields
      WHERE old.expires <= ?`),
    extend: change('max(expires, ?)'),
    shorten: change('?'),
    delete: prepare(`DELETE FROM ${table} WHERE ${ONE}`),
    ofSubject: prepare(`SELECT id, fields FROM ${table} WHERE subject = ? AND expires > ?`),
    cleanup: prepare(`DELETE FROM ${table} WHERE number IN
      (SELECT number FROM ${table} WHERE expires <= ? ORDER BY expires LIMIT ?)`),
  }
}

type Statements = ReturnType<typeof statements>

function storeOf(sql: Statements, clock: Clock): SessionStore {
  return {
    name: 'sqlite',
    isAtomic: true,
    read: (id) => fieldsIn(sql.read.get(...placeOf(id), clock())),
    create: (id, { fields, subject, expires }: NewStored) => {
      const whose = subject === undefined ? null : storable(subject)
      const values = [...placeOf(id), whose, orNever(expires), asJson(fields)]
      return hasChanged(sql.create, ...values, clock())
    },
    update: (id, changes) => update(sql, id, changes, clock()),
    delete: (id) => hasChanged(sql.delete, ...placeOf(id), clock()),
    ofSubject: (subject) =>
      new Map(sql.ofSubject.all(storable(subject), clock()).map((row) => entryOf(row))),
    cleanup: (most) => Number(sql.cleanup.run(clock(), countOf(most)).changes),
  }
}

function update(sql: Statements, id: string, changes: StoredChanges, now: number): Updated {
  const { set, expires, shorten = false } = changes
  const patch = asJson([...changes.delete.map((name) => [name, null] as const), ...set])
  const place = [...placeOf(id), now] as const
  const save = shorten ? sql.shorten : sql.extend
  // Where another process was faster, it is looked at again.
  for (;;) {
    const row = sql.read.get(...place)
    const fields = fieldsIn(row)
    if (fields === undefined) return 'gone'
    if (!isAsExpected(fields, changes)) return fields
    if (hasChanged(save, patch, orNever(expires), ...place, textIn(row))) return 'saved'
  }
}

const hasChanged = (statement: SqliteStatement, ...values: SqliteValue[]): boolean =>
  Number(statement.run(...values).changes) > 0

const textIn = (row: unknown): string => columns(row)[0]!

const fieldsIn = (row: unknown): StoredFields | undefined =>
  isNone(row) ? undefined : fromJson(textIn(row))

function entryOf(row: unknown): [string, StoredFields] {
  const [id, fields] = columns(row) as [string, string]
  return [id, fromJson(fields)]
}

/**
 * A list of ended sessions for the cookie factories, in the application's own database of SQLite: all processes of a
 * machine share it. It answers at once. With each session that is ended, a few are removed whose time is over.
 *
 * @param database as for {@link sqliteStore}
 * @param options as for {@link sqliteStore}
 * @throws {OptionError} when the database is none, or an option is not what it must be; else what the database throws
 *
 * @example
 * import Database from 'better-sqlite3'
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { sqliteRevocationList } from 'cartouche/stores/sqlite'
 *
 * const revocation = sqliteRevocationList(new Database(':memory:'))
 * const factory = sealedCookieSessionFactory(generateKey(), { revocation })
 * const { session, commit } = factory.open()
 * session.subject = 'user 7'
 * const cookie = commit()[0]?.[1].split(';')[0]
 * factory.open(cookie).session.invalidate()
 * factory.open(cookie).session.new // → true
 */
export function sqliteRevocationList(
  database: SqliteDatabase,
  options: SqliteOptions = {},
): RevocationList {
  const { table, clock } = tableIn(database, REVOCATIONS, options, revocationsSchema)
  return listOf(database, table, clock)
}

/** Times are infinite where there is none: of a session that was ended itself, and of what is kept for good. */
const revocationsSchema = (table: string): string => `
  CREATE TABLE IF NOT EXISTS "${table}" (
    key TEXT PRIMARY KEY NOT NULL,
    before REAL NOT NULL,
    until REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS "${table}_until" ON "${table}" (until);`

function listOf(database: SqliteDatabase, table: string, clock: Clock): RevocationList {
  const find = database.prepare(`SELECT key FROM ${table} WHERE key IN (?, ?) AND before >= ?`)
  // What was said before goes on to hold.
  const add = database.prepare(`INSERT INTO ${table} AS old (key, before, until) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE
    SET before = max(old.before, excluded.before), until = max(old.until, excluded.until)`)
  const sweep = database.prepare(`DELETE FROM ${table} WHERE key IN
    (SELECT key FROM ${table} WHERE until < ? ORDER BY until LIMIT ${SWEPT_AT_ONCE})`)
  return {
    answersAtOnce: true,
    isRevoked: ({ id, subject, created }: SessionIdentity) => {
      const whose = subject === undefined ? null : keyOfSubject(subject)
      return !isNone(find.get(keyOfId(id), whose, created))
    },
    revoke: (revocation: Revocation) => {
      // First: whoever hears that it has failed may take it that nothing was ended.
      sweep.run(clock())
      add.run(...rowOf(revocation))
    },
  }
}
