import {
  JSONSerializerWithPickleFallback,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  cookieSessionFactory,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedDeserialize,
  signedFormat,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { DeserializeError, Secrets, SessionEvent } from '../../src/index.js'
import { keyOf } from '../support/jar.js'
import { djangoSessionFactory } from '../../src/languages/django.js'
import {
  cookieParserSessionFactory,
  expressCookieSessionFactory,
} from '../../src/languages/cookie-session.js'
import { flaskSessionFactory } from '../../src/languages/flask.js'
import { gorillaSessionFactory } from '../../src/languages/gorilla.js'
import { ironSessionFactory } from '../../src/languages/iron.js'
import {
  authJsSessionFactory,
  jwtSessionFactory,
  nextAuthSessionFactory,
} from '../../src/languages/jwt.js'
import { laravelSessionFactory } from '../../src/languages/laravel.js'
import { naclSessionFactory } from '../../src/languages/nacl.js'
import { rackEncryptedSessionFactory, rackSessionFactory } from '../../src/languages/rack.js'
import { railsSessionFactory } from '../../src/languages/rails.js'
import { secureSessionFactory } from '../../src/languages/secure-session.js'
import { starletteSessionFactory } from '../../src/languages/starlette.js'
import { factoryContract } from './contract.js'
import type { FactoryKind } from './contract.js'

const oldNames: FactoryKind['names'] = {
  cookieName: 'cookieName',
  maxAge: 'cookieMaxAge',
  sameSite: 'cookieSameSite',
  secure: 'cookieSecure',
  setOnException: 'cookieOnException',
}

const newNames: FactoryKind['names'] = {
  cookieName: 'cookieName',
  maxAge: 'maxAge',
  sameSite: 'sameSite',
  secure: 'secure',
  setOnException: 'setOnException',
}

factoryContract('unencryptedCookieSessionFactoryConfig', {
  make: unencryptedCookieSessionFactoryConfig,
  names: oldNames,
})

factoryContract('unencryptedCookieSessionFactoryConfig, rules of 1.10', {
  make: (secret, options) =>
    unencryptedCookieSessionFactoryConfig(secret, { pyramidVersion: '1.10', ...options }),
  names: oldNames,
})

factoryContract('unencryptedCookieSessionFactoryConfig, custom functions', {
  make: (secret, options) =>
    unencryptedCookieSessionFactoryConfig(secret, {
      signedSerialize,
      signedDeserialize,
      ...options,
    }),
  names: oldNames,
})

factoryContract('signedCookieSessionFactory', { make: signedCookieSessionFactory, names: newNames })

factoryContract('signedCookieSessionFactory, pickle', {
  make: (secret, options) =>
    signedCookieSessionFactory(secret, { serializer: new PickleSerializer(), ...options }),
  names: newNames,
})

factoryContract('signedCookieSessionFactory, JSON with pickle fallback, SHA-256', {
  make: (secret, options) =>
    signedCookieSessionFactory(secret, {
      serializer: new JSONSerializerWithPickleFallback(),
      hashAlg: 'sha256',
      ...options,
    }),
  names: newNames,
})

factoryContract('baseCookieSessionFactory', {
  make: (secret, options) =>
    baseCookieSessionFactory(new SignedSerializer(secret, 'shop'), options),
  names: newNames,
})

/** What the contract gives to Pyramid's factories, as today's have it. */
function modernOptions({ onInvalid, ...options }: { onInvalid?: unknown }): object {
  const tell = onInvalid as (error: DeserializeError) => void
  const onEvent = (event: SessionEvent): void => {
    if (event.type === 'invalid') tell(event.error)
  }
  const heard = typeof onInvalid === 'function' ? { onEvent } : { onInvalid }
  return { cookieName: 'session', secure: false, ...options, ...heard }
}

const keysOf = (secret: Secrets): readonly string[] =>
  [secret].flat().map((text) => keyOf(text as string))

factoryContract('sealedCookieSessionFactory', {
  make: (secret, options) => sealedCookieSessionFactory(keysOf(secret), modernOptions(options)),
  names: newNames,
  isModern: true,
})

factoryContract('sealedCookieSessionFactory, compressed', {
  make: (secret, options) =>
    sealedCookieSessionFactory(keysOf(secret), { compress: true, ...modernOptions(options) }),
  names: newNames,
  isModern: true,
})

factoryContract('cookieSessionFactory, signed', {
  make: (secret, options) =>
    cookieSessionFactory(signedFormat(keysOf(secret)), modernOptions(options)),
  names: newNames,
  isModern: true,
})

// ---- other languages

const secretsOf = (secret: Secrets): readonly string[] =>
  [secret].flat().map((text) => `${text as string}, ${keyOf('more')} ${keyOf('and more')}`)
const bytesOf = (secret: Secrets): readonly Buffer[] =>
  keysOf(secret).map((key) => Buffer.from(key, 'base64url'))
/** Of passwords by ids the highest seals: that of `'new'`. */
const passwordsOf = (secret: Secrets): Record<number, string> =>
  Object.fromEntries(secretsOf(secret).map((text) => [text.startsWith('new') ? 2 : 1, text]))
/** Hash keys with no block keys. */
const pairsOf = (secret: Secrets): (string | null)[] =>
  secretsOf(secret).flatMap((text) => [text, null])

type Make = FactoryKind['make']

/** Each with the shape of its keys, and what its cookies cannot tell. */
const LANGUAGES: Readonly<Record<string, [Make, Omit<FactoryKind, 'make' | 'names'>?]>> = {
  flask: [(secret, options) => flaskSessionFactory(secretsOf(secret), options)],
  starlette: [(secret, options) => starletteSessionFactory(secretsOf(secret), options)],
  django: [
    (secret, options) => djangoSessionFactory(secretsOf(secret), options),
    { hasOwnTokens: true },
  ],
  nacl: [(secret, options) => naclSessionFactory(bytesOf(secret), options), { created: 'all' }],
  rails: [
    (secret, options) => railsSessionFactory(secretsOf(secret), options),
    { hasOwnTokens: true, created: 'nothing' },
  ],
  rack: [
    (secret, options) => rackSessionFactory(secretsOf(secret), options),
    { created: 'nothing' },
  ],
  'rack, encrypted': [
    (secret, options) => rackEncryptedSessionFactory(secretsOf(secret), options),
    { created: 'nothing' },
  ],
  laravel: [
    (secret, options) => laravelSessionFactory(bytesOf(secret), options),
    { isPlain: true, isSplit: true },
  ],
  gorilla: [
    (secret, options) => gorillaSessionFactory(pairsOf(secret), options),
    { isPlain: true },
  ],
  'cookie-session': [
    (secret, options) => expressCookieSessionFactory(secretsOf(secret), options),
    { isPlain: true, isSplit: true, created: 'nothing' },
  ],
  'cookie-parser': [
    (secret, options) => cookieParserSessionFactory(secretsOf(secret), options),
    { isPlain: true, created: 'nothing' },
  ],
  iron: [
    (secret, options) => ironSessionFactory(passwordsOf(secret), options),
    { isPlain: true, created: 'nothing' },
  ],
  'secure-session': [
    (secret, options) => secureSessionFactory(bytesOf(secret), options),
    { isPlain: true },
  ],
  'jwt, HS256': [
    (secret, options) => jwtSessionFactory(secretsOf(secret), { algorithm: 'HS256', ...options }),
    { isPlain: true },
  ],
  'auth-js': [
    (secret, options) => authJsSessionFactory(secretsOf(secret), options),
    { isPlain: true },
  ],
  'next-auth': [
    (secret, options) => nextAuthSessionFactory(secretsOf(secret), options),
    { isPlain: true },
  ],
}

for (const [name, [make, kind = {}]] of Object.entries(LANGUAGES)) {
  factoryContract(`${name}SessionFactory`, {
    make: (secret, options) => make(secret, modernOptions(options)),
    names: newNames,
    isModern: true,
    anotherKey: 'BAD_SIGNATURE',
    created: 'seconds',
    ...kind,
  })
}
