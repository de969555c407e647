import type { Secrets } from '../crypto/secret.js'
import { djangoFormatOf, djangoFormatSpecs } from '../formats/django.js'
import type { DjangoOptions } from '../formats/django.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

// What is Django's has one entry point, though its parts are of different rooms.
export { DjangoCSRFStoragePolicy } from '../csrf/django-policy.js'
export type { DjangoCSRFStoragePolicyOptions } from '../csrf/django-policy.js'
export { djangoFormat } from '../formats/django.js'
export type { DjangoFormatOptions } from '../formats/django.js'
export { DjangoMessage } from '../formats/shared-django-messages.js'
export type { DjangoLevelMessage, MessageTags } from '../formats/shared-django-messages.js'
export type { DjangoAlgorithm } from '../formats/shared-django-signer.js'
export { DjangoMessagesCookie } from './shared-django-messages.js'
export type { DjangoMessages, DjangoMessagesCookieOptions } from './shared-django-messages.js'

type Options<Data extends object> = LanguageOptions<Data> & DjangoOptions

/** Options of {@link djangoSessionFactory}; what is left out has its default. */
export type DjangoSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

/** Seconds: two weeks. */
const SESSION_COOKIE_AGE = 1_209_600

const specs: OptionSpecs<Options<object>> = {
  ...languageSpecs<object>({
    cookieName: 'sessionid',
    secure: false,
    idleTimeout: SESSION_COOKIE_AGE,
    maxAge: SESSION_COOKIE_AGE,
  }),
  ...djangoFormatSpecs,
}

/**
 * A session factory that shares its sessions with Django's `signed_cookies`: one `sessionid` cookie for both. It is
 * signed, not encrypted.
 *
 * Its defaults are Django's: the cookie `sessionid`, HttpOnly, `SameSite=Lax`, sent over HTTP too. `idleTimeout` and
 * `maxAge` are `SESSION_COOKIE_AGE`: a session ends so long after it was written, by Django or here.
 *
 * Source: `django.contrib.sessions.backends.signed_cookies`, Django 1.4 to 5.2.
 *
 * @param secretKey Django's `SECRET_KEY`; or a list, that and then `SECRET_KEY_FALLBACKS`: the first signs, all verify
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { djangoSessionFactory } from 'cartouche/django'
 *
 * const secretKey = process.env['SECRET_KEY'] ?? 'the SECRET_KEY of the settings'
 * const { session, commit } = djangoSessionFactory(secretKey).open()
 * session.set('user', 'ada')
 * commit()[0]?.[1].startsWith('sessionid=') // → true
 */
export function djangoSessionFactory<Data extends object = DefaultData>(
  secretKey: Secrets,
  options: DjangoSessionOptions<Data> = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(specs as OptionSpecs<Options<Data>>, options)
  return languageFactory<Data>(djangoFormatOf(secretKey, resolved), resolved)
}
