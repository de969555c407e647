/** Sessions of pyramid_nacl_session. */
import type { Secrets } from '../crypto/secret.js'
import { laterFactory, laterSpecs } from '../factories/shared-pyramid.js'
import type { LaterOptions } from '../factories/shared-pyramid.js'
import { naclFormatOf, naclSpecs } from '../formats/nacl.js'
import type { NaclFormatSettings } from '../formats/nacl.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'

export { naclFormat } from '../formats/nacl.js'
export type { NaclFormatOptions } from '../formats/nacl.js'

type Options = LaterOptions & NaclFormatSettings

/** Options of {@link naclSessionFactory}; what is left out has its default. */
export type NaclSessionOptions = Given<Options>

const specs: OptionSpecs<Options> = { ...laterSpecs, ...naclSpecs }

/**
 * A session factory that shares its sessions with a Pyramid application that uses pyramid_nacl_session. They are
 * encrypted. The rules are those of Pyramid, as of {@link signedCookieSessionFactory}. Needs the package
 * `@noble/ciphers`.
 *
 * Source: `pyramid_nacl_session.EncryptedCookieSessionFactory`, pyramid_nacl_session 1.0.
 *
 * @param secret the application's `secret`: 32 bytes, or text of them in hexadecimal, as in its settings, or in base64;
 * of a list, the first seals and all open
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { generateKey } from 'cartouche'
 * import { naclSessionFactory } from 'cartouche/nacl'
 *
 * const secret = process.env['SESSION_KEY'] ?? generateKey()
 * const { session, commit } = naclSessionFactory(secret, { secure: true, httpOnly: true }).open()
 * session.set('user', 'ada')
 * commit().length // → 1
 */
export function naclSessionFactory<Data extends object = DefaultData>(
  secret: Secrets,
  options: NaclSessionOptions = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(specs, options)
  return laterFactory<Data>(naclFormatOf(secret, resolved), resolved)
}
