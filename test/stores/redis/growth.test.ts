/** How much Redis keeps of a session that is changed again and again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisStore } from '../../../src/stores/redis.js'
import type { SessionStore, StoredFields } from '../../../src/stores/shared-store.js'
import { newId } from '../../contracts/store/support.js'
import { ask, redisProgram, startRedis } from '../../support/redis-server.js'
import type { RedisServer } from '../../support/redis-server.js'
import { CLIENTS } from './clients.js'
import type { Connected } from './clients.js'

/** As docs/stores.md says. */
const MOST_CHANGES = 8
const SHORT = 1000
/** Texts of a list that are no changes: what the store itself keeps, and the fields. */
const OTHERS = 2

const never = { subject: undefined, expires: null }

describe.runIf(redisProgram)('a server', () => {
  let server: RedisServer
  let connected: Connected
  let store: SessionStore
  beforeAll(async () => {
    server = await startRedis()
    connected = await CLIENTS['node-redis']!([server])
    store = redisStore(connected.client)
  })
  afterAll(async () => {
    await connected.close()
    await server.stop()
  })

  const textsOf = async (id: string): Promise<string[]> =>
    (await ask(server.url, ['LRANGE', `cartouche:${id}`, '0', '-1'])) as string[]

  /** Begins a session and sets a field of it many times; gives the texts that stood there each time. */
  async function changeOften(
    fields: Record<string, string>,
    value: string,
    fromOf: (id: string) => Promise<StoredFields | undefined>,
  ): Promise<string[][]> {
    const id = newId()
    await store.create(id, { ...never, fields: new Map(Object.entries(fields)) })
    const all: string[][] = []
    for (let n = 0; n < 4 * MOST_CHANGES; n++) {
      const set = new Map([['n', `${n}${value}`]])
      const from = await fromOf(id)
      await store.update(id, { set, delete: [], expect: new Map(), expires: null, from })
      all.push(await textsOf(id))
    }
    expect(await store.read(id)).toEqual(new Map([...Object.entries(fields), ['n', `31${value}`]]))
    return all
  }

  /** What changes come with: by one request each, by one request that saves often, and by none that has read. */
  const WAYS: Readonly<Record<string, () => (id: string) => Promise<StoredFields | undefined>>> = {
    'read each time': () => async (id) => await store.read(id),
    'read once': () => {
      let read: Promise<StoredFields | undefined> | undefined
      return (id) => (read ??= Promise.resolve(store.read(id)))
    },
    'never read': () => () => Promise.resolve(undefined),
  }

  describe.each(Object.entries(WAYS))('%s', (_, way) => {
    test('eight changes are added at most', async () => {
      const all = await changeOften({ a: 'x'.repeat(9 * SHORT) }, '', way())
      const most = Math.max(...all.map(({ length }) => length))
      expect(most).toBe(OTHERS + MOST_CHANGES)
    })

    test('changes are added up to the length of the session', async () => {
      const all = await changeOften({ a: 'x'.repeat(3 * SHORT) }, 'y'.repeat(1900), way())
      // It soon has 4,900 characters: two changes have 3,800, three 5,700.
      const most = Math.max(...all.map(({ length }) => length))
      expect(most).toBe(OTHERS + 3)
    })

    test('changes of a short session are added up to 1,000 characters', async () => {
      const all = await changeOften({ a: '1' }, 'y'.repeat(400), way())
      const most = Math.max(...all.map(({ length }) => length))
      expect(most).toBe(OTHERS + 3)
    })
  })
})
