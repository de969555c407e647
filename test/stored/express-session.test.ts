/** Sessions that express-session has left become those of this library. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import express from 'express'
import type { RequestHandler } from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  StoreUnavailable,
  pyramidSignedFormat,
  signedCookieSessionFactory,
} from '../../src/index.js'
import type { AcceptExpressSession, SessionStore, StoredSessionOptions } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { mintCookie } from '../../src/testing/index.js'
import { Browser, counted, later, makeFactory } from './support.js'

interface Entries {
  readonly get: AcceptExpressSession['store']['get']
  readonly destroy: AcceptExpressSession['store']['destroy']
  length(answer: (error: unknown, count: number) => void): void
}

/** Without its types, which would give all requests a session. */
type ExpressSession = ((options: object) => RequestHandler) & { MemoryStore: new () => Entries }
const session = createRequire(import.meta.url)('express-session') as ExpressSession

const SECRET = 'the secret of express-session é'
const UNTIL = '2099-01-01'
const DATA = { userId: 7, cart: ['apples', { n: 1 }], passport: { user: 'ada' } }

let entries: Entries
let server: Server

/** Serves an application as it was before, which writes the data of its first visit. */
beforeAll(async () => {
  const app = express()
  app.use((request, response, next) => {
    const options = { store: entries, secret: SECRET, resave: false, saveUninitialized: false }
    session({ ...options, cookie: { maxAge: 60_000 } })(request, response, next)
  })
  app.get('/', (request, response) => {
    const { session: own } = request as unknown as { session: object }
    const before = { ...own, cookie: undefined }
    Object.assign(own, DATA)
    response.json(before)
  })
  server = app.listen(0)
  await new Promise((resolve) => void server.once('listening', resolve))
})
afterAll(() => void server.close())

const visitOld = (cookie = ''): Promise<Response> =>
  fetch(`http://localhost:${(server.address() as AddressInfo).port}/`, { headers: { cookie } })

let cookie: string
let old: AcceptExpressSession

beforeEach(async () => {
  entries = new session.MemoryStore()
  cookie = (await visitOld()).headers.getSetCookie()[0]!.split(';')[0]!
  old = { store: entries, secret: SECRET, until: UNTIL }
})

const count = (): Promise<number> =>
  new Promise((resolve) => {
    entries.length((_: unknown, length: number) => resolve(length))
  })
const factoryOf = (
  given: Partial<AcceptExpressSession> = {},
  options = {},
  store: SessionStore = memoryStore(),
) => makeFactory(store, { acceptExpressSession: { ...old, ...given }, ...options })
const names = ({ lines }: Browser): string[] =>
  lines.map((line) => line.replace(/=;.*/, '-').replace(/=.*/, ''))

/** Some stores answer later, and express-session's own does. */
describe.each([
  ['at once', memoryStore],
  ['later', () => later(memoryStore())],
])('a store that answers %s', (_, makeStore) => {
  test('what express-session wrote is read, and moved when it is first used', async () => {
    expect(cookie).toMatch(/^connect\.sid=s%3A/)
    expect(await (await visitOld(cookie)).json()).toEqual(DATA)
    const onUse = vi.fn()
    const heard: string[] = []
    const { store, calls } = counted(makeStore())
    const factory = factoryOf(
      { onUse },
      { onEvent: ({ type }: { type: string }) => void heard.push(type) },
      store,
    )
    const browser = new Browser(factory, cookie)
    const id = await browser.visit((opened) => {
      expect(Object.fromEntries(opened)).toEqual(DATA)
      expect([opened.new, opened.subject, opened.persistent]).toEqual([false, undefined, false])
      return opened.id
    })
    expect(names(browser)).toEqual(['__Host-session', 'connect.sid-'])
    expect(browser.lines[1]).toMatch(/; Max-Age=0; Path=\//)
    expect([await count(), onUse.mock.calls.length, heard]).toEqual([0, 1, ['legacy-format']])
    expect(calls).toEqual(['create'])
    const own = new Browser(factory, `${browser.lines[0]!.split(';')[0]}; ${cookie}`)
    expect(await own.visit((opened) => [opened.id, Object.fromEntries(opened)])).toEqual([id, DATA])
    expect(await new Browser(factory, cookie).visit((opened) => opened.new)).toBe(true)
  })

  test('who only looks moves nothing', async () => {
    const browser = new Browser(factoryOf({}, {}, makeStore()), cookie)
    expect(await browser.visit((opened) => opened.peek('userId'))).toBe(7)
    expect([browser.lines, await count()]).toEqual([[], 1])
    await browser.visit(() => undefined)
    expect([browser.lines, await count()]).toEqual([[], 1])
  })

  test.each(['invalidate', 'destroy'] as const)('%s() ends it, and its entry', async (end) => {
    const factory = factoryOf({}, {}, makeStore())
    const browser = new Browser(factory, cookie)
    await browser.visit((opened) => opened[end]())
    expect(names(browser)).toContain('connect.sid-')
    expect(await count()).toBe(0)
    expect(await new Browser(factory, cookie).visit((opened) => opened.new)).toBe(true)
  })

  test('sign-in and regenerate() go on with its data', async () => {
    for (const subject of [undefined, 'ada']) {
      cookie = (await visitOld()).headers.getSetCookie()[0]!.split(';')[0]!
      const factory = factoryOf({}, {}, makeStore())
      const browser = new Browser(factory, cookie)
      await browser.visit((opened) => {
        if (subject === undefined) opened.regenerate()
        else opened.subject = subject
      })
      expect(names(browser)).toEqual(['__Host-session', 'connect.sid-'])
      const own = new Browser(factory, browser.lines[0]!.split(';')[0])
      expect(await own.visit((opened) => [opened.get('userId'), opened.subject])).toEqual([
        7,
        subject,
      ])
    }
    expect(await count()).toBe(1)
  })

  test('a sign-out is not undone by a request that was under way', async () => {
    const heard: string[] = []
    const factory = factoryOf(
      {},
      { onEvent: ({ type }: { type: string }) => void heard.push(type) },
      makeStore(),
    )
    const [out, other] = [new Browser(factory, cookie), new Browser(factory, cookie)]
    const [one, two] = [await out.begin(), await other.begin()]
    one.session.invalidate()
    two.session.set('a', 1)
    await one.commit()
    await two.commit()
    expect(other.lines).toEqual([])
    expect(heard.filter((type) => type === 'gone')).toHaveLength(1)
  })
})

describe('what is not taken', () => {
  const isNew = (header: string, given: Partial<AcceptExpressSession> = {}, options = {}) =>
    new Browser(factoryOf(given, options), header).visit((opened) => opened.new)

  test('a cookie that was signed with another secret, or changed', async () => {
    const get = vi.spyOn(entries, 'get')
    expect(await isNew(cookie, { secret: 'another' })).toBe(true)
    expect(await isNew(cookie.replace('s%3A', 's%3Ax'))).toBe(true)
    expect(await isNew(cookie.replace('s%3A', ''))).toBe(true)
    expect(await isNew(`${cookie}%`)).toBe(true)
    expect(await isNew('connect.sid=s%3Amade-up')).toBe(true)
    expect(get).not.toHaveBeenCalled()
    expect(await isNew(cookie, { secret: ['another', SECRET] })).toBe(false)
  })

  test('anything from the day on', async () => {
    const get = vi.spyOn(entries, 'get')
    expect(await isNew(cookie, { until: '2020-01-01' })).toBe(true)
    expect(get).not.toHaveBeenCalled()
  })

  test('an entry that is over, is none, or is gone', async () => {
    const inAMinute = Date.now() / 1000 + 61
    expect(await isNew(cookie, {}, { clock: () => inAMinute })).toBe(true)
    for (const entry of [undefined, null, 'text', [1]]) {
      const store = {
        get: (_: string, done: Function) => done(null, entry),
        destroy: () => undefined,
      }
      expect(await isNew(cookie, { store: store as never })).toBe(true)
    }
    expect(await isNew(cookie)).toBe(false)
  })

  test('an older session beside one of this library', async () => {
    const factory = factoryOf()
    const own = await mintCookie(factory, { userId: 8 })
    const get = vi.spyOn(entries, 'get')
    const userOf = (header: string) =>
      new Browser(factory, header).visit((opened) => opened.get('userId'))
    expect(await userOf(`${cookie}; ${own}`)).toBe(8)
    expect(get).not.toHaveBeenCalled()
  })
})

test('another name of the cookie, and data that are converted', async () => {
  const factory = factoryOf({
    cookieName: 'sid',
    convert: (data) => new Map([['user', data.get('userId')]]),
  })
  const browser = new Browser(factory, cookie.replace('connect.sid', 'sid'))
  expect(await browser.visit((opened) => Object.fromEntries(opened))).toEqual({ user: 7 })
  expect(names(browser)).toEqual(['__Host-session', 'sid-'])
})

test('it stands beside acceptFormats', async () => {
  const secret =
    'a secret of Pyramid that is long enough for a signature of SHA-512, says the warning'
  const pyramid = mintCookie(signedCookieSessionFactory(secret), { userId: 9 })
  const accept = { format: pyramidSignedFormat(secret), until: UNTIL, cookieName: 'session' }
  const factory = factoryOf({}, { acceptFormats: [accept] })
  const userOf = (header: string) =>
    new Browser(factory, header).visit((opened) => opened.get('userId'))
  expect([await userOf(pyramid), await userOf(cookie)]).toEqual([9, 7])
})

test('a session of another format can get another id when it is first used', async () => {
  const secret =
    'a secret of Pyramid that is long enough for a signature of SHA-512, says the warning'
  const pyramid = mintCookie(signedCookieSessionFactory(secret), { userId: 9 })
  const accept = { format: pyramidSignedFormat(secret), until: UNTIL, cookieName: 'session' }
  const factory = makeFactory(memoryStore(), { acceptFormats: [accept] })
  const browser = new Browser(factory, pyramid)
  await browser.visit((opened) => opened.regenerate())
  expect(names(browser)).toEqual(['__Host-session', 'session-'])
})

test('who does not load it is told', () => {
  expect(() => factoryOf().open(cookie).session.get('a')).toThrow(
    expect.objectContaining({ code: 'NOT_LOADED' }),
  )
})

describe('a store of express-session that fails', () => {
  const failing = (name: 'get' | 'destroy', how: Function): AcceptExpressSession['store'] =>
    ({
      get: (id: string, done: never) => entries.get(id, done),
      destroy: (id: string, done: never) => entries.destroy(id, done),
      [name]: how,
    }) as never
  const ways: [string, Function][] = [
    ['calls back an error', (_: string, done: Function) => done(new Error('down'))],
    ['never answers', () => undefined],
  ]

  test.each(ways)('%s: the request fails, the cookie stays', async (_, how) => {
    const options = { storeTimeout: 0.4 } // seconds: what answers does so in less
    const reading = new Browser(factoryOf({ store: failing('get', how) }, options), cookie)
    await expect(reading.begin()).rejects.toBeInstanceOf(StoreUnavailable)
    const moving = new Browser(factoryOf({ store: failing('destroy', how) }, options), cookie)
    const request = await moving.begin()
    request.session.set('a', 1)
    await expect(request.commit()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      store: 'express-session',
      operation: 'destroy',
    })
    expect(await count()).toBe(1)
  })
})

test('wrong options are told by their names', () => {
  const wrong: [string, object][] = [
    ['secret', { secret: '' }],
    ['secret', { secret: undefined }],
    ['secret', { secret: ['one and the same secret', Buffer.from('one and the same secret')] }],
    ['store', { store: {} }],
    ['store', { store: undefined }],
    ['until', { until: 'soon' }],
    ['until', { until: undefined }],
    ['cookieName', { cookieName: 'a b' }],
    ['onUse', { onUse: 1 }],
    ['nonsense', { nonsense: 1 }],
  ]
  for (const [option, given] of wrong) {
    expect(() => factoryOf(given as never), option).toThrow(
      expect.objectContaining({ option: `acceptExpressSession.${option}` }),
    )
  }
  const none = { acceptExpressSession: [] } as unknown as StoredSessionOptions
  expect(() => makeFactory(memoryStore(), none as never)).toThrow(
    expect.objectContaining({ option: 'acceptExpressSession' }),
  )
})
