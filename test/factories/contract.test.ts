import {
  JSONSerializerWithPickleFallback,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  signedCookieSessionFactory,
  signedDeserialize,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
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
