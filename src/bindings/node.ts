/** Sessions for `node:http` and `node:https`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { attachSession, noteException } from './shared.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

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
   * Answers a request whose handler threw or rejected. Default: prints the error to the console and
   * answers 500.
   */
  readonly onError?: (
    error: unknown,
    request: SessionRequest<Data>,
    response: ServerResponse,
  ) => unknown
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
 */
export function withSession<Data extends object>(
  factory: SessionFactory<Data>,
  handler: SessionHandler<Data>,
  options: WithSessionOptions<Data> = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  const onError = options.onError ?? answer500
  return (request, response) => {
    attachSession(factory, request, response)
    const sessionRequest = request as SessionRequest<Data>
    const fail = (error: unknown): unknown => {
      noteException(request, error)
      return onError(error, sessionRequest, response)
    }
    try {
      const result = handler(sessionRequest, response)
      if (result instanceof Promise) result.catch(fail)
    } catch (error) {
      fail(error)
    }
  }
}

function answer500(error: unknown, _request: unknown, response: ServerResponse): void {
  console.error(error)
  if (response.headersSent) {
    response.destroy()
    return
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  response.statusCode = 500
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.end('Internal Server Error\n')
}
