/** Under whose rules a request is when handlers with rules of their own stand in each other. */
import type { IncomingMessage } from 'node:http'
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import * as forExpress from '../../src/bindings/express.js'
import * as forFetch from '../../src/bindings/fetch.js'
import * as forNode from '../../src/bindings/node.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const users = signedCookieSessionFactory(SECRET)
const admins = signedCookieSessionFactory(SECRET, { cookieName: 'admin' })

const tokens = { users: '', admins: '' }
const cookie = (['users', 'admins'] as const)
  .map((name) => {
    const { session, commit } = { users, admins }[name].open()
    tokens[name] = session.getCsrfToken()
    return commit()[0]![1].split(';')[0]
  })
  .join('; ')

let server: Server | undefined
afterEach(() => server?.stop())

const own = { requireCsrf: false }
const lax = { requireCsrf: false, checkOrigin: false }

/** What a check says of a request with the token of the users' session. */
function verdictOn(request: object, check: typeof forNode.checkCsrf = forNode.checkCsrf): string {
  try {
    check(request)
    return 'passes'
  } catch (error) {
    return (error as { code: string }).code
  }
}

const headersFrom = (origin: string) => ({
  cookie,
  origin,
  'x-csrf-token': tokens.users,
})

describe('fetch', () => {
  const inner = {
    'another session': forFetch.withSession(admins, verdict, { csrf: own }),
    'laxer rules': forFetch.withSession(users, verdict, { csrf: lax }),
    'no answer': forFetch.withSession(
      admins,
      () => {
        throw new Error('no answer')
      },
      { csrf: lax },
    ),
  }
  function verdict(request: Request): Response {
    return new Response(verdictOn(request, forFetch.checkCsrf))
  }
  const send = (handle: (request: Request) => Promise<Response>, origin: string) =>
    handle(
      new Request('https://shop.example/', { method: 'POST', headers: headersFrom(origin) }),
    ).then((response) => response.text())

  test.each<[keyof typeof inner, string, string, string]>([
    ['another session', 'https://shop.example', 'BAD_CSRF_TOKEN', 'passes'],
    ['laxer rules', 'https://evil.example', 'passes', 'BAD_CSRF_ORIGIN'],
    ['no answer', 'https://evil.example', 'no answer', 'BAD_CSRF_ORIGIN'],
  ])('a handler of %s inside counts until it is done', async (name, origin, inside, after) => {
    const outer = forFetch.withSession(
      users,
      async (request) => {
        const part = await inner[name](request).then(
          (response) => response.text(),
          (error: Error) => error.message,
        )
        const token = forFetch.getCsrfToken(request)
        return Response.json([part, verdictOn(request, forFetch.checkCsrf), token])
      },
      { csrf: own },
    )
    expect(JSON.parse(await send(outer, origin))).toEqual([inside, after, tokens.users])
  })

  test('a form that was read for a check is known to the checks inside, whoever has read the body', async () => {
    const inside = forFetch.withSession(users, verdict, { csrf: {} })
    const outer = forFetch.withSession(
      users,
      async (request) => {
        expect((await request.formData()).get('a')).toBe('1')
        return inside(request)
      },
      { csrf: {} },
    )
    const headers = { cookie, origin: 'https://shop.example' }
    const body = new URLSearchParams({ csrf_token: tokens.users, a: '1' })
    const sent = new Request('https://shop.example/', { method: 'POST', headers, body })
    expect(await (await outer(sent)).text()).toBe('passes')
  })

  test('two at the same time: none is left over, whichever is done first', async () => {
    const after = (milliseconds: number) =>
      forFetch.withSession(
        admins,
        () => new Promise((resolve) => setTimeout(() => resolve(new Response()), milliseconds)),
        { csrf: lax },
      )
    const outer = forFetch.withSession(
      users,
      async (request) => {
        await Promise.all([after(1)(request), after(20)(request)])
        return verdict(request)
      },
      { csrf: own },
    )
    expect(await send(outer, 'https://evil.example')).toBe('BAD_CSRF_ORIGIN')
  })
})

describe('node:http', () => {
  const heard: string[] = []
  const hear = (request: IncomingMessage): void => void heard.push(verdictOn(request))
  const post = async (): Promise<void> => {
    const headers = headersFrom('http://evil.example')
    await server!.request('/', cookie, { method: 'POST', headers })
  }
  afterEach(() => heard.splice(0))

  test('a handler inside counts until its promise has ended', async () => {
    const inner = forNode.withSession(
      admins,
      async (request) => {
        await Promise.resolve()
        hear(request)
      },
      { property: 'admin', csrf: own },
    )
    const outer: forNode.SessionHandler = async (request, response) => {
      inner(request, response)
      await new Promise((resolve) => setTimeout(resolve, 5))
      hear(request)
      response.end()
    }
    server = await listen(forNode.withSession(users, outer, { csrf: lax }))
    await post()
    expect(heard).toEqual(['BAD_CSRF_TOKEN', 'passes'])
  })

  test('one that answers at once, until it has; one of callbacks goes on', async () => {
    const inner = forNode.withSession(
      admins,
      (request, response) => {
        if (request.method === 'GET') return void response.end()
        setTimeout(() => {
          hear(request)
          response.end()
        }, 5)
      },
      { property: 'admin', csrf: { ...own, checkOrigin: false } },
    )
    const outer: forNode.SessionHandler = (request, response) => {
      inner(request, response)
      if (request.method === 'GET') hear(request)
    }
    server = await listen(forNode.withSession(users, outer, { csrf: lax }))
    await server.request('/', cookie, { headers: { 'x-csrf-token': tokens.users } })
    await post()
    expect(heard).toEqual(['passes', 'BAD_CSRF_TOKEN'])
  })
})

describe('Express', () => {
  test('a router counts until it passes on', async () => {
    const app = express()
    const router = express.Router()
    const part = express.Router()
    const heard: string[] = []
    const hear: express.RequestHandler = (request, _response, next) => {
      heard.push(verdictOn(request, forExpress.checkCsrf))
      next()
    }
    part.use(hear)
    router.use(forExpress.csrf({ ...lax, property: 'admin' }), hear, part, hear)
    app.use(forExpress.session(users), forExpress.session(admins, { property: 'admin' }))
    app.use(forExpress.csrf(lax), hear, router, hear)
    app.use((request, response) => void response.send(forExpress.getCsrfToken(request)))
    server = await listen(app)
    const headers = { 'x-csrf-token': tokens.users }
    const { body } = await server.request('/', cookie, { method: 'POST', headers })
    expect(heard).toEqual(['passes', ...Array(3).fill('BAD_CSRF_TOKEN'), 'passes'])
    expect(body).toBe(tokens.users)
  })
})
