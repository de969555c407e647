/** The encoding of session data, by the grammar in src/serializers/modern-tags.ts. */
import { getHeapStatistics } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { CartoucheError, DeserializeError } from '../../src/index.js'
import { decodeData, encodeData } from '../../src/serializers/modern.js'
import { timeOfWork } from '../support/time.js'

const session = (values: object): Map<unknown, unknown> => new Map(Object.entries(values))
const encode = (value: unknown): string => encodeData(new Map([['a', value]]))
const again = (value: unknown): unknown => decodeData(encode(value)).get('a')
const nested = (levels: number, inner: unknown = 1): unknown => {
  let value = inner
  for (let level = 0; level < levels; level++) value = [value]
  return value
}

/** Bytes that were sent to somewhere else. */
function detached(): Uint8Array {
  const bytes = Uint8Array.of(1, 2)
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
  return bytes
}

/** What a function throws. */
function thrown(run: () => unknown): CartoucheError {
  try {
    run()
  } catch (error) {
    if (error instanceof CartoucheError) return error
    throw error
  }
  return expect.unreachable('nothing was thrown')
}

describe('plain data are JSON, to the byte', () => {
  test.each<[string, object]>([
    ['nothing', {}],
    ['null and booleans', { a: null, b: true, c: false }],
    ['numbers', { a: 0, b: -1.5, c: 1e21, d: 5e-324, e: 2 ** 53 }],
    ['text', { a: '', b: 'é€😀', c: '"\\\n\u0000', d: '~d', e: '{"~d":1}' }],
    ['lone surrogates', { a: '\ud83d', '\ude00': '\ude00\ud83d' }],
    ['arrays and objects', { a: [1, [2, []], { b: {} }] }],
    ['keys like indices', { b: 1, 10: 2, 9: { x: 1, 3: 2 } }],
    ['keys with a mark beside others', { a: { '~d': 1, b: 2 }, '~m': 1 }],
    [
      'keys of prototypes',
      JSON.parse('{"__proto__":{"a":1},"constructor":1,"toJSON":[2]}') as object,
    ],
  ])('%s', (_, values) => {
    const text = JSON.stringify(Object.fromEntries(Object.entries(values)))
    expect(encodeData(session(values))).toBe(text)
    expect(decodeData(text)).toEqual(new Map(Object.entries(JSON.parse(text) as object)))
  })

  test('whatever it is', () => {
    const dictionary = fc.dictionary(fc.string({ minLength: 1, unit: 'binary' }), fc.jsonValue())
    fc.assert(
      fc.property(dictionary, (values) => {
        const text = JSON.stringify(values)
        fc.pre(!text.includes('{"~') && !text.includes('-0') && !/:-0[,}\]]/.test(text))
        const data = session(JSON.parse(text) as object)
        expect(encodeData(data)).toBe(text)
        expect(decodeData(text)).toEqual(data)
      }),
    )
  })
})

describe('what JSON has not is a tag', () => {
  test.each<[unknown, string]>([
    [new Date(1_700_000_000_000), '{"~d":1700000000000}'],
    [new Date(-1), '{"~d":-1}'],
    [new Date(Number.NaN), '{"~d":null}'],
    [0n, '{"~n":"0"}'],
    [-(2n ** 64n), '{"~n":"-18446744073709551616"}'],
    [Uint8Array.of(), '{"~b":""}'],
    [Uint8Array.of(255, 254, 1), '{"~b":"__4B"}'],
    [Uint8Array.of(255), '{"~b":"_w"}'],
    [[undefined], '[{"~v":0}]'],
    [-0, '{"~v":1}'],
    [Number.NaN, '{"~v":2}'],
    [Infinity, '{"~v":3}'],
    [-Infinity, '{"~v":4}'],
    [new Set(), '{"~s":[]}'],
    [
      new Set([1, '1', undefined, new Set([Number.NaN])]),
      '{"~s":[1,"1",{"~v":0},{"~s":[{"~v":2}]}]}',
    ],
    [new Map(), '{"~m":[]}'],
    [
      new Map<unknown, unknown>([
        ['b', 1],
        ['1', undefined],
        [1, [2n]],
        [[3], new Map()],
      ]),
      '{"~m":["b",1,"1",{"~v":0},1,[{"~n":"2"}],[3],{"~m":[]}]}',
    ],
    [{ '~d': 1 }, '{"~~d":1}'],
    [{ '~': { '~~': 0 } }, '{"~~":{"~~~":0}}'],
    [{ '~m': [new Date(0)] }, '{"~~m":[{"~d":0}]}'],
  ])('%o', (value, text) => {
    expect(encode(value)).toBe(`{"a":${text}}`)
    expect(again(value)).toStrictEqual(value)
  })

  test('the session itself, where a key of it is no text or looks like a tag', () => {
    const numbers = new Map<unknown, unknown>([
      [1, 'one'],
      ['1', 'text'],
    ])
    expect(encodeData(numbers)).toBe('{"~m":[1,"one","1","text"]}')
    expect(decodeData('{"~m":[1,"one","1","text"]}')).toEqual(numbers)
    expect(encodeData(session({ '~m': [1, 2] }))).toBe('{"~~m":[1,2]}')
    expect(decodeData('{"~~m":[1,2]}')).toEqual(session({ '~m': [1, 2] }))
  })

  test('bytes have memory of their own, and are no Buffer', () => {
    const bytes = again(Buffer.from('abc')) as Uint8Array
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype)
    expect([bytes, bytes.buffer.byteLength]).toEqual([Uint8Array.of(97, 98, 99), 3])
  })

  test('a part of a buffer is written alone', () => {
    expect(encode(new Uint8Array(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2))).toBe(
      '{"a":{"~b":"AgM"}}',
    )
  })
})

describe('as in JSON', () => {
  test('what is undefined is left out, but in arrays', () => {
    const data = new Map<unknown, unknown>([
      ['a', undefined],
      ['b', { c: undefined, '~d': 1 }],
      [1, undefined],
      ['d', { '~d': undefined }],
    ])
    expect(encodeData(data)).toBe('{"b":{"~~d":1},"d":{}}')
    expect(
      encodeData(
        new Map([
          [1, undefined],
          ['1', 5],
        ] as [unknown, unknown][]),
      ),
    ).toBe('{"1":5}')
    expect(
      encodeData(
        new Map([
          [1, undefined],
          [2, 5],
        ]),
      ),
    ).toBe('{"~m":[2,5]}')
  })

  test('holes are undefined', () => {
    const holes = [1] as unknown[]
    holes[2] = 3
    expect(again(holes)).toStrictEqual([1, undefined, 3])
  })

  test('symbols as keys and properties of arrays are left out', () => {
    expect(encode(Object.assign([1], { a: 2 }))).toBe('{"a":[1]}')
    expect(encode({ [Symbol('s')]: 1, b: 2 })).toBe('{"a":{"b":2}}')
  })

  test('objects without a prototype come back as others', () => {
    expect(again(Object.assign(Object.create(null), { b: 1 }))).toStrictEqual({ b: 1 })
  })

  test('what stands in two places is written twice', () => {
    const shared = { b: [1n] }
    const [first, second] = again([shared, shared]) as object[]
    expect([first, second]).toEqual([shared, shared])
    expect(first).not.toBe(second)
  })
})

test.each([
  '{ b: [true, undefined] }',
  'Object.assign(Object.create(null), { b: 1 })',
  'new Map([[1, new Map([["b", 2]])]])',
  'new Set(["b", 1, -0, NaN])',
  'new Date(1e12)',
  'new Date(NaN)',
  'new Uint8Array([1, 255])',
])('%s of another realm is as one of this', (expression) => {
  const own = new Function(`return ${expression}`) as () => unknown
  expect(encode(runInNewContext(`(${expression})`))).toBe(encode(own()))
})

describe('of a Map or Set all is written, whatever iterator a subclass has', () => {
  /** Has many values for a key, and gives each by itself. */
  class MultiMap extends Map<string, unknown[]> {
    override *[Symbol.iterator](): MapIterator<[string, never]> {
      for (const [key, values] of this.entries()) for (const _ of values) yield [key, _ as never]
    }
    override get size(): number {
      return 0
    }
  }
  class Doubled extends Set<number> {
    override *[Symbol.iterator](): SetIterator<number> {
      for (const member of this.values()) yield* [member, member]
    }
  }

  test.each<[object, string]>([
    [new MultiMap([['b', [1, 2]]]), '{"~m":["b",[1,2]]}'],
    [new Doubled([1, 2]), '{"~s":[1,2]}'],
  ])('%#', (value, text) => {
    expect(encode(value)).toBe(`{"a":${text}}`)
    expect(encode(again(value))).toBe(encode(value))
  })

  test('the data themselves too', () => {
    expect(encodeData(new MultiMap([['b', [1, 2]]]))).toBe('{"b":[1,2]}')
  })
})

test('what an accessor gives is written', () => {
  const object = {
    get b() {
      return { c: new Date(0) }
    },
  }
  expect(encode(object)).toBe('{"a":{"b":{"c":{"~d":0}}}}')
})

describe('prototypes that were tampered with', () => {
  const define = (target: object, name: string, descriptor: PropertyDescriptor): void => {
    Object.defineProperty(target, name, { ...descriptor, configurable: true })
  }

  afterEach(() => {
    for (const target of [Object.prototype, Array.prototype]) {
      for (const name of ['toJSON', 'b', '~d']) delete (target as Record<string, unknown>)[name]
    }
  })

  test.each([Object.prototype, Array.prototype])('toJSON is not called (%#)', (target) => {
    const value = { b: [1, { c: new Date(0) }], d: new Set([2n]), '~d': { '~': 1 } }
    const text = encode(value)
    define(target, 'toJSON', { value: () => 'called' })
    const written = encode(value)
    delete (target as Record<string, unknown>)['toJSON']
    expect(written).toBe(text)
  })

  test('a setter takes no property', () => {
    const set = (): never => expect.unreachable('a setter was called')
    for (const name of ['b', '~d']) define(Object.prototype, name, { get: () => 'polluted', set })
    const value = { c: { '~d': [new Date(0)] }, b: { b: -0 } }
    expect(encode(value)).toBe('{"a":{"c":{"~~d":[{"~d":0}]},"b":{"b":{"~v":1}}}}')
    expect(again(value)).toEqual(value)
  })

  test('a frozen Object.prototype is in nobody’s way', () => {
    const run = (text: string): unknown =>
      runInNewContext(`Object.freeze(Object.prototype);(${text})`)
    const value = run('{ toString: [1n], constructor: { valueOf: new Date(0) } }')
    expect(encode(value)).toBe('{"a":{"toString":[{"~n":"1"}],"constructor":{"valueOf":{"~d":0}}}}')
  })

  test('__proto__ is a key, and pollutes nothing', () => {
    const text = '{"__proto__":{"a":{"__proto__":[{"~s":[]}]}},"b":{"~~__proto__":{"~d":0}}}'
    const data = decodeData(text)
    expect(encodeData(data)).toBe(text)
    expect([...data.keys()]).toEqual(['__proto__', 'b'])
    expect(Object.getPrototypeOf(data.get('__proto__'))).toBe(Object.prototype)
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
  })
})

describe('what a session cannot hold is refused, with its place and a way out', () => {
  class Money {
    cents = 1
  }
  test.each<[unknown, string]>([
    [() => 1, 'cannot hold a function; store'],
    [Symbol('s'), 'cannot hold a symbol; store'],
    [Promise.resolve(1), 'cannot hold a Promise; await it first'],
    [detached(), 'cannot hold a Uint8Array; its buffer was transferred: store a copy made before'],
    [new Proxy(new Map(), {}), 'hold a Proxy of a Map (or its like); store a plain copy'],
    [new Proxy(new Set(), {}), 'hold a Proxy of a Set (or its like); store a plain copy'],
    [new Proxy(new Date(0), {}), 'hold a Proxy of a Date (or its like); store a plain copy'],
    [
      new Proxy(new Uint8Array(1), {}),
      'hold a Proxy of a Uint8Array (or its like); store a plain copy',
    ],
    [new Proxy(Buffer.from('a'), {}), 'hold a Proxy of a Buffer (or its like); store a plain copy'],
    [new URL('https://example.org'), 'cannot hold an object of class URL; store'],
    [/x/, 'cannot hold a RegExp; store'],
    [new Error('x'), 'cannot hold an object of class Error; store'],
    [Object(1), 'cannot hold an object of class Number; store'],
    [Object('x'), 'cannot hold an object of class String; store'],
    [Object(1n), 'cannot hold an object of class BigInt; store'],
    [new Money(), 'cannot hold an object of class Money; store'],
    [new Uint16Array(1), 'cannot hold a Uint16Array; store a Uint8Array'],
    [
      new DataView(new ArrayBuffer(1)),
      'cannot hold an object of class DataView; store a Uint8Array',
    ],
    [new ArrayBuffer(1), 'cannot hold an object of class ArrayBuffer; store'],
    [new WeakMap(), 'cannot hold a WeakMap; store'],
    [{ toJSON: () => 1 }, 'toJSON: A session cannot hold a function'],
    [Object.create({ a: 1 }), 'cannot hold an object of class Object; store'],
    [1n << 32_768n, 'cannot hold a bigint; store one of at most 4,096 bytes'],
  ])('%#', (value, message) => {
    const error = thrown(() => encodeData(session({ cart: [0, { when: value }] })))
    expect(error.code).toBe('BAD_VALUE')
    expect(error.message).toContain(message)
    expect(error.path).toMatch(/^cart\[1\]\.when/)
    expect(error.message.startsWith(`${error.path}: `)).toBe(true)
  })

  test.each<[Map<unknown, unknown>, string]>([
    [new Map([[Symbol('s'), 1]]), '[key]'],
    [new Map([[1, { b: Symbol('s') }]]), '[1].b'],
    [session({ a: new Map([[{ b: () => 1 }, 1]]) }), 'a[key].b'],
    [session({ a: new Map([[5n, new Set([[() => 1]])]]) }), 'a[5][member][0]'],
    [session({ 'secret text': () => 1 }), '["…"]'],
  ])('the path %#', (data, path) => {
    expect(thrown(() => encodeData(data)).path).toBe(path)
  })

  test('the largest bigints are kept', () => {
    for (const int of [(1n << 32_767n) - 1n, -(1n << 32_767n)]) expect(again(int)).toBe(int)
  })
})

describe('circles', () => {
  const circle = (make: (self: unknown[]) => unknown[]): unknown => {
    const self: unknown[] = []
    self.push(...make(self))
    return { b: [self] }
  }
  test.each<[string, unknown, string]>([
    ['in arrays', circle((self) => [1, self]), 'a.b[0][1]'],
    ['that unfold to long text', circle((self) => ['x'.repeat(2000), self]), 'a.b[0][1]'],
    ['through objects', circle((self) => [{ c: self }]), 'a.b[0][0].c'],
    ['through a Map', circle((self) => [new Map([[5, self]])]), 'a.b[0][0][5]'],
    ['through a Set', circle((self) => [new Set([self])]), 'a.b[0][0][member]'],
    ['through a key', circle((self) => [new Map([[self, 1]])]), 'a.b[0][0][key]'],
  ])('%s are named', (_, value, path) => {
    const error = thrown(() => encode(value))
    expect([error.code, error.path]).toEqual(['BAD_VALUE', path])
    expect(error.message).toContain('cannot hold what holds itself')
  })

  test('of the session itself', () => {
    const data = new Map<string, unknown>()
    data.set('a', { b: data })
    expect(thrown(() => encodeData(data)).path).toBe('a.b')
  })
})

describe('limits', () => {
  const tooLong = (value: unknown): void => {
    const error = thrown(() => encode(value))
    expect([error.code, error.path]).toEqual(['LIMIT', undefined])
    expect(error.message).toContain('65536 characters')
  }

  test.each([
    ['-0', -0],
    ['NaN', Number.NaN],
    ['undefined', undefined],
    ['a Date', new Date(0)],
  ])('what becomes too long of %s alone is given up when that is certain', (_, value) => {
    let looks = 0
    const get = (all: unknown[], name: string | symbol): unknown => {
      if (typeof name === 'string' && /^\d+$/.test(name)) looks++
      return Reflect.get(all, name)
    }
    const many = new Proxy(
      Array.from({ length: 20_000 }, () => value),
      { get },
    )
    expect(() => encodeData(new Map([['a', many]]))).toThrow('65536 characters')
    // Each is `{"~v":0}` at least.
    expect(looks).toBeLessThanOrEqual(65_536 / 8 + 10)
  })

  test('an object of too many keys is refused before its values are copied', () => {
    let looks = 0
    const property = { enumerable: true, get: () => looks++ }
    const names = Array.from({ length: 20_000 }, (_, n) => `k${n}`)
    const properties = Object.fromEntries(names.map((name) => [name, property]))
    const error = thrown(() => encode(Object.defineProperties({}, properties)))
    expect(error.message).toContain('Too many keys')
    expect(looks).toBeLessThanOrEqual(1000)
  })

  test('65,536 characters are written and read, one more is not', () => {
    const fits = new Map([['a', 'x'.repeat(65_536 - '{"a":""}'.length)]])
    expect(decodeData(encodeData(fits))).toEqual(fits)
    tooLong(`${fits.get('a')}x`)
    tooLong('\n'.repeat(32_768))
    expect(() => decodeData(`${encodeData(fits)} `)).toThrow(DeserializeError)
  })

  test.each<[string, () => unknown]>([
    ['bytes', () => new Uint8Array(60_000)],
    ['a gigabyte of bytes', () => new Uint8Array(2 ** 30)],
    ['a list without end', () => Array.from({ length: 2 }).concat(Array(2 ** 31))],
    ['a key', () => ({ ['x'.repeat(70_000)]: 1 })],
    [
      'what is shared 2^40 times',
      () => {
        let value: unknown = []
        for (let level = 0; level < 40; level++) value = [value, value]
        return value
      },
    ],
  ])('%s over it ends early', (_, make) => {
    const value = make()
    const start = timeOfWork()
    tooLong(value)
    expect(timeOfWork() - start).toBeLessThan(1000)
  })

  test('500 levels are written and read, the session among them; one more is not', () => {
    for (const inner of [1, new Date(0), Number.NaN]) {
      expect(again(nested(499, inner))).toEqual(nested(499, inner))
    }
    for (const inner of [[], {}, new Map(), new Set(), { '~d': 1 }]) {
      const error = thrown(() => encode(nested(499, inner)))
      expect([error.code, error.path?.startsWith('a[0][0]')]).toEqual(['BAD_VALUE', true])
    }
    for (const [open, close] of [
      ['[', ']'],
      ['{"b":', '}'],
      ['{"~s":[', ']}'],
      ['{"~~b":', '}'],
    ]) {
      const text = (levels: number): string =>
        `{"a":${open!.repeat(levels)}0${close!.repeat(levels)}}`
      expect(encodeData(decodeData(text(499)))).toBe(text(499))
      expect(() => decodeData(text(500))).toThrow(DeserializeError)
      expect(() => decodeData(text(5000))).toThrow(DeserializeError)
    }
    expect(() => encode(nested(100_000))).toThrow(CartoucheError)
  })

  const keys = (size: number): object =>
    Object.fromEntries(Array.from({ length: size }, (_, at) => [`k${at}`, 0]))
  const numbers = (size: number): number[] => Array.from({ length: size }, (_, at) => at)

  test.each<[string, (size: number) => unknown]>([
    ['an object', keys],
    ['a Map', (size) => new Map(Object.entries(keys(size)))],
    ['a Set', (size) => new Set(numbers(size))],
  ])('1,000 keys of %s are written and read, one more is not', (_, make) => {
    expect(again(make(1000))).toEqual(make(1000))
    const error = thrown(() => encode(make(1001)))
    expect([error.code, error.path]).toEqual(['BAD_VALUE', 'a'])
  })

  test('4,000 keys in all are written and read, one more is not', () => {
    const data = (last: number): object => ({
      a: [keys(1000), keys(1000), new Set(numbers(1000)), keys(last)],
    })
    const full = session(data(999))
    expect(decodeData(encodeData(full))).toEqual(full)
    expect(thrown(() => encodeData(session(data(1000)))).path).toBe('a[3]')
  })

  test('what is left out counts as keys: it takes as long to look at', () => {
    const gone = Object.fromEntries(Object.keys(keys(900)).map((key) => [key, undefined]))
    expect(again([gone, gone])).toEqual([{}, {}])
    const many = Array.from({ length: 30_000 }, () => gone)
    const start = timeOfWork()
    expect(thrown(() => encode(many))).toMatchObject({ code: 'BAD_VALUE', path: 'a[4]' })
    expect(timeOfWork() - start).toBeLessThan(200)
    // As beside what is not plain.
    const one = { ...keys(1000), gone: undefined }
    for (const beside of [0, 0n]) {
      expect(thrown(() => encode([one, beside]))).toMatchObject({ path: 'a[0]' })
    }
  })

  describe('numbers chosen to be slow to find', () => {
    // Of 1,024 buckets all fall into the first: V8 hashes a bigint by its low 64 bits.
    const chosen = (size: number): bigint[] =>
      Array.from({ length: size }, (_, at) => (BigInt(at) << 64n) + 5n)
    const forms: readonly [string, (keys: readonly unknown[]) => unknown][] = [
      ['a Map', (keys) => new Map(keys.map((key) => [key, 0]))],
      ['a Set', (keys) => new Set(keys)],
    ]

    test.each(forms)('129 of them are no keys of %s', (_, make) => {
      expect(again(make(chosen(128)))).toEqual(make(chosen(128)))
      const error = thrown(() => encode([make(chosen(129))]))
      expect([error.code, error.path]).toEqual(['BAD_VALUE', 'a[0]'])
      expect(error.message).toMatch(/: Number keys are chosen so that they are slow to find$/)
      expect(again(make(numbers(1000)))).toEqual(make(numbers(1000)))
    })

    test('nor of a session', () => {
      const data = (size: number): Map<unknown, unknown> =>
        new Map(chosen(size).map((key) => [key, 0]))
      expect(decodeData(encodeData(data(128)))).toEqual(data(128))
      expect(thrown(() => encodeData(data(129))).code).toBe('BAD_VALUE')
    })

    test('texts with them are not read', () => {
      const tags = (size: number): string[] => chosen(size).map((key) => `{"~n":"${key}"}`)
      for (const text of [
        (size: number) => `{"a":{"~s":[${tags(size).join()}]}}`,
        (size: number) => `{"a":{"~m":[${tags(size).join(',0,')},0]}}`,
        (size: number) => `{"~m":[${tags(size).join(',0,')},0]}`,
      ]) {
        expect(decodeData(text(128)).size).toBeGreaterThan(0)
        expect(() => decodeData(text(129))).toThrow(DeserializeError)
      }
    })
  })

  test('texts with more keys are not read', () => {
    const object = (size: number): string => JSON.stringify(keys(size))
    expect(() => decodeData(object(1001))).toThrow(DeserializeError)
    expect(() =>
      decodeData(`{"a":${JSON.stringify(numbers(1001)).replace('[', '{"~s":[')}}}`),
    ).toThrow(DeserializeError)
    expect(() => decodeData(`{"a":[${`${object(999)},`.repeat(4)}${object(4)}]}`)).toThrow(
      DeserializeError,
    )
  })
})

describe('what is never written is not read', () => {
  test.each([
    '',
    'null',
    '1',
    '"a"',
    '[]',
    '[["a",1]]',
    '{',
    '{"a":1',
    '{"a":undefined}',
    '\ufeff{}',
    '{"~d":0}',
    '{"~s":[]}',
    '{"~b":""}',
    '{"~v":0}',
    '{"~m":[]}',
    '{"~m":["a",1]}',
    '{"~m":[1,{"~v":0}]}',
    '{"~":0}',
    '{"~x":0}',
  ])('as a session: %s', (text) => {
    const error = thrown(() => decodeData(text))
    expect(error).toBeInstanceOf(DeserializeError)
    expect([error.code, error.cause]).toEqual(['BAD_PAYLOAD', undefined])
  })

  test.each([
    '{"~":0}',
    '{"~x":0}',
    '{"~D":0}',
    '{"~sm":[]}',
    '{"~constructor":"a"}',
    '{"~__proto__":0}',
    '{"~toString":0}',
    '{"~d":"2020-01-01"}',
    '{"~d":"0"}',
    '{"~d":0.5}',
    '{"~d":8640000000000001}',
    '{"~d":true}',
    '{"~d":[0]}',
    '{"~d":{}}',
    '{"~n":0}',
    '{"~n":""}',
    '{"~n":"-0"}',
    '{"~n":"01"}',
    '{"~n":"+1"}',
    '{"~n":"0x1"}',
    '{"~n":" 1"}',
    '{"~n":"1n"}',
    '{"~n":true}',
    '{"~n":null}',
    '{"~n":["1"]}',
    '{"~b":"A"}',
    '{"~b":"AA=="}',
    '{"~b":"AB"}',
    '{"~b":"+/8"}',
    '{"~b":"A A"}',
    '{"~b":1}',
    '{"~b":[65]}',
    '{"~b":null}',
    '{"~v":5}',
    '{"~v":-1}',
    '{"~v":0.5}',
    '{"~v":"0"}',
    '{"~v":[0]}',
    '{"~v":null}',
    '{"~v":"length"}',
    '{"~v":"map"}',
    '{"~s":{}}',
    '{"~s":"a"}',
    '{"~s":null}',
    '{"~s":1}',
    '{"~s":[1,1]}',
    '{"~s":[{"~v":1}]}',
    '{"~s":[{"~v":2},{"~v":2}]}',
    '{"~m":{}}',
    '{"~m":[1]}',
    '{"~m":[1,2,3]}',
    '{"~m":[1,2,1,3]}',
    '{"~m":[{"~v":1},1]}',
    '{"~m":[[1,2]]}',
    '{"~m":{"length":2}}',
    '{"~s":{"length":0}}',
    '{"b":{"~v":0}}',
    '{"~~b":{"~v":0}}',
    '{"~~b":{"~x":0}}',
  ])('as a value: %s', (tag) => {
    expect(thrown(() => decodeData(`{"a":${tag}}`)).code).toBe('BAD_PAYLOAD')
    expect(() => decodeData(`{"b":[1,{"c":${tag}}]}`)).toThrow(DeserializeError)
  })

  test('as a bigint: ten thousand digits', () => {
    expect(() => decodeData(`{"a":{"~n":"${'9'.repeat(10_000)}"}}`)).toThrow(DeserializeError)
  })

  test('an error tells nothing of the text', () => {
    const error = thrown(() => decodeData('{"password":secret}'))
    expect(JSON.stringify([error.message, error.cause])).not.toMatch(/password|secret/)
  })
})

const leaf = fc.oneof(
  fc.constantFrom(null, true, false, -0, Number.NaN, Infinity, -Infinity, '~', '{"~d":0}'),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array(),
)
const key = fc.oneof(
  fc.constantFrom('~', '~~', '~d', '~m', '~v', '__proto__', 'constructor', 'toJSON', '', '1', '10'),
  fc.string({ unit: 'binary' }),
)
const anObject = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<object> =>
  fc
    .uniqueArray(fc.tuple(key, value), { maxLength: 4, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries))
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => {
  const item = fc.oneof(fc.constant(undefined), tie('value'))
  return {
    value: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(item, { maxLength: 4 }),
      anObject(tie('value')),
      fc.array(fc.tuple(item, item), { maxLength: 4 }).map((entries) => new Map(entries)),
      fc.array(item, { maxLength: 4 }).map((members) => new Set(members)),
    ),
  }
})
const sessions = fc.oneof(
  anObject(anything).map((values) => session(values)),
  fc.array(fc.tuple(anything, anything), { maxLength: 4 }).map((entries) => new Map(entries)),
)

/** Deeply the same, in order and prototypes too; matchers look at keys like `constructor`. */
function expectSame(one: unknown, other: unknown): void {
  expect(partsOf(one)).toEqual(partsOf(other))
  if (typeof one !== 'object' || one === null) expect(one).toBe(other)
  else expect(Object.getPrototypeOf(one)).toBe(Object.getPrototypeOf(other))
  const [parts, others] = [childrenOf(one), childrenOf(other)]
  expect(parts.length).toBe(others.length)
  for (const [at, part] of parts.entries()) expectSame(part, others[at])
}

/** What a value is besides the values in it. */
function partsOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime()
  if (value instanceof Uint8Array) return [...value]
  return typeof value === 'object' && value !== null ? Object.keys(value) : typeof value
}

function childrenOf(value: unknown): unknown[] {
  if (value instanceof Map) return [...value].flat()
  if (value instanceof Set) return [...value]
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.keys(value).map((key) => (value as Record<string, unknown>)[key])
}

describe('properties', () => {
  test('what is written comes back, and is written the same', () => {
    fc.assert(
      fc.property(sessions, (data) => {
        const text = encodeData(data)
        const back = decodeData(text)
        expectSame(back, data)
        expect(encodeData(back)).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  const tagLike = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        null,
        true,
        0,
        1,
        2,
        5,
        -1,
        0.5,
        '0',
        '-1',
        '01',
        'AA',
        'AB',
        'a',
        '__proto__',
      ),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom('~d', '~n', '~b', '~v', '~s', '~m', '~~d', '~', '~x', 'a', '__proto__'),
        tie('value'),
        {
          maxKeys: 2,
          noNullPrototype: true,
        },
      ),
    ),
  })).value

  test('a text is refused, or is what its data are written as', () => {
    let read = 0
    fc.assert(
      fc.property(fc.oneof(tagLike, fc.record({ a: tagLike })), (value) => {
        const text = JSON.stringify(value)
        let data: Map<unknown, unknown>
        try {
          data = decodeData(text)
        } catch (error) {
          expect(error).toBeInstanceOf(DeserializeError)
          return
        }
        read++
        expect(encodeData(data)).toBe(text)
      }),
      { numRuns: 3000 },
    )
    expect(read).toBeGreaterThan(100)
  })

  test('no text gives any other error, or changes a prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.tuple(sessions, fc.nat(), fc.string({ maxLength: 2 })).map(([data, at, change]) => {
        const text = encodeData(data)
        return text.slice(0, at % text.length) + change + text.slice((at % text.length) + 1)
      }),
    )
    fc.assert(
      fc.property(text, (text) => {
        try {
          expect(decodeData(text)).toBeInstanceOf(Map)
        } catch (error) {
          expect(error).toBeInstanceOf(DeserializeError)
        }
      }),
      { numRuns: 2000 },
    )
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  })
})

describe('what the plain way must not write', () => {
  class Cart extends Array<unknown> {
    toJSON(): string {
      return 'no'
    }
  }

  test.each([
    [{ '~d': 5, gone: undefined }, '{"a":{"~~d":5}}'],
    [{ '~s': ['a'], gone: undefined, also: undefined }, '{"a":{"~~s":["a"]}}'],
    [Cart.of(1, 2), '{"a":[1,2]}'],
    [Object.assign([1], { toJSON: () => 'no' }), '{"a":[1]}'],
  ])('%j', (value, text) => {
    expect(encode(value)).toBe(text)
  })

  test('a session whose only key is a mark, beside what is left out', () => {
    const data = new Map<string, unknown>([
      ['~theme', 'dark'],
      ['user', undefined],
    ])
    expect([...decodeData(encodeData(data))]).toEqual([['~theme', 'dark']])
  })

  test('ints count by their digits, so that a shared one does not unfold', () => {
    const ints = Array.from({ length: 2000 }, () => 1n << 32_000n)
    expect(() => encode(ints)).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  })
})

test.each(['{"a":{"~b":{"length":1000000000}}}', '{"a":{"~n":["1"]}}', '{"a":{"~v":"1"}}'])(
  'a tag holds what it must: %s',
  (text) => {
    expect(() => decodeData(text)).toThrow(expect.objectContaining({ code: 'BAD_PAYLOAD' }))
  },
)

test('to write objects with array indices as keys makes no room for those below', () => {
  const count = 3900
  const value: object[] = Array.from({ length: count }, () => JSON.parse('{"1022":0}') as object)
  const before = getHeapStatistics().used_heap_size
  const text = encode([...value, new Date(0)])
  // A careless engine takes twelve kilobytes for each.
  expect(getHeapStatistics().used_heap_size - before).toBeLessThan(count * 5000)
  expect(text).toBe(`{"a":[${'{"1022":0},'.repeat(count)}{"~d":0}]}`)
})

test.each(['{"4294967294":1,"7":{"~d":0},"b":2}', '{"__proto__":1,"0":{"~d":0}}'])(
  'keys of all kinds beside an index: %s',
  (text) => {
    const value = JSON.parse(text.replace('{"~d":0}', 'null')) as Record<string, unknown>
    for (const key of ['7', '0']) if (Object.hasOwn(value, key)) value[key] = new Date(0)
    expect(JSON.parse(encode(value))).toEqual({ a: JSON.parse(text) })
  },
)
