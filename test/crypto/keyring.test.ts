import { createHash, createHmac } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { sealingKeys, signingKeys } from '../../src/crypto/keyring.js'
import { xaes } from '../../src/crypto/xaes.js'
import { generateKey } from '../../src/index.js'
import type { Keys } from '../../src/index.js'

/** A key of the tests, another one for each number. */
const keyOf = (number: number): Buffer => createHash('sha256').update(String(number)).digest()
const [first, second, third] = [keyOf(0), keyOf(1), keyOf(2)]

const nonce = Buffer.alloc(24, 'n')
const aad = Buffer.from('header')
const message = Buffer.from('message')

/** What was derived from the first key, by RFC 5869 written down in Python with its `hmac` and `struct`. */
const DERIVED = {
  sealId: 0xb022401c,
  sealKey: '88f77d1c51f3f3ee77a5b3989f37dd18aca136f8c9384c77f3d47bf50fabb2b6',
  signId: 0xf1c27ef6,
  signKey: 'ec3a6f0006e03085daa06f56c7bbc5a709d00d41850611c5f11d83bef9eab400',
}

describe('derived keys', () => {
  test('to seal with', () => {
    const { id, key } = sealingKeys(first).first
    expect(id).toBe(DERIVED.sealId)
    const sealed = xaes(Buffer.from(DERIVED.sealKey, 'hex')).seal(message, aad, nonce)
    expect(key.seal(message, aad, nonce)).toEqual(sealed)
  })

  test('to sign with: others', () => {
    const { id, key } = signingKeys(first).first
    expect(id).toBe(DERIVED.signId)
    const expected = createHmac('sha256', Buffer.from(DERIVED.signKey, 'hex')).update(message)
    expect(key.sign(message, 'hex')).toBe(expected.digest('hex'))
  })

  test.each<[string, Keys]>([
    ['base64url', first.toString('base64url')],
    ['base64url with padding', `${first.toString('base64url')}=`],
    ['hexadecimal', first.toString('hex')],
    ['hexadecimal in capitals', first.toString('hex').toUpperCase()],
    ['a Uint8Array', Uint8Array.from(first)],
    ['bytes of another realm', runInNewContext(`Uint8Array.of(${first.join()})`) as Uint8Array],
    ['a list of one', [first]],
  ])('are the same for %s', (_, keys) => {
    expect(sealingKeys(keys).first.id).toBe(DERIVED.sealId)
  })

  test.each([33, 34, 48, 64, 100])('a key may have %i bytes, and all of them count', (size) => {
    const long = Buffer.concat([first, second, third, keyOf(3)]).subarray(0, size)
    const other = Buffer.from(long)
    other[size - 1]! ^= 1
    const ids = [long, long.toString('base64url'), long.toString('hex'), other].map(
      (key) => sealingKeys(key).first.id,
    )
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).toBe(ids[0])
    expect(ids[3]).not.toBe(ids[0])
  })

  test('zeros at the end of a key make it another', () => {
    const longer = Buffer.concat([first, Buffer.alloc(1)])
    expect(sealingKeys(longer).first.id).not.toBe(DERIVED.sealId)
  })

  test('do not change when the bytes given are wiped', () => {
    const bytes = Uint8Array.from(first)
    const { key } = sealingKeys(bytes).first
    const before = key.seal(message, aad, nonce)
    bytes.fill(0)
    expect(key.seal(message, aad, nonce)).toEqual(before)
  })
})

describe('checklist 4: the first key seals, all open', () => {
  const rings = { sealingKeys, signingKeys }

  test.each(Object.entries(rings))('%s: a key is found by its id', (_, ringOf) => {
    const ids = [first, second, third].map((key) => ringOf(key).first.id)
    const ring = ringOf([second, first])
    expect(ring.first.id).toBe(ids[1])
    expect(ring.find(ids[1]!)).toBe(ring.first.key)
    expect(ring.find(ids[0]!)).toBeDefined()
    expect(ring.find(ids[0]!)).not.toBe(ring.first.key)
  })

  test('what an old key has sealed is opened by the key of its id, and by no other', () => {
    const old = sealingKeys(first).first
    const sealed = old.key.seal(message, aad, nonce)
    const ring = sealingKeys([second, first])
    expect(ring.find(old.id)?.open(sealed, aad, nonce)).toEqual(message)
    expect(ring.first.key.open(sealed, aad, nonce)).toBeUndefined()
  })

  test.each(Object.entries(rings))('%s: retired and unknown keys are not found', (_, ringOf) => {
    const ring = ringOf([second, first])
    const { id } = ringOf(third).first
    const { id: known } = ring.first
    // The last of them are the known id to who takes numbers modulo 2^32.
    const others = [id, 0, -1, Number.NaN, known + 2 ** 32, known - 2 ** 32]
    expect(others.map((other) => ring.find(other))).toEqual(others.map(() => undefined))
  })

  test('no key has one id for both purposes', () => {
    expect(signingKeys(first).find(DERIVED.sealId)).toBeUndefined()
  })

  test.each<[string, Keys]>([
    ['bytes', [first, second, first]],
    ['text and bytes', [first.toString('base64url'), first]],
    ['two kinds of text', [first.toString('base64url'), first.toString('hex')]],
  ])('a key that comes twice is refused: %s', (_, keys) => {
    expect(() => sealingKeys(keys)).toThrow(
      expect.objectContaining({ option: 'keys', message: 'keys holds one key twice' }),
    )
  })

  test('two keys with one id are refused', () => {
    // Found among the first 100,000 keys of the tests.
    const pair = [keyOf(29_932), keyOf(85_093)]
    const [one, other] = pair.map((key) => sealingKeys(key).first.id)
    expect(one).toBe(other)
    expect(() => sealingKeys(pair)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', option: 'keys' }),
    )
    expect(() => signingKeys(pair)).not.toThrow()
  })
})

describe('generateKey', () => {
  test('gives 32 bytes that are taken, others each time', () => {
    const keys = Array.from({ length: 100 }, () => generateKey())
    for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/)
    expect(new Set(keys).size).toBe(100)
    expect(() => sealingKeys(keys)).not.toThrow()
  })
})
