/** What carries a session in and out: requests and headers of several kinds, and cookie stores. */
import { createServer, IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import {
  CartoucheError,
  cookieSessionFactory,
  generateKey,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  sealedFormat,
  signedCookieSessionFactory,
} from '../../src/index.js'
import type { CookieSource, OpenSession } from '../../src/index.js'
import { CookieJar } from '../../src/testing/index.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const URL = 'https://shop.example/'

const factory = sealedCookieSessionFactory<{ user: number }>(generateKey())

function signIn(): string {
  const { session, commit } = factory.open()
  session.set('user', 7)
  return commit()[0]![1].split(';')[0]!
}

function nodeRequest(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  Object.assign(request.headers, headers)
  return request
}

/** Headers as a framework may have them. */
class Named {
  readonly #cookie: string
  constructor(cookie: string) {
    this.#cookie = cookie
  }
  get cookie(): string {
    return this.#cookie
  }
}

/** What stands in for the platform's, and can be gone through as they can. */
class Copied extends Map<string, string> {
  constructor(cookie: string) {
    super([['cookie', cookie]])
  }
  append(): void {}
}

/** Those of a framework that also lists them. */
class Listed extends Named {
  *[Symbol.iterator](): Generator<[string, string]> {
    yield ['cookie', this.cookie]
  }
}

describe('open() takes', () => {
  const cookie = `theme=dark; ${signIn()}`
  const sources: Record<string, CookieSource> = {
    'the text of a Cookie header': cookie,
    'a Request': new Request(URL, { headers: { cookie } }),
    Headers: new Headers({ Cookie: cookie }),
    "a request of Node's": nodeRequest({ cookie }),
    'an object with headers in other letters': { headers: { Host: 'x', Cookie: cookie } },
    'an object without prototype': { headers: Object.assign(Object.create(null), { cookie }) },
    'headers of a class of its own': { headers: new Named(cookie) as never },
    'headers that can be gone through too': { headers: new Listed(cookie) as never },
    'Headers of another copy': { headers: new Copied(cookie) as never },
    'the value of the cookie': { value: signIn().slice(signIn().indexOf('=') + 1) },
  }
  test.each(Object.entries(sources))('%s', (_, source) => {
    expect(factory.open(source).session.get('user')).toBe(7)
  })

  test.each<[string, CookieSource]>([
    ['a Request', new Request(URL)],
    ['Headers', new Headers()],
    ["a request of Node's", nodeRequest({})],
    ['an object with headers', { headers: {} }],
    ['null', null],
    ['nothing', undefined],
    ['no value', { value: undefined }],
  ])('%s without a cookie', (_, source) => {
    expect(factory.open(source).session.new).toBe(true)
  })

  test.each<[string, unknown]>([
    ['a list of cookies', { headers: { cookie: ['session=x'] } }],
    ['headers that are text', { headers: 'cookie: session=x' }],
    ['headers that are none', { headers: null }],
    ['a server', createServer()],
    ['a Map', new Map([['cookie', 'session=x']])],
    ['headers in a Map', { headers: new Map([['cookie', 'session=x']]) }],
    ['headers in pairs', { headers: [['cookie', 'session=x']] }],
    ['headers in a flat list', { headers: ['cookie', 'session=x'] }],
    ['headers in no list', { headers: [] }],
    ['headers of an iterator', { headers: Object.entries({ cookie: 'session=x' }).values() }],
    ['a query', { headers: new URLSearchParams('cookie=x') }],
    ['a query itself', new URLSearchParams('cookie=x')],
    ['a form', { headers: new FormData() }],
    ['headers that are still to come', { headers: Promise.resolve(new Headers()) }],
  ])('nothing else: %s', (_, source) => {
    expect(() => factory.open(source as never)).toThrow(TypeError)
  })

  test.each<[string, CookieSource & object]>([
    ['Request', new Request(URL, { headers: { cookie: '__Host-session=garbage' } })],
    ["request of Node's", nodeRequest({ cookie: '__Host-session=garbage' })],
  ])('a %s, of which listeners are told', (_, request) => {
    const onEvent = vi.fn()
    const told = sealedCookieSessionFactory(generateKey(), { onEvent })
    expect(told.open(request).session.new).toBe(true)
    expect(onEvent.mock.lastCall![0]).toMatchObject({ type: 'invalid' })
    expect(onEvent.mock.lastCall![0].request).toBe(request)
  })
})

describe('commit()', () => {
  test('is what new Response() takes', async () => {
    const { session, commit } = factory.open()
    session.set('user', 7)
    const response = new Response('ok', { headers: commit() })
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-session=/)])
  })

  test('is a list of its own, which may be added to', () => {
    const { session, commit } = factory.open()
    session.set('user', 7)
    const headers: [string, string][] = commit()
    headers.push(['Content-Type', 'text/plain'])
    expect(headers).toHaveLength(2)
    expect(commit()).toEqual([])
  })
})

describe('commitCookie()', () => {
  const opened = (made = factory): OpenSession<{ user: number }> => {
    const open = made.open()
    open.session.set('user', 7)
    return open
  }

  test('gives name, value and attributes, as cookie stores take them', () => {
    const { name, value, options } = opened().commitCookie()!
    expect(name).toBe('__Host-session')
    expect(factory.open({ value }).session.get('user')).toBe(7)
    expect(options).toEqual({ path: '/', httpOnly: true, secure: true, sameSite: 'lax' })
  })

  test('the value needs no escapes', () => {
    const { value } = opened().commitCookie()!
    expect(encodeURIComponent(value)).toBe(value)
  })

  test.each([
    [{ maxAge: 60 }, { maxAge: 60 }],
    [{ domain: 'shop.example' }, { domain: 'shop.example' }],
    [{ path: '/app' }, { path: '/app' }],
    [{ path: null }, { path: '' }],
    [{ secure: true }, { secure: true }],
    [{ httpOnly: true }, { httpOnly: true }],
    [{ sameSite: 'Strict' as const }, { sameSite: 'strict' }],
    [{ sameSite: null }, { sameSite: undefined }],
    [
      { secure: true, sameSite: 'none' as const },
      { secure: true, sameSite: 'none' },
    ],
    [
      { secure: true, partitioned: true },
      { secure: true, partitioned: true },
    ],
  ])('%o is %o', (given, expected) => {
    const made = signedCookieSessionFactory<{ user: number }>(SECRET, given)
    const plain = { path: '/', httpOnly: false, secure: false, sameSite: 'lax' }
    // A store puts its own default where a name is not there at all.
    expect(opened(made).commitCookie()!.options).toStrictEqual({ ...plain, ...expected })
  })

  test('an untouched session gives none', () => {
    expect(factory.open().commitCookie()).toBeUndefined()
    expect(factory.open().commitCookies()).toEqual([])
  })

  test('closes the session, as commit() does', () => {
    const open = opened()
    open.commitCookie()
    expect(() => open.session.set('user', 8)).toThrow('gone out')
    expect(open.commitCookie()).toBeUndefined()
  })

  test('a session that was ended gives one that takes the cookie away', () => {
    const { session, commitCookie } = factory.open(signIn())
    session.invalidate()
    expect(commitCookie()).toMatchObject({ value: '', options: { maxAge: 0, path: '/' } })
  })

  test('after an exception it is as with commit()', () => {
    const { session, commitCookie } = sealedCookieSessionFactory(generateKey(), {
      setOnException: false,
    }).open()
    session.set('a', 1)
    expect(commitCookie({ exception: new Error('boom') })).toBeUndefined()
  })

  test('where an older cookie is taken away as well, it says what to do, and nothing is lost', () => {
    const jar = new CookieJar()
    const before = cookieSessionFactory(pyramidHexFormat(SECRET), {
      cookieName: 'old',
      secure: true,
    }).open()
    before.session.set('user', 7)
    jar.store(URL, before.commit())
    const moved = cookieSessionFactory<{ user: number }>(sealedFormat(generateKey()), {
      acceptFormats: [{ format: pyramidHexFormat(SECRET), until: '2999-01-01', cookieName: 'old' }],
    }).open(jar.header(URL))
    moved.session.set('user', 8)
    expect(() => moved.commitCookie()).toThrow(CartoucheError)
    expect(() => moved.commitCookie()).toThrow('use commitCookies()')
    const cookies = moved.commitCookies()
    expect(cookies.map(({ name, options: { maxAge } }) => [name, maxAge])).toEqual([
      ['__Host-session', undefined],
      ['old', 0],
    ])
  })
})
