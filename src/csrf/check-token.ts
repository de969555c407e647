import { BadCsrfToken } from '../errors.js'
import type { BadCsrfTokenReason } from '../errors.js'
import { atOnce } from '../lib/hook.js'
import { isBoolean, isToken, orNull, resolveOptions } from '../lib/options.js'
import type { Check, OptionSpecs, Given } from '../lib/options.js'
import { LegacySessionCSRFStoragePolicy } from './legacy-session-policy.js'
import { unmaskToken } from './mask.js'
import { isPolicy } from './policy.js'
import type { CSRFStoragePolicy } from './policy.js'
import type { CsrfRequest } from './request.js'

/** Where a request has its token, and where the one to compare is. */
export interface TokenOptions {
  /** The form field that holds the token; `null`: none does. Default `'csrf_token'`. */
  token: string | null
  /**
   * The header that holds the token, looked at before the form, or several: the first that was sent and is not
   * empty counts. `null`: none does. Default `['X-CSRF-Token', 'X-XSRF-Token']`: Pyramid's, and the one that
   * some clients in browsers send by themselves.
   */
  header: string | readonly string[] | null
  /** Where the right token is kept. Default: {@link LegacySessionCSRFStoragePolicy}. */
  policy: CSRFStoragePolicy
}

/** {@link TokenOptions} that were checked and have one form. */
export interface TokenRules extends TokenOptions {
  readonly header: readonly string[]
}

const isName: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a name, or null'

const areHeaderNames: Check = (value) =>
  [value].flat().every(isToken)
    ? undefined
    : "must be the name of a header, as in 'X-CSRF-Token', a list of names, or null"

export const tokenSpecs: OptionSpecs<TokenOptions> = {
  token: { fallback: 'csrf_token', check: orNull(isName) },
  header: {
    fallback: ['X-CSRF-Token', 'X-XSRF-Token'],
    check: orNull(areHeaderNames),
    coerce: (value) => [value ?? []].flat(),
  },
  policy: { fallback: new LegacySessionCSRFStoragePolicy(), check: isPolicy },
}

interface Options extends TokenOptions {
  /** Whether a wrong token is an error; else the result is `false`. Default `true`. */
  raises: boolean
}

/** Options of {@link checkCsrfToken}; what is left out has its default. */
export type CheckCsrfTokenOptions = Given<Options>

const specs: OptionSpecs<Options> = { ...tokenSpecs, raises: { fallback: true, check: isBoolean } }

/**
 * Checks that a request has the right CSRF token: in a header or, where that is missing or empty, in
 * a field of its body. Never in its URL, which others get to see. The check only looks: it makes no
 * token and is no access to the session. The empty token is never right. A token that a binding has masked
 * (its option `mask`) is as good as the token itself.
 *
 * Source: `pyramid.csrf.check_csrf_token`, Pyramid 2.1. Of a repeated field the last value counts.
 *
 * @returns `true`; `false` only where `raises` is `false`
 * @throws {BadCsrfToken} when the token is wrong or missing; its `reason` says which
 * @throws {OptionError} when an option is not what it must be, or the policy answers with a promise
 *
 * @example
 * import { checkCsrfToken, unencryptedCookieSessionFactoryConfig } from 'cartouche'
 *
 * const { session } = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '').open()
 * const form = new URLSearchParams({ csrf_token: session.getCsrfToken() })
 * const request = {
 *   method: 'POST',
 *   scheme: 'https',
 *   host: 'shop.example',
 *   header: () => undefined,
 *   bodyValue: (name: string) => form.getAll(name).at(-1),
 *   session,
 * }
 * checkCsrfToken(request) // → true
 * checkCsrfToken(request, { token: null, raises: false }) // → false
 */
export function checkCsrfToken(request: CsrfRequest, options: CheckCsrfTokenOptions = {}): boolean {
  const { raises, ...rest } = resolveOptions(specs, options)
  const reason = tokenProblem(request, rest as TokenRules)
  if (reason === undefined) return true
  if (raises) throw new BadCsrfToken(reason)
  return false
}

/** Why the token of a request is refused; `undefined` when it is right. */
export function tokenProblem(
  request: CsrfRequest,
  { policy, ...names }: TokenRules,
): BadCsrfTokenReason | undefined {
  const supplied = suppliedToken(request, names)
  if (supplied !== '') return isRight(request, policy, supplied) ? undefined : 'mismatch'
  return names.token !== null && request.bodyValue === undefined ? 'no-body' : 'missing'
}

/** Of what may be either, nobody can tell whether it is masked. Policies know tokens only as they are. */
function isRight(request: CsrfRequest, policy: CSRFStoragePolicy, supplied: string): boolean {
  return [supplied, unmaskToken(supplied)].some(
    (token) =>
      token !== undefined &&
      atOnce<unknown>('policy', 'checkCsrfToken', policy.checkCsrfToken(request, token)) === true,
  )
}

type Names = Pick<TokenRules, 'token' | 'header'>

/** The token that came with the request; empty where none did. */
function suppliedToken(request: CsrfRequest, names: Names): string {
  const sent = headerToken(request, names)
  return sent === '' && names.token !== null ? textOf(request.bodyValue?.(names.token)) : sent
}

/** The token in a header; empty where there is none, so that the body is looked at. */
export function headerToken(request: CsrfRequest, { header }: Pick<Names, 'header'>): string {
  return header.map((name) => textOf(request.header(name))).find((sent) => sent !== '') ?? ''
}

/** What no text is (a list, a file) is no token: requests may be of the application's own making. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
