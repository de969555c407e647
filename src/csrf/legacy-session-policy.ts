import { CSRF_KEY } from '../lib/session-keys.js'
import type { CSRFStoragePolicy } from './policy.js'
import type { CsrfRequest } from './request.js'
import { isSameToken } from './token.js'

/**
 * Leaves tokens to the session: its `getCsrfToken` and `newCsrfToken`, 40 hex digits under `_csrft_`. What
 * is used when nothing else is said. A stored token that is empty counts as none.
 *
 * Source: `pyramid.csrf.LegacySessionCSRFStoragePolicy`, Pyramid 1.9 to 2.1; before, `pyramid.session`
 * did the same.
 *
 * @example
 * import { LegacySessionCSRFStoragePolicy, unencryptedCookieSessionFactoryConfig } from 'cartouche'
 *
 * const { session } = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '').open()
 * const request = { method: 'GET', scheme: 'https', host: 'shop.example', header: () => null, session }
 * const policy = new LegacySessionCSRFStoragePolicy()
 * policy.getCsrfToken(request) === session.getCsrfToken() // → true
 */
export class LegacySessionCSRFStoragePolicy implements CSRFStoragePolicy {
  newCsrfToken({ session }: CsrfRequest): string {
    return session.newCsrfToken()
  }

  getCsrfToken({ session }: CsrfRequest): string {
    return session.getCsrfToken() || session.newCsrfToken()
  }

  checkCsrfToken({ session }: CsrfRequest, supplied: string): boolean {
    return isSameToken(session.peek(CSRF_KEY as never), supplied)
  }
}
