import type { RequestListener } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import express from 'express'
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { describe, expect, test } from 'vitest'
import { csrf, getCsrfToken, session } from '../../src/bindings/express.js'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import { baseCookieSessionFactory, unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import { describeError } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { listen } from '../contracts/binding/node-server.js'
import { joinWith, VERSIONS } from './express-harness.js'

const { Express, 'Express 4': express4, 'Express 5.0': oldest5, 'Express 4.18': oldest4 } = VERSIONS
bindingContract('Express', joinWith(Express), JOINED.Express)
bindingContract('Express 5.0', joinWith(oldest5), JOINED.Express)
bindingContract('Express 4', joinWith(express4), JOINED['Express 4'])
bindingContract('Express 4.18', joinWith(oldest4), JOINED['Express 4'])

describe.each(Object.entries(VERSIONS))('the host that requests go to, in %s', (_, version) => {
  const WITH_PORT = 'https://shop.example:8443'
  const proxied = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'shop.example:8443, inner' }

  async function post(trust: boolean, headers: Readonly<Record<string, string>>): Promise<number> {
    const app = version().set('env', 'test').set('trust proxy', trust)
    app.use(csrf({ mode: 'fetch-metadata' }))
    app.use((_request, response) => void response.send('ok'))
    const server = await listen(app)
    const { status } = await server.request('/', undefined, { method: 'POST', headers })
    await server.stop()
    return status
  }

  test('has its port, as a proxy that is trusted says', async () => {
    expect(await post(true, { ...proxied, Origin: WITH_PORT })).toBe(200)
    expect(await post(true, { ...proxied, Origin: 'https://shop.example' })).toBe(400)
  })

  test('is that of the Host header, where nobody is trusted', async () => {
    const Host = 'shop.example:80'
    expect(await post(false, { ...proxied, Host, Origin: 'http://shop.example' })).toBe(200)
    expect(await post(false, { ...proxied, Host, Origin: WITH_PORT })).toBe(400)
  })
})

describe('session for Express', () => {
  test("Express's own error page carries the cookie", async () => {
    const app = express()
    app.set('env', 'test') // keeps Express from printing the error
    app.use(session(unencryptedCookieSessionFactoryConfig('seekrit')))
    app.get('/', (request) => {
      request.session.set('a', 1)
      throw new Error('boom')
    })
    const server = await listen(app)
    const answer = await server.request('/')
    await server.stop()
    expect(answer.status).toBe(500)
    expect(answer.setCookies).toEqual([expect.stringMatching(/^session=/)])
  })
})

describe('a session that cannot be written, in Express', () => {
  const factory = unencryptedCookieSessionFactoryConfig('seekrit')
  const TOO_MUCH = 'x'.repeat(5000)
  const spoil: RequestHandler = (request, _response, next) => {
    request.session.set('a', TOO_MUCH)
    next()
  }
  const pageOf =
    (name: string): ErrorRequestHandler =>
    (_error, request, response, _next) =>
      void response.status(500).send(`${name} ${request.url}`)

  async function bodyOf(app: RequestListener, path: string): Promise<string> {
    const server = await listen(app)
    const { body } = await server.request(path)
    await server.stop()
    return body
  }

  test('goes to the error handlers of the router that is at work', async () => {
    const app = express()
    const part = express.Router()
    part.get('/x/:id', spoil, (_request, response) => void response.send('never seen'))
    part.use(pageOf('part'))
    app.use(session(factory, { onCommitError: () => undefined }))
    app.use('/part', part)
    app.use(pageOf('app'))
    expect(await bodyOf(app, '/part/x/1')).toBe('part /x/1')
  })

  test('goes to those around it, where that router has none', async () => {
    const app = express()
    const part = express()
    part.get('/x/:id', spoil, (_request, response) => void response.send('never seen'))
    app.use(session(factory, { onCommitError: () => undefined }))
    app.use('/part', part)
    app.use(pageOf('app'))
    expect(await bodyOf(app, '/part/x/1')).toBe('app /part/x/1')
  })

  test.each([undefined, 'route', 'router', 0])(
    'is an error whatever was thrown: %o',
    async (thrown) => {
      const failing = baseCookieSessionFactory({
        dumps: () => {
          throw thrown
        },
        loads: () => undefined,
      })
      const app = express()
      app.use(session(failing, { onCommitError: () => undefined }), spoil)
      app.get('/', (_request, response) => void response.send('never seen'))
      app.use(pageOf('app'))
      expect(await bodyOf(app, '/')).toBe('app /')
    },
  )

  test('what compresses answers does not mix both', async () => {
    const app = express()
    app.use(session(factory, { onCommitError: () => undefined }), spoil, zip)
    app.get('/', (_request, response) => void response.send('PRIVATE '.repeat(300)))
    app.use(((_error, _request, response, _next) => {
      response.status(500)
      setTimeout(() => response.send('error page'), 20)
    }) satisfies ErrorRequestHandler)
    expect(await bodyOf(app, '/')).toBe('error page')
  })

  /** As `compression` does: keeps `write` and `end`, and writes to them from a stream. */
  const zip: RequestHandler = (_request, response, next) => {
    const { write, end } = response
    const gzip = createGzip()
    gzip.on('data', (chunk) => Reflect.apply(write, response, [chunk]))
    gzip.on('end', () => Reflect.apply(end, response, []))
    response.end = ((chunk: unknown) => {
      response.setHeader('Content-Encoding', 'gzip')
      response.removeHeader('Content-Length')
      gzip.end(chunk)
      return response
    }) as typeof end
    next()
  }
})

describe('csrf for Express', () => {
  const factory = unencryptedCookieSessionFactoryConfig('seekrit')

  /** An application that answers a POST with `ran`, and any other request with a token. */
  function appWith(...middleware: RequestHandler[]) {
    const app = express()
    app.set('env', 'test')
    app.use(session(factory), ...middleware)
    app.get('/', (request, response) => void response.send(getCsrfToken(request)))
    app.post('/{*path}', (_request, response) => void response.send('ran'))
    return app
  }

  /** The answer to a POST with the right token. */
  async function postTo(app: RequestListener, headers: Record<string, string>, path = '/') {
    const server = await listen(app)
    const { body: token, setCookies } = await server.request('/')
    const sent = { method: 'POST', headers: { ...headers, 'X-CSRF-Token': token } }
    const answer = await server.request(path, setCookies[0]?.split(';')[0], sent)
    await server.stop()
    return answer
  }

  const PROXY = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'shop.example' }
  const fromEvil = { ...PROXY, Origin: 'https://evil.example' }

  test('X-Forwarded-Proto counts where Express trusts the proxy', async () => {
    const app = appWith(csrf())
    expect((await postTo(app, fromEvil)).status).toBe(200)
    app.set('trust proxy', true)
    expect((await postTo(app, fromEvil)).status).toBe(400)
    expect((await postTo(app, { ...PROXY, Origin: 'https://shop.example' })).status).toBe(200)
  })

  test('the host of HTTP/2 is in :authority, where there is no Host', async () => {
    const app = express()
    app.set('trust proxy', true)
    app.use((request, _response, next) => {
      const { host: authority, ...headers } = request.headers
      Object.assign(request, { headers: { ...headers, ':authority': authority } })
      next()
    }, appWith(csrf()))
    const Origin = 'https://shop.example'
    const proxied = { 'X-Forwarded-Proto': 'https', Origin }
    expect((await postTo(app, { ...proxied, Host: 'shop.example' })).status).toBe(200)
    expect((await postTo(app, { ...proxied, Host: 'evil.example' })).status).toBe(400)
  })

  test('the error has status 400 and a code, for error handlers', async () => {
    const app = appWith(csrf())
    app.use(((error, _request, response, _next) => {
      response.status(error.status as number).send(describeError(error))
    }) satisfies ErrorRequestHandler)
    const server = await listen(app)
    const answer = await server.request('/', undefined, { method: 'POST' })
    await server.stop()
    expect(answer).toMatchObject({ status: 400, body: 'BAD_CSRF_TOKEN' })
  })

  test('a JSON body counts where it was parsed', async () => {
    const server = await listen(appWith(express.json(), csrf()))
    const { body: token, setCookies } = await server.request('/')
    const answer = await server.request('/', setCookies[0]!.split(';')[0], {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ csrf_token: token }),
    })
    await server.stop()
    expect(answer.status).toBe(200)
  })

  test('by Fetch Metadata no session is needed', async () => {
    const app = express()
    app.set('env', 'test')
    app.use(csrf({ mode: 'fetch-metadata' }))
    app.post('/', (_request, response) => void response.send('ran'))
    const server = await listen(app)
    const from = async (site: string) =>
      (await server.request('/', '', { method: 'POST', headers: { 'Sec-Fetch-Site': site } }))
        .status
    expect([await from('same-origin'), await from('cross-site')]).toEqual([200, 400])
    await server.stop()
  })

  describe('a form with files', () => {
    /** As parsers of uploads do. */
    const parseUpload: RequestHandler = async (request, _response, next) => {
      if (request.method !== 'POST') return next()
      const headers = { 'Content-Type': request.headers['content-type'] ?? '' }
      const form = await new Response(await buffer(request), { headers }).formData()
      request.body = Object.fromEntries(form)
      next()
    }

    async function upload(app: RequestListener, isInHeader: boolean, path = '/') {
      const server = await listen(app)
      const { body: token, setCookies } = await server.request('/')
      const form = new FormData()
      form.set('file', new Blob(['content']), 'name')
      if (!isInHeader) form.set('csrf_token', token)
      const encoded = new Response(form)
      const answer = await server.request(path, setCookies[0]?.split(';')[0], {
        method: 'POST',
        headers: {
          'Content-Type': encoded.headers.get('content-type')!,
          ...(isInHeader && { 'X-CSRF-Token': token }),
        },
        body: await encoded.text(),
      })
      await server.stop()
      return answer.status
    }

    test('is not read by express.urlencoded(): the token must be in the header', async () => {
      expect(await upload(appWith(express.urlencoded(), csrf()), false)).toBe(400)
      expect(await upload(appWith(express.urlencoded(), csrf()), true)).toBe(200)
    })

    test('counts where a parser comes before the check', async () => {
      expect(await upload(appWith(parseUpload, csrf()), false)).toBe(200)
      expect(await upload(appWith(csrf(), parseUpload), false)).toBe(400)
    })

    test('can be parsed in its route, with a check of its own behind it', async () => {
      const exempt = ({ method, path }: Request) => method === 'POST' && path === '/upload'
      const appOf = (...handlers: RequestHandler[]) => {
        const app = express()
        app.set('env', 'test')
        app.use(session(factory), csrf({ exempt }))
        app.get('/', (request, response) => void response.send(getCsrfToken(request)))
        app.post('/upload', ...handlers, (_request, response) => void response.send('ran'))
        return app
      }
      expect(await upload(appOf(parseUpload, csrf()), false, '/upload')).toBe(200)
      expect(await upload(appOf(csrf()), false, '/upload')).toBe(400)
    })
  })

  test('exempt is given the request of Express; only true exempts', async () => {
    const exempt = (request: Request) => request.path === '/hook'
    const server = await listen(appWith(csrf({ exempt })))
    expect((await server.request('/hook', undefined, { method: 'POST' })).status).toBe(200)
    expect((await server.request('/', undefined, { method: 'POST' })).status).toBe(400)
    await server.stop()
    const asynchronous = (async () => true) as unknown as () => boolean
    const other = await listen(appWith(csrf({ exempt: asynchronous })))
    expect((await other.request('/', undefined, { method: 'POST' })).status).toBe(500)
    await other.stop()
  })

  test('with requireCsrf: false, single routes are checked by another csrf()', async () => {
    const app = appWith(csrf({ requireCsrf: false }))
    app.delete('/', csrf(), (_request, response) => void response.send('deleted'))
    const server = await listen(app)
    expect((await server.request('/', undefined, { method: 'POST' })).status).toBe(200)
    expect((await server.request('/', undefined, { method: 'DELETE' })).status).toBe(400)
    const { body: token, setCookies } = await server.request('/')
    const sent = { method: 'DELETE', headers: { 'X-CSRF-Token': token } }
    expect((await server.request('/', setCookies[0]!.split(';')[0], sent)).body).toBe('deleted')
    await server.stop()
  })

  test('a second csrf() knows the token that was made under the first', async () => {
    const policy = new CookieCSRFStoragePolicy()
    const app = appWith(csrf({ policy }))
    const remember: RequestHandler = (request, response, next) => {
      response.locals['token'] = getCsrfToken(request)
      next()
    }
    app.get('/two', remember, csrf({ policy }), (request, response) => {
      response.send(String(response.locals['token'] === getCsrfToken(request)))
    })
    const server = await listen(app)
    const answer = await server.request('/two')
    expect(answer.body).toBe('true')
    expect(answer.setCookies).toHaveLength(1)
    await server.stop()
  })

  test.each<[string, RequestHandler[], RegExp]>([
    ['csrf() without session()', [csrf()], /must be used after session\(\)/],
    [
      'csrf() of another property',
      [session(factory, { property: 'admin' }), csrf()],
      /there is no request\.session\. .*property/,
    ],
    [
      'csrf() of a property that is not there',
      [session(factory), csrf({ property: 'admin' })],
      /there is no request\.admin/,
    ],
    ['getCsrfToken without csrf()', [session(factory)], /was not set up/],
  ])('%s says what is missing', async (_, middleware, message) => {
    const app = express()
    app.set('env', 'test')
    app.use(...middleware)
    app.use((request, response) => void response.send(getCsrfToken(request)))
    const server = await listen(app)
    expect((await server.request('/')).body).toMatch(message)
    await server.stop()
  })
})
