/** That random bytes do not stay behind: who reads the memory of the process later finds no token there. */
import crypto from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { randomBytes } from '../../src/crypto/random.js'

vi.mock('node:crypto', async (importOriginal) => {
  const original = await importOriginal<typeof crypto>()
  const randomFillSync = vi.fn(original.randomFillSync)
  return { ...original, randomFillSync, default: { ...original, randomFillSync } }
})

const filled = vi.mocked(crypto.randomFillSync)

test('what was given out is nowhere else', () => {
  const drawn = Array.from({ length: 300 }, () => randomBytes(20))
  const sources = filled.mock.calls.map(([source]) => source as Uint8Array)
  expect(sources).not.toEqual([])
  for (const source of new Set(sources)) {
    const memory = Buffer.from(source.buffer)
    for (const bytes of drawn) {
      expect(bytes.buffer).not.toBe(source.buffer)
      expect(memory.includes(Buffer.from(bytes))).toBe(false)
    }
  }
})

test('the pool is filled only when it is used up', () => {
  filled.mockClear()
  for (let draw = 0; draw < 1000; draw++) randomBytes(20)
  expect(filled.mock.calls.length).toBeGreaterThan(3)
  expect(filled.mock.calls.length).toBeLessThan(7)
})

test.each([255, 256, 257, 4095, 4096, 4097, 8192])(
  '%i bytes are given whole, wherever in the pool it is',
  (size) => {
    for (const before of [1, 100, 256]) {
      randomBytes(before)
      const bytes = Buffer.from(randomBytes(size))
      expect(bytes).toHaveLength(size)
      expect(bytes.includes(Buffer.alloc(8))).toBe(false)
    }
  },
)
