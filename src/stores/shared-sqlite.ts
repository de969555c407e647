/** The application's database of SQLite: what it must be, and what is done to it. */
import { OptionError } from '../errors.js'
import type { Clock } from '../lib/clock.js'
import { isBoolean, orNull, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { checkClient } from './shared-client.js'
import { commonSpecs, isTable, quoted } from './shared-sql.js'

export type SqliteValue = string | number | null

/** What is needed of a prepared statement. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint }
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
}

/** What is needed of a database: `DatabaseSync` of `node:sqlite` and `Database` of better-sqlite3 have it. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
}

/** What the store and the list do to the database when they are made. */
interface Settings {
  /** The name of the table. Default `'cartouche_sessions'`; of ended sessions, `'cartouche_revocations'`. */
  readonly table: string
  /** Whether the table is made where it is not there. Default `true`. */
  readonly createTable: boolean
  /**
   * Whether the file is put into WAL mode, which it stays in: readers and writers then do not wait for each other.
   * Default `true`.
   */
  readonly wal: boolean
  /**
   * For how many seconds to wait for other processes that write, where the connection does not wait at all yet;
   * `null`: leave it as it is. All of it is blocked meanwhile. Default 5.
   */
  readonly busyTimeout: number | null
  /** What time it is, in seconds since 1970. Default: that of the machine. */
  readonly clock: Clock
}

/** Options of {@link sqliteStore} and {@link sqliteRevocationList}; what is left out has its default. */
export type SqliteOptions = Given<Settings>

const MOST_WAIT = 2_147_483 // seconds: SQLite counts milliseconds in 32 bits

const isWait: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= MOST_WAIT
    ? undefined
    : `must be from 0 to ${MOST_WAIT} seconds, or null`

const specsWith = (table: string): OptionSpecs<Settings> => ({
  ...commonSpecs(table, isTable),
  createTable: { fallback: true, check: isBoolean },
  wal: { fallback: true, check: isBoolean },
  busyTimeout: { fallback: 5, check: orNull(isWait) },
})

/** The table that the options say, by its name in quotes, where all is ready for it; and the clock. */
export function tableIn(
  database: SqliteDatabase,
  fallback: string,
  options: SqliteOptions,
  schema: (table: string) => string,
): Pick<Settings, 'table' | 'clock'> {
  const timeout = timeoutOf(database)
  const settings = resolveOptions(specsWith(fallback), options)
  prepareDatabase(database, settings, timeout, schema)
  return { table: quoted(settings.table), clock: settings.clock }
}

const WHAT = 'a DatabaseSync of node:sqlite or a Database of better-sqlite3'

/**
 * How long the connection waits for others that write. Nothing else can be asked of it before it does wait. The package
 * sqlite3, which answers later, has the same methods.
 */
function timeoutOf(database: SqliteDatabase): number {
  checkClient('database', WHAT, database, ['exec', 'prepare'])
  const row = database.prepare('PRAGMA busy_timeout').get()
  const [timeout] = isNone(row) ? [] : columns(row)
  if (/^\d+$/.test(String(timeout))) return Number(timeout)
  throw new OptionError('database', `must be ${WHAT}: it does not answer at once`)
}

/** A connection that waits already waits as long as the application wants. */
function prepareDatabase(
  database: SqliteDatabase,
  { table, createTable, wal, busyTimeout }: Settings,
  timeout: number,
  schema: (table: string) => string,
): void {
  if (timeout === 0 && busyTimeout !== null) {
    database.exec(`PRAGMA busy_timeout = ${Math.round(busyTimeout * 1000)}`)
  }
  if (wal) switchToWal(database, busyTimeout ?? 0)
  if (createTable) database.exec(schema(table))
}

/** Where several processes begin at the same time, SQLite refuses all but one of them at once, however long it may wait. */
function switchToWal(database: SqliteDatabase, seconds: number): void {
  const end = Date.now() + seconds * 1000
  for (;;) {
    try {
      return void database.exec('PRAGMA journal_mode = WAL')
    } catch (error) {
      if (!isBusy(error) || Date.now() >= end) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
    }
  }
}

/** Milliseconds. */
const PAUSE = 5

/** As better-sqlite3 and Bun say it, and as Node does. */
const isBusy = (error: unknown): boolean => {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  return code === 'SQLITE_BUSY' || errcode === 5
}

/** The columns of a row, which is an object, or an array where the application wants that. */
export const columns = (row: unknown): string[] => Object.values(row as object)

export const isNone = (row: unknown): boolean => row === undefined || row === null
