/** Sealed sessions: what only they are. The rest is in the contracts. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { newRecord, sealedFormat, signedFormat } from '../../src/index.js'
import { keyOf } from '../support/jar.js'
import { recordOf, refusal } from './contract.js'
import { tokenContract } from './token-contract.js'
import { compressed, sealedText } from './tokens.js'

const COOKIE = '__Host-session'
const HEADER = '[1700000000250,100250,"an id",null,0]'
const KEY = keyOf('one')

tokenContract('sealed', {
  make: (keys) => sealedFormat(keys),
  textOf: sealedText,
  other: signedFormat,
  overhead: 5 + 24 + 16,
})

describe('what is sealed', () => {
  test('can be read by nobody else', () => {
    const text = sealedFormat(KEY).write(
      recordOf({ secret: 'a secret' }, { subject: 'the subject' }),
      COOKIE,
    )
    const bytes = Buffer.from(text, 'base64url').toString('latin1')
    for (const part of ['secret', 'subject', 'an id', '1700000000']) {
      expect(bytes).not.toContain(part)
    }
  })

  test('has another text every time, and another nonce', () => {
    const texts = Array.from({ length: 500 }, () => sealedFormat(KEY).write(recordOf(), COOKIE))
    const nonces = texts.map((text) => Buffer.from(text, 'base64url').toString('hex', 5, 29))
    expect(new Set(nonces).size).toBe(500)
  })

  test('checklist 3: a tag that is cut off is none', () => {
    const bytes = Buffer.from(sealedFormat(KEY).write(recordOf(), COOKIE), 'base64url')
    for (let tag = 0; tag < 16; tag++) {
      const text = bytes.subarray(0, bytes.length - 16 + tag).toString('base64url')
      expect(refusal(sealedFormat(KEY), text)).toBe('BAD_SIGNATURE')
    }
  })
})

const withHeader = (data: Uint8Array): Buffer => Buffer.concat([Buffer.from(`${HEADER}\n`), data])

describe('compress', () => {
  const plain = sealedFormat(KEY)
  const small = sealedFormat(KEY, { compress: true })
  const repeated = { list: Array.from({ length: 100 }, (_, at) => ({ sku: `article ${at}` })) }

  test('makes what repeats itself shorter', () => {
    const [long, short] = [plain, small].map((format) => format.write(recordOf(repeated), COOKIE))
    expect(short!.length).toBeLessThan(long!.length / 3)
    for (const format of [plain, small]) {
      for (const text of [long!, short!]) {
        expect(Object.fromEntries(format.read(text, COOKIE).data!)).toEqual(repeated)
      }
    }
  })

  test('and nothing longer', () => {
    for (const data of [{}, { a: 1 }, { a: 'kX9-q_W3' }]) {
      const [long, short] = [plain, small].map((format) => format.write(recordOf(data), COOKIE))
      expect(short!.length).toBeLessThanOrEqual(long!.length)
    }
  })

  test('is off unless it is asked for', () => {
    const withText = (text: string): number => plain.write(recordOf({ a: text }), COOKIE).length
    expect(withText('x'.repeat(99))).toBe(withText('kX9'.repeat(33)))
  })

  test('genuine text that was compressed is read', () => {
    const text = sealedText(KEY, withHeader(compressed('{"a":1}')))
    expect(plain.read(text, COOKIE).data).toEqual(new Map([['a', 1]]))
  })

  test('is as long as before while only the times change', () => {
    const letters = Array.from({ length: 3000 }, (_, at) =>
      String.fromCharCode(33 + (at ** 3 % 90)),
    )
    const record = recordOf({ text: letters.join('') })
    const lengths = Array.from({ length: 200 }, (_, at) => {
      const accessed = record.created + Math.round(at ** 3.3)
      return small.write({ ...record, accessed }, COOKIE).length
    })
    expect(new Set(lengths).size).toBe(1)
  })

  test.each<[string, () => Uint8Array]>([
    ['a bomb of 100 MB', () => compressed(Buffer.alloc(100_000_000, 'x'))],
    ['a bomb that begins as it should', () => compressed(`{"a":"${'x'.repeat(3e7)}"}`)],
    ['a bomb in a bomb', () => compressed(compressed(Buffer.alloc(100_000_000)))],
    ['nothing', () => Buffer.of(0)],
    ['what was not deflated', () => Buffer.from('\u0000never deflated')],
    ['what ends too early', () => compressed('{"a":1}').subarray(0, 5)],
    [
      'zlib in the place of deflate',
      () => Buffer.concat([Buffer.of(0, 0x78, 0x9c), deflateRawSync('{"a":1}')]),
    ],
    ['the header a second time', () => compressed(`${HEADER}\n{"a":1}`)],
  ])('sealed with the right key, %s is refused', (_, data) => {
    const text = sealedText(KEY, withHeader(data()))
    for (const format of [plain, small]) expect(refusal(format, text)).toBe('BAD_PAYLOAD')
  })

  test('without a header before it, what was compressed is refused', () => {
    const text = sealedText(KEY, compressed(`${HEADER}\n{"a":1}`))
    expect(refusal(plain, text)).toBe('BAD_PAYLOAD')
  })

  test('it is refused before it is inflated: where the bound is reached', () => {
    const text = sealedText(KEY, withHeader(compressed(Buffer.alloc(1_000_000, 'x'))))
    // What was not deflated is another error to all runtimes.
    const cause = expect.any(RangeError)
    expect(() => plain.read(text, COOKIE)).toThrow(expect.objectContaining({ cause }))
  })

  test.each([[1], ['yes'], [null]])('compress: %j is refused', (compress) => {
    expect(() => sealedFormat(KEY, { compress: compress as never })).toThrow(
      expect.objectContaining({ option: 'compress' }),
    )
  })
})

test('with compress, whatever is written can be read', () => {
  const format = sealedFormat(keyOf('wide'), { compress: true })
  const record = {
    ...newRecord(1_700_000_000, 'an id'),
    data: new Map([['a', '漢'.repeat(65_000)]]),
  }
  const text = format.write(record, 'session')
  expect(format.read(text, 'session').data).toEqual(record.data)
})
