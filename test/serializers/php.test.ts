/** PHP's `serialize`, by what PHP has written, and by the grammar in src/serializers/php-read.ts. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CartoucheError, DeserializeError } from '../../src/index.js'
import { pyFloat } from '../../src/pickle/index.js'
import { readPhp, writePhp } from '../../src/serializers/php.js'
import { drawing } from '../formats/damage.js'
import { digitsMade } from '../support/digits-made.js'
import { isSlow } from '../support/slow.js'
import { taggedOf } from '../support/tagged-php.js'
import type { TaggedPhp } from '../support/tagged-php.js'
import { readVectors } from '../support/vectors.js'

interface Vector {
  readonly serialized: string
  readonly value: TaggedPhp
}

const recorded = readVectors<Vector>('languages/laravel', 'codec')
const refused = readVectors<{ name: string; serialized: string }>('languages/laravel', 'refused')

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex')
const read = (text: string): unknown => readPhp(Buffer.from(text))
const write = (value: unknown): string => writePhp(value).toString()

function thrown(run: () => unknown): CartoucheError {
  try {
    run()
  } catch (error) {
    if (error instanceof CartoucheError) return error
    throw error
  }
  return expect.unreachable('nothing was thrown')
}

class Money {
  readonly cents = 1
}

const nested = (levels: number): unknown => {
  let value: unknown = []
  for (let level = 1; level < levels; level++) value = [value]
  return value
}

describe('what PHP wrote', () => {
  test('there are enough of them', () => {
    expect([recorded.length, refused.length]).toEqual([118, 17])
  })

  test.each(recorded)('is read, and written to the byte: $serialized', ({ serialized, value }) => {
    // A list around it, which can tell that a float is one.
    const [start, end] = [Buffer.from('a:1:{i:0;'), Buffer.from('}')]
    const bytes = Buffer.concat([start, bytesOf(serialized), end])
    const own = readPhp(bytes)
    expect(taggedOf(own)).toEqual({ t: 'list', v: [value] })
    expect(writePhp(own)).toEqual(bytes)
  })

  test.each(refused)('is refused where it is more than plain data: $name', ({ serialized }) => {
    const { code, message } = thrown(() => readPhp(bytesOf(serialized)))
    expect(code).toBe('BAD_PAYLOAD')
    expect(message).toMatch(/has (?:an object|an enum|a reference)/)
  })
})

describe('reading', () => {
  test.each([
    ['nothing', ''],
    ['the end of it missing', 'i:1'],
    ['something after it', 'i:1;i:2;'],
    ['another type', 'x:1;'],
    ['text of PHP 6', 'S:1:"a";'],
    ['a sign', 'i:+1;'],
    ['a zero too many', 'i:01;'],
    ['minus zero as an int', 'i:-0;'],
    ['an int of 65 bits', 'i:9223372036854775808;'],
    ['no digits', 'i:;'],
    ['a boolean that is none', 'b:2;'],
    ['a float that is none', 'd:1.;'],
    ['a float of many digits', `d:${'1'.repeat(401)};`],
    ['infinity in another way', 'd:Infinity;'],
    ['a text that is shorter', 's:3:"ab";'],
    ['a text that is longer', 's:1:"ab";'],
    ['a text of minus one', 's:-1:"";'],
    ['a size beyond all', 's:9999999999:"a";'],
    ['half a character', 's:1:"é";'],
    ['an array with too few', 'a:2:{i:0;i:1;}'],
    ['an array with too many', 'a:1:{i:0;i:1;i:1;i:2;}'],
    ['an array as a key', 'a:1:{a:0:{}i:1;}'],
    ['a float as a key', 'a:1:{d:1;i:1;}'],
    ['null as a key', 'a:1:{N;i:1;}'],
    ['a key twice', 'a:2:{s:1:"a";i:1;s:1:"a";i:2;}'],
    ['an int as a key in both ways', 'a:2:{i:5;i:1;s:1:"5";i:2;}'],
    ['an array that claims to be large', 'a:999999999:{'],
  ])('%s is no value', (_, text) => {
    expect(thrown(() => read(text)).code).toBe('BAD_PAYLOAD')
  })

  test('a key that is not UTF-8 is refused', () => {
    const bytes = Buffer.from('a:1:{s:1:"\u00ff";i:1;}', 'latin1')
    expect(thrown(() => readPhp(bytes)).message).toContain('not UTF-8')
  })

  test('errors hold no data', () => {
    const { message } = thrown(() => read('a:1:{s:6:"secret";s:5:"token";x'))
    expect(message).not.toMatch(/secret|token/)
    expect(message).toContain('at byte')
  })

  test('keys that are names of objects are keys', () => {
    const text = 'a:2:{s:9:"__proto__";a:1:{s:1:"a";i:1;}s:11:"constructor";i:2;}'
    const value = read(text) as object
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(write(value)).toBe(text)
  })

  test('limits: levels, keys of one array and of all, bytes', () => {
    const levels = (count: number): string =>
      `${'a:1:{i:0;'.repeat(count - 1)}a:0:{}${'}'.repeat(count - 1)}`
    expect(taggedOf(read(levels(500)))).toEqual(taggedOf(nested(500)))
    expect(thrown(() => read(levels(501))).message).toContain('too many keys or levels')
    const keys = (count: number): string => {
      const pairs = Array.from({ length: count }, (_, at) => `i:${at + 1};N;`)
      return `a:${count}:{${pairs.join('')}}`
    }
    expect(Object.keys(read(keys(1000)) as object)).toHaveLength(1000)
    expect(thrown(() => read(keys(1001))).message).toContain('too many keys')
    const lists = (count: number): string =>
      `a:${count}:{${Array.from({ length: count }, (_, at) => `i:${at};${keys(800)}`).join('')}}`
    expect(read(lists(5))).toHaveLength(5)
    expect(thrown(() => read(lists(6))).message).toContain('too many keys')
    const list = `a:5000:{${Array.from({ length: 5000 }, (_, at) => `i:${at};N;`).join('')}}`
    expect(read(list)).toHaveLength(5000)
    expect(thrown(() => read(`s:65536:"${'x'.repeat(65_536)}";`)).message).toContain(
      'too many bytes',
    )
  })
})

describe('writing', () => {
  test.each<[string, unknown, string]>([
    [
      'a Map',
      new Map<unknown, unknown>([
        ['a', 1],
        [5, 2],
      ]),
      'a:2:{s:1:"a";i:1;i:5;i:2;}',
    ],
    ['a float that is asked for', pyFloat(1), 'd:1;'],
    ['a number beyond the safe ints', 2 ** 53, 'd:9007199254740992;'],
    ['a bigint', 2n ** 53n, 'i:9007199254740992;'],
    ['bytes', Uint8Array.of(0xff), 's:1:"\u00ff";'],
    ['an empty object', {}, 'a:0:{}'],
    ['a key that PHP takes for an int', { 7: 'x' }, 'a:1:{i:7;s:1:"x";}'],
    ['one that it does not', { '07': 'x' }, 'a:1:{s:2:"07";s:1:"x";}'],
  ])('%s', (_, value, text) => {
    expect(writePhp(value).toString('latin1')).toBe(text)
  })

  const circle: unknown[] = []
  circle.push([circle])

  test.each<[string, unknown, string, string]>([
    ['undefined', { a: [undefined] }, 'BAD_VALUE', 'a[0]'],
    ['a Date', { a: { b: new Date(0) } }, 'BAD_VALUE', 'a.b'],
    ['a Set', [new Set()], 'BAD_VALUE', '[0]'],
    ['a function', { f: () => 1 }, 'BAD_VALUE', 'f'],
    ['a symbol', { s: Symbol('s') }, 'BAD_VALUE', 's'],
    ['half a pair', { t: ['\ud83d'] }, 'BAD_VALUE', 't[0]'],
    ['an int of 65 bits', { n: 2n ** 63n }, 'BAD_VALUE', 'n'],
    ['a class', { o: new Money() }, 'BAD_VALUE', 'o'],
    ['a float as a key', new Map([[1.5, 1]]), 'BAD_VALUE', '[1.5]'],
    ['an object as a key', { m: new Map([[{}, 1]]) }, 'BAD_VALUE', 'm[an object of class Object]'],
    [
      'one key twice',
      {
        m: new Map<unknown, number>([
          [5, 1],
          ['5', 2],
        ]),
      },
      'BAD_VALUE',
      'm["…"]',
    ],
    ['a circle', { c: circle }, 'BAD_VALUE', 'c[0][0]'],
  ])('%s is refused, with its path', (_, value, code, path) => {
    const error = thrown(() => writePhp(value))
    expect([error.code, error.path ?? '']).toEqual([code, path])
  })

  test('limits: levels, keys of one object and of all, bytes', () => {
    expect(thrown(() => writePhp(nested(501))).code).toBe('BAD_VALUE')
    expect(write(nested(500))).toContain('a:0:{}')
    const keys = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, null]))
    expect(write(keys(1000))).toContain('k999')
    expect(thrown(() => writePhp(keys(1001))).code).toBe('BAD_VALUE')
    expect(thrown(() => writePhp(Array.from({ length: 5 }, () => keys(801)))).code).toBe(
      'BAD_VALUE',
    )
    expect(write('x'.repeat(65_525))).toHaveLength(65_536)
    expect(thrown(() => writePhp('x'.repeat(65_526))).code).toBe('LIMIT')
    const shared = Array.from({ length: 20 }).reduce((value: unknown) => [value, value], 'x')
    expect(thrown(() => writePhp(shared)).code).toBe('LIMIT')
  })

  test('a key of far too many digits is refused, before it has any', () => {
    const keyed = (key: bigint): object => ({ m: new Map([[key, 1]]) })
    expect(write(keyed(2n ** 64n))).toContain('s:20:"18446744073709551616"')
    const error = thrown(() => writePhp(keyed(10n ** 4300n)))
    expect([error.code, error.path]).toEqual(['BAD_VALUE', 'm[a bigint]'])
    expect(digitsMade(() => writePhp(keyed(1n << 500_000n)))).toBe(0)
  })

  test('bytes are refused where they would come back as text', () => {
    const error = thrown(() => writePhp({ a: Uint8Array.of(1) }, { bytes: false }))
    expect([error.code, error.path]).toEqual(['BAD_VALUE', 'a'])
    expect(error.message).toContain('base64')
  })

  test('what is written is read', () => {
    const leaf = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.string({ unit: 'binary' }),
      fc.string(),
    )
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 5 }),
      object: fc.dictionary(
        fc.string().filter((key) => !/^\d+$/.test(key)),
        tie('value'),
        { maxKeys: 5 },
      ),
    }))
    fc.assert(
      fc.property(value, (given) => {
        expect(taggedOf(readPhp(writePhp(given)))).toEqual(taggedOf(given))
      }),
      { numRuns: 2000, seed: 20_261_127 },
    )
  })
})

test('what somebody changed is read, or refused by a typed error, in no time', () => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const draw = drawing(20_261_127)
  const texts = [...recorded, ...refused].map(({ serialized }) =>
    bytesOf(serialized).toString('latin1'),
  )
  const pick = (): string => texts[draw(texts.length)]!
  const pieces = [
    'a:1:{',
    '}',
    'i:0;',
    'N;',
    's:1:"',
    '";',
    'd:1E9;',
    ':',
    ';',
    '9',
    '-',
    '{',
    'O:8:"',
    'R:1;',
  ]
  const slow: string[] = []
  let refusals = 0
  for (let made = 0; made < 100_000; made++) {
    let text = pick()
    for (let changes = 1 + draw(3); changes > 0; changes--) {
      const at = draw(text.length + 1)
      const kind = draw(4)
      if (kind === 0) text = text.slice(0, at) + String.fromCharCode(draw(256)) + text.slice(at + 1)
      else if (kind === 1) text = text.slice(0, at) + pieces[draw(pieces.length)]! + text.slice(at)
      else if (kind === 2) text = text.slice(0, at) + text.slice(at + draw(9))
      else text = text.slice(0, at) + pick().slice(draw(20))
    }
    const bytes = Buffer.from(text, 'latin1')
    const isRefused = (): boolean => {
      try {
        writePhp(readPhp(bytes))
      } catch (error) {
        if (error instanceof DeserializeError) return true
        throw error
      }
      return false
    }
    if (isSlow(isRefused)) slow.push(text)
    if (isRefused()) refusals++
  }
  Error.stackTraceLimit = stackTraceLimit
  expect(refusals).toBeGreaterThan(50_000)
  expect(refusals).toBeLessThan(100_000)
  expect(slow).toEqual([])
}, 60_000)
