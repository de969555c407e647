import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import OldestFastify from 'fastify-oldest'
import { once } from 'node:events'
import { connect } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import * as binding from '../../src/bindings/fastify.js'
import { checkCsrf, getCsrfToken, session } from '../../src/bindings/fastify.js'
import { CookieCSRFStoragePolicy, unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { actionsOf, sessionsOf } from '../contracts/binding/actions.js'
import { describeError } from '../contracts/binding/harness.js'
import type { Harness, Reply } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { clientOf } from '../contracts/binding/node-server.js'
import { waitFor } from '../support/wait-for.js'

const isExempt = ({ url }: FastifyRequest): boolean => url.startsWith('/exempt')

const joins =
  (make: typeof Fastify): Harness =>
  async (app, { factory, admin, csrf: checks, onError, onCommitError, trustProxy = false }) => {
    const server = make({ trustProxy, forceCloseConnections: true })
    const csrf = checks && { ...checks, exempt: isExempt }
    // What the behaviours send that is no form is for the handler to read.
    server.addContentTypeParser('*', (_request, _payload, done) => done(null))
    await server.register(formbody)
    await server.register(session, { factory, csrf, onCommitError })
    if (admin) await server.register(session, { factory: admin, property: 'admin', onCommitError })
    if (onError) server.setErrorHandler((e, req, reply) => send(reply, onError(e, sessionsOf(req))))
    server.all('/*', async (request, reply) =>
      send(reply, await app(request.url.split('?')[0]!, actionsOf(binding, request))),
    )
    await server.listen({ port: 0, host: '127.0.0.1' })
    return {
      ...clientOf((server.server.address() as { port: number }).port),
      stop: () => server.close(),
    }
  }

function send(reply: FastifyReply, { status, headers = [], chunks, location }: Reply) {
  if (location !== undefined) return reply.redirect(location, status)
  for (const [name, value] of headers) reply.header(name, value)
  reply.code(status ?? 200)
  const isOne = Array.isArray(chunks) && chunks.length < 2
  return reply.send(isOne ? chunks[0] : Readable.from(chunks as Iterable<string>))
}

bindingContract('Fastify', joins(Fastify), JOINED.Fastify)
bindingContract('Fastify 5.0', joins(OldestFastify as unknown as typeof Fastify), JOINED.Fastify)

const factory = unencryptedCookieSessionFactoryConfig('seekrit')
const admins = unencryptedCookieSessionFactoryConfig('seekrit', { cookieName: 'admin' })
const TOO_MUCH = 'x'.repeat(5000)
const onCommitError = (): void => undefined
const tooLarge = expect.objectContaining({ code: 'COOKIE_TOO_LARGE' })

/** The session of a request, whose type another library of this project's takes. */
const of = (request: FastifyRequest, property = 'session'): Session =>
  (request as unknown as Record<string, Session>)[property]!

const spoil = (request: FastifyRequest): unknown => of(request).set('a', TOO_MUCH)

/** An application whose error handler keeps what it hears. */
async function appOf(
  options: Omit<Parameters<typeof session>[1], 'factory'> = {},
): Promise<{ readonly app: FastifyInstance; readonly heard: unknown[] }> {
  const app = Fastify()
  const heard: unknown[] = []
  await app.register(session, { factory, onCommitError, ...options })
  app.setErrorHandler((error, _request, reply) => {
    heard.push(error)
    return reply.send('error page')
  })
  return { app, heard }
}

describe('session for Fastify', () => {
  test('reaches the whole instance that registers it, and none beside that', async () => {
    const app = Fastify()
    const look = (request: FastifyRequest, reply: FastifyReply): unknown =>
      reply.send({ has: 'session' in request })
    const inside: FastifyPluginAsync = async (part) => {
      await part.register(session, { factory })
      part.get('/inside', look)
      await part.register(async (below) => void below.get('/below', look))
    }
    await app.register(inside)
    app.get('/beside', look)
    const has = async (path: string): Promise<unknown> => (await app.inject(path)).json().has
    expect(await Promise.all(['/inside', '/below', '/beside'].map(has))).toEqual([
      true,
      true,
      false,
    ])
  })

  test('registered twice for one cookie it is one session, below or in one instance', async () => {
    const app = Fastify()
    await app.register(session, { factory })
    await app.register(session, { factory })
    await app.register(async (below) => {
      await below.register(session, { factory })
      below.get('/', (request, reply) => reply.send(String(of(request).set('a', 1).get('a'))))
    })
    const { body, headers } = await app.inject('/')
    expect([body, headers['set-cookie']]).toEqual(['1', expect.stringMatching(/^session=/)])
  })

  test('another cookie under the same property is an error in words', async () => {
    const { app, heard } = await appOf()
    await app.register(session, { factory: admins })
    app.get('/', () => 'never seen')
    expect((await app.inject('/')).body).toBe('error page')
    const message = expect.stringContaining('request.session is the session of another cookie')
    expect(heard).toEqual([expect.objectContaining({ message })])
  })

  test('a property of Fastify, or of another plugin, cannot be taken', async () => {
    for (const property of ['body', 'mine']) {
      const app = Fastify()
      app.decorateRequest('mine', null)
      const registered = async (): Promise<unknown> => app.register(session, { factory, property })
      await expect(registered()).rejects.toMatchObject({ code: 'FST_ERR_DEC_ALREADY_PRESENT' })
    }
  })

  test.each([
    {},
    { factory: 'secret' },
    { factory, csrf: { tokne: '' } },
    { factory, prefix: '/a' },
  ])('wrong options are told when it is registered: %o', async (options) => {
    const registered = async (): Promise<unknown> => Fastify().register(session, options as never)
    await expect(registered()).rejects.toMatchObject({ code: 'BAD_OPTION' })
  })

  test('a hook that was added before it is told so', async () => {
    const app = Fastify()
    app.decorateRequest('unused', null)
    app.addHook('onRequest', async (request) => void of(request).get('a'))
    await app.register(session, { factory })
    app.get('/', () => 'never seen')
    expect((await app.inject('/')).json().message).toMatch(/is not there yet: register the session/)
  })

  test('an answer past Fastify carries the cookie, hijacked or not', async () => {
    const { app } = await appOf()
    app.get('/:way', (request, reply) => {
      of(request).set('a', 1)
      if (request.url === '/hijacked') reply.hijack()
      reply.raw.writeHead(200, { 'X-Own': '1' }).end('raw')
    })
    for (const path of ['/hijacked', '/raw']) {
      const { headers, body } = await app.inject(path)
      expect([body, headers['x-own']]).toEqual(['raw', '1'])
      expect(headers['set-cookie']).toEqual(expect.stringMatching(/^session=/))
    }
  })
})

describe('a session that cannot be written, in Fastify', () => {
  test.each([
    ['newest', Fastify],
    ['oldest', OldestFastify as unknown as typeof Fastify],
  ])('is no reason for another answer than a Response of status 503, %s', async (_, make) => {
    const onCommitError = vi.fn()
    const app = make()
    const factory = unencryptedCookieSessionFactoryConfig('seekrit')
    await app.register(session, { factory, onCommitError })
    app.get('/', async (request) => {
      spoil(request)
      return new Response('down', { status: 503 })
    })
    const { statusCode, body } = await app.inject('/')
    expect([statusCode, body]).toEqual([503, 'down'])
    expect(onCommitError).toHaveBeenCalledOnce()
    await app.close()
  })

  test('goes to the error handler of the instance that the route belongs to', async () => {
    const { app } = await appOf()
    await app.register(async (part) => {
      part.setErrorHandler((error, _request, reply) => reply.send(`part ${describeError(error)}`))
      part.get('/', async (request, reply) => {
        spoil(request)
        return reply.redirect('/never').header('ETag', '"x"')
      })
    })
    const { statusCode, body, headers } = await app.inject('/')
    expect([statusCode, body]).toEqual([500, 'part COOKIE_TOO_LARGE'])
    for (const name of ['location', 'etag', 'set-cookie']) expect(headers).not.toHaveProperty(name)
  })

  test("gets Fastify's own answer where there is no error handler", async () => {
    const app = Fastify()
    await app.register(session, { factory, onCommitError })
    app.get('/', async (request, reply) => {
      spoil(request)
      return reply.code(201).type('text/plain').send('never seen')
    })
    const { statusCode, headers, body } = await app.inject('/')
    expect(statusCode).toBe(500)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(body)).toMatchObject({ statusCode: 500, code: 'COOKIE_TOO_LARGE' })
  })

  test('ends the stream that was the payload', async () => {
    const payloads = {
      '/node': (source: Readable) => source,
      '/web': (source: Readable) => Readable.toWeb(source),
      '/response': (source: Readable) => new Response(Readable.toWeb(source) as ReadableStream),
    }
    const sources: Record<string, Readable> = {}
    const { app } = await appOf()
    for (const [path, payloadOf] of Object.entries(payloads)) {
      app.get(path, (request, reply) => {
        spoil(request)
        reply.send(payloadOf((sources[path] = new Readable({ read: () => undefined }))))
      })
    }
    for (const path of Object.keys(payloads)) {
      expect((await app.inject(path)).body).toBe('error page')
      await waitFor(() => expect(sources[path]!.destroyed, path).toBe(true))
    }
  })

  test('goes to the error handler when a hook has changed it after ours', async () => {
    const { app, heard } = await appOf()
    app.addHook('onSend', async (request) => {
      if (heard.length === 0) spoil(request)
    })
    app.get('/', (_request, reply) => reply.header('ETag', '"x"').send('never seen'))
    const { statusCode, body, headers } = await app.inject('/')
    expect([statusCode, body, headers.etag]).toEqual([500, 'error page', undefined])
    expect(heard).toEqual([tooLarge])
  })

  test('goes to the error handler when the handler writes to reply.raw', async () => {
    const { app, heard } = await appOf()
    app.get('/', (request, reply) => {
      spoil(request)
      setTimeout(() => reply.raw.end('never seen'), 5)
    })
    expect((await app.inject('/')).body).toBe('error page')
    expect(heard).toEqual([tooLarge])
  })

  test('what the handler sends while a slow error handler answers goes nowhere', async () => {
    const app = Fastify()
    await app.register(session, { factory, onCommitError })
    app.setErrorHandler(async (_error, _request, reply) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return reply.code(503).send('error page')
    })
    app.get('/', async (request, reply) => {
      spoil(request)
      reply.raw.write('never seen')
      return 'never seen'
    })
    const { statusCode, body } = await app.inject('/')
    expect([statusCode, body]).toEqual([503, 'error page'])
  })

  test('is a plain 500 and in the log when the reply was hijacked', async () => {
    const { app, heard } = await appOf()
    const logged: unknown[] = []
    app.get('/', (request, reply) => {
      spoil(request)
      reply.log.error = ((error: unknown) => logged.push(error)) as never
      reply.hijack()
      reply.raw.end('never seen')
    })
    const { statusCode, body } = await app.inject('/')
    expect([statusCode, body]).toEqual([500, 'Internal Server Error\n'])
    expect([heard, logged]).toEqual([[], [tooLarge]])
  })

  test.each([undefined, null, 'text', { private: 1 }])(
    'is an error whatever was thrown: %o',
    async (thrown) => {
      const open: typeof factory.open = (...args) => ({
        ...factory.open(...args),
        headers: () => {
          throw thrown
        },
      })
      const { app, heard } = await appOf({ factory: { open } } as never)
      app.get('/:way', (request, reply) => {
        spoil(request)
        if (request.url === '/raw') reply.raw.end('never seen')
        else reply.send('never seen')
      })
      for (const path of ['/', '/raw']) expect((await app.inject(path)).body).toBe('error page')
      const inWords = { message: 'The session could not be written', cause: thrown }
      expect(heard).toEqual([expect.objectContaining(inWords), expect.objectContaining(inWords)])
    },
  )
})

/** The cookies that an answer sets, as the next request sends them. */
const cookieOf = ({ headers }: { readonly headers: { 'set-cookie'?: unknown } }): string =>
  [headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')

describe('csrf for Fastify', () => {
  describe.each([
    ['exempts all', { exempt: () => true }],
    ['checks nothing by itself', { requireCsrf: false }],
    ['asks for no token', { mode: 'fetch-metadata' }],
  ] as const)('beside a session of another cookie whose check %s', (_, csrf) => {
    test.each(['the same instance', 'an instance below'])('in %s', async (where) => {
      const app = Fastify()
      await app.register(session, { factory, csrf: {} })
      const addAdmins: FastifyPluginAsync = async (part) => {
        await part.register(session, { factory: admins, property: 'admin', csrf })
        part.get('/', (request) => {
          of(request, 'admin').getCsrfToken()
          return of(request).getCsrfToken()
        })
        part.post('/', () => 'done')
      }
      if (where === 'an instance below') await app.register(addAdmins)
      else await addAdmins(app, {})
      const page = await app.inject('/')
      const sent = { method: 'POST', url: '/' } as const
      expect((await app.inject(sent)).statusCode).toBe(400)
      const headers = { cookie: cookieOf(page) }
      expect((await app.inject({ ...sent, headers })).statusCode).toBe(400)
      const withToken = { ...headers, 'X-CSRF-Token': page.body }
      expect((await app.inject({ ...sent, headers: withToken })).body).toBe('done')
    })
  })

  test('two sessions with checks ask for the token of each, and pages get that of the last', async () => {
    const app = Fastify()
    await app.register(session, { factory, csrf: { header: 'X-Users' } })
    await app.register(session, {
      factory: admins,
      property: 'admin',
      csrf: { header: 'X-Admins' },
    })
    app.get('/', (request) => [of(request).getCsrfToken(), getCsrfToken(request)])
    app.post('/', (request) => getCsrfToken(request))
    const page = await app.inject('/')
    const cookie = cookieOf(page)
    const [users, admin] = page.json<[string, string]>()
    const post = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/', headers: { ...headers, cookie } })
    expect((await post({ 'X-Users': users, 'X-Admins': admin })).body).toBe(admin)
    expect((await post({ 'X-Users': users })).statusCode).toBe(400)
    expect((await post({ 'X-Admins': admin })).statusCode).toBe(400)
    expect((await post({ 'X-Users': admin, 'X-Admins': users })).statusCode).toBe(400)
  })

  test('a refused request is answered by Fastify with 400', async () => {
    const app = Fastify()
    await app.register(session, { factory, csrf: {} })
    app.post('/', () => 'never seen')
    const { statusCode, body, headers } = await app.inject({ method: 'POST', url: '/' })
    expect([statusCode, headers['set-cookie']]).toEqual([400, undefined])
    expect(JSON.parse(body)).toMatchObject({ code: 'BAD_CSRF_TOKEN', error: 'Bad Request' })
  })

  test('the rules of the instance below count', async () => {
    const { app } = await appOf({ csrf: { token: 'outer' } })
    await app.register(async (below) => {
      await below.register(session, {
        factory,
        csrf: { token: 'inner', safeMethods: ['GET', 'POST'] },
      })
      below.get('/', (request, reply) => {
        checkCsrf(request, { inner: getCsrfToken(request) })
        reply.send('ok')
      })
      below.post('/', (_request, reply) => reply.send('ran'))
    })
    expect((await app.inject('/')).body).toBe('ok')
    expect((await app.inject({ method: 'POST', url: '/' })).body).toBe('ran')
  })

  test('routes say by their config that they are exempt', async () => {
    const exempt = ({ routeOptions }: FastifyRequest): boolean =>
      (routeOptions.config as { csrf?: boolean }).csrf === false
    const { app } = await appOf({ csrf: { exempt } })
    app.post('/hook', { config: { csrf: false } as never }, () => 'called')
    expect((await app.inject({ method: 'POST', url: '/hook' })).body).toBe('called')
  })

  test('the cookie of a policy goes out with an answer to an error', async () => {
    const { app } = await appOf({ csrf: { policy: new CookieCSRFStoragePolicy() } })
    app.get('/', (request) => {
      getCsrfToken(request)
      throw new Error('boom')
    })
    const { body, headers } = await app.inject('/')
    expect([body, headers['set-cookie']]).toEqual([
      'error page',
      expect.stringMatching(/^csrf_token=/),
    ])
  })
})

describe('over HTTP/2', () => {
  async function statusOf(trustProxy: boolean, headers: Record<string, string>): Promise<number> {
    const app = Fastify({ http2: true, trustProxy })
    const csrf = { mode: 'fetch-metadata' } as const
    await app.register(session as never, { factory, csrf } as never)
    app.post('/', () => 'done')
    await app.listen({ port: 0, host: '127.0.0.1' })
    const client = connect(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`)
    try {
      const stream = client.request({ ':method': 'POST', ':path': '/', ...headers })
      const [answer] = (await once(stream, 'response')) as [Record<string, unknown>]
      return answer[':status'] as number
    } finally {
      client.destroy()
      await app.close()
    }
  }

  const own = { ':authority': 'shop.example', origin: 'http://shop.example' }
  const forwarded = { ...own, ':authority': 'internal', 'x-forwarded-host': 'shop.example' }

  test.each<[string, number, boolean, Record<string, string>]>([
    ['the host is in :authority', 200, false, own],
    ['… whatever Host says', 200, false, { ...own, host: 'internal' }],
    ['… also where a proxy is trusted', 200, true, { ...own, host: 'internal' }],
    ['Host alone makes no origin the own one', 400, false, { ...forwarded, host: 'shop.example' }],
    ['a trusted proxy says it', 200, true, forwarded],
    ['one that is not trusted does not', 400, false, forwarded],
  ])('%s: %i', async (_, status, trustProxy, headers) => {
    expect(await statusOf(trustProxy, headers)).toBe(status)
  })
})
