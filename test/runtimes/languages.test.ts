/**
 * What only sessions of other backends ask of a runtime: ciphers, key derivation and zlib. Cookies that the backends
 * have set are read, and what is written of them is read as the same.
 */
import { describe, expect, test } from 'vitest'
import { JSONSerializer, PickleSerializer, newRecord } from '../../src/index.js'
import type { SessionFormat, SessionRecord } from '../../src/index.js'
import { djangoFormat } from '../../src/languages/django.js'
import { flaskFormat } from '../../src/languages/flask.js'
import { gorillaFormat } from '../../src/languages/gorilla.js'
import { ironFormat } from '../../src/languages/iron.js'
import { authJsFormat } from '../../src/languages/jwt.js'
import { laravelFormat } from '../../src/languages/laravel.js'
import { naclFormat } from '../../src/languages/nacl.js'
import { rackEncryptedFormat } from '../../src/languages/rack.js'
import { railsFormat } from '../../src/languages/rails.js'
import { secureSessionFormat } from '../../src/languages/secure-session.js'
import { readVectors } from '../support/vectors.js'

/** Recorded with settings that differ from backend to backend: see the tests of the formats. */
// oxlint-disable-next-line typescript/no-explicit-any -- each has its own shape
type Vector = any

/** So many of each: the tests of the formats read them all. */
const MOST = 100

interface Cookie {
  readonly format: SessionFormat
  readonly text: string
  readonly cookieName: string
}

const SECRET_OF_RACK =
  "a secret of Rack's, which is long enough for all that it is used for: it has 94 bytes, of ASCII"
const hex = (text: string | null): Uint8Array | null =>
  text === null ? null : Uint8Array.from(Buffer.from(text, 'hex'))

const serializerOf = (name: string) => ({
  serializer: name === 'json' ? new JSONSerializer() : new PickleSerializer(),
})

/** How the cookies of a recording are read. */
const BACKENDS: Readonly<Record<string, (vector: Vector) => Cookie>> = {
  iron: ({ password, text }) => ({ format: ironFormat(password), text, cookieName: 'session' }),
  'secure-session': ({ key, text }) => ({
    format: secureSessionFormat(key),
    text,
    cookieName: 'session',
  }),
  nacl: ({ secrets, serializer, cookie }) => ({
    format: naclFormat(secrets, serializerOf(serializer)),
    text: cookie,
    cookieName: 'session',
  }),
  gorilla: ({ keyPairs, cookie, cookieName, hashFunc, maxLength, serializer, values }) => ({
    format: gorillaFormat(keyPairs.map(hex), { hashFunc, maxLength, serializer, values }),
    text: cookie,
    cookieName,
  }),
  'rails-7.2': ({
    settings: { secretKeyBase = '0f'.repeat(64), cookieName, ...rest },
    cookie,
  }) => ({
    format: railsFormat(secretKeyBase, rest),
    text: cookie,
    cookieName: cookieName ?? '_shop_session',
  }),
  'rack-session-2.1.2': ({ settings: { secrets, name, ...rest }, cookie }) => ({
    format: rackEncryptedFormat(secrets ?? SECRET_OF_RACK, rest),
    text: cookie,
    cookieName: name ?? 'rack.session',
  }),
  django: ({ secretKeys, serializer, algorithm, cookie }) => ({
    format: djangoFormat(
      secretKeys.map((key: Vector) => key.text ?? hex(key.hex)),
      { defaultHashingAlgorithm: algorithm, ...serializerOf(serializer) },
    ),
    text: cookie,
    cookieName: 'sessionid',
  }),
  'flask-3.1': ({ keys, options, cookie }) => ({
    format: flaskFormat(keys, options),
    text: cookie,
    cookieName: 'session',
  }),
}

/** What each asks for besides, by what nobody has recorded. */
const OURS: Readonly<Record<string, SessionFormat>> = {
  'Laravel, AES-CBC': laravelFormat(Buffer.alloc(32, 'k1')),
  'Laravel, AES-GCM': laravelFormat(Buffer.alloc(32, 'k1'), { cipher: 'aes-256-gcm' }),
  'Auth.js': authJsFormat('a secret of the tests, of 32 letters or more'),
  'Rails, AES-CBC': railsFormat('0f'.repeat(64), { useAuthenticatedCookieEncryption: false }),
}

const again = (format: SessionFormat, record: SessionRecord, cookieName: string): string =>
  format.dataText(format.read(format.write(record, cookieName), cookieName).data!)

describe.each(Object.entries(BACKENDS))('%s', (name, cookieOf) => {
  const cookies = readVectors<Vector>(`languages/${name}`)
    .filter(({ accepted, stricter, secret }) => accepted && !stricter && secret === undefined)
    .slice(0, MOST)
    .map(cookieOf)

  test('what was recorded is read, and what is written of it is read as the same', () => {
    expect(cookies.length).toBe(MOST)
    for (const { format, text, cookieName } of cookies) {
      const record = format.read(text, cookieName) as SessionRecord
      expect(again(format, record, cookieName)).toBe(format.dataText(record.data))
    }
  })
})

test.each(Object.entries(OURS))('%s: what is written is read', (_, format) => {
  const record = { ...newRecord(1_700_000_000), data: new Map([['a', 'Zoë 😀']]) }
  expect(again(format, record, 'session')).toBe(format.dataText(record.data))
})
