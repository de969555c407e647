/** The contract of bindings in Nitro 3 itself. */
import type { H3Event, HTTPError, Middleware } from 'h3'
import type { RequestListener } from 'node:http'
import * as binding from '../../../src/bindings/h3.js'
import { session } from '../../../src/bindings/h3.js'
import { actionsOf, sessionsOf } from '../../../test/contracts/binding/actions.js'
import type { Harness } from '../../../test/contracts/binding/harness.js'
import { bindingContract } from '../../../test/contracts/binding/index.js'
import { JOINED } from '../../../test/contracts/binding/joined.js'
import { listen } from '../../../test/contracts/binding/node-server.js'
import { responseOf } from '../../../test/contracts/binding/responses.js'

/** One server: its middleware and its answers. */
interface Own {
  readonly middleware: readonly Middleware[]
  readonly answer: (event: H3Event) => unknown
  readonly answerError?: ((error: HTTPError, event: H3Event) => unknown) | undefined
}

const servers = new WeakMap<object, Own>()
const serverOf = ({ runtime }: H3Event): Own => servers.get(runtime!.node!.req)!
Object.assign(globalThis, { cartoucheContract: { serverOf } })
const output = new URL('.output/server/index.mjs', import.meta.url).href
const { middleware } = (await import(/* @vite-ignore */ output)) as { middleware: RequestListener }

const actionsFor = (event: H3Event) => ({
  ...actionsOf(binding, event, sessionsOf(event.context)),
  assign: (value: unknown) => Object.assign(event.context, { session: value }),
})

const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')

const joins: Harness = (run, { factory, admin, csrf, onError, onCommitError }) => {
  const own: Own = {
    middleware: [
      session(factory, { onCommitError, ...(csrf && { csrf: { ...csrf, exempt } }) }),
      ...(admin === undefined ? [] : [session(admin, { onCommitError, name: 'admin' })]),
    ],
    answer: async (event) => responseOf(await run(event.url.pathname, actionsFor(event))),
    answerError:
      onError && (({ cause }, { context }) => responseOf(onError(cause, sessionsOf(context)))),
  }
  return listen((request, response) => {
    // Nitro 3.0.0 (srvx 0.8) believes it of anybody, and has no setting: the page on h3 says so.
    delete request.headers['x-forwarded-proto']
    servers.set(request, own)
    middleware(request, response)
  })
}

bindingContract('Nitro', joins, { ...JOINED.h3, trustsProxies: false })
