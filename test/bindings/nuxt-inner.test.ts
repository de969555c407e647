/** Requests inside the server, as Nitro makes them for a visitor. In Nuxt itself they are asked of in examples/nuxt. */
import * as h3 from 'h3-1'
import type { App, AppOptions, H3Event } from 'h3-1'
import { fetchNodeRequestHandler } from 'node-mock-http'
import type { NodeRequestHandler } from 'node-mock-http'
import { describe, expect, test, vi } from 'vitest'
import { getCsrfToken, newCsrfToken, session } from '../../src/bindings/nuxt.js'
import type { SessionOptions } from '../../src/bindings/nuxt.js'
import { CookieCSRFStoragePolicy, generateKey, storedSessionFactory } from '../../src/index.js'
import type { Session, SessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { cookiesOf, dataOf, factoryOf, sessions } from '../contracts/binding/support.js'

/** What answers, by the path that is asked for. */
type Answers = Readonly<Record<string, (event: H3Event) => unknown>>

const sessionOf = ({ context }: H3Event): Session => context['session']

/** An application like Nitro's, whose answers may ask it for more. */
class Nitro {
  readonly app: App

  constructor(answers: Answers, config: AppOptions = {}) {
    this.app = h3.createApp(config).use(h3.eventHandler((event) => answers[event.path]!(event)))
  }

  use(factory: unknown = sessions, options: SessionOptions = {}): this {
    session(factory as SessionFactory, options)({ h3App: this.app })
    return this
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const listener = h3.toNodeListener(this.app) as unknown as NodeRequestHandler
    return fetchNodeRequestHandler(listener, path, init as object)
  }

  /** As `event.fetch` of Nitro's does. */
  fetchFor(event: H3Event, path: string, init: RequestInit = {}): Promise<Response> {
    const fetch = (to: string, own: RequestInit) => this.fetch(to, own)
    return h3.fetchWithEvent(event, path, init as never, { fetch } as never) as Promise<Response>
  }
}

const setCookiesOf = ({ headers }: Response) => ({ setCookies: headers.getSetCookie() })

/** Asks for `/inner`, which writes to its session. */
function asking(change = (_: H3Event): unknown => undefined, config: AppOptions = {}): Nitro {
  const nitro: Nitro = new Nitro(
    {
      '/': async (event) => {
        sessionOf(event).set('a', 1)
        change(event)
        const inner = await nitro.fetchFor(event, '/inner')
        return { cookies: inner.headers.getSetCookie().length, body: await inner.json() }
      },
      '/inner': (event) => {
        sessionOf(event).set('b', 2)
        return sessionOf(event).toJSON()
      },
    },
    config,
  )
  return nitro
}

describe('a request inside the server', () => {
  test('has the session of the one around it, whose answer alone sets the cookie', async () => {
    const answer = await asking().use().fetch('/')
    expect(await answer.json()).toEqual({ cookies: 0, body: { a: 1, b: 2 } })
    expect(dataOf(setCookiesOf(answer))).toEqual({ a: 1, b: 2 })
  })

  test('has it where that has not used it, and where one inside it has', async () => {
    const nitro: Nitro = new Nitro({
      '/': async (event) => (await nitro.fetchFor(event, '/inner')).text(),
      '/inner': async (event) => (await nitro.fetchFor(event, '/innermost')).text(),
      '/innermost': (event) => sessionOf(event).set('a', 1).toJSON(),
    })
    expect(dataOf(setCookiesOf(await nitro.use().fetch('/')))).toEqual({ a: 1 })
  })

  test('that reads the session has caches told of it by the answer around it', async () => {
    const nitro: Nitro = new Nitro({
      '/': async (event) => (await nitro.fetchFor(event, '/inner')).text(),
      '/inner': (event) => sessionOf(event).toJSON(),
    })
    expect((await nitro.use().fetch('/')).headers.get('vary')).toBe('Cookie')
  })

  test('has each of several sessions', async () => {
    const admin = factoryOf({ cookieName: 'admin' })
    const nitro: Nitro = new Nitro({
      '/': async (event) => (await nitro.fetchFor(event, '/inner')).text(),
      '/inner': ({ context }) => context['admin'].set('a', 1).toJSON(),
    })
    const answer = await nitro.use().use(admin, { name: 'admin' }).fetch('/')
    expect(dataOf(setCookiesOf(answer), admin)).toEqual({ a: 1 })
  })

  test('has it where Nitro has given the event around it another context', async () => {
    const onRequest = vi.fn((event: H3Event) => {
      event.context = { ...event.context }
    })
    const answer = await asking(undefined, { onRequest }).use().fetch('/')
    expect(dataOf(setCookiesOf(answer))).toEqual({ a: 1, b: 2 })
    expect(onRequest).toHaveBeenCalledTimes(2)
  })

  test('has that of its own cookie where the answer around it is kept for all', async () => {
    const keep = ({ context }: H3Event) => Object.assign(context, { cache: { options: {} } })
    const answer = await asking(keep).use().fetch('/')
    expect(await answer.json()).toEqual({ cookies: 1, body: { b: 2 } })
    expect(dataOf(setCookiesOf(answer))).toEqual({ a: 1 })
  })

  test('has that of its own cookie where this is not the one that the session was opened with', async () => {
    const { session: other, commit } = sessions.open()
    other.set('c', 3)
    const [[, line]] = commit() as [[string, string]]
    const become = ({ node }: H3Event) =>
      Object.assign(node.req.headers, { cookie: line.split(';')[0] })
    const answer = await asking(become).use().fetch('/')
    expect(await answer.json()).toEqual({ cookies: 1, body: { b: 2, c: 3 } })
    expect(dataOf(setCookiesOf(answer))).toEqual({ a: 1 })
  })

  test('has that of the store, which is read and written once', async () => {
    const store = memoryStore()
    const factory = storedSessionFactory(store, generateKey())
    const spies = [vi.spyOn(store, 'read'), vi.spyOn(store, 'create'), vi.spyOn(store, 'update')]
    const counts = () => spies.map(({ mock }) => mock.calls.length)
    const nitro = asking().use(factory)
    const cookie = cookiesOf(setCookiesOf(await nitro.fetch('/')))
    expect(counts()).toEqual([0, 1, 0])
    await nitro.fetch('/', { headers: { cookie } })
    expect(counts()).toEqual([1, 1, 0])
  })

  test('has the token of a policy with a cookie of its own, which the answer around it sets', async () => {
    const policy = new CookieCSRFStoragePolicy()
    const nitro: Nitro = new Nitro({
      '/': async (event) => (await nitro.fetchFor(event, '/inner')).text(),
      '/inner': (event) => newCsrfToken(event) + getCsrfToken(event),
    })
    const answer = await nitro.use(sessions, { csrf: { policy } }).fetch('/')
    const [token] = cookiesOf(setCookiesOf(answer)).split('=').slice(1) as [string]
    expect(await answer.text()).toBe(token + token)
    expect(token).not.toBe('')
  })

  test('is checked as others are', async () => {
    const nitro: Nitro = new Nitro({
      '/': async (event) => {
        const headers = { 'x-csrf-token': getCsrfToken(event) }
        const all = [{}, headers].map((headers) => {
          return nitro.fetchFor(event, '/inner', { method: 'POST', headers })
        })
        return (await Promise.all(all)).map(({ status }) => status)
      },
      '/inner': () => 'ok',
    })
    const answer = await nitro.use(sessions, { csrf: {} }).fetch('/')
    expect(await answer.json()).toEqual([400, 200])
  })
})

/** A store that takes its time. */
function lateStore() {
  const store = memoryStore()
  const create = async (...args: Parameters<typeof store.create>) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return store.create(...args)
  }
  return { ...store, create }
}

const stream = (): ReadableStream => new Blob(['made']).stream()
const answers: [string, (event: H3Event) => unknown][] = [
  ['given as text', () => 'made'],
  ['made on the response', ({ node: { res } }) => res.end('made')],
  ['a stream', stream],
  ['a stream that is sent', (event) => h3.sendStream(event, stream())],
  ['a Response', () => new Response(stream())],
  [
    'events',
    (event) => {
      const events = h3.createEventStream(event)
      void events.push('made').then(() => events.close())
      return events.send()
    },
  ],
]

describe.each<[string, () => unknown]>([
  ['a cookie', () => sessions],
  ['a store', () => storedSessionFactory(lateStore(), generateKey())],
])('where Nitro stands in for the response, with sessions in %s', (_, makeFactory) => {
  const fetchWith = (
    value: unknown,
    answer: (event: H3Event) => unknown,
    options: SessionOptions = {},
  ) => {
    const change = (event: H3Event): unknown => {
      sessionOf(event).set('a', value)
      return answer(event)
    }
    const onError = (_: Error, event: H3Event) => h3.send(event, 'the error page')
    return new Nitro({ '/': change }, { onError }).use(makeFactory(), options).fetch('/')
  }

  test.each(answers)('an answer that is %s has its cookie', async (_name, answer) => {
    const { status, headers, body } = await fetchWith(1, answer)
    expect([status, await new Response(body).text()]).toEqual([
      200,
      expect.stringContaining('made'),
    ])
    expect(headers.getSetCookie()).toHaveLength(1)
  })

  test.each(answers)(
    '… and without a session that can be written is an error: %s',
    async (_name, answer) => {
      const onCommitError = vi.fn()
      const { status, headers, body } = await fetchWith(Symbol('no'), answer, { onCommitError })
      expect([status, await new Response(body).text()]).toEqual([500, 'the error page'])
      expect(headers.getSetCookie()).toEqual([])
    },
  )

  test('an answer to an error is whole', async () => {
    const fail = (): never => {
      throw h3.createError({ statusCode: 418, message: 'a teapot' })
    }
    const answer = await fetchWith(1, fail)
    expect([answer.status, await answer.text()]).toEqual([418, 'the error page'])
    expect(answer.headers.getSetCookie()).toHaveLength(1)
  })
})
