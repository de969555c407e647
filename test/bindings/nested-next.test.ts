/** Actions and handlers that call each other: one session for one cookie. What stands for Next.js has its cookies alone. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { nextSession } from '../../src/bindings/next.js'
import { generateKey, sealedCookieSessionFactory, storedSessionFactory } from '../../src/index.js'
import type { Session, SessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'

/** What the browser has, and what has been set. */
const next = vi.hoisted(() => ({ cookies: new Map<string, string>(), set: [] as string[] }))

const header = (): string => [...next.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

vi.mock('next/headers.js', () => ({
  headers: async () => new Headers({ cookie: header() }),
  cookies: async () => elsewhere.getStore() ?? store,
}))

const store = {
  get: (name: string) => (next.cookies.has(name) ? { value: next.cookies.get(name)! } : undefined),
  set: (name: string, value: string) => {
    next.set.push(name)
    next.cookies.set(name, value)
  },
}

/** Where Next.js is at another request: its store has no cookies. */
const elsewhere = new AsyncLocalStorage<object>()
const atAnother = <Result>(run: () => Result): Result =>
  elsewhere.run({ get: () => undefined, set: () => undefined }, run)

beforeEach(() => {
  next.cookies.clear()
  next.set.length = 0
})

const key = generateKey()
const request = (): Request => new Request('http://localhost/', { headers: { cookie: header() } })

function take(response: Response): number {
  const lines = response.headers.getSetCookie()
  for (const line of lines) {
    const [name, value] = line.split(';')[0]!.split('=')
    next.cookies.set(name!, value!)
  }
  return lines.length
}

const dataOf = (factory: SessionFactory) => async (): Promise<object> => {
  const opened = factory.open(header()) as ReturnType<SessionFactory['open']> & {
    load?: () => PromiseLike<void>
  }
  await opened.load?.()
  return opened.session.toJSON()
}

const redirect = Object.assign(new Error('NEXT_REDIRECT'), {
  digest: 'NEXT_REDIRECT;push;/x;307;',
})
const fails = (error: Error) => (): never => {
  throw error
}

describe.each([
  ['sealed', () => sealedCookieSessionFactory(key, { cookieName: 's' })],
  [
    'stored',
    () =>
      storedSessionFactory(memoryStore(), key, { cookieName: 's' }) as unknown as SessionFactory,
  ],
])('a %s session', (_, make) => {
  const factory = make()
  const { action, withSession, getSession } = nextSession(factory)
  const data = dataOf(factory)
  const note = action(async (session, value: string) => session.set('note', value))
  const begin = action((session) => session.set('a', 1))
  const signIn = action((session) => {
    session.regenerate()
    session.set('user', 'Ada')
  })

  test('an action that calls another has its session, and the outermost writes it', async () => {
    await begin()
    await action(async (session) => {
      session.set('before', 1)
      await note('inner')
      expect(session.get('note')).toBe('inner')
      expect(next.set).toEqual(['s'])
      session.set('after', 1)
    })()
    expect(await data()).toEqual({ a: 1, before: 1, note: 'inner', after: 1 })
  })

  test('… so that signing in there signs in', async () => {
    await begin()
    await action(async (session) => {
      session.flash('Welcome')
      await signIn()
    })()
    expect(await data()).toMatchObject({ a: 1, user: 'Ada', _f_: ['Welcome'] })
  })

  test('a route handler that calls an action writes what both have changed', async () => {
    await begin()
    next.set.length = 0
    const response = await withSession(async (_request, session) => {
      session.set('handler', 1)
      await note('inner')
      return new Response()
    })(request(), {})
    expect(next.set).toEqual([])
    take(response)
    expect(await data()).toEqual({ a: 1, handler: 1, note: 'inner' })
  })

  test('an action that calls a route handler with its own request writes what both have', async () => {
    await begin()
    await action(async (session) => {
      session.set('action', 1)
      const GET = withSession(async (_request, inner) => {
        expect(inner).toBe(session)
        expect(await getSession()).toBe(session)
        inner.set('handler', 1)
        return new Response()
      })
      expect((await GET(request(), {})).headers.getSetCookie()).toEqual([])
      session.set('after', 1)
    })()
    expect(await data()).toEqual({ a: 1, action: 1, handler: 1, after: 1 })
  })

  const read = withSession((_request, session) => Response.json(session.toJSON()))
  const cookieOf = async (who: string): Promise<string> => {
    const made = withSession((_request, session) => {
      session.set('who', who)
      return new Response()
    })
    const [line] = (await made(new Request('http://localhost/'), {})).headers.getSetCookie()
    return line!.split(';')[0]!
  }
  const withCookie = (cookie: string): Request =>
    new Request('http://localhost/', { headers: { cookie } })

  test.each([
    ['another cookie', () => cookieOf('Bob'), { who: 'Bob' }],
    ['no cookie', async () => 'a=1', {}],
  ])(
    'a route handler that is given a request with %s has its own session',
    async (_of, of, has) => {
      const [ada, other] = [await cookieOf('Ada'), await of()]
      const inside = async (): Promise<object> =>
        (await (await read(withCookie(other), {})).json()) as object
      const GET = withSession(async () => Response.json(await inside()))
      expect(await (await GET(withCookie(ada), {})).json()).toEqual(has)
      const [name, value] = ada.split('=')
      next.cookies.set(name!, value!)
      expect(await action(inside)()).toEqual(has)
    },
  )

  test('requests without a cookie are of two visitors', async () => {
    const GET = withSession((_request, session) => {
      session.set('who', 'Ada')
      return read(new Request('http://localhost/'), {})
    })
    expect(await (await GET(new Request('http://localhost/'), {})).json()).toEqual({})
  })

  test('… but for the same request', async () => {
    const GET = withSession((own, session) => {
      session.set('who', 'Ada')
      return read(own, {})
    })
    expect(await (await GET(new Request('http://localhost/'), {})).json()).toEqual({ who: 'Ada' })
  })

  test('where Next.js is at another request, an action and getSession() have its session', async () => {
    const data = action((session) => session.toJSON())
    const GET = withSession(async (_request, session) => {
      session.set('who', 'Ada')
      expect(await data()).toEqual({ who: 'Ada' })
      expect(await atAnother(data)).toEqual({})
      expect((await atAnother(getSession)).toJSON()).toEqual({})
      return new Response()
    })
    await GET(request(), {})
    await action(async (session) => {
      session.set('who', 'Ada')
      expect(await atAnother(data)).toEqual({})
      expect((await atAnother(getSession)).toJSON()).toEqual({})
    })()
  })

  test('a route handler inside another that is given a copy of the request has its session', async () => {
    await begin()
    const inner = withSession((_request, session) => {
      session.set('inner', 1)
      return new Response()
    })
    const response = await withSession((outer, session) => {
      session.set('outer', 1)
      return inner(new Request(outer), {})
    })(request(), {})
    take(response)
    expect(await data()).toEqual({ a: 1, inner: 1, outer: 1 })
  })

  test('a permanent redirect has the cookie, and is not kept by caches', async () => {
    const permanent = Object.assign(new Error('NEXT_REDIRECT'), {
      digest: 'NEXT_REDIRECT;replace;/x?a=1;2;308;',
    })
    const handler = withSession((_request, session) => {
      session.set('moved', 1)
      return fails(permanent)()
    })
    const response = await handler(request(), {})
    expect([response.status, response.headers.get('location')]).toEqual([308, '/x?a=1;2'])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('vary')).toBe('Cookie')
    take(response)
    expect(await data()).toMatchObject({ moved: 1 })
  })

  test('a redirect of an action inside another is that of both', async () => {
    const inner = action((session) => {
      session.set('inner', 1)
      fails(redirect)()
    })
    await expect(action(() => inner())()).rejects.toBe(redirect)
    expect(await data()).toEqual({ inner: 1 })
    const handler = withSession((_request, session) => {
      session.set('handler', 1)
      return inner() as Promise<never>
    })
    await expect(handler(request(), {})).rejects.toBe(redirect)
    expect(await data()).toEqual({ inner: 1, handler: 1 })
  })

  test.each([
    ['action', (run: (session: Session) => void) => action((session) => run(session))()],
    [
      'handler',
      async (run: (session: Session) => void) => {
        const GET = withSession((_request, session) => {
          run(session)
          return new Response()
        })
        take(await GET(request(), {}))
      },
    ],
  ])(
    'what is called when its outer %s is done has the session of its own request',
    async (_of, work) => {
      let go = (): void => undefined
      const gone = new Promise<void>((resolve) => (go = resolve))
      let late: Promise<unknown> = gone
      await work((session) => {
        session.set('who', 'Ada')
        late = gone.then(async () => [
          await action((own) => own.toJSON())(),
          (await getSession()).toJSON(),
          await (await read(new Request('http://localhost/'), {})).json(),
        ])
      })
      expect(await data()).toEqual({ who: 'Ada' })
      next.cookies.clear()
      go()
      expect(await late).toEqual([{}, {}, {}])
    },
  )

  test('two calls of nextSession() for one cookie have one session', async () => {
    const other = nextSession(factory)
    await action(async (session) => {
      session.set('a', 1)
      await other.action((inner) => inner.set('b', 1))()
      expect(await other.getSession()).toBe(session)
    })()
    expect(await data()).toEqual({ a: 1, b: 1 })
  })

  test('sessions of two cookies are two, each written by its own', async () => {
    const adminFactory = sealedCookieSessionFactory(key, { cookieName: 'admin' })
    const admin = nextSession(adminFactory)
    await action(async (session) => {
      session.set('a', 1)
      await admin.action(async (inner) => {
        inner.set('b', 1)
        await note('innermost')
      })()
      session.set('c', 1)
    })()
    expect(next.set).toEqual(['admin', 's'])
    expect(await data()).toEqual({ a: 1, note: 'innermost', c: 1 })
    expect(await dataOf(adminFactory)()).toEqual({ b: 1 })
  })
})

describe('with setOnException: false', () => {
  const factory = sealedCookieSessionFactory(key, { cookieName: 's', setOnException: false })
  const onError = (): Response => new Response('failed', { status: 500 })
  const { action, withSession } = nextSession(factory, { onError })
  const failed = new Error('failed')
  const failing = action((session) => {
    session.set('inner', 1)
    fails(failed)()
  })

  test('what an action inside another throws counts where it ends the outer one', async () => {
    await expect(action(() => failing())()).rejects.toBe(failed)
    expect(next.set).toEqual([])
    await action(() => failing().catch(() => undefined))()
    expect(next.set).toEqual(['s'])
  })

  const begin = action((session) => session.set('a', 1))

  test('what a route handler inside an action throws counts not once it was answered', async () => {
    await begin()
    next.set.length = 0
    const GET = withSession(fails(failed))
    await action(async (session) => {
      session.set('a', 2)
      expect((await GET(request(), {})).status).toBe(500)
    })()
    expect(next.set).toEqual(['s'])
  })

  test('… nor does a request that its CSRF check refuses', async () => {
    await begin()
    const checked = nextSession(factory, { csrf: {} }).withSession(() => new Response())
    const GET = withSession(async (outer, session) => {
      session.set('a', 2)
      return new Response(null, {
        status:
          (await checked(new Request(outer, { method: 'POST' }), {})).status === 400 ? 200 : 500,
      })
    })
    expect(take(await GET(request(), {}))).toBe(1)
  })

  test('… so that a session that cannot be written is an error of the action', async () => {
    await begin()
    const GET = withSession(fails(failed))
    const big = action(async (session) => {
      await GET(request(), {})
      session.set('big', 'x'.repeat(9000))
    })
    await expect(big()).rejects.toMatchObject({ code: 'COOKIE_TOO_LARGE' })
  })

  test('what fails in a handler that outlives its outer one is nothing to that request', async () => {
    await begin()
    const outer = request()
    let go = (): void => undefined
    const gone = new Promise<void>((resolve) => (go = resolve))
    const late = withSession(() => gone.then(fails(failed)))
    let answer: Promise<Response> | undefined
    const start = withSession(() => {
      answer = late(new Request(outer), {})
      return new Response()
    })
    await start(outer, {})
    go()
    expect((await answer!).status).toBe(500)
    const again = withSession((_request, session) => {
      session.set('a', 3)
      return new Response()
    })
    expect(take(await again(outer, {}))).toBe(1)
  })
})
