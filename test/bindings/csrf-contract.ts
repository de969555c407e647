/**
 * What the automatic CSRF check of every binding must do. A binding joins by a {@link CsrfHarness}.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import type { CsrfOptions } from '../../src/csrf/protection.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
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
      return 'ran'
    }

    async function restart(options: SharedCsrfOptions = {}): Promise<void> {
      await server?.stop()
      server = await start(unencryptedCookieSessionFactoryConfig('seekrit'), app, options)
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
    })

    test.each<[string, object]>([
      ['nonsense', { nonsense: 1 }],
      ['token', { token: null, header: null }],
      ['policy', { policy: {} }],
      ['ownOrigin', { ownOrigin: 'shop.example' }],
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

/** A policy whose token is `right`. */
const RIGHT = {
  newCsrfToken: () => 'right',
  getCsrfToken: () => 'right',
  checkCsrfToken: (_: unknown, supplied: string) => supplied === 'right',
}
