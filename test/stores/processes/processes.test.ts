/** Four processes at work on the same sessions, on each engine that several can share; and what is left when one is killed. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTable, postgresStore } from '../../../src/stores/postgres.js'
import type { SessionStore } from '../../../src/stores/shared-store.js'
import { sqliteStore } from '../../../src/stores/sqlite.js'
import { findPostgres, PostgresServer } from '../../support/postgres-server.js'
import { untilTrue } from '../../support/wait-for.js'
import { buildWorker, inProcesses, startWorker } from './run.js'
import type { Engine, Order } from './run.js'

const PROCESSES = 4
/** How often a race is tried that need not come about. */
const ROUNDS = 5
/** Milliseconds: a slow machine has other things to do as well. */
const TIMEOUT = 180_000

interface Place {
  readonly engine: Engine
  readonly address: string
  readonly store: SessionStore
}

const never = { subject: undefined, expires: null }

async function begin({ store }: Place, fields: Readonly<Record<string, string>>): Promise<string> {
  const id = randomBytes(32).toString('base64url')
  await store.create(id, { ...never, fields: new Map(Object.entries(fields)) })
  return id
}

function together(
  { engine, address }: Place,
  task: Order['task'],
  ids: readonly string[],
  times: number,
): Promise<string[][]> {
  return inProcesses({ engine, address, task, ids, times, of: PROCESSES })
}

const count = (all: readonly string[], one: string): number =>
  all.filter((other) => other === one).length

/** Lets one process delete 500 sessions that all write to; gives what came of what the others wrote. */
async function deleteAmidUpdates(place: Place): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < 500; n++) ids.push(await begin(place, { a: '1' }))
  const [first, ...others] = await together(place, 'writeOrDelete', ids, ids.length)
  expect(first!.filter((came) => !came.endsWith(' true gone gone'))).toEqual([])
  expect(others.flat().filter((came) => !/^(saved ?)*(gone ?)*$/.test(came))).toEqual([])
  for (const id of ids) expect(await place.store.read(id)).toBeUndefined()
  return others.flat()
}

function manyAtOnce(placeOf: () => Place): void {
  test('1,000 increments count exactly', { timeout: TIMEOUT }, async () => {
    const place = placeOf()
    const id = await begin(place, { count: '0' })
    const came = await together(place, 'increment', [id], 1000 / PROCESSES)
    expect(count(came.flat(), 'saved')).toBe(1000)
    expect((await place.store.read(id))?.get('count')).toBe('1000')
  })

  test('1,000 writers of different fields lose none', { timeout: TIMEOUT }, async () => {
    const place = placeOf()
    const id = await begin(place, {})
    const came = await together(place, 'writeOwnField', [id], 1000 / PROCESSES)
    expect(count(came.flat(), 'saved')).toBe(1000)
    const names = Array.from({ length: 1000 }, (_, n) => `field ${n}`)
    const fields = await place.store.read(id)
    expect([...fields!.keys()].toSorted()).toEqual(names.toSorted())
  })

  test('500 deletes that race updates revive none', { timeout: TIMEOUT }, async () => {
    const place = placeOf()
    let all = ''
    // Some before the deletes and some after, or nothing has raced: where one process had the machine for itself.
    for (let round = 0; round < ROUNDS && !/saved.*gone/.test(all); round++) {
      all = (await deleteAmidUpdates(place)).join(' ')
    }
    expect(all).toMatch(/saved.*gone/)
  })
}

/** Starts writers of three equal fields, which go on until they are ended. */
function writers({ engine, address }: Place, ids: readonly string[], of: number) {
  const order = { engine, address, task: 'writeForever', ids, times: ids.length, of } as const
  return Promise.all(Array.from({ length: of }, (_, index) => startWorker({ ...order, index })))
}

/** What the three fields of each session hold, one time each. */
async function textsIn({ store }: Place, ids: readonly string[]): Promise<string[][]> {
  const all: string[][] = []
  for (const id of ids) all.push([...new Set((await store.read(id))?.values())])
  return all
}

beforeAll(buildWorker)

describe('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-processes-'))
  const address = join(folder, 'sessions.db')
  let database: Database.Database
  let place: Place

  beforeAll(() => {
    database = new Database(address)
    place = { engine: 'sqlite', address, store: sqliteStore(database) }
  })
  afterAll(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })

  manyAtOnce(() => place)

  test('four processes can make the database at once', { timeout: TIMEOUT }, async () => {
    for (let round = 0; round < 4; round++) {
      const fresh = { ...place, address: join(folder, `fresh ${round}.db`) }
      expect(await together(fresh, 'increment', [], 0)).toHaveLength(PROCESSES)
    }
  })

  test('processes that are killed leave whole sessions', { timeout: TIMEOUT }, async () => {
    const ids = [await begin(place, {}), await begin(place, {})]
    const all = await writers(place, ids, PROCESSES)
    for (const worker of all) worker.send('go')
    await untilTrue(async () => (await textsIn(place, ids)).every((texts) => texts.length > 0))
    await sleep(500)
    const ended = all.map((worker) => once(worker, 'exit'))
    for (const worker of all) worker.kill('SIGKILL')
    expect(await Promise.all(ended)).toEqual(all.map(() => [null, 'SIGKILL']))
    for (const texts of await textsIn(place, ids)) expect(texts).toEqual([expect.any(String)])
  })
})

const programs = findPostgres()

describe.skipIf(programs === undefined)('PostgreSQL', () => {
  let server: PostgresServer
  let pool: Pool
  let place: Place

  beforeAll(async () => {
    server = await PostgresServer.start(programs!)
    pool = new Pool({ connectionString: server.url })
    pool.on('error', () => undefined)
    await createTable(pool)
    place = { engine: 'postgres', address: server.url, store: postgresStore(pool) }
  }, TIMEOUT)
  afterAll(async () => {
    await pool.end()
    await server.stop()
  })

  manyAtOnce(() => place)

  test('several connections can make the table at once', { timeout: TIMEOUT }, async () => {
    for (let round = 0; round < 10; round++) {
      const table = `fresh_${round}`
      await Promise.all(Array.from({ length: 8 }, () => createTable(pool, { table })))
      expect((await pool.query(`SELECT * FROM ${table}`)).rows).toEqual([])
    }
  })

  test('a server that is killed leaves whole sessions', { timeout: TIMEOUT }, async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => begin(place, {})))
    const written = ids.map((id) => writeUntilError(place.store, id))
    await untilTrue(async () => (await textsIn(place, ids)).every((texts) => texts.length > 0))
    await sleep(1000)
    await server.kill()
    const all = await Promise.all(written)
    for (const { error } of all) expect(error).toBeInstanceOf(Error)
    await server.start()
    for (const [index, [text, ...others]] of (await textsIn(place, ids)).entries()) {
      expect(others).toEqual([])
      // Of the one that was under way nobody knows.
      const { saved } = all[index]!
      expect([saved, saved + 1]).toContain(Number(text))
    }
  })
})

/** Writes one more to three fields, again and again; gives the last that was saved, and what came then. */
async function writeUntilError(
  store: SessionStore,
  id: string,
): Promise<{ saved: number; error: unknown }> {
  for (let saved = 0; ; saved++) {
    const text = String(saved + 1)
    const set = new Map(['a', 'b', 'c'].map((name) => [name, text]))
    try {
      await store.update(id, { set, delete: [], expect: new Map(), expires: null })
    } catch (error) {
      return { saved, error }
    }
  }
}
