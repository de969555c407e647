/** What the binding does with an application of NestJS, for which others stand in; the contract is in examples/nestjs. */
import express from 'express'
import type { Request, RequestHandler } from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { getCsrfToken, useSession } from '../../src/bindings/nestjs.js'
import type { NestApplication, SessionOptions } from '../../src/bindings/nestjs.js'
import { BadCsrfToken, CookieCSRFStoragePolicy, OptionError } from '../../src/index.js'
import type { Server } from '../contracts/binding/harness.js'
import { sessions } from '../contracts/binding/support.js'
import { listen } from './listen.js'

let server: Server | undefined
afterEach(() => server?.stop())

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

interface Guard {
  canActivate(context: object): unknown
}

/** As Nest is on Express: bodies are parsed, if at all, by what is used after the session. */
function standIn(options: SessionOptions) {
  const instance = express()
  const guards: Guard[] = []
  const adapter = {
    getType: () => 'express',
    getInstance: () => instance,
    mapException: (): unknown => 'mapped by Nest',
    registerParserMiddleware: () => instance.use(express.json(), express.urlencoded()),
  }
  const app: NestApplication = {
    getHttpAdapter: () => adapter,
    useGlobalGuards: (...given) => guards.push(...given),
    useGlobalInterceptors: () => undefined,
  }
  useSession(app, sessions, options)
  const serve = async (...handlers: RequestHandler[]): Promise<Server> => {
    instance.use(...handlers)
    const answerError: express.ErrorRequestHandler = (error, _request, response, _next) =>
      void response.status(error.status ?? 500).send(error.message)
    instance.use(answerError)
    return (server = await listen(instance))
  }
  return { adapter, guards, serve }
}

const withToken: RequestHandler = (request, response) => void response.send(getCsrfToken(request))

describe('the check of useSession() on Express', () => {
  test.each(['token', 'fetch-metadata', 'both'] as const)(
    'is of all that is answered once bodies are parsed, by whomever, with mode %s',
    async (mode) => {
      const { adapter, serve } = standIn({ csrf: { mode } })
      adapter.registerParserMiddleware()
      const { request } = await serve(withToken)
      const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }
      const sent = { method: 'POST', headers: foreign }
      expect((await request('/graphql', undefined, sent)).status).toBe(400)
    },
  )

  test('finds the token in the form that was parsed', async () => {
    const { adapter, serve } = standIn({ csrf: {} })
    adapter.registerParserMiddleware()
    const { request } = await serve(withToken)
    const { body: token, setCookies } = await request('/')
    const cookie = setCookies[0]!.split(';')[0]
    const post = (field: string) =>
      request('/', cookie, { method: 'POST', headers: FORM, body: `csrf_token=${field}` })
    expect((await post(token)).status).toBe(200)
    expect((await post('wrong')).status).toBe(400)
  })

  test('is made once: the guard has nothing to do', async () => {
    const { adapter, guards } = standIn({ csrf: {} })
    adapter.registerParserMiddleware()
    expect(guards.map((guard) => guard.canActivate({}))).toEqual([true])
  })

  test('takes no property: it is that of the session', () => {
    const wrong = () => standIn({ property: 'admin', csrf: { property: 'other' } as never })
    expect(wrong).toThrow(OptionError)
    expect(wrong).toThrow(/^property is not an option/)
  })
})

describe('where Nest reads no bodies, the guard', () => {
  const policy = new CookieCSRFStoragePolicy()

  /** Has the guard judge each request, in a context that is made of it. */
  async function guarded(contextOf: (request: Request) => object, options = {}) {
    const { guards, serve } = standIn({ csrf: { policy, ...options } })
    return serve((request, response) => {
      expect(guards.map((guard) => guard.canActivate(contextOf(request)))).toEqual([true])
      response.send('done')
    })
  }

  const contexts: Record<string, (request: Request) => object> = {
    http: (request) => ({
      getType: () => 'http',
      switchToHttp: () => ({ getRequest: () => request }),
    }),
    graphql: (req) => ({
      getType: () => 'graphql',
      getArgByIndex: (at: number) => [{}, {}, { req }, {}][at],
    }),
  }

  test.each(Object.entries(contexts))(
    'checks a request in a context of type %s',
    async (_, make) => {
      const { request } = await guarded(make)
      expect((await request('/', undefined, { method: 'POST' })).status).toBe(400)
      const headers = { 'X-CSRF-Token': 'abc' }
      expect((await request('/', 'csrf_token=abc', { method: 'POST', headers })).body).toBe('done')
    },
  )

  test('says so where a resolver hides its request', async () => {
    const { request } = await guarded(() => ({
      getType: () => 'graphql',
      getArgByIndex: () => ({ user: 'Anna' }),
    }))
    const { status, body } = await request('/', undefined, { method: 'POST' })
    expect([status, body]).toEqual([500, expect.stringMatching(/^csrf finds no request/)])
  })

  test.each<[string, object]>([
    ['a message', { getType: () => 'ws' }],
    [
      'a resolver that a WebSocket has called',
      { getType: () => 'graphql', getArgByIndex: () => ({ req: { headers: {}, rawHeaders: [] } }) },
    ],
  ])('lets %s pass, which is no request', (_, context) => {
    const { guards } = standIn({ csrf: {} })
    expect(guards.map((guard) => guard.canActivate(context))).toEqual([true])
  })
})

test('filters get a refusal as it is, and other errors as Nest makes them', () => {
  const { adapter } = standIn({ csrf: {} })
  const { mapException } = adapter as { mapException: (error: unknown) => unknown }
  const [refusal, other] = [new BadCsrfToken(), new Error('other')]
  expect([mapException(refusal), mapException(other)]).toEqual([refusal, 'mapped by Nest'])
})
