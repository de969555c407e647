/** Several processes on one server, and a server that dies under load. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { redisStore } from '../../../src/stores/redis.js'
import type { SessionStore } from '../../../src/stores/shared-store.js'
import { newId } from '../../contracts/store/support.js'
import { redisProgram, startRedis } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { untilTrue } from '../../support/wait-for.js'

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url))
/** Milliseconds, on a machine that is busy. */
const TIMEOUT = 120_000

type Work = (...task: readonly unknown[]) => Promise<unknown>

interface Process {
  readonly work: Work
  readonly say: (message: string) => void
}

const session = (fields: Record<string, string>) => ({
  fields: new Map(Object.entries(fields)),
  subject: undefined,
  expires: null,
})

describe.runIf(redisProgram)('four processes', () => {
  const children: ChildProcess[] = []
  let server: RedisServer
  let client: ReturnType<typeof createClient>
  beforeAll(async () => {
    server = await startRedis(['appendonly yes', 'appendfsync everysec'])
    client = createClient({ url: server.url })
    client.on('error', () => undefined)
    await client.connect()
  })
  afterEach(() => {
    for (const child of children.splice(0)) child.kill()
  })
  afterAll(async () => {
    client.destroy()
    await server.stop()
  })

  async function start(kind: string): Promise<Process> {
    const child = fork(WORKER, [kind, String(server.port)])
    children.push(child)
    const answer = async (): Promise<unknown> =>
      ((await once(child, 'message')) as [{ answer: unknown }])[0].answer
    await answer()
    const work: Work = (...task) => {
      const answered = answer()
      child.send(task)
      return answered
    }
    return { work, say: (message) => child.send([message]) }
  }

  /** Two with each client. */
  const startFour = (): Promise<Process[]> =>
    Promise.all(['node-redis', 'ioredis', 'node-redis', 'ioredis'].map(start))

  test('count to exactly 1,000, 200 at once', { timeout: TIMEOUT }, async () => {
    const store = redisStore(client)
    const id = newId()
    await store.create(id, session({ n: '0' }))
    const processes = await startFour()
    await Promise.all(processes.map(({ work }) => work('increments', id, 250, 50)))
    expect((await store.read(id))?.get('n')).toBe('1000')
  })

  test('set 1,000 different fields in parallel and lose none', { timeout: TIMEOUT }, async () => {
    const store = redisStore(client)
    const id = newId()
    await store.create(id, session({ first: '1' }))
    const processes = await startFour()
    await Promise.all(processes.map(({ work }, index) => work('fields', id, index * 250, 250)))
    const names = Array.from({ length: 1000 }, (_, n) => `n${n}`)
    const found = [...((await store.read(id)) ?? new Map<string, string>()).keys()]
    expect(found.toSorted()).toEqual(['first', ...names].toSorted())
  })

  test('revive none of 500 sessions that one of them deletes', { timeout: TIMEOUT }, async () => {
    const store = redisStore(client)
    const ids = Array.from({ length: 500 }, newId)
    await Promise.all(ids.map((id) => store.create(id, session({ a: 'new' }))))
    const fieldsOf = (ids: readonly string[]) => Promise.all(ids.map((id) => store.read(id)))
    const [deleting, ...writing] = await startFour()
    const writes = writing.map(({ work }) => work('write', ids) as Promise<number[]>)
    // Else nothing was raced.
    await untilTrue(async () => (await fieldsOf(ids)).every((fields) => fields?.get('a') !== 'new'))
    expect(await deleting!.work('delete', ids)).toEqual(Array(500).fill(true))
    const counts = (await Promise.all(writes)).flat()
    expect(counts.filter((count) => count > 0).length).toBeGreaterThanOrEqual(500)
    expect((await fieldsOf(ids)).filter((fields) => fields !== undefined)).toEqual([])
  })

  test(
    'see errors only where the server is killed, and no session that is half written',
    { timeout: TIMEOUT },
    async () => {
      await client.flushAll()
      const store = redisStore(client)
      const processes = await startFour()
      const loads = processes.map(({ work }) => work('load') as Promise<Load[]>)
      for (let count = 0; count < 3; count++) {
        await setTimeout(1200)
        await server.kill()
        await setTimeout(300)
        await server.restart()
      }
      await setTimeout(1500)
      for (const { say } of processes) say('over')
      const all = (await Promise.all(loads)).flat()
      expect(all.reduce((sum, { wrong }) => sum + wrong, 0)).toBe(0)
      for (const { saved, failed } of all) {
        expect(saved).toBeGreaterThan(10)
        expect(failed).toBeGreaterThan(0)
      }
      const keys = (await client.keys('*')).filter((key) => !key.includes(':subject:'))
      expect(keys.length).toBeGreaterThan(100)
      const halves = await Promise.all(keys.map((key) => isHalf(store, key)))
      expect(halves.filter(Boolean)).toEqual([])
      expect((await store.ofSubject('ann')).size).toBe(keys.length)
      const id = newId()
      expect(await store.create(id, session({ a: '1' }))).toBe(true)
      expect((await store.read(id))?.get('a')).toBe('1')
    },
  )

  interface Load {
    readonly saved: number
    readonly failed: number
    readonly wrong: number
  }

  async function isHalf(store: SessionStore, key: string): Promise<boolean> {
    const fields = await store.read(key.slice('cartouche:'.length))
    const { a, b, c, d, ...others } = Object.fromEntries(fields!)
    const isWhole = a !== undefined && a === b && b === c && c === d
    return !isWhole || Object.keys(others).length > 0 || (await client.ttl(key)) < 0
  }
})
