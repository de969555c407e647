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
import type { Answer, Sent, Server } from './contract.js'

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

    test('X-XSRF-Token is looked at too, after X-CSRF-Token', async () => {
      const { cookie, token } = await session()
      const from = async (headers: Record<string, string>): Promise<number> =>
        (await server.request('/', cookie, { method: 'POST', headers })).status
      expect(await from({ 'X-XSRF-Token': token })).toBe(200)
      expect(await from({ 'X-CSRF-Token': '', 'X-XSRF-Token': token })).toBe(200)
      expect(await from({ 'X-CSRF-Token': 'wrong', 'X-XSRF-Token': token })).toBe(400)
      expect(await from({ 'X-XSRF-Token': 'wrong' })).toBe(400)
      await restart({ header: ['X-One', 'X-Two'] })
      expect(await from({ 'X-Two': token })).toBe(200)
      expect(await from({ 'X-CSRF-Token': token })).toBe(400)
    })

    describe('checklist 22: masked tokens', () => {
      const MASKED = /^[\w-]{107}$/

      test('every call gives another text, and each is right, as is the token itself', async () => {
        const { cookie, token } = await session()
        await restart({ mask: true })
        const [one, other] = [
          await server.request('/form', cookie),
          await server.request('/form', cookie),
        ]
        expect([one.body, other.body]).toEqual([
          expect.stringMatching(MASKED),
          expect.stringMatching(MASKED),
        ])
        expect(one.body).not.toBe(other.body)
        for (const right of [one.body, other.body, token]) {
          expect((await post('/', cookie, right)).status).toBe(200)
        }
        await restart()
        expect((await post('/', cookie, one.body)).status).toBe(200)
      })

      test('a text of another session, a part, or one that was changed: 400', async () => {
        await restart({ mask: true })
        const { cookie, token } = await session()
        const { token: foreign } = await session()
        const changed = token.slice(0, -2) + (token.at(-2) === 'A' ? 'B' : 'A') + token.at(-1)
        for (const wrong of [foreign, token.slice(1), token.slice(0, -1), `${token}=`, changed]) {
          await expectRefused(post('/', cookie, wrong))
        }
      })

      test('a new token is masked too, and puts the texts of the old one out of use', async () => {
        await restart({ mask: true })
        const { cookie, token } = await session()
        const answer = await server.request('/new', cookie)
        calls.length = 0
        expect(answer.body).toMatch(MASKED)
        await expectRefused(post('/', cookiesOf(answer), token))
        expect((await post('/', cookiesOf(answer), answer.body)).status).toBe(200)
      })

      test('with a policy that knows nothing of it', async () => {
        await restart({ mask: true, policy: { ...RIGHT } })
        const { cookie, token } = await session()
        expect(token).not.toBe('right')
        expect((await post('/', cookie, token)).status).toBe(200)
        expect((await post('/', cookie, 'right')).status).toBe(200)
        calls.length = 0
        await expectRefused(post('/', cookie, (token.startsWith('A') ? 'B' : 'A') + token.slice(1)))
      })

      if (readsBodies) {
        test('in the body', async () => {
          await restart({ mask: true })
          const { cookie, token } = await session()
          expect((await form(cookie, `csrf_token=${token}`)).status).toBe(200)
        })
      }
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

    describe('checklist 23: by Fetch Metadata', () => {
      const OTHERS = { trustedOrigins: ['pay.example'] }
      beforeEach(() => restart({ mode: 'fetch-metadata', ...OTHERS }))

      /** The answer to a request for `shop.example` without session and token. */
      const send = (headers: Sent['headers'], method = 'POST', path = '/'): Promise<Answer> =>
        server.request(path, undefined, { method, headers: { Host: 'shop.example', ...headers } })

      test('a request passes or is refused as the table says', async () => {
        for (const [said, site, passes] of METADATA) {
          for (const origin of ['http://shop.example', 'https://shop.example', ...ELSEWHERE]) {
            const sent = { ...site, ...(said === 'referer' ? { Referer: `${origin}/a` } : {}) }
            const headers = said === 'origin' ? { ...sent, Origin: origin } : sent
            const answer = await send(headers)
            const isRight = passes.some((start) => origin.endsWith(start))
            expect(answer, JSON.stringify(headers)).toMatchObject({
              status: isRight ? 200 : 400,
              setCookies: [],
            })
          }
        }
      })

      test('null is refused, and a request that tells nothing passes, unless told otherwise', async () => {
        expect((await send({ Origin: 'null' })).status).toBe(400)
        expect((await send({})).status).toBe(200)
        await restart({ mode: 'fetch-metadata', allowNoOrigin: false, trustedOrigins: ['null'] })
        expect((await send({ Origin: 'null' })).status).toBe(200)
        expect((await send({})).status).toBe(400)
        expect((await send({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
      })

      test.each(['GET', 'HEAD', 'OPTIONS'])('every %s passes', async (method) => {
        const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }
        expect((await send(headers, method)).status).toBe(200)
      })

      test.each(['PUT', 'PATCH', 'DELETE'])('a %s is checked', async (method) => {
        expect((await send({ 'Sec-Fetch-Site': 'cross-site' }, method)).status).toBe(400)
        expect((await send({ 'Sec-Fetch-Site': 'same-origin' }, method)).status).toBe(200)
      })

      test('ownOrigin stands in place of Host, as a proxy may have changed that', async () => {
        const proxied = { Host: 'backend.example', Origin: HERE }
        expect((await send(proxied)).status).toBe(400)
        await restart({ mode: 'fetch-metadata', ownOrigin: HERE })
        expect((await send(proxied)).status).toBe(200)
        expect((await send({ ...proxied, Origin: 'http://backend.example' })).status).toBe(400)
      })

      test("Pyramid's check of the origin is not made besides, nor does checkOrigin matter", async () => {
        await restart({ mode: 'fetch-metadata', ownOrigin: HERE })
        expect((await send({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
        expect((await send({ Origin: 'http://shop.example' })).status).toBe(200)
        expect((await send({})).status).toBe(200)
        await restart({ mode: 'fetch-metadata', checkOrigin: false })
        expect((await send({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(400)
      })

      test('a wrong token does not matter, and no policy is asked', async () => {
        const policy = {
          newCsrfToken: () => expect.unreachable(),
          getCsrfToken: () => expect.unreachable(),
          checkCsrfToken: () => expect.unreachable(),
        }
        await restart({ mode: 'fetch-metadata', token: null, header: null, policy })
        expect((await send({ 'X-CSRF-Token': 'wrong' })).status).toBe(200)
      })

      test('requireCsrf, safeMethods and exempt are those of the options', async () => {
        const evil = { 'Sec-Fetch-Site': 'cross-site' }
        expect((await send(evil, 'POST', '/exempt')).status).toBe(200)
        await restart({ mode: 'fetch-metadata', safeMethods: ['POST'] })
        expect((await send(evil)).status).toBe(200)
        expect((await send(evil, 'GET')).status).toBe(400)
        await restart({ mode: 'fetch-metadata', requireCsrf: false })
        expect((await send(evil)).status).toBe(200)
      })

      test('checkCsrf checks by it too, whatever the method', async () => {
        const checked = (site: string, method: string): Promise<Answer> =>
          send({ 'Sec-Fetch-Site': site }, method, '/exempt/checked')
        for (const method of ['GET', 'POST']) {
          expect((await checked('cross-site', method)).status).toBe(400)
          expect((await checked('same-origin', method)).status).toBe(200)
        }
      })

      test('a proxy that ends TLS is nothing to warn of', async () => {
        const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
        const proxied = { 'X-Forwarded-Proto': 'https', Origin: HERE }
        expect((await send(proxied)).status).toBe(200)
        expect(warn).not.toHaveBeenCalled()
        warn.mockRestore()
      })

      test('with the token besides, both are asked for', async () => {
        await restart({ mode: 'both', ...OTHERS })
        const { cookie, token } = await session()
        const from = async (headers: Sent['headers']): Promise<number> =>
          (await server.request('/', cookie, { method: 'POST', headers: headers! })).status
        const right = { 'X-CSRF-Token': token }
        for (const site of ['same-origin', 'none']) {
          expect(await from({ 'Sec-Fetch-Site': site, ...right })).toBe(200)
          expect(await from({ 'Sec-Fetch-Site': site })).toBe(400)
          expect(await from({ 'Sec-Fetch-Site': site, 'X-CSRF-Token': 'wrong' })).toBe(400)
        }
        expect(await from({ 'Sec-Fetch-Site': 'cross-site', ...right })).toBe(400)
        expect(await from({ Origin: 'https://evil.example', ...right })).toBe(400)
        expect(await from({ Origin: 'https://pay.example', ...right })).toBe(200)
        expect(await from(right)).toBe(200)
        await restart({ mode: 'both', ownOrigin: HERE })
        expect(await from(right), 'what the token is asked for over https').toBe(400)
        expect(await from({ ...right, Origin: HERE })).toBe(200)
        expect(await from({ ...right, Origin: 'http://shop.example' })).toBe(400)
      })
    })

    test('checklist 23: no type of content, and none in capitals, passes without the token', async () => {
      const { cookie, token } = await session()
      for (const mode of ['token', 'fetch-metadata', 'both'] as const) {
        await restart({ mode })
        for (const type of TYPES) {
          const headers = {
            'Sec-Fetch-Site': mode === 'token' ? 'same-origin' : 'cross-site',
            ...(type !== undefined && { 'Content-Type': type }),
          }
          for (const body of ['', '{}', 'csrf_token=x', `x=csrf_token=${token}`]) {
            await expectRefused(server.request('/', cookie, { method: 'POST', headers, body }))
          }
        }
      }
    })

    test.each<[string, object]>([
      ['mode', { mode: 'Token' }],
      ['mode', { mode: null }],
      ['mask', { mask: 'yes' }],
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

const ELSEWHERE = [
  'https://pay.example',
  'http://pay.example',
  'https://evil.example',
  'https://shop.example:8443',
  'https://shop.example.evil.example',
]

/** By what tells the origin and by Sec-Fetch-Site: the origins of which a request passes. */
const METADATA: readonly (readonly [
  said: 'origin' | 'referer' | 'nothing',
  site: Record<string, string>,
  passes: readonly string[],
])[] = [
  ['origin', {}, ['://shop.example', 'https://pay.example']],
  ['referer', {}, ['://shop.example', 'https://pay.example']],
  ['nothing', {}, ['']],
  ['origin', { 'Sec-Fetch-Site': 'same-origin' }, ['']],
  ['referer', { 'Sec-Fetch-Site': 'same-origin' }, ['']],
  ['nothing', { 'Sec-Fetch-Site': 'none' }, ['']],
  ...['cross-site', 'same-site', 'Same-Origin', 'x'].flatMap((site) => [
    ['origin', { 'Sec-Fetch-Site': site }, ['https://pay.example']] as const,
    ['referer', { 'Sec-Fetch-Site': site }, []] as const,
    ['nothing', { 'Sec-Fetch-Site': site }, []] as const,
  ]),
]

/** What a page can send without being asked, and what it cannot. */
const TYPES = [
  undefined,
  'APPLICATION/X-WWW-FORM-URLENCODED',
  'MULTIPART/FORM-DATA; boundary=x',
  'TEXT/PLAIN',
  'text/plain',
  'APPLICATION/JSON',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded, text/plain',
]

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
