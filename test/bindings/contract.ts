/**
 * What every binding must do, whatever its framework. A binding joins by a {@link Harness}: how to
 * start a server of its kind, and how to send a {@link Reply} in its own way.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  signedDeserialize,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { Session, SessionFactory, UnencryptedCookieSessionOptions } from '../../src/index.js'

/** A response, to be sent by the framework's own means. */
export interface Reply {
  readonly status?: number
  readonly headers?: readonly (readonly [string, string])[]
  /** More than one chunk: to be streamed. */
  readonly chunks: readonly string[]
  /** Where to redirect, by the framework's own redirect. */
  readonly location?: string
}

/** The application under test. `session` opens the request's session. */
export type App = (path: string, session: () => Session) => Reply | Promise<Reply>

export interface Answer {
  readonly status: number
  readonly setCookies: readonly string[]
  readonly body: string
  readonly location: string | null
  readonly header: (name: string) => string | null
}

/** What else a request has than its path and its cookies. */
export interface Sent {
  /** Default GET. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Server {
  readonly request: (path: string, cookie?: string, sent?: Sent) => Promise<Answer>
  readonly stop: () => Promise<void> | void
}

/**
 * Starts a server for `app`. Errors must be answered with status 500 and the error's `code`, or else
 * its message, as the body.
 */
export type Harness = (factory: SessionFactory, app: App) => Promise<Server>

const SECRET = 'seekrit'
const text = (...chunks: string[]): Reply => ({ chunks })

const app: App = async (path, session) => {
  switch (path) {
    case '/untouched':
      return text('nothing')
    case '/looked-at':
      return text(String(session().new))
    case '/count': {
      const count = (session().get('count', 0) as number) + 1
      session().set('count', count)
      return text(String(count))
    }
    case '/stream':
      session().set('streamed', true)
      return text('one ', 'two ', 'three')
    case '/redirect':
      session().flash('moved')
      return { location: '/elsewhere', chunks: [] }
    case '/no-content':
      session().set('a', 1)
      return { status: 204, chunks: [] }
    case '/own-cookies':
      session().set('a', 1)
      return {
        headers: [
          ['Set-Cookie', 'one=1'],
          ['Set-Cookie', 'two=2'],
        ],
        chunks: ['ok'],
      }
    case '/read':
      return text(String(session().get('count')))
    case '/own-cache':
      session().set('a', 1)
      return {
        headers: [
          ['Cache-Control', 'private, max-age=5'],
          ['Vary', 'Accept, Cookie'],
        ],
        chunks: ['ok'],
      }
    case '/throw':
      session().set('a', 1)
      throw new Error('boom')
    case '/throw-later':
      session().set('a', 1)
      await new Promise((resolve) => setTimeout(resolve, 5))
      throw new Error('later')
    case '/too-large':
      session().set('a', 'x'.repeat(4000))
      return text('never seen')
    case '/unpicklable':
      session().set('a', () => 1)
      return text('never seen')
    default:
      return { status: 404, chunks: ['no such page'] }
  }
}

export function bindingContract(name: string, start: Harness): void {
  describe(`${name} (contract of bindings)`, () => {
    const refused = vi.fn()
    let server: Server

    async function restart(options: UnencryptedCookieSessionOptions = {}): Promise<void> {
      await server?.stop()
      const factory = unencryptedCookieSessionFactoryConfig(SECRET, {
        onInvalid: refused,
        ...options,
      })
      server = await start(factory, app)
    }
    beforeEach(() => restart())
    afterEach(async () => {
      await server.stop()
      refused.mockClear()
    })

    /** The data in the one session cookie of an answer. */
    function dataOf(answer: Answer): unknown {
      const lines = answer.setCookies.filter((line) => line.startsWith('session='))
      expect(lines).toHaveLength(1)
      const value = lines[0]!.slice('session='.length, lines[0]!.indexOf(';'))
      return (signedDeserialize(value, SECRET) as unknown[])[2]
    }

    test('a request that never uses the session parses, verifies and sends nothing', async () => {
      const answer = await server.request('/untouched', 'session=garbage')
      expect(answer).toMatchObject({ status: 200, body: 'nothing', setCookies: [] })
      expect(refused).not.toHaveBeenCalled()
    })

    test('looking at `new` sends nothing', async () => {
      expect(await server.request('/looked-at')).toMatchObject({ body: 'true', setCookies: [] })
    })

    test('a touched session goes out once and comes back', async () => {
      const first = await server.request('/count')
      expect(first.body).toBe('1')
      expect(dataOf(first)).toEqual({ count: 1 })
      const second = await server.request(
        '/count',
        `a=b; ${first.setCookies[0]!.split(';')[0]!}; c=d`,
      )
      expect(second.body).toBe('2')
      expect(dataOf(second)).toEqual({ count: 2 })
    })

    test('cookies Pyramid wrote are read', async () => {
      const cookie = signedSerialize([Date.now() / 1000, 1, { count: 41 }], SECRET)
      expect((await server.request('/count', `session=${cookie}`)).body).toBe('42')
    })

    test('a refused cookie starts a new session and is reported', async () => {
      const answer = await server.request('/count', 'session=garbage')
      expect(answer.body).toBe('1')
      expect(refused).toHaveBeenCalledOnce()
      expect(refused.mock.calls[0]![0]).toMatchObject({ name: 'DeserializeError' })
    })

    test('streamed responses carry the cookie', async () => {
      const answer = await server.request('/stream')
      expect(answer.body).toBe('one two three')
      expect(dataOf(answer)).toEqual({ streamed: true })
    })

    test('redirects carry the cookie', async () => {
      const answer = await server.request('/redirect')
      expect(answer).toMatchObject({ status: 302, location: '/elsewhere' })
      expect(dataOf(answer)).toEqual({ _f_: ['moved'] })
    })

    test('responses without a body carry the cookie', async () => {
      const answer = await server.request('/no-content')
      expect(answer.status).toBe(204)
      expect(dataOf(answer)).toEqual({ a: 1 })
    })

    test("the application's own cookies stay", async () => {
      const answer = await server.request('/own-cookies')
      expect(answer.setCookies.slice(0, 2)).toEqual(['one=1', 'two=2'])
      expect(dataOf(answer)).toEqual({ a: 1 })
    })

    test('caches are told of a session that was touched', async () => {
      const { setCookies, header } = await server.request('/count')
      expect([header('vary'), header('cache-control')]).toEqual(['Cookie', 'no-store'])
      // Under these rules reading in the same second sets no cookie.
      await restart({ pyramidVersion: '1.10' })
      const read = await server.request('/read', setCookies[0]!.split(';')[0]!)
      expect([read.body, read.setCookies]).toEqual(['1', []])
      expect([read.header('vary'), read.header('cache-control')]).toEqual(['Cookie', null])
      const untouched = await server.request('/untouched')
      expect([untouched.header('vary'), untouched.header('cache-control')]).toEqual([null, null])
    })

    test('what the application tells caches stands', async () => {
      const { header } = await server.request('/own-cache')
      expect([header('vary'), header('cache-control')]).toEqual([
        'Accept, Cookie',
        'private, max-age=5',
      ])
    })

    test('cacheHeaders false: caches are told nothing', async () => {
      await restart({ cacheHeaders: false })
      const { setCookies, header } = await server.request('/count')
      expect(setCookies).toHaveLength(1)
      expect([header('vary'), header('cache-control')]).toEqual([null, null])
    })

    test('onInvalid is given the request', async () => {
      await server.request('/count', 'session=garbage')
      const [reason, request] = refused.mock.lastCall!
      expect(reason).toMatchObject({ name: 'DeserializeError' })
      expect((request as { url: string }).url).toMatch(/\/count$/)
    })

    test.each([
      ['/throw', 'boom'],
      ['/throw-later', 'later'],
    ])('%s: the cookie is set after an exception', async (path, message) => {
      const answer = await server.request(path)
      expect(answer).toMatchObject({ status: 500, body: message })
      expect(dataOf(answer)).toEqual({ a: 1 })
    })

    test.each(['/throw', '/throw-later'])(
      '%s: with cookieOnException false it is not',
      async (path) => {
        await restart({ cookieOnException: false })
        expect(await server.request(path)).toMatchObject({ status: 500, setCookies: [] })
        expect((await server.request('/count')).setCookies).toHaveLength(1)
      },
    )

    test.each([
      ['/too-large', 'COOKIE_TOO_LARGE'],
      ['/unpicklable', 'UNSUPPORTED'],
    ])('%s: the application gets the error, nothing is sent truncated', async (path, code) => {
      expect(await server.request(path)).toMatchObject({ status: 500, body: code, setCookies: [] })
      expect((await server.request('/count')).body).toBe('1')
    })

    test('requests at the same time do not see each other', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => server.request('/count')))
      expect(answers.map((answer) => answer.body)).toEqual(Array(20).fill('1'))
    })
  })
}

/** What a harness answers to an error. */
export function describeError(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  return code ?? message
}
