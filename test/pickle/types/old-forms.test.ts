/** The forms in which older Pythons write the standard classes. */
import { describe, expect, test } from 'vitest'
import { dumps, loads } from '../../../src/pickle/index.js'
import {
  PyComplex,
  PyCounter,
  PyDate,
  PyDateTime,
  PyDecimal,
  PyDefaultDict,
  PyDeque,
  PyFraction,
  PyNamedTuple,
  PyOrderedDict,
  PyRange,
  PyTime,
  PyTimeDelta,
  PyUuid,
} from '../../../src/pickle/types/index.js'
import { PROTOCOLS, registry, type Protocol } from './cases.js'
import { CPICKLE, FRACTIONS, PYTHON2, SAFE_UUIDS } from './recorded-old.js'

const VALUES: Readonly<Record<string, unknown>> = {
  datetime: new PyDateTime(2020, 3, 15, 10, 30, 1, 240),
  date: new PyDate(2020, 2, 29),
  time: new PyTime(1, 2, 3, 4),
  timedelta: new PyTimeDelta(1, 2, 3),
  decimal: new PyDecimal('1.10'),
  fraction: new PyFraction(-1, 3),
  uuid: PyUuid.from('00112233-4455-6677-8899-aabbccddeeff'),
  uuids: [new PyUuid(2n ** 64n), new PyUuid(2n ** 127n)],
  ordereddict: new PyOrderedDict([
    ['b', 1],
    ['a', 2],
  ]),
  ordereddict_empty: new PyOrderedDict(),
  defaultdict: new PyDefaultDict('list', [['a', [1]]]),
  counter: new PyCounter([['a', 2]]),
  deque: new PyDeque([1, 2]),
  deque_bound: new PyDeque([1], 3),
  deque_empty: new PyDeque(),
  complex: new PyComplex(1, 2),
  range: new PyRange(1, 10, 3),
  namedtuple: new PyNamedTuple('app.models', 'Point', { x: 3, y: 4 }),
}

/** Names of values that hold a float, which a value made here would have to be told of. */
const WITH_FLOATS = ['ordereddict', 'deque', 'namedtuple']

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64')
const write = (value: unknown, protocol: number): string =>
  Buffer.from(dumps(value, { protocol: protocol as Protocol, registry })).toString('base64')

describe.each(Object.entries(PYTHON2))('%s of Python 2', (name, { pickles }) => {
  const texts = ['keep', 'latin1', 'bytes'] as const

  test.each(texts)('is read with py2str: %s', (py2str) => {
    for (const pickle of [...pickles, ...CPICKLE[name]!]) {
      expect(loads(bytesOf(pickle), { registry, py2str })).toEqual(VALUES[name])
    }
  })

  test('is written back as it was read', () => {
    for (const [protocol, pickle] of pickles.entries()) {
      expect(write(loads(bytesOf(pickle), { registry, py2str: 'keep' }), protocol)).toBe(pickle)
    }
  })

  if (WITH_FLOATS.includes(name)) return

  test.each(texts)('is new for Python 3, from %s', (py2str) => {
    const value = loads(bytesOf(pickles[2]!), { registry, py2str })
    for (const protocol of [3, 4, 5]) {
      // A Fraction keeps the form as text, which Python 3 wrote as well.
      const expected = name === 'fraction' && py2str !== 'keep' ? value : VALUES[name]
      expect(write(value, protocol)).toBe(write(expected, protocol))
    }
  })
})

test('a state that was read as text is written for Python 2 as bytes, which it can read', () => {
  const value = loads(bytesOf(PYTHON2['date']!.pickles[2]!), { registry, py2str: 'latin1' })
  expect(write(value, 2)).toBe(write(new PyDate(2020, 2, 29), 2))
})

test('a Fraction as text is written back as text', () => {
  for (const protocol of PROTOCOLS) {
    const value = loads(bytesOf(FRACTIONS[protocol]!), { registry })
    expect(value).toEqual([new PyFraction(-1, 3), new PyFraction(2)])
    expect(write(value, protocol)).toBe(FRACTIONS[protocol])
  }
})

test('the origin of a UUID is kept', () => {
  for (const protocol of PROTOCOLS) {
    for (const options of [{}, { dicts: 'auto' }, { exact: true }] as const) {
      const value = loads(bytesOf(SAFE_UUIDS[protocol]!), { registry, ...options })
      expect(value).toEqual([new PyUuid(5n), new PyUuid(5n), new PyUuid(5n)])
      expect(write(value, protocol)).toBe(SAFE_UUIDS[protocol])
    }
  }
})
