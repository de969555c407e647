import type { HeaderLine } from '../session/factory.js'
import type { CsrfRequest } from './request.js'

/**
 * Where CSRF tokens are kept between a form and its submission.
 *
 * Source: `pyramid.interfaces.ICSRFStoragePolicy`, Pyramid 1.9 to 2.1, and `commit` in place of its
 * response callbacks.
 */
export interface CSRFStoragePolicy {
  /** The name of its cookie, for policies that keep tokens in one: it must be another than the session's. */
  readonly cookieName?: string | undefined
  /** Makes a token, stores it in place of the old one and returns it. */
  newCsrfToken(request: CsrfRequest): string
  /** The token to put into forms, made now if there is none. */
  getCsrfToken(request: CsrfRequest): string
  /**
   * Whether `supplied` is the token, compared in constant time. It only looks: the answer to a request that is
   * refused must not give out a token or a session that the check made. Never asked about the empty text; a
   * second time about what is below the mask, where a text that is not right may be a masked token.
   * Nothing but `true` is a yes; a promise is an error.
   */
  checkCsrfToken(request: CsrfRequest, supplied: string): boolean
  /**
   * The headers that the response needs, for policies that keep tokens outside of the session. Once
   * they were given out, further calls return none.
   */
  commit?(request: CsrfRequest): readonly Readonly<HeaderLine>[]
}

const METHODS = ['newCsrfToken', 'getCsrfToken', 'checkCsrfToken'] as const

/** Says what is wrong with a policy; `undefined` when it is one. */
export function isPolicy(value: unknown): string | undefined {
  const isOne =
    typeof value === 'object' &&
    value !== null &&
    METHODS.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
  return isOne ? undefined : `must be an object with the methods ${METHODS.join(', ')}`
}
