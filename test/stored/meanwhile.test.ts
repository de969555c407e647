/** What happens to a session while it is on its way to its store, or just after. */
import { describe, expect, test } from 'vitest'
import { pyramidBeakerSessionFactory } from '../../src/factories/pyramid-beaker.js'
import { pyramidRedisSessionFactory } from '../../src/factories/pyramid-redis.js'
import { StoreUnavailable, storedSessionFactory } from '../../src/index.js'
import type { BindableFactory, OpenStoredSession, Session, SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { IoRedisClient } from '../../src/stores/redis.js'
import { fakeRedis } from '../support/fake-redis.js'
import { Clock, counted, KEY, later } from './support.js'
import type { AnySession } from './support.js'

/** The request of a new session, in a store that does something whenever it creates or updates one. */
function begin(act: (session: AnySession) => void) {
  const { store, calls } = counted(later(memoryStore()))
  const acting = <Args extends unknown[], Answer>(ask: (...args: Args) => Answer) => {
    return (...args: Args): Answer => {
      act(open.session)
      return ask(...args)
    }
  }
  const busy: SessionStore = {
    ...store,
    create: acting(store.create),
    update: acting(store.update),
  }
  const open = storedSessionFactory<Record<string, unknown>>(busy, KEY).open(undefined)
  return { open, calls }
}

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'

const notSaved: unknown = expect.objectContaining({ code: 'NOT_SAVED' })

test('who changes it whenever it is written is told, in the end', async () => {
  let count = 0
  const { open, calls } = begin((session) => session.set('count', ++count))
  open.session.set('a', 1)
  await open.flush()
  expect(calls).toHaveLength(10)
  expect(() => open.headers()).toThrow(notSaved)
})

test('what is read after it was written changes nothing', async () => {
  const { open, calls } = begin(() => undefined)
  open.session.set('a', 1)
  await open.flush()
  expect(open.session.get('a')).toBe(1)
  expect(open.headers()).toHaveLength(1)
  expect(calls).toEqual(['create'])
})

test('what is written after it was written is not lost without a word', async () => {
  const { open } = begin(() => undefined)
  open.session.set('a', 1)
  await open.flush()
  open.session.set('b', [1])
  expect(() => open.headers()).toThrow(notSaved)
  await open.flush()
  expect(open.headers()).toHaveLength(1)
  const list = open.session.get('b') as number[]
  expect(open.headers()).toHaveLength(1)
  list.push(2)
  expect(() => open.headers()).toThrow(notSaved)
})

test('one that is first read when all was written is noted by the next request', async () => {
  const clock = new Clock()
  const { store, calls } = counted(later(memoryStore({ clock: clock.read })))
  const factory = storedSessionFactory(store, KEY, { clock: clock.read })
  const first = factory.open(undefined)
  first.session.set('a', 1)
  const [[, line]] = (await first.commit()) as [[string, string]]
  clock.now += 120
  const open = factory.open(line.split(';')[0])
  await open.load()
  await open.flush()
  expect(open.session.get('a')).toBe(1)
  expect(open.headers()).toEqual([])
  expect(calls).toEqual(['create', 'read'])
})

test('a store that fails is what is told, whatever was changed meanwhile', async () => {
  const { open, calls } = begin((session) => {
    session.set('b', 1)
    throw new Error('connection refused')
  })
  open.session.set('a', 1)
  await open.flush()
  expect(() => open.headers()).toThrow(StoreUnavailable)
  expect(calls).toEqual([])
})

/** A session of Redis that is on its way there, and what the next request has. */
interface Place {
  readonly factory: BindableFactory<Data>
  /** What happens while Redis is told the next time. */
  next: () => void
}

function inRedis(makeFactory: (client: IoRedisClient) => unknown): Place {
  const { call, getBuffer } = fakeRedis()
  const busy = async (command: string, args: string[]): Promise<unknown> => {
    const answer = await call(command, args)
    const act = place.next
    place.next = () => undefined
    if (command !== 'GET') act()
    return answer
  }
  const client = { call: busy, getBuffer } as unknown as IoRedisClient
  const factory = makeFactory(client) as BindableFactory<Data>
  const place: Place = { factory, next: () => undefined }
  return place
}

type Data = Record<string, unknown>

describe.each<[string, (client: IoRedisClient) => unknown]>([
  ['pyramid_redis_sessions', (client) => pyramidRedisSessionFactory(client as never, SECRET)],
  ['pyramid_beaker', (client) => pyramidBeakerSessionFactory(client as never, SECRET)],
])('a session of %s: what is done while it is being stored is stored too', (_, makeFactory) => {
  const visit = async (
    place: Place,
    cookie: string,
    handler: (session: Session<Data>) => void,
  ): Promise<string> => {
    const open = place.factory.open(cookie)
    await open.load?.()
    handler(open.session)
    await open.flush?.()
    const [line] = open.headers()
    open.close()
    return line === undefined ? cookie : line[1].split(';')[0]!
  }
  const dataOf = async (place: Place, cookie: string): Promise<Data> => {
    let data: Data = {}
    await visit(place, cookie, (session) => (data = { ...session.toJSON() }))
    return data
  }

  test.each<[string, (session: Session<Data>) => void, Data]>([
    ['set()', (session) => session.set('late', 1), { cart: ['x'], b: 1, late: 1 }],
    [
      'a change from within',
      (session) => {
        const cart = session.get('cart') as string[]
        cart.push('late')
        session.changed()
      },
      { cart: ['x', 'late'], b: 1 },
    ],
    [
      'regenerate()',
      (session) => {
        session.regenerate()
        session.set('user', 'ada')
      },
      { cart: ['x'], b: 1, user: 'ada' },
    ],
    [
      'invalidate()',
      (session) => {
        session.invalidate()
        session.set('c', 1)
      },
      { c: 1 },
    ],
  ])('%s', async (_name, act, data) => {
    const place = inRedis(makeFactory)
    for (const cookie of ['', await visit(place, '', (session) => session.set('cart', ['x']))]) {
      const next = await visit(place, cookie, (session) => {
        session.update({ cart: ['x'], b: 1 })
        place.next = () => act(session)
      })
      expect(await dataOf(place, next)).toEqual(data)
      if (next !== cookie && cookie !== '') expect(await dataOf(place, cookie)).toEqual({})
    }
  })
})

test.each<[string, (session: AnySession) => unknown]>([
  ['get()', (session) => session.get('a')],
  ['keys()', (session) => [...session.keys()]],
])('%s after save() is use of the session', async (_, read) => {
  const clock = new Clock()
  const store = later(memoryStore({ clock: clock.read }))
  const factories: readonly {
    open: (cookie: string) => OpenStoredSession<Record<string, unknown>>
  }[] = [
    storedSessionFactory<Record<string, unknown>>(store, KEY, {
      clock: clock.read,
      idleTimeout: 600,
    }),
    pyramidRedisSessionFactory(fakeRedis(), SECRET, { clock: clock.read, timeout: 600 }) as never,
    pyramidBeakerSessionFactory(fakeRedis(), SECRET, { clock: clock.read, timeout: 600 }) as never,
  ]
  for (const factory of factories) {
    let cookie = ''
    const visit = async (act: (session: AnySession) => unknown): Promise<unknown> => {
      const open = factory.open(cookie)
      const result = await act(await open.load())
      const [line] = await open.commit()
      cookie = line?.[1].split(';')[0] ?? cookie
      return result
    }
    await visit((session) => session.set('a', 1))
    for (let count = 0; count < 12; count++) {
      clock.now += 100
      await visit(async (session) => {
        await session.save()
        read(session)
      })
    }
    expect(await visit((session) => session.peek('a'))).toBe(1)
  }
})
