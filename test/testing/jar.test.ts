/** The jar, by RFC 6265bis: storing (5.7), sending (5.8), prefixes (4.1.3), SameSite (5.2). */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { MemoryRevocationList, OptionError } from '../../src/index.js'
import { generateKey, sealedCookieSessionFactory } from '../../src/index.js'
import { withSession } from '../../src/bindings/fetch.js'
import { CookieJar, mintSetCookie, readCookie, testClock } from '../../src/testing/index.js'
import type { CookieJarOptions, SetCookieSource, TestClock } from '../../src/testing/index.js'
import { kinds } from './factories.js'

const SHOP = 'https://shop.example/'
let clock: TestClock
let jar: CookieJar

beforeEach(() => {
  clock = testClock()
  jar = new CookieJar({ clock })
})

/** What is sent to an address after a line came from another. */
const sent = (line: string, from: string, to: string): string => {
  jar.store(from, line)
  return jar.header(to)
}

describe('what a line says', () => {
  test.each([
    ['a=1', 'a=1'],
    [' a \t=\t 1 2 ;Path=/', 'a=1 2'],
    ['a=1=2', 'a=1=2'],
    ['a="b c"', 'a="b c"'],
    ['a=', 'a='],
    ['just text', 'just text'],
    ['=text', 'text'],
    ['a=1;;; =x; unknown=7; HttpOnly', 'a=1'],
  ])('%j is sent as %j', (line, header) => {
    expect(sent(line, SHOP, SHOP)).toBe(header)
    expect(jar.refused).toEqual([])
  })

  test.each([
    '',
    '=',
    ';Path=/',
    'a=\u0000',
    'a=1\nb=2',
    'a=1; Path=/\u007f',
    `a=${'x'.repeat(4096)}`,
    '__Host-a',
    '=__secure-a=1',
  ])('%j is not kept', (line) => {
    expect(sent(line, SHOP, SHOP)).toBe('')
    expect(jar.cookies()).toEqual([])
    expect(jar.refused).toHaveLength(1)
  })

  test('name and value may have 4096 bytes together', () => {
    expect(sent(`a=${'x'.repeat(4095)}`, SHOP, SHOP)).toHaveLength(4097)
    expect(sent(`b=${'é'.repeat(2048)}`, SHOP, SHOP)).not.toContain('b=')
    expect(jar.refused).toEqual(['b: value makes it 4097 bytes; browsers keep 4096'])
  })

  test('an attribute of more than 1024 bytes is as if it were not there', () => {
    jar.store(SHOP, `a=1; Path=/${'x'.repeat(1024)}; Domain=${'x'.repeat(1025)}`)
    expect(jar.cookies()).toMatchObject([{ path: '/', hostOnly: true }])
  })

  test('of an attribute that comes twice, the last counts', () => {
    jar.store(`${SHOP}a/b`, 'a=1; Path=/x; SAMESITE=Strict; path=/a; SameSite=lax')
    expect(jar.cookies()).toEqual([
      {
        name: 'a',
        value: '1',
        domain: 'shop.example',
        hostOnly: true,
        path: '/a',
        secure: false,
        httpOnly: false,
        sameSite: 'Lax',
        expires: null,
      },
    ])
  })

  test('a reason holds no value', () => {
    jar.store('http://shop.example/', ['__Host-a=hidden; Secure; Path=/', 'hidden\u0000'])
    expect(jar.refused).toHaveLength(2)
    expect(jar.refused[0]).toBe('__Host-a: secure is set, and http://shop.example is not')
    expect(String(jar.refused)).not.toContain('hidden')
  })
})

describe('hosts', () => {
  test.each([
    ['a=1', SHOP, 'https://www.shop.example/', ''],
    ['a=1', SHOP, 'https://SHOP.example:8443/', 'a=1'],
    ['a=1; Domain=shop.example', SHOP, 'https://www.shop.example/', 'a=1'],
    ['a=1; Domain=.Shop.Example', 'https://www.shop.example/', SHOP, 'a=1'],
    ['a=1; Domain=shop.example', SHOP, 'https://badshop.example/', ''],
    ['a=1; Domain=', SHOP, 'https://www.shop.example/', ''],
    ['a=1; Domain=www.shop.example', SHOP, 'https://www.shop.example/', ''],
    ['a=1; Domain=other.example', SHOP, 'https://other.example/', ''],
    ['a=1; Domain=example', SHOP, 'https://other.example/', ''],
    ['a=1; Domain=localhost', 'http://localhost/', 'http://localhost/', 'a=1'],
    ['a=1; Domain=localhost', 'http://localhost/', 'http://a.localhost/', ''],
    ['a=1; Domain=0.0.1', 'http://127.0.0.1/', 'http://127.0.0.1/', ''],
    ['a=1; Domain=127.0.0.1', 'http://127.0.0.1/', 'http://127.0.0.1/', 'a=1'],
  ])('%s of %s, for %s', (line, from, to, header) => {
    expect(sent(line, from, to)).toBe(header)
  })
})

test.each(['other.example', 'www.shop.example', 'example'])('Domain=%s is not kept', (domain) => {
  jar.store(SHOP, `a=1; Domain=${domain}`)
  expect(jar.cookies()).toEqual([])
  expect(jar.refused).toEqual([expect.stringMatching(/^a: domain is /)])
})

describe('paths', () => {
  test.each([
    ['a=1', '/cart/items', '/cart', 'a=1'],
    ['a=1', '/cart/items', '/cart/other?x=/', 'a=1'],
    ['a=1', '/cart/items', '/carts', ''],
    ['a=1', '/cart', '/', 'a=1'],
    ['a=1; Path=/', '/cart/items', '/', 'a=1'],
    ['a=1; Path=/cart/', '/', '/cart', ''],
    ['a=1; Path=/cart/', '/', '/cart/x', 'a=1'],
    ['a=1; Path=cart', '/x/y', '/x', 'a=1'],
    ['a=1; Path', '/x/y', '/x', 'a=1'],
  ])('%s of %s, for %s', (line, from, to, header) => {
    expect(sent(line, new URL(from, SHOP).href, new URL(to, SHOP).href)).toBe(header)
  })

  test('longer paths come first, then older cookies', () => {
    jar.store(SHOP, ['a=1; Path=/', 'b=1; Path=/x', 'c=1; Path=/', 'a=2; Path=/x', 'a=3; Path=/'])
    expect(jar.header(`${SHOP}x`)).toBe('b=1; a=2; a=3; c=1')
  })
})

describe('Secure', () => {
  test.each([
    ['https://shop.example/', 'https://shop.example/', 'a=1'],
    ['https://shop.example/', 'http://shop.example/', ''],
    ['http://shop.example/', 'https://shop.example/', ''],
    ['http://localhost:3000/', 'http://localhost:3000/', 'a=1'],
    ['http://app.localhost/', 'http://app.localhost/', 'a=1'],
    ['http://127.0.0.1/', 'http://127.0.0.1:81/', 'a=1'],
    ['http://[::1]/', 'http://[::1]/', 'a=1'],
    ['http://localhost.example/', 'http://localhost.example/', ''],
    ['http://127.0.0.1.example/', 'http://127.0.0.1.example/', ''],
  ])('of %s, for %s', (from, to, header) => {
    expect(sent('a=1; Secure', from, to)).toBe(header)
  })

  test('over HTTP no cookie takes the place of a secure one', () => {
    jar.store(SHOP, 'a=1; Secure; Domain=shop.example; Path=/x')
    jar.store('http://www.shop.example/', 'a=2; Path=/x/y; Domain=shop.example')
    expect(jar.refused).toEqual(['a: secure is not set, and a secure cookie of that name is there'])
    jar.store('http://shop.example/', ['b=2; Path=/x', 'a=3; Path=/'])
    expect(jar.header(`${SHOP}x`)).toBe('a=1; b=2; a=3')
  })
})

test.each([
  ['https://www.shop.example/', 'a=1; Secure', 'a=2; Domain=shop.example'],
  [SHOP, 'a=1; Secure; Domain=shop.example', 'a=2'],
])('nor does one of a domain around it or below it: %s %s, %s', (from, secure, plain) => {
  jar.store(from, secure)
  jar.store('http://www.shop.example/', plain)
  expect(jar.cookies().map(({ value }) => value)).toEqual(['1'])
  jar.store('http://other.example/', 'a=3')
  expect(jar.cookies().map(({ value }) => value)).toEqual(['1', '3'])
})

describe('names that browsers vouch for', () => {
  test.each([
    ['__Host-a=1; Secure; Path=/', true],
    ['__host-a=1; Path=/', false],
    ['__Host-a=1; Secure', false],
    ['__Host-a=1; Secure; Path=/x', false],
    ['__HOST-a=1; Secure; Path=/; Domain=shop.example', false],
    ['__Secure-a=1; Secure; Domain=shop.example', true],
    ['__Secure-a=1', false],
    ['__Http-a=1; Secure; HttpOnly', true],
    ['__Http-a=1; Secure', false],
    ['__Host-Http-a=1; Secure; HttpOnly; Path=/', true],
    ['__Host-Http-a=1; Secure; Path=/', false],
    ['a=1; SameSite=None', false],
    ['a=1; SameSite=None; Secure', true],
    ['a=1; Partitioned', false],
  ])('%s: %s', (line, isKept) => {
    jar.store(SHOP, line)
    expect(jar.cookies()).toHaveLength(isKept ? 1 : 0)
    expect(jar.refused).toHaveLength(isKept ? 0 : 1)
  })
})

describe('ends', () => {
  const DAY = 86_400

  test.each([
    ['a=1; Max-Age=60', 60],
    ['a=1; Expires=Wed, 01 Jan 2025 00:01:00 GMT', 60],
    ['a=1; expires=Wed, 01-Jan-2025 00:01:00 GMT', 60],
    ['a=1; Max-Age=90; Expires=Wed, 01 Jan 2025 00:01:00 GMT', 90],
    ['a=1; Max-Age=99999999999', 400 * DAY],
    ['a=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT', 400 * DAY],
  ])('%s', (line, seconds) => {
    jar.store(SHOP, line)
    clock.advance(seconds - 1)
    jar.restart()
    expect(jar.header(SHOP)).toBe('a=1')
    clock.advance(1)
    expect(jar.header(SHOP)).toBe('')
    expect(jar.cookies()).toEqual([])
  })

  test.each(['a=1', 'a=1; Max-Age=soon', 'a=1; Max-Age=1.5', 'a=1; Expires=never'])(
    '%s ends with the browser',
    (line) => {
      jar.store(SHOP, line)
      clock.advance(1000 * DAY)
      expect(jar.header(SHOP)).toBe('a=1')
      jar.restart()
      expect(jar.header(SHOP)).toBe('')
    },
  )

  test.each([
    'a=; Max-Age=0',
    'a=2; Max-Age=-5',
    'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    'a=; Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT',
  ])('%s takes the cookie away', (line) => {
    jar.store(SHOP, ['a=1', 'b=1', line])
    expect(jar.header(SHOP)).toBe('b=1')
  })

  test('a cookie of another path is another', () => {
    jar.store(SHOP, ['a=1; Path=/', 'a=; Path=/x; Max-Age=0'])
    expect(jar.header(`${SHOP}x`)).toBe('a=1')
  })
})

describe('requests of other sites', () => {
  const lines = [
    'none=1; SameSite=None; Secure',
    'lax=1; SameSite=Lax',
    'bare=1',
    'strict=1; SameSite=Strict',
  ]
  const ask = (method: string, headers: Record<string, string>): string[] => {
    jar.store(SHOP, lines)
    const header = jar.header(new Request(SHOP, { method, headers }))
    return header.split('; ').map((pair) => pair.split('=')[0]!)
  }
  const all = ['none', 'lax', 'bare', 'strict']

  test.each([
    ['GET', undefined, undefined, undefined, all],
    ['POST', 'same-origin', 'cors', 'empty', all],
    ['POST', 'same-site', 'navigate', 'document', all],
    ['GET', 'none', 'navigate', 'document', all],
    ['GET', 'cross-site', 'navigate', 'document', ['none', 'lax', 'bare']],
    ['HEAD', 'cross-site', 'navigate', undefined, ['none', 'lax', 'bare']],
    ['POST', 'cross-site', 'navigate', 'document', ['none']],
    ['GET', 'cross-site', 'navigate', 'iframe', ['none']],
    ['GET', 'cross-site', 'no-cors', 'image', ['none']],
    ['GET', 'cross-site', undefined, undefined, ['none']],
  ])('%s, Sec-Fetch-Site %s, Mode %s, Dest %s', (method, site, mode, dest, expected) => {
    const headers = {
      ...(site !== undefined && { 'Sec-Fetch-Site': site }),
      ...(mode !== undefined && { 'Sec-Fetch-Mode': mode }),
      ...(dest !== undefined && { 'Sec-Fetch-Dest': dest }),
    }
    expect(ask(method, headers)).toEqual(expected)
  })
})

describe('what can be stored', () => {
  test.each<[string, SetCookieSource]>([
    ['a line', 'a=1'],
    ['lines', ['a=1']],
    [
      'commit()',
      [
        ['Vary', 'Cookie'],
        ['set-cookie', 'a=1'],
      ],
    ],
    ['Headers', new Headers({ 'Set-Cookie': 'a=1' })],
    ['a Response', new Response('', { headers: { 'Set-Cookie': 'a=1' } })],
    ['a response of another client', { headers: { 'set-cookie': ['a=1'] } }],
  ])('%s', (_, source) => {
    jar.store(new URL(SHOP), source)
    expect(jar.header(new URL(SHOP))).toBe('a=1')
  })

  test('nothing', () => {
    jar.store(SHOP, undefined)
    jar.store(SHOP, { headers: {} })
    expect(jar.cookies()).toEqual([])
  })

  test('what has no lines is refused, as is what is no address', () => {
    expect(() => jar.store(SHOP, 7 as unknown as string)).toThrow(TypeError)
    expect(() => jar.store('/cart', 'a=1')).toThrow(TypeError)
    expect(() => jar.header('/cart')).toThrow(TypeError)
  })

  test('an option that is none is refused', () => {
    expect(() => new CookieJar({ now: clock } as CookieJarOptions)).toThrow(OptionError)
  })
})

describe('requests', () => {
  const echo = (request: Request): Response =>
    new Response(request.headers.get('cookie'), { headers: { 'Set-Cookie': 'seen=1' } })

  test('carry the cookies, and those of the response are kept', async () => {
    const bodies = []
    for (let i = 0; i < 2; i++) bodies.push(await (await jar.request(echo, SHOP)).text())
    expect(bodies).toEqual(['', 'seen=1'])
  })

  test('have the headers, method and body that they are given', async () => {
    jar.store(SHOP, 'a=1')
    const handler = async (request: Request): Promise<Response> => {
      const { method, url, redirect, headers } = request
      const body = await request.text()
      return Response.json([method, url, redirect, headers.get('x'), headers.get('cookie'), body])
    }
    const init = { method: 'POST', headers: { x: 'y' }, body: 'text' }
    const response = await jar.request(handler, `${SHOP}cart`, init)
    expect(await response.json()).toEqual(['POST', `${SHOP}cart`, 'manual', 'y', 'a=1', 'text'])
  })

  test('a Cookie header of their own stands', async () => {
    jar.store(SHOP, 'a=1')
    const response = await jar.request(echo, SHOP, { headers: { cookie: 'a=2' } })
    expect(await response.text()).toBe('a=2')
  })

  test('of another site carry what a browser would send', async () => {
    jar.store(SHOP, 'a=1; SameSite=Lax')
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    const response = await jar.request(echo, SHOP, { method: 'POST', headers })
    expect(await response.text()).toBe('')
  })

  test('go over the network by fetch, which follows no redirect', async () => {
    const server = createServer(({ headers }, response) => {
      const status = headers.cookie === undefined ? 303 : 200
      response.writeHead(status, { Location: '/', 'Set-Cookie': '__Host-a=1; Secure; Path=/' })
      response.end(headers.cookie)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close().closeAllConnections())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    expect((await jar.request(fetch, url)).status).toBe(303)
    const response = await jar.request(fetch, url)
    expect([response.status, await response.text()]).toEqual([200, '__Host-a=1'])
  })

  test('what a handler throws is thrown', async () => {
    const handler = (): Response => {
      throw new RangeError('broken')
    }
    await expect(jar.request(handler, SHOP)).rejects.toThrow(RangeError)
  })
})

describe.each(kinds)('$name', ({ make }) => {
  test('a session goes from request to request', async () => {
    const factory = make({ clock })
    const app = withSession(factory, (_, session) => {
      const visits = Number(session.get('visits', 0)) + 1
      session.set('visits', visits)
      return new Response(`Visit ${visits}`)
    })
    jar.store(SHOP, mintSetCookie(factory, { visits: 5 }))
    await jar.request(app, SHOP)
    const response = await jar.request(app, SHOP)
    expect(await response.text()).toBe('Visit 7')
    expect(readCookie(factory, jar.header(SHOP))?.data).toEqual({ visits: 7 })
    expect(jar.refused).toEqual([])
  })
})

test('signing out takes the cookie away, and a copy is worth nothing', async () => {
  const revocation = new MemoryRevocationList({ clock })
  const sessions = sealedCookieSessionFactory(generateKey(), { clock, revocation })
  const app = withSession(sessions, (_, session) => {
    session.invalidate()
    return new Response('')
  })
  jar.store(SHOP, mintSetCookie(sessions, {}, { subject: 'user 7' }))
  const copy = jar.header(SHOP)
  await jar.request(app, SHOP)
  expect(jar.cookies()).toEqual([])
  expect(() => readCookie(sessions, copy)).toThrow(expect.objectContaining({ code: 'REVOKED' }))
})

test('a persistent session outlives the browser', () => {
  const sessions = sealedCookieSessionFactory(generateKey(), { clock })
  const other = new CookieJar({ clock })
  jar.store(SHOP, mintSetCookie(sessions, { a: 1 }, { persistent: true }))
  other.store(SHOP, mintSetCookie(sessions, { a: 1 }))
  for (const browser of [jar, other]) browser.restart()
  expect([jar.cookies().length, other.cookies().length]).toEqual([1, 0])
  clock.advance(1800)
  expect(jar.header(SHOP)).toBe('')
})
