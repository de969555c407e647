/** The `session` property of node's requests, in `node:http` and in Express. */
import type { RequestListener, ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { session as sessionMiddleware } from '../../src/bindings/express.js'
import { withSession } from '../../src/bindings/node.js'
import type { SessionRequest } from '../../src/bindings/node.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import type { Answer, Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

const sessions = unencryptedCookieSessionFactoryConfig('seekrit')

type Data = Record<string, unknown>
type Handler = (request: SessionRequest<Data>, response: ServerResponse) => unknown

const answer500 = (_error: unknown, _request: unknown, response: ServerResponse): void => {
  response.statusCode = 500
  response.end('failed')
}

const bindings: Record<
  string,
  (factory: SessionFactory<Data>, handler: Handler) => RequestListener
> = {
  'node:http': (factory, handler) => withSession(factory, handler, { onError: answer500 }),
  Express: (factory, handler) => {
    const app = express()
    app.use(sessionMiddleware(factory))
    app.use((request, response) => void handler(request, response))
    app.use(((error, request, response, _next) => {
      answer500(error, request, response)
    }) satisfies express.ErrorRequestHandler)
    return app
  },
}

/** The cookie of a session that holds `a`. */
function cookieWith(a: unknown): string {
  const { session, commit } = sessions.open()
  session.set('a', a)
  return commit()[0]![1].split(';')[0]!
}

for (const [name, bind] of Object.entries(bindings)) {
  describe(`request.session in ${name}`, () => {
    let server: Server
    afterEach(() => server.stop())

    const answerOf = async (
      handler: Handler,
      { factory = sessions as SessionFactory<Data>, cookie = '' } = {},
    ): Promise<Answer> => {
      server = await listen(bind(factory, handler))
      return server.request('/', cookie)
    }

    test('used for the first time while the headers are written, in a wrapped writeHead', async () => {
      const answer = await answerOf((request, response) => {
        const { session } = request
        const { writeHead } = response
        response.writeHead = (...args: unknown[]) => {
          session.set('a', 1)
          return Reflect.apply(writeHead, response, args) as ServerResponse
        }
        response.end('ok')
      })
      expect(answer.setCookies).toHaveLength(1)
    })

    test('is not shown by what prints the request', async () => {
      const answer = await answerOf(
        (request, response) => {
          const text = inspect(request, { depth: 6 }) + inspect(request.rawHeaders, { depth: 6 })
          response.end(text.includes('top secret') ? 'shown' : 'hidden')
        },
        { cookie: cookieWith('top secret') },
      )
      expect(answer.body).toBe('hidden')
      expect(answer.setCookies).toEqual([])
    })

    test('is read through an object that inherits from the request, and through a proxy', async () => {
      const answer = await answerOf(
        (request, response) => {
          const derived = Object.create(request) as typeof request
          const proxy = new Proxy(request, {})
          response.end(
            String(derived.session === request.session && proxy.session === request.session),
          )
        },
        { cookie: cookieWith(1) },
      )
      expect(answer.body).toBe('true')
    })

    test('cannot be replaced', async () => {
      const answer = await answerOf((request, response) => {
        expect(() => Object.assign(request, { session: null })).toThrow(TypeError)
        response.end(String(request.session.size))
      })
      expect(answer.body).toBe('0')
    })

    test('of a factory around another one', async () => {
      const renaming: SessionFactory<Data> = {
        open: (header) => sessions.open(String(header).replace('old_session=', 'session=')),
      }
      const answer = await answerOf(
        (request, response) => {
          const a = request.session.get('a')
          request.session.set('b', 1)
          response.end(a)
        },
        { factory: renaming, cookie: `old_${cookieWith('kept')}` },
      )
      expect(answer.body).toBe('kept')
      expect(answer.setCookies).toHaveLength(1)
    })

    test('of a factory that fails: who asks for the session gets the error', async () => {
      const failing: SessionFactory<Data> = {
        open: () => {
          throw new Error('no store')
        },
      }
      const asked = await answerOf((request) => request.session.size, { factory: failing })
      expect([asked.status, asked.body]).toEqual([500, 'failed'])
      await server.stop()
      const untouched = await answerOf((_request, response) => response.end('ok'), {
        factory: failing,
      })
      expect([untouched.status, untouched.body]).toEqual([200, 'ok'])
    })
  })
}

test('a mock of a request needs nothing but headers', () => {
  const request = { headers: { cookie: cookieWith('mocked') } }
  const response = { writeHead: () => response }
  let value: unknown
  const listener = withSession(sessions, ({ session }) => {
    value = session.get('a')
  })
  listener(request as never, response as never)
  expect(value).toBe('mocked')
})

describe('responses of tests', () => {
  const request = (): never => ({ headers: {}, rawHeaders: [] }) as never

  test.each([
    ['without writeHead()', {}],
    ['that are frozen', Object.freeze({ writeHead: () => undefined })],
  ])('%s do as long as the session is not used', (_, response) => {
    const handle = withSession(sessions, () => undefined)
    expect(() => handle(request(), response as never)).not.toThrow()
  })
})
