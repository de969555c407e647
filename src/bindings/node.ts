/** Sessions and CSRF protection for `node:http` and `node:https`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { checkFactory, checkHandler } from './shared/outcome.js'
import { isThenable, printError } from '../lib/hook.js'
import { attachSession, attachSpecs, whenLoaded, type Attached } from './shared/attach.js'
import type { AttachOptions } from './shared/attach.js'
import { csrfHeaders, csrfSettingsFor, enforce, protect, refusalOf } from './shared/csrf.js'
import { hostOf, nodeView, sessionUnder } from './shared/node-csrf.js'
import type { CsrfView } from './shared/csrf.js'
import { isHeadOut } from './shared/headers.js'
import { doneWith, failWith } from './shared/response.js'
import { answerPlainly } from './shared/takeover.js'
import { isCsrfOptions } from '../csrf/protection.js'
import type { CsrfOptions, CsrfSettings } from '../csrf/protection.js'
import { isFunction, resolveOptions } from '../lib/options.js'
import type { OptionSpecs } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared/csrf.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** A request with its session, under the property of that name. */
export type SessionRequest<
  Data extends object = DefaultData,
  Property extends string = 'session',
> = IncomingMessage & { readonly [Name in Property]: Session<Data> }

/** Handles one request; what it throws or rejects with goes to `onError`. */
export type SessionHandler<
  Data extends object = DefaultData,
  Property extends string = 'session',
> = (request: SessionRequest<Data, Property>, response: ServerResponse) => unknown

/** Options of {@link withSession}; what is left out has its default. */
export interface WithSessionOptions<
  Data extends object = DefaultData,
  Property extends string = 'session',
> {
  /**
   * Answers a request whose handler threw or rejected, whose session cannot be written, or whose CSRF check
   * failed. What the handler writes after that goes nowhere. It must begin to answer within a second of its
   * return, or of the end of the promise it returns: where it does not, or fails, the answer is a plain 500
   * and the error is printed. Default: answers 400 to a `BadCsrfToken` or `BadCsrfOrigin`; prints any other
   * error and answers 500.
   */
  readonly onError?: (
    error: unknown,
    request: SessionRequest<Data, Property>,
    response: ServerResponse,
  ) => unknown
  /**
   * Hears of a session that could not be written into the answer to an error: that one goes out without it.
   * Default: prints the error.
   */
  readonly onCommitError?: (error: unknown, request: SessionRequest<Data, Property>) => void
  /** The property of the request that is the session. Default `'session'`. */
  readonly property?: Property
  /**
   * Checks every request of an unsafe method for its CSRF token and, over HTTPS, its origin, before the
   * handler runs; `{}` for Pyramid's defaults. Default: nothing is checked.
   *
   * The body is not read: the token must be in the header. Exempt handlers that parse forms, and call
   * {@link checkCsrf} in them. A request came over HTTPS if its socket is encrypted; no header is
   * believed, so behind a proxy that ends TLS say `ownOrigin`.
   *
   * With `mode: 'fetch-metadata'` no token is asked for: see `checkFetchMetadata`.
   */
  readonly csrf?: CsrfOptions<SessionRequest<Data, Property>>
}

/**
 * Gives every request that comes to `handler` a `session`.
 *
 * The session is opened when `request.session` is first read. Its cookie is added when the
 * response's headers are written, however that comes about. A session that cannot be written (too large,
 * say) goes to `onError`, as an error of the handler does. To find out in the handler, call
 * `request.session.save()`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import { createServer } from 'node:http'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { withSession } from 'cartouche/node'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * const server = createServer(
 *   withSession(sessions, (request, response) => {
 *     const visits = request.session.get('visits', 0) + 1
 *     request.session.set('visits', visits)
 *     response.end(`Visit ${visits}`)
 *   }),
 * )
 * server.listening // → false
 *
 * @example
 * import { createServer } from 'node:http'
 * import type { IncomingMessage } from 'node:http'
 * import { text } from 'node:stream/consumers'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { checkCsrf, withSession } from 'cartouche/node'
 *
 * const sessions = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
 * // One and the same question decides who is exempt and who is checked in the handler.
 * const isForm = ({ method, url }: IncomingMessage) => method === 'POST' && url === '/form'
 * const server = createServer(
 *   withSession(
 *     sessions,
 *     async (request, response) => {
 *       if (isForm(request)) {
 *         const form = new URLSearchParams(await text(request))
 *         checkCsrf(request, form)
 *         response.end(`Hello ${form.get('name')}`)
 *       } else response.end('Checked already')
 *     },
 *     { csrf: { exempt: isForm } },
 *   ),
 * )
 * server.listening // → false
 */
export function withSession<Data extends object, Property extends string = 'session'>(
  factory: BindableFactory<Data>,
  handler: SessionHandler<Data, Property>,
  options: WithSessionOptions<Data, Property> = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  checkFactory(factory)
  checkHandler(handler)
  const resolved = { ...resolveOptions<Resolved>(optionSpecs, options), isSecure }
  const settings = resolved.csrf === null ? undefined : csrfSettingsFor(factory, resolved.csrf)
  const untyped = factory as unknown as BindableFactory<object>
  return (request, response) => {
    const handling = {
      request,
      handle: (error: unknown) =>
        doneWhen(resolved.onError(error, request as never, response), response),
      patience: PATIENCE,
    }
    let attached: Attached
    try {
      attached = attachSession(untyped, request, response, resolved, handling)
    } catch (error) {
      return failWith(response, handling, error)
    }
    let isOver = false
    const fail = (error: unknown): void => attached.fail(error)
    const run = (): void => {
      if (settings !== undefined) protectNode(request, settings, attached, resolved, () => isOver)
      const result = handler(request as SessionRequest<Data, Property>, response)
      // Without a promise it may go on in callbacks, until it has answered.
      if (!isThenable(result)) isOver = isHeadOut(response)
      else
        void Promise.resolve(doneWhen(result, response))
          .catch(fail)
          .finally(() => (isOver = true))
    }
    try {
      whenLoaded(attached, run, fail)
    } catch (error) {
      fail(error)
    }
  }
}

interface Resolved extends AttachOptions<never> {
  onError: (error: unknown, request: never, response: ServerResponse) => unknown
  csrf: CsrfOptions<never> | null
}

const optionSpecs: OptionSpecs<Resolved> = {
  onError: { fallback: answerError, check: isFunction },
  csrf: { fallback: null, check: isCsrfOptions },
  ...attachSpecs,
}

function protectNode(
  request: IncomingMessage,
  settings: CsrfSettings<never>,
  attached: Attached,
  { property }: Resolved,
  isOver: () => boolean,
): void {
  const findSession = sessionUnder(request, property)
  // Now: of a request of HTTP/2 that was cut off nobody can tell later.
  const makeView = (find: typeof findSession): CsrfView =>
    nodeView(request, find, {
      scheme: isSecure(request) ? 'https' : 'http',
      host: hostOf(request),
    })
  const view = protect(request, settings, findSession, makeView, isOver)
  if (settings.policy.commit !== undefined) {
    attached.add(csrfHeaders(settings, view))
  }
  enforce(request, settings as CsrfSettings<IncomingMessage>, view)
}

/** Tells when what handles a request, or its error, is done, where it gives a promise. */
function doneWhen(result: unknown, response: ServerResponse): unknown {
  if (!isThenable(result)) return result
  return Promise.resolve(result).then(() => doneWith(response))
}

/** No header is believed. */
const isSecure = ({ socket }: IncomingMessage): boolean =>
  (socket as Partial<TLSSocket>).encrypted === true

/** Milliseconds in which an answer to an error must begin once `onError` is done. */
const PATIENCE = 1000

function answerError(error: unknown, _request: unknown, response: ServerResponse): void {
  const refusal = refusalOf(error)
  if (refusal?.isExpected !== true) printError(error)
  answerPlainly(response, refusal?.status, refusal?.body)
}
