/** Visitors who leave before anything of the answer is there: what the handler did with the session is done. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { PassThrough, pipeline } from 'node:stream'
import express from 'express'
import Koa from 'koa'
import { afterEach, expect, test, vi } from 'vitest'
import { session, sessionExceptions } from '../../src/bindings/express.js'
import { session as koaSession } from '../../src/bindings/koa.js'
import { withSession } from '../../src/bindings/node.js'
import { generateKey, storedSessionFactory } from '../../src/index.js'
import type { Session, SessionStore, StoredSessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { untilTrue, waitFor } from '../support/wait-for.js'

const key = generateKey()

const left: (() => void)[] = []
afterEach(() => left.splice(0).forEach((stop) => stop()))

type Handler = (session: Session, response: ServerResponse) => unknown
type Application = (
  factory: StoredSessionFactory,
  onCommitError: (error: unknown) => void,
  handle: Handler,
) => RequestListener

const inExpress: Application = (factory, onCommitError, handle) => {
  const app = express()
  app.use(session(factory, { onCommitError }))
  app.all('/', (request, response) => handle(request.session, response) as Promise<void>)
  app.use(sessionExceptions())
  app.use(((_error, _request, response, _next) => {
    response.status(500).end()
  }) as express.ErrorRequestHandler)
  return app
}

const inNode: Application = (factory, onCommitError, handle) =>
  withSession(factory, (request, response) => handle(request.session, response), {
    onCommitError,
    onError: (_error, _request, response) => response.writeHead(500).end(),
  })

const inKoa: Application = (factory, onCommitError, handle) => {
  const app = new Koa()
  app.silent = true
  app.use(koaSession(factory, { onCommitError }))
  app.use((ctx) => {
    ctx.respond = false
    return handle(ctx.session, ctx.res) as Promise<void>
  })
  return app.callback()
}

const APPLICATIONS = [
  ['Express', inExpress],
  ['Koa', inKoa],
  ['node:http', inNode],
] as const

interface Visit {
  readonly store: SessionStore
  /** What of the request comes before its cookie. Default: a GET. */
  readonly head?: string
  readonly application?: Application
  readonly handle: Handler
  readonly told?: (error: unknown) => void
  readonly setOnException?: boolean
}

/** What comes of a request whose visitor leaves once the handler has begun. */
async function leave({
  store,
  head = 'GET / HTTP/1.1\r\nHost: shop.example\r\n',
  application = inExpress,
  handle,
  told = () => {},
  setOnException = true,
}: Visit) {
  const factory = storedSessionFactory(store, key, { setOnException })
  const signedIn = factory.open()
  const before = await signedIn.load()
  before.subject = 'ann'
  const cookie = (await signedIn.commit())[0]![1].split(';')[0]!
  let [hasBegun, isClosed] = [false, false]
  const listener = application(factory, told, (session, response) => {
    hasBegun = true
    response.once('close', () => (isClosed = true))
    return handle(session, response)
  })
  const server = createServer(listener).listen(0, '127.0.0.1')
  left.push(() => server.close())
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(`${head}Cookie: ${cookie}\r\n\r\n`)
  await untilTrue(() => hasBegun)
  socket.destroy()
  await untilTrue(() => isClosed)
  return () => factory.open(cookie).load()
}

/** A turn after the visitor has left. */
const untilLeft = async (response: ServerResponse): Promise<void> => {
  await once(response, 'close')
  await new Promise((resolve) => setImmediate(resolve))
}

const beginStream: Handler = (session, response) => {
  session.invalidate()
  new PassThrough().pipe(response)
}

test('a sign-out is one', async () => {
  const store = memoryStore()
  const told = vi.fn()
  await leave({ store, handle: beginStream, told })
  await waitFor(() => expect(store.size).toBe(0))
  expect(told).not.toHaveBeenCalled()
})

test('that it could not be written is told', async () => {
  const store = memoryStore()
  const fail = () => Promise.reject(new Error('down'))
  const down = { ...store, update: fail, delete: fail }
  const told = vi.fn()
  await leave({ store: down, handle: beginStream, told })
  await untilTrue(() => told.mock.calls.length > 0)
  expect(told.mock.calls[0]).toEqual([
    expect.objectContaining({ code: 'STORE_UNAVAILABLE' }),
    expect.anything(),
  ])
})

const LATE: Record<string, (response: ServerResponse) => void> = {
  pipe: (response) => void new PassThrough().pipe(response),
  pipeline: (response) => void pipeline(new PassThrough(), response, () => {}),
  end: (response) => void response.end(),
}

test.each(
  APPLICATIONS.flatMap(([name, application]) =>
    Object.entries(LATE).map(([way, answer]) => ({ name, way, application, answer })),
  ),
)('a sign-out of who has left by then is one: $name, $way', async ({ application, answer }) => {
  const store = memoryStore()
  const handle: Handler = async (session, response) => {
    await untilLeft(response)
    session.invalidate()
    answer(response)
  }
  await leave({ store, application, handle })
  await waitFor(() => expect(store.size).toBe(0))
})

test.each([
  ['Koa', inKoa],
  ['node:http', inNode],
] as const)(
  'a sign-out that is not answered as the visitor has left is one: %s',
  async (_, application) => {
    const store = memoryStore()
    const handle: Handler = async (session, response) => {
      await untilLeft(response)
      session.invalidate()
    }
    await leave({ store, application, handle })
    await waitFor(() => expect(store.size).toBe(0))
  },
)

test.each(APPLICATIONS)(
  'what is dropped where the handler fails is not written before: %s',
  async (_, application) => {
    const store = memoryStore()
    let hasFailed = false
    const handle: Handler = async (session, response) => {
      session.set('paid', true)
      await untilLeft(response)
      hasFailed = true
      throw new Error('The card was refused')
    }
    const next = await leave({ store, application, handle, setOnException: false })
    await untilTrue(() => hasFailed)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const session = await next()
    expect([session.subject, session.get('paid')]).toEqual(['ann', undefined])
  },
)

test.each(APPLICATIONS)(
  'what the answer to an error keeps is written: %s',
  async (_, application) => {
    const store = memoryStore()
    const handle: Handler = async (session, response) => {
      session.set('paid', true)
      await untilLeft(response)
      throw new Error('The printer is out of paper')
    }
    const next = await leave({ store, application, handle })
    await vi.waitFor(async () => expect((await next()).get('paid')).toBe(true))
  },
)

test('error handling that leaves it at that where the visitor has left loses no sign-out', async () => {
  const store = memoryStore()
  const application: Application = (factory, onCommitError, handle) =>
    withSession(factory, (request, response) => handle(request.session, response), {
      onCommitError,
      onError: (_error, _request, response) => untilLeft(response),
    })
  const handle: Handler = (session) => {
    session.invalidate()
    throw new Error('failed')
  }
  await leave({ store, application, handle })
  await waitFor(() => expect(store.size).toBe(0))
})

test.each(APPLICATIONS)('a store that fails is told of once: %s', async (_, application) => {
  const store = memoryStore()
  const fail = () => Promise.reject(new Error('down'))
  const down = { ...store, update: fail, delete: fail }
  const told = vi.fn()
  let isDone = false
  const handle: Handler = async (session, response) => {
    session.set('seen', true)
    await untilLeft(response)
    new PassThrough().pipe(response)
    isDone = true
  }
  await leave({ store: down, application, handle, told })
  await untilTrue(() => isDone && told.mock.calls.length > 0)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(told.mock.calls.map(([error]) => (error as { code: string }).code)).toEqual([
    'STORE_UNAVAILABLE',
  ])
})

test.each(APPLICATIONS)(
  'what a handler at work may still put right is not told: %s',
  async (_, application) => {
    const store = memoryStore()
    const told = vi.fn()
    let isDone = false
    const handle: Handler = async (session, response) => {
      session.set('seen', () => 1)
      await untilLeft(response)
      session.set('seen', true)
      response.end()
      isDone = true
    }
    const next = await leave({ store, application, handle, told })
    await untilTrue(() => isDone)
    await vi.waitFor(async () => expect((await next()).get('seen')).toBe(true))
    expect(told).not.toHaveBeenCalled()
  },
)

test.each(APPLICATIONS)(
  'a store that is down as the visitor leaves is asked again: %s',
  async (_, application) => {
    const store = memoryStore()
    let isDown = false
    const ask = <T>(run: () => T): T => {
      if (isDown) throw new Error('down')
      return run()
    }
    const handle: Handler = async (session, response) => {
      session.invalidate()
      isDown = true
      await untilLeft(response)
      await new Promise((resolve) => setTimeout(resolve, 20))
      isDown = false
      response.end()
    }
    const failing: SessionStore = {
      ...store,
      update: async (...given) => ask(() => store.update(...given)),
      delete: async (...given) => ask(() => store.delete(...given)),
    }
    await leave({ store: failing, application, handle })
    await waitFor(() => expect(store.size).toBe(0))
  },
)

test('no session begins for the form of another site that nobody has checked', async () => {
  const store = memoryStore()
  const handle: Handler = async (session, response) => {
    session.invalidate()
    session.set('seen', true)
    await untilLeft(response)
  }
  const head = [
    'POST / HTTP/1.1',
    'Host: shop.example',
    'Origin: https://evil.example',
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Length: 0',
    '',
  ].join('\r\n')
  await leave({ store, handle, head: `${head}X-Other: ` })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(store.size).toBe(1)
})
