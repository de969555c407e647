/** What has been looked up, or piped, before the session is first used is held back all the same when that cannot be written. */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import express from 'express'
import type { ErrorRequestHandler } from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { session as expressSession } from '../../src/bindings/express.js'
import { withSession } from '../../src/bindings/node.js'
import { generateKey, sealedCookieSessionFactory, storedSessionFactory } from '../../src/index.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

type Data = Record<string, unknown>
interface Carried {
  readonly session: Session<Data>
}
type Handle = (request: Carried, response: ServerResponse) => unknown

const FACTORIES: Readonly<Record<string, BindableFactory<Data>>> = {
  sealed: sealedCookieSessionFactory<Data>(generateKey()),
  'in a store': storedSessionFactory<Data>(memoryStore(), generateKey()),
}

const onCommitError = (): void => undefined

const failed = (response: ServerResponse): void => {
  response.statusCode = 500
  response.end('the error page')
}

const SERVERS: Readonly<
  Record<string, (factory: BindableFactory<Data>, handle: Handle) => Promise<Server>>
> = {
  'node:http': (factory, handle) =>
    listen(
      withSession(
        factory,
        (request: IncomingMessage & Carried, response) => handle(request, response),
        { onError: (_error, _request, response) => failed(response), onCommitError },
      ),
    ),
  Express: (factory, handle) => {
    const app = express()
    app.use(expressSession(factory, { onCommitError }))
    app.use((request, response) => handle(request as never, response))
    const onError: ErrorRequestHandler = (_error, _request, response, _next) => failed(response)
    app.use(onError)
    return listen(app)
  },
}

const VALUES: readonly [string, unknown, string, number][] = [
  ['can be written', 1, '200 the page', 1],
  ['cannot be written', () => undefined, '500 the error page', 0],
]

const rows = Object.keys(SERVERS).flatMap((binding) =>
  Object.keys(FACTORIES).map((factory) => [binding, factory] as const),
)

let server: Server | undefined
afterEach(() => server?.stop())

describe.each(rows)('%s, a session that is %s', (binding, name) => {
  describe.each(VALUES)('and %s', (_what, value, answer, cookies) => {
    const use = async ({ session }: Carried): Promise<string> => {
      session.set('a', value)
      return 'the page'
    }

    test.each<[string, Handle]>([
      ['end', async (request, response) => response.end(await use(request))],
      [
        'write',
        async (request, response) => {
          response.write(await use(request))
          response.end()
        },
      ],
      [
        'writeHead',
        async (request, response) =>
          response.writeHead(200, { 'X-Page': await use(request) }).end('the page'),
      ],
    ])('%s is looked up before its arguments', async (_method, handle) => {
      server = await SERVERS[binding]!(FACTORIES[name]!, handle)
      const { status, body, setCookies } = await server.request('/')
      expect([`${status} ${body}`, setCookies.length]).toEqual([answer, cookies])
    })

    test('a stream that was piped before is let go', async () => {
      let source: Readable | undefined
      server = await SERVERS[binding]!(FACTORIES[name]!, (request, response) => {
        source = Readable.from(Array.from({ length: 100 }, () => 'x'.repeat(10_000)))
        source.pipe(response)
        request.session.set('a', value)
      })
      const { status, setCookies } = await server.request('/')
      expect([status, setCookies.length]).toEqual([Number.parseInt(answer), cookies])
      if (source?.closed === false) await once(source, 'close')
      expect(source?.destroyed).toBe(true)
    })
  })
})

describe.each(['write', 'end', 'flushHeaders', 'writeHead'] as const)(
  'a response whose %s cannot be replaced',
  (name) => {
    /** Express has no way past it: as middleware of its own kind. */
    const served = (handle: Handle): Promise<Server> => {
      const middleware = expressSession(FACTORIES['sealed']!, { onCommitError })
      return listen((request: IncomingMessage, response: ServerResponse) => {
        Object.defineProperty(response, name, { value: response[name].bind(response) })
        middleware(request as never, response as never, (error?: unknown) => {
          if (error === undefined) handle(request as IncomingMessage & Carried, response)
        })
      })
    }

    test('is as it was where nobody uses the session', async () => {
      server = await served((_, response) => response.end('the page'))
      expect(await server.request('/')).toMatchObject({ status: 200, body: 'the page' })
    })

    test('is told of where it is used', async () => {
      let told: unknown
      server = await served((request, response) => {
        try {
          request.session.set('a', 1)
        } catch (error) {
          told = error
        }
        response.end('the page')
      })
      expect(await server.request('/')).toMatchObject({ status: 200, body: 'the page' })
      expect(told).toEqual(expect.objectContaining({ message: expect.stringContaining(name) }))
    })
  },
)

describe('a session of a factory of the application’s own, first used in what is put around writeHead', () => {
  const sealed = FACTORIES['sealed']!
  const own: BindableFactory<Data> = {
    ...sealed,
    open: (...given) => {
      const { session, headers } = sealed.open(...given)
      return { session, headers } as never
    },
  }

  test.each(VALUES)('and %s', async (_what, value, answer, cookies) => {
    server = await SERVERS['Express']!(own, (request, response) => {
      const { writeHead } = response
      response.writeHead = ((...given: []) => {
        request.session.set('a', value)
        return Reflect.apply(writeHead, response, given)
      }) as never
      response.end('the page')
    })
    const { status, body, setCookies } = await server.request('/')
    expect([`${status} ${body}`, setCookies.length]).toEqual([answer, cookies])
  })
})
