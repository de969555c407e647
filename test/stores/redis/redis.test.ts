/** What is special in Redis: its commands, its keys, its scripts. */
import { Redis as IoRedis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OptionError } from '../../../src/errors.js'
import { redisStore } from '../../../src/stores/redis.js'
import type { RedisClient } from '../../../src/stores/redis.js'
import type { StoredChanges, StoredFields } from '../../../src/stores/shared-store.js'
import { newId } from '../../contracts/store/support.js'
import { ask, redisProgram, startMonitor, startRedis } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { CLIENTS } from './clients.js'
import type { Connected } from './clients.js'

const HOUR = 3600
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds

const sessionOf = (
  fields: Record<string, string>,
  subject?: string,
  expires: number | null = null,
) => ({
  fields: new Map(Object.entries(fields)),
  subject,
  expires,
})

const changesOf = (rest: Partial<StoredChanges>): StoredChanges => ({
  set: new Map(),
  delete: [],
  expect: new Map(),
  expires: null,
  ...rest,
})

describe.runIf(redisProgram)('a server', () => {
  let server: RedisServer
  let connected: Connected
  let redis: (...args: string[]) => Promise<unknown>
  beforeAll(async () => {
    server = await startRedis()
    connected = await CLIENTS['node-redis']!([server])
    redis = (...args) => ask(server.url, args)
  })
  beforeEach(async () => {
    await redis('FLUSHALL')
  })
  afterAll(async () => {
    await connected.close()
    await server.stop()
  })

  /** The names of the commands that the server is sent while `work` is done, without those of connecting. */
  async function commandsOf(work: () => unknown): Promise<string[]> {
    const monitor = await startMonitor(server)
    await work()
    await redis('ECHO', 'end')
    await expect.poll(() => monitor.names().includes('ECHO')).toBe(true)
    monitor.stop()
    return monitor.names().filter((name) => !/^(ECHO|HELLO|CLIENT|INFO|PING)$/.test(name))
  }

  describe.each(Object.entries(CLIENTS))('by %s', (_, connect) => {
    let { client, close }: Connected = {
      client: { call: async () => null },
      close: () => undefined,
    }
    beforeAll(async () => {
      ;({ client, close } = await connect([server]))
    })
    afterAll(() => close())

    test('each function is one command, as soon as the server knows the script', async () => {
      const store = redisStore(client)
      const [warm, id] = [newId(), newId()]
      await store.create(warm, sessionOf({ a: '1' }))
      await store.update(warm, changesOf({ expect: new Map([['a', '1']]) }))
      await store.delete(warm)
      expect(await commandsOf(() => store.create(id, sessionOf({ a: '1' })))).toEqual(['EVALSHA'])
      const reads: (StoredFields | undefined)[] = []
      expect(await commandsOf(async () => reads.push(await store.read(id)))).toEqual(['LRANGE'])
      const update = (rest: Partial<StoredChanges>) =>
        commandsOf(async () => store.update(id, changesOf({ from: reads[0], ...rest })))
      expect(await update({ set: new Map([['a', '2']]) })).toEqual(['RPUSHX'])
      expect(await update({ expect: new Map([['a', '2']]) })).toEqual(['EVALSHA'])
      expect(await update({ delete: ['a'] })).toEqual(['RPUSHX'])
      expect(await commandsOf(() => store.delete(id))).toEqual(['EVALSHA'])
    })

    test('what was not read before is read first', async () => {
      const store = redisStore(client)
      const id = newId()
      await store.create(id, sessionOf({ a: '1' }))
      const update = commandsOf(() => store.update(id, changesOf({ delete: ['a'] })))
      expect(await update).toEqual(['LRANGE', 'RPUSHX'])
    })

    test('a server that has lost its scripts is given them', async () => {
      const store = redisStore(client)
      const id = newId()
      await redis('SCRIPT', 'FLUSH')
      expect(await store.create(id, sessionOf({ a: '1' }, 'ann'))).toBe(true)
      await redis('SCRIPT', 'FLUSH')
      const set = new Map([['a', '2']])
      const many = Array.from({ length: 10 }, () => store.update(id, changesOf({ set })))
      expect(new Set(await Promise.all(many))).toEqual(new Set(['saved']))
      await redis('SCRIPT', 'FLUSH')
      expect(await store.delete(id)).toBe(true)
    })

    test(
      '9,000 fields are set, expected and deleted in one update',
      { timeout: 60_000 },
      async () => {
        const store = redisStore(client)
        const id = newId()
        const fields = new Map(Array.from({ length: 9001 }, (_, n) => [`n${n}`, `${n}`] as const))
        expect(await store.create(id, { fields, subject: undefined, expires: null })).toBe(true)
        expect(await store.read(id)).toEqual(fields)
        const all = changesOf({
          delete: [...fields.keys()],
          expect: fields,
          set: new Map([['b', '1']]),
        })
        expect(await store.update(id, all)).toBe('saved')
        expect(await store.update(id, { ...all, delete: [] })).toEqual(new Map([['b', '1']]))
        expect(await store.update(id, changesOf({ set: fields, delete: ['b'] }))).toBe('saved')
        expect(await store.read(id)).toEqual(fields)
      },
    )
  })

  test('a session is one list, which expires by itself', async () => {
    const store = redisStore(connected.client, { prefix: 'shop:' })
    const id = newId()
    const expires = inSeconds(HOUR)
    await store.create(id, sessionOf({ a: '1' }, undefined, expires))
    expect(await redis('KEYS', '*')).toEqual([`shop:${id}`])
    expect(
      Math.abs(Number(await redis('PTTL', `shop:${id}`)) - (expires * 1000 - Date.now())),
    ).toBeLessThan(500)
    await store.update(id, changesOf({}))
    expect(await redis('TTL', `shop:${id}`)).toBe(-1)
  })

  test.each([
    ['were added', {}],
    ['were written anew', { expect: new Map([['a', '1']]) }],
  ])(
    'a master that takes over and lacks changes that %s gets none of them back',
    async (_, rest) => {
      const store = redisStore(connected.client)
      const id = newId()
      const key = `cartouche:${id}`
      const add = async (name: string): Promise<StoredFields | undefined> => {
        const from = await store.read(id)
        await store.update(id, changesOf({ set: new Map([[name, '1']]), from, ...rest }))
        return store.read(id)
      }
      await store.create(id, sessionOf({ a: '1' }))
      const [before, after] = ['before', 'after'].map((name) => `${key} ${name}`) as [
        string,
        string,
      ]
      await redis('COPY', key, before)
      const from = await add('lost')
      await redis('RENAME', key, after)
      await redis('RENAME', before, key)
      await add('kept')
      const expected = new Map([['a', '1']])
      const update = changesOf({ set: new Map([['b', '1']]), expect: expected, from })
      expect(await store.update(id, update)).toBe('saved')
      expect([...(await store.read(id))!.keys()].toSorted()).toEqual(['a', 'b', 'kept'])
    },
  )

  test('the prefix is `cartouche:`', async () => {
    const id = newId()
    await redisStore(connected.client).create(id, sessionOf({}, 'ann'))
    expect(await redis('EXISTS', `cartouche:${id}`, 'cartouche:subject:ann')).toBe(2)
  })

  describe('the list of a subject', () => {
    const KEY = 'cartouche:subject:ann'
    const untilOf = async (id: string): Promise<number> => Number(await redis('ZSCORE', KEY, id))

    test('knows of a session for longer than it lives, and expires with the last', async () => {
      const store = redisStore(connected.client)
      const [first, last] = [newId(), newId()]
      await store.create(last, sessionOf({}, 'ann', inSeconds(2 * HOUR)))
      await store.create(first, sessionOf({}, 'ann', inSeconds(HOUR)))
      expect(await untilOf(first)).toBeGreaterThan(inSeconds(2 * HOUR - 5))
      expect(Number(await redis('TTL', KEY))).toBeGreaterThan(4 * HOUR - 5)
      expect(Number(await redis('TTL', KEY))).toBeLessThanOrEqual(4 * HOUR)
      await store.create(newId(), sessionOf({}, 'ann'))
      expect(await redis('TTL', KEY)).toBe(-1)
    })

    test('hears of a session that lives on when it has to, and not each time', async () => {
      const store = redisStore(connected.client)
      const id = newId()
      await store.create(id, sessionOf({ a: '1' }, 'ann', inSeconds(HOUR)))
      const prolong = (expires: number | null, rest: Partial<StoredChanges> = {}) =>
        commandsOf(async () => store.update(id, changesOf({ expires, ...rest })))
      expect(await prolong(inSeconds(2 * HOUR - 60))).toEqual(['LRANGE', 'EVALSHA'])
      const conflict = { expect: new Map([['a', '2']]) }
      expect(await prolong(inSeconds(3 * HOUR), conflict)).toEqual(['LRANGE'])
      expect(await untilOf(id)).toBeLessThan(inSeconds(3 * HOUR))
      const commands = await prolong(inSeconds(3 * HOUR))
      expect(commands.filter((name) => name === 'EVALSHA')).toHaveLength(2)
      expect(await untilOf(id)).toBeGreaterThan(inSeconds(6 * HOUR - 5))
      expect(await prolong(inSeconds(5 * HOUR))).toEqual(['LRANGE', 'EVALSHA'])
      expect(await prolong(inSeconds(4 * HOUR))).toEqual(['LRANGE', 'RPUSHX'])
      await prolong(null)
      expect(await untilOf(id)).toBe(Infinity)
      expect(await redis('TTL', KEY)).toBe(-1)
      expect([...(await store.ofSubject('ann')).keys()]).toEqual([id])
    })

    test('does not make a session longer that could not be put on it', async () => {
      const store = redisStore(connected.client)
      const id = newId()
      await store.create(id, sessionOf({ a: '1' }, 'ann', inSeconds(HOUR)))
      await redis('SET', KEY, 'a text where a list should be')
      const set = new Map([['a', '2']])
      await expect(
        store.update(id, changesOf({ set, expires: inSeconds(9 * HOUR) })),
      ).rejects.toThrow('WRONGTYPE')
      expect(await store.read(id)).toEqual(new Map([['a', '1']]))
      expect(Number(await redis('TTL', `cartouche:${id}`))).toBeLessThanOrEqual(HOUR)
      await expect(store.create(newId(), sessionOf({}, 'ann'))).rejects.toThrow('WRONGTYPE')
      expect(await redis('DBSIZE')).toBe(2)
    })

    test('loses what is over when it is asked, and what is deleted', async () => {
      const store = redisStore(connected.client)
      const id = newId()
      await store.create(id, sessionOf({}, 'ann'))
      await redis('ZADD', KEY, String(inSeconds(-10)), 'over', String(inSeconds(10)), 'not-yet')
      expect([...(await store.ofSubject('ann')).keys()]).toEqual([id])
      expect(await redis('ZRANGE', KEY, '0', '-1')).toEqual(['not-yet', id])
      await store.delete(id)
      await expect.poll(() => redis('ZRANGE', KEY, '0', '-1')).toEqual(['not-yet'])
    })

    test('does not show a session of somebody else whose id was not free', async () => {
      const store = redisStore(connected.client)
      const id = newId()
      await store.create(id, sessionOf({ a: '1' }, 'bob'))
      expect(await store.create(id, sessionOf({ a: '2' }, 'ann'))).toBe(false)
      expect((await store.ofSubject('ann')).size).toBe(0)
      expect((await store.ofSubject('bob')).size).toBe(1)
    })
  })

  test.each([
    ['a hash', ['HSET', 'KEY', 'a', 'its text'], 'WRONGTYPE'],
    ['a text', ['SET', 'KEY', 'its text'], 'Something else stands in Redis'],
    ['a number', ['SET', 'KEY', '12'], 'Something else stands in Redis'],
    ['JSON', ['SET', 'KEY', '["its text"]'], 'Something else stands in Redis'],
    ['a list', ['RPUSH', 'KEY', 'its text', '2:'], 'Something else stands in Redis'],
  ])('%s in the place of a session is an error, and stays', async (_, command, words) => {
    const store = redisStore(connected.client)
    const id = newId()
    const key = `cartouche:${id}`
    await redis(...(command.map((part) => (part === 'KEY' ? key : part)) as [string]))
    const before = await redis('DUMP', key)
    await expect(store.read(id)).rejects.toThrow(words)
    await expect(store.read(id)).rejects.not.toThrow('its text')
    await expect(store.update(id, changesOf({}))).rejects.toThrow(words)
    const closing = { set: new Map([['x', '1']]), unless: 'x' }
    await expect(store.update(id, changesOf(closing))).rejects.toThrow(words)
    expect(await store.create(id, sessionOf({}))).toBe(false)
    expect(await redis('DUMP', key)).toEqual(before)
  })

  test('a server without memory refuses a write as a whole', async () => {
    const store = redisStore(connected.client)
    const id = newId()
    await store.create(id, sessionOf({ a: '1' }, undefined, inSeconds(HOUR)))
    await redis('CONFIG', 'SET', 'maxmemory', '1')
    const both = changesOf({ set: new Map([['b', '2']]), delete: ['a'] })
    await expect(store.update(id, both)).rejects.toThrow('OOM')
    await expect(store.create(newId(), sessionOf({ a: '1' }))).rejects.toThrow('OOM')
    await redis('CONFIG', 'SET', 'maxmemory', '0')
    expect(await store.read(id)).toEqual(new Map([['a', '1']]))
    expect(await redis('DBSIZE')).toBe(1)
  })
})

describe('what is no client', () => {
  const refused = (client: unknown): string => {
    try {
      redisStore(client as RedisClient)
    } catch (error) {
      if (error instanceof OptionError) return error.message
    }
    throw new Error('It was taken')
  }

  const CLIENTS = 'a client of node-redis 5 or later, ioredis or iovalkey'

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an address', 'redis://localhost'],
    ['a class', IoRedis],
    ['an object', {}],
  ])('%s is refused in words', (_, client) => {
    expect(refused(client)).toBe(
      `client must be ${CLIENTS}: it has no sendCommand(), no withTypeMapping()`,
    )
  })

  test('a client of node-redis 3 is refused', () => {
    const client = { send_command: () => true, sendCommand: () => true }
    expect(refused(client)).toBe(`client must be ${CLIENTS}: it has no withTypeMapping()`)
  })

  test('a promise of one is refused, and its rejection does not end the process', () => {
    const words = `client is a promise: await it for ${CLIENTS}`
    expect(refused(createClient().connect())).toBe(words)
    expect(refused(Promise.reject(new Error('no server')))).toBe(words)
  })

  test('options that are none are refused', () => {
    const client = { call: async () => null }
    expect(() => redisStore(client, { prefix: 7 as never })).toThrow('prefix must be a text')
    expect(() => redisStore(client, { ttl: 7 } as never)).toThrow('ttl is not an option')
  })
})
