/**
 * Tokens as Rails puts them into pages, another text each time:
 *
 *     token = base64( mask(32) ‖ mask xor secret(32) )
 *
 * Later versions write base64url without padding, and read either.
 *
 * The secret is HMAC-SHA-256 of `!real_csrf_token` by the session's token, or that itself, which has 32 bytes.
 */
import { equalInConstantTime, hmac } from '../crypto/mac.js'
import { randomBytes } from '../crypto/random.js'
import { encodeBase64 } from '../lib/base64.js'
import { CSRF_KEY } from '../lib/session-keys.js'
import { latin1ToText } from '../lib/text.js'
import type { CSRFStoragePolicy } from './policy.js'
import type { CsrfRequest } from './request.js'

const SIZE = 32 // bytes
const GLOBAL = Buffer.from('!real_csrf_token')
/** Base64 of either alphabet, of 32 or 64 bytes. */
const TEXT = /^(?:[\w+/-]{43}=?|[\w+/-]{86}(?:==)?)$/

/**
 * Gives out tokens as Rails does, and takes Rails': `form_authenticity_token` and the `csrf-token` of its pages' heads.
 * For sessions that are shared with Rails: see `railsSessionFactory`. In a session of another format, or where the
 * stored token is none of Rails', it makes one of its own. A token for one form, which Rails binds to a path
 * of its own (`per_form_csrf_tokens`), is not taken. Rails' field is `authenticity_token`.
 *
 * Source: `ActionController::RequestForgeryProtection`, Rails 5.2 to 8.1.
 *
 * @example
 * import { RailsCSRFStoragePolicy, railsSessionFactory } from 'cartouche/rails'
 *
 * const { session } = railsSessionFactory(process.env['SECRET_KEY_BASE'] ?? 'for this example only').open()
 * const request = { method: 'POST', scheme: 'https', host: 'shop.example', header: () => null, session }
 * const policy = new RailsCSRFStoragePolicy()
 * policy.checkCsrfToken(request, policy.getCsrfToken(request)) // → true
 */
export class RailsCSRFStoragePolicy implements CSRFStoragePolicy {
  newCsrfToken({ session }: CsrfRequest): string {
    const real = Buffer.from(randomBytes(SIZE))
    // Other formats' tokens are of other sizes. Padded, all versions of Rails read it.
    session.set(CSRF_KEY as never, real.toString('base64') as never)
    return masked(real)
  }

  getCsrfToken(request: CsrfRequest): string {
    const real = realOf(request.session.get(CSRF_KEY as never))
    return real === undefined ? this.newCsrfToken(request) : masked(real)
  }

  checkCsrfToken({ session }: CsrfRequest, supplied: string): boolean {
    const real = realOf(session.peek(CSRF_KEY as never))
    const given = bytesOf(supplied)
    if (real === undefined || given === undefined) return false
    const secret = given.length === SIZE ? given : unmasked(given)
    const isReal = isSame(secret, real)
    // A token without a mask is the session's own.
    return given.length === SIZE ? isReal : isSame(secret, globalOf(real)) || isReal
  }
}

function masked(real: Uint8Array): string {
  const mask = randomBytes(SIZE)
  return encodeBase64(Buffer.concat([mask, xor(globalOf(real), mask)]))
}

const unmasked = (bytes: Buffer): Buffer => xor(bytes.subarray(SIZE), bytes.subarray(0, SIZE))

/** The session's token is never in a page as it is, since Rails 6.0. */
const globalOf = (real: Uint8Array): Buffer =>
  Buffer.from(hmac('sha256', real).sign(GLOBAL, 'hex'), 'hex')

function bytesOf(text: unknown): Buffer | undefined {
  return typeof text === 'string' && TEXT.test(text) ? Buffer.from(text, 'base64') : undefined
}

/** The session's token; `undefined` for what is none of Rails'. */
function realOf(stored: unknown): Buffer | undefined {
  const bytes = bytesOf(stored)
  return bytes?.length === SIZE ? bytes : undefined
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return equalInConstantTime(latin1ToText(one), latin1ToText(other))
}

const xor = (bytes: Uint8Array, mask: Uint8Array): Buffer =>
  Buffer.from(bytes.map((byte, at) => byte ^ mask[at]!))
