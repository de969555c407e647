/** What backends in JavaScript keep in a session, by `JSON.stringify`. */
import { describe, expect, test } from 'vitest'
import { DeserializeError } from '../../src/index.js'
import { decodePlain, encodePlain } from '../../src/serializers/plain-json.js'

const encode = (data: object): string => encodePlain(new Map(Object.entries(data)))

describe('what is written', () => {
  test.each([
    [{}],
    [{ a: 1, b: 'é€😀\u0000\ud83d', c: [null, true, 0.5, [], {}] }],
    [{ z: 1, a: { 10: 'x', 2: 'y' } }],
    [JSON.parse('{"__proto__":{"a":1},"toJSON":1}') as object],
    [{ a: { '~d': 5 }, '~s': [] }],
    [{ deep: Array.from({ length: 100 }).reduce<unknown>((inner) => [inner], 1) }],
  ])('%j is what JSON.stringify writes, and comes back', (data) => {
    const text = encode(data)
    expect(text).toBe(JSON.stringify(data))
    expect(Object.fromEntries(decodePlain(text))).toEqual(data)
    expect([...decodePlain(text).keys()]).toEqual(Object.keys(JSON.parse(text) as object))
  })

  test('what is undefined is left out, and -0 is 0', () => {
    expect(encode({ a: undefined, b: { c: undefined, d: -0 } })).toBe('{"b":{"d":0}}')
  })

  const circle: unknown[] = []
  circle.push(circle)
  test.each<[string, unknown, string]>([
    ['a Date', new Date(0), 'a'],
    ['NaN', { b: [Number.NaN] }, 'a.b[0]'],
    ['Infinity', [[Infinity]], 'a[0][0]'],
    ['a bigint', 1n, 'a'],
    ['a Map', [new Map()], 'a[0]'],
    ['a Set', new Set(), 'a'],
    ['bytes', new Uint8Array(1), 'a'],
    ['undefined in a list', [1, undefined], 'a[1]'],
    ['a hole', Object.assign([], { length: 1 }), 'a[0]'],
    ['a function', () => 1, 'a'],
    ['what makes JSON of itself', { toJSON: () => 1 }, 'a.toJSON'],
    ['a promise', Promise.resolve(1), 'a'],
    ['an object of a class', new URL('https://shop.example'), 'a'],
    ['a circle', circle, 'a[0]'],
    ['many levels', Array.from({ length: 501 }).reduce<unknown>((inner) => [inner], 1), ''],
  ])('%s is refused, with its place', (_, value, path) => {
    const refused = expect.objectContaining({ code: 'BAD_VALUE' })
    const write = () => encode({ a: value })
    expect(write).toThrow(refused)
    if (path !== '') expect(write).toThrow(expect.objectContaining({ path }))
  })

  test.each([Number.NaN, Infinity, -Infinity])('the refusal of %d names it', (value) => {
    const message = `a: JSON cannot hold ${value}; store null, or text`
    expect(() => encode({ a: value })).toThrow(expect.objectContaining({ message }))
  })

  test('keys that are no text are refused', () => {
    expect(() => encodePlain(new Map([[1, 1]]))).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE' }),
    )
  })

  test('what is too long is refused', () => {
    expect(() => encode({ a: 'x'.repeat(66_000) })).toThrow(
      expect.objectContaining({ code: 'LIMIT' }),
    )
    expect(() => encode({ a: '\u0000'.repeat(20_000) })).toThrow(
      expect.objectContaining({ code: 'LIMIT' }),
    )
  })

  test('a toJSON on a prototype is not called', () => {
    const prototype = Array.prototype as { toJSON?: unknown }
    prototype.toJSON = () => 'polluted'
    const text = encode({ a: [1], b: { c: [] } })
    delete prototype.toJSON
    expect(text).toBe('{"a":[1],"b":{"c":[]}}')
  })
})

describe('what is read', () => {
  test.each(['', ' ', '{', '[1]', '"a"', '1', 'null', '{"a":NaN}', '{a:1}', '{"a":1e999}', '{}x'])(
    '%s is refused',
    (text) => expect(() => decodePlain(text)).toThrow(DeserializeError),
  )

  test.each([
    ['levels', `{"a":${'['.repeat(500)}${']'.repeat(500)}}`],
    ['keys', JSON.stringify(Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [at, 0])))],
    ['characters', `{"a":"${'x'.repeat(65_536)}"}`],
  ])('with too many %s it is refused', (_, text) => {
    expect(() => decodePlain(text)).toThrow(expect.objectContaining({ code: 'BAD_PAYLOAD' }))
  })
})
