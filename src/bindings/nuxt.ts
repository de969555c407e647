/** Sessions and CSRF protection for Nuxt 4, and for Nitro 2 and its h3 1. */
import type { IncomingMessage } from 'node:http'
import { checkFactory } from './shared/outcome.js'
import { contextSpecs, putIntoContext } from './shared/context.js'
import type { ContextOptions } from './shared/context.js'
import * as shared from './shared/csrf.js'
import './shared/h3-context.js'
import { NodePassage, whereTo, whileHeld } from './shared/nitro.js'
import { answerErrorOf, contextAround, failedBefore } from './shared/nitro-inner.js'
import type { NodeApp, NodeEvent, NodeSettings } from './shared/nitro.js'
import { nodeView } from './shared/node-csrf.js'
import { readNodeForm } from './shared/node-form.js'
import type { CsrfOptions, CsrfSettings } from '../csrf/protection.js'
import type { CsrfSession } from '../csrf/request.js'
import { makeNotes } from '../lib/notes.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'

export type { CsrfOptions } from '../csrf/protection.js'

/** Options of {@link session}; what is left out has its default. */
export type SessionOptions = Given<NuxtOptions>

interface NuxtOptions extends NodeSettings, Omit<ContextOptions, 'csrf' | 'onCommitError'> {
  /**
   * Checks every request of an unsafe method for its CSRF token and, over HTTPS, its origin, before the
   * middleware of the application runs; `{}` for Pyramid's defaults. Default: nothing is checked.
   *
   * Without a token in the header, the body is looked at if it is a form, with files or without. `readFormData`,
   * `readBody` and `readRawBody` can read it all the same.
   *
   * With `mode: 'fetch-metadata'` no token is asked for and no body is read: see `checkFetchMetadata`.
   */
  readonly csrf: CsrfOptions<IncomingMessage> | null
}

const optionSpecs = {
  ...contextSpecs,
  xForwardedProto: { fallback: false, check: isBoolean },
  xForwardedHost: { fallback: false, check: isBoolean },
} as OptionSpecs<unknown> as OptionSpecs<NuxtOptions>

/**
 * A plugin of Nitro's that gives every request a session, as `event.context.session`; in pages, while they are
 * rendered on the server, that is `useRequestEvent()?.context.session`.
 *
 * The session is opened when it is first read. Its cookie is added when the response's headers are written, however
 * that comes about. A session that cannot be written (too large, say) goes to the error handling of Nitro, as what a
 * handler throws does: Nuxt shows its error page. To find out in the handler, call `event.context.session.save()`.
 *
 * A check that is refused is an error of h3's, with the `statusCode` 400 or 408, whose `cause` is the `BadCsrfToken`,
 * `BadCsrfOrigin` or `CsrfBodyTimeout`.
 *
 * A call inside the server for a visitor (`event.$fetch`, `useFetch` in a page) has the session of the request that it is
 * made for, if it brings the same cookies; once the head of that has gone out, it can be read only.
 *
 * Used twice for one cookie it is one session. Sessions of other cookies go under another name:
 * `session(factory, { name: 'admin' })`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * // server/plugins/session.ts
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { session } from 'cartouche/nuxt'
 *
 * export default session(
 *   sealedCookieSessionFactory(process.env['SESSION_KEY'] ?? generateKey()),
 *   { csrf: {} },
 * )
 */
export function session<Data extends object>(
  factory: BindableFactory<Data>,
  options: SessionOptions = {},
): (nitroApp: { readonly h3App: NodeApp }) => void {
  checkFactory(factory)
  const settings = resolveOptions(optionSpecs, options)
  const untyped = factory as unknown as BindableFactory<object>
  const csrf = settings.csrf === null ? undefined : shared.csrfSettingsFor(factory, settings.csrf)
  return ({ h3App }) => {
    const passages = makeNotes<IncomingMessage, NodePassage>()
    const byContext = makeNotes<object, NodePassage>()
    const { handler } = h3App
    const around = async (event: NodeEvent): Promise<unknown> => {
      const { req } = event.node
      const failed = failedBefore(req)
      const context = contextAround(req)
      const outer = failed ? passages.get(failed) : context && byContext.get(context)
      const passage = new NodePassage(event, untyped, settings, outer)
      passages.set(req, passage)
      putIntoContext(event.context, settings.name, () => passage.session)
      return passage.run(handler)
    }
    h3App.handler = Object.assign(around, handler)
    watchErrors(h3App)
    watchContexts(h3App, ({ context, node }) => byContext.set(context, passages.get(node.req)))
    watchBodies(h3App, (event) => passages.get(event.node.req))
    if (csrf === undefined) return
    const check = (event: NodeEvent): Promise<void> =>
      protect(event, passages.get(event.node.req)!, csrf, settings)
    h3App.stack.unshift({ route: '/', handler: check })
  }
}

/** Has `see` told of each event when it has its context: where Nitro runs elsewhere than on Node, that is another one. */
function watchContexts({ options }: NodeApp, see: (event: NodeEvent) => void): void {
  if (options === undefined) return
  const { onRequest } = options
  options.onRequest = async (event: NodeEvent) => {
    await onRequest?.(event as never)
    see(event)
  }
}

/** Has the page of an error be known for that of its request, whose session it then has, and be waited for. */
function watchErrors({ options }: NodeApp): void {
  const { onError } = options ?? {}
  if (options === undefined || onError === undefined) return
  options.onError = async (error: unknown, event: NodeEvent) => {
    await answerErrorOf(event.node.req, () => onError(error as never, event as never))
    await whileHeld(event)
  }
}

/** Has each body looked at before it is sent. */
function watchBodies(
  { options }: NodeApp,
  passageOf: (event: NodeEvent) => NodePassage | undefined,
): void {
  if (options === undefined) return
  const { onBeforeResponse } = options
  options.onBeforeResponse = async (event: NodeEvent, response: { body?: unknown }) => {
    await onBeforeResponse?.(event as never, response)
    await passageOf(event)?.check(response.body)
  }
}

/** Makes the automatic check; the body is read only where the token can be nowhere else. */
async function protect(
  { node: { req } }: NodeEvent,
  passage: NodePassage,
  csrf: CsrfSettings<IncomingMessage>,
  settings: NuxtOptions,
): Promise<void> {
  protectedBy.set(req, passage)
  const find = (): CsrfSession => passage.session
  const view = shared.protect(
    req,
    csrf,
    find,
    (current) => nodeView(req, current, whereTo(req, settings)),
    () => passage.isOver,
  )
  if (csrf.policy.commit !== undefined) passage.add(shared.csrfHeaders(csrf, view))
  const { csrfBodyLimit: bytes, csrfBodyTimeout: seconds } = settings
  await shared.enforceWithForm(req, csrf, view, () => readNodeForm(req, { bytes, seconds }))
}

/** What the check has made of requests. */
const protectedBy = makeNotes<object, NodePassage>()

/** The request whose answer has the cookie of a token: one inside the server has that of the request around it. */
function requestOf({ node: { req } }: AnyEvent): object {
  return protectedBy.get(req)?.request ?? req
}

/** What the functions for tokens take: the event of the handler, or `useRequestEvent()` in a page. */
interface AnyEvent {
  readonly node: { readonly req: object }
}

/**
 * Checks a request by the options that {@link session} was given, whatever they say of its method and of
 * exemptions. For handlers that parse forms themselves: exempt them from the automatic check and call this with
 * the form.
 *
 * @param body the parsed form: a FormData, a URLSearchParams, or an object of texts and lists of texts.
 * Without it the token must be in the header
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which
 */
export function checkCsrf({ node }: AnyEvent, body?: unknown): void {
  shared.checkCsrf(node.req, body)
}

/**
 * The CSRF token for the forms of a page, by the policy that {@link session} was given; masked, so that it is
 * another text each time, where its option `mask` says so.
 *
 * @throws {SessionCommittedError} when a token is to be made whose cookie can no longer be set
 */
export function getCsrfToken(event: AnyEvent): string {
  return shared.getCsrfToken(requestOf(event))
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the moment when a
 * user signs in.
 *
 * @throws {SessionCommittedError} when the headers have gone out
 */
export function newCsrfToken(event: AnyEvent): string {
  return shared.newCsrfToken(requestOf(event))
}
