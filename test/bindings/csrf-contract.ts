/**
 * What the automatic CSRF check of every binding must do. A binding joins by a {@link CsrfHarness}.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import type { CsrfOptions } from '../../src/csrf/protection.js'
import { SessionCSRFStoragePolicy } from '../../src/csrf/session-policy.js'
import {
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { BadCsrfToken, SessionFactory } from '../../src/index.js'
import type { Answer, Server } from './contract.js'

/** Options that are the same for every kind of request. */
export type SharedCsrfOptions = Omit<CsrfOptions<never>, 'exempt'>

/** What the application under test may do with a request. */
export interface CsrfActions {
  readonly getToken: () => string
  readonly newToken: () => string
  /** The binding's `checkCsrf`, with a parsed form or without. */
  readonly check: (body?: unknown) => void
  /** Touches the session. */
  readonly touch: () => void
}

/** The application under test: the text that answers a request. */
export type CsrfApp = (path: string, actions: CsrfActions) => string

/**
 * Starts a server that makes the automatic check before `app` is called; but not of requests below
 * `/exempt`. Its own answer to a failed check is tested, so that it has no other.
 */
export type CsrfHarness = (
  factory: SessionFactory,
  app: CsrfApp,
  options: SharedCsrfOptions,
) => Promise<Server>

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const HERE = 'https://shop.example'

/** The cookies that an answer sets, as the next request sends them. */
function cookiesOf({ setCookies }: Answer): string {
  return setCookies.map((line) => line.split(';')[0]).join('; ')
}

export function csrfContract(
  name: string,
  start: CsrfHarness,
  { readsBodies }: { readsBodies: boolean },
): void {
  describe(`${name} (contract of the automatic CSRF check)`, () => {
    const calls: string[] = []
    let server: Server

    const app: CsrfApp = (path, { getToken, newToken, check, touch }) => {
      calls.push(path)
      if (path === '/form') return getToken()
      if (path === '/new') return newToken()
      if (path === '/both') touch()
      if (path === '/both') return getToken()
      if (path === '/exempt/checked') check({ csrf_token: ['wrong', 'right'] })
      if (path === '/exempt/reasons') return REASONS.map((body) => reasonOf(check, body)).join(' ')
      return 'ran'
    }

    async function restart(
      options: SharedCsrfOptions = {},
      factory = unencryptedCookieSessionFactoryConfig('seekrit'),
    ): Promise<void> {
      await server?.stop()
      server = await start(factory, app, options)
    }
    beforeEach(() => restart())
    afterEach(async () => {
      await server.stop()
      calls.length = 0
    })

    /** A session that has a token: its cookie, and the token. */
    async function session(path = '/form'): Promise<{ cookie: string; token: string }> {
      const answer = await server.request(path)
      expect(answer.status).toBe(200)
      calls.length = 0
      return { cookie: cookiesOf(answer), token: answer.body }
    }

    async function expectRefused(answer: Promise<Answer>): Promise<void> {
      expect((await answer).status).toBe(400)
      expect(calls).toEqual([])
    }

    const post = (path: string, cookie: string, token?: string): Promise<Answer> =>
      server.request(path, cookie, {
        method: 'POST',
        ...(token !== undefined && { headers: { 'X-CSRF-Token': token } }),
      })

    test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s without a token: 400', async (method) => {
      const { cookie } = await session()
      await expectRefused(server.request('/', cookie, { method }))
      await expectRefused(server.request('/', undefined, { method }))
    })

    test.each<[string, SessionFactory, SharedCsrfOptions]>([
      ['that writes after every access', unencryptedCookieSessionFactoryConfig('seekrit'), {}],
      ['that writes after a time', signedCookieSessionFactory('seekrit', { reissueTime: 0 }), {}],
      [
        'beside a policy with its own key',
        unencryptedCookieSessionFactoryConfig('seekrit'),
        { policy: new SessionCSRFStoragePolicy({ key: 'own' }) },
      ],
      [
        'beside a policy with a cookie',
        unencryptedCookieSessionFactoryConfig('seekrit'),
        { policy: new CookieCSRFStoragePolicy() },
      ],
    ])('a refusal sets no cookie, so that it signs nobody out: a session %s', async (...args) => {
      const [, factory, options] = args
      await restart(options, factory)
      // What a browser sends when another site posts a form: no cookie of SameSite=Lax.
      for (const headers of [{}, { 'X-CSRF-Token': 'x' }, { Origin: 'http://evil.example' }]) {
        const answer = await server.request('/', undefined, { method: 'POST', headers })
        expect(answer).toMatchObject({ status: 400, setCookies: [] })
      }
      expect(await post('/', 'session=bad', 'x')).toMatchObject({ status: 400, setCookies: [] })
    })

    test('a check is no access: a session that nobody touches stays as it is', async () => {
      const { cookie, token } = await session()
      expect(await post('/', cookie, token)).toMatchObject({ status: 200, setCookies: [] })
      expect(await post('/', cookie, 'x')).toMatchObject({ status: 400, setCookies: [] })
    })

    test('the error says which case it was', async () => {
      expect((await post('/exempt/reasons', '')).body).toBe('no-body missing missing mismatch')
    })

    test('a header that is sent twice is no token', async () => {
      const { cookie, token } = await session()
      const headers = { 'X-CSRF-Token': [token, token] as unknown as string }
      await expectRefused(server.request('/', cookie, { method: 'POST', headers }))
    })

    describe('a browser that says whence a request comes', () => {
      const from = async (headers: Record<string, string>): Promise<number> => {
        const { cookie, token } = await session()
        const sent = { method: 'POST', headers: { ...headers, 'X-CSRF-Token': token } }
        return (await server.request('/', cookie, sent)).status
      }

      test.each(['cross-site', 'same-site'])('%s: 400, over plain http too', async (site) => {
        await restart({ trustedOrigins: ['pay.example', '.b\u00fccher.example'] })
        const said = { 'Sec-Fetch-Site': site }
        expect(await from(said)).toBe(400)
        expect(await from({ ...said, Origin: 'null' })).toBe(400)
        expect(await from({ ...said, Origin: 'https://evil.example' })).toBe(400)
        expect(await from({ ...said, Origin: 'https://evil.pay.example' })).toBe(400)
        expect(await from({ ...said, Origin: 'https://pay.example' })).toBe(200)
        expect(await from({ ...said, Origin: 'https://www.xn--bcher-kva.example' })).toBe(200)
        expect(await from({ ...said, Referer: 'https://pay.example/cart' })).toBe(200)
        await restart({ checkOrigin: false })
        expect(await from(said)).toBe(200)
      })

      test.each(['same-origin', 'none'])('%s: the handler runs', async (site) => {
        expect(await from({ 'Sec-Fetch-Site': site })).toBe(200)
      })

      test('a safe method is not checked', async () => {
        const headers = { 'Sec-Fetch-Site': 'cross-site' }
        expect((await server.request('/', undefined, { headers })).status).toBe(200)
      })
    })

    test('a proxy that ends TLS and that nobody told of is warned of once', async () => {
      const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
      const proxied = (headers: Record<string, string>): Promise<Answer> =>
        server.request('/', undefined, { headers })
      await restart({ ownOrigin: HERE })
      await proxied({ 'X-Forwarded-Proto': 'https' })
      await restart({ checkOrigin: false })
      await proxied({ 'X-Forwarded-Proto': 'https' })
      await restart()
      await proxied({})
      await proxied({ 'X-Forwarded-Proto': 'http', Forwarded: 'for=1.2.3.4;proto=http' })
      expect(warn).not.toHaveBeenCalled()
      await proxied({ Forwarded: 'for=1.2.3.4;Proto="https"' })
      await proxied({ 'X-Forwarded-Proto': 'https' })
      await proxied({ 'X-Forwarded-Proto': 'https, http' })
      expect(warn).toHaveBeenCalledExactlyOnceWith(
        expect.stringMatching(/trust proxy.*ownOrigin/),
        { type: 'CartoucheWarning', code: 'CARTOUCHE_PROXY_NOT_TRUSTED' },
      )
      warn.mockRestore()
    })

    test('the answer does not give the token away', async () => {
      const { cookie, token } = await session()
      expect((await post('/', cookie, `${token}0`)).body).not.toContain(token)
    })

    test('a wrong token, or that of another session: 400', async () => {
      const [one, other] = [await session(), await session()]
      await expectRefused(post('/', one.cookie, other.token))
      await expectRefused(post('/', one.cookie, ''))
      await expectRefused(post('/', one.cookie, one.token.toUpperCase()))
    })

    test('the right token in the header: the handler runs', async () => {
      const { cookie, token } = await session()
      expect(await post('/', cookie, token)).toMatchObject({ status: 200, body: 'ran' })
      expect(calls).toEqual(['/'])
    })

    test('a token in the URL does not count', async () => {
      const { cookie, token } = await session()
      await expectRefused(post(`/?csrf_token=${token}`, cookie))
    })

    const form = (cookie: string, body: string): Promise<Answer> =>
      server.request('/', cookie, { method: 'POST', headers: FORM, body })

    if (readsBodies) {
      test('the right token in the body: the handler runs', async () => {
        const { cookie, token } = await session()
        expect(await form(cookie, `a=1&csrf_token=${token}`)).toMatchObject({ body: 'ran' })
        await restart({ token: 'tk' })
        expect(await form(cookie, `tk=${token}`)).toMatchObject({ body: 'ran' })
        expect(await form(cookie, `tk=x&tk=${token}`)).toMatchObject({ body: 'ran' })
      })

      test('a wrong token in the body: 400', async () => {
        const { cookie, token } = await session()
        await expectRefused(form(cookie, `csrf_token=${token}&csrf_token=x`))
        await expectRefused(form(cookie, ''))
        await restart({ token: null })
        await expectRefused(form(cookie, `csrf_token=${token}`))
      })

      test('the header goes before the body', async () => {
        const { cookie, token } = await session()
        const sent = { method: 'POST', body: `csrf_token=${token}` }
        const headers = { ...FORM, 'X-CSRF-Token': 'wrong' }
        await expectRefused(server.request('/', cookie, { ...sent, headers }))
        const empty = { ...FORM, 'X-CSRF-Token': '' }
        expect((await server.request('/', cookie, { ...sent, headers: empty })).status).toBe(200)
      })
    } else {
      test('the body is not looked at', async () => {
        const { cookie, token } = await session()
        await expectRefused(form(cookie, `csrf_token=${token}`))
      })
    }

    test.each(['GET', 'HEAD', 'OPTIONS'])('%s is not checked', async (method) => {
      expect((await server.request('/', undefined, { method })).status).toBe(200)
    })

    test('what is not checked does not touch the session', async () => {
      expect((await server.request('/')).setCookies).toEqual([])
      expect((await post('/exempt', '')).setCookies).toEqual([])
    })

    test('safeMethods are those of the options', async () => {
      await restart({ safeMethods: ['POST'] })
      expect((await post('/', '')).status).toBe(200)
      calls.length = 0
      await expectRefused(server.request('/'))
    })

    test('an exempt route is not checked', async () => {
      expect(await post('/exempt', '')).toMatchObject({ status: 200, body: 'ran' })
    })

    test('requireCsrf: false checks nothing by itself', async () => {
      await restart({ requireCsrf: false })
      expect((await post('/', '')).status).toBe(200)
    })

    test('the names of field and header are those of the options', async () => {
      await restart({ header: 'X-Tk' })
      const { cookie, token } = await session()
      await expectRefused(post('/', cookie, token))
      const sent = { method: 'POST', headers: { 'x-tk': token } }
      expect((await server.request('/', cookie, sent)).status).toBe(200)
    })

    test('a new token puts the old one out of use', async () => {
      const { cookie, token } = await session()
      const answer = await server.request('/new', cookie)
      calls.length = 0
      await expectRefused(post('/', cookiesOf(answer), token))
      expect((await post('/', cookiesOf(answer), answer.body)).status).toBe(200)
    })

    test('checkCsrf checks a form that the handler parsed', async () => {
      await restart({ policy: { ...RIGHT } })
      expect((await post('/exempt/checked', '')).body).toBe('ran')
      await restart({ policy: { ...RIGHT, checkCsrfToken: (_, supplied) => supplied === 'wrong' } })
      expect((await post('/exempt/checked', '')).status).toBe(400)
    })

    describe('over https', () => {
      beforeEach(() => restart({ ownOrigin: HERE, trustedOrigins: ['.pay.example', 'null'] }))

      test.each([
        ['itself', { Origin: HERE }],
        ['itself, by the Referer', { Referer: `${HERE}/cart?a=1` }],
        ['a trusted one', { Origin: 'https://www.pay.example' }],
        ['null, when trusted', { Origin: 'null' }],
      ])('a request from %s passes', async (_, headers) => {
        const { cookie, token } = await session()
        const sent = { method: 'POST', headers: { ...headers, 'X-CSRF-Token': token } }
        expect((await server.request('/', cookie, sent)).status).toBe(200)
      })

      test.each<[string, Record<string, string>]>([
        ['nowhere', {}],
        ['elsewhere', { Origin: 'https://evil.example' }],
        ['elsewhere, by the Referer', { Referer: `https://evil.example/?${HERE}` }],
        ['the same host over http', { Origin: 'http://shop.example' }],
        ['an empty origin', { Origin: '', Referer: HERE }],
      ])('a request from %s: 400, though its token is right', async (_, headers) => {
        const { cookie, token } = await session()
        const sent = { method: 'POST', headers: { ...headers, 'X-CSRF-Token': token } }
        const answer = server.request('/', cookie, sent)
        await expectRefused(answer)
        expect((await answer).setCookies, 'the session is not looked at').toEqual([])
      })

      test('allowNoOrigin and checkOrigin are those of the options', async () => {
        const { cookie, token } = await session()
        await restart({ ownOrigin: HERE, allowNoOrigin: true })
        expect((await post('/', cookie, token)).status).toBe(200)
        await restart({ ownOrigin: HERE, checkOrigin: false })
        expect((await post('/', cookie, token)).status).toBe(200)
      })
    })

    describe('with the token in a cookie of its own', () => {
      beforeEach(() => restart({ policy: new CookieCSRFStoragePolicy() }))

      test('the cookie goes out with the token, beside that of the session', async () => {
        const { cookie, token } = await session('/both')
        expect(cookie).toMatch(/session=/)
        expect(cookie).toContain(`csrf_token=${token}`)
        await expectRefused(post('/', cookie, 'wrong'))
        expect((await post('/', cookie, token)).status).toBe(200)
      })

      test('it goes out once, and not when there is one', async () => {
        const answer = await server.request('/form')
        expect(answer.setCookies).toEqual([`csrf_token=${answer.body}; Path=/; SameSite=Lax`])
        expect((await server.request('/form', cookiesOf(answer))).setCookies).toEqual([])
      })

      test('caches are told of it, as of that of a session', async () => {
        const { setCookies, header } = await server.request('/form')
        expect(setCookies).toHaveLength(1)
        expect([header('vary'), header('cache-control')]).toEqual(['Cookie', 'no-store'])
      })
    })

    test.each<[string, object]>([
      ['nonsense', { nonsense: 1 }],
      ['token', { token: null, header: null }],
      ['policy', { policy: {} }],
      ['ownOrigin', { ownOrigin: 'shop.example' }],
      ['ownOrigin', { ownOrigin: 'https://shop.example/' }],
      ['trustedOrigins', { trustedOrigins: ['https://pay.example'] }],
      ['trustedOrigins', { trustedOrigins: 'pay.example .' }],
      ['safeMethods', { safeMethods: 'GET' }],
      ['trustedOrigins', { trustedOrigins: [1] }],
    ])('an option that is wrong is refused: %s', async (option, options) => {
      await expect(async () => restart(options)).rejects.toThrow(
        expect.objectContaining({ option }),
      )
      await restart()
    })
  })
}

/** Bodies without the right token. */
const REASONS = [undefined, {}, { csrf_token: ['x', ['y']] }, { csrf_token: 'x' }]

function reasonOf(check: CsrfActions['check'], body: unknown): string {
  try {
    check(body)
    return 'none'
  } catch (error) {
    return (error as BadCsrfToken).reason
  }
}

/** A policy whose token is `right`. */
const RIGHT = {
  newCsrfToken: () => 'right',
  getCsrfToken: () => 'right',
  checkCsrfToken: (_: unknown, supplied: string) => supplied === 'right',
}
