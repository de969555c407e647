/** Passport itself, from npm, on sessions of this library. */
import { inspect } from 'node:util'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import passportModule from 'passport'
import type { PassportStatic } from 'passport'
import { Strategy } from 'passport-local'
import { afterEach, describe, expect, test } from 'vitest'
import { passportSession } from '../../src/bindings/express-passport.js'
import type { PassportSession } from '../../src/bindings/express-passport.js'
import { session, sessionOf } from '../../src/bindings/express.js'
import {
  generateKey,
  MemoryRevocationList,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { Session } from '../../src/session/session.js'
import type { Server } from '../contracts/binding/harness.js'
import { listen } from '../contracts/binding/node-server.js'
import { VERSIONS } from './express-harness.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const sealed = sealedCookieSessionFactory(generateKey())
const FACTORIES = { sealed, 'as Pyramid signs': signedCookieSessionFactory(SECRET) }

const rows = Object.entries(FACTORIES).flatMap(([kind, factory]) =>
  Object.entries(VERSIONS).map(([name, express]) => ({ kind, factory, name, express })),
)

let server: Server | undefined
afterEach(() => server?.stop())

/** Users are their names; their passwords too. Nobody is found who is called gone. */
function makePassport(): PassportStatic {
  const passport = new passportModule.Passport() as unknown as PassportStatic
  passport.serializeUser((user, done) => done(null, user))
  passport.deserializeUser((user, done) => done(null, user === 'gone' ? false : (user as object)))
  passport.use(
    new Strategy((username, password, done) =>
      done(null, username === password ? username : false, { message: 'wrong' } as never),
    ),
  )
  return passport
}

test('what inherits from a request has the session as well', async () => {
  const { default: express } = await import('express')
  const app = express().use(session(sealed, { property: 'own' }))
  app.get('/', (request, response, next) => {
    const derived = Object.create(request) as Request & { session: PassportSession }
    passportSession({ property: 'own' })(derived, response, (error) => {
      if (error !== undefined) return next(error)
      expect(() => (derived.session = {} as never)).toThrow('cannot be assigned')
      response.send(String(derived.session.new))
    })
  })
  server = await listen(app)
  expect((await server.request('/')).body).toBe('true')
})

type Routes = Record<
  string,
  (
    request: Request & { session: PassportSession },
    response: Response,
    next: (error?: unknown) => void,
  ) => unknown
>

interface Browser {
  /** Makes a request with the cookie it has; keeps the one it gets. */
  readonly visit: (path: string) => Promise<{ status: number; body: string }>
  cookie: string
}

async function open(
  routes: Routes,
  factory: SessionFactory = sealed,
  express: (typeof VERSIONS)[keyof typeof VERSIONS] = VERSIONS.Express,
): Promise<Browser> {
  const passport = makePassport()
  const app = express().set('env', 'test')
  app.use(
    session(factory, { onCommitError: () => undefined }),
    passportSession(),
    passport.session(),
  )
  // The strategy takes the user from the query too.
  app.get('/login', (request, response, next) => {
    const options = { keepSessionInfo: 'keep' in request.query, failureMessage: true }
    const ends = { successRedirect: '/done', failureRedirect: '/no' }
    passport.authenticate('local', { ...options, ...ends })(request, response, next)
  })
  app.get('/logout', (request, response, next) =>
    request.logout((error) => (error ? next(error) : response.send('bye'))),
  )
  app.get('/who', (request, response) => {
    const { data } = sessionOf(request, factory).peek()
    response.json([request.user ?? null, Object.fromEntries(data)])
  })
  for (const [path, route] of Object.entries(routes)) app.get(path, route as never)
  app.use(((error, _request, response, _next) => {
    response.status(500).send(`error page: ${(error as Error).message}`)
  }) satisfies ErrorRequestHandler)
  server = await listen(app)
  const browser: Browser = {
    cookie: '',
    visit: async (path) => {
      const answer = await server!.request(path, browser.cookie)
      const line = answer.setCookies[0]
      if (line !== undefined) browser.cookie = line.split(';')[0]!
      return answer
    },
  }
  return browser
}

const loginAs = (name: string, password = name): string =>
  `/login?username=${name}&password=${password}`
const LOGIN = loginAs('ada')

const who = async ({ visit }: Browser): Promise<unknown> => JSON.parse((await visit('/who')).body)

const fill: Routes = {
  '/fill': (request, response) => {
    request.session.set('cart', ['apples'])
    response.send(request.session.getCsrfToken())
  },
  '/token': (request, response) => response.send(request.session.getCsrfToken()),
}

describe.each(rows)('Passport on sessions $kind, in $name', ({ factory, express }) => {
  test('signs in: the next request has the user, and nothing of the session before', async () => {
    const browser = await open(fill, factory, express)
    const token = (await browser.visit('/fill')).body
    const before = browser.cookie
    expect((await browser.visit(LOGIN)).status).toBe(302)
    expect(browser.cookie).not.toBe(before)
    expect(await who(browser)).toEqual(['ada', { passport: { user: 'ada' } }])
    expect((await browser.visit('/token')).body).not.toBe(token)
  })

  test('keeps the data where it is told to, but no token', async () => {
    const browser = await open(fill, factory, express)
    const token = (await browser.visit('/fill')).body
    await browser.visit(`${LOGIN}&keep`)
    expect(await who(browser)).toEqual(['ada', { cart: ['apples'], passport: { user: 'ada' } }])
    expect((await browser.visit('/token')).body).not.toBe(token)
  })

  test('signs out: nothing is left', async () => {
    const browser = await open(fill, factory, express)
    await browser.visit(LOGIN)
    await browser.visit('/fill')
    expect((await browser.visit('/logout')).body).toBe('bye')
    expect(await who(browser)).toEqual([null, {}])
  })

  test('forgets a user who is not found any more', async () => {
    const browser = await open(fill, factory, express)
    await browser.visit(loginAs('gone'))
    expect(await who(browser)).toEqual([null, { passport: {} }])
    expect(factory.open(browser.cookie).session.peek('passport')).toEqual({})
  })

  test('adds its messages to those that are there', async () => {
    const browser = await open({}, factory, express)
    for (const wrong of ['x', 'y']) await browser.visit(loginAs('ada', wrong))
    expect(await who(browser)).toEqual([null, { messages: ['wrong', 'wrong'] }])
  })

  test('hears that a session is too large to sign in with', async () => {
    const browser = await open(fill, factory, express)
    const { status, body } = await browser.visit(loginAs('x'.repeat(5000)))
    expect(status).toBe(500)
    expect(body).toMatch(/^error page: .*characters/)
    expect(browser.cookie).toBe('')
  })
})

test('a copy of the cookie is worth nothing after Passport’s sign-out, with a list of revocations', async () => {
  const factory = sealedCookieSessionFactory(generateKey(), {
    revocation: new MemoryRevocationList(),
  })
  const browser = await open({}, factory)
  await browser.visit(LOGIN)
  const { cookie } = browser
  await browser.visit('/logout')
  browser.cookie = cookie
  expect(await who(browser)).toEqual([null, {}])
})

describe('the callbacks of express-session', () => {
  const names = ['regenerate', 'save', 'destroy', 'reload'] as const
  const called: Routes = Object.fromEntries(
    names.map((name) => [
      `/${name}`,
      (request, response) => {
        let isLater = false
        request.session[name]((error) => response.json([isLater, error ?? null]))
        isLater = true
      },
    ]) satisfies [string, Routes[string]][],
  )

  test.each(names)('%s(callback) calls it later, without an error', async (name) => {
    const browser = await open({ ...fill, ...called })
    await browser.visit('/fill')
    expect((await browser.visit(`/${name}`)).body).toBe('[true,null]')
  })

  test.each(['regenerate', 'save', 'destroy'] as const)(
    '%s() without one does what it does in every session',
    async (name) => {
      const browser = await open({
        ...fill,
        '/now': (request, response) => {
          const plain = sessionOf(request, sealed)
          const { id } = plain
          request.session[name]()
          response.json([plain.id === id, plain.get('cart') ?? null])
        },
      })
      await browser.visit('/fill')
      const seen = {
        regenerate: [false, ['apples']],
        save: [true, ['apples']],
        destroy: [false, null],
      }
      expect(JSON.parse((await browser.visit('/now')).body)).toEqual(seen[name])
    },
  )

  test('save(callback) hands on why the session cannot be written', async () => {
    const { visit } = await open({
      '/': (request, response) => {
        request.session.set('draft', 'x'.repeat(5000))
        request.session.save((error) => response.send((error as { code: string }).code))
      },
    })
    expect(await visit('/')).toMatchObject({ status: 200, body: 'COOKIE_TOO_LARGE' })
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('boom')
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('what a callback %s goes to the error handlers', async (_, callback) => {
    const { visit } = await open({ '/': (request) => request.session.save(callback) })
    expect(await visit('/')).toMatchObject({ status: 500, body: 'error page: boom' })
  })

  test('reload(callback) puts the data back as they came', async () => {
    const browser = await open({
      ...fill,
      '/': (request, response) => {
        request.session.update({ cart: [], more: 1 })
        request.session.reload(() => response.json(request.session))
      },
    })
    await browser.visit('/fill')
    expect((await browser.visit('/')).body).toBe('{"cart":["apples"]}')
  })

  test.each(['invalidate', 'regenerate', 'destroy', 'nothing'])(
    'reload(callback) brings back no session after %s',
    async (name) => {
      const routes: Routes = {
        ...fill,
        '/': (request, response) => {
          const { session } = request
          const reload = () => session.reload((error) => response.send((error as Error).message))
          if (name === 'invalidate') session.invalidate()
          if (name === 'regenerate' || name === 'destroy') session[name](reload)
          else reload()
        },
      }
      for (const factory of Object.values(FACTORIES).slice(0, name === 'invalidate' ? 1 : 2)) {
        const browser = await open(routes, factory)
        if (name !== 'nothing') await browser.visit('/fill')
        expect((await browser.visit('/')).body).toMatch(/^There is no session to reload/)
        await server!.stop()
      }
    },
  )
})

describe('req.session for Passport', () => {
  /** What a handler sees. */
  async function seen(
    look: (session: PassportSession & Record<string, unknown>) => unknown,
  ): Promise<unknown> {
    const { visit } = await open({
      '/': (request, response) => {
        request.session.update({ cart: ['apples'], size: 'no method of ours' })
        request.session.getCsrfToken()
        response.json(look(request.session as never))
      },
    })
    return JSON.parse((await visit('/')).body)
  }

  test('is a Session, whose methods work', async () => {
    const look = await seen((own) => [
      own instanceof Session,
      own.get('cart'),
      own.size,
      [...own.keys()],
    ])
    expect(look).toEqual([true, ['apples'], 3, ['cart', 'size', '_csrft_']])
  })

  test('has its keys as properties, but those that are named as what a Session has', async () => {
    const look = (own: Record<string, unknown>): unknown => {
      own['more'] = 1
      const { cart, more, none = null } = own
      delete own['more']
      return [cart, more, none, 'cart' in own, 'more' in own, Object.keys(own), own['size']]
    }
    expect(await seen(look)).toEqual([['apples'], 1, null, true, false, ['cart'], 3])
  })

  test('does not take what would hide its methods', async () => {
    const look = (own: Record<string, unknown>): unknown => {
      try {
        return (own['flash'] = {})
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(await seen(look)).toMatch(/^A Session takes no properties/)
  })

  test('takes a property that is defined as one that is assigned', async () => {
    const look = await seen((own) => {
      Object.defineProperty(own, 'color', { value: 'red' })
      Object.defineProperties(own, Object.getOwnPropertyDescriptors({ count: 1 }))
      return [own['color'], own.get('color'), own.get('count')]
    })
    expect(look).toEqual(['red', 'red', 1])
  })

  test.each([
    ['a getter', { get: () => 'red' }],
    ['what is not enumerable', { value: 'red', enumerable: false }],
    ['what cannot be written', { value: 'red', writable: false }],
    ['what cannot be deleted', { value: 'red', configurable: false }],
    ['no value', { enumerable: true }],
  ])('says that it cannot keep %s', async (_, descriptor) => {
    const problem = 'A session keeps values alone: assign session.color, or define it with a value'
    const look = await seen((own) => {
      expect(() => Object.defineProperty(own, 'color', descriptor)).toThrow(new TypeError(problem))
      return own.has('color')
    })
    expect(look).toBe(false)
  })

  test('refuses to define what would hide its methods', async () => {
    const look = await seen((own) => {
      const define = () => Object.defineProperty(own, 'get', { value: 1 })
      expect(define).toThrow(/^A Session takes no properties/)
      return own.get('size')
    })
    expect(look).toBe('no method of ours')
  })

  test('hears of a property that is defined inside a value', async () => {
    const factory = signedCookieSessionFactory(SECRET, { reissueTime: null })
    const browser = await open(
      {
        '/fill': (request, response) => {
          request.session.set('cart', { a: 1 })
          response.end()
        },
        '/define': (request, response) => {
          const { cart } = request.session as unknown as { cart: object }
          Object.defineProperty(cart, 'b', { value: 2, enumerable: true })
          response.end()
        },
        '/': (request, response) => response.json(request.session.get('cart')),
      },
      factory,
    )
    for (const path of ['/fill', '/define']) await browser.visit(path)
    expect((await browser.visit('/')).body).toBe('{"a":1,"b":2}')
  })

  test('is printed without its token', async () => {
    const text = String(await seen((own) => inspect(own) + JSON.stringify(own)))
    expect(text).toContain('apples')
    expect(text).not.toContain('_csrft_')
  })

  test('is another object after regenerate(callback), and the one from before is not written to', async () => {
    const { visit } = await open({
      '/': (request) => {
        const before = request.session as PassportSession & Record<string, unknown>
        before['a'] = 1
        before.regenerate(() => {
          expect(request.session).not.toBe(before)
          expect({ ...before }).toEqual({ a: 1 })
          expect('a' in request.session).toBe(false)
          before['a'] = 2
        })
      },
    })
    expect((await visit('/')).body).toMatch(/^error page: This session has ended/)
  })

  test('is not opened before it is used', async () => {
    let opened = 0
    const counting: SessionFactory = {
      ...sealed,
      open: (...args) => (opened++, sealed.open(...args)),
    }
    const app = VERSIONS.Express().use(session(counting), passportSession())
    app.use((_request, response) => void response.send('ok'))
    server = await listen(app)
    expect((await server.request('/')).body).toBe('ok')
    expect(opened).toBe(0)
  })
})

describe('passportSession', () => {
  async function bodyOf(...middleware: RequestHandler[]): Promise<string> {
    const app = VERSIONS.Express()
      .set('env', 'test')
      .use(...middleware)
    app.use((request, response) => {
      request.session.set('a', 1)
      response.json([...sessionOf(request, sealed)])
    })
    server = await listen(app)
    return (await server.request('/')).body
  }
  const account = session(sealed, { property: 'account' })
  const taken: RequestHandler = (request, _response, next) => {
    Object.assign(request, { session: {} })
    next()
  }

  test('gives Passport the session that has another property', async () => {
    expect(await bodyOf(account, passportSession({ property: 'account' }))).toBe('[["a",1]]')
  })

  test('used twice, it is one', async () => {
    let first: unknown
    const keep: RequestHandler = (request, _response, next) => {
      first = request.session
      next()
    }
    const compare: RequestHandler = (request, _response, next) => {
      expect(request.session).toBe(first)
      next()
    }
    const twice = [passportSession(), keep, passportSession(), compare]
    expect(await bodyOf(session(sealed), ...twice)).toBe('[["a",1]]')
  })

  test('says where it finds no session, and where another library has its own', async () => {
    expect(await bodyOf(account, passportSession())).toContain('there is no request.session')
    await server!.stop()
    const beside = bodyOf(taken, account, passportSession({ property: 'account' }))
    expect(await beside).toContain('request.session is something else')
  })

  test('takes no other options', () => {
    expect(() => passportSession({ key: 'passport' } as never)).toThrow(/key is not an option/)
  })
})
