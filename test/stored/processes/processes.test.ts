/**
 * Four processes of an application at work on the same sessions, on each engine that several can share. With
 * `STORES_TABLE=docs/stores.md` the same is asked of express-session with connect-redis, and the page's table written.
 */
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTable } from '../../../src/stores/postgres.js'
import { keyOf } from '../../support/jar.js'
import { findPostgres, PostgresServer } from '../../support/postgres-server.js'
import { redisProgram, startRedis } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { startFour } from './four.js'
import type { Application, Process } from './four.js'
import {
  callsOfMadeUp,
  callsOfRight,
  countAtOnce,
  INCREMENTS,
  isHalf,
  killedUnderLoad,
  lostAtOnce,
  revivedAtOnce,
  underLoad,
} from './measured.js'
import { COLUMNS, withTable } from './table.js'
import type { Figures } from './table.js'

/** Milliseconds, on a machine that is busy. */
const TIMEOUT = 120_000
const KEY = keyOf('processes')
const page = process.env['STORES_TABLE']
const figures = new Map<string, Partial<Figures>>()

const noted = (column: string, more: Partial<Figures>): void => {
  figures.set(column, { ...figures.get(column), ...more })
}

interface Place {
  readonly application: Application
  readonly kill?: () => Promise<void>
  readonly start?: () => Promise<void>
}

/** @returns the processes, once they run */
function fourOn(column: string, placeOf: () => Place): () => readonly Process[] {
  let four: Process[] = []
  beforeAll(async () => {
    four = await startFour(placeOf().application)
  }, TIMEOUT)
  afterAll(() => Promise.all(four.map((process) => process.kill())))

  test('1,000 increments count exactly', { timeout: TIMEOUT }, async () => {
    const counted = await countAtOnce(four)
    noted(column, { counted })
    expect(counted).toBe(INCREMENTS)
  })

  test('1,000 writers of different keys lose none', { timeout: TIMEOUT }, async () => {
    const lost = await lostAtOnce(four)
    noted(column, { lost })
    expect(lost).toBe(0)
  })

  test('500 sign-outs that race writes revive none', { timeout: TIMEOUT }, async () => {
    const { revived, late } = await revivedAtOnce(four)
    noted(column, { revived })
    expect(revived).toBe(0)
    // Else nothing has raced.
    expect(late).toBeGreaterThan(0)
  })

  test(
    '100,000 cookies that were made up ask nothing of the store',
    { timeout: TIMEOUT },
    async () => {
      const calls = await callsOfMadeUp(four)
      noted(column, { calls })
      expect(calls).toBe(0)
      expect(await callsOfRight(four)).toBe(1)
    },
  )
  return () => four
}

function killedOn(column: string, placeOf: () => Place, four: () => readonly Process[]): void {
  test(
    'a server that is killed gives typed errors and no half session',
    { timeout: TIMEOUT },
    async () => {
      const { kill, start } = placeOf()
      const { lasting, ...came } = await underLoad(four(), { kill: kill!, start: start! })
      noted(column, { ...came, half: came.half + lasting.filter(isHalf).length })
      expect(came.others).toEqual([])
      expect(came.unavailable).toBeGreaterThan(0)
      expect(came.saved).toBeGreaterThan(100)
      expect(came.half).toBe(0)
      for (const values of lasting) expect(values).toEqual(Array(3).fill(expect.any(String)))
      expect(lasting.filter(isHalf)).toEqual([])
    },
  )
}

describe('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-stored-'))
  const address = join(folder, 'sessions.db')
  const application = { library: 'cartouche', engine: 'sqlite', address, key: KEY } as const
  afterAll(() => rmSync(folder, { recursive: true }))

  const four = fourOn('SQLite', () => ({ application }))

  test('processes that are killed leave whole sessions', { timeout: TIMEOUT }, async () => {
    const { lasting } = await killedUnderLoad(four(), application)
    noted('SQLite', { half: lasting.filter(isHalf).length })
    for (const values of lasting) expect(values).toEqual(Array(3).fill(expect.any(String)))
    expect(lasting.filter(isHalf)).toEqual([])
  })
})

const programs = findPostgres()

describe.skipIf(programs === undefined)('PostgreSQL', () => {
  let server: PostgresServer
  const placeOf = (): Place => ({
    application: { library: 'cartouche', engine: 'postgres', address: server.url, key: KEY },
    kill: () => server.kill(),
    start: () => server.start(),
  })
  beforeAll(async () => {
    server = await PostgresServer.start(programs!)
    const pool = new Pool({ connectionString: server.url })
    await createTable(pool)
    await pool.end()
  }, TIMEOUT)
  afterAll(() => server.stop())

  killedOn('PostgreSQL', placeOf, fourOn('PostgreSQL', placeOf))
})

describe.skipIf(redisProgram === undefined)('Redis', () => {
  let server: RedisServer
  const placeOf = (): Place => ({
    application: { library: 'cartouche', engine: 'redis', address: server.url, key: KEY },
    kill: server.kill,
    start: server.restart,
  })
  beforeAll(async () => {
    server = await startRedis(['appendonly yes', 'appendfsync everysec'])
  }, TIMEOUT)
  afterAll(() => server.stop())

  killedOn('Redis', placeOf, fourOn('Redis', placeOf))

  if (page === undefined) return
  test('the table, with express-session beside it', { timeout: TIMEOUT }, async () => {
    const { application, kill, start } = placeOf()
    const four = await startFour({ ...application, library: 'express-session' })
    noted('express-session', {
      counted: await countAtOnce(four),
      lost: await lostAtOnce(four),
      revived: (await revivedAtOnce(four)).revived,
      calls: await callsOfMadeUp(four),
    })
    const { lasting, ...came } = await underLoad(four, { kill: kill!, start: start! })
    noted('express-session', { ...came, half: came.half + lasting.filter(isHalf).length })
    await Promise.all(four.map((process) => process.kill()))
    expect([...figures.keys()].toSorted()).toEqual(Object.keys(COLUMNS).toSorted())
    writeFileSync(page, withTable(readFileSync(page, 'utf8'), figures))
  })
})
