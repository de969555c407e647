import { resolveOptions } from '../lib/options.js'
import type { Check, OptionSpecs, Given } from '../lib/options.js'
import { CSRF_KEY, isFlashKey } from '../lib/session-keys.js'
import { hideKey } from '../session/show.js'
import { tellTokenKey, tokenKey } from '../session/token-keys.js'
import type { CSRFStoragePolicy } from './policy.js'
import type { CsrfRequest } from './request.js'
import { isSameToken, makeToken, tokenFactorySpec } from './token.js'
import type { TokenFactory } from './token.js'

interface Options {
  /** The key of the session that holds the token; not that of a queue of flash messages. Default `'_csrft_'`. */
  key: string
  /** Makes tokens; for tests. Default: random UUIDs (version 4) as 32 hex digits. */
  tokenFactory: TokenFactory
}

/** Options of {@link SessionCSRFStoragePolicy}; what is left out has its default. */
export type SessionCSRFStoragePolicyOptions = Given<Options>

const isKey: Check = (value) => {
  if (typeof value !== 'string') return 'must be text'
  return isFlashKey(value) ? "must not begin with '_f_': there are flash messages" : undefined
}

const specs: OptionSpecs<Options> = {
  key: {
    fallback: CSRF_KEY,
    check: isKey,
  },
  tokenFactory: tokenFactorySpec,
}

/**
 * Keeps the token in the session, under a key of your choice. A stored value that is no text, or the
 * empty text, counts as none: the next `getCsrfToken` makes another token.
 *
 * Source: `pyramid.csrf.SessionCSRFStoragePolicy`, Pyramid 1.9 to 2.1.
 *
 * @throws {OptionError} when an option is not what it must be
 *
 * @example
 * import { SessionCSRFStoragePolicy, unencryptedCookieSessionFactoryConfig } from 'cartouche'
 *
 * const { session } = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '').open()
 * const request = { method: 'GET', scheme: 'https', host: 'shop.example', header: () => null, session }
 * const policy = new SessionCSRFStoragePolicy({ key: 'csrf' })
 * const token = policy.getCsrfToken(request)
 * token === session.get('csrf') // → true
 * policy.checkCsrfToken(request, token) // → true
 */
export class SessionCSRFStoragePolicy implements CSRFStoragePolicy {
  readonly #options: Options

  constructor(options: SessionCSRFStoragePolicyOptions = {}) {
    this.#options = resolveOptions(specs, options)
    hideKey(this.#options.key)
  }

  /** @internal */
  get [tokenKey](): string {
    return this.#options.key
  }

  /** @throws {CartoucheError} `BAD_VALUE` when `tokenFactory` makes what is no token */
  newCsrfToken({ session }: CsrfRequest): string {
    const token = makeToken(this.#options.tokenFactory)
    tellTokenKey(session, this)
    session.set(this.#options.key as never, token as never)
    return token
  }

  getCsrfToken(request: CsrfRequest): string {
    tellTokenKey(request.session, this)
    const token = request.session.get(this.#options.key as never)
    return typeof token === 'string' && token !== '' ? token : this.newCsrfToken(request)
  }

  checkCsrfToken({ session }: CsrfRequest, supplied: string): boolean {
    tellTokenKey(session, this)
    return isSameToken(session.peek(this.#options.key as never), supplied)
  }
}
