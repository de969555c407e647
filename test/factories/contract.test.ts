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
