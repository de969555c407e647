/** What every store must do, over a cluster of three; and where its keys are. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisStore } from '../../../src/stores/redis.js'
import { newId } from '../../contracts/store/support.js'
import { ask, redisProgram, startRedisCluster } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { CLUSTER_CLIENTS } from './clients.js'
import { describeClients } from './join.js'

describe.runIf(redisProgram)('a cluster', () => {
  describeClients(CLUSTER_CLIENTS, startRedisCluster)
})

describe.runIf(redisProgram)('a cluster of three', () => {
  let nodes: readonly RedisServer[] = []
  beforeAll(async () => {
    nodes = await startRedisCluster()
  })
  afterAll(async () => {
    await Promise.all(nodes.map(({ stop }) => stop()))
  })

  test.each(Object.entries(CLUSTER_CLIENTS))(
    'has a third of the sessions on each node, by %s, and finds all of a subject',
    async (name, connect) => {
      await Promise.all(nodes.map(({ url }) => ask(url, ['FLUSHALL'])))
      const { client, close } = await connect(nodes)
      const store = redisStore(client)
      const ids = Array.from({ length: 300 }, newId)
      const session = { fields: new Map([['a', '1']]), subject: name, expires: null }
      await Promise.all(ids.map((id) => store.create(id, session)))
      expect([...(await store.ofSubject(name)).keys()].toSorted()).toEqual(ids.toSorted())
      const sizes = await Promise.all(nodes.map(({ url }) => ask(url, ['DBSIZE'])))
      expect(sizes.map(Number).reduce((one, other) => one + other)).toBe(301)
      for (const size of sizes.map(Number)) expect(size).toBeGreaterThan(60)
      await close()
    },
  )
})
