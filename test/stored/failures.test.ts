/** A store that fails is not "no session". */
import { describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../../src/index.js'
import type { SessionEvent, SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { Browser, makeFactory } from './support.js'
import type { AnySession } from './support.js'

/** A store that fails in one operation as long as it is told to. */
function failing(operation: keyof SessionStore, how: () => unknown) {
  const store = memoryStore()
  const state = { fails: false }
  const fail = (...args: unknown[]): unknown =>
    state.fails ? how() : Reflect.apply(store[operation] as () => unknown, store, args)
  return { state, store: { ...store, [operation]: fail } as SessionStore }
}

const WAYS: readonly (readonly [string, () => unknown])[] = [
  [
    'throws',
    () => {
      throw new Error('connection refused to 10.0.0.1:secret')
    },
  ],
  ['rejects', () => Promise.reject(new Error('connection refused'))],
  [
    'throws nothing',
    () => {
      throw undefined
    },
  ],
  ['never answers', () => new Promise(() => undefined)],
]

describe.each(WAYS)('a store that %s', (_, how) => {
  test('when a session is read: the request gets the error, the cookie stays good', async () => {
    const { state, store } = failing('read', how)
    const browser = new Browser(makeFactory(store, { storeTimeout: 0.05 }))
    await browser.visit((session) => session.set('a', 1))
    state.fails = true
    const error: unknown = await browser.begin().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      status: 503,
      statusCode: 503,
      expose: false,
      operation: 'read',
      message: 'The session store memory failed: read',
    })
    state.fails = false
    expect(await browser.visit((session) => session.get('a'))).toBe(1)
  })

  test.each<[keyof SessionStore, string, (session: AnySession) => unknown]>([
    ['create', 'begin a session', (session) => session.set('a', 2)],
    ['update', 'change it', (session) => session.set('a', 2)],
    ['update', 'give it another id', (session) => session.regenerate()],
    ['update', 'end it', (session) => session.invalidate()],
  ])('when it is asked to %s, to %s', async (operation, __, act) => {
    const { state, store } = failing(operation, how)
    const browser = new Browser(makeFactory(store, { storeTimeout: 0.05 }))
    if (operation !== 'create') await browser.visit((session) => session.set('a', 1))
    state.fails = true
    const request = await browser.begin()
    act(request.session)
    await expect(request.commit()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', operation })
    state.fails = false
    if (operation !== 'create') {
      expect(await browser.visit((session) => session.get('a'))).toBe(1)
    }
  })

  test('when it is asked to delete what has ended: it has ended all the same', async () => {
    const { state, store } = failing('delete', how)
    const factory = makeFactory(store, { storeTimeout: 0.05 })
    const browser = new Browser(factory)
    await browser.visit((session) => (session.subject = 'user'))
    const old = browser.copy()
    state.fails = true
    await browser.visit((session) => session.invalidate())
    expect(browser.cookie).toBeUndefined()
    expect(await old.visit((session) => session.new)).toBe(true)
    expect(await factory.sessionsOf('user')).toEqual([])
  })

  test('session.save() tells it in the handler', async () => {
    const { state, store } = failing('create', how)
    const browser = new Browser(makeFactory(store, { storeTimeout: 0.05 }))
    state.fails = true
    const { session } = await browser.begin()
    session.set('a', 1)
    await expect((async () => session.save())()).rejects.toBeInstanceOf(StoreUnavailable)
  })

  test('where anonymous is allowed, the request goes on with nothing, and nothing is written', async () => {
    const events: SessionEvent[] = []
    const { state, store } = failing('read', how)
    const browser = new Browser(
      makeFactory(store, {
        storeTimeout: 0.05,
        onStoreError: 'anonymous',
        onEvent: (event) => void events.push(event),
      }),
    )
    await browser.visit((session) => session.set('a', 1))
    state.fails = true
    await browser.visit((session) => {
      expect([session.new, session.size]).toEqual([true, 0])
      session.set('a', 2)
      session.subject = 'somebody'
    })
    expect(browser.lines).toEqual([])
    expect(events.map(({ type }) => type)).toEqual(['store-error'])
    state.fails = false
    expect(await browser.visit((session) => session.get('a'))).toBe(1)
  })

  test('and the same where it fails to write', async () => {
    const types: string[] = []
    const { state, store } = failing('update', how)
    const browser = new Browser(
      makeFactory(store, {
        storeTimeout: 0.05,
        onStoreError: 'anonymous',
        onEvent: ({ type }) => void types.push(type),
      }),
    )
    await browser.visit((session) => session.set('a', 1))
    state.fails = true
    await browser.visit((session) => session.set('a', 2))
    expect(types).toEqual(['store-error'])
  })
})

test('requests without a cookie, and those that change nothing, do not know of it', async () => {
  const broken = (): never => {
    throw new Error('down')
  }
  const store = { ...memoryStore(), read: broken, create: broken, update: broken, delete: broken }
  const browser = new Browser(makeFactory(store))
  expect(await browser.visit((session) => session.get('a'))).toBeUndefined()
  expect(browser.lines).toEqual([])
})

test('what a store says of a wrong call is no failure of the store', async () => {
  const { OptionError } = await import('../../src/index.js')
  const read = (): never => {
    throw new OptionError('client', 'is closed by the application')
  }
  const factory = makeFactory({ ...memoryStore(), read })
  const writer = new Browser(makeFactory(memoryStore()))
  await writer.visit((session) => session.set('a', 1))
  await expect(new Browser(factory, writer.cookie).begin()).rejects.toBeInstanceOf(OptionError)
})

test('wrong options are told when the factory is made', () => {
  const wrong = [
    { storeTimeout: 0 },
    { storeTimeout: '5' },
    { onStoreError: 'ignore' },
    { rotationGrace: -1 },
    { rotationGrace: 10_000_000 },
    { maxSize: 0 },
    { onConflict: 'mine' },
    { encrypt: 1 },
    { revocation: null },
    { unknown: 1 },
  ]
  for (const options of wrong) {
    expect(() => makeFactory(memoryStore(), options as never)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', option: Object.keys(options)[0] }),
    )
  }
  for (const store of [null, {}, new Map(), 'redis://']) {
    expect(() => makeFactory(store as never)).toThrow(expect.objectContaining({ option: 'store' }))
  }
})
