/** What real Rubies dumped is read, and what we dump is read by a real Ruby. */
import { describe, expect, test } from 'vitest'
import { DeserializeError } from '../../src/index.js'
import { PyFloat } from '../../src/pickle/index.js'
import { readMarshal } from '../../src/serializers/marshal/read.js'
import { RubyTime, RubyTimeWithZone } from '../../src/serializers/marshal/time.js'
import { RackSessionId, RubyString, RubySymbol } from '../../src/serializers/marshal/types.js'
import { writeMarshal } from '../../src/serializers/marshal/write.js'
import { writeRubyJson } from '../../src/serializers/ruby-json.js'
import { drawing } from '../formats/damage.js'
import { rubyTagged } from '../support/ruby-tagged.js'
import type { RubyTagged } from '../support/ruby-tagged.js'
import { askGenerator, findRubyWith } from '../support/ruby.js'
import { timeOfClock } from '../support/time.js'
import { readVectors } from '../support/vectors.js'

interface Vector {
  readonly name: string
  readonly hex: string
  readonly accepted: boolean
  readonly data?: RubyTagged
}

const vectors = readVectors<Vector>('languages/marshal')
const named = (accepted: boolean): [string, Vector][] =>
  vectors.filter((vector) => vector.accepted === accepted).map((vector) => [vector.name, vector])
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
const dumpOf = (value: unknown): string => Buffer.from(writeMarshal(value)).toString('latin1')

describe('plain data', () => {
  test.each(named(true))('%s', (_, { hex, data }) => {
    expect(rubyTagged(readMarshal(bytesOf(hex)))).toEqual(data)
  })

  test.each(named(true))('%s, written and read again', (_, { hex, data }) => {
    const ours = writeMarshal(readMarshal(bytesOf(hex)))
    expect(rubyTagged(readMarshal(ours))).toEqual(data)
  })

  /**
   * What Ruby itself does not dump in one way only: text of ASCII says so, one text that stands twice is one object,
   * and what a Time has beside its bytes comes in the order in which it was asked for first.
   */
  const OTHERWISE = new Set([
    'ascii',
    'empty',
    'nested',
    'nanoseconds',
    'indifferent',
    'a third',
    'local',
    'offset',
    'zoned',
    'times and links',
  ])

  test.each(named(true).filter(([name]) => !OTHERWISE.has(name)))(
    '%s, byte by byte',
    (_, { hex }) => {
      expect(Buffer.from(writeMarshal(readMarshal(bytesOf(hex)))).toString('hex')).toBe(hex)
    },
  )
})

const ruby = findRubyWith('active_support', 'ruby-activesupport')

test.runIf(ruby)('what we dump a real Ruby reads', () => {
  const accepted = vectors.filter(({ accepted }) => accepted)
  const dumps = accepted.map(({ hex }) => Buffer.from(writeMarshal(readMarshal(bytesOf(hex)))))
  const values = askGenerator<RubyTagged[]>(
    ruby!,
    'marshal.rb',
    dumps.map((d) => d.toString('hex')),
  )
  expect(values).toEqual(accepted.map(({ data }) => data))
})

describe('anything else is refused', () => {
  test.each(named(false))('%s', (_, { hex }) => {
    const bytes = bytesOf(hex)
    expect(() => readMarshal(bytes)).toThrow(
      expect.objectContaining({ name: 'DeserializeError', code: 'BAD_PAYLOAD' }),
    )
  })
})

describe('values of JavaScript', () => {
  test.each<[string, unknown, string]>([
    ['an integer', 7, '\u0004\bi\f'],
    ['a float', new PyFloat(1), '\u0004\bf\u00061'],
    ['a bigint that is small', 7n, '\u0004\bi\f'],
    ['a symbol', RubySymbol.for('a'), '\u0004\b:\u0006a'],
    ['a Map', new Map([[RubySymbol.for('a'), 1]]), '\u0004\b{\u0006:\u0006ai\u0006'],
    ['bytes', Uint8Array.of(255), '\u0004\b"\u0006\u00ff'],
  ])('%s', (_, value, dump) => {
    expect(dumpOf(value)).toBe(dump)
  })

  test('a Date comes back', () => {
    const dates = [new Date(0), new Date(1_700_000_000_123), new Date(Date.UTC(1850, 3, 1))]
    expect(readMarshal(writeMarshal(dates))).toEqual(dates)
  })

  test('what stands in two places is one object, and stays one', () => {
    const shared = ['x']
    const [one, other] = readMarshal(writeMarshal([shared, shared])) as [object, object]
    expect(one).toBe(other)
    const [a, b] = readMarshal(writeMarshal([['x'], ['x']])) as [object, object]
    expect(a).not.toBe(b)
  })

  test('a symbol is one object', () => {
    expect(RubySymbol.for('same')).toBe(RubySymbol.for('same'))
    expect(`${RubySymbol.for('same')}`).toBe('same')
    for (const wrong of ['\ud800', 7, undefined]) {
      expect(() => RubySymbol.for(wrong as string)).toThrow(/name must be/)
    }
  })

  const ruby = (text: string, encoding: string): RubyString =>
    new RubyString(Uint8Array.from(Buffer.from(text)), encoding)
  /** As one that another copy of the library has made. */
  const symbol = (name: string): object =>
    Object.assign(Object.create(RubySymbol.prototype) as object, { name })
  const digits = Uint8Array.of(16)
  const twins: readonly (readonly [string, unknown, unknown])[] = [
    ['a Float and an Integer', new PyFloat(1), 1],
    ['text and its bytes in UTF-8', 'Zoë', ruby('Zoë', 'UTF-8')],
    ['text and its bytes in US-ASCII', ruby('a', 'US-ASCII'), 'a'],
    ['ASCII in two encodings', ruby('a', 'Shift_JIS'), 'a'],
    ['bytes of ASCII, and text', Uint8Array.of(97), 'a'],
    ['bytes', Uint8Array.of(255), Uint8Array.of(255)],
    ['bytes of one encoding', ruby('é', 'Shift_JIS'), ruby('é', 'Shift_JIS')],
    ['empty text of two encodings', '', ruby('', 'Shift_JIS')],
    ['a symbol that was made twice', symbol('a'), RubySymbol.for('a')],
    ['Dates', new Date(5), new Date(5)],
    ['a time in two zones', new Date(5), new RubyTime(5, { offset: 3600 })],
  ]
  const others: readonly (readonly [unknown, unknown])[] = [
    ['a', RubySymbol.for('a')],
    [1, '1'],
    [true, 'true'],
    [null, 'null'],
    [':a', RubySymbol.for('a')],
    [2 ** 60, 2n ** 60n],
    ['é', ruby('é', 'Shift_JIS')],
    ['é', Uint8Array.from(Buffer.from('é'))],
    ['a', ruby('a', 'UTF-16LE')],
    ['', ruby('', 'UTF-16LE')],
    [new Date(5), new RubyTime(5, { microseconds: 1 })],
    [
      new RubyTime(5, { nanoseconds: { num: 1, den: 1, digits } }),
      new RubyTime(5, { nanoseconds: { num: 2, den: 1, digits } }),
    ],
  ]
  test('two keys that Ruby tells apart are two', () => {
    for (const [one, other] of others) {
      const map = new Map([
        [one, 1],
        [other, 2],
      ])
      expect(readMarshal(writeMarshal(map))).toEqual(map)
    }
  })

  const circle: unknown[] = []
  circle.push([circle])
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`k${at}`, at]))
  const levels = (depth: number): unknown =>
    Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1)

  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'a[0].b'],
    ['a function', () => 1, 'a[0].b'],
    ['a symbol of JavaScript', Symbol('x'), 'a[0].b'],
    ['a Set', new Set(), 'a[0].b'],
    ['an object of a class', new URL('https://shop.example'), 'a[0].b'],
    ['half a pair', '\ud800', 'a[0].b'],
    ['half a pair as a key', { '\udc00': 1 }, 'a[0].b[key]'],
    ['an invalid Date', new Date(Number.NaN), 'a[0].b'],
    ['a huge number', 2n ** 32_768n, 'a[0].b'],
    ['a circle', circle, 'a[0].b[0][0]'],
    ['a Proxy', new Proxy(new Map(), {}), 'a[0].b'],
    [
      '1 twice',
      new Map<unknown, unknown>([
        [1, 1],
        [1n, 2],
      ]),
      'a[0].b',
    ],
    ['too many keys', many, 'a[0].b'],
    ...twins.map(([name, ...keys]): [string, unknown, string] => [
      `two keys that are one: ${name}`,
      new Map(keys.map((key, at) => [key, at])),
      'a[0].b',
    ]),
  ])('%s is refused, with its place', (_, value, path) => {
    expect(() => writeMarshal(new Map([['a', [{ b: value }]]]))).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', path }),
    )
  })

  test('what is written can be read, up to the limits', () => {
    expect(readMarshal(writeMarshal(levels(500)))).toEqual(levels(500))
    expect(() => writeMarshal(levels(501))).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    const number = 2n ** 32_767n - 1n
    expect(readMarshal(writeMarshal([number, -number]))).toEqual([number, -number])
    expect(() => writeMarshal('x'.repeat(65_536))).toThrow(
      expect.objectContaining({ code: 'LIMIT' }),
    )
    expect(() => new RubyString(Uint8Array.of(1), 'no name')).toThrow(/encoding/)
    expect(() => new RubyTimeWithZone(0, 'UTC', { offset: null as never })).toThrow(/offset/)
  })

  test('a text that is too long is refused before all of it is looked at', () => {
    const long = `${'x'.repeat(65_536)}\ud800`
    const tooLong = expect.objectContaining({ code: 'LIMIT' })
    expect(() => writeMarshal(long)).toThrow(tooLong)
    expect(() => writeRubyJson(long, true)).toThrow(tooLong)
  })

  test('times are Dates', () => {
    const time = new RubyTime(1, { microseconds: 2, offset: 3600 })
    expect([time instanceof Date, time.getTime(), time.zone]).toEqual([true, 1, null])
    expect(readMarshal(writeMarshal(time))).toEqual(time)
    expect(String(new RackSessionId('abc'))).toBe('abc')
  })
})

test('100,000 dumps that somebody changed: a value or the typed error, soon', () => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const draw = drawing(20_261_127)
  const dumps = vectors.filter(({ hex }) => hex.length < 4000).map(({ hex }) => bytesOf(hex))
  let [read, longest] = [0, 0]
  for (let made = 0; made < 100_000; made++) {
    const bytes = changed(dumps, draw)
    read += Number(isRead(bytes))
    longest = Math.max(longest, spentOn(bytes))
  }
  Error.stackTraceLimit = stackTraceLimit
  expect(read).toBeGreaterThan(1000)
  expect(longest).toBeLessThan(10)
})

/** Milliseconds to read it, the least of a few times where it took long: the machine does other things too. */
function spentOn(bytes: Uint8Array): number {
  let least = Infinity
  for (let times = 0; times < 5 && least > 2; times++) {
    const started = timeOfClock()
    outcomeOf(bytes)
    least = Math.min(least, timeOfClock() - started)
  }
  return least
}

function outcomeOf(bytes: Uint8Array): unknown {
  try {
    return readMarshal(bytes)
  } catch (error) {
    return error
  }
}

/** What is read is written and read again as the same. */
function isRead(bytes: Uint8Array): boolean {
  let value: unknown
  try {
    value = readMarshal(bytes)
  } catch (error) {
    if (error instanceof DeserializeError) return false
    throw error
  }
  const again = writeMarshal(value)
  expect(Buffer.compare(writeMarshal(readMarshal(again)), again)).toBe(0)
  return true
}

function changed(dumps: readonly Uint8Array[], draw: (limit: number) => number): Uint8Array {
  const bytes = Uint8Array.from(dumps[draw(dumps.length)]!)
  const other = dumps[draw(dumps.length)]!
  if (draw(4) === 0)
    return Buffer.concat([
      bytes.subarray(0, draw(bytes.length)),
      other.subarray(draw(other.length)),
    ])
  for (let times = 1 + draw(3); times > 0; times--) bytes[draw(bytes.length)] = draw(256)
  return draw(5) === 0 ? bytes.subarray(0, draw(bytes.length)) : bytes
}
