import { laterFactory, laterSpecs } from './shared.js'
import type { LaterOptions } from './shared.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import { isSerializer } from '../formats/shared.js'
import { hashAlgSpec, signedUrlsafe } from '../formats/signed-urlsafe.js'
import { resolveOptions } from '../lib/options.js'
import type { OptionSpecs, Given } from '../lib/options.js'
import { JSONSerializer } from '../serializers/json.js'
import type { Serializer } from '../serializers/shared.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'

interface Options extends LaterOptions {
  /** The hash function, by the name Python's `hashlib.new` takes. Default `'sha512'`. */
  hashAlg: string
  /**
   * Keeps apart what is signed with one secret for different purposes; `null` or empty: none. Default
   * `'pyramid.session.'`, with the dot.
   */
  salt: Secret | null
  /**
   * What the session becomes before it is signed: one of ours or any {@link Serializer}. Default:
   * {@link JSONSerializer}, as from Pyramid 2.0.
   */
  serializer: Serializer
}

/** Options of {@link signedCookieSessionFactory}; what is left out has its default. */
export type SignedCookieSessionOptions = Given<Options>

const specs: OptionSpecs<Options> = {
  ...laterSpecs,
  hashAlg: hashAlgSpec,
  salt: { fallback: 'pyramid.session.', check: () => undefined },
  serializer: { fallback: new JSONSerializer(), check: isSerializer },
}

/**
 * A session factory that keeps sessions in a signed cookie. The cookie is not encrypted: who has
 * the browser can read it, but not change it.
 *
 * Source: `pyramid.session.SignedCookieSessionFactory`, Pyramid 1.5 to 2.1. A Pyramid application with
 * the same secret, salt, hash and serializer shares its sessions. Before 2.0 its serializer is pickle
 * unless it says otherwise: pass `new PickleSerializer()`.
 *
 * @param secret text or bytes, not empty; at least as long as the hash (64 bytes for SHA-512). Or a
 * list: the first signs, all verify
 * @throws {OptionError} when the secret or an option is not what it must be
 *
 * @example
 * import { signedCookieSessionFactory } from 'cartouche'
 *
 * const factory = signedCookieSessionFactory<{ userId: number }>('a long random secret', {
 *   secure: true,
 *   httpOnly: true,
 *   reissueTime: 60,
 * })
 * const { session, commit } = factory.open()
 * session.set('userId', 7)
 * commit().length // → 1
 */
export function signedCookieSessionFactory<Data extends object = DefaultData>(
  secret: Secrets,
  options: SignedCookieSessionOptions = {},
): SessionFactory<Data> {
  const { hashAlg, salt, serializer, ...rest } = resolveOptions(specs, options)
  return laterFactory(signedUrlsafe(secret, salt, hashAlg, serializer), rest)
}
