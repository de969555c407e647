import { expect, test } from 'vitest'
import { mintCookie, readCookie, testRandomBytes } from '../../src/testing/index.js'
import { kinds, modern } from './factories.js'

test('gives the same bytes in every run, and others at every call', () => {
  const [one, other] = [testRandomBytes(), testRandomBytes()]
  const bytes = [16, 20, 20].map((size) => Buffer.from(one(size)).toString('hex'))
  expect(bytes.map((text) => text.length)).toEqual([32, 40, 40])
  expect(new Set(bytes.map((text) => text.slice(0, 32))).size).toBe(3)
  expect([16, 20, 20].map((size) => Buffer.from(other(size)).toString('hex'))).toEqual(bytes)
})

test('another seed gives others', () => {
  const seeds = ['a', 'b', '', undefined]
  const bytes = seeds.map((seed) => Buffer.from(testRandomBytes(seed)(16)).toString('hex'))
  expect(new Set(bytes).size).toBe(seeds.length)
})

test('a seed is text', () => {
  expect(() => testRandomBytes(7 as unknown as string)).toThrow(TypeError)
})

test.each(kinds)('$name: the same CSRF tokens', ({ make }) => {
  const tokens = [1, 2].map(() => {
    const factory = make({ randomBytes: testRandomBytes() })
    return readCookie(factory, mintCookie(factory, {}, { csrfToken: true }))?.csrfToken
  })
  expect(tokens[0]).toMatch(/^[\da-f]{40}$/)
  expect(tokens[1]).toBe(tokens[0])
})

test.each(modern)('$name: the same ids, each session another', ({ make }) => {
  const ids = [1, 2].map(() => {
    const factory = make({ randomBytes: testRandomBytes() })
    return [1, 2].map(() => readCookie(factory, mintCookie(factory, { a: 1 }))?.id)
  })
  expect(ids[1]).toEqual(ids[0])
  expect(ids[0]![0]).not.toBe(ids[0]![1])
})
