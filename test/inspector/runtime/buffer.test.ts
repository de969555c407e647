/** What browsers run in place of Node's Buffer, inflate and `isUtf8` does what these do. */
import { isUtf8 } from 'node:buffer'
import zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Buffer as WebBuffer } from '../../../src/inspector/runtime/buffer.js'
import { isUtf8 as webIsUtf8 } from '../../../src/inspector/runtime/node-buffer.js'
import * as web from '../../../src/inspector/runtime/zlib.js'

const { deflateSync, deflateRawSync, inflateSync, inflateRawSync } = web
const webZlib = { deflateSync, deflateRawSync, inflateSync, inflateRawSync }

const ENCODINGS = ['utf8', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'base64url'] as const

const bytes = fc.uint8Array({ maxLength: 100 })
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'AZaz09+/-_= \n.') }),
  fc.string({ unit: fc.constantFrom(...'0189afAFgx') }),
  bytes.map((given) => Buffer.from(given).toString('base64')),
  bytes.map((given) => Buffer.from(given).toString('base64url')),
  bytes.map((given) => Buffer.from(given).toString('hex')),
)

function check<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { numRuns: 300 })
}

describe.each(ENCODINGS)('%s', (encoding) => {
  test('to text', () =>
    check(
      fc.property(bytes, fc.nat(100), fc.nat(100), (given, start, end) => {
        const [theirs, ours] = [Buffer.from(given), WebBuffer.from(given)]
        expect(ours.toString(encoding)).toBe(theirs.toString(encoding))
        const to = Math.min(end, given.length)
        expect(ours.toString(encoding, start, to)).toBe(theirs.toString(encoding, start, to))
      }),
    ))

  test('from text', () =>
    check(
      fc.property(text, (given) => {
        expect([...WebBuffer.from(given, encoding)]).toEqual([...Buffer.from(given, encoding)])
      }),
    ))

  const written = encoding === 'utf8' ? [] : [encoding]
  test.each(written)('written into what has room, or little', (encoding) =>
    check(
      fc.property(text, fc.nat(80), fc.nat(20), (given, size, at) => {
        if (at > size) return
        const [theirs, ours] = [Buffer.alloc(size), WebBuffer.alloc(size)]
        expect(ours.write(given, at, encoding)).toBe(theirs.write(given, at, encoding))
        expect([...ours]).toEqual([...theirs])
      }),
    ),
  )
})

test('numbers', () => {
  for (const Class of [Buffer, WebBuffer] as unknown as (typeof Buffer)[]) {
    const made = Class.alloc(20)
    made.writeUInt32BE(0xdeadbeef, 1)
    made.writeUInt32LE(0x12345678, 5)
    made.writeUIntBE(0x0102030405, 9, 5)
    expect(made.toString('hex')).toBe('00deadbeef7856341201020304050000000000 00'.replace(' ', ''))
    expect(made.readUInt32BE(1)).toBe(0xdeadbeef)
    expect(made.readUInt32LE(5)).toBe(0x12345678)
    expect(made.readUInt16LE(5)).toBe(0x5678)
    expect(made.readUIntBE(9, 5)).toBe(0x0102030405)
    expect(made.readUIntLE(9, 3)).toBe(0x030201)
    made.writeBigUInt64BE(0x0102030405060708n, 12)
    expect(made.toString('hex', 12)).toBe('0102030405060708')
  }
})

test('parts share the bytes, and are Buffers', () => {
  const whole = WebBuffer.from([1, 2, 3, 4])
  for (const part of [whole.subarray(1, 3), whole.slice(1, 3)]) {
    part[0]!++
    expect(WebBuffer.isBuffer(part)).toBe(true)
  }
  expect([...whole]).toEqual([1, 4, 3, 4])
  expect([...WebBuffer.from(whole.buffer, 1, 2)]).toEqual([4, 3])
  expect(Array.from(WebBuffer.concat([whole, WebBuffer.of(9)]))).toEqual([1, 4, 3, 4, 9])
  expect(WebBuffer.from(whole).buffer).not.toBe(whole.buffer)
  expect(WebBuffer.byteLength('aé€')).toBe(6)
})

test('compares as Node does', () =>
  check(
    fc.property(
      fc.uint8Array({ max: 1, maxLength: 4 }),
      fc.uint8Array({ max: 1, maxLength: 4 }),
      (one, other) => {
        const theirs = Buffer.from(one).compare(other)
        expect(WebBuffer.from(one).compare(other)).toBe(theirs)
        expect(WebBuffer.from(one).equals(other)).toBe(theirs === 0)
      },
    ),
  ))

test('finds bytes and text as Node does', () =>
  check(
    fc.property(
      fc.uint8Array({ min: 97, max: 98, maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }),
      fc.nat(12),
      (given, wanted, from) => {
        const [theirs, ours] = [Buffer.from(given), WebBuffer.from(given)]
        for (const one of [wanted, wanted.charCodeAt(0)]) {
          expect(ours.indexOf(one, from)).toBe(theirs.indexOf(one, from))
          expect(ours.includes(one, from)).toBe(theirs.includes(one, from))
        }
      },
    ),
  ))

test('tells UTF-8 as Node does', () =>
  check(
    fc.property(
      fc.oneof(
        bytes,
        fc.string({ unit: 'binary' }).map((t) => Buffer.from(t)),
      ),
      (given) => {
        expect(webIsUtf8(given)).toBe(isUtf8(given))
      },
    ),
  ))

describe.each([
  ['deflateSync', 'inflateSync'],
  ['deflateRawSync', 'inflateRawSync'],
] as const)('%s and %s', (deflate, inflate) => {
  const repeated = fc.array(fc.constantFrom('session', 'user', 'a', '\0'), { maxLength: 200 })
  const content = repeated.map((parts) => Buffer.from(parts.join('')))
  const options = { maxOutputLength: 4096 }

  test('each inflates what the other deflated', () =>
    check(
      fc.property(content, (given) => {
        const [theirs, ours] = [zlib[deflate](given), webZlib[deflate](given)]
        expect([...zlib[inflate](ours, options)]).toEqual([...given])
        expect([...webZlib[inflate](theirs, options)]).toEqual([...given])
      }),
    ))

  test('what was damaged or cut is refused alike', () =>
    check(
      fc.property(content, fc.nat(), fc.nat(255), fc.boolean(), (given, at, byte, isCut) => {
        let damaged: Uint8Array = zlib[deflate](given)
        damaged[at % damaged.length] = byte
        if (isCut) damaged = damaged.subarray(0, at % damaged.length)
        expect(outcome(() => webZlib[inflate](damaged, options))).toEqual(
          outcome(() => zlib[inflate](damaged, options)),
        )
      }),
    ))

  test('no more is inflated than may be', () => {
    const bomb = zlib[deflate](Buffer.alloc(5000))
    expect(() => webZlib[inflate](bomb, options)).toThrow(RangeError)
    expect(webZlib[inflate](zlib[deflate](Buffer.alloc(4096)), options)).toHaveLength(4096)
  })
})

function outcome(inflate: () => Uint8Array): number[] | 'refused' {
  try {
    return [...inflate()]
  } catch {
    return 'refused'
  }
}
