/** The formats that can be written, by their names. */
import { authJsFormat } from '../formats/auth-js.js'
import { betterAuthFormat } from '../formats/better-auth.js'
import { cookieParserFormat } from '../formats/cookie-parser.js'
import { djangoFormat } from '../formats/django.js'
import { expressCookieSessionFormat } from '../formats/express-cookie-session.js'
import { flaskFormat } from '../formats/flask.js'
import { gorillaFormat } from '../formats/gorilla.js'
import { ironFormat } from '../formats/iron.js'
import { laravelFormat } from '../formats/laravel.js'
import { naclFormat } from '../formats/nacl.js'
import { nextAuthFormat } from '../formats/next-auth.js'
import { pyramidHexFormat } from '../formats/pyramid-hex.js'
import { pyramidSignedFormat } from '../formats/pyramid-signed.js'
import { rackEncryptedFormat } from '../formats/rack-encrypted.js'
import { rackFormat } from '../formats/rack.js'
import { railsFormat } from '../formats/rails.js'
import { sealedFormat } from '../formats/sealed.js'
import { secureSessionFormat } from '../formats/secure-session.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { signedFormat } from '../formats/signed.js'
import { starletteFormat } from '../formats/starlette.js'
import { CompactJSONSerializer } from '../serializers/compact-json.js'
import { JSONSerializer } from '../serializers/json.js'
import { PickleSerializer } from '../serializers/pickle.js'
import type { Serializer } from '../serializers/shared.js'
import { CliError, UsageError } from './errors.js'
import type { GivenSecret } from './secrets.js'

export interface Writer {
  /** The cookie's name that its framework gives. */
  readonly cookieName: string
  /** Whether nobody can read it without the secret. */
  readonly isEncrypted: boolean
  /**
   * @param secrets at least one: the first writes; of gorilla/sessions the second encrypts
   * @param options those of the format, by their names
   */
  readonly make: (secrets: readonly GivenSecret[], options: object) => SessionFormat
}

type Make = (secret: GivenSecret, options: object) => SessionFormat

const writer = (cookieName: string, isEncrypted: boolean, make: Make): Writer => ({
  cookieName,
  isEncrypted,
  make: ([secret], options) => make(secret!, options),
})

export const WRITERS: Readonly<Record<string, Writer>> = {
  sealed: writer('__Host-session', true, sealedFormat),
  signed: writer('__Host-session', false, (key) => signedFormat(key)),
  'pyramid-signed': writer('session', false, (secret, options) =>
    pyramidSignedFormat(secret, withSerializer(options)),
  ),
  'pyramid-hex': writer('session', false, pyramidHexFormat),
  flask: writer('session', false, flaskFormat),
  starlette: writer('session', false, (secret) => starletteFormat(secret)),
  django: writer('sessionid', false, (secret, options) =>
    djangoFormat(secret, withSerializer(options, new CompactJSONSerializer())),
  ),
  rails: writer('_session', true, railsFormat),
  rack: writer('rack.session', false, rackFormat),
  'rack-encrypted': writer('rack.session', true, rackEncryptedFormat),
  laravel: writer('laravel_session', true, laravelFormat),
  gorilla: {
    cookieName: 'session',
    isEncrypted: false,
    make: ([hashKey, blockKey = null], options) => gorillaFormat([hashKey!, blockKey], options),
  },
  'cookie-session': writer('session', false, expressCookieSessionFormat),
  'cookie-parser': writer('session', false, (secret) => cookieParserFormat(secret)),
  iron: writer('session', true, (password, options) => ironFormat(textOf(password), options)),
  'secure-session': writer('session', true, secureSessionFormat),
  nacl: writer('session', true, (secret, options) => naclFormat(secret, withSerializer(options))),
  'auth-js': writer('authjs.session-token', true, authJsFormat),
  'next-auth': writer('next-auth.session-token', true, nextAuthFormat),
  'better-auth': writer('better-auth.session_data', false, betterAuthFormat),
}

const textOf = (secret: GivenSecret): string =>
  typeof secret === 'string' ? secret : Buffer.from(secret).toString()

/** Serializers have names here. */
function withSerializer(
  options: { serializer?: unknown },
  json: Serializer = new JSONSerializer(),
): object {
  const { serializer, ...rest } = options
  if (serializer === undefined) return rest
  if (serializer === 'pickle') return { ...rest, serializer: new PickleSerializer() }
  if (serializer === 'json') return { ...rest, serializer: json }
  throw new UsageError('--option serializer is json or pickle')
}

/** @throws {CliError} for a format whose sessions are not in the cookie, or that cannot be written */
export function writerOf(name: string): Writer {
  if (Object.hasOwn(WRITERS, name)) return WRITERS[name]!
  throw new CliError(`${name} cannot be written: say another format by --to`)
}
