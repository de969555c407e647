/** Sessions of this library beside those of express-session, while an application moves from one to the other. */
import { createRequire } from 'node:module'
import type { RequestHandler } from 'express'
import { describe, expect, test } from 'vitest'
import { session, sessionOf } from '../../src/bindings/express.js'
import { generateKey, sealedCookieSessionFactory } from '../../src/index.js'
import { listen } from '../contracts/binding/node-server.js'
import { VERSIONS } from './express-harness.js'

type ExpressSession = (options: object) => RequestHandler
/** Its types would give all requests of these tests its session. */
const expressSession = createRequire(import.meta.url)('express-session') as ExpressSession

interface Account {
  readonly visits: number
}

const accounts = sealedCookieSessionFactory<Account>(generateKey())
const others = sealedCookieSessionFactory(generateKey(), { cookieName: '__Host-other' })
const old = expressSession({ secret: 'seekrit', resave: false, saveUninitialized: false })
const ours = session(accounts, { property: 'account' })

const countBoth: RequestHandler = (request, response) => {
  const before = request.session as unknown as { views?: number }
  before.views = (before.views ?? 0) + 1
  const account = sessionOf(request, accounts)
  account.set('visits', account.get('visits', 0) + 1)
  response.send(`${before.views} ${account.get('visits')}`)
}

describe.each(Object.entries(VERSIONS))('beside express-session, in %s', (_, express) => {
  test.each([
    ['after it', [old, ours]],
    ['before it', [ours, old]],
  ])('both sessions go from request to request: %s', async (_, middleware) => {
    const server = await listen(express().use(...middleware, countBoth))
    const first = await server.request('/')
    const cookies = first.setCookies.map((line) => line.split(';')[0]).join('; ')
    const second = await server.request('/', cookies)
    await server.stop()
    expect(first.setCookies).toHaveLength(2)
    expect([first.body, second.body]).toEqual(['1 1', '2 2'])
  })

  test('the property that express-session has taken is not taken from it', async () => {
    const app = express().set('env', 'test').use(old, session(accounts))
    const server = await listen(app)
    const { status, body } = await server.request('/')
    await server.stop()
    expect(status).toBe(500)
    expect(body).toContain('request.session is something else')
  })
})

describe('sessionOf', () => {
  const nameOf = (call: () => unknown): string => {
    try {
      return String(call())
    } catch (error) {
      return (error as Error).message
    }
  }

  async function seen(...middleware: RequestHandler[]): Promise<string> {
    const server = await listen(VERSIONS.Express().use(...middleware))
    const { body } = await server.request('/')
    await server.stop()
    return body
  }

  test('finds the session by its factory, whatever its property and what came after', async () => {
    const compare: RequestHandler = (request, response) => {
      const { account, other } = request as unknown as Record<string, unknown>
      response.json([
        sessionOf(request, accounts) === account,
        sessionOf(request, others) === other,
      ])
    }
    expect(await seen(ours, session(others, { property: 'other' }), compare)).toBe('[true,true]')
  })

  test('says what is missing', async () => {
    const ask: RequestHandler = (request, response) =>
      void response.send(nameOf(() => sessionOf(request, others)))
    const message = 'factory has no session here: use session(factory) before'
    expect(await seen(ask)).toBe(message)
    expect(await seen(ours, ask)).toBe(message)
  })
})
