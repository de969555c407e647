/** What every store must do, by a sentinel; and a failover. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisStore } from '../../../src/stores/redis.js'
import { newId } from '../../contracts/store/support.js'
import { ask, redisProgram, startRedis, startSentinel } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { untilTrue } from '../../support/wait-for.js'
import { SENTINEL_CLIENTS } from './clients.js'
import { describeClients } from './join.js'

describe.runIf(redisProgram)('a sentinel', () => {
  let master: RedisServer
  describeClients(SENTINEL_CLIENTS, async () => {
    master = await startRedis()
    return [await startSentinel(master)]
  })
  afterAll(() => master.stop())
})

describe.runIf(redisProgram)('a master that dies', () => {
  let servers: Record<'master' | 'replica' | 'sentinel', RedisServer>
  beforeAll(async () => {
    const master = await startRedis()
    const replica = await startRedis([`replicaof 127.0.0.1 ${master.port}`])
    const sentinel = await startSentinel(master, 1000)
    servers = { master, replica, sentinel }
    await untilTrue(async () => {
      const slaves = await ask(sentinel.url, ['SENTINEL', 'REPLICAS', 'main'])
      return JSON.stringify(slaves).includes(String(replica.port))
    })
  })
  afterAll(async () => {
    await Promise.all(Object.values(servers).map(({ stop }) => stop()))
  })

  test(
    'is followed by its replica, which does not know the scripts',
    { timeout: 180_000 },
    async () => {
      const { master, replica, sentinel } = servers
      const connected = await Promise.all(
        Object.values(SENTINEL_CLIENTS).map((connect) => connect([sentinel])),
      )
      const stores = connected.map(({ client }) => redisStore(client))
      const id = newId()
      const session = { fields: new Map([['a', '1']]), subject: undefined, expires: null }
      expect(await stores[0]!.create(id, session)).toBe(true)
      await untilTrue(async () => (await ask(replica.url, ['DBSIZE'])) === 1)
      await ask(replica.url, ['SCRIPT', 'FLUSH'])
      await master.kill()
      await Promise.all(
        stores.map(async (store, index) => {
          const changes = {
            set: new Map([[`b${index}`, '1']]),
            delete: [],
            expect: new Map(),
            expires: null,
          }
          await untilTrue(async () => {
            try {
              return (await store.update(id, changes)) === 'saved'
            } catch {
              return false
            }
          })
        }),
      )
      expect((await stores[0]!.read(id))?.size).toBe(1 + stores.length)
      for (const { close } of connected) await close()
    },
  )
})
