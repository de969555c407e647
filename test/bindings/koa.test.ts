import { Readable } from 'node:stream'
import { bodyParser } from '@koa/bodyparser'
import Koa from 'koa'
import type { Context } from 'koa'
import OldestKoa from 'koa-oldest'
import { afterEach, describe, expect, test } from 'vitest'
import * as binding from '../../src/bindings/koa.js'
import { checkCsrf, csrf, getCsrfToken, session } from '../../src/bindings/koa.js'
import { CookieCSRFStoragePolicy, unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import { actionsOf, sessionsOf } from '../contracts/binding/actions.js'
import type { Answer, Harness, Reply, Server } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { listen } from '../contracts/binding/node-server.js'
import { waitFor } from '../support/wait-for.js'

const joins =
  (Application: typeof Koa): Harness =>
  (app, { factory, admin, csrf: checks, onError, onCommitError, trustProxy = false }) => {
    const server = new Application({ proxy: trustProxy })
    server.silent = true
    const page: Koa.Middleware = (ctx, next) =>
      next().catch((error) => send(ctx, onError!(error, sessionsOf(ctx))))
    if (onError) server.use(page)
    server.use(session(factory, { onCommitError }))
    if (admin) server.use(session(admin, { property: 'admin', onCommitError }))
    const exempt = ({ path }: Context): boolean => path.startsWith('/exempt')
    if (checks) server.use(bodyParser()).use(csrf({ ...checks, exempt }))
    server.use(async (ctx) => send(ctx, await app(ctx.path, actionsOf(binding, ctx))))
    return listen(server.callback())
  }

function send(ctx: Koa.ParameterizedContext, { status, headers = [], chunks, location }: Reply) {
  if (status !== undefined) ctx.status = status
  if (location !== undefined) return ctx.redirect(location)
  for (const [name, value] of headers) ctx.append(name, value)
  if (Array.isArray(chunks) && chunks.length < 2) ctx.body = chunks[0] ?? ''
  else ctx.body = Readable.from(chunks as Iterable<string>)
}

bindingContract('Koa', joins(Koa), JOINED.Koa)
bindingContract('Koa 3.0', joins(OldestKoa), JOINED.Koa)

const factory = unencryptedCookieSessionFactoryConfig('seekrit')
const TOO_MUCH = 'x'.repeat(5000)

const started: Server[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()))
})

/** An application, and what its `error` event was told. */
function appOf(...middleware: Koa.Middleware<Koa.DefaultState, Koa.DefaultContext, unknown>[]): {
  readonly app: Koa
  readonly heard: unknown[]
  readonly get: (path?: string) => Promise<Answer>
} {
  const app = new Koa()
  const heard: unknown[] = []
  app.on('error', (error) => heard.push(error))
  for (const one of middleware) app.use(one)
  const get = async (path = '/'): Promise<Answer> => {
    if (started.length === 0) started.push(await listen(app.callback()))
    return started[0]!.request(path)
  }
  return { app, heard, get }
}

const tooLarge = expect.objectContaining({ code: 'COOKIE_TOO_LARGE' })
const onCommitError = (): void => undefined

const spoil: Koa.Middleware = (ctx, next) => {
  ctx.session.set('a', TOO_MUCH)
  return next()
}

describe('session for Koa', () => {
  test("Koa's own answer to an error carries the cookie, although it takes all headers back", async () => {
    const { heard, get } = appOf(session(factory), (ctx) => {
      ctx.session.set('a', 1)
      ctx.set('X-Gone', '1')
      ctx.throw(418, 'short and stout')
    })
    const answer = await get()
    expect(answer).toMatchObject({ status: 418, body: 'short and stout' })
    expect(answer.header('x-gone')).toBeNull()
    expect(answer.setCookies).toEqual([expect.stringMatching(/^session=/)])
    expect(heard).toEqual([expect.objectContaining({ status: 418 })])
  })

  test('its words are those of Koa: the session is a property of ctx', async () => {
    const { heard, get } = appOf((ctx, next) =>
      ctx.path === '/taken'
        ? session(factory, { property: 'state' })(ctx as never, next)
        : session(factory)(ctx as never, async () => void Object.assign(ctx, { session: 1 })),
    )
    await get('/taken')
    await get('/assigned')
    expect(heard).toEqual([
      expect.objectContaining({ message: expect.stringContaining('ctx.state is something else') }),
      expect.objectContaining({
        message: expect.stringMatching(/^ctx.session cannot be assigned/),
      }),
    ])
  })

  test('a context is shown without the session', async () => {
    let shown = ''
    const { get } = appOf(session(factory), (ctx) => {
      ctx.session.set('a', 'private')
      shown = JSON.stringify([ctx, ctx.inspect()])
    })
    await get()
    expect(shown).not.toContain('private')
  })
})

describe('a session that cannot be written, in Koa', () => {
  test("goes to Koa's own answer where no middleware catches", async () => {
    const { heard, get } = appOf(session(factory, { onCommitError }), spoil, (ctx) => {
      ctx.body = 'never seen'
    })
    expect(await get()).toMatchObject({
      status: 500,
      body: 'Internal Server Error',
      setCookies: [],
    })
    expect(heard).toEqual([tooLarge])
  })

  test('leaves nothing of its answer to middleware that sets a body and nothing else', async () => {
    const page: Koa.Middleware = (ctx, next) =>
      next().catch(() => {
        if (ctx.path === '/body') ctx.body = 'sorry'
      })
    const { get } = appOf(page, session(factory, { onCommitError }), spoil, (ctx) => {
      ctx.body = { never: 'seen' }
      ctx.lastModified = new Date()
    })
    expect(await get('/body')).toMatchObject({ status: 500, body: 'sorry' })
    const bare = await get('/nothing')
    expect(bare).toMatchObject({ status: 500, body: 'Internal Server Error' })
    expect([bare.header('content-type'), bare.header('last-modified')]).toEqual([
      'text/plain; charset=utf-8',
      null,
    ])
  })

  test('ends the stream that was the body', async () => {
    const bodies = {
      '/node': (source: Readable) => source,
      '/web': (source: Readable) => Readable.toWeb(source),
      '/response': (source: Readable) => new Response(Readable.toWeb(source) as ReadableStream),
    }
    const source = new Map<string, Readable>()
    const { get } = appOf(session(factory, { onCommitError }), spoil, (ctx) => {
      source.set(ctx.path, new Readable({ read: () => undefined }))
      ctx.body = bodies[ctx.path as keyof typeof bodies](source.get(ctx.path)!)
    })
    for (const path of Object.keys(bodies)) {
      expect((await get(path)).status).toBe(500)
      await waitFor(() => expect(source.get(path)!.destroyed, path).toBe(true))
    }
  })

  test('goes to ctx.onerror when middleware around has changed it', async () => {
    const { heard, get } = appOf(
      async (ctx, next) => {
        await next()
        ctx.session.set('a', TOO_MUCH)
      },
      session(factory, { onCommitError }),
      (ctx) => {
        ctx.body = 'never seen'
      },
    )
    expect(await get()).toMatchObject({
      status: 500,
      body: 'Internal Server Error',
      setCookies: [],
    })
    expect(heard).toEqual([tooLarge])
  })

  test('goes to ctx.onerror when the handler answers past Koa, also to one of the application', async () => {
    const { app, heard, get } = appOf(session(factory, { onCommitError }), spoil, (ctx) => {
      ctx.respond = false
      setTimeout(() => ctx.res.end('never seen'), 5)
    })
    expect(await get()).toMatchObject({ status: 500, body: 'Internal Server Error' })
    expect(heard).toEqual([tooLarge])
    Object.assign(app.context, {
      onerror(this: Context, error: { code: string } | null) {
        if (error === null) return
        this.res.statusCode = 503
        this.res.end(error.code)
      },
    })
    expect(await get()).toMatchObject({ status: 503, body: 'COOKIE_TOO_LARGE' })
  })

  test('may be mended by a handler that answers past Koa, when its middleware is done', async () => {
    const { get } = appOf(session(factory, { onCommitError }), spoil, (ctx) => {
      ctx.respond = false
      setTimeout(() => {
        ctx.session.set('a', 'less')
        ctx.res.writeHead(200).end('mended')
      }, 5)
    })
    const answer = await get()
    expect(answer).toMatchObject({ status: 200, body: 'mended' })
    expect(answer.setCookies).toHaveLength(1)
  })

  test.each([undefined, null, 'text'])('is an error whatever was thrown: %o', async (thrown) => {
    const open: typeof factory.open = (...args) => ({
      ...factory.open(...args),
      headers: () => {
        throw thrown
      },
    })
    const { heard, get } = appOf(session({ open }, { onCommitError }), spoil, (ctx) => {
      ctx.respond = ctx.path !== '/past'
      if (!ctx.respond) ctx.res.end('never seen')
    })
    const inWords = { message: 'The session could not be written', cause: thrown }
    for (const path of ['/', '/past']) {
      expect((await get(path)).status).toBe(500)
      expect(heard.splice(0)).toEqual([expect.objectContaining(inWords)])
    }
  })
})

describe('csrf for Koa', () => {
  test('a refused request is answered by Koa with 400', async () => {
    const { app, heard } = appOf(session(factory), bodyParser() as never, csrf(), (ctx) => {
      ctx.body = 'never seen'
    })
    started.push(await listen(app.callback()))
    const answer = await started[0]!.request('/', undefined, { method: 'POST' })
    expect(answer).toMatchObject({ status: 400, body: 'Bad Request', setCookies: [] })
    expect(heard).toEqual([expect.objectContaining({ code: 'BAD_CSRF_TOKEN', reason: 'no-body' })])
  })

  test('an empty form is one', async () => {
    const { app, heard } = appOf(session(factory), bodyParser() as never, csrf(), (ctx) => {
      ctx.body = 'never seen'
    })
    started.push(await listen(app.callback()))
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    await started[0]!.request('/', undefined, { method: 'POST', headers, body: '' })
    expect(heard).toEqual([expect.objectContaining({ reason: 'missing' })])
  })

  test('before session() it says what is missing', async () => {
    const { heard, get } = appOf(csrf({ property: 'admin' }), (ctx) => {
      ctx.body = getCsrfToken(ctx)
    })
    expect((await get()).status).toBe(500)
    expect(heard).toEqual([
      expect.objectContaining({ message: expect.stringContaining('there is no ctx.admin') }),
    ])
  })

  test('of two the inner one counts until what comes after it is done', async () => {
    const errors: unknown[] = []
    const tryToken: Koa.Middleware = (ctx) => {
      try {
        checkCsrf(ctx, { outer: getCsrfToken(ctx) })
      } catch (error) {
        errors.push(error)
      }
    }
    const { get } = appOf(
      session(factory),
      csrf({ token: 'outer' }),
      async (ctx, next) => {
        await next()
        await tryToken(ctx, next)
        ctx.body = String(errors.length)
      },
      csrf({ token: 'inner' }),
      tryToken,
    )
    expect((await get()).body).toBe('1')
  })

  test('the cookie of a policy goes out with an answer to an error', async () => {
    const policy = new CookieCSRFStoragePolicy()
    const { get } = appOf(csrf({ policy }), (ctx) => {
      getCsrfToken(ctx)
      throw new Error('boom')
    })
    const answer = await get()
    expect(answer.status).toBe(500)
    expect(answer.setCookies).toEqual([expect.stringMatching(/^csrf_token=/)])
  })
})

describe('csrf() and what the sessions know of errors', () => {
  const quiet = unencryptedCookieSessionFactoryConfig('seekrit', { cookieOnException: false })
  /** Answers an error between the session and the check. */
  const caught: Koa.Middleware = async (ctx, next) => {
    try {
      await next()
    } catch {
      ctx.session.flash('That failed')
      ctx.redirect('/')
    }
  }
  const failing: Koa.Middleware = () => {
    throw new Error('of the handler')
  }

  test.each([false, true])('an error that was caught before is none: csrf() %s', async (isUsed) => {
    const checks = isUsed ? [csrf()] : []
    const { get } = appOf(session(quiet), caught, ...checks, failing)
    expect((await get()).setCookies).toHaveLength(1)
  })

  test('a refusal is one, whoever answers it', async () => {
    const { app, get } = appOf(session(quiet), caught, csrf({ safeMethods: [] }), failing)
    app.silent = true
    expect((await get()).setCookies).toEqual([])
  })
})
