import {
  Base64Serializer,
  JSONSerializer,
  JSONSerializerWithPickleFallback,
  PickleSerializer,
  pyramidHexFormat,
  pyramidSignedFormat,
  sealedFormat,
  signedFormat,
} from '../../src/index.js'
import { laravelFormat } from '../../src/languages/laravel.js'
import { flaskFormat } from '../../src/languages/flask.js'
import { keyOf } from '../support/jar.js'
import { formatContract } from './contract.js'

const MICROSECOND = 1e-6 // of a float at our times

formatContract('sealed', {
  make: (name) => sealedFormat(keyOf(name)),
  isLenient: false,
  tick: 0.0005,
})

formatContract('sealed, compressed', {
  make: (name) => sealedFormat(keyOf(name), { compress: true }),
  isLenient: false,
  tick: 0.0005,
})

formatContract('signed', {
  make: (name) => signedFormat(keyOf(name)),
  isLenient: false,
  tick: 0.0005,
})

formatContract('pyramid-hex', {
  make: (name) => pyramidHexFormat(name),
  isLenient: true,
  tick: MICROSECOND,
})

formatContract('pyramid-signed', {
  make: (name) => pyramidSignedFormat(name),
  isLenient: true,
  tick: MICROSECOND,
})

formatContract('pyramid-signed, SHA-256, pickle', {
  make: (name) =>
    pyramidSignedFormat(name, { serializer: new PickleSerializer(), hashAlg: 'sha256' }),
  isLenient: true,
  tick: MICROSECOND,
})

formatContract('pyramid-signed, JSON with pickle fallback', {
  make: (name) => pyramidSignedFormat(name, { serializer: new JSONSerializerWithPickleFallback() }),
  isLenient: true,
  tick: MICROSECOND,
})

formatContract('pyramid-signed, JSON in base64', {
  make: (name) =>
    pyramidSignedFormat(name, { serializer: new Base64Serializer(new JSONSerializer()) }),
  isLenient: true,
  tick: MICROSECOND,
})

/** A key as Laravel has it in `.env`. */
const appKeyOf = (name: string): string =>
  `base64:${Buffer.from(keyOf(name), 'base64url').toString('base64')}`

for (const cipher of ['aes-256-cbc', 'aes-256-gcm'] as const) {
  formatContract(`laravel, ${cipher}`, {
    make: (name) => laravelFormat(appKeyOf(name), { cipher, lifetime: 120 }),
    isLenient: false,
    tick: 1,
    codes: ['NO_SESSION'],
    forged: 0.2,
  })
}

/** Of texts with a whole second. */
const SECONDS = [0, 1, 1_700_000_000.123, 253_402_300_799]

formatContract('flask', {
  make: (name) => flaskFormat(`a secret key of the name ${name}`),
  isLenient: false,
  tick: 1,
  times: SECONDS,
  isSorted: true,
})

formatContract('flask, keys in their order', {
  make: (name) => flaskFormat(`a secret key of the name ${name}`, { sortKeys: false }),
  isLenient: false,
  tick: 1,
  times: SECONDS,
})
