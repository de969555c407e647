/** Requests of Node's as the CSRF checks see them. */
import type { IncomingMessage } from 'node:http'
import { viewOf } from './csrf.js'
import type { CsrfView } from './csrf.js'
import { noteForm } from './foreign-form.js'
import type { CsrfSession } from '../../csrf/request.js'
import { OptionError } from '../../errors.js'

/** The host that a request of Node went to. HTTP/2 has it in `:authority` (RFC 9113, 8.3.1). */
export function hostOf({ headers }: IncomingMessage): string {
  return (headers[':authority'] as string | undefined) ?? headers.host ?? ''
}

/**
 * Finds the session that a request of Node, or what a framework has in its place, has under `property`.
 *
 * @param carrier what handlers call it
 */
export function sessionUnder(
  request: object,
  property: string,
  carrier = 'request',
): () => CsrfSession {
  return () => {
    const session = (request as Record<string, CsrfSession | undefined>)[property]
    if (session !== undefined) return session
    throw new OptionError(
      'csrf',
      `must be used after session(): there is no ${carrier}.${property}. ` +
        "If the session has another property, say so: csrf({ property: 'admin' })",
    )
  }
}

type WithBody = Pick<IncomingMessage, 'headers'> & {
  readonly method?: string | undefined
  readonly body?: unknown
  /** By Express's parsers. */
  readonly _body?: boolean
  /** By Koa's: what they have read. */
  readonly rawBody?: unknown
}

/** The body that a parser has found. Those of Express 4 and Koa leave an empty object where they have read none. */
function bodyOf({ body, _body: isParsed, rawBody }: WithBody): unknown {
  const isEmpty = body?.constructor === Object && Object.keys(body).length === 0
  return isEmpty && isParsed !== true && rawBody === undefined ? undefined : body
}

/** Finds the headers of a request. */
const headerOf =
  ({ headers }: WithBody): CsrfView['header'] =>
  (name) => {
    const value = headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : value
  }

/** Notes a form of another site. */
export function noteNodeForm(request: IncomingMessage): void {
  noteForm(request, request.method ?? '', headerOf(request), () => hostOf(request))
}

/** The view of a request of Node; `from` says where it went. */
export function nodeView(
  request: WithBody,
  findSession: () => CsrfSession,
  { scheme, host }: { readonly scheme: string; readonly host: string },
): CsrfView {
  const { method = '', headers } = request
  const findBody = (): unknown => bodyOf(request)
  return viewOf({
    method,
    scheme,
    host,
    cookieHeader: headers.cookie,
    header: headerOf(request),
    findSession,
    findBody,
  })
}
