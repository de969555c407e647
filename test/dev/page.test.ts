/** What the page shows, and to whom. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sessionPage } from '../../src/dev/index.js'
import {
  OptionError,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  storedSessionFactory,
} from '../../src/index.js'
import { expressCookieSessionFactory } from '../../src/languages/cookie-session.js'
import { memoryStore } from '../../src/stores/memory.js'
import { listedIn } from '../contracts/binding/listed.js'
import { browser } from './browser.js'
import type { Browser, Make } from './browser.js'

const KEY = generateKey()
const SECRET = 'a secret of these tests that is longer than sixty-four bytes, 0123456789'

const sealed: Make = (clock) => sealedCookieSessionFactory(KEY, { clock })

/** Text that would be markup. */
const EVIL = `<script>alert("'&'")</script>`

const shown = async ({ page }: Browser): Promise<string> => (await page()).text()

describe('where there is a page', () => {
  afterEach(() => vi.unstubAllEnvs())
  const factory = sealedCookieSessionFactory(KEY)

  test.each(['production', 'staging', '', undefined])('not with NODE_ENV=%s', (environment) => {
    vi.stubEnv('NODE_ENV', environment)
    expect(() => sessionPage(factory)).toThrow(OptionError)
    expect(() => sessionPage(factory)).toThrow("NODE_ENV must be 'development' or 'test'")
  })

  test.each(['development', 'test'])('with NODE_ENV=%s', (environment) => {
    vi.stubEnv('NODE_ENV', environment)
    expect(sessionPage(factory).factory.cookieName).toBe('__Host-session')
  })

  test('not of what is no factory', () => {
    expect(() => sessionPage('secret' as never)).toThrow(OptionError)
  })

  test.each([{ allowRemote: 1 }, { path: '/' }, 7])('not with the options %j', (options) => {
    expect(() => sessionPage(factory, options as never)).toThrow(OptionError)
  })
})

describe('who sees it', () => {
  const { fetch, handle } = sessionPage(sealedCookieSessionFactory(KEY))
  const remote = sessionPage(sealedCookieSessionFactory(KEY), { allowRemote: true })

  type Headers = Record<string, string>
  const LOCAL: readonly (readonly [host: string, headers: Headers])[] = [
    ['localhost', {}],
    ['localhost:3000', {}],
    ['shop.localhost', {}],
    ['127.0.0.1', {}],
    ['127.8.9.1:80', {}],
    ['[::1]:8080', {}],
    ['localhost', { 'x-forwarded-for': '::1, ::ffff:127.0.0.1' }],
    ['localhost', { 'x-forwarded-for': '127.0.0.1:4711, [::1]:80' }],
    ['localhost', { host: '[::1]' }],
    ['localhost', { forwarded: 'for=127.0.0.1' }],
    ['localhost', { forwarded: 'for=127.0.0.1;proto=http;by=192.168.1.7' }],
    ['localhost', { forwarded: 'proto=http; For="[::1]:4711" , for="127.0.0.1:80"' }],
    ['localhost', { forwarded: 'by="a, for=192.168.1.7";for=127.0.0.1' }],
  ]
  const REMOTE: typeof LOCAL = [
    ['shop.example', {}],
    ['localhost.shop.example', {}],
    ['127.0.0.1.shop.example', {}],
    ['192.168.1.7', {}],
    ['[::ffff:192.168.1.7]', {}],
    ['localhost', { host: 'shop.example' }],
    ['localhost', { host: 'localhost@shop.example' }],
    ['localhost', { 'x-forwarded-for': '192.168.1.7' }],
    ['localhost', { 'x-forwarded-for': '127.0.0.1, 192.168.1.7' }],
    ['localhost', { 'x-real-ip': '192.168.1.7' }],
    ['localhost', { forwarded: 'for=192.168.1.7' }],
    ['localhost', { forwarded: 'for=127.0.0.1, for=192.168.1.7' }],
    ['localhost', { forwarded: 'for=127.0.0.1;for="[2001:db8::1]"' }],
    ['localhost', { forwarded: 'host="a\\";for=127.0.0.1" , for=192.168.1.7' }],
    ['localhost', { forwarded: 'for=unknown' }],
    ['localhost', { forwarded: 'for=_hidden, for=127.0.0.1' }],
    ['localhost', { forwarded: 'for="127.0.0.1' }],
    ['localhost', { forwarded: 'for=127.0.0.1 for=192.168.1.7' }],
    ['localhost', { forwarded: '192.168.1.7' }],
  ]
  const asked = (host: string, headers: Headers) => new Request(`http://${host}/`, { headers })

  test.each(LOCAL)('%s %j is this machine', async (host, headers) => {
    expect((await fetch(asked(host, headers))).status).toBe(200)
  })

  test.each(REMOTE)('%s %j is elsewhere', async (host, headers) => {
    const response = await fetch(asked(host, headers))
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('allowRemote: true')
    expect((await remote.fetch(asked(host, headers))).status).toBe(200)
  })

  /** Node's own way, as if the request had come from that address. */
  async function statusFor(remoteAddress: string, headers: Headers, method = 'GET') {
    const set = new Map<string, string>()
    const response = {
      statusCode: 0,
      setHeader: (name: string, value: string) => set.set(name, value),
      end: vi.fn<(body: string) => void>(),
    }
    const request = { method, url: '/__session', headers, socket: { remoteAddress } }
    await handle(request as unknown as IncomingMessage, response as unknown as ServerResponse)
    expect(response.end).toHaveBeenCalledOnce()
    return response.statusCode
  }

  test.each([
    ['127.0.0.1', { host: 'localhost' }, 200],
    ['::ffff:127.0.0.1', { host: 'localhost' }, 200],
    ['::1', { ':authority': 'localhost' }, 200],
    ['192.168.1.7', { host: 'localhost' }, 403],
    ['::ffff:192.168.1.7', { host: 'localhost' }, 403],
    ['127.0.0.1', { host: 'shop.example' }, 403],
    ['127.0.0.1', {}, 403],
    ['127.0.0.1', { host: 'localhost', 'x-forwarded-for': '192.168.1.7' }, 403],
  ])('from %s with %j: %i', async (address, headers, status) => {
    expect(await statusFor(address, headers as unknown as Headers)).toBe(status)
  })

  test.each(['POST', 'PUT', 'DELETE', 'HEAD'])(
    'it is only to be read: not by %s',
    async (method) => {
      const response = await fetch(new Request('http://localhost/', { method }))
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
      expect(await statusFor('::1', { host: 'localhost' }, method)).toBe(405)
    },
  )

  test('no cache keeps it, no script runs in it, and no frame shows it', async () => {
    const response = await fetch(new Request('http://localhost/'))
    const page = await response.text()
    const [, style] = /<style>(.*)<\/style>/s.exec(page)!
    const hash = createHash('sha256').update(style!).digest('base64')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    expect(page).not.toMatch(/<script|\son\w+=|\sstyle=|<link|<img|<form|<iframe/i)
  })
})

describe('what it shows', () => {
  test('the session, its times, its cookie, its messages, its token and its data', async () => {
    const used = browser((clock) =>
      sealedCookieSessionFactory(KEY, {
        clock,
        idleTimeout: 1800,
        absoluteTimeout: 43_200,
        reissueTime: 60,
      }),
    )
    let token = ''
    let id: string | undefined
    await used.visit('/', (session) => {
      session.subject = 'user 7'
      session.persistent = true
      session.set('cart', {
        apples: [1, 2n],
        when: new Date(0),
        tags: new Set(['new']),
        raw: Uint8Array.of(1, 255),
      })
      session.flash('Saved.')
      token = session.getCsrfToken()
      id = session.id
    })
    used.clock.advance(30)
    const page = (await shown(used)).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    const [cookie] = used.jar.cookies()
    const size = cookie!.name.length + cookie!.value.length
    for (const text of [
      `Id ${id}`,
      'Subject user 7',
      'Format sealed',
      'Kept in the cookie',
      'Persistent yes',
      'Made 30 seconds ago 2025-01-01 00:00:00 UTC',
      'Last written 30 seconds ago 2025-01-01 00:00:00 UTC',
      'Reading writes it again in 30 seconds 2025-01-01 00:01:00 UTC',
      'Ends if it is not used in 30 minutes 2025-01-01 00:30:00 UTC',
      'Ends in any case in 12 hours 2025-01-01 12:00:00 UTC',
      `__Host-session ${size} of 4096 characters`,
      'Max-Age=1800 Path=/ secure HttpOnly SameSite=Lax',
      'the usual queue list (1) 0 &quot;Saved.&quot;',
      token,
      'cart object (4) apples list (2) 0 1 1 2n',
      'when Date 1970-01-01T00:00:00.000Z',
      'tags Set (1) 0 &quot;new&quot;',
      'raw 2 bytes: 01 ff',
    ]) {
      expect(page).toContain(text)
    }
  })

  test('all that is put in is escaped', async () => {
    const used = browser(sealed)
    await used.visit(`/${encodeURIComponent(EVIL)}`, (session) => {
      session.subject = EVIL
      session.set(EVIL, { [EVIL]: [EVIL, new Map([[EVIL, EVIL]]), new Date(NaN)] })
      session.flash(EVIL, EVIL)
      session.set('_csrft_', EVIL)
    })
    await used.visit('/', (session) => session.set('run', { [EVIL]: () => EVIL }))
    const page = await shown(used)
    expect(page).not.toContain('<script')
    expect(page).not.toContain(`"'&'"`)
    const escaped = '&lt;script&gt;alert(&quot;&#39;&amp;&#39;&quot;)&lt;/script&gt;'
    expect(page.split(escaped).length).toBeGreaterThan(6)
  })

  test('why a cookie was refused, and an answer that could not set it', async () => {
    const used = browser(sealed)
    used.jar.store('http://localhost/', '__Host-session=made-up; Path=/; Secure')
    expect(await shown(used)).toContain('Refused. BAD_BASE64')
    await used.visit('/', (session) => session.set('a', 1))
    used.clock.advance(86_400)
    expect(await shown(used)).toContain('Refused. EXPIRED')
  })

  test('no value of a cookie', async () => {
    const used = browser(sealed)
    await used.visit('/', (session) => session.set('a', 1))
    const page = await shown(used)
    for (const { value } of used.jar.cookies()) expect(page).not.toContain(value)
    expect(listedIn(page)).toEqual([
      {
        asked: 'GET / → 200',
        badge: 'Set-Cookie',
        reasons: ['a new session', 'added: a'],
        lines: [
          expect.stringMatching(
            /^__Host-session \d+ characters; Path=\/; secure; HttpOnly; SameSite=Lax$/,
          ),
        ],
      },
    ])
  })

  test('that a browser has no session, and nothing of one', async () => {
    const page = await shown(browser(sealed))
    expect(page).toContain('This browser has no session')
    expect(page).toContain('The request had no cookie named <code>__Host-session</code>')
    expect(page).not.toMatch(/<dt>(?:Id|Made|Ends)/)
  })

  test('the method, the path without its query, and the status', async () => {
    const used = browser(sealed)
    await used.page()
    await used.visit('/cart/7?token=secret', (session) => session.set('a', 1), 'PUT')
    await used.visit('/fails', (session) => {
      session.set('b', 1)
      throw new Error('boom')
    })
    const asked = (await used.list()).map((one) => one.asked)
    expect(asked).toEqual(['GET /fails → 500', 'PUT /cart/7 → 200'])
  })

  test('that a store cannot be reached', async () => {
    const store = memoryStore()
    const used = browser(() => storedSessionFactory(store, KEY))
    await used.visit('/', (session) => session.set('a', 1))
    const read = vi.spyOn(store, 'read').mockRejectedValue(new Error('down'))
    const response = await used.page()
    read.mockRestore()
    expect(response.status).toBe(500)
    expect(await response.text()).toMatch(/^The session cannot be shown: STORE_UNAVAILABLE: /)
  })
})

describe('to look at it', () => {
  test('is no access, and sets the page’s own cookie alone, once', async () => {
    const used = browser(sealed)
    await used.visit('/', (session) => session.set('a', 1))
    const before = used.jar.header('http://localhost/')
    used.clock.advance(900)
    const first = await used.page()
    expect(first.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^session-page=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect((await used.page()).headers.getSetCookie()).toEqual([])
    expect(used.jar.header('http://localhost/')).toContain(before)
    used.clock.advance(901)
    expect(await shown(used)).toContain('Refused. EXPIRED')
  })

  test('writes nothing to a store', async () => {
    const store = memoryStore()
    const used = browser((clock) => storedSessionFactory(store, KEY, { clock }))
    await used.visit('/', (session) => session.set('a', 1))
    const update = vi.spyOn(store, 'update')
    const create = vi.spyOn(store, 'create')
    used.clock.advance(61)
    await used.page()
    expect([update.mock.calls, create.mock.calls]).toEqual([[], []])
  })

  test('is no answer of the application', async () => {
    const { factory, fetch } = sessionPage(sealedCookieSessionFactory(KEY))
    const { session, commit } = factory.open()
    session.set('a', 1)
    const cookie = commit()[0]![1].split(';')[0]!
    const request = new Request('http://localhost/__session', { headers: { cookie } })
    // As a binding does whose routes have the page among them.
    const around = factory.open(cookie, request)
    const page = await (await fetch(request)).text()
    around.commit()
    const again = await (await fetch(new Request(request))).text()
    expect([listedIn(page).length, listedIn(again).length]).toEqual([1, 1])
  })
})

describe('the answers of a browser', () => {
  const visits = async (used: Browser, count: number): Promise<void> => {
    for (let at = 1; at <= count; at++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await used.visit(`/${at}`, (session) => session.set('n', at))
    }
  }

  test('are listed before the page was first asked for, by the session’s cookie', async () => {
    const used = browser(sealed)
    await visits(used, 3)
    expect((await used.list()).map(({ asked }) => asked.split(' ')[1])).toEqual(['/3', '/2', '/1'])
  })

  test('are listed after the session has ended, by the page’s own', async () => {
    const used = browser(sealed)
    await used.page()
    await used.visit('/in', (session) => session.set('a', 1))
    await used.visit('/out', (session) => session.invalidate())
    await used.visit('/', (session) => session.get('a'))
    expect((await used.list()).map(({ badge }) => badge)).toEqual([
      'no cookie',
      'cookie taken away',
      'Set-Cookie',
    ])
  })

  test('are the last twenty', async () => {
    const used = browser(sealed)
    await visits(used, 23)
    const asked = (await used.list()).map((one) => one.asked)
    expect(asked).toHaveLength(20)
    expect([asked[0], asked[19]]).toEqual(['GET /23 → 200', 'GET /4 → 200'])
  })

  test('that did not touch the session take one place together', async () => {
    const used = browser(sealed)
    await visits(used, 1)
    for (const path of ['/a.css', '/b.css', '/c.css']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await used.visit(path, () => undefined)
    }
    const page = await shown(used)
    expect(listedIn(page).map(({ asked }) => asked)).toEqual(['GET /c.css → 200', 'GET /1 → 200'])
    expect(page).toContain('and 2 before')
  })

  /** Two browsers that use one application. */
  function two(make: Make): readonly [Browser, Browser] {
    const used = browser(make)
    return [used, used.another()]
  }

  test.each<[string, Make]>([
    ['sealed', sealed],
    ['signed, without an id', (clock) => signedCookieSessionFactory(SECRET, { clock })],
    ['the same text for all who have the same data', () => expressCookieSessionFactory(SECRET)],
  ])('are not those of another one: %s', async (_, make) => {
    const [mine, other] = two(make)
    const paths = async (used: Browser) =>
      (await used.list()).map(({ asked }) => asked.split(' ')[1])
    await mine.visit('/mine', (session) => session.set('a', 1))
    mine.clock.advance(0.25)
    await other.visit('/others', (session) => session.set('a', 1))
    await other.visit('/others', (session) => session.get('a'))
    expect(await paths(mine)).not.toContain('/others')
    expect(await paths(other)).not.toContain('/mine')
    await mine.visit('/mine', (session) => session.set('a', 2))
    await other.visit('/others', (session) => session.set('a', 2))
    expect(new Set(await paths(mine))).toEqual(new Set(['/mine']))
    expect(new Set(await paths(other))).toEqual(new Set(['/others']))
  })

  test('are nobody’s where a cookie is made up', async () => {
    const [mine, other] = two(sealed)
    const line = '__Host-session=made-up; Path=/; Secure'
    mine.jar.store('http://localhost/', line)
    other.jar.store('http://localhost/', line)
    await mine.visit('/mine', (session) => session.get('a'))
    expect(await other.list()).toEqual([])
  })
})
