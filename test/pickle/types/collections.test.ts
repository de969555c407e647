import { inspect } from 'node:util'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { PyGlobal, PyObject, PyTuple, dumps, loads } from '../../../src/pickle/index.js'
import {
  PyCounter,
  PyDate,
  PyDefaultDict,
  PyDeque,
  PyOrderedDict,
} from '../../../src/pickle/types/index.js'
import { leastRatio } from '../../support/time.js'
import { bytes } from '../bytes.js'
import { registry } from './cases.js'

const copy = <T>(value: T): T => loads(dumps(value, { registry }), { registry }) as T
const reduce = (name: string, ...args: unknown[]): PyObject =>
  new PyObject('reduce', new PyGlobal('collections', name), PyTuple.from(args))

test('they are Maps and Arrays', () => {
  for (const map of [new PyOrderedDict(), new PyDefaultDict(null), new PyCounter()]) {
    expect(map).toBeInstanceOf(Map)
    expect(copy(map).constructor).toBe(map.constructor)
  }
  expect(Array.isArray(new PyDeque())).toBe(true)
  expect(copy(new PyDeque())).toBeInstanceOf(PyDeque)
})

test('what was changed after reading is written', () => {
  const dict = copy(new PyOrderedDict<string, number>([['a', 1]]))
  dict.set('b', 2)
  expect([...copy(dict)]).toEqual([
    ['a', 1],
    ['b', 2],
  ])
  const deque = copy(new PyDeque([1], 3))
  deque.push(2)
  expect(copy(deque)).toEqual(new PyDeque([1, 2], 3))
})

test('equal keys are one, as in Python', () => {
  const object = reduce('OrderedDict')
  for (const key of [1, true, 'a']) object.pairs.push([key, String(key)])
  const dict = loads(dumps(object), { registry }) as PyOrderedDict
  expect([...dict]).toEqual([
    [1, 'true'],
    ['a', 'a'],
  ])
})

test('an object that is shared stays one', () => {
  const date = new PyDate(2020, 3, 15)
  const dict = copy(
    new PyOrderedDict([
      ['a', date],
      ['b', date],
    ]),
  )
  expect(dict.get('a')).toBe(dict.get('b'))
})

test('a factory is kept and never called', () => {
  const system = new PyGlobal('os', 'system')
  const dict = copy(new PyDefaultDict(system, [['a', 1]]))
  expect(dict.get('b')).toBeUndefined()
  expect(dict.factory).toEqual(system)
  expect(new PyDefaultDict('int').factory).toEqual(new PyGlobal('builtins', 'int'))
  expect(() => new PyDefaultDict('system' as never)).toThrow(
    expect.objectContaining({ name: 'OptionError', option: 'factory' }),
  )
  expect(() => new PyDefaultDict(undefined as never)).toThrow('factory must be an object, null or')
})

const BIG_COUNTS =
  'gASVdQAAAAAAAACMC2NvbGxlY3Rpb25zlIwHQ291bnRlcpSTlH2UKIwBYZRLAYwBYpSKCAAAAAAAAAAQjAFjlEsCjAFklIoIAAAAAAAAABCMAWWUiggBAAAAAAAAEIwBZpSKCQAAAAAAAAAAwIwBZ5RHP/gAAAAAAAB1hZRSlC4='

describe('a counter', () => {
  test('counts', () => {
    const counter = PyCounter.count(['b', 'a', 'b'])
    expect(counter.countOf('b')).toBe(2)
    expect(counter.countOf('c')).toBe(0)
    expect(counter.mostCommon()).toEqual([
      ['b', 2],
      ['a', 1],
    ])
    expect(counter.mostCommon(1)).toEqual([['b', 2]])
  })

  test.each([
    [
      'at once',
      '](ccollections\nCounter\n}(X\x01\x00\x00\x009K\x01X\x01\x00\x00\x003K\x01u\x85Re.',
    ],
    [
      'after all else, as a list holds itself',
      '](]q\0h\0accollections\nCounter\n}(X\x01\x00\x00\x009K\x01X\x01\x00\x00\x003K\x01u\x85Re.',
    ],
  ])('keeps the order of keys that look like integers, made %s', (_, pickle) => {
    // Python 3.11: pickle.dumps([Counter(['9', '3'])], 2), without the memo
    const read = loads(bytes(pickle), { dicts: 'auto' }) as PyCounter<string>[]
    expect([...read.at(-1)!]).toEqual([
      ['9', 1],
      ['3', 1],
    ])
  })

  test('sorts counts of every size', () => {
    // Python 3.12: pickle.dumps(Counter(a=1, b=2**60, c=2, d=2**60, e=2**60 + 1, f=-2**70, g=1.5))
    const counter = loads(Buffer.from(BIG_COUNTS, 'base64')) as PyCounter<string>
    expect(counter.countOf('b')).toBe(2n ** 60n)
    // What its most_common() gives there.
    expect(counter.mostCommon()).toEqual([
      ['e', 2n ** 60n + 1n],
      ['b', 2n ** 60n],
      ['d', 2n ** 60n],
      ['c', 2],
      ['g', 1.5],
      ['a', 1],
      ['f', -(2n ** 70n)],
    ])
    expectTypeOf(counter.countOf('b')).toEqualTypeOf<number | bigint>()
  })

  test('of a plain object', () => {
    const object = reduce('Counter', { b: 1, 2: 1 })
    for (const dicts of ['map', 'object', 'auto'] as const) {
      const read = loads(dumps(object), { registry, dicts })
      expect(read).toEqual(
        new PyCounter([
          ['2', 1],
          ['b', 1],
        ]),
      )
    }
  })
})

describe('a deque', () => {
  test('keeps its greatest length', () => {
    const deque = new PyDeque([1, 2, 3, 4], 3)
    expect(Array.from(deque)).toEqual([2, 3, 4])
    expect(deque.push(5, 6)).toBe(3)
    expect(Array.from(deque)).toEqual([4, 5, 6])
    expect(deque.unshift(1)).toBe(3)
    expect(Array.from(deque)).toEqual([1, 4, 5])
    expect(new PyDeque([1], 0)).toHaveLength(0)
  })

  const u2 = (value: number): number[] => [value & 0xff, value >> 8]
  const DEQUE = 'ccollections\ndeque\n'

  test.each<[string, (count: number) => Uint8Array]>([
    [
      'as arguments and as items',
      (count) =>
        bytes(`${DEQUE}](`, 'N'.repeat(count), 'eM', u2(count), '\x86R(', 'N'.repeat(count), 'e.'),
    ],
    [
      'once it is made',
      (count) =>
        bytes(
          `](${DEQUE}](`,
          'N'.repeat(count),
          'eM',
          u2(count),
          '\x86Rq\0e0h\0(',
          'N'.repeat(count),
          'e.',
        ),
    ],
  ])('is filled in time that grows with its items: %s', (_, pickle) => {
    expect(loads(pickle(9))).toHaveLength(9)
    const [many, few] = [pickle(16_000), pickle(4000)]
    const growth = leastRatio(
      () => loads(many),
      () => loads(few),
      10,
    )
    expect(growth).toBeLessThan(10)
  })

  test('is filled beyond its length with floats and ints told apart', () => {
    const float = 'G\x3f\xf0\0\0\0\0\0\0'
    const head = `\x80\x03${DEQUE}](K\x01${float}K\x02eK\x02\x86R`
    const written = (pickle: string): string =>
      Buffer.from(dumps(loads(bytes(pickle)), { protocol: 3 })).toString('latin1')
    expect(written(`${head}(${float}K\x01e.`)).toContain(`(${float}K\x01e`)
    expect(written(`](${head}q\0e0h\0(${float}K\x01e.`)).toContain(`(${float}K\x01e`)
  })

  test('gives plain arrays where it cannot know a length', () => {
    const deque = new PyDeque([1, 2, 3], 3)
    for (const made of [deque.map((x) => x), deque.slice(), deque.filter(Boolean)]) {
      expect(made.constructor).toBe(Array)
      expect(made).toEqual([1, 2, 3])
    }
    expect(PyDeque.of(7)).toEqual(new PyDeque([7]))
    expect(PyDeque.from([7, 8])).toEqual(new PyDeque([7, 8]))
  })

  test.each([-1, 1.5, NaN, '3' as never])('of the length %j is refused', (maxlen) => {
    expect(() => new PyDeque([], maxlen)).toThrow(
      expect.objectContaining({ name: 'OptionError', option: 'maxlen' }),
    )
  })
})

test.each([
  [new PyOrderedDict([['a', 1]]), "PyOrderedDict(1) [Map] { 'a' => 1 }", { a: 1 }],
  [new PyOrderedDict([[1, 2]]), 'PyOrderedDict(1) [Map] { 1 => 2 }', [[1, 2]]],
  [
    new PyDefaultDict('list', [['a', 1]]),
    "PyDefaultDict(1) [Map] { 'a' => 1, factory: <global builtins.list> }",
    { a: 1 },
  ],
  [PyCounter.count('a'), "PyCounter(1) [Map] { 'a' => 1 }", { a: 1 }],
  [new PyDeque([1, 2], 3), 'PyDeque(2) [ 1, 2, maxlen: 3 ]', [1, 2]],
])('is printed and goes into JSON', (value, printed, json) => {
  expect(inspect(value)).toBe(printed)
  expect(JSON.parse(JSON.stringify(value))).toEqual(json)
})

test('a key of any name is safe in JSON', () => {
  const text = JSON.stringify(new PyOrderedDict([['__proto__', { polluted: true }]]))
  expect(text).toBe('{"__proto__":{"polluted":true}}')
})
