import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { xaes } from '../../src/crypto/xaes.js'
import { readVectors } from '../support/vectors.js'

interface Vector {
  key_byte: number
  nonce: string
  plaintext: string
  aad: string
  ciphertext_hex: string
}

const vectors = readVectors<Vector>('xaes')
const accumulated = readVectors('xaes', 'accumulated') as unknown as Record<string, string>

describe('XAES-256-GCM against the vectors of its specification', () => {
  test.each(vectors)('a key of bytes $key_byte', ({ key_byte, nonce, plaintext, aad, ...rest }) => {
    const { seal, open } = xaes(Buffer.alloc(32, key_byte))
    const [text, header, once] = [plaintext, aad, nonce].map((part) => Buffer.from(part))
    const sealed = seal(text!, header!, once!)
    expect(sealed.toString('hex')).toBe(rest.ciphertext_hex)
    expect(open(sealed, header!, once!)?.toString()).toBe(plaintext)
  })

  test('10,000 random messages', () => {
    // 568 bytes are the most that a message takes of the stream.
    const stream = createHash('shake128', { outputLength: 10_000 * 568 }).digest()
    let at = 0
    const next = (size: number): Buffer => stream.subarray(at, (at += size))
    const all = createHash('shake128', { outputLength: 32 })
    let opened = 0
    for (let message = 0; message < 10_000; message++) {
      const [key, nonce] = [next(32), next(24)]
      const plaintext = next(next(1)[0]!)
      const aad = next(next(1)[0]!)
      const { seal, open } = xaes(key)
      const sealed = seal(plaintext, aad, nonce)
      all.update(sealed)
      if (open(sealed, aad, nonce)?.equals(plaintext)) opened++
    }
    expect(all.digest('hex')).toBe(accumulated['10000'])
    expect(opened).toBe(10_000)
  })
})

const key = Buffer.from('a key of the tests: 32 bytes, so')
const nonce = Buffer.from('a nonce: 24 bytes, so so')
const aad = Buffer.from('header')
const plaintext = Buffer.from('a small message')
const { seal, open } = xaes(key)
const sealed = seal(plaintext, aad, nonce)

test('text is sealed as its bytes in UTF-8', () => {
  for (const text of ['a small message', 'Zoë 😀', '']) {
    expect(seal(text, aad, nonce)).toEqual(seal(Buffer.from(text, 'utf8'), aad, nonce))
  }
})

/** `bytes` once for each of its bits, with that bit turned. */
function turned(bytes: Uint8Array): Buffer[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes)
    copy[bit >> 3]! ^= 1 << (bit & 7)
    return copy
  })
}

describe('what was sealed', () => {
  test('has the length of the message and 16 bytes more', () => {
    expect(sealed).toHaveLength(plaintext.length + 16)
    expect(seal(Buffer.alloc(0), aad, nonce)).toHaveLength(16)
  })

  test('is opened, also by another made of the same key, and in any order', () => {
    const again = xaes(Uint8Array.from(key))
    const other = Buffer.from('another nonce: 24 bytes.')
    const second = seal(Buffer.alloc(0), Buffer.alloc(0), other)
    expect(again.open(second, Buffer.alloc(0), other)).toEqual(Buffer.alloc(0))
    expect(again.open(sealed, aad, nonce)).toEqual(plaintext)
    expect(open(sealed, aad, nonce)).toEqual(plaintext)
  })

  test('is opened after the bytes of the key were wiped', () => {
    const wiped = Uint8Array.from(key)
    const early = xaes(wiped)
    wiped.fill(0)
    expect(early.open(sealed, aad, nonce)).toEqual(plaintext)
  })

  test.each<[string, (readonly [Buffer, Buffer, Buffer])[]]>([
    ['sealed bytes', turned(sealed).map((bytes) => [bytes, aad, nonce] as const)],
    ['header', turned(aad).map((bytes) => [sealed, bytes, nonce] as const)],
    ['nonce', turned(nonce).map((bytes) => [sealed, aad, bytes] as const)],
  ])('is refused with any bit of its %s turned', (_, damaged) => {
    expect(damaged.length).toBeGreaterThan(40)
    expect(damaged.map((parts) => open(...parts))).toEqual(damaged.map(() => undefined))
  })

  test('is refused by a key that differs in a bit', () => {
    const answers = turned(key).map((bytes) => xaes(bytes).open(sealed, aad, nonce))
    expect(answers).toEqual(Array.from({ length: 256 }, () => undefined))
  })

  test('is refused without its header, and with bytes moved between header and message', () => {
    expect(open(sealed, Buffer.alloc(0), nonce)).toBeUndefined()
    expect(open(sealed.subarray(1), Buffer.concat([aad, sealed.subarray(0, 1)]), nonce)).toBe(
      undefined,
    )
  })
})

describe('checklist 3: tags have 16 bytes', () => {
  test('a shorter tag is refused, even the right one cut off', () => {
    const answers = Array.from({ length: sealed.length }, (_, end) =>
      open(sealed.subarray(0, end), aad, nonce),
    )
    expect(answers).toEqual(Array.from({ length: 31 }, () => undefined))
  })

  test('an empty message with a tag of 4, 8 or 12 to 15 bytes is refused', () => {
    const empty = seal(Buffer.alloc(0), aad, nonce)
    expect(open(empty, aad, nonce)).toHaveLength(0)
    const answers = [0, 4, 8, 12, 13, 14, 15].map((size) =>
      open(empty.subarray(0, size), aad, nonce),
    )
    expect(answers).toEqual(Array.from({ length: 7 }, () => undefined))
  })
})

describe('sizes that cannot be', () => {
  test.each([0, 1, 12, 23, 25, 48])('a nonce of %i bytes', (size) => {
    expect(open(sealed, aad, Buffer.alloc(size))).toBeUndefined()
    expect(() => seal(plaintext, aad, Buffer.alloc(size))).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', option: 'nonce' }),
    )
  })

  test.each([0, 16, 24, 31, 33, 64])('a key of %i bytes', (size) => {
    expect(() => xaes(Buffer.alloc(size))).toThrow('key length')
  })
})
