/** The limits of writing, and that what is written can be read. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  Py2Str,
  PyByteArray,
  PyCounter,
  PyDateTime,
  PyDecimal,
  PyDefaultDict,
  PyDeque,
  PyEnum,
  PyFraction,
  PyFrozenSet,
  PyGlobal,
  PyNamedTuple,
  PyObject,
  PyOrderedDict,
  PySlice,
  PyTimeDelta,
  PyTimeZone,
  PyTuple,
  PyUuid,
  PyZoneInfo,
  dumps,
  enumCodec,
  loads,
  namedTupleCodec,
  standardRegistry,
} from '../../src/pickle/index.js'
import type { DumpOptions, PickleError } from '../../src/pickle/index.js'
import { DUMP_LIMITS, LOAD_LIMITS } from '../../src/pickle/limits.js'
import { leastRatio } from '../support/time.js'
import { bytes, thrownBy } from './bytes.js'

const int = (size: number): bigint => (1n << BigInt(8 * size - 1)) - 1n

describe('a limit of writing is an option', () => {
  test.each<[string, number, unknown, unknown, DumpOptions['protocol']?]>([
    ['output', 8, 'x'.repeat(1), 'x'.repeat(2), 3],
    ['digits', 9, 12345678n * 10n ** 0n, 12345678901n, 1],
    ['intBytes', 9, int(9), int(10)],
    [
      'keysPerDict',
      2,
      new Map([
        [1, 1],
        [2, 2],
      ]),
      { a: 1, b: 2, c: 3 },
    ],
    ['keys', 2, [{ a: 1 }, { a: 1 }], [{ a: 1 }, { a: 1, b: 2 }]],
    ['depth', 2, [[]], [[[]]]],
  ])('%s', (name, limit, good, bad, protocol = 4) => {
    const most = name === 'output' ? dumps(good, { protocol }).length : limit
    const options = { protocol, limits: { [name]: most } }
    expect(() => dumps(good, options)).not.toThrow()
    expect(thrownBy(() => dumps(bad, options))).toMatchObject({ code: 'LIMIT', limit: name })
    expect(() => dumps(bad, { protocol, limits: { [name]: Infinity } })).not.toThrow()
  })
})

describe('what is written by default is read by default', () => {
  test.each<[string, () => unknown]>([
    ['a tuple of many', () => PyTuple.from({ length: 300_000 }, () => 1)],
    ['a frozenset of many', () => new PyFrozenSet(Array.from({ length: 100_000 }, (_, i) => i))],
    ['many memo entries', () => Array.from({ length: 300_000 }, () => [])],
    ['many keys', () => new Map(Array.from({ length: 150_000 }, (_, i) => [i, null]))],
    ['the longest int', () => [int(4096), -int(4096) - 1n]],
    ['a Decimal of 4,300 digits', () => new PyDecimal('9'.repeat(4300))],
    ['a Fraction of long ints', () => new PyFraction(int(4096), int(4095))],
    ['containers in each other', () => nested(500)],
    ['containers in each other that are shared', () => chained(10, 200)],
    ['nearly 1 MiB', () => 'x'.repeat(2 ** 20 - 30)],
  ])('%s', (_, make) => {
    const value = make()
    const pickle = dumps(value)
    const copy = loads(pickle)
    expect(Buffer.compare(dumps(copy), pickle)).toBe(0)
  })

  test.each<[string, unknown, DumpOptions['protocol']?]>([
    ['more than 1 MiB', 'x'.repeat(2 ** 20)],
    ['an int that is too long', int(4097)],
    ['a number of too many digits', 10n ** 4300n, 0],
    ['too many containers in each other', nested(501)],
  ])('and what cannot be is refused: %s', (_, value, protocol = 4) => {
    expect(thrownBy(() => dumps(value, { protocol }))).toMatchObject({ code: 'LIMIT' })
  })

  test('limits that both sides have are the same', () => {
    const { output, ...rest } = DUMP_LIMITS
    expect(output).toBe(LOAD_LIMITS.input)
    expect(LOAD_LIMITS).toMatchObject(rest)
    for (const limit of Object.values({ ...LOAD_LIMITS, ...DUMP_LIMITS })) {
      expect(limit).toBeLessThan(Infinity)
    }
  })
})

describe('what is shared, and not copied, is read as often as it is written', () => {
  const text = 'n'.repeat(600)
  const list = Array.from({ length: 1000 }, () => true)
  const hour = new PyTimeDelta(0, 3600)
  const registry = standardRegistry()
    .add(namedTupleCodec('m', 'T', ['a', 'b']))
    .add(enumCodec('m', 'E'))

  const KINDS: readonly (readonly [string, (part: unknown) => unknown])[] = [
    ['slices', (part) => new PySlice(part, null)],
    ['named tuples', (part) => new PyNamedTuple('m', 'T', { a: part, b: 1 })],
    ['members of enums', (part) => new PyEnum('m', 'E', part)],
    ['time zones', (part) => new PyTimeZone(hour, String(part))],
    ['zones by name', (part) => new PyZoneInfo(String(part))],
    ['UUIDs', () => new PyUuid(7n)],
    ['Decimals', (part) => new PyDecimal(String(part).length)],
    ['datetimes', (part) => new PyDateTime(2020, 3, 15, 1, 2, 3, 4, objectWith(part))],
    ['defaultdicts', (part) => new PyDefaultDict(objectWith(part))],
    ['deques', (part) => new PyDeque([part])],
    ['Counters', (part) => new PyCounter([['a', part as number]])],
    ['sets', (part) => new Set([String(part)])],
    ['placeholders', objectWith],
  ]

  test.each(KINDS)('%s', (_, make) => {
    for (const part of [text, list, objectWith(list)]) {
      const value = Array.from({ length: 300 }, () => make(part))
      for (const protocol of [2, 4] as const) {
        const pickle = dumps(value, { registry, protocol })
        const copy = loads(pickle, { registry })
        expect(Buffer.compare(dumps(copy, { registry, protocol }), pickle)).toBe(0)
      }
    }
  })

  test('so is what stands in one place, however large', () => {
    const many = Array.from({ length: 20_000 }, () => true)
    const fields = Array.from({ length: 20_000 }, (_, at) => `f${at}`)
    const wide = standardRegistry().add(namedTupleCodec('m', 'W', fields))
    const values = Object.fromEntries(fields.map((field) => [field, true]))
    for (const value of [new PySlice(many, null), new PyNamedTuple('m', 'W', values)]) {
      expect(loads(dumps(value, { registry: wide }), { registry: wide })).toEqual(value)
    }
  })

  test('any of them together', () => {
    const shared = fc.constantFrom<unknown>(text, list, objectWith(list), 10n ** 400n, 1.5)
    const spec = fc.tuple(fc.constantFrom(...KINDS), shared)
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 8 }), fc.nat(100), (specs, times) => {
        const one = (): unknown[] => specs.map(([[, make], part]) => make(part))
        const all = Array.from({ length: times }, one)
        expect(loads(dumps(all, { registry }), { registry })).toHaveLength(times)
      }),
      { numRuns: 20 },
    )
  })
})

function nested(depth: number): unknown[] {
  let list: unknown[] = []
  for (let level = 1; level < depth; level++) list = [list]
  return list
}

/** Lists `depth` deep, each of which ends in the one before: deep as a whole, but written in pieces. */
function chained(count: number, depth: number): unknown[] {
  const chain: unknown[] = []
  for (let link = 0; link < count; link++) {
    let list: unknown[] = [chain.at(-1) ?? null]
    for (let level = 1; level < depth; level++) list = [list]
    chain.push(list)
  }
  return chain
}

test('an int that is fetched again and again is not written without end', () => {
  const pickle = bytes(
    '\x80\x02(\x8b\xfa\x06\0\0',
    '\x7f'.repeat(1786),
    'q\x00',
    'h\x00'.repeat(20_000),
    't.',
  )
  const value = loads(pickle)
  expect(thrownBy(() => dumps(value))).toMatchObject({
    code: 'LIMIT',
    limit: 'output',
    most: 2 ** 20,
  })
})

describe('of a Map or Set all is written, whatever a subclass says of it', () => {
  class OddMap extends Map<unknown, unknown> {
    override *[Symbol.iterator](): MapIterator<[unknown, unknown]> {
      yield [[1], 1]
    }
    override keys(): MapIterator<unknown> {
      return new Map([[[1], 1]]).keys()
    }
    override forEach(): void {}
    override get size(): number {
      return 7
    }
  }
  class OddSet extends Set<unknown> {
    override *[Symbol.iterator](): SetIterator<unknown> {
      yield [1]
    }
  }

  test.each([0, 1, 2, 3, 999, 1000, 1001])('of %i keys', (size) => {
    const entries = Array.from({ length: size }, (_, at) => [at, null] as const)
    const keys = entries.map(([key]) => key)
    for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
      const again = (value: unknown): unknown => loads(dumps(value, { protocol }))
      expect(again(new OddMap(entries))).toEqual(new Map(entries))
      expect(again(new OddSet(keys))).toEqual(new Set(keys))
    }
  })

  test('the keys of a Map are counted', () => {
    const many = new OddMap(Array.from({ length: 11 }, (_, at) => [at, null]))
    expect(thrownBy(() => dumps(many, { limits: { keysPerDict: 10 } }))).toMatchObject({
      limit: 'keysPerDict',
    })
  })

  test('an OrderedDict too', () => {
    class Odd extends PyOrderedDict {
      override *[Symbol.iterator](): MapIterator<[unknown, unknown]> {
        yield [[1], 1]
      }
    }
    const again = loads(dumps(new Odd([['a', 1]])))
    expect(again).toEqual(new PyOrderedDict([['a', 1]]))
  })
})

describe('what cannot be pickled is named by its place', () => {
  class Cart {
    readonly items = 1
  }
  const deep = (leaf: unknown): unknown => ({ cart: [1, 2, new Map([['when', leaf]])] })
  test.each<[string, unknown, string | undefined, RegExp]>([
    [
      'undefined',
      deep(undefined),
      'cart[2].when',
      /undefined cannot be pickled; leave it out, or store null$/,
    ],
    ['a function', deep(() => 1), 'cart[2].when', /function cannot be pickled; store data/],
    ['a symbol', deep(Symbol('s')), 'cart[2].when', /symbol cannot be pickled; store text/],
    [
      'an object',
      deep(new Cart()),
      'cart[2].when',
      /of class Cart cannot be pickled; store plain data, or add a codec/,
    ],
    ['a Date that is none', deep(new Date(NaN)), 'cart[2].when', /Date/],
    ['a long int', deep(int(5000)), 'cart[2].when', /limits\.(?:intBytes is 4096|digits is 4300)/],
    [
      'a symbol as a key',
      { a: new Map([[Symbol('s'), 1]]) },
      'a[s]',
      /symbol cannot be pickled; s/,
    ],
    [
      'a symbol beside true',
      new Map<unknown, unknown>().set(true, 1).set(Symbol('s'), 1),
      '[s]',
      /symbol cannot/,
    ],
    [
      'a symbol as a member',
      { a: new Set([Symbol('s')]) },
      'a[member]',
      /symbol cannot be pickled/,
    ],
    [
      'a Proxy of a Map',
      deep(new Proxy(new Map(), {})),
      'cart[2].when',
      /a Proxy of a Map \(or its like\) cannot be pickled; store a plain copy of it$/,
    ],
    ['of a Set', deep(new Proxy(new Set(), {})), 'cart[2].when', /a Proxy of a Set .* plain copy/],
    ['of a Date', deep(new Proxy(new Date(), {})), 'cart[2].when', /Proxy of a Date .* plain copy/],
    [
      'of bytes',
      deep(new Proxy(new Uint8Array(1), {})),
      'cart[2].when',
      /Proxy of a Uint8Array .* plain copy/,
    ],
    [
      'of an OrderedDict',
      deep(new Proxy(new PyOrderedDict(), {})),
      'cart[2].when',
      /Proxy of a PyOrderedDict .* plain copy/,
    ],
    [
      'of a Map as a key',
      new Map([[new Proxy(new Map(), {}), 1]]),
      '[a Proxy of a Map (or its like)]',
      /copy/,
    ],
    [
      'a bad key',
      { a: new Map([[[1], 1]]) },
      'a[an Array]',
      /A list cannot be a key in Python; use a PyTuple/,
    ],
    ['a bad member', { a: new Set([{}]) }, 'a[member]', /A dict cannot be a key/],
    [
      'in a set of tuples',
      { a: new Set([PyTuple.of<unknown>(1, new Cart())]) },
      'a[member][1]',
      /class Cart/,
    ],
    ['in an OrderedDict', { a: new PyOrderedDict([['b', [new Cart()]]]) }, 'a.b[0]', /class Cart/],
    ['in a state', { a: objectWith({ b: undefined }) }, 'a[0].b', /undefined/],
    ['the value itself', undefined, undefined, /^undefined cannot be pickled/],
    ['under an int', new Map([[7, undefined]]), '[7]', /undefined/],
    ['under a text that may be data', { 'ann@example.org': undefined }, '["…"]', /undefined/],
    ['under a long text', { ['k'.repeat(41)]: undefined }, '["…"]', /undefined/],
    ['under a tuple', new Map([[PyTuple.of(1), undefined]]), '[a PyTuple]', /undefined/],
  ])('%s', (_, value, path, message) => {
    for (const protocol of [0, 2, 4] as const) {
      const error = thrownBy(() => dumps(value, { protocol })) as Error
      expect((error as PickleError).path).toBe(path)
      expect(error.message).toMatch(message)
      if (path !== undefined) expect(error.message.startsWith(`${path}: `)).toBe(true)
    }
  })

  test('too deep: the steps at both ends are shown', () => {
    const error = thrownBy(() => dumps({ a: nested(600) }))
    expect(error).toMatchObject({ code: 'LIMIT', path: `a${'[0]'.repeat(5)}…${'[0]'.repeat(6)}` })
  })

  test('where a pickle gets too long says nothing of what is too long', () => {
    const error = thrownBy(() => dumps({ a: ['x'.repeat(2 ** 21)] }))
    expect(error).toMatchObject({ limit: 'output' })
    expect((error as PickleError).path).toBeUndefined()
  })

  test('a minimal memo names it too', () => {
    expect(thrownBy(() => dumps([undefined], { memo: 'minimal' }))).toMatchObject({ path: '[0]' })
  })
})

function objectWith(state: unknown): PyObject {
  const object = new PyObject('reduce', new PyGlobal('m', 'C'), new PyTuple())
  object.builds.push(state)
  return object
}

test('bytes that are too many are not copied to find that out', () => {
  const write = (bytes: Uint8Array): void => {
    const error = thrownBy(() => dumps(bytes, { protocol: 2 }))
    expect(error).toMatchObject({ limit: 'output' })
  }
  for (const make of [Uint8Array, PyByteArray]) {
    const [many, few] = [new make(2 ** 26), new make(2 ** 20)]
    expect(
      leastRatio(
        () => write(many),
        () => write(few),
        8,
      ),
    ).toBeLessThan(8)
  }
})

test('classes without a limit of their own are held to it', () => {
  const counter = new PyCounter(Array.from({ length: 3 }, (_, i) => [String(i), i]))
  expect(thrownBy(() => dumps(counter, { limits: { keysPerDict: 2 } }))).toMatchObject({
    limit: 'keysPerDict',
  })
  expect(() => dumps(new Py2Str(new Uint8Array(9)), { limits: { output: 60 } })).not.toThrow()
})
