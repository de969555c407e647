/** The contract of bindings in Nuxt itself. */
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
import { TOO_MUCH, callsOf, dataOf, sessions } from '../../../test/contracts/binding/support.js'

/** An event of Nuxt's h3, which is not installed where this is compiled. */
interface Event {
  readonly node: { readonly req: never; readonly res: never }
  readonly context: object
  readonly path: string
  readonly handled: boolean
}

/** One server: its answers, and its plugins. */
interface Own {
  readonly plugins: readonly ReturnType<typeof session>[]
  readonly answer: (event: Event) => unknown
  readonly answerError?: ((error: Error, event: Event) => unknown) | undefined
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

const contract: Contract = { servers: new WeakMap() }
Object.assign(globalThis, { cartoucheContract: contract })
const output = new URL('.output/server/index.mjs', import.meta.url).href
const { listener } = (await import(/* @vite-ignore */ output)) as { listener: RequestListener }

function serve(own: Own): Promise<Server> {
  return listen((request, response) => {
    contract.servers.set(request, own)
    listener(request, response)
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
