/** Sessions for everything that speaks the web's `Request` and `Response`. */
import { committer, noteException } from './shared.js'
import type { HeaderLine, SessionFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'

/** Answers one request. Further arguments are those that the platform gives to its fetch handlers. */
export type SessionFetchHandler<Data extends object, Rest extends unknown[]> = (
  request: Request,
  session: Session<Data>,
  ...rest: Rest
) => Response | Promise<Response>

/** Options of {@link withSession}. */
export interface WithSessionOptions<Data extends object = DefaultData> {
  /**
   * Answers a request whose handler threw. The session's cookie is set on this response too, unless
   * the factory has `cookieOnException: false`. Default: the error is passed on to the platform.
   */
  readonly onError?: (
    error: unknown,
    request: Request,
    session: Session<Data>,
  ) => Response | Promise<Response>
}

/**
 * Gives every request that comes to `handler` a session, as its second argument.
 *
 * The cookie is looked for and verified when the session is first used; the response is left as it
 * is unless the session was touched. A session that cannot be written (too large, say) counts as an
 * error of the handler.
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { withSession } from 'cartouche/fetch'
 *
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>('seekrit')
 * const fetch = withSession(sessions, (request, session) => {
 *   const visits = session.get('visits', 0) + 1
 *   session.set('visits', visits)
 *   return new Response(`Visit ${visits}`)
 * })
 * const response = await fetch(new Request('http://localhost/'))
 * await response.text() // → 'Visit 1'
 */
export function withSession<Data extends object, Rest extends unknown[] = []>(
  factory: SessionFactory<Data>,
  handler: SessionFetchHandler<Data, Rest>,
  options: WithSessionOptions<Data> = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  const { onError } = options
  return async (request, ...rest) => {
    const opened = factory.open(request.headers.get('cookie'))
    const commit = committer(opened.commit, request)
    try {
      return addHeaders(await handler(request, opened.session, ...rest), commit)
    } catch (error) {
      if (onError === undefined) throw error
      noteException(request, error)
      return addHeaders(await onError(error, request, opened.session), commit)
    }
  }
}

function addHeaders(response: Response, commit: () => readonly HeaderLine[]): Response {
  const lines = commit()
  if (lines.length === 0) return response
  // A copy: the headers of Response.redirect() and of a fetched response cannot be changed.
  const copy = new Response(response.body, response)
  for (const [name, value] of lines) copy.headers.append(name, value)
  return copy
}
