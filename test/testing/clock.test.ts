import { describe, expect, test } from 'vitest'
import { mintCookie, testClock } from '../../src/testing/index.js'
import { kinds } from './factories.js'

test('stands still until it is told', () => {
  const clock = testClock()
  expect(clock()).toBe(Date.UTC(2025, 0, 1) / 1000)
  clock.advance(90.5)
  expect(clock()).toBe(Date.UTC(2025, 0, 1) / 1000 + 90.5)
  clock.advance(-0.5)
  expect(clock()).toBe(Date.UTC(2025, 0, 1) / 1000 + 90)
})

test('begins, and goes, where it is told', () => {
  const clock = testClock(1000)
  expect(clock()).toBe(1000)
  clock.set(500.25)
  expect(clock()).toBe(500.25)
  clock.set(new Date('1970-01-01T00:00:07.500Z'))
  expect(clock()).toBe(7.5)
  expect(testClock(new Date(2500))()).toBe(2.5)
})

test('each is another', () => {
  const [one, other] = [testClock(1), testClock(1)]
  one.advance(1)
  expect([one(), other()]).toEqual([2, 1])
})

test.each([Number.NaN, Infinity, '5', undefined, null, new Date('never')])(
  '%o is no time',
  (time) => {
    const clock = testClock(1000)
    expect(() => clock.set(time as number)).toThrow(TypeError)
    expect(() => clock.advance(time as number)).toThrow(TypeError)
    expect(clock()).toBe(1000)
    if (time !== undefined) expect(() => testClock(time as number)).toThrow(TypeError)
  },
)

describe.each(kinds)('$name', ({ make }) => {
  test('ends sessions', () => {
    const clock = testClock()
    const factory = make({ clock })
    const cookie = mintCookie(factory, { a: 1 })
    clock.advance(1200)
    expect(factory.open(cookie).session.get('a')).toBe(1)
    clock.advance(601)
    expect(factory.open(cookie).session.get('a')).toBeUndefined()
  })
})
