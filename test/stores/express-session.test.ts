import { createRequire } from 'node:module'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { CartoucheError, OptionError } from '../../src/index.js'
import { expressSessionStore } from '../../src/stores/express-session.js'
import type {
  ExpressSessionStoreLike,
  ExpressSessionStoreOptions,
} from '../../src/stores/express-session.js'
import { describeStore } from '../contracts/store/index.js'

/** What express-session says of its stores, without its types: they would give all requests a session. */
type StoreClass = new (options?: object) => ExpressSessionStoreLike
const require = createRequire(import.meta.url)
const expressSession = require('express-session') as { MemoryStore: StoreClass }
const makeMemoryStore = require('memorystore') as (session: object) => StoreClass

const lacks = {
  forever: 'such a store keeps nothing for ever',
  atomic: 'such a store reads and writes whole sessions',
  expired: 'such a store removes by itself what has expired',
}

/** Such stores go by the time of the machine. */
function goBy(clock: () => number): void {
  vi.spyOn(Date, 'now').mockImplementation(() => clock() * 1000)
}
const close = (): void => void vi.restoreAllMocks()

let memory = new expressSession.MemoryStore()
describeStore('MemoryStore of express-session', {
  open: (clock) => {
    goBy(clock)
    return expressSessionStore((memory = new expressSession.MemoryStore()))
  },
  openAgain: () => expressSessionStore(memory),
  close,
  lacks,
})

const MemoryStore = makeMemoryStore(expressSession)
/** As many are: without what the documentation of express-session calls optional. */
const newLeast = (): ExpressSessionStoreLike =>
  Object.assign(new MemoryStore({}), { all: undefined as never })
let least = newLeast()
describeStore('memorystore, without all()', {
  open: (clock) => {
    goBy(clock)
    return expressSessionStore((least = newLeast()))
  },
  openAgain: () => expressSessionStore(least),
  close,
  lacks: { ...lacks, subjects: 'not every such store can list what it has' },
})

const NOW = 1_700_000_000
const FIELDS = new Map([['a', '1']])
const session = { fields: FIELDS, subject: 'ann', expires: NOW + 60 }
const ID = 'i'.repeat(43)

type Answer = (error?: unknown, found?: unknown) => void

/** A store of few lines, which notes what it is given and can be made to answer in other ways. */
function noting(answers: Partial<ExpressSessionStoreLike> = {}) {
  const kept = new Map<string, string>()
  const given: object[] = []
  const engine: ExpressSessionStoreLike = {
    get: (id, answer) => answer(null, JSON.parse(kept.get(id) ?? 'null')),
    set(id, session: object, answer) {
      given.push(session)
      kept.set(id, JSON.stringify(session))
      answer()
    },
    destroy: (id, answer) => answer(void kept.delete(id)),
    ...answers,
  }
  return { kept, given, engine, store: expressSessionStore(engine) }
}

describe('what an express-session store is given', () => {
  afterEach(close)

  test('tells by its cookie how long to keep it', async () => {
    goBy(() => NOW)
    const { store, given } = noting()
    await store.create(ID, session)
    const cookie = { expires: new Date(1_700_000_060_000), maxAge: 60_000, originalMaxAge: 60_000 }
    expect(given[0]).toMatchObject({ cookie, cartouche: { id: ID, subject: 'ann' } })
  })

  test('is to be kept for ten years where it never expires', async () => {
    goBy(() => NOW)
    const { store, given } = noting()
    await store.create(ID, { ...session, expires: null })
    const cookie = { expires: new Date((NOW + 315_360_000) * 1000), maxAge: 315_360_000_000 }
    expect(given[0]).toMatchObject({ cookie, cartouche: { expires: null } })
  })

  test('is to be kept from now on, whatever the time of the application', async () => {
    goBy(() => NOW)
    const { engine, given } = noting()
    const store = expressSessionStore(engine, { clock: () => 1000 })
    await store.create(ID, { ...session, expires: 1030 })
    const cookie = { expires: new Date(1_700_000_030_000), maxAge: 30_000 }
    expect(given[0]).toMatchObject({ cookie, cartouche: { expires: 1030 } })
    expect(await store.read(ID)).toEqual(FIELDS)
  })

  test('is nothing that is over', async () => {
    goBy(() => NOW)
    const { store, given } = noting()
    expect(await store.create(ID, { ...session, expires: NOW })).toBe(true)
    expect(given).toEqual([])
  })
})

describe('how an express-session store answers', () => {
  const [down, missing] = [new Error('down'), Object.assign(new Error('none'), { code: 'ENOENT' })]

  test.each<[string, (id: string, answer: Answer) => unknown]>([
    ['undefined', (_, answer) => answer()],
    ['null', (_, answer) => answer(null, null)],
    ['an error with ENOENT', (_, answer) => answer(missing)],
    ['a session of express-session', (_, answer) => answer(null, { cookie: {}, views: 1 })],
  ])('%s is no session', async (_, get) => {
    expect(await noting({ get }).store.read(ID)).toBeUndefined()
  })

  test.each<[string, (id: string, answer: Answer) => unknown]>([
    ['calls back with', (_, answer) => answer(down)],
    ['rejects besides with', () => Promise.reject(down)],
    [
      'throws',
      () => {
        throw down
      },
    ],
  ])('an error that it %s passes through', async (_, fail) => {
    const reading = noting({ get: fail }).store
    await expect(reading.read(ID)).rejects.toBe(down)
    const writing = noting({
      set: (id: string, _: object, answer: Answer) => fail(id, answer),
    }).store
    await expect(writing.create(ID, { ...session, expires: null })).rejects.toBe(down)
  })

  test('a promise besides the callback is no answer', async () => {
    const get = async (_: string, answer: Answer) => setImmediate(() => answer(null, null))
    expect(await noting({ get }).store.read(ID)).toBeUndefined()
  })

  test('the sessions of a subject are found in a list, as connect-redis gives one', async () => {
    const { kept, engine, store } = noting()
    Object.assign(engine, {
      all: (answer: Answer) =>
        answer(
          null,
          [...kept.values()].map((text) => JSON.parse(text)),
        ),
    })
    kept.set('theirs', JSON.stringify({ cookie: {}, views: 1 }))
    await store.create(ID, { ...session, expires: null })
    await store.create('other', { ...session, subject: 'bob', expires: null })
    expect(await store.ofSubject('ann')).toEqual(new Map([[ID, FIELDS]]))
  })

  test('without all() it is said that the sessions of a subject cannot be told', async () => {
    const { store } = noting()
    const asked = store.ofSubject('ann')
    await expect(asked).rejects.toThrow(CartoucheError)
    await expect(asked).rejects.toMatchObject({ code: 'UNSUPPORTED', message: /no all\(\)/ })
  })
})

test.each([
  [undefined, 'must be a store for express-session: it has no get(), no set(), no destroy()'],
  [{ get() {}, set() {} }, 'must be a store for express-session: it has no destroy()'],
  [Promise.resolve(memory), 'is a promise: await it'],
])('no store (%o) is refused', (store, problem) => {
  const make = () => expressSessionStore(store as unknown as ExpressSessionStoreLike)
  expect(make).toThrow(OptionError)
  expect(make).toThrow(`store ${problem}`)
})

test.each([
  [{ ttl: 5 }, 'ttl is not an option; there are clock'],
  [{ clock: 5 }, 'clock must be a function'],
])('options %o are refused', (options, message) => {
  expect(() => expressSessionStore(memory, options as ExpressSessionStoreOptions)).toThrow(message)
})
