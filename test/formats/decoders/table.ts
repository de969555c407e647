/** Every decoder of sessions. One joins by a row: what its payloads are written in, its format, and what protects them. */
import { deflateRawSync, deflateSync } from 'node:zlib'
import {
  JSONSerializer,
  JSONSerializerWithPickleFallback,
  PickleSerializer,
  pyramidHexFormat,
  pyramidSignedFormat,
  sealedFormat,
  signedFormat,
} from '../../../src/index.js'
import type { SessionFormat } from '../../../src/index.js'
import { pyramidBeakerFormat } from '../../../src/formats/pyramid-beaker.js'
import { pyramidRedisFormat } from '../../../src/formats/pyramid-redis.js'
import { PYRAMID_REDIS } from '../../../src/formats/shared-pyramid-redis.js'
import { storedFormat } from '../../../src/formats/stored.js'
import * as cookieSession from '../../../src/languages/cookie-session.js'
import { DjangoMessagesCookie, djangoFormat } from '../../../src/languages/django.js'
import { flaskFormat } from '../../../src/languages/flask.js'
import { gorillaFormat } from '../../../src/languages/gorilla.js'
import { ironFormat } from '../../../src/languages/iron.js'
import * as jwt from '../../../src/languages/jwt.js'
import { laravelFormat } from '../../../src/languages/laravel.js'
import { naclFormat } from '../../../src/languages/nacl.js'
import { rackEncryptedFormat, rackFormat } from '../../../src/languages/rack.js'
import { railsFormat } from '../../../src/languages/rails.js'
import { secureSessionFormat } from '../../../src/languages/secure-session.js'
import { starletteFormat } from '../../../src/languages/starlette.js'
import { resolveOptions } from '../../../src/lib/options.js'
import * as pickle from '../../../src/serializers/pickle.js'
import { sealedText, signedText } from '../tokens.js'
import * as of from './layouts.js'
import * as by from './protect.js'
import type { Protect } from './protect.js'
import { GOB, GO_JSON, JSON_SYNTAX } from './syntaxes.js'
import type { Syntax } from './syntaxes.js'

export interface Decoder {
  /** Begins with the file of the format, below src/formats/. */
  readonly name: string
  readonly syntax: Syntax
  /** Reads a payload that who has the key has sent. */
  readonly read: (payload: Buffer) => unknown
  /** Where what was read can be written as a text, and read again. */
  readonly format?: SessionFormat
}

const { COOKIE, SECRET, KEY } = by

const row = (name: string, syntax: Syntax, format: SessionFormat, protect: Protect): Decoder => ({
  name,
  syntax,
  format,
  read: (payload) => format.read(protect(payload), COOKIE),
})

const key = KEY.toString('base64url')
const odd = { cookieName: COOKIE }
const sealed: Protect = (payload) => sealedText(key, payload, odd)
const isPickle = { serializer: new PickleSerializer() }
const isJson = { serializer: new JSONSerializer() }
const orPickle = { serializer: new JSONSerializerWithPickleFallback() }
const isHybrid = { cookiesSerializer: 'hybrid' } as const
const isSigned = { jar: 'signed' } as const
const isCbc = { useAuthenticatedCookieEncryption: false }
const rails = (options: object): SessionFormat => railsFormat(SECRET, options)

const gcm = by.gcm(KEY)
const nextAuth = by.gcm(by.derived('NextAuth.js Generated Encryption Key', '', 32))
const authJs = by.cbc(by.derived(`Auth.js Generated Encryption Key (${COOKIE})`, COOKIE, 64))
const better = by.cbc(
  by.derived('BetterAuth.js Generated Encryption Key', 'better-auth-session', 64),
)
const DIR = '{"alg":"dir","enc":"A256GCM"}'

const reading = pickle.readingOf(resolveOptions(pickle.readSpecs, {}), pickle.LOAD_LIMITS)
const writing = pickle.writingOf(resolveOptions(pickle.writeSpecs, {}), pickle.DUMP_LIMITS)
const cookie = { open: (text: string) => text, sign: () => '' }
const redis = (version: (typeof PYRAMID_REDIS.pyramid_session_redis)['1.8' | '1.2']) =>
  pyramidRedisFormat({
    version,
    cookie,
    reading,
    writing,
    prefix: '',
    timeout: 1200,
    setRedisTtl: true,
    timeoutTrigger: null,
    pythonExpires: true,
    readingRenews: true,
    wholeSeconds: true,
  })
const beaker = pyramidBeakerFormat({
  cookie,
  reading,
  writing,
  timeout: null,
  saveAccessedTime: false,
  domain: null,
  path: '/',
})
const stored = storedFormat(key, false)
const messages = new DjangoMessagesCookie(SECRET)
const NOW = 1_700_000_000

export const DECODERS: readonly Decoder[] = [
  row('sealed', of.MODERN, sealedFormat(key), sealed),
  row('sealed, compressed', of.deflated(JSON_SYNTAX, deflateRawSync), sealedFormat(key), (bytes) =>
    sealed(Buffer.concat([of.MODERN_HEAD, Buffer.of(0), bytes])),
  ),
  row('signed', of.MODERN, signedFormat(key), (payload) => signedText(key, payload, odd)),
  row('pyramid-hex', of.TRIPLE_PICKLE, pyramidHexFormat(SECRET), by.pyramidHex),
  row('pyramid-signed', of.TRIPLE, pyramidSignedFormat(SECRET), by.pyramidSigned),
  row(
    'pyramid-signed, pickle',
    of.TRIPLE_PICKLE,
    pyramidSignedFormat(SECRET, isPickle),
    by.pyramidSigned,
  ),
  row(
    'pyramid-signed, JSON or pickle',
    of.TRIPLE_PICKLE,
    pyramidSignedFormat(SECRET, orPickle),
    by.pyramidSigned,
  ),
  row('nacl', of.TRIPLE_PICKLE, naclFormat(KEY), by.nacl),
  row('nacl, JSON', of.TRIPLE, naclFormat(KEY, isJson), by.nacl),
  row('flask', of.FLASK, flaskFormat(SECRET), by.flask),
  row('flask, compressed', of.deflated(of.FLASK, deflateSync), flaskFormat(SECRET), by.flaskZ),
  row('starlette', JSON_SYNTAX, starletteFormat(SECRET), by.starlette),
  row('django', of.DJANGO, djangoFormat(SECRET), by.django),
  row('django, compressed', of.deflated(of.DJANGO, deflateSync), djangoFormat(SECRET), by.djangoZ),
  row('django, pickle', of.DJANGO_PICKLE, djangoFormat(SECRET, isPickle), by.django),
  row('rails, JSON', of.RAILS, rails(isSigned), by.railsSigned),
  row('rails, metadata', of.RAILS_METADATA, rails(isSigned), by.railsSigned),
  row('rails, hybrid', of.RUBY, rails({ ...isSigned, ...isHybrid }), by.railsSigned),
  row('rails, AES-GCM', of.RAILS, rails({}), by.railsGcm),
  row('rails, AES-CBC', of.RAILS, rails(isCbc), by.railsCbc),
  row('rack', of.RUBY, rackFormat(SECRET), by.rack),
  row('rack, JSON', of.RAILS, rackFormat(SECRET, { coder: 'json' }), by.rack),
  row(
    'rack, compressed JSON',
    of.deflated(of.RAILS, deflateSync),
    rackFormat(SECRET, { coder: 'zipJson' }),
    by.rack,
  ),
  row('rack-encrypted', of.RUBY, rackEncryptedFormat(SECRET), by.rackV2),
  row(
    'rack-encrypted, JSON, v1',
    of.RAILS,
    rackEncryptedFormat(SECRET, { mode: 'v1', serializeJson: true }),
    by.rackV1,
  ),
  row('laravel', of.LARAVEL, laravelFormat(KEY), by.laravelData),
  row('laravel, content', of.LARAVEL_CONTENT, laravelFormat(KEY), by.laravel),
  row('gorilla', GOB, gorillaFormat([SECRET], { maxLength: 0 }), by.gorilla),
  row(
    'gorilla, JSON',
    GO_JSON,
    gorillaFormat([SECRET], { serializer: 'json', maxLength: 0 }),
    by.gorilla,
  ),
  row(
    'express-cookie-session',
    JSON_SYNTAX,
    cookieSession.expressCookieSessionFormat(SECRET),
    by.cookieSession,
  ),
  row('cookie-parser', JSON_SYNTAX, cookieSession.cookieParserFormat(SECRET), by.cookieParser),
  row('iron', JSON_SYNTAX, ironFormat(SECRET), by.iron),
  row('secure-session', of.SECURE_SESSION, secureSessionFormat(KEY), by.secureSession),
  row('jwt, HS256', of.CLAIMS, jwt.jwtFormat(SECRET, { algorithm: 'HS256' }), by.jws),
  row('jwt, header', of.JOSE_HEADER, jwt.jwtFormat(SECRET, { algorithm: 'HS256' }), by.jwsHeader),
  row('jwt, A256GCM', of.CLAIMS, jwt.jwtFormat(KEY, { algorithm: 'A256GCM' }), (claims) =>
    gcm(DIR, claims),
  ),
  row('auth-js', of.CLAIMS, jwt.authJsFormat(SECRET), authJs),
  row('next-auth', of.CLAIMS, jwt.nextAuthFormat(SECRET), (claims) => nextAuth(DIR, claims)),
  row('better-auth', of.BETTER_AUTH, jwt.betterAuthFormat(SECRET), by.betterAuth),
  row(
    'better-auth, JWT',
    of.BETTER_AUTH,
    jwt.betterAuthFormat(SECRET, { strategy: 'jwt' }),
    by.jws,
  ),
  row(
    'better-auth, JWE',
    of.BETTER_AUTH,
    jwt.betterAuthFormat(SECRET, { strategy: 'jwe' }),
    better,
  ),
  // What is kept elsewhere than in the cookie.
  {
    name: 'django, messages',
    syntax: of.DJANGO_MESSAGES,
    read: (payload) => messages.read(`messages=${by.djangoMessages(payload)}`).messages[0],
  },
  {
    name: 'pyramid-redis, 1.2',
    syntax: of.REDIS_PICKLE,
    read: (payload) =>
      redis(PYRAMID_REDIS.pyramid_session_redis['1.2']).recordOf('id', payload, NOW),
  },
  {
    name: 'pyramid-redis, 1.8',
    syntax: of.REDIS_PICKLE,
    read: (payload) =>
      redis(PYRAMID_REDIS.pyramid_session_redis['1.8']).recordOf('id', payload, NOW),
  },
  {
    name: 'pyramid-beaker',
    syntax: of.BEAKER_PICKLE,
    read: (payload) => beaker.recordOf('id', payload, NOW),
  },
  {
    name: 'stored',
    syntax: JSON_SYNTAX,
    read: (payload) => {
      const [head, field] = [`[2,1700000000250,${payload.toString()}]`, `1:${payload.toString()}`]
      const fields = new Map([
        ['~', payload.length % 2 === 0 ? head : '[2,1700000000250,null]'],
        ['~r', '1700000000250'],
        ['"a"', field],
      ])
      return stored.recordOf({ id: 'id' }, fields)
    },
  },
]
