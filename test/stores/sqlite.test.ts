import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { OptionError } from '../../src/index.js'
import { sqliteRevocationList, sqliteStore } from '../../src/stores/sqlite.js'
import type { SqliteDatabase } from '../../src/stores/sqlite.js'
import { describeRevocations } from '../contracts/revocations.js'
import { describeStore } from '../contracts/store/index.js'

const folder = mkdtempSync(join(tmpdir(), 'cartouche-sqlite-'))
const opened: Database.Database[] = []
let files = 0

/** A connection to the newest file. */
function connect(options: Database.Options = {}): Database.Database {
  const database = new Database(join(folder, `${files}.db`), options)
  opened.push(database)
  return database
}

function fresh(options: Database.Options = {}): Database.Database {
  files++
  return connect(options)
}

function closeAll(): void {
  for (const database of opened.splice(0)) database.close()
}

afterEach(closeAll)
afterAll(() => rmSync(folder, { recursive: true }))

const store = (clock: () => number, open: () => SqliteDatabase) => sqliteStore(open(), { clock })

describeStore('sqlite, on better-sqlite3', {
  open: (clock) => store(clock, fresh),
  openAgain: (clock) => store(clock, connect),
  close: closeAll,
})

describeStore('sqlite, on better-sqlite3 with bigints', {
  open: (clock) => store(clock, () => fresh().defaultSafeIntegers(true)),
  openAgain: (clock) => store(clock, () => connect().defaultSafeIntegers(true)),
  close: closeAll,
})

describeRevocations(
  'sqlite, on better-sqlite3',
  (clock) => sqliteRevocationList(fresh(), { clock }),
  () => connect().prepare('SELECT key FROM cartouche_revocations').all().length,
)

const ID = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'
const ONE = { fields: new Map([['a', '1']]), subject: undefined, expires: null }
const NOTHING = { set: new Map(), delete: [], expect: new Map(), expires: null }

describe('the database of a store in SQLite', () => {
  test('is put into WAL mode, and waits for others that write', () => {
    const database = fresh({ timeout: 0 })
    sqliteStore(database)
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(database.pragma('busy_timeout', { simple: true })).toBe(5000)
  })

  test('waits as long as it is told to', () => {
    const database = fresh({ timeout: 0 })
    sqliteStore(database, { busyTimeout: 0.25 })
    expect(database.pragma('busy_timeout', { simple: true })).toBe(250)
  })

  test('goes on to wait as long as it did', () => {
    const database = fresh({ timeout: 7 })
    sqliteStore(database, { busyTimeout: 1 })
    expect(database.pragma('busy_timeout', { simple: true })).toBe(7)
  })

  test('is left as it is where that is asked for', () => {
    const database = fresh({ timeout: 0 })
    sqliteStore(database, { wal: false, busyTimeout: null })
    expect(database.pragma('journal_mode', { simple: true })).toBe('delete')
    expect(database.pragma('busy_timeout', { simple: true })).toBe(0)
  })

  test('has the table under the name that it is given, and several of them', async () => {
    const database = fresh()
    const [one, two] = [sqliteStore(database), sqliteStore(database, { table: 'select' })]
    await one.create(ID, ONE)
    expect(await two.read(ID)).toBeUndefined()
    expect(database.prepare('SELECT id FROM cartouche_sessions').all()).toEqual([{ id: ID }])
    expect(database.prepare('SELECT id FROM "select"').all()).toEqual([])
  })

  test('has no table made for it where that is not wanted', () => {
    expect(() => sqliteStore(fresh(), { createTable: false })).toThrow(
      /no such table: cartouche_sessions/,
    )
    sqliteStore(connect())
    expect(sqliteStore(connect(), { createTable: false }).name).toBe('sqlite')
  })

  test('works within a transaction of the application, and is rolled back with it', async () => {
    const database = fresh()
    const made = sqliteStore(database)
    await made.create(ID, ONE)
    database.exec('BEGIN')
    const changes = { ...NOTHING, set: new Map([['a', '2']]), expect: new Map([['a', '1']]) }
    expect(await made.update(ID, changes)).toBe('saved')
    database.exec('ROLLBACK')
    expect(await made.read(ID)).toEqual(ONE.fields)
  })

  test('is asked by indexes', () => {
    const database = fresh()
    sqliteStore(database)
    const plan = (sql: string): unknown => database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
    const from = 'SELECT id FROM cartouche_sessions WHERE'
    expect(plan(`${from} subject = 'a' AND expires > 1`)).toMatchObject([
      { detail: expect.stringContaining('INDEX cartouche_sessions_subject') },
    ])
    expect(plan(`${from} expires <= 1 ORDER BY expires LIMIT 5`)).toMatchObject([
      { detail: expect.stringContaining('INDEX cartouche_sessions_expires') },
    ])
  })

  test('keeps two sessions of one number apart', async () => {
    const database = fresh()
    const clock = { now: 0 }
    const made = sqliteStore(database, { clock: () => clock.now })
    await made.create(ID, { ...ONE, expires: 60 })
    database.exec(`UPDATE cartouche_sessions SET id = 'of the same number'`)
    expect(await made.read(ID)).toBeUndefined()
    expect(await made.update(ID, { ...NOTHING, set: new Map([['a', '2']]) })).toBe('gone')
    expect(await made.delete(ID)).toBe(false)
    expect(await made.create(ID, ONE)).toBe(false)
    expect(database.prepare('SELECT id, fields FROM cartouche_sessions').all()).toEqual([
      { id: 'of the same number', fields: '{"a":"1"}' },
    ])
    clock.now = 61
    expect(await made.create(ID, ONE)).toBe(true)
    expect(await made.read(ID)).toEqual(ONE.fields)
  })

  test('errors of it are handed on', () => {
    const database = fresh()
    const made = sqliteStore(database)
    database.close()
    expect(() => made.read(ID)).toThrow('The database connection is not open')
  })

  /** As the package sqlite3: what its functions give is a statement, not a row. */
  const later: unknown = { exec: () => undefined, prepare: () => ({ get: () => ({ sql: '' }) }) }
  const others: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a path', 'sessions.db'],
    ['no database', { prepare: () => undefined }],
    ['a promise of one', Promise.resolve(later)],
    ['one that answers later', later],
  ]
  test.each(others)('%s is none', (_, database) => {
    const made = (): unknown => sqliteStore(database as never)
    expect(made).toThrow(OptionError)
    expect(made).toThrow(
      /^database (?:must be|is a promise: await it for) a DatabaseSync of node:sqlite or a Database of/,
    )
    expect(() => sqliteRevocationList(database as never)).toThrow(OptionError)
  })

  test.each([
    [{ table: '' }],
    [{ table: 'a"b' }],
    [{ table: '1a' }],
    [{ table: 'a.b' }],
    [{ table: 'ä' }],
    [{ table: 'a'.repeat(51) }],
    [{ table: 7 }],
    [{ createTable: 1 }],
    [{ wal: 'on' }],
    [{ busyTimeout: -1 }],
    [{ busyTimeout: Number.NaN }],
    [{ busyTimeout: 5_000_000 }],
    [{ clock: 5 }],
    [{ tabel: 'a' }],
  ])('options that are none are refused: %j', (options) => {
    const database = new Database(':memory:')
    const [name] = Object.keys(options)
    expect(() => sqliteStore(database, options as never)).toThrow(
      expect.objectContaining({ name: 'OptionError', option: name }),
    )
    expect(database.prepare('SELECT name FROM sqlite_master').all()).toEqual([])
  })
})

test('a list that cannot be swept fails, and has ended nothing', () => {
  const database = fresh()
  const fail = (): never => {
    throw new Error('SQLITE_BUSY')
  }
  const busy: SqliteDatabase = {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql)
      if (sql.startsWith('DELETE')) statement.run = fail
      return statement as never
    },
  }
  const list = sqliteRevocationList(busy)
  expect(() => list.revoke({ id: 'a', until: null })).toThrow('SQLITE_BUSY')
  expect(list.isRevoked({ id: 'a', subject: undefined, created: 0 })).toBe(false)
})
