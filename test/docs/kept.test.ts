/** What the table of docs/options.md says of each factory: what comes back of what is put in. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  PickleSerializer,
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedFormat,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { PyDateTime } from '../../src/pickle/index.js'

type Data = Record<string, unknown>

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const pickles: readonly SessionFactory<Data>[] = [
  unencryptedCookieSessionFactoryConfig(SECRET),
  signedCookieSessionFactory(SECRET, { serializer: new PickleSerializer() }),
]
const json: readonly SessionFactory<Data>[] = [signedCookieSessionFactory(SECRET)]

const modern: readonly SessionFactory<Data>[] = [
  sealedCookieSessionFactory(generateKey()),
  cookieSessionFactory(signedFormat(generateKey())),
]

class Carts extends Array<unknown> {}
class Prices extends Map<string, unknown> {}
class Tags extends Set<unknown> {}

class Mine {
  readonly a = 1
}

const REFUSED = Symbol('refused')
const SAME = Symbol('same')

const inTwoPlaces = (() => {
  const one = { a: 1 }
  return [one, one]
})()
const circle: unknown[] = []
circle.push(circle)

/** By row of the table: examples, what comes back with pickles, with JSON, and (`SAME` unless said) sealed or signed. */
const ROWS: Record<string, readonly (readonly [unknown, unknown, unknown, unknown?])[]> = {
  '`null`, booleans, text, arrays, plain objects': [
    [null, SAME, SAME],
    [[true, false, 'é', '\ud800', { a: [] }], SAME, SAME],
  ],
  'numbers, `NaN`, `Infinity` and `-0` among them': [
    [[0, -0, 1.5, 2 ** 53, Number.NaN, Infinity, -Infinity], SAME, SAME],
  ],
  'a bigint beyond 2^53': [[2n ** 70n, SAME, SAME]],
  'a smaller bigint, such as `10n`': [[10n, 10, 10]],
  'a `Map` whose keys are all text': [[new Map([['a', 1]]), { a: 1 }, { a: 1 }]],
  'a `Map` with other keys': [[new Map([[1, 2]]), SAME, { '1': 2 }]],
  'a `Set`': [[new Set([1]), SAME, REFUSED]],
  'a `Uint8Array` or `Buffer`': [
    [Uint8Array.of(1), SAME, REFUSED],
    [Buffer.of(1), Uint8Array.of(1), REFUSED, Uint8Array.of(1)],
  ],
  'a `Date`': [[new Date(0), PyDateTime.fromDate(new Date(0)), REFUSED]],
  'an object in two places': [[inTwoPlaces, SAME, SAME]],
  'an object that holds itself': [[circle, SAME, REFUSED, REFUSED]],
  'your own kinds of Array, Map and Set': [
    [Carts.of(1), [1], [1], [1]],
    [new Prices([['a', 1]]), { a: 1 }, { a: 1 }, new Map([['a', 1]])],
    [new Tags([1]), new Set([1]), REFUSED, new Set([1])],
  ],
  '`undefined`': [
    [undefined, REFUSED, REFUSED],
    [{ a: undefined }, REFUSED, REFUSED, {}],
    [[undefined], REFUSED, REFUSED],
    [new Set([undefined]), REFUSED, REFUSED],
    [new Map([['a', undefined]]), REFUSED, REFUSED],
  ],
  'functions, symbols, your own classes': [
    [() => 1, REFUSED, REFUSED, REFUSED],
    [Symbol('a'), REFUSED, REFUSED, REFUSED],
    [new Mine(), REFUSED, REFUSED, REFUSED],
  ],
}

function roundTrip(factory: SessionFactory<Data>, value: unknown): unknown {
  const { session, commit } = factory.open()
  session.set('value', value)
  const [[, line] = []] = commit()
  return factory.open(line!.split(';')[0]).session.get('value')
}

const table = readFileSync(new URL('../../docs/options.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('|')[1]?.trim())

describe.each(Object.entries(ROWS))('%s', (row, examples) => {
  test('is in the table', () => expect(table).toContain(row))

  test.each(examples)('%s', (value, withPickles, withJson, sealed = SAME) => {
    const kinds = [
      [pickles, withPickles],
      [json, withJson],
      [modern, sealed],
    ] as const
    for (const [factories, expected] of kinds) {
      for (const factory of factories) {
        if (expected === REFUSED) expect(() => roundTrip(factory, value)).toThrow(/cannot/)
        else expect(roundTrip(factory, value)).toStrictEqual(expected === SAME ? value : expected)
      }
    }
  })
})

test('an object in two places is one with pickles, two with all others', () => {
  const isOne = (factory: SessionFactory<Data>): boolean => {
    const [first, second] = roundTrip(factory, inTwoPlaces) as [object, object]
    return first === second
  }
  expect(pickles.map(isOne)).toEqual([true, true])
  expect([...json, ...modern].map(isOne)).toEqual([false, false, false])
})

test('every row of the table is tested', () => {
  const start = table.indexOf('you put in')
  const end = table.indexOf(undefined, start)
  expect(table.slice(start + 2, end)).toEqual(Object.keys(ROWS))
})
