/** What needs a PostgreSQL, but no server: on PGlite. */
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import type { Client, Pool } from 'pg'
import { PGlite as OldPGlite } from 'pglite-oldest'
import { OptionError } from '../../src/index.js'
import {
  createRevocationTable,
  createTable,
  postgresRevocationList,
  postgresRevocationSchema,
  postgresSchema,
  postgresStore,
} from '../../src/stores/postgres.js'
import type { PostgresClient } from '../../src/stores/postgres.js'
import { describeRevocations } from '../contracts/revocations.js'
import { describeStore } from '../contracts/store/index.js'
import { typeTest } from '../support/type-test.js'

const client = new PGlite()
/** Milliseconds: it takes seconds of a processor to start. */
const LONGEST_START = 120_000

beforeAll(() => client.waitReady, LONGEST_START)
afterAll(() => client.close())

describeStore('postgres, on PGlite', {
  open: async (clock) => {
    await createTable(client)
    await client.query('TRUNCATE cartouche_sessions')
    return postgresStore(client, { clock })
  },
  openAgain: (clock) => postgresStore(client, { clock }),
})

const older = new OldPGlite()
afterAll(() => older.close())

describeStore('postgres, on PGlite 0.3', {
  open: async (clock) => {
    await createTable(older)
    await older.query('TRUNCATE cartouche_sessions')
    return postgresStore(older, { clock })
  },
  openAgain: (clock) => postgresStore(older, { clock }),
})

describeRevocations(
  'postgres, on PGlite',
  async (clock) => {
    await createRevocationTable(client)
    await client.query('TRUNCATE cartouche_revocations')
    return postgresRevocationList(client, { clock })
  },
  async () => (await client.query('SELECT key FROM cartouche_revocations')).rows.length,
)

const ID = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'
const ONE = { fields: new Map([['a', '1']]), subject: 'ann', expires: 2_000_000_000 }
const NOTHING = { set: new Map(), delete: [], expect: new Map(), expires: null }

describe('the client of a store in PostgreSQL', () => {
  typeTest('is of the types that pg and PGlite have', () => {
    expectTypeOf<Pool>().toExtend<PostgresClient>()
    expectTypeOf<Client>().toExtend<PostgresClient>()
    expectTypeOf<PGlite>().toExtend<PostgresClient>()
  })

  test('is asked once by each function', async () => {
    await createTable(client)
    await createRevocationTable(client)
    let asked = 0
    const counting: PostgresClient = {
      query: (text, values) => {
        asked++
        return client.query(text, values)
      },
    }
    const store = postgresStore(counting)
    const list = postgresRevocationList(counting)
    const wrong = { ...NOTHING, expect: new Map([['a', '2']]) }
    const calls = [
      () => store.create(ID, ONE),
      () => store.read(ID),
      () => store.update(ID, { ...NOTHING, set: new Map([['b', '1']]) }),
      () => store.update(ID, { ...NOTHING, expect: new Map([['a', '1']]) }),
      () => store.update(ID, wrong),
      () => store.ofSubject('ann'),
      () => store.delete(ID),
      () => store.update(ID, wrong),
      () => store.cleanup(10),
      () => list.revoke({ id: 'a', until: null }),
      () => list.isRevoked({ id: 'a', subject: 'ann', created: 1 }),
    ]
    for (const [index, call] of calls.entries()) {
      await call()
      expect(asked, String(call)).toBe(index + 1)
    }
  })

  test('is not asked before it is used', () => {
    const query = (): never => {
      throw new Error('asked')
    }
    expect(postgresStore({ query }).isAtomic).toBe(true)
  })

  test('may fail: its errors are handed on', async () => {
    const error = new Error('away')
    const store = postgresStore({ query: () => Promise.reject(error) })
    await expect(store.read(ID)).rejects.toBe(error)
    await expect(store.update(ID, NOTHING)).rejects.toBe(error)
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an address', 'postgres://127.0.0.1'],
    ['a promise of one', Promise.resolve({ query: () => undefined })],
  ])('%s is none', (_, given) => {
    for (const make of [postgresStore, postgresRevocationList]) {
      const made = (): unknown => make(given as never)
      expect(made).toThrow(OptionError)
      expect(made).toThrow(/^client (?:must be|is a promise: await it for) a Pool or Client of pg/)
    }
  })

  test('must be one for a table to be made, too', async () => {
    await expect(createTable({} as never)).rejects.toThrow(OptionError)
  })

  test.each([
    [{ table: '' }],
    [{ table: 'a"b' }],
    [{ table: 'a.b.c' }],
    [{ table: '.a' }],
    [{ table: 'a'.repeat(51) }],
    [{ table: ['a'] }],
    [{ prepare: 1 }],
    [{ clock: 5 }],
    [{ tabel: 'a' }],
  ])('options that are none are refused: %j', (options) => {
    const [name] = Object.keys(options)
    const error = expect.objectContaining({ name: 'OptionError', option: name })
    expect(() => postgresStore(client, options as never)).toThrow(error)
    expect(() => postgresRevocationList(client, options as never)).toThrow(error)
  })
})

describe('the table of a store in PostgreSQL', () => {
  test('is one of a schema, and several are there side by side', async () => {
    await client.query('CREATE SCHEMA IF NOT EXISTS web')
    for (const table of ['web.cartouche_sessions', 'select', 'a'.repeat(50)]) {
      await createTable(client, { table })
      await createTable(client, { table })
      const store = postgresStore(client, { table })
      expect(await store.create(ID, ONE), table).toBe(true)
      await store.delete(ID)
    }
    const { rows } = await client.query(
      `SELECT count(*)::int AS count FROM pg_indexes WHERE tablename = repeat('a', 50)`,
    )
    expect(rows).toEqual([{ count: 3 }])
  })

  test('is what the schema says, which can be run by itself, and again', async () => {
    const table = 'by_hand'
    await client.exec(postgresSchema({ table }))
    await client.exec(postgresSchema({ table }))
    expect(await postgresStore(client, { table }).create(ID, ONE)).toBe(true)
    await client.exec(postgresRevocationSchema({ table: 'ended' }))
    const list = postgresRevocationList(client, { table: 'ended' })
    await list.revoke({ id: 'a', until: null })
    expect(await list.isRevoked({ id: 'a', subject: undefined, created: 0 })).toBe(true)
  })

  test('has a subject, a time and fields that people can read', async () => {
    await createTable(client)
    const store = postgresStore(client)
    await store.create(ID, ONE)
    const { rows } = await client.query(
      `SELECT subject, expires::text, fields FROM cartouche_sessions WHERE id = '${ID}'`,
    )
    const expires = '2033-05-18 03:33:20+00'
    expect(rows).toEqual([{ subject: 'ann', expires, fields: { a: '1' } }])
    await store.delete(ID)
  })

  test('is asked by indexes', async () => {
    await createTable(client)
    await client.query('SET enable_seqscan = off')
    const plan = async (where: string): Promise<string> => {
      const { rows } = await client.query(
        `EXPLAIN SELECT id FROM cartouche_sessions WHERE ${where}`,
      )
      return JSON.stringify(rows)
    }
    expect(await plan(`id = 'a'`)).toContain('cartouche_sessions_pkey')
    expect(await plan(`subject = 'a'`)).toContain('cartouche_sessions_subject')
    expect(await plan(`expires <= now() AND expires < 'infinity' ORDER BY expires`)).toContain(
      'cartouche_sessions_expires',
    )
    await client.query('RESET enable_seqscan')
  })
})
