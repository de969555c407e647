/** JSON as Go's encoding/json writes it. What the real one writes is in test/formats/gorilla.test.ts. */
import { describe, expect, test } from 'vitest'
import { readGoJson, writeGoJson } from '../../src/serializers/go-json.js'
import { pyFloat } from '../../src/lib/py-float.js'
import { digitsMade } from '../support/digits-made.js'

const write = (value: unknown): string => writeGoJson(new Map([['a', value]]))
const read = (text: string): Map<string, unknown> => readGoJson(Buffer.from(text))

test.each<[string, unknown, string]>([
  ['markup', '<a href="x">&amp;</a>', String.raw`\u003ca href=\"x\"\u003e\u0026amp;\u003c/a\u003e`],
  ['line ends of JavaScript', '\u2028\u2029', String.raw`\u2028\u2029`],
  ['white space', '\r\n\t', String.raw`\r\n\t`],
  ['other controls', '\b\f\u0001\u007f', `${String.raw`\u0008\u000c\u0001`}\u007f`],
  ['a backslash before a letter', String.raw`\b\\f<`, String.raw`\\b\\\\f\u003c`],
  ['text beyond ASCII', 'Zoë 😀', 'Zoë 😀'],
])('%s', (_, text, written) => {
  expect(write(text)).toBe(`{"a":"${written}"}\n`)
  expect(read(write(text)).get('a')).toBe(text)
})

test('numbers', () => {
  const numbers = [0, -1, 1.5, 1e21, 1e-7, 2n ** 64n, pyFloat(2)]
  expect(write(numbers)).toBe('{"a":[0,-1,1.5,1e+21,1e-7,18446744073709551616,2]}\n')
  expect(read('{"a":18446744073709551616}').get('a')).toBe(2n ** 64n)
})

test('keys keep their order, whatever they look like', () => {
  const text = '{"b":1,"10":2,"9":{"2":[],"1":{}},"__proto__":3}\n'
  expect([...read(text).keys()]).toEqual(['b', '10', '9', '__proto__'])
  expect(writeGoJson(read(text))).toBe(text)
})

describe('refused, with its place', () => {
  test.each<[string, unknown, string]>([
    ['undefined', [undefined], 'a[0]'],
    ['NaN', { b: Number.NaN }, 'a.b'],
    ['a Date', new Date(0), 'a'],
    ['bytes', [Uint8Array.of(1)], 'a[0]'],
    ['a Set', { b: new Set() }, 'a.b'],
    ['a key that is no text', new Map([[1, 2]]), 'a[1]'],
    ['half a surrogate pair', { b: ['\ud800'] }, 'a.b[0]'],
    ['half a surrogate pair as a key', { '\ud800': 1 }, 'a["…"]'],
  ])('%s', (_, value, path) => {
    expect(() => write(value)).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path }))
  })

  test('an integer that no float64 can hold, which Go does not read, before it has digits', () => {
    const least = 2n ** 1024n - 2n ** 970n
    for (const value of [least - 1n, 1n - least]) expect(read(write(value)).get('a')).toBe(value)
    for (const value of [least, -least]) {
      const wrong = expect.objectContaining({ code: 'BAD_VALUE', path: 'a[0]' }) as Error
      expect(() => write([value])).toThrow(wrong)
    }
    expect(digitsMade(() => write([1n << 500_000n]))).toBe(0)
  })

  test('a circle', () => {
    const circle: unknown[] = []
    circle.push(circle)
    expect(() => write(circle)).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  })

  test('too much', () => {
    const keys = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [at, 0]))
    expect(() => write(keys(1000))).not.toThrow()
    expect(() => write(keys(1001))).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    expect(() => write(Array(9998).fill(0))).not.toThrow()
    expect(() => write(Array(9999).fill(0))).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    expect(() => write('x'.repeat(65_600))).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  })
})

test.each([
  ['nothing', ''],
  ['a list', '[1]'],
  ['a number', '7'],
  ['two values', '{} {}'],
  ['a number that is infinite', '{"a":1e400}'],
  ['NaN', '{"a":NaN}'],
  ['half a surrogate pair', String.raw`{"a":"\ud800"}`],
  ['half a surrogate pair as a key', String.raw`{"a":{"\ud800":1}}`],
  ['a mark of byte order', '\ufeff{}'],
  ['too many levels', `{"a":${'['.repeat(500)}${']'.repeat(500)}}`],
])('%s is not read', (_, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'BAD_PAYLOAD' }))
})

test('bytes that are no UTF-8 are not read', () => {
  expect(() => readGoJson(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toThrow(
    expect.objectContaining({ code: 'BAD_PAYLOAD' }),
  )
})

test('a map that is nil in Go is an empty one', () => {
  expect(read('null\n').size).toBe(0)
  expect(writeGoJson(new Map())).toBe('{}\n')
})
