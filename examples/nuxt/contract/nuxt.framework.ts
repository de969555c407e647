/** The contract of bindings in Nuxt itself. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { EventEmitter } from 'node:events'
import type { RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { session } from '../../../src/bindings/nuxt.js'
import * as binding from '../../../src/bindings/nuxt.js'
import { actionsOf, sessionsOf } from '../../../test/contracts/binding/actions.js'
import type { Harness, Reply, Server } from '../../../test/contracts/binding/harness.js'
import { bindingContract } from '../../../test/contracts/binding/index.js'
import { JOINED } from '../../../test/contracts/binding/joined.js'
import { listen } from '../../../test/contracts/binding/node-server.js'
import { TOO_MUCH, callsOf, cookiesOf, dataOf } from '../../../test/contracts/binding/support.js'
import { sessions } from '../../../test/contracts/binding/support.js'

/** An event of Nuxt's h3, which is not installed where this is compiled. */
interface Event {
  readonly node: { readonly req: never; readonly res: never }
  readonly $fetch: (path: string, init?: RequestInit) => Promise<unknown>
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  readonly context: object
  readonly path: string
  readonly handled: boolean
}

/** One server: its answers, and its plugins. */
interface Own {
  readonly plugins: readonly ReturnType<typeof session>[]
  readonly answer: (event: Event) => unknown
  readonly answerError?: ((error: Error, event: Event) => unknown) | undefined
  /** Whether the page of an error has the session too. */
  readonly hasErrorPage?: boolean
}

/** What the application in this folder is told, and what it tells. */
interface Contract {
  /** The server of a request. */
  readonly servers: WeakMap<object, Own>
  /** Functions of its h3. */
  readonly h3?: {
    readonly appendResponseHeader: (event: Event, name: string, value: string) => void
    readonly sendRedirect: (event: Event, location: string, status?: number) => unknown
    readonly setResponseStatus: (event: Event, status?: number) => void
    readonly send: (event: Event, body: unknown) => unknown
  }
}

/** The server that is asked, for what it asks itself. */
const asked = new AsyncLocalStorage<Own>()

/** Nuxt asks itself for its error page too, which is a server's where it says so. */
class Servers extends WeakMap<{ readonly url?: string | undefined }, Own> {
  override get(request: { readonly url?: string | undefined }): Own | undefined {
    const { url = '' } = request
    const own = asked.getStore()
    const isAsked =
      url.startsWith('/inner') || (url.startsWith('/__nuxt_error') && own?.hasErrorPage)
    return super.get(request) ?? (isAsked ? own : undefined)
  }
}

const contract: Contract = { servers: new Servers() }
Object.assign(globalThis, { cartoucheContract: contract })
const output = new URL('.output/server/index.mjs', import.meta.url).href
const { listener } = (await import(/* @vite-ignore */ output)) as { listener: RequestListener }

function serve(own: Own): Promise<Server> {
  return listen((request, response) => {
    contract.servers.set(request, own)
    asked.run(own, () => listener(request, response))
  })
}

/** What a handler gives to h3 for a reply. */
function answerTo(event: Event, { status, headers = [], chunks, location }: Reply): unknown {
  const h3 = contract.h3!
  for (const [name, value] of headers) h3.appendResponseHeader(event, name, value)
  if (location !== undefined) return h3.sendRedirect(event, location, status)
  h3.setResponseStatus(event, status)
  if (!Array.isArray(chunks) || chunks.length > 1) return Readable.from(chunks)
  return (chunks[0] as string | undefined) ?? null
}

const actionsFor = (event: Event) => ({
  ...actionsOf(binding, event, sessionsOf(event.context)),
  assign: (value: unknown) => Object.assign(event.context, { session: value }),
})

const exempt = ({ url }: { url?: string | undefined }) => url!.startsWith('/exempt')

const joins: Harness = (run, setup) => {
  const { factory, admin, csrf, trustProxy = false, onError, onCommitError } = setup
  const believed = { xForwardedProto: trustProxy, xForwardedHost: trustProxy }
  const options = { onCommitError, ...believed, ...(csrf && { csrf: { ...csrf, exempt } }) }
  const page = async (error: Error, event: Event) => {
    const answer = answerTo(event, onError!(error.cause, sessionsOf(event.context)))
    if (!event.handled) await contract.h3!.send(event, answer)
  }
  return serve({
    plugins: [
      session(factory, options),
      ...(admin === undefined ? [] : [session(admin, { onCommitError, name: 'admin' })]),
    ],
    answer: async (event) =>
      answerTo(event, await run(event.path.split('?')[0]!, actionsFor(event))),
    answerError: onError && page,
  })
}

bindingContract('Nuxt', joins, JOINED.Nuxt)

describe('session in Nuxt', () => {
  test('a page reads the session while it is rendered, and changes it', async () => {
    const { request, stop } = await serve({
      plugins: [session(sessions)],
      answer: () => undefined,
    })
    const answer = await request('/')
    expect(answer.body).toContain('<p>Visit 1</p>')
    expect(dataOf(answer)).toEqual({ visits: 1 })
    await stop()
  })

  test('a session that cannot be written is answered by the error page of Nuxt', async () => {
    const { request, stop } = await serve({
      plugins: [session(sessions)],
      answer: ({ context }) => {
        sessionsOf(context)().set('a', TOO_MUCH)
        return 'never'
      },
    })
    const printed = await callsOf(console, 'error', async () => {
      const answer = await request('/', undefined, { headers: { accept: 'text/html' } })
      expect(answer).toMatchObject({ status: 500, setCookies: [] })
      expect(answer.header('content-type')).toMatch(/^text\/html/)
    })
    expect(printed.length).toBeGreaterThan(0)
    await stop()
  })
})

/** What counts in its session how often it was asked, and asks the application for more by `ask`. */
const counting = (ask: (event: Event) => unknown) =>
  serve({
    plugins: [session(sessions)],
    answer: async (event) => {
      const own = sessionsOf(event.context)()
      const name = event.path.slice(1) || 'outer'
      own.set(name, Number(own.get(name, 0)) + 1)
      if (name === 'outer') return { asked: await ask(event) }
      return own.toJSON()
    },
  })

/** How Nuxt asks itself without the event. */
const plainFetch: Event['$fetch'] = (path, init) =>
  (globalThis as unknown as Pick<Event, '$fetch'>).$fetch(path, init)

/** That of the answer by which a call fails. */
const statusOf = (failing: Promise<unknown>) =>
  failing.catch(({ status }: { status: number }) => status)

describe('a request inside the server', () => {
  const asks: Record<string, (event: Event) => Promise<unknown>> = {
    'event.$fetch': (event) => event.$fetch('/inner'),
    'event.fetch': async (event) => (await event.fetch('/inner')).json(),
  }
  test.each(Object.entries(asks))('by %s has the session of the one around it', async (_, ask) => {
    const { request, stop } = await counting(ask)
    const first = await request('/')
    expect(first.setCookies).toHaveLength(1)
    expect(dataOf(first)).toEqual({ outer: 1, inner: 1 })
    const second = await request('/', cookiesOf(first))
    expect(JSON.parse(second.body)).toEqual({ asked: { outer: 2, inner: 2 } })
    expect(dataOf(second)).toEqual({ outer: 2, inner: 2 })
    await stop()
  })

  test('by useFetch in a page has that of the page', async () => {
    const { request, stop } = await serve({
      plugins: [session(sessions)],
      answer: ({ path, context }) => {
        if (path !== '/inner') return undefined
        sessionsOf(context)().set('inner', 1)
        return {}
      },
    })
    const page = await request('/?asks=/inner')
    expect(page.body).toContain('<p>Visit 1</p>')
    expect(dataOf(page)).toEqual({ visits: 1, inner: 1 })
    await stop()
  })

  test('that comes once the answer has gone out reads the session, which cannot be changed', async () => {
    let late: Promise<unknown> | undefined
    const { request, stop } = await serve({
      plugins: [session(sessions)],
      answer: (event) => {
        const own = sessionsOf(event.context)()
        if (event.path === '/inner/read') return own.toJSON()
        own.set('a', 1)
        if (event.path === '/inner') return 'never'
        const sent = new Promise((resolve) => (event.node.res as EventEmitter).on('close', resolve))
        late = sent.then(async () => [
          await event.$fetch('/inner/read'),
          await statusOf(event.$fetch('/inner')),
        ])
        return 'ok'
      },
    })
    await callsOf(console, 'error', async () => {
      expect(dataOf(await request('/'))).toEqual({ a: 1 })
      expect(await late).toEqual([{ a: 1 }, 500])
    })
    await stop()
  })
})

const withoutCookie = (event: Event) => event.$fetch('/inner', { headers: { cookie: '' } })

describe('a request inside the server that may be of somebody else', () => {
  const others: Record<string, (event: Event) => Promise<unknown>> = {
    'with another cookie': (event) => event.$fetch('/inner', { headers: { cookie: 'a=b' } }),
    'with one under another case of its name': async (event) =>
      (await event.fetch('/inner', { headers: { COOKIE: 'a=b' } })).json(),
    'by $fetch': () => plainFetch('/inner'),
  }
  test.each(Object.entries(others))('%s has none of it, on a first visit', async (_, ask) => {
    const { request, stop } = await counting(ask)
    const answer = await request('/')
    expect(JSON.parse(answer.body)).toEqual({ asked: { inner: 1 } })
    expect(dataOf(answer)).toEqual({ outer: 1 })
    await stop()
  })

  test.each(Object.entries({ ...others, 'without a cookie': withoutCookie }))(
    '%s changes nothing of it, on a later visit',
    async (_, ask) => {
      const { request, stop } = await counting(ask)
      const first = await request('/')
      const answer = await request('/', cookiesOf(first))
      expect(dataOf(answer)).toEqual({ ...(dataOf(first) as object), outer: 2 })
      await stop()
    },
  )

  test('for a page that Nuxt keeps for all visitors has a session of its own', async () => {
    const seen: unknown[] = []
    const { request, stop } = await serve({
      plugins: [session(sessions)],
      answer: ({ path, context }) => {
        if (path !== '/inner') return undefined
        seen.push(sessionsOf(context)().toJSON())
        return {}
      },
    })
    expect((await request('/kept?asks=/inner')).body).toContain('<p>Visit 1</p>')
    expect(seen).toEqual([{}])
    await stop()
  })
})

/** Fails, and has a page for that. */
const failing = (factory = sessions) =>
  serve({
    plugins: [session(factory, { csrf: {} })],
    answer: ({ path, context }) => {
      if (path.startsWith('/__nuxt_error')) return undefined
      sessionsOf(context)().set('a', 1)
      throw new Error('failed')
    },
    hasErrorPage: true,
  })

describe('the page of an error', () => {
  const visitor = { method: 'POST', headers: { accept: 'text/html' } }
  test('has the session of its request, and changes it', async () => {
    await callsOf(console, 'error', async () => {
      const { request, stop } = await failing()
      const answer = await request('/', '', { headers: { accept: 'text/html' } })
      expect([answer.status, answer.body.includes('our page of errors')]).toEqual([500, true])
      expect(answer.setCookies).toHaveLength(1)
      expect(dataOf(answer)).toEqual({ a: 1, page: 1 })
      await stop()
    })
  })

  test('… and none is begun with it for a request of another site', async () => {
    const { request, stop } = await failing()
    const headers = { ...visitor.headers, 'sec-fetch-site': 'cross-site' }
    const answer = await request('/', '', { ...visitor, headers })
    expect([answer.status, answer.body.includes('our page of errors')]).toEqual([400, true])
    expect(answer.setCookies).toEqual([])
    await stop()
  })
})
