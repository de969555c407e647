import {
  checkSameSiteIsSecure,
  isAttributeValue,
  isCookieName,
  isMaxAge,
  isSameSite,
  setCookieWriter,
} from '../cookie/write.js'
import type { SameSite } from '../cookie/write.js'
import type { Secrets } from '../crypto/secret.js'
import { CartoucheError } from '../errors.js'
import { checkLatin1, readPayload } from '../formats/shared.js'
import { hexMacs, openHex, signHex } from '../formats/signed-hex.js'
import {
  isBoolean,
  isFiniteOrNull,
  isFunction,
  isOneOf,
  orNull,
  resolveOptions,
} from '../lib/options.js'
import type { OptionSpecs } from '../lib/options.js'
import { protocolSpec } from '../serializers/pickle.js'
import { tripleOf } from '../serializers/triple.js'
import type { Protocol } from '../serializers/pickle.js'
import { cookieSessionFactory } from '../session/factory.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import type { SessionCodec, SessionRules } from '../session/state.js'
import { commonSpecs, newRules, OLD_RULES } from './shared.js'
import type { CommonOptions } from './shared.js'

/** Options of {@link unencryptedCookieSessionFactoryConfig}, all of them. */
interface Options extends CommonOptions {
  /** Seconds without access after which a session starts empty; `null`: never. Default 1200. */
  timeout: number | null
  /** The cookie's name. Default `'session'`. */
  cookieName: string
  /** Whole seconds the browser keeps the cookie; `null`: until it is closed. Default `null`. */
  cookieMaxAge: number | null
  /** The path below which the cookie is sent; `null`: that of the request. Default `'/'`. */
  cookiePath: string | null
  /** The domain the cookie is sent to; `null`: the host that set it. Default `null`. */
  cookieDomain: string | null
  /** Whether the cookie is sent over HTTPS only. Default `false`, as in Pyramid: set it to `true`. */
  cookieSecure: boolean
  /** Whether scripts in the page cannot read the cookie. Default `false`, as in Pyramid: set it to `true`. */
  cookieHttpOnly: boolean
  /** Whether other sites' requests carry the cookie; `null`: no attribute. Default `'Lax'`. */
  cookieSameSite: SameSite | null
  /** Whether the cookie is set on the response of a request that ended in an exception. Default `true`. */
  cookieOnException: boolean
  /** The pickle protocol to write, 0 to 5. Default 2, which every Python reads. */
  protocol: Protocol
  /**
   * Whose rules to follow. `'1.3'` (default), Pyramid 1.0 to 1.4: every access reissues the cookie.
   * `'1.10'`, Pyramid 1.5 to 1.10: writing does, reading only from the second after the cookie was
   * written, and `changed()` too.
   */
  pyramidVersion: keyof typeof RULES
  /** Makes the cookie's text in place of the library's `signedSerialize`. From Pyramid 1.4. Default `null`. */
  signedSerialize: ((data: unknown, secret: Secrets) => string) | null
  /** Reads the cookie's text; throws when it is not good. From Pyramid 1.4. Default `null`. */
  signedDeserialize: ((serialized: string, secret: Secrets) => unknown) | null
}

/** Options of {@link unencryptedCookieSessionFactoryConfig}; what is left out has its default. */
export type UnencryptedCookieSessionOptions = Readonly<Partial<Options>>

const RULES = { '1.3': OLD_RULES, '1.10': newRules(0) } satisfies Record<string, SessionRules>

const specs: OptionSpecs<Options> = {
  timeout: { fallback: 1200, check: isFiniteOrNull },
  cookieName: { fallback: 'session', check: isCookieName },
  cookieMaxAge: { fallback: null, check: isMaxAge },
  cookiePath: { fallback: '/', check: isAttributeValue },
  cookieDomain: { fallback: null, check: isAttributeValue },
  cookieSecure: { fallback: false, check: isBoolean },
  cookieHttpOnly: { fallback: false, check: isBoolean },
  cookieSameSite: { fallback: 'Lax', check: isSameSite },
  cookieOnException: { fallback: true, check: isBoolean },
  protocol: protocolSpec,
  pyramidVersion: { fallback: '1.3', check: isOneOf(Object.keys(RULES)) },
  signedSerialize: { fallback: null, check: orNull(isFunction) },
  signedDeserialize: { fallback: null, check: orNull(isFunction) },
  ...commonSpecs,
}

/**
 * A session factory that keeps sessions in a signed cookie. The cookie is not encrypted: who has
 * the browser can read it, but not change it.
 *
 * Source: `pyramid.session.UnencryptedCookieSessionFactoryConfig`, Pyramid 1.0 to 1.10; the cookies
 * are the same, so a Pyramid application with the same secret shares its sessions.
 *
 * @param secret text or bytes, not empty; the same in every process that shares the sessions. Or a
 * list of them: the first signs, all verify
 * @throws {OptionError} when the secret or an option is not what it must be
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 *
 * const factory = unencryptedCookieSessionFactoryConfig<{ userId: number }>('seekrit', {
 *   timeout: 3600,
 *   cookieSecure: true,
 * })
 * const { session, commit } = factory.open(undefined)
 * session.get('userId') // → undefined
 * session.set('userId', 7)
 * commit()[0]?.[0] // → 'Set-Cookie'
 */
export function unencryptedCookieSessionFactoryConfig<Data extends object = DefaultData>(
  secret: Secrets,
  options: UnencryptedCookieSessionOptions = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(specs, options)
  checkSameSiteIsSecure('cookieSameSite', resolved.cookieSameSite, resolved.cookieSecure)
  const { timeout, onInvalid, clock, randomBytes } = resolved
  return cookieSessionFactory<Data>({
    rules: RULES[resolved.pyramidVersion],
    codec: codecOf(secret, resolved),
    cookieName: resolved.cookieName,
    setCookie: setCookieWriter({
      name: resolved.cookieName,
      maxAge: resolved.cookieMaxAge,
      path: resolved.cookiePath,
      domain: resolved.cookieDomain,
      secure: resolved.cookieSecure,
      httpOnly: resolved.cookieHttpOnly,
      sameSite: resolved.cookieSameSite,
    }),
    setOnException: resolved.cookieOnException,
    timeout,
    onInvalid,
    clock,
    randomBytes,
  })
}

function textOf(serialized: unknown): string {
  if (typeof serialized === 'string') return serialized
  throw new CartoucheError('BAD_VALUE', 'The option signedSerialize must give text')
}

/** The library's own functions with the keys made once, or the ones that the application gave. */
function codecOf(
  secret: Secrets,
  { protocol, signedSerialize, signedDeserialize }: Options,
): SessionCodec {
  const macs = hexMacs(secret)
  const sign =
    signedSerialize === null
      ? (data: unknown) => signHex(data, macs[0]!, protocol)
      : (data: unknown) => textOf(signedSerialize(data, secret))
  return {
    read: (text) => {
      if (signedDeserialize === null) return openHex(text, macs)
      checkLatin1(text)
      return readPayload(() => signedDeserialize(text, secret))
    },
    write: (accessed, created, data) => sign(tripleOf(accessed, created, data)),
  }
}
