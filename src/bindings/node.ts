/** Sessions and CSRF protection for `node:http` and `node:https`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { addHeadersTo, committer, noteException } from './shared.js'
import { attachSession } from './shared-attach.js'
import {
  BAD_REQUEST,
  csrfHeaders,
  enforce,
  hostOf,
  isCsrfError,
  nodeView,
  protect,
} from './shared-csrf.js'
import { csrfSettings } from '../csrf/protection.js'
import type { CsrfOptions, CsrfSettings } from '../csrf/protection.js'
import { isFunction, resolveOptions } from '../lib/options.js'
import type { OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared-csrf.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** A request with its session. */
export type SessionRequest<Data extends object = DefaultData> = IncomingMessage & {
  readonly session: Session<Data>
}

/** Handles one request; what it throws or rejects with goes to `onError`. */
export type SessionHandler<Data extends object = DefaultData> = (
  request: SessionRequest<Data>,
  response: ServerResponse,
) => unknown

/** Options of {@link withSession}. */
export interface WithSessionOptions<Data extends object = DefaultData> {
  /**
   * Answers a request whose handler threw or rejected, or whose CSRF check failed. Default: answers 400
   * to a `BadCsrfToken` or `BadCsrfOrigin`; prints any other error to the console and answers 500.
   */
  readonly onError?: (
    error: unknown,
    request: SessionRequest<Data>,
    response: ServerResponse,
  ) => unknown
  /**
   * Checks every request of an unsafe method for its CSRF token and, over HTTPS, its origin, before the
   * handler runs; `{}` for Pyramid's defaults. Default: nothing is checked.
   *
   * The body is not read: the token must be in the header. Exempt handlers that parse forms, and call
   * {@link checkCsrf} in them. A request came over HTTPS if its socket is encrypted; no header is
   * believed, so behind a proxy that ends TLS say `ownOrigin`.
   */
  readonly csrf?: CsrfOptions<SessionRequest<Data>>
}

/**
 * Gives every request that comes to `handler` a `session`.
 *
 * The session is opened when `request.session` is first read. Its cookie is added when the
 * response's headers are written, however that comes about. A session that cannot be written
 * (too large, say) makes that call throw (`response.end`, `response.write`, `response.writeHead`):
 * before you pipe a stream, call `response.flushHeaders()`, so that it throws in your handler.
 *
 * @example
 * import { createServer } from 'node:http'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { withSession } from 'cartouche/node'
 *
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>('seekrit')
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
 * const sessions = unencryptedCookieSessionFactoryConfig('seekrit')
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
export function withSession<Data extends object>(
  factory: SessionFactory<Data>,
  handler: SessionHandler<Data>,
  options: WithSessionOptions<Data> = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  const { onError, csrf } = resolveOptions<Resolved<SessionRequest<Data>>>(optionSpecs, options)
  const settings = csrf === null ? undefined : csrfSettings(csrf)
  return (request, response) => {
    attachSession(factory, request, response)
    const sessionRequest = request as SessionRequest<Data>
    const fail = (error: unknown): unknown => {
      noteException(request, error)
      return onError(error, sessionRequest, response)
    }
    try {
      if (settings !== undefined) protectNode(sessionRequest, response, settings)
      const result = handler(sessionRequest, response)
      if (result instanceof Promise) result.catch(fail)
    } catch (error) {
      fail(error)
    }
  }
}

interface Resolved<Request> {
  onError: (error: unknown, request: Request, response: ServerResponse) => unknown
  csrf: CsrfOptions<Request> | null
}

const optionSpecs: OptionSpecs<Resolved<unknown>> = {
  onError: { fallback: answerError, check: isFunction },
  csrf: { fallback: null, check: () => undefined },
}

function protectNode<Data extends object>(
  request: SessionRequest<Data>,
  response: ServerResponse,
  settings: CsrfSettings<SessionRequest<Data>>,
): void {
  const view = protect(request, settings, () =>
    // Now: of a request of HTTP/2 that was cut off nobody can tell later.
    nodeView(request, {
      scheme: 'encrypted' in request.socket ? 'https' : 'http',
      host: hostOf(request),
    }),
  )
  if (settings.policy.commit !== undefined) {
    addHeadersTo(response, committer(csrfHeaders(settings, view), request))
  }
  enforce(request, settings, view)
}

function answerError(error: unknown, _request: unknown, response: ServerResponse): void {
  const isRefused = isCsrfError(error)
  if (!isRefused) console.error(error)
  if (response.headersSent) {
    response.destroy()
    return
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  response.statusCode = isRefused ? 400 : 500
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.end(isRefused ? BAD_REQUEST : 'Internal Server Error\n')
}
