/** Sessions inside that of another cookie, where what is outside of both answers an error. */
import { Elysia } from 'elysia'
import { H3 } from 'h3'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import * as astro from '../../src/bindings/astro.js'
import * as elysia from '../../src/bindings/elysia.js'
import * as fetchBinding from '../../src/bindings/fetch.js'
import * as h3 from '../../src/bindings/h3.js'
import * as hono from '../../src/bindings/hono.js'
import * as sveltekit from '../../src/bindings/sveltekit.js'
import { generateKey, sealedCookieSessionFactory, storedSessionFactory } from '../../src/index.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'

const KEY = generateKey()

type Handle = (request: Request) => Response | Promise<Response>
/** A handler of both sessions; the answer to what it throws is {@link page}. */
type Nested = (users: BindableFactory, admins: BindableFactory, run: Run) => Handle
type Run = (sessions: { readonly user: Session; readonly admin: Session }) => string

const page = (): Response => new Response('page', { status: 500 })
const onError = page
const [asUser, asAdmin] = [{ name: 'user' }, { name: 'admin' }] as const

type OfLocals = (...args: [...Parameters<Nested>, options?: object]) => Handle

const inAstro: OfLocals = (users, admins, run, options) => {
  const outer = astro.session(users, { ...asUser, onError })
  const inner = astro.session(admins, { ...asAdmin, ...options })
  return (request) => {
    const context = { request, locals: {} as Parameters<Run>[0] }
    const answer = async () => new Response(run(context.locals))
    return outer(context, () => inner(context, answer))
  }
}

const inSvelteKit: OfLocals = (users, admins, run, options) => {
  const outer = sveltekit.session(users, { ...asUser, onError })
  const inner = sveltekit.session(admins, { ...asAdmin, ...options })
  return (request) => {
    const event = { request, locals: {} as Parameters<Run>[0] }
    const answer = async () => new Response(run(event.locals))
    return outer({ event, resolve: () => inner({ event, resolve: answer }) })
  }
}

const bindings: [string, Nested][] = [
  [
    'fetch handlers',
    (users, admins, run) =>
      fetchBinding.withSession(
        users,
        (request, user) =>
          fetchBinding.withSession(
            admins,
            (_, admin) => new Response(run({ user, admin })),
          )(request),
        { onError },
      ),
  ],
  ['Astro', inAstro],
  ['SvelteKit', inSvelteKit],
  [
    'Hono',
    (users, admins, run) => {
      const app = new Hono<{ Variables: Parameters<Run>[0] }>()
      app.use(hono.session(users, asUser), hono.session(admins, asAdmin))
      app.get('/', ({ text, var: sessions }) => text(run(sessions)))
      app.onError(page)
      return (request) => app.fetch(request)
    },
  ],
  [
    'h3',
    (users, admins, run) => {
      const app = new H3({ onError, silent: true })
      app.use(h3.session(users, asUser)).use(h3.session(admins, asAdmin))
      app.get('/', ({ context }) => run(context as never))
      return (request) => app.fetch(request)
    },
  ],
  [
    'Elysia',
    (users, admins, run) => {
      const app = new Elysia().use(elysia.session(users, asUser))
      app.use(elysia.session(admins, asAdmin)).onError(page)
      app.get('/', (context) => run(context as never))
      return (request) => app.handle(request)
    },
  ],
]

const users = sealedCookieSessionFactory(KEY, { cookieName: 'user' })
const stored = storedSessionFactory(memoryStore(), KEY, { cookieName: 'admin' })
const sealed = sealedCookieSessionFactory(KEY, { cookieName: 'admin' })

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
  const handle = nested(users, stored, signOutAndFail, failing)
  await expectSignedOut(await handle(requestWith(cookie)), cookie, stored)
})
