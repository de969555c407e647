/** Pyramid's sessions over real clients and servers: values are bytes, and come back as they were. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pyramidRedisSessionFactory } from '../../../src/factories/pyramid-redis.js'
import type { OpenStoredSession } from '../../../src/factories/pyramid-redis.js'
import { redisProgram, startRedis, startRedisCluster } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { CLIENTS, CLUSTER_CLIENTS } from './clients.js'
import type { Connect } from './clients.js'

const SECRET = 'a secret of both services, which is longer than the hash of either signature'
const DATA = { text: 'Zoë € 😀', bytes: Uint8Array.from({ length: 256 }, (_, byte) => byte) }

function behaves(
  clients: Readonly<Record<string, Connect>>,
  servers: () => readonly RedisServer[],
) {
  test.each(Object.keys(clients))('%s', async (name) => {
    const { client, close } = await clients[name]!(servers())
    try {
      const factory = pyramidRedisSessionFactory(client, SECRET, {
        prefix: `${name}:`,
        protocol: 4,
      })
      const visit = async (cookie: string, act: Parameters<typeof use>[1]) =>
        use(factory.open(cookie), act)
      const first = await visit('', (session) => session.update(DATA))
      const cookie = first[0]!.split(';')[0]!
      expect(await visit(cookie, (session) => session.set('more', 1))).toEqual([])
      await visit(cookie, (session) => {
        expect(session.toJSON()).toEqual({ ...DATA, more: 1 })
        expect(session.id).toMatch(new RegExp(`^${name}:[\\w-]{64}$`))
      })
      expect((await visit(cookie, (session) => session.invalidate()))[0]).toContain('Max-Age=0')
      await visit(cookie, (session) => expect(session.new).toBe(true))
    } finally {
      close()
    }
  })
}

type Opened = OpenStoredSession

async function use(
  opened: Opened,
  act: (session: Awaited<ReturnType<Opened['load']>>) => unknown,
): Promise<string[]> {
  act(await opened.load())
  return (await opened.commit()).map(([, line]) => line)
}

describe.runIf(redisProgram)('over one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  }, 60_000)
  afterAll(() => server.stop())

  behaves(CLIENTS, () => [server])
})

describe.runIf(redisProgram)('over a cluster', () => {
  let servers: readonly RedisServer[] = []
  beforeAll(async () => {
    servers = await startRedisCluster()
  }, 60_000)
  afterAll(() => Promise.all(servers.map(({ stop }) => stop())))

  behaves(CLUSTER_CLIENTS, () => servers)
})
