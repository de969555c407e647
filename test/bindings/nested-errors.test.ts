/** Sessions inside that of another cookie, where what is outside of both answers an error. */
import { Elysia } from 'elysia'
import { H3 } from 'h3'
import type { H3Config } from 'h3'
import { Hono } from 'hono'
import { describe, expect, test, vi } from 'vitest'
import * as astro from '../../src/bindings/astro.js'
import * as elysia from '../../src/bindings/elysia.js'
import * as fetchBinding from '../../src/bindings/fetch.js'
import * as h3 from '../../src/bindings/h3.js'
import * as hono from '../../src/bindings/hono.js'
import * as sveltekit from '../../src/bindings/sveltekit.js'
import {
  CookieCSRFStoragePolicy,
  generateKey,
  sealedCookieSessionFactory,
  storedSessionFactory,
} from '../../src/index.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'

const KEY = generateKey()

type Handle = (request: Request) => Response | Promise<Response>
/** A handler of both sessions; the answer to what it throws is {@link page}. */
type Nested = (
  users: BindableFactory,
  admins: BindableFactory,
  run: Run,
  more?: {
    /** What is done between the two when the one inside has answered. */
    readonly between?: () => void
    /** Options of the one inside, where there are more. */
    readonly inner?: object
  },
) => Handle
type Run = (sessions: { readonly user: Session; readonly admin: Session }) => string

const page = (): Response => new Response('page', { status: 500 })
const onError = page
const [asUser, asAdmin] = [{ name: 'user' }, { name: 'admin' }] as const
const nothing = (): void => undefined

/** Does something when an answer is there. */
const after = async <Answer>(answer: Promise<Answer>, between: () => void): Promise<Answer> =>
  answer.finally(between)

const inFetch: Nested = (users, admins, run, { between = nothing } = {}) =>
  fetchBinding.withSession(
    users,
    (request, user) => {
      const answer = (_: Request, admin: Session) => new Response(run({ user, admin }))
      return after(fetchBinding.withSession(admins, answer)(request), between)
    },
    { onError },
  )

const inAstro: Nested = (users, admins, run, { between = nothing, inner: options } = {}) => {
  const outer = astro.session(users, { ...asUser, onError })
  const inner = astro.session(admins, { ...asAdmin, ...options })
  return (request) => {
    const context = { request, locals: {} as Parameters<Run>[0] }
    const answer = async () => new Response(run(context.locals))
    return outer(context, () => after(inner(context, answer), between))
  }
}

const inSvelteKit: Nested = (users, admins, run, { between = nothing, inner: options } = {}) => {
  const outer = sveltekit.session(users, { ...asUser, onError })
  const inner = sveltekit.session(admins, { ...asAdmin, ...options })
  return (request) => {
    const event = { request, locals: {} as Parameters<Run>[0] }
    const answer = async () => new Response(run(event.locals))
    return outer({ event, resolve: () => after(inner({ event, resolve: answer }), between) })
  }
}

const inHono: Nested = (users, admins, run, { between = nothing } = {}) => {
  const app = new Hono<{ Variables: Parameters<Run>[0] }>()
  app.use(hono.session(users, asUser))
  app.use((_, next) => after(next(), between))
  app.use(hono.session(admins, asAdmin))
  app.get('/', (c) => c.text(run(c.var)))
  app.onError((_, c) => c.text('page', 500))
  return (request) => app.fetch(request)
}

const inH3 =
  (config: H3Config): Nested =>
  (users, admins, run, { between = nothing } = {}) => {
    const app = new H3({ ...config, silent: true })
    app.use(h3.session(users, asUser))
    app.use((_, next) => after(Promise.resolve(next()), between))
    app.use(h3.session(admins, asAdmin))
    app.get('/', ({ context }) => run(context as never))
    return (request) => app.fetch(request)
  }

const inElysia: Nested = (users, admins, run, { between = nothing } = {}) => {
  const app = new Elysia().use(elysia.session(users, asUser))
  app.use(elysia.session(admins, asAdmin)).onError(page)
  app.onAfterHandle(() => between())
  app.get('/', (context) => run(context as never))
  return (request) => app.handle(request)
}

const asData: H3Config['onError'] = (_, { res }) => {
  res.status = 500
  return { message: 'page' }
}

const bindings: [string, Nested][] = [
  ['fetch handlers', inFetch],
  ['Astro', inAstro],
  ['SvelteKit', inSvelteKit],
  ['Hono', inHono],
  ['h3', inH3({})],
  ['h3 with onError', inH3({ onError })],
  ['h3 whose onError gives data', inH3({ onError: asData })],
  ['Elysia', inElysia],
]

const users = sealedCookieSessionFactory(KEY, { cookieName: 'user' })
const stored = storedSessionFactory(memoryStore(), KEY, { cookieName: 'admin' })
const sealed = sealedCookieSessionFactory(KEY, { cookieName: 'admin' })

const quiet = sealedCookieSessionFactory(KEY, { cookieName: 'admin', setOnException: false })

type Inner = typeof sealed | typeof stored

/** The cookie of a session that has begun. */
async function begin(factory: Inner): Promise<string> {
  const { session, commit } = factory.open()
  session.set('name', 'Ann')
  return (await commit())[0]![1].split(';')[0]!
}

const namesOf = ({ headers }: Response): string[] =>
  headers.getSetCookie().map((line) => line.slice(0, line.indexOf('=')))

const requestWith = (cookie: string): Request =>
  new Request('https://localhost/', { headers: { cookie } })

const signOutAndFail: Run = ({ user, admin }) => {
  user.set('visits', 1)
  admin.invalidate()
  throw new Error('failed')
}

/** Whether an answer has both cookies, and the session that {@link begin} began is over. */
async function expectSignedOut(answer: Response, cookie: string, admins: Inner): Promise<void> {
  expect(answer.status).toBe(500)
  expect(namesOf(answer).toSorted()).toEqual(['admin', 'user'])
  expect(answer.headers.getSetCookie().join()).toContain('admin=; Max-Age=0')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  if (admins !== stored) return
  const again = stored.open(cookie)
  await again.load()
  expect(again.session.get('name')).toBeUndefined()
}

describe.each(bindings)('in %s, an error that is answered outside', (_, nested) => {
  test.each([
    ['in a cookie', sealed],
    ['in a store', stored],
  ])('has what the session inside holds, %s', async (_where, admins) => {
    const cookie = await begin(admins)
    const handle = nested(users, admins, signOutAndFail)
    await expectSignedOut(await handle(requestWith(cookie)), cookie, admins)
  })

  const tooMuch: Run = ({ user, admin }) => {
    admin.set('id', 1)
    user.set('visits', 'x'.repeat(5000))
    return 'ok'
  }
  const enough: Run = ({ admin }) => {
    admin.set('id', 1)
    return 'ok'
  }
  describe.each<[string, Run, { between?: () => void }]>([
    ['of a session that cannot be written', tooMuch, {}],
    ['of middleware between the two', enough, { between: fail }],
  ])('%s,', (_error, run, more) => {
    test('has the cookie that the session inside has written, once', async () => {
      const answer = await nested(users, sealed, run, more)(requestWith(''))
      expect(answer.status).toBe(500)
      expect(namesOf(answer)).toEqual(['admin'])
      expect(answer.headers.get('cache-control')).toBe('no-store')
    })

    test('has none of a session inside with setOnException: false', async () => {
      const answer = await nested(users, quiet, run, more)(requestWith(''))
      expect(answer.status).toBe(500)
      expect(namesOf(answer)).toEqual([])
    })
  })
})

test.each([
  ['Astro', inAstro],
  ['SvelteKit', inSvelteKit],
])('in %s, so does one that onError inside has thrown', async (_, nested) => {
  const cookie = await begin(stored)
  const failing = {
    onError: () => {
      throw new Error('failed again')
    },
  }
  const handle = nested(users, stored, signOutAndFail, { inner: failing })
  await expectSignedOut(await handle(requestWith(cookie)), cookie, stored)
})

test('has the token of a cookie that was made last, where both have a policy of that cookie', async () => {
  const csrf = { policy: new CookieCSRFStoragePolicy({ cookieName: 'token' }) }
  let last = ''
  const renew = (request: Request): string => (last = fetchBinding.newCsrfToken(request))
  const inner = fetchBinding.withSession(sealed, fail, { csrf })
  const outer = fetchBinding.withSession(
    users,
    (request) => {
      renew(request)
      return inner(request)
    },
    { csrf, onError: (_, request) => new Response(renew(request)) },
  )
  const answer = await outer(requestWith(''))
  expect(answer.headers.getSetCookie()).toEqual([expect.stringContaining(`token=${last};`)])
})

test('a token that was made when the handler inside had answered is the only one, and nothing is told', async () => {
  const onCommitError = vi.fn()
  const csrf = { policy: new CookieCSRFStoragePolicy({ cookieName: 'token' }) }
  for (const inside of [users, sealed]) {
    const inner = fetchBinding.withSession(
      inside,
      (request, session) => {
        session.set('a', 1)
        return new Response(fetchBinding.newCsrfToken(request))
      },
      { csrf, onCommitError },
    )
    let token = ''
    const outer = fetchBinding.withSession(
      users,
      async (request) => {
        const answer = await inner(request)
        token = fetchBinding.newCsrfToken(request)
        return answer
      },
      { csrf, onCommitError },
    )
    const lines = (await outer(requestWith(''))).headers.getSetCookie()
    expect(lines.filter((line) => line.startsWith('token='))).toEqual([
      expect.stringContaining(`token=${token};`),
    ])
    expect(lines).toHaveLength(2)
    expect(onCommitError).not.toHaveBeenCalled()
  }
})

test('a token is set once where the handler between answered an error of the innermost', async () => {
  const onCommitError = vi.fn()
  const options = {
    csrf: { policy: new CookieCSRFStoragePolicy({ cookieName: 'token' }) },
    onCommitError,
  }
  const inner = fetchBinding.withSession(users, fail, options)
  const middle = fetchBinding.withSession(users, (request) => inner(request), {
    ...options,
    onError,
  })
  let token = ''
  const outer = fetchBinding.withSession(
    users,
    async (request) => {
      fetchBinding.getCsrfToken(request)
      const answer = await middle(request)
      token = fetchBinding.newCsrfToken(request)
      return answer
    },
    options,
  )
  const answer = await outer(requestWith(''))
  expect(answer.headers.getSetCookie()).toEqual([expect.stringContaining(`token=${token};`)])
  expect(onCommitError).not.toHaveBeenCalled()
})

describe('a session inside that cannot be written', () => {
  const tooLarge = (session: Session): Session => session.set('a', 'x'.repeat(5000))
  const handled = async (act: (session: Session) => Response | Promise<Response>) => {
    const onCommitError = vi.fn()
    const inner = fetchBinding.withSession(sealed, (_, session) => act(session), { onCommitError })
    const outer = fetchBinding.withSession(users, (request) => inner(request), {
      onError,
      onCommitError,
    })
    expect((await outer(requestWith(''))).status).toBe(500)
    return onCommitError.mock.calls.map(([error]) => (error as { code?: string }).code)
  }

  test('is told of where an error of the handler is answered outside', async () => {
    const heard = await handled((session) => {
      tooLarge(session)
      return fail()
    })
    expect(heard).toEqual(['COOKIE_TOO_LARGE'])
  })

  test('is not told of twice where it is that error', async () => {
    const heard = await handled((session) => {
      tooLarge(session)
      return new Response('ok')
    })
    expect(heard).toEqual([])
  })
})

function fail(): never {
  throw new Error('failed')
}
