/** Django's sessions: what the real one signed and what it read, and what is ours alone. */
import { deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { djangoFormat, djangoSessionFactory } from '../../src/languages/django.js'
import { PickleSerializer } from '../../src/index.js'
import type { Secrets, SessionRecord } from '../../src/index.js'
import { sameAsTagged } from '../support/tagged.js'
import type { Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, recordOf, refusal } from './contract.js'

const KEY = 'the SECRET_KEY of these tests, of fifty characters and some more'
const COOKIE = 'sessionid'
const SECOND = 1
const REASONS = /^(?:BAD_(?:TEXT|BASE64|SIGNATURE|PAYLOAD|SESSION)|EXPIRED)$/

const kinds = {
  django: {},
  'django, not compressed': { compress: false },
  'django, SHA-1': { defaultHashingAlgorithm: 'sha1' },
  'django, read with two hash functions': { legacyAlgorithm: 'sha1' },
  'django, pickle': { serializer: new PickleSerializer() },
} as const

for (const [kind, options] of Object.entries(kinds)) {
  formatContract(kind, {
    make: (name) => djangoFormat(`${KEY}, ${name}`, options),
    isLenient: false,
    tick: SECOND,
  })
}

interface Vector {
  readonly name: string
  readonly secretKeys: readonly { readonly text?: string; readonly hex?: string }[]
  readonly serializer: 'json' | 'pickle' | 'pickle2'
  readonly algorithm: 'sha1' | 'sha256'
  readonly now: number
  readonly cookie: string
  readonly accepted: boolean
  readonly data?: Tagged
  /** What Django wrote itself. */
  readonly written?: boolean
  /** Where Django reads what nobody writes, and we do not. */
  readonly stricter?: boolean
  /** Where SHA-1 was written before. */
  readonly legacy?: boolean
}

const keysOf = ({ secretKeys }: Vector): Secrets =>
  secretKeys.map(({ text, hex }) => text ?? Buffer.from(hex!, 'hex'))

const optionsOf = ({ serializer, algorithm, legacy }: Vector) => ({
  defaultHashingAlgorithm: algorithm,
  ...(legacy === true ? { legacyAlgorithm: 'sha1' as const } : {}),
  ...(serializer === 'json'
    ? {}
    : { serializer: new PickleSerializer(serializer === 'pickle' ? 5 : 2) }),
})

/** Why a factory does not take the cookie for a session; `undefined` where it does. */
function reasonOf(vector: Vector): string | undefined {
  let reason: string | undefined
  const factory = djangoSessionFactory(keysOf(vector), {
    ...optionsOf(vector),
    clock: () => vector.now,
    onEvent: (event) => {
      if (event.type === 'invalid') ({ reason } = event)
    },
  })
  const { session } = factory.open({ value: vector.cookie })
  expect(session.size === 0 || reason === undefined).toBe(true)
  return reason
}

/** Payload and time of a text, decompressed. */
function unpacked(text: string): [payload: string, time: string] {
  const [payload = '', time = ''] = text.split(':')
  const bytes = Buffer.from(payload.replace('.', ''), 'base64url')
  return [(payload.startsWith('.') ? inflateSync(bytes) : bytes).toString('latin1'), time]
}

describe.each(['django', 'django-5.2'])('recorded of Django: %s', (file) => {
  const vectors = readVectors<Vector>(`languages/${file}`)
  const read = vectors.filter(({ accepted, stricter }) => accepted && stricter !== true)
  const written = read.filter((vector) => vector.written === true)
  const named = (list: readonly Vector[]): [string, Vector][] =>
    list.map((vector) => [vector.name, vector])

  test('there are enough of them', () => {
    expect([vectors.length, read.length, written.length].map((count) => count > 200)).toEqual([
      true,
      true,
      true,
    ])
  })

  test.each(named(read))('%s: read as Django reads it', (_, vector) => {
    expect(reasonOf(vector)).toBeUndefined()
    const { data } = djangoFormat(keysOf(vector), optionsOf(vector)).read(vector.cookie, COOKIE)
    expect(sameAsTagged(data, vector.data!, { numberKinds: true })).toBeUndefined()
  })

  test.each(named(vectors.filter((vector) => !read.includes(vector))))(
    '%s: refused',
    (_, vector) => {
      expect(reasonOf(vector)).toMatch(REASONS)
    },
  )

  test.each(named(written))('%s: written as Django writes it', (_, vector) => {
    const format = djangoFormat(keysOf(vector), optionsOf(vector))
    const record = format.read(vector.cookie, COOKIE) as SessionRecord
    const text = format.write(record, COOKIE)
    const isPickle = vector.serializer !== 'json'
    if (!isPickle) expect(unpacked(text)).toEqual(unpacked(vector.cookie))
    // Node's zlib does not find quite the same as Python's.
    const isCompressed = [text, vector.cookie].some((one) => one.startsWith('.'))
    if (!isPickle && !isCompressed) expect(text).toBe(vector.cookie)
    const again = format.read(text, COOKIE)
    expect(again.renewed).toBe(Math.trunc(vector.now))
    expect(sameAsTagged(again.data, vector.data!, { numberKinds: true })).toBeUndefined()
  })
})

describe('the text', () => {
  const format = djangoFormat(KEY)

  test('is in base 62 of whole seconds, and compressed where that is shorter', () => {
    const short = format.write(recordOf({ a: 1 }, { renewed: 61.9 }), COOKIE)
    expect(short).toMatch(/^eyJhIjoxfQ:z:[\w-]{43}$/)
    expect(format.write(recordOf({ a: 'b'.repeat(99) }), COOKIE)).toMatch(/^\.eJ/)
    const plain = djangoFormat(KEY, { compress: false })
    expect(plain.write(recordOf({ a: 'b'.repeat(99) }), COOKIE)).toMatch(/^eyJ/)
  })

  test('is not compressed for a single character, which the mark takes', () => {
    const gain = (letters: string): number => {
      const payload = Buffer.from(JSON.stringify({ a: letters }))
      return payload.length - deflateSync(payload).length
    }
    const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
    const texts = Array.from({ length: 40 }, (_, size) => letters + letters.slice(0, size))
    for (const text of texts) {
      const isCompressed = format.write(recordOf({ a: text }), COOKIE).startsWith('.')
      expect([text, isCompressed]).toEqual([text, gain(text) > 1])
    }
    expect(texts.map(gain)).toContain(1)
  })

  test('of a list of keys the first signs and all verify', () => {
    const both = djangoFormat(['a new key', KEY])
    const old = format.write(recordOf(), COOKIE)
    expect([refusal(both, old), refusal(djangoFormat('a new key'), old)]).toEqual([
      'read',
      'BAD_SIGNATURE',
    ])
    expect(refusal(djangoFormat('a new key'), both.write(recordOf(), COOKIE))).toBe('read')
  })

  test('SHA-1 is read where it is asked for', () => {
    const old = djangoFormat(KEY, { defaultHashingAlgorithm: 'sha1' }).write(recordOf(), COOKIE)
    const legacy = djangoFormat(KEY, { legacyAlgorithm: 'sha1' })
    expect([refusal(format, old), refusal(legacy, old)]).toEqual(['BAD_SIGNATURE', 'read'])
    expect(refusal(legacy, format.write(recordOf(), COOKIE))).toBe('read')
    expect(legacy.write(recordOf(), COOKIE)).toBe(format.write(recordOf(), COOKIE))
  })

  test.each([
    ['an empty key', '', 'secret must not be empty'],
    ['no keys', [], 'secret must not be an empty list'],
    ['a key twice', [KEY, KEY], 'secret holds one secret twice'],
    ['half a pair', '\ud800'.repeat(50), 'secret holds half a surrogate pair'],
    ['no text', 7 as never, 'secret must be text or bytes, or a list of them'],
  ])('%s is refused', (_, key, message) => {
    expect(() => djangoFormat(key)).toThrow(message)
  })

  test.each([
    [{ defaultHashingAlgorithm: 'md5' }, "defaultHashingAlgorithm must be 'sha1' or 'sha256'"],
    [{ serializer: {} }, 'serializer must be an object'],
    [{ messageTags: { 40: 'info' } }, 'messageTags must have another name for each level'],
    [{ messageTags: { high: 'danger' } }, 'messageTags must be names by levels'],
    [{ messageTags: { 40: '' } }, 'messageTags must be names by levels'],
    [{ salt: 'x' }, 'salt is not an option'],
  ])('%o is refused', (options, message) => {
    expect(() => djangoFormat(KEY, options as never)).toThrow(message)
  })

  test('what JSON cannot hold is refused with its path', () => {
    const data = { cart: [{ when: new Date() }] }
    expect(() => format.write(recordOf(data), COOKIE)).toThrow('cart[0].when: JSON cannot hold')
    expect(() => format.write(recordOf({ a: 'x'.repeat(65_536) }), COOKIE)).toThrow(
      'The JSON text has more than 65536 bytes',
    )
  })

  test('a serializer of one’s own has a plain object, or a Map where keys are no text', () => {
    const given: unknown[] = []
    const serializer = {
      dumps: (value: unknown) => {
        given.push(value)
        return Buffer.from('{}')
      },
      loads: () => ({ b: 1 }),
    }
    const own = djangoFormat(KEY, { serializer })
    const text = own.write(recordOf({ a: 1, 0: 2 }), COOKIE)
    own.dataText(new Map([[1, 2]]))
    expect(given).toEqual([{ a: 1, 0: 2 }, new Map([[1, 2]])])
    expect(own.read(text, COOKIE).data).toEqual(new Map([['b', 1]]))
  })
})
