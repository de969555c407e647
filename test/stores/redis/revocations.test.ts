/** The list of ended sessions in Redis. It does what the one in memory does. */
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisRevocationList } from '../../../src/stores/redis.js'
import { newId } from '../../contracts/store/support.js'
import { ask, redisProgram, startRedis, startRedisCluster } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { CLIENTS, CLUSTER_CLIENTS } from './clients.js'
import type { Connected } from './clients.js'

const now = (): number => Date.now() / 1000
const anHour = (): number => now() + 3600

/** What is done before a near time comes, which it is given: again, for a later one, where the machine was busy. */
async function inTime<T>(act: (until: number) => Promise<T>): Promise<T> {
  for (let seconds = 0.5; ; seconds *= 2) {
    const until = now() + seconds
    const done = await act(until)
    if (now() < until) return done
  }
}

describe.runIf(redisProgram)('a list', () => {
  let server: RedisServer
  let cluster: readonly RedisServer[]
  beforeAll(async () => {
    server = await startRedis()
    cluster = await startRedisCluster()
  })
  afterAll(async () => {
    await Promise.all([server, ...cluster].map(({ stop }) => stop()))
  })

  describe.each(Object.entries({ ...CLIENTS, ...CLUSTER_CLIENTS }))('by %s', (name, connect) => {
    let connected: Connected
    beforeAll(async () => {
      connected = await connect(name in CLIENTS ? [server] : cluster)
    })
    afterAll(() => connected.close())
    const listOf = () => redisRevocationList(connected.client)

    test('knows a session that was ended, and no other', async () => {
      const list = listOf()
      const [id, other] = [newId(), newId()]
      expect(await list.isRevoked({ id, subject: undefined, created: now() })).toBe(false)
      expect(await list.revoke({ id, until: anHour() })).toBeUndefined()
      expect(await list.isRevoked({ id, subject: undefined, created: now() })).toBe(true)
      expect(await list.isRevoked({ id, subject: 'ann', created: now() })).toBe(true)
      expect(await list.isRevoked({ id: other, subject: 'ann', created: now() })).toBe(false)
    })

    test('ends all sessions of a subject that were made up to a time, to the fraction', async () => {
      const list = listOf()
      const subject = `ann ${newId()} é`
      const before = 1_764_201_600.123_456
      const made = (created: number) => list.isRevoked({ id: newId(), subject, created })
      await list.revoke({ subject, before, until: anHour() })
      expect(await made(before)).toBe(true)
      expect(await made(before - 1)).toBe(true)
      expect(await made(before + 0.000_001)).toBe(false)
      expect(await list.isRevoked({ id: newId(), subject: 'bob', created: 0 })).toBe(false)
    })

    test('goes on to hold what was said before', async () => {
      const list = listOf()
      const subject = newId()
      const made = (created: number) => list.isRevoked({ id: newId(), subject, created })
      await list.revoke({ subject, before: 200, until: anHour() })
      await list.revoke({ subject, before: 100, until: anHour() })
      expect(await made(150)).toBe(true)
      await list.revoke({ subject, before: 300, until: anHour() })
      expect(await made(250)).toBe(true)
      await list.revoke({ subject, before: Infinity, until: anHour() })
      expect(await made(now())).toBe(true)
    })

    test('tells subjects apart that are not well-formed text', async () => {
      const list = listOf()
      const name = newId()
      const subjects = ['\ud800', '\ud801', '\ufffd', '\\ud800'].map((end) => name + end)
      await list.revoke({ subject: subjects[0]!, before: 100, until: anHour() })
      const made = (subject: string) => list.isRevoked({ id: newId(), subject, created: 100 })
      expect(await Promise.all(subjects.map(made))).toEqual([true, false, false, false])
    })

    test('forgets an entry at its time, which can only become later', async () => {
      const list = listOf()
      const made = (subject: string, created: number) =>
        list.isRevoked({ id: newId(), subject, created })
      const { names, until, isShortKnown } = await inTime(async (until) => {
        const names = { short: newId(), long: newId(), forever: newId(), session: newId() }
        const { short, long, forever, session } = names
        await list.revoke({ subject: short, before: 100, until })
        await list.revoke({ subject: long, before: 100, until })
        await list.revoke({ subject: long, before: 50, until: anHour() })
        await list.revoke({ subject: long, before: 100, until: until - 0.4 })
        await list.revoke({ subject: forever, before: 100, until: null })
        await list.revoke({ subject: forever, before: 200, until: until - 0.4 })
        await list.revoke({ id: session, until: anHour() })
        await list.revoke({ id: session, until: until - 0.4 })
        return { names, until, isShortKnown: await made(short, 100) }
      })
      expect(isShortKnown).toBe(true)
      await setTimeout((until - now()) * 1000 + 200)
      expect(await made(names.short, 100)).toBe(false)
      expect(await made(names.long, 100)).toBe(true)
      expect(await made(names.forever, 200)).toBe(true)
      expect(await list.isRevoked({ id: names.session, subject: undefined, created: 0 })).toBe(true)
    })
  })

  test('has keys of its own, which expire', async () => {
    const { client, close } = await CLIENTS['ioredis']!([server])
    await ask(server.url, ['FLUSHALL'])
    const list = redisRevocationList(client, { prefix: 'ended:' })
    await list.revoke({ id: 'a', until: anHour() })
    await list.revoke({ subject: 'ann', before: 1, until: null })
    expect((await ask(server.url, ['KEYS', '*'])) as string[]).toEqual(
      expect.arrayContaining(['ended:id:a', 'ended:subject:ann']),
    )
    const left = Number(await ask(server.url, ['TTL', 'ended:id:a']))
    expect(left).toBeGreaterThan(3590)
    expect(left).toBeLessThanOrEqual(3600)
    expect(await ask(server.url, ['TTL', 'ended:subject:ann'])).toBe(-1)
    await close()
  })
})
