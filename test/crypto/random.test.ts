import { describe, expect, test } from 'vitest'
import { randomBytes } from '../../src/crypto/random.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('randomBytes', () => {
  test.each([0, 1, 16, 20, 255, 256, 257, 5000])('%i bytes', (size) => {
    expect(randomBytes(size)).toHaveLength(size)
  })

  test('never gives the same bytes twice, also when the pool is filled again', () => {
    const drawn = Array.from({ length: 2000 }, () => hex(randomBytes(20)))
    expect(new Set(drawn).size).toBe(drawn.length)
    expect(drawn.filter((bytes) => /(?:00){4}/.test(bytes)).length).toBeLessThan(3)
  })

  test('what the caller does to its bytes touches nobody else', () => {
    const first = randomBytes(20)
    const before = hex(first)
    const second = randomBytes(20)
    first.fill(0)
    expect(before).not.toBe(hex(second))
    expect(hex(second)).not.toMatch(/^(?:00)+$/)
  })

  test.each([-1, -16, Number.NaN, Infinity, '16' as never])('%s is no size', (size) => {
    expect(() => randomBytes(size)).toThrow('size')
    expect(hex(randomBytes(16))).not.toMatch(/^(?:00)+$/)
  })

  test('every value of a byte comes about equally often', () => {
    const counts = new Uint32Array(256)
    for (let draw = 0; draw < 5000; draw++) for (const byte of randomBytes(20)) counts[byte]!++
    // 390 are expected of each, give or take 20: eight times that does not happen by chance.
    for (const count of counts) expect(Math.abs(count - 390.6)).toBeLessThan(160)
  })
})
