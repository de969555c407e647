import { Client, Pool } from 'pg'
import OldPg from 'pg-oldest'
import { afterAll, beforeAll, describe } from 'vitest'
import {
  createRevocationTable,
  createTable,
  postgresRevocationList,
  postgresStore,
} from '../../src/stores/postgres.js'
import type { PostgresClient } from '../../src/stores/postgres.js'
import { describeRevocations } from '../contracts/revocations.js'
import { describeStore } from '../contracts/store/index.js'
import { findPostgres, PostgresServer } from '../support/postgres-server.js'

const programs = findPostgres()

describe.skipIf(programs === undefined)('with a server', () => {
  let server: PostgresServer
  let clients: Record<string, PostgresClient & { end: () => Promise<void> }>

  beforeAll(async () => {
    server = await PostgresServer.start(programs!)
    const client = new Client(server.url)
    await client.connect()
    clients = {
      pool: new Pool({ connectionString: server.url }),
      client,
      oldest: new OldPg.Pool({ connectionString: server.url }) as unknown as Pool,
    }
  })

  afterAll(async () => {
    for (const client of Object.values(clients)) await client.end()
    await server.stop()
  })

  describe.each([
    ['a pool', 'pool', false],
    ['a pool, prepared', 'pool', true],
    ['a client', 'client', false],
    ['a pool of pg 8.0, prepared', 'oldest', true],
  ])('%s', (name, key, prepare) => {
    const openAgain = (clock: () => number) => postgresStore(clients[key]!, { clock, prepare })
    describeStore(`postgres, on ${name}`, {
      open: async (clock) => {
        await createTable(clients[key]!)
        await clients[key]!.query('TRUNCATE cartouche_sessions')
        return openAgain(clock)
      },
      openAgain,
    })
  })

  describe.each([
    ['a pool', false],
    ['a pool, prepared', true],
  ])('%s', (name, prepare) => {
    describeRevocations(
      `postgres, on ${name}`,
      async (clock) => {
        await createRevocationTable(clients['pool']!)
        await clients['pool']!.query('TRUNCATE cartouche_revocations')
        return postgresRevocationList(clients['pool']!, { clock, prepare })
      },
      async () => (await clients['pool']!.query('SELECT FROM cartouche_revocations')).rows.length,
    )
  })
})
