import {
  ATTRIBUTE_NAMES,
  cookieOf,
  isCookieName,
  isDomain,
  isMaxAge,
  isPath,
  isSameSite,
} from '../cookie/attributes.js'
import type { AttributeNames, SameSite } from '../cookie/attributes.js'
import { setCookieWriter } from '../cookie/write.js'
import { signatureSize } from '../crypto/mac.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
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
import type { OptionSpecs, Given } from '../lib/options.js'
import { atOnce } from '../lib/hook.js'
import { plainValues } from '../serializers/call.js'
import { readSpecs, readingOf, writeSpecs, writingOf } from '../serializers/pickle.js'
import type { PickleReadOptions, PickleWriteOptions } from '../serializers/pickle.js'
import { tripleOf } from '../serializers/triple.js'
import type { SessionTriple } from '../serializers/triple.js'
import { cookieSessionFactory } from '../session/factory.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import type { SessionCodec, SessionRules } from '../session/state.js'
import { commonSpecs, newRules, OLD_RULES } from './shared.js'
import type { CommonOptions } from './shared.js'
import { warnOfTimes } from './shared-times.js'

/** Options of {@link unencryptedCookieSessionFactoryConfig}, all of them. */
interface Options extends CommonOptions, Required<PickleReadOptions>, Required<PickleWriteOptions> {
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
  /** Whether a page in a frame has a cookie of its own for each site around it; needs `cookieSecure`. Default `false`. */
  cookiePartitioned: boolean
  /** Whether the cookie is set on the response of a request that ended in an exception. Default `true`. */
  cookieOnException: boolean
  /**
   * Whose rules to follow. `'1.3'` (default), Pyramid 1.0 to 1.4: every access reissues the cookie.
   * `'1.10'`, Pyramid 1.5 to 1.10: writing does, reading only from the second after the cookie was
   * written, and `changed()` too.
   */
  pyramidVersion: keyof typeof RULES
  /**
   * Makes the cookie's text in place of the library's `signedSerialize`, of `[accessed, created, data]` in plain
   * values. From Pyramid 1.4. Default `null`.
   */
  signedSerialize: ((data: unknown, secret: Secrets) => string) | null
  /** Reads the cookie's text; throws when it is not good. From Pyramid 1.4. Default `null`. */
  signedDeserialize: ((serialized: string, secret: Secrets) => unknown) | null
}

/** Options of {@link unencryptedCookieSessionFactoryConfig}; what is left out has its default. */
export type UnencryptedCookieSessionOptions = Given<Options>

const RULES = { '1.3': OLD_RULES, '1.10': newRules(0) } satisfies Record<string, SessionRules>

const specs: OptionSpecs<Options> = {
  timeout: { fallback: 1200, check: isFiniteOrNull },
  cookieName: { fallback: 'session', check: isCookieName },
  cookieMaxAge: { fallback: null, check: isMaxAge },
  cookiePath: { fallback: '/', check: isPath },
  cookieDomain: { fallback: null, check: isDomain },
  cookieSecure: { fallback: false, check: isBoolean },
  cookieHttpOnly: { fallback: false, check: isBoolean },
  cookieSameSite: { fallback: 'Lax', check: isSameSite },
  cookiePartitioned: { fallback: false, check: isBoolean },
  cookieOnException: { fallback: true, check: isBoolean },
  ...writeSpecs,
  ...readSpecs,
  pyramidVersion: { fallback: '1.3', check: isOneOf(Object.keys(RULES)) },
  signedSerialize: { fallback: null, check: orNull(isFunction) },
  signedDeserialize: { fallback: null, check: orNull(isFunction) },
  ...commonSpecs,
}

/** This factory's names for the attributes of its cookie. */
const NAMES: AttributeNames = {
  ...ATTRIBUTE_NAMES,
  maxAge: 'cookieMaxAge',
  path: 'cookiePath',
  domain: 'cookieDomain',
  secure: 'cookieSecure',
  httpOnly: 'cookieHttpOnly',
  sameSite: 'cookieSameSite',
  partitioned: 'cookiePartitioned',
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
  const attributes = cookieOf(resolved, NAMES)
  const { timeout, cookieMaxAge: maxAge } = resolved
  warnOfTimes({ timeout, reissueTime: null, maxAge }, NAMES.maxAge)
  warnOfWeakSecrets(secret, signatureSize('sha1'))
  return cookieSessionFactory<Data>({
    ...resolved,
    rules: RULES[resolved.pyramidVersion],
    codec: codecOf(secret, resolved),
    setCookie: setCookieWriter(attributes),
    setOnException: resolved.cookieOnException,
  })
}

function textOf(given: unknown): string {
  const serialized = atOnce('signedSerialize', 'signedSerialize', given)
  if (typeof serialized === 'string') return serialized
  throw new CartoucheError('BAD_VALUE', 'The option signedSerialize must give text')
}

/** The library's own functions with the keys made once, or the ones that the application gave. */
function codecOf(
  secret: Secrets,
  { signedSerialize, signedDeserialize, ...options }: Options,
): SessionCodec {
  const macs = hexMacs(secret)
  const [reading, writing] = [readingOf(options), writingOf(options)]
  const sign = (triple: SessionTriple): string =>
    signedSerialize === null
      ? signHex(triple, macs[0]!, writing)
      : textOf(signedSerialize(plainValues(triple), secret))
  return {
    read: (text) => {
      if (signedDeserialize === null) return openHex(text, macs, reading)
      checkLatin1(text)
      return readPayload(() =>
        atOnce('signedDeserialize', 'signedDeserialize', signedDeserialize(text, secret)),
      )
    },
    write: (accessed, created, data) => sign(tripleOf(accessed, created, data)),
  }
}
