/** What is told of sessions, to whom, and what never is. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  CartoucheError,
  DeserializeError,
  MemoryRevocationList,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  cookieSessionFactory,
  pyramidHexFormat,
  pyramidSignedFormat,
  sealedCookieSessionFactory,
  sealedFormat,
  signedCookieSessionFactory,
  signedDeserialize,
  signedFormat,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionEvent, SessionFactory } from '../../src/index.js'
import { session as middleware } from '../../src/bindings/express.js'
import { withSession as withFetchSession } from '../../src/bindings/fetch.js'
import { withSession } from '../../src/bindings/node.js'
import { listen } from '../bindings/listen.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

const KEY = keyOf('events')
let now: number
const heard = vi.fn((_: SessionEvent) => undefined)

beforeEach(() => {
  now = 1_700_000_000
  heard.mockReset()
})

afterEach(() => {
  vi.restoreAllMocks()
})

const common = { clock: () => now, onEvent: heard }
const make = (options: object = {}): SessionFactory<Data> =>
  sealedCookieSessionFactory<Data>(KEY, { ...common, ...options })
const events = (): SessionEvent[] => heard.mock.calls.map(([event]) => event)

describe('onEvent hears', () => {
  test('of a cookie that was not taken', () => {
    const request = { url: '/' }
    expect(make().open('__Host-session=garbage', request).session.new).toBe(true)
    expect(events()).toEqual([
      {
        type: 'invalid',
        reason: 'BAD_BASE64',
        error: expect.any(DeserializeError),
        format: 'sealed',
        keyId: undefined,
      },
    ])
    expect(events()[0]!.request).toBe(request)
  })

  test('of one that was written again because it was due, when it has gone out', () => {
    const jar = new Jar()
    jar.visit(make(), (session) => session.set('a', 1))
    now += 100
    const { session, headers, close } = make().open(jar.header, 'the request')
    session.get('a')
    expect(headers()).toHaveLength(1)
    expect(events()).toEqual([])
    close()
    expect(events()).toEqual([
      { type: 'reissue', format: 'sealed', keyId: expect.stringMatching(/^[\da-f]{8}$/) },
    ])
    expect(events()[0]!.request).toBe('the request')
  })

  test('of nothing where what was due could not be written', () => {
    const jar = new Jar()
    const format = sealedFormat(KEY)
    const broken = { ...format, write: () => 'x'.repeat(5000) }
    jar.visit(cookieSessionFactory<Data>(format, common), (session) => session.set('a', 1))
    now += 100
    const { session, headers, close } = cookieSessionFactory<Data>(broken, common).open(jar.header)
    expect(session.get('a')).toBe(1)
    expect(() => headers()).toThrow(expect.objectContaining({ code: 'COOKIE_TOO_LARGE' }))
    close()
    expect(events()).toEqual([])
  })

  test('of nothing where what was due did not go out', () => {
    const jar = new Jar()
    const factory = make({ setOnException: false })
    jar.visit(factory, (session) => session.set('a', 1))
    now += 100
    const { session, commit } = factory.open(jar.header)
    session.get('a')
    session.save()
    expect(commit({ exception: new Error('x') })).toEqual([])
    expect(events()).toEqual([])
  })

  test('of sessions that were ended, and of those who come with one', () => {
    const revocation = new MemoryRevocationList()
    const jar = new Jar()
    jar.visit(make({ revocation }), (session) => session.set('a', 1))
    const old = jar.copy()
    const { session, commit } = make({ revocation }).open(jar.header, 'the request')
    session.invalidate()
    commit()
    old.visit(make({ revocation }), (session) => session.get('a'))
    const keyId = expect.stringMatching(/^[\da-f]{8}$/)
    expect(events()).toEqual([
      { type: 'revoked', format: 'sealed', keyId },
      expect.objectContaining({ type: 'invalid', reason: 'REVOKED', format: 'sealed', keyId }),
    ])
    expect(events()[0]!.request).toBe('the request')
  })

  test('of one in an older format', () => {
    const acceptFormats = [
      { format: pyramidHexFormat('old'), until: '2030-01-01', cookieName: 'session' },
    ]
    const cookie = `session=${signedSerialize([now, now, { a: 1 }], 'old')}`
    expect(make({ acceptFormats }).open(cookie, 'the request').session.get('a')).toBe(1)
    expect(events()).toEqual([{ type: 'legacy-format', format: 'pyramid-hex', keyId: undefined }])
    expect(events()[0]!.request).toBe('the request')
  })

  test('which key had made the cookie', () => {
    const [one, two] = ['one', 'two'].map((name) => {
      const jar = new Jar()
      jar.visit(make({}), () => undefined)
      jar.visit(sealedCookieSessionFactory(keyOf(name), common), (s) => s.set('a', 1))
      return jar
    })
    const both = sealedCookieSessionFactory([keyOf('one'), keyOf('two')], common)
    now += 100
    for (const jar of [one!, one!.copy(), two!]) jar.visit(both, (session) => session.get('a'))
    const [first, , second] = events().map(({ keyId }) => keyId)
    expect(first).not.toBe(second)
  })

  test('in the code of an application it can be branched on', () => {
    const tell = (event: SessionEvent): string => {
      switch (event.type) {
        case 'invalid':
          return `${event.format} ${event.reason} ${event.error.message}`
        case 'reissue':
        case 'revoked':
        case 'legacy-format':
        case 'gone':
        case 'store-error':
          return `${event.format} ${event.type} ${event.keyId}`
      }
    }
    make({ onEvent: (event: SessionEvent) => heard(tell(event) as never) })
      .open('__Host-session=*')
      .session.get('a')
    expect(heard.mock.calls).toEqual([['sealed BAD_BASE64 The text is not base64url']])
  })
})

describe('who listens breaks nothing', () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['gives a promise that rejects', () => Promise.reject(new Error('broken'))],
  ])('onEvent that %s', async (_, onEvent) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { session } = make({ onEvent }).open('__Host-session=garbage')
    expect(session.set('a', 1).get('a')).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(printed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'broken' }))
  })

  test('it may use the session', () => {
    const { session } = make({
      onEvent: () => session.flash('Please sign in again'),
    }).open('__Host-session=garbage')
    expect(session.popFlash()).toEqual(['Please sign in again'])
  })

  test.each([[1], ['log'], [{}]])('onEvent: %j is no function', (onEvent) => {
    expect(() => make({ onEvent })).toThrow(expect.objectContaining({ option: 'onEvent' }))
  })
})

describe("Pyramid's factories keep onInvalid", () => {
  const factories: [string, (options: object) => SessionFactory<Data>][] = [
    ['hex', (options) => unencryptedCookieSessionFactoryConfig('s', options)],
    ['signed', (options) => signedCookieSessionFactory('s', options)],
    ['base', (options) => baseCookieSessionFactory(new SignedSerializer('s', 'x'), options)],
  ]

  test.each(factories)('%s: both hear', (_, make) => {
    const onInvalid = vi.fn()
    make({ onInvalid, onEvent: heard }).open('session=garbage', 'the request').session.get('a')
    expect(onInvalid.mock.calls).toEqual([[expect.any(DeserializeError), 'the request']])
    expect(events()).toEqual([expect.objectContaining({ error: onInvalid.mock.calls[0]![0] })])
    make({ onInvalid }).open('session=garbage').session.get('a')
    expect(onInvalid.mock.lastCall).toHaveLength(1)
  })

  test("today's have onEvent alone", () => {
    expect(() => make({ onInvalid: heard })).toThrow(
      expect.objectContaining({ option: 'onInvalid' }),
    )
  })
})

describe('the request is told', () => {
  test('by Express', async () => {
    const app = express()
    app.use(middleware(make()))
    app.get('/', (request, response) => {
      request.session.get('a' as never)
      response.json(events()[0]?.request === request)
    })
    const server = await listen(app)
    expect((await server.request('/', '__Host-session=garbage')).body).toBe('true')
    await server.stop()
  })

  test('by Node', async () => {
    const server = await listen(
      withSession(make(), (request, response) => {
        request.session.get('a')
        response.end(String(events()[0]?.request === request))
      }),
    )
    expect((await server.request('/', '__Host-session=garbage')).body).toBe('true')
    await server.stop()
  })

  test('by fetch', async () => {
    const handle = withFetchSession(make(), (request, session) => {
      session.get('a')
      return new Response(String(events()[0]?.request === request))
    })
    const headers = { Cookie: '__Host-session=garbage' }
    const response = await handle(new Request('https://shop.example/', { headers }))
    expect(await response.text()).toBe('true')
  })
})

describe('the diagnostics channel cartouche:session', () => {
  const published = vi.fn()

  beforeEach(() => {
    published.mockReset()
    subscribe('cartouche:session', published)
  })
  afterEach(() => unsubscribe('cartouche:session', published))

  test('carries what onEvent hears, of every factory', () => {
    make().open('__Host-session=garbage', 'the request').session.get('a')
    signedCookieSessionFactory('s').open('session=garbage').session.get('a')
    expect(published.mock.calls.map(([event, channel]) => [event.format, channel])).toEqual([
      ['sealed', 'cartouche:session'],
      ['pyramid-signed', 'cartouche:session'],
    ])
    expect(published.mock.calls[0]![0]).toBe(events()[0])
  })
})

/** What must not be told: keys and secrets, tokens, cookies, ids and what sessions hold. */
describe('checklist 15: nothing that is told holds a secret, a token or data', () => {
  const SECRET = 'S3CRET-of-Pyramid-that-nobody-may-see-0123456789'
  const DATA = 'D4TA-that-nobody-may-see'
  const DAMAGED = 'b4d-t3xt'
  const formats = {
    sealed: sealedFormat(KEY),
    signed: signedFormat(KEY),
    compressed: sealedFormat(KEY, { compress: true }),
    'pyramid-hex': pyramidHexFormat(SECRET),
    'pyramid-hex 1.10': pyramidHexFormat(SECRET, { pyramidVersion: '1.10' }),
    'pyramid-hex, functions': pyramidHexFormat(SECRET, { signedSerialize, signedDeserialize }),
    'pyramid-signed': pyramidSignedFormat(SECRET),
    'pyramid-signed pickle': pyramidSignedFormat(SECRET, { serializer: new PickleSerializer() }),
  }
  const printed = vi.fn()
  const told: unknown[] = []
  const marks = new Set<string>()

  function mark(text: string): void {
    if (text.length < 8) return
    for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const) {
      marks.add(Buffer.from(text).toString(form).replace(/=+$/, ''))
    }
  }

  beforeEach(() => {
    told.length = 0
    marks.clear()
    vi.spyOn(console, 'error').mockImplementation(printed)
    vi.spyOn(process, 'emitWarning').mockImplementation(printed as never)
    printed.mockReset()
    printed.mockImplementation((...args: unknown[]) => void told.push(...args))
    for (const text of [KEY, SECRET, DATA, DAMAGED]) mark(text)
    for (const form of ['base64', 'base64url', 'hex'] as const) {
      marks.add(Buffer.from(KEY, 'base64url').toString(form))
    }
  })

  /** Runs it, and keeps what it throws. */
  function run(action: () => unknown): void {
    try {
      action()
    } catch (error) {
      told.push(error)
    }
  }

  /** All that can be got out of it without asking for the request. */
  function shownOf(thing: unknown): string {
    const seen: string[] = [
      inspect(thing, { depth: Infinity, maxStringLength: Infinity }),
      String(thing),
    ]
    seen.push(JSON.stringify(thing) ?? '')
    for (let error = errorOf(thing); error instanceof Error; error = error.cause) {
      seen.push(inspect(error, { showHidden: true, depth: Infinity }), error.stack ?? '')
      seen.push(JSON.stringify(error), ...Object.values(error).map(String))
    }
    return seen.join('\n')
  }

  const errorOf = (thing: unknown): unknown => (thing as { error?: unknown })?.error ?? thing

  test.each(Object.entries(formats))('%s', (_, format) => {
    const revocation = format.carriesId ? new MemoryRevocationList() : null
    const onEvent = (event: SessionEvent): unknown => told.push(event)
    const options = { ...common, onEvent, revocation }
    const factory = cookieSessionFactory<Data>(format, options)
    const jar = new Jar()
    const [id, token] = jar.visit(factory, (session) => {
      session
        .set('d4ta', DATA)
        .set('nested', { deep: [DATA] })
        .flash(DATA)
      return [session.id, session.getCsrfToken()]
    })
    for (const text of [id, token, jar.header.split('=')[1]]) if (text !== undefined) mark(text)
    const value = jar.header.split('=')[1]!
    const damaged = [
      DAMAGED,
      `${value}=`,
      value.slice(0, -5),
      value.slice(9),
      value.replace(/.{9}$/, DAMAGED),
      value.replace(/^.{44}/, (start) => start.toLowerCase()),
      `${value}${'x'.repeat(70_000)}`,
      'é€'.repeat(9),
    ]
    for (const text of damaged) {
      const request = { headers: { cookie: `__Host-session=${text}; other=${DATA}` } }
      factory.open(`__Host-session=${text}`, request).session.get('a')
      factory.open({ value: text }, request).session.get('a')
    }
    // Data that the format cannot read or write.
    for (const wrong of [
      () => DATA,
      Symbol(DATA),
      Promise.resolve(DATA),
      new Error(DATA),
      circle(),
    ]) {
      const opened = factory.open(jar.header)
      opened.session.set('a', { b: [wrong], [`of ${DATA}`]: wrong })
      run(() => void opened.session.save())
      run(() => opened.session.byteLength())
      run(() => opened.commit())
    }
    const large = factory.open(jar.header)
    large.session.set('large', DATA.repeat(1000))
    run(() => large.commit())
    run(() => large.session.flash(() => DATA, '', false))
    // Ends.
    now += 100
    jar.visit(factory, (session) => session.get('a'))
    if (format.carriesId) {
      jar.visit(factory, (session) => (session.subject = DATA))
      jar.visit(factory, (session) => session.invalidateOthers())
      jar.visit(factory, (session) => session.invalidateAll())
    }
    now += 2000
    factory.open(`__Host-session=${value}`).session.get('a')
    const another = { ...format, isAuthenticated: true }
    const acceptFormats = [{ format: another, until: '2030-01-01', cookieName: 'old' }]
    const accepting = sealedCookieSessionFactory<Data>(keyOf('x'), { ...options, acceptFormats })
    for (const text of damaged)
      accepting.open(`old=${text}; __Host-session=${text}`).session.get('a')
    now -= 2000
    accepting.open(`old=${value}`).session.get('a')

    expect(told.length).toBeGreaterThan(20)
    const types = new Set(told.map((thing) => (thing as Partial<SessionEvent>).type))
    expect(types).toContain('invalid')
    for (const thing of told) {
      const shown = shownOf(thing)
      for (const forbidden of marks) expect(shown).not.toContain(forbidden)
    }
  })

  function circle(): unknown {
    const list: unknown[] = [DATA]
    list.push(list)
    return list
  }

  test('keys that are refused', () => {
    const refused = [DATA, 'x'.repeat(40), `${KEY} `, `${KEY}*`, Buffer.alloc(32, DATA), [KEY, KEY]]
    for (const keys of refused) {
      if (typeof keys === 'string') mark(keys)
      run(() => sealedFormat(keys as string))
      run(() => signedFormat(keys as string))
      run(() => make({ schema: DATA }))
      run(() => make({ cookieName: `${DATA};` }))
    }
    expect(told.length).toBeGreaterThan(refused.length * 3)
    expect(told.every((error) => error instanceof CartoucheError)).toBe(true)
    for (const thing of told) {
      const shown = shownOf(thing)
      for (const forbidden of marks) expect(shown).not.toContain(forbidden)
    }
  })

  test('a session that is printed shows no token, no key and no id', () => {
    const { session } = make().open()
    const token = session.getCsrfToken()
    const shown = shownOf(session) + inspect(session, { showHidden: true, depth: Infinity })
    for (const forbidden of [token, session.id!, KEY]) expect(shown).not.toContain(forbidden)
  })

  test('nor does a factory, a format, a list', () => {
    const list = new MemoryRevocationList()
    list.revoke({ id: 'an id that was revoked', until: null })
    for (const thing of [make(), sealedFormat(KEY), signedFormat(KEY), list]) {
      const shown = inspect(thing, { showHidden: true, depth: Infinity, getters: true })
      for (const forbidden of marks) expect(shown).not.toContain(forbidden)
      expect(shown).not.toContain('an id that was revoked')
    }
  })
})
