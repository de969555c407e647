/** Shared values that unfold to very many: nothing that goes through a value may follow all of them. */
import { inspect } from 'node:util'
import { getHeapStatistics } from 'node:v8'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  Py2Str,
  PyCounter,
  PyDateTime,
  PyDecimal,
  PyDefaultDict,
  PyDeque,
  PyEnum,
  PyFraction,
  PyGlobal,
  PyNamedTuple,
  PyObject,
  PyOrderedDict,
  PyPersistentId,
  PyRange,
  PySlice,
  PyTuple,
  PyZoneInfo,
  loads,
} from '../../src/pickle/index.js'
import { bytes, thrownBy } from './bytes.js'

/** `make` of the one before, forty times: what is made of two is 2^40 in all. */
function forty(make: (one: unknown) => unknown): unknown {
  let value: unknown = null
  for (let level = 0; level < 40; level++) value = make(value)
  return value
}

const tuples = forty((one) => PyTuple.of(one, one))
const lists = forty((one) => [one, one])
const object = (...args: unknown[]): PyObject =>
  new PyObject('reduce', new PyGlobal('m', 'C'), PyTuple.of(...args))

const SHARED: readonly (readonly [string, unknown])[] = [
  ['tuples', tuples],
  ['a tuple of lists', PyTuple.of(lists)],
  ['an OrderedDict with a tuple as key', new PyOrderedDict([[tuples, 1]])],
  ['an OrderedDict with lists', new PyOrderedDict([['a', lists]])],
  [
    'OrderedDicts in each other',
    forty(
      (one) =>
        new PyOrderedDict([
          ['a', one],
          ['b', one],
        ]),
    ),
  ],
  ['OrderedDicts and lists', forty((one) => [new PyOrderedDict([['a', one]]), one, one])],
  ['a defaultdict', new PyDefaultDict('list', [['a', lists]])],
  ['a Counter', new PyCounter([[tuples, 1]])],
  ['slices', forty((one) => new PySlice(one, one, one))],
  ['members of enums', forty((one) => new PyEnum('m', 'E', PyTuple.of(one, one)))],
  ['namedtuples', forty((one) => new PyNamedTuple('m', 'T', { a: one, b: one }))],
  ['placeholders', forty((one) => object(one, one))],
  ['persistent ids', forty((one) => new PyPersistentId(PyTuple.of(one, one)))],
]

test.each(SHARED.filter(([name]) => name !== 'OrderedDicts and lists'))(
  '%s are not written out as JSON',
  (_, value) => {
    expect(thrownBy(() => JSON.stringify(value))).toMatchObject({ code: 'LIMIT' })
  },
)

describe.each(SHARED)('%s', (name, value) => {
  test('are printed, whatever the depth', () => {
    const isNative = /tuple|list|dict|Counter|persistent/i.test(name)
    const text = inspect(value, { depth: isNative ? 8 : null, maxArrayLength: 3 })
    expect(text.length).toBeLessThan(2 ** 20)
    if (!Array.isArray(value)) expect(String(value).length).toBeLessThan(1000)
  })
})

describe('JSON of what is shared a little', () => {
  test('is as it was', () => {
    const shared = PyTuple.of<unknown>(1, 'a')
    const dict = new PyOrderedDict<unknown, unknown>([
      ['a', shared],
      ['b', [shared, { c: new PyDateTime(2020, 3, 15) }]],
      ['d', new Map([[1, 2]])],
      ['e', undefined],
      ['f', new PyCounter<unknown>([[shared, 2]])],
      ['g', new Date(0)],
    ])
    expect(JSON.stringify(dict)).toBe(
      '{"a":[1,"a"],"b":[[1,"a"],{"c":"2020-03-15T00:00:00"}],"d":{},"f":[[[1,"a"],2]],' +
        '"g":"1970-01-01T00:00:00.000Z"}',
    )
    expect(JSON.stringify(new PySlice(1, PyTuple.of(2)))).toBe('{"start":1,"stop":[2],"step":null}')
    expect(JSON.stringify(new PyEnum('m', 'E', shared))).toBe('[1,"a"]')
    expect(JSON.stringify([undefined, shared, PyTuple.from([undefined])])).toBe(
      '[null,[1,"a"],[null]]',
    )
    expect(JSON.parse(JSON.stringify(object(1)))).toMatchObject({ kind: 'reduce', args: [1] })
  })

  test('has no end but its size where nothing is shared', () => {
    const entries = Array.from({ length: 50_000 }, (_, i) => [`k${i}`, [i, { i }]] as const)
    const dict = new PyOrderedDict(entries)
    expect(JSON.stringify(dict)).toBe(JSON.stringify(Object.fromEntries(entries)))
  })

  test('counts long text that is shared', () => {
    const text = 'x'.repeat(100_000)
    const few = PyTuple.from({ length: 5 }, () => text)
    expect(JSON.stringify(few).length).toBeGreaterThan(500_000)
    const many = PyTuple.from({ length: 1000 }, () => text)
    expect(thrownBy(() => JSON.stringify(many))).toMatchObject({ code: 'LIMIT' })
  })

  test('of a circle ends', () => {
    const dict = new PyOrderedDict<string, unknown>()
    dict.set('self', dict)
    expect(thrownBy(() => JSON.stringify(dict))).toMatchObject({ code: 'LIMIT' })
  })
})

describe('a name that is no text', () => {
  const nested = (): string => {
    let text = ']q\x00'
    for (let level = 1; level <= 40; level++) {
      const below = String.fromCharCode(level - 1)
      text += `0](h${below}h${below}eq${String.fromCharCode(level)}`
    }
    return text
  }

  test('of an attribute is not made text', () => {
    const pickle = bytes('\x80\x02', nested(), '0cbuiltins\ngetattr\ncm\nC\nh\x28\x86R)R.')
    expect((loads(pickle) as PyObject).global).toBe(undefined)
  })

  test('of an encoding is not made text', () => {
    const pickle = bytes('\x80\x02', nested(), '0c_codecs\nencode\nX\x01\0\0\0ah\x28\x86R.')
    expect(loads(pickle)).toBeInstanceOf(PyObject)
  })
})

describe('a time zone', () => {
  const { DateTimeFormat } = Intl
  let made = 0
  class Counting extends DateTimeFormat {
    constructor(...args: ConstructorParameters<typeof DateTimeFormat>) {
      made++
      super(...args)
    }
  }
  beforeEach(() => Object.assign(Intl, { DateTimeFormat: Counting }))
  afterEach(() => Object.assign(Intl, { DateTimeFormat }))

  const print = (zone: string): string[] =>
    Array.from({ length: 200 }, (_, i) =>
      new PyDateTime(2020, 1 + (i % 12), 5, 6, 7, 8, 0, new PyZoneInfo(zone)).toJSON(),
    )

  test('is asked for once, however many datetimes and objects there are', () => {
    expect(print('Asia/Tashkent')[0]).toBe('2020-01-05T06:07:08+05:00')
    expect(made).toBe(1)
    expect(print('No/Where')[0]).toBe('2020-01-05T06:07:08')
    expect(made).toBe(2)
  })
})

describe('as text and JSON', () => {
  const deques = forty((one) => new PyDeque([one, one]))
  const mixed = forty((one) => PyTuple.of([one, one]))

  test.each([
    ['tuples', tuples],
    ['deques', deques],
    ['tuples and lists', mixed],
  ])('%s are refused where they unfold to very many', (_, value) => {
    expect(thrownBy(() => String(value))).toMatchObject({ code: 'LIMIT' })
    expect(thrownBy(() => JSON.stringify(value))).toMatchObject({ code: 'LIMIT' })
  })

  test('others are as those of arrays', () => {
    const own: unknown[] = PyTuple.of<unknown>(1, [2, null], PyTuple.of('a', 'b'))
    expect(String(own)).toBe('1,2,,a,b')
    expect(own.join('; ')).toBe('1; 2,; a,b')
    own.push(own)
    expect(String(own)).toBe('1,2,,a,b,')
    expect(String(new PyDeque([1, [2]]))).toBe('1,2')
    expect(JSON.stringify(new PyDeque([1, PyTuple.of(2)]))).toBe('[1,[2]]')
  })
})

describe('what is made into text within an array is counted in each place', () => {
  test.each<[string, unknown]>([
    ['an int', 2n ** 32_000n],
    ['a decimal', new PyDecimal('9'.repeat(4200))],
    ['a fraction', new PyFraction(2n ** 32_000n + 1n, 3n)],
    ['bytes', new Uint8Array(4000)],
    ['a text of Python 2', new Py2Str(new Uint8Array(4000).fill(0x61))],
    ['a class', new PyGlobal('m'.repeat(2000), 'n'.repeat(2000))],
    ['a range', new PyRange(0n, 2n ** 32_000n, 1n)],
  ])('%s', (_, value) => {
    const error = expect.objectContaining({ code: 'LIMIT' }) as Error
    for (const all of [
      PyTuple.from(Array(9000).fill(value)),
      new PyDeque(Array(9000).fill(value)),
    ]) {
      expect(() => all.join()).toThrow(error)
      expect(() => String(all)).toThrow(error)
      expect(() => all.toLocaleString()).toThrow(error)
    }
    expect(String(PyTuple.of<unknown>(value, [value]))).toBe(`${String(value)},${String(value)}`)
  })

  test('as it is for a locale', () => {
    const own = PyTuple.of<unknown>(1234.5, new Date(0), PyTuple.of(null, 2))
    expect(own.toLocaleString('de')).toBe([...own].toLocaleString('de'))
    expect(new PyDeque([1234.5]).toLocaleString('de')).toBe('1.234,5')
  })
})

test('big ints are counted where JSON has their digits', () => {
  const big = 2n ** 30_000n
  const fractions = (count: number): PyTuple =>
    PyTuple.from(
      Array.from({ length: count }, (_, index) => new PyFraction(1n, big + BigInt(index))),
    )
  expect(JSON.stringify(fractions(16))).toContain('1/')
  expect(thrownBy(() => JSON.stringify(fractions(500)))).toMatchObject({ code: 'LIMIT' })
})

test('an array index as a key makes no room in JSON for those below it', () => {
  const count = 4000
  const value = PyTuple.from(
    Array.from({ length: count }, () => new PyOrderedDict([['1022', null]])),
  )
  const before = getHeapStatistics().used_heap_size
  const plain = (value as PyTuple).toJSON!() as unknown[]
  expect(getHeapStatistics().used_heap_size - before).toBeLessThan(count * 5000)
  expect(plain[7]).toEqual({ 1022: null })
  expect(
    JSON.stringify(
      new PyOrderedDict([
        ['__proto__', 1],
        ['1022', 2],
      ]),
    ),
  ).toBe('{"1022":2,"__proto__":1}')
})
