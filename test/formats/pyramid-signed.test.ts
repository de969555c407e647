/** Cookies of `SignedCookieSessionFactory`: algorithms, salts, secrets, JSON texts, damage. */
import { describe, expect, test } from 'vitest'
import {
  JSONSerializer,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  signedCookieSessionFactory,
  signedDeserialize,
} from '../../src/index.js'
import type { CartoucheError, Protocol, Serializer } from '../../src/index.js'
import { saltedKeysOf } from '../../src/crypto/secret.js'
import { fromTagged, sameAsTagged } from '../support/tagged.js'
import type { Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'
import { deviationOf } from './signed-deviations.js'

export interface Vector {
  name: string
  python: string
  cookie: string
  data: Tagged
  read_back?: Tagged
  key_hex?: string
  hashalg: string
  salt: Tagged
  secret: Tagged
  serializer: 'json' | 'pickle'
  protocol?: Protocol
  outcome?: 'ok' | 'error'
  error?: string
  message?: string
  construct_or_dump_error?: { error: string }
  session?: {
    new?: boolean
    renewed?: Tagged
    created?: Tagged
    state?: Tagged
    construct_error?: object
  }
}

const vectors = readVectors<Vector>('pyramid/signed')

/** A byte string of Python 2 as the bytes it is. */
const part = (tagged: Tagged): string | Uint8Array | null =>
  tagged.t === 'str8' ? Buffer.from(tagged.hex!, 'hex') : (fromTagged(tagged) as string | null)

const serializerOf = ({ serializer, protocol }: Vector): Serializer =>
  serializer === 'json' ? new JSONSerializer() : new PickleSerializer(protocol)

function signedSerializerOf(vector: Vector): SignedSerializer {
  const { secret, salt, hashalg } = vector
  const options = { hashAlg: hashalg, serializer: serializerOf(vector) }
  return new SignedSerializer(part(secret)!, part(salt), options)
}

describe('SignedSerializer', () => {
  const counted = { followed: 0, otherwise: 0 }

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (name, vector) => {
    const deviation = deviationOf(name)
    counted[deviation === undefined ? 'followed' : 'otherwise']++
    const read = () => signedSerializerOf(vector).loads(Buffer.from(vector.cookie, 'latin1'))
    if (deviation !== undefined) {
      deviation.check(vector, read)
      return
    }
    if (vector.key_hex !== undefined) {
      const [key] = saltedKeysOf(part(vector.secret)!, part(vector.salt))
      expect(Buffer.from(key!).toString('hex')).toBe(vector.key_hex)
    }
    if (vector.outcome === 'error') {
      expect(read).toThrow(expect.objectContaining({ code: codeOf(vector) }))
      return
    }
    const expected = vector.read_back ?? vector.data
    expectSame(read(), expected, vector)
    const again = signedSerializerOf(vector).loads(signedSerializerOf(vector).dumps(read()))
    expectSame(again, expected, vector)
  })

  test('all were read', () => {
    console.log(
      `signed.json: ${counted.followed} as Pyramid, ${counted.otherwise} deliberately otherwise`,
    )
    expect(counted.followed + counted.otherwise).toBe(vectors.length)
  })
})

describe('what we sign is what Python 3 signed, byte for byte', () => {
  const written = vectors.filter(
    ({ name, python, cookie, outcome, serializer }) =>
      deviationOf(name) === undefined &&
      outcome === undefined &&
      cookie !== undefined &&
      serializer === 'json' &&
      python.startsWith('cpython-3'),
  )

  test('there are some', () => expect(written.length).toBeGreaterThan(50))

  test.each(written.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const serializer = signedSerializerOf(vector)
    const value = serializer.loads(Buffer.from(vector.cookie))
    expect(Buffer.from(serializer.dumps(value)).toString()).toBe(vector.cookie)
  })
})

/** Their times are not finite, or years ahead: Pyramid takes them, here the session is new. */
const NO_TIME = /\/json\/(nan|(minus_)?infinity|exp_overflow|big_int|string_inf)$/

describe('the session that comes of it', () => {
  const probed = vectors.filter(({ session }) => session !== undefined)
  const versionOf = (name: string) => name.split('/').slice(0, 3).join('/')
  // A new session tells when it was made: the clock stood still in each version's recording.
  const clocks = new Map(
    probed
      .filter(({ session }) => session!.new)
      .map(({ name, session }) => [versionOf(name), Number(session!.created!.v)]),
  )

  test.each(probed.map((vector) => [vector.name, vector] as const))('%s', (name, vector) => {
    const refused: CartoucheError[] = []
    const expected = vector.session!
    const now = clocks.get(versionOf(name))!
    const factory = signedCookieSessionFactory(part(vector.secret)!, {
      salt: part(vector.salt),
      hashAlg: vector.hashalg,
      serializer: serializerOf(vector),
      clock: () => now,
      onInvalid: (reason) => refused.push(reason),
    })
    const { session } = factory.open(`session="${vector.cookie.replace(/[^\w=-]/g, octal)}"`)
    // Where Pyramid crashes, and where the text is read otherwise: no crash here.
    if (expected.construct_error !== undefined || deviationOf(name) !== undefined) {
      expect(session.new || refused.length === 0).toBe(true)
      return
    }
    if (NO_TIME.test(name)) {
      expect([session.new, refused.map(({ code }) => code)]).toEqual([true, ['BAD_SESSION']])
      return
    }
    // '1_0' is a float for Python 3 and for us, not for Python 2.
    const isNew = expected.new && !name.endsWith('/2.7.18/json/string_number_forms')
    expect(session.new).toBe(isNew)
    if (isNew) expect(refused).toHaveLength(1)
    else if (!expected.new)
      expect(Object.is(session.accessed, fromTagged(expected.renewed!))).toBe(true)
    if (expected.state !== undefined) {
      expect(session.toJSON()).toEqual(fromTagged(expected.state))
    }
  })
})

describe('a serializer that gives no Uint8Array', () => {
  test.each([
    ['text', '{"a": 1}'],
    ['wider numbers', Uint16Array.of(0x4142, 0x4344)],
    ['a list', [1, 2, 3]],
    ['an object with a length', { length: 3 }],
    ['nothing', undefined],
  ])('%s: nothing is signed', (_, result) => {
    const serializer = { dumps: () => result as never, loads: () => null }
    for (const hashAlg of ['sha512', 'sha3_256']) {
      const signed = new SignedSerializer('seekrit', null, { hashAlg, serializer })
      expect(() => signed.dumps(1)).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    }
    const { session, commit } = baseCookieSessionFactory(serializer).open()
    session.set('a', 1)
    expect(() => commit()).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  })
})

test("an application's HMAC must give Latin-1: wider characters equal no others", () => {
  const signedWith = (digest: string) => () =>
    signedDeserialize(`${'a'.repeat(40)}Ti4=`, 'seekrit', {
      hmac: { new: () => ({ hexdigest: () => digest }) },
    })
  expect(signedWith('a'.repeat(40))()).toBeNull()
  expect(signedWith('\u0161'.repeat(40))).toThrow('Invalid signature')
})

/** Python 2 lists the keys of a dict by hash: there the order says nothing. */
function expectSame(value: unknown, expected: Tagged, { python }: Vector): void {
  if (python.startsWith('cpython-2')) expect(value).toEqual(fromTagged(expected))
  else expect(sameAsTagged(value, expected, { numberKinds: true })).toBeUndefined()
}

/** A character as a quoted cookie value has it, whatever it is: its bytes in UTF-8. */
const octal = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')

/** The code that goes with a Python error. */
function codeOf({ message = '' }: Vector): string {
  if (message.startsWith('Badly formed base64')) return 'BAD_BASE64'
  return message === 'Invalid signature' ? 'BAD_SIGNATURE' : 'BAD_PAYLOAD'
}
