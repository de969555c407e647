/** Shared lists of ended sessions with the factories that keep sessions in cookies. */
import { PGlite } from '@electric-sql/pglite'
import Database from 'better-sqlite3'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe } from 'vitest'
import { MemoryRevocationList } from '../../src/index.js'
import { createRevocationTable, postgresRevocationList } from '../../src/stores/postgres.js'
import { redisRevocationList } from '../../src/stores/redis.js'
import { sqliteRevocationList } from '../../src/stores/sqlite.js'
import { describeRevocable } from '../contracts/revocable.js'
import { redisProgram, startRedis } from '../support/redis-server.js'
import type { RedisServer } from '../support/redis-server.js'
import { laterList } from './support.js'

describeRevocable('in memory', (clock) => new MemoryRevocationList({ clock }))

describeRevocable('in memory, which does not say that it answers at once', (clock) => {
  const { isRevoked, revoke } = new MemoryRevocationList({ clock })
  return { isRevoked, revoke }
})

describeRevocable('in memory, answering later', (clock) =>
  laterList(new MemoryRevocationList({ clock })),
)

describeRevocable('of SQLite', (clock) => sqliteRevocationList(new Database(':memory:'), { clock }))

const client = new PGlite()

describeRevocable('of PostgreSQL, on PGlite', async (clock) => {
  await createRevocationTable(client)
  await client.query('TRUNCATE cartouche_revocations')
  return postgresRevocationList(client, { clock })
})

describe.runIf(redisProgram)('with a server', () => {
  let server: RedisServer
  let redis: ReturnType<typeof createClient>
  beforeAll(async () => {
    server = await startRedis()
    redis = createClient({ url: server.url })
    await redis.connect()
  })
  afterAll(async () => {
    redis.destroy()
    await server.stop()
  })

  // Its times are those of the server: what is over by 2023 is removed at once.
  describeRevocable('of Redis', async () => {
    await redis.flushAll()
    const list = redisRevocationList(redis)
    return {
      isRevoked: list.isRevoked,
      revoke: (revocation) => list.revoke({ ...revocation, until: null }),
    }
  })
})
