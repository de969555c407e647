/** What the bindings have in common for CSRF: a request's check, and the tokens for its forms. */
import type { IncomingMessage } from 'node:http'
import { checkCsrfRequest, isChecked, warnOfProxy } from '../csrf/protection.js'
import type { CsrfSettings } from '../csrf/protection.js'
import { lastValue } from '../csrf/request.js'
import type { CsrfRequest, CsrfSession } from '../csrf/request.js'
import { BadCsrfOrigin, BadCsrfToken, CsrfBodyTimeout, OptionError } from '../errors.js'
import type { HeaderLine } from '../session/factory.js'
import type { HeaderSource } from './shared.js'

/** A request as the checks see it, with the body that was parsed, if any was. */
export interface CsrfView extends CsrfRequest {
  body: unknown
}

/** What a binding keeps of a request that it protects. */
interface Protected {
  readonly settings: CsrfSettings<never>
  readonly view: CsrfView
}

const requests = new WeakMap<object, Protected>()

/** How a request is answered that a check refused; `undefined` for other errors. */
export function refusalOf(error: unknown): { status: number; body: string } | undefined {
  if (error instanceof CsrfBodyTimeout)
    return { status: error.status, body: '408 Request Timeout\n' }
  if (error instanceof BadCsrfToken || error instanceof BadCsrfOrigin) {
    return { status: error.status, body: '400 Bad Request\n' }
  }
  return undefined
}

/**
 * Puts `request` under the rules of `settings`. One that is so already keeps its view, by which a policy
 * knows the token that it made.
 */
export function protect(
  request: object,
  settings: CsrfSettings<never>,
  makeView: () => CsrfView,
): CsrfView {
  const view = requests.get(request)?.view ?? makeView()
  warnOfProxy(settings, view)
  requests.set(request, { settings, view })
  return view
}

/** Makes the automatic check, where the settings ask for it. */
export function enforce<Request extends object>(
  request: Request,
  settings: CsrfSettings<Request>,
  view: CsrfView,
): void {
  if (isChecked(settings, view, request)) checkCsrfRequest(settings, view)
}

/** The headers of a token that was made for the request, kept until they have gone out. */
export function csrfHeaders({ policy }: CsrfSettings<never>, view: CsrfView): HeaderSource {
  let lines: readonly HeaderLine[] = []
  return {
    headers: () => {
      const made = policy.commit?.(view) ?? []
      return made.length > 0 ? (lines = made) : lines
    },
  }
}

/** The host that a request of Node went to. HTTP/2 has it in `:authority` (RFC 9113, 8.3.1). */
export function hostOf({ headers }: IncomingMessage): string {
  return (headers[':authority'] as string | undefined) ?? headers.host ?? ''
}

/** The view of a request of Node; `from` says where it went. */
export function nodeView(
  request: IncomingMessage & { readonly session?: CsrfSession; readonly body?: unknown },
  from: { readonly scheme: string; readonly host: string },
): CsrfView {
  return {
    body: undefined,
    ...from,
    get method() {
      return request.method ?? ''
    },
    get cookieHeader() {
      return request.headers.cookie
    },
    get session() {
      if (request.session !== undefined) return request.session
      throw new OptionError('csrf', 'must be used after session()')
    },
    header(name) {
      const value = request.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : value
    },
    get bodyValue() {
      return valueIn(this.body ?? request.body)
    },
  }
}

/** Finds the fields of a parsed body; `undefined` where none was parsed. */
export function valueIn(body: unknown): CsrfRequest['bodyValue'] {
  return body === undefined ? undefined : (name) => lastValue(body, name)
}

/**
 * Checks a request by the options that its binding was given, whatever they say of its method and of
 * exemptions. For handlers that parse forms themselves: exempt them from the automatic check and call
 * this with the form.
 *
 * @param request the request that the handler was given
 * @param body the parsed form: a FormData, a URLSearchParams, or an object of texts and lists of texts.
 * Without it the token must be in the header or in the body that the binding knows
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which
 */
export function checkCsrf(request: object, body?: unknown): void {
  const { settings, view } = protectedOf(request)
  if (body !== undefined) view.body = body
  checkCsrfRequest(settings, view)
}

/** The CSRF token for the forms of a page, by the policy that the binding was given. */
export function getCsrfToken(request: object): string {
  const { settings, view } = protectedOf(request)
  return settings.policy.getCsrfToken(view)
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the
 * moment when a user signs in.
 */
export function newCsrfToken(request: object): string {
  const { settings, view } = protectedOf(request)
  return settings.policy.newCsrfToken(view)
}

function protectedOf(request: object): Protected {
  const found = requests.get(request)
  if (found === undefined) throw new OptionError('csrf', 'was not set up for this request')
  return found
}
