/** Flash messages that a page of Next.js shows and its proxy ends. What stands for Next.js hands headers on, as it does. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { nextSession } from '../../src/bindings/next.js'
import { generateKey, sealedCookieSessionFactory, storedSessionFactory } from '../../src/index.js'
import type { BindableFactory, Session, SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { pause } from '../contracts/binding/support.js'

/** The request that Next.js renders a page for. */
const next = vi.hoisted(() => ({ headers: new Headers(), store: {} as object }))

vi.mock('next/headers.js', () => ({
  headers: async () => next.headers,
  cookies: async () => next.store,
}))

const OVERRIDE = 'x-middleware-request-'

let cookies: Map<string, string>
const cookieHeader = (of: Map<string, string>): string =>
  [...of].map(([name, value]) => `${name}=${value}`).join('; ')

/** Keeps what a browser keeps. */
function take({ headers }: Response): void {
  for (const line of headers.getSetCookie()) {
    const [name, value] = line.split(';')[0]!.split('=') as [string, string]
    cookies.set(name, value)
  }
}

/** Has a page rendered for what the proxy has passed on. */
function render(request: Request, { headers }: Response): void {
  const names = headers.get('x-middleware-override-headers')?.split(',')
  next.headers =
    names === undefined
      ? request.headers
      : new Headers(names.map((name) => [name, headers.get(OVERRIDE + name)!]))
  const pairs = (next.headers.get('cookie') ?? '').split('; ').map((pair) => pair.split('='))
  const values = new Map(pairs as [string, string][])
  next.store = {
    get: (name: string) => (values.has(name) ? { value: values.get(name)! } : undefined),
  }
}

const requestOf = (path = '/', headers: Record<string, string> = {}): Request =>
  new Request(`http://localhost${path}`, { headers: { ...headers, cookie: cookieHeader(cookies) } })

const key = generateKey()
let memory: SessionStore
const factories: readonly [string, () => BindableFactory][] = [
  ['sealed', () => sealedCookieSessionFactory(key, { cookieName: 's' })],
  ['stored', () => storedSessionFactory(memory, key, { cookieName: 's' })],
]

beforeEach(() => {
  cookies = new Map()
  memory = memoryStore()
})

function applicationOf(factory: BindableFactory) {
  const sessions = nextSession(factory)
  // Next.js has the proxy and pages in bundles of their own: they share no state.
  const { sessionProxy } = nextSession(factory)
  const proxy = sessionProxy(() => undefined, { flash: true })
  const visit = async (request = requestOf()): Promise<Session> => {
    const answer = await proxy(request, {})
    render(request, answer)
    take(answer)
    return sessions.getSession()
  }
  const write = async (change: (session: Session) => unknown): Promise<void> => {
    const handler = sessions.withSession((_, session) => {
      change(session)
      return new Response()
    })
    take(await handler(requestOf(), {}))
  }
  return { ...sessions, visit, write }
}

describe.each(factories)('a %s session', (_, make) => {
  test('a page shows each message, and only once', async () => {
    const { visit, write } = applicationOf(make())
    await write((session) => {
      session.flash('Welcome')
      session.set('user' as never, 'ada' as never)
    })
    const shown = await visit()
    expect([shown.peekFlash(), shown.get('user' as never)]).toEqual([['Welcome'], 'ada'])
    const next = await visit()
    expect([next.peekFlash(), next.get('user' as never)]).toEqual([[], 'ada'])
    await write((session) => session.flash('Goodbye'))
    expect((await visit()).peekFlash()).toEqual(['Goodbye'])
  })

  test('all parts of the page have the same session, which they only read', async () => {
    const { visit, write, getSession } = applicationOf(make())
    await write((session) => session.flash('Welcome'))
    const shown = await visit()
    expect(await getSession()).toBe(shown)
    expect(shown.peekFlash()).toEqual(['Welcome'])
    expect(() => shown.popFlash()).toThrow(/^The session cannot be changed here/)
  })

  test('what is fetched ahead ends no message', async () => {
    const { visit, write } = applicationOf(make())
    await write((session) => session.flash('Welcome'))
    expect((await visit(requestOf('/', { purpose: 'prefetch' }))).peekFlash()).toEqual(['Welcome'])
    expect((await visit()).peekFlash()).toEqual(['Welcome'])
    expect((await visit()).peekFlash()).toEqual([])
  })

  test('messages of other queues stay', async () => {
    const { visit, write } = applicationOf(make())
    await write((session) => {
      session.flash('Welcome')
      session.flash('Other', 'other')
    })
    await visit()
    expect((await visit()).peekFlash('other')).toEqual(['Other'])
  })
})

describe('a session in a store', () => {
  test('keeps the message where no page reads it', async () => {
    const { sessionProxy, visit, write } = applicationOf(factories[1]![1]())
    await write((session) => session.flash('Welcome'))
    await sessionProxy(() => undefined, { flash: true })(requestOf(), {})
    expect((await visit()).peekFlash()).toEqual(['Welcome'])
  })

  test('is the same for parts of the page that ask while it is read', async () => {
    let goOn: (() => void) | undefined
    const gate = new Promise<void>((resolve) => (goOn = resolve))
    let isSlow = false
    const read: SessionStore['read'] = async (...args) => {
      if (isSlow) await gate
      return memory.read(...args)
    }
    const factory = storedSessionFactory({ ...memory, read }, key, { cookieName: 's' })
    const { getSession, sessionProxy, write } = applicationOf(factory)
    await write((session) => session.flash('Welcome'))
    const request = requestOf()
    render(request, await sessionProxy(() => undefined, { flash: true })(request, {}))
    isSlow = true
    const one = getSession()
    await pause(5)
    const other = getSession()
    await pause(5)
    goOn!()
    expect(await other).toBe(await one)
    expect((await one).peekFlash()).toEqual(['Welcome'])
  })

  test('is not asked to write by pages without a message, nor twice by a page with one', async () => {
    const update = vi.fn<SessionStore['update']>((...args) => memory.update(...args))
    const { visit, write } = applicationOf(
      storedSessionFactory({ ...memory, update }, key, { cookieName: 's' }),
    )
    await write((session) => session.flash('Welcome'))
    await visit()
    expect(update).toHaveBeenCalledTimes(1)
    await visit()
    expect(update).toHaveBeenCalledTimes(1)
  })

  test('that cannot be written is an error of the page, and keeps the message', async () => {
    const failing: SessionStore = {
      ...memory,
      update: () => {
        throw new Error('down')
      },
    }
    const options = { cookieName: 's' } as const
    const { write, visit } = applicationOf(storedSessionFactory(memory, key, options))
    await write((session) => session.flash('Welcome'))
    const down = applicationOf(storedSessionFactory(failing, key, options))
    await expect(down.visit()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect((await visit()).peekFlash()).toEqual(['Welcome'])
  })

  test('beside another one: each page ends the messages of that whose proxy said so', async () => {
    const one = nextSession(storedSessionFactory(memory, key, { cookieName: 'one' }))
    const two = nextSession(storedSessionFactory(memory, key, { cookieName: 'two' }))
    for (const { withSession } of [one, two]) {
      const handler = withSession((_, session) => (session.flash('Hello'), new Response()))
      take(await handler(requestOf(), {}))
    }
    const inner = two.sessionProxy(() => undefined)
    const proxies = [
      one.sessionProxy((request) => inner(request, {}), { flash: true }),
      one.sessionProxy(() => undefined),
    ]
    const seen: unknown[] = []
    for (const proxy of proxies) {
      const request = requestOf()
      render(request, await proxy(request, {}))
      for (const { getSession } of [one, two]) seen.push((await getSession()).peekFlash())
    }
    expect(seen).toEqual([['Hello'], ['Hello'], [], ['Hello']])
  })
})
