/** CSRF protection beside sessions under other names, and tokens that come too late. */
import type { RequestListener } from 'node:http'
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import * as forExpress from '../../src/bindings/express.js'
import * as forFetch from '../../src/bindings/fetch.js'
import * as forNode from '../../src/bindings/node.js'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import { SessionCSRFStoragePolicy } from '../../src/csrf/session-policy.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import type { Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const users = signedCookieSessionFactory(SECRET)
const admins = signedCookieSessionFactory(SECRET, { cookieName: 'admin' })

let server: Server | undefined
afterEach(() => server?.stop())

/** What a session's own cookie keeps as its token. */
const tokenIn = (factory: typeof users, setCookies: readonly string[]): unknown =>
  factory
    .open(setCookies.map((line) => line.split(';')[0]).join('; '))
    .session.peek('_csrft_' as never)

describe('the token is that of the session under the property', () => {
  const answers: Record<string, () => RequestListener> = {
    'node:http': () =>
      forNode.withSession(
        admins,
        (request, response) => void response.end(forNode.getCsrfToken(request)),
        { property: 'admin', csrf: {} },
      ),
    'node:http, in another handler that checks': () =>
      forNode.withSession(
        users,
        (outer, response) => {
          outer.session.set('a' as never, 1 as never)
          forNode.withSession(
            admins,
            (request, response) => void response.end(forNode.getCsrfToken(request)),
            { property: 'admin', csrf: {} },
          )(outer, response)
        },
        { csrf: {} },
      ),
    Express: () => {
      const app = express()
      app.use(forExpress.session(admins, { property: 'admin' }))
      app.use(forExpress.csrf({ property: 'admin' }))
      app.use((request, response) => void response.send(forExpress.getCsrfToken(request)))
      return app
    },
    'Express, after another csrf()': () => {
      const app = express()
      app.use(forExpress.session(users), forExpress.csrf())
      app.use(forExpress.session(admins, { property: 'admin' }))
      app.use(forExpress.csrf({ property: 'admin' }))
      app.use((request, response) => void response.send(forExpress.getCsrfToken(request)))
      return app
    },
  }

  test.each(Object.entries(answers))('%s', async (_, make) => {
    server = await listen(make())
    const { body: token, setCookies } = await server.request('/')
    expect(token).toMatch(/^[\da-f]{40}$/)
    expect(tokenIn(admins, setCookies)).toBe(token)
    expect(tokenIn(users, setCookies)).toBeUndefined()
    const cookie = setCookies.map((line) => line.split(';')[0]).join('; ')
    const post = { method: 'POST', headers: { 'X-CSRF-Token': token } }
    const isInner = /other/.test(_)
    // The outer check wants the token of the outer session.
    expect((await server.request('/', cookie, post)).status).toBe(isInner ? 400 : 200)
    expect((await server.request('/', cookie, { method: 'POST' })).status).toBe(400)
  })

  test('fetch, one handler in another that checks', async () => {
    const outer = forFetch.withSession(
      users,
      (request) =>
        forFetch.withSession(admins, (request) => new Response(forFetch.getCsrfToken(request)), {
          csrf: {},
        })(request),
      { csrf: {} },
    )
    const response = await outer(new Request('http://localhost/'))
    expect(tokenIn(admins, response.headers.getSetCookie())).toBe(await response.text())
  })

  test('a property that is no name is refused', () => {
    expect(() => forExpress.csrf({ property: 'a b' })).toThrow(
      expect.objectContaining({ option: 'property' }),
    )
    for (const wrong of [true, [], null]) {
      expect(() => forExpress.csrf(wrong as never)).toThrow(
        expect.objectContaining({ option: 'options' }),
      )
    }
  })
})

describe('a token with a cookie of its own, after the head', () => {
  const csrf = { policy: new CookieCSRFStoragePolicy() }
  const codeOf = (action: () => string): string => {
    try {
      return action()
    } catch (error) {
      return (error as { code: string }).code
    }
  }

  test('node:http', async () => {
    server = await listen(
      forNode.withSession(
        users,
        (request, response) => {
          if (request.url === '/early') forNode.getCsrfToken(request)
          response.write('<form>')
          response.end(codeOf(() => forNode.getCsrfToken(request)))
        },
        { csrf },
      ),
    )
    const late = await server.request('/')
    expect(late.body).toBe('<form>SESSION_COMMITTED')
    const early = await server.request('/early')
    expect(early.body).toMatch(/^<form>[\da-f]{32}$/)
    expect(early.setCookies).toHaveLength(1)
  })

  test('Express', async () => {
    const app = express()
    app.use(forExpress.csrf(csrf), forExpress.csrf(csrf), (request, response) => {
      response.write('<form>')
      response.end(codeOf(() => forExpress.newCsrfToken(request)))
    })
    server = await listen(app)
    expect((await server.request('/')).body).toBe('<form>SESSION_COMMITTED')
  })

  test('Express, protected only after the head', async () => {
    const app = express()
    app.use(
      (_request, response, next) => {
        response.write('<form>')
        next()
      },
      forExpress.csrf(csrf),
      (request, response) => void response.end(codeOf(() => forExpress.newCsrfToken(request))),
    )
    server = await listen(app)
    expect((await server.request('/')).body).toBe('<form>SESSION_COMMITTED')
  })

  test('fetch: the outer handler can make one as long as it has not answered', async () => {
    const inner = forFetch.withSession(users, () => new Response('inner'), { csrf })
    let outerRequest!: Request
    const outer = forFetch.withSession(
      users,
      async (request) => {
        outerRequest = request
        await inner(request)
        return new Response(forFetch.newCsrfToken(request))
      },
      { csrf },
    )
    const response = await outer(new Request('http://localhost/'))
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringContaining(`csrf_token=${await response.text()};`),
    ])
    expect(codeOf(() => forFetch.newCsrfToken(outerRequest))).toBe('SESSION_COMMITTED')
  })

  test('fetch: a request that was answered can be handled again', async () => {
    const handle = forFetch.withSession(
      users,
      (request) => new Response(forFetch.getCsrfToken(request)),
      { csrf },
    )
    const request = new Request('http://localhost/')
    for (const response of [await handle(request), await handle(request)]) {
      expect(response.headers.getSetCookie()).toEqual([
        expect.stringContaining(`csrf_token=${await response.text()};`),
      ])
    }
  })

  test('a policy that answers with promises is an error', async () => {
    const reject = (): never => Promise.reject(new Error('x')) as never
    const policy = { newCsrfToken: reject, getCsrfToken: reject, checkCsrfToken: reject }
    const handle = forFetch.withSession(
      users,
      (request) => new Response(codeOf(() => forFetch.getCsrfToken(request))),
      { csrf: { policy } },
    )
    const response = await handle(new Request('http://localhost/'))
    expect(await response.text()).toBe('BAD_OPTION')
    await new Promise((resolve) => setImmediate(resolve))
  })
})

test('socket.encrypted that is false is plain HTTP', async () => {
  const handle: RequestListener = forNode.withSession(
    users,
    (_request, response) => void response.end('ran'),
    { csrf: { policy: { ...PASSING } } },
  )
  server = await listen((request, response) => {
    Object.assign(request.socket, { encrypted: request.url === '/https' })
    handle(request, response)
  })
  const post = { method: 'POST', headers: { 'X-CSRF-Token': 'any' } }
  expect((await server.request('/http', undefined, post)).status).toBe(200)
  // No origin is told.
  expect((await server.request('/https', undefined, post)).status).toBe(400)
})

const PASSING = {
  newCsrfToken: () => 'any',
  getCsrfToken: () => 'any',
  checkCsrfToken: () => true,
}

/** Each with a factory of its own: no request has come before, as after a start of the process. */
describe('a token under a key of its own is deleted at a sign-in that nothing has checked', () => {
  const opened = () => {
    const factory = signedCookieSessionFactory(SECRET)
    const policy = new SessionCSRFStoragePolicy({ key: 'token' })
    return { factory, csrf: { policy, exempt: () => true } }
  }
  /** Signs in, and says whether the token of before is there still. */
  const signIn = (session: object): string => {
    const opened = session as Session<Record<string, unknown>>
    opened.regenerate()
    return String(opened.has('token'))
  }
  const answers: Record<string, () => RequestListener> = {
    'node:http': () => {
      const { factory, csrf } = opened()
      const handle: forNode.SessionHandler = (request, response) =>
        void response.end(signIn(request.session))
      return forNode.withSession(factory, handle, { csrf })
    },
    Express: () => {
      const { factory, csrf } = opened()
      const app = express()
      app.use(forExpress.session(factory))
      app.use(forExpress.csrf(csrf))
      app.get('/', (request, response) => void response.send(signIn(request.session)))
      return app
    },
  }
  const before = signedCookieSessionFactory(SECRET).open()
  before.session.set('token', 'of before')
  const cookie = before.commit()[0]![1].split(';')[0]!

  test.each(Object.entries(answers))('%s', async (_, make) => {
    server = await listen(make())
    expect((await server.request('/', cookie)).body).toBe('false')
  })

  test('fetch', async () => {
    const { factory, csrf } = opened()
    const handle = forFetch.withSession(factory, (_, session) => new Response(signIn(session)), {
      csrf,
    })
    const response = await handle(new Request('http://localhost/', { headers: { cookie } }))
    expect(await response.text()).toBe('false')
  })

  test('without a session a request that needs none passes', async () => {
    const app = express()
    app.use(forExpress.csrf(opened().csrf))
    app.get('/', (_request, response) => void response.send('ran'))
    server = await listen(app)
    expect(await server.request('/')).toMatchObject({ status: 200, body: 'ran' })
  })
})
