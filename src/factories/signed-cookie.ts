import type { Secrets } from '../crypto/secret.js'
import { signedFormatOf, signedFormatSpecs } from '../formats/pyramid-signed.js'
import type { SignedFormatOptions } from '../formats/pyramid-signed.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { laterFactory, laterSpecs } from './shared-pyramid.js'
import type { LaterOptions } from './shared-pyramid.js'

type Options = LaterOptions & SignedFormatOptions

/** Options of {@link signedCookieSessionFactory}; what is left out has its default. */
export type SignedCookieSessionOptions = Given<Options>

const specs: OptionSpecs<Options> = { ...laterSpecs, ...signedFormatSpecs }

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
  const resolved = resolveOptions(specs, options)
  return laterFactory(signedFormatOf(secret, resolved), resolved)
}
