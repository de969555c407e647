/** The two ways to read JSON, and how it is written. What is expected was made by Python's json. */
import { getHeapStatistics } from 'node:v8'
import { describe, expect, test } from 'vitest'
import vm from 'node:vm'
import fc from 'fast-check'
import {
  Base64Serializer,
  baseCookieSessionFactory,
  JSONSerializer,
  PickleSerializer,
  signedCookieSessionFactory,
} from '../../src/index.js'
import type { CartoucheError } from '../../src/index.js'
import { Py2Str, PyDate, PyStr } from '../../src/pickle/index.js'
import { readJson } from '../../src/serializers/json-read.js'
import { isPlainJson } from '../../src/serializers/json-scan.js'
import { writeJson } from '../../src/serializers/json-write.js'
import { digitsMade } from '../support/digits-made.js'
import { timeOfWork } from '../support/time.js'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const json = new JSONSerializer()
const write = (value: unknown): string => new TextDecoder().decode(writeJson(value))

describe('read and written again, a text is what Python makes of it', () => {
  // Made by Python 3.11: json.dumps(json.loads(text))
  test.each([
    ['[1, 1.0, 10.00, -3.0, 100.50]', '[1, 1.0, 10.0, -3.0, 100.5]'],
    ['[1e5, 1E+2, 15e-1, 1.5e3]', '[100000.0, 100.0, 1.5, 1500.0]'],
    ['[-0, -0.0, 0.0, 0, 0e1]', '[0, -0.0, 0.0, 0, 0.0]'],
    ['[9007199254740993, -9007199254740993]', '[9007199254740993, -9007199254740993]'],
    ['[12345678901234567890123.0]', '[1.2345678901234568e+22]'],
    ['[1763999042.9999999]', '[1763999043.0]'],
    ['[9999999999999.9999]', '[10000000000000.0]'],
    ['[9999999999999.9991]', '[10000000000000.0]'],
    ['[4503599627370497.5]', '[4503599627370498.0]'],
    ['[0.00000000000000000000001]', '[1e-23]'],
    ['[1.00000000000000000000001]', '[1.0]'],
    ['[1763999042.118233, 12.9, 12.99, 0.05]', '[1763999042.118233, 12.9, 12.99, 0.05]'],
    ['[NaN, Infinity, -Infinity]', '[NaN, Infinity, -Infinity]'],
    ['{"10": 1, "9": 2, "a": 3, "09": 4}', '{"10": 1, "9": 2, "a": 3, "09": 4}'],
    [String.raw`{"b": 1, "\u0031": 2}`, '{"b": 1, "1": 2}'],
    ['{"b": 1, "1" : 2}', '{"b": 1, "1": 2}'],
    ['{"a": 1, "a": 2.0}', '{"a": 2.0}'],
    ['{"2": 1, "1": 2, "2": 3}', '{"2": 3, "1": 2}'],
    ['{"__proto__": {"a": 1.0}}', '{"__proto__": {"a": 1.0}}'],
    ['{"": 1.0, "a\\"1": ["1", "2"]}', '{"": 1.0, "a\\"1": ["1", "2"]}'],
    ['"\u007f\\u0000\u20ac\ud83d\ude00"', String.raw`"\u007f\u0000\u20ac\ud83d\ude00"`],
    [String.raw`"\b\f\n\r\t\/\"\\"`, String.raw`"\b\f\n\r\t/\"\\"`],
    [String.raw`["\ud83d", "\udE00"]`, String.raw`["\ud83d", "\ude00"]`],
    [' [ ]\n', '[]'],
    ['\t{ }', '{}'],
    ['[[], {}, null, true, false]', '[[], {}, null, true, false]'],
  ])('%s', (text, expected) => {
    expect(write(json.loads(bytesOf(text)))).toBe(expected)
    expect(write(readJson(text))).toBe(expected)
  })
})

describe('refused, as by Python', () => {
  test.each([
    ['nothing', ''],
    ['a comma too many', '[1,]'],
    ['a comma too many in an object', '{"a": 1,}'],
    ['a leading zero', '[01]'],
    ['a plus', '[+1]'],
    ['a point without digits', '[1.]'],
    ['a point first', '[.5]'],
    ['an exponent without digits', '[1e]'],
    ['single quotes', "['a']"],
    ['a key without quotes', '{a: 1}'],
    ['a number for a key', '{1: 1}'],
    ['a key without a value', '{"a"}'],
    ['an end missing', '["a", {"b": 1}'],
    ['a text without an end', '["a'],
    ['a text that ends in a backslash', '["a\\'],
    ['an unknown escape', String.raw`["\x41"]`],
    ['half an escape', String.raw`["\u12"]`],
    ['a control character', '["a\nb"]'],
    ['something behind', '[] []'],
    ['a form feed', '[1,\f2]'],
    ['a no-break space', '[1,\u00a02]'],
    ['a BOM', '\ufeff[]'],
    ['a wrong word', '[nul]'],
    ['a wrong bracket', '[1}'],
  ])('%s', (_, text) => {
    expect(() => json.loads(bytesOf(text))).toThrow(SyntaxError)
    expect(() => readJson(text)).toThrow(SyntaxError)
  })

  test('bytes that are not UTF-8', () => {
    expect(() => json.loads(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(TypeError)
  })

  test.each([
    ['arrays', '['.repeat(501) + ']'.repeat(501)],
    ['objects', '{"a":'.repeat(501) + '1' + '}'.repeat(501)],
  ])('%s in more than 500 levels', (_, text) => {
    expect(() => json.loads(bytesOf(text))).toThrow('Too deeply nested')
  })

  test('500 levels are read, also one after the other', () => {
    const text = '['.repeat(500) + ']'.repeat(500)
    expect(() => json.loads(bytesOf(text))).not.toThrow()
    expect(json.loads(bytesOf(`[${'[],'.repeat(600)}[]]`))).toHaveLength(601)
  })
})

test('any view of memory is read, as TextDecoder has it', () => {
  const { buffer } = Uint8Array.from(bytesOf('[1.0, 12345678901234567890]'))
  for (const view of [buffer, new DataView(buffer)]) {
    expect(write(json.loads(view as never))).toBe('[1.0, 12345678901234567890]')
  }
})

describe('what JSON cannot hold', () => {
  const circle: unknown[] = []
  circle.push({ circle })
  test.each([
    ['a cycle', circle],
    ['a Set', new Set()],
    ['a Date', new Date(0)],
    ['bytes', Uint8Array.of(1)],
    ['undefined', undefined],
    ['a function', () => 1],
    ['undefined in an object', { a: undefined }],
    ['a list for a key', new Map([[[], 1]])],
  ])('%s', (_, value) => {
    expect(() => writeJson(value)).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  })

  test('the same object twice is no cycle', () => {
    const twice = { a: 1 }
    expect(write([twice, twice])).toBe('[{"a": 1}, {"a": 1}]')
  })
})

describe('an error says where and what to do', () => {
  class Money {
    readonly cents = 1
  }
  const deep = Array.from({ length: 30 }).reduce<unknown>((inner) => ({ in: [inner] }), new Set())
  test.each<[unknown, string | undefined, string]>([
    [
      { cart: [1, 2, { when: new Date(0) }] },
      'cart[2].when',
      'cart[2].when: JSON cannot hold a Date; store seconds or ISO text, or use PickleSerializer',
    ],
    [[new Set()], '[0]', '[0]: JSON cannot hold a Set; store an array, or use PickleSerializer'],
    [
      new Map([['a b', Buffer.of(1)]]),
      '["…"]',
      '["…"]: JSON cannot hold a Buffer; store base64 text, or use PickleSerializer',
    ],
    [{ a: { ['x'.repeat(99)]: undefined } }, 'a["…"]', 'undefined; store null, or leave it out'],
    [{ a: [, 1] }, 'a[0]', 'undefined'], // oxlint-disable-line no-sparse-arrays -- a hole
    [{ f: () => 1 }, 'f', 'a function; store what describes it'],
    [{ a: new Map([[Symbol('x'), 1]]) }, 'a', 'a symbol as a key; use text'],
    [{ s: Symbol('secret') }, 's', 'a symbol'],
    [
      { user: new Money() },
      'user',
      'an object of class Money; store plain data: text, numbers, arrays and plain objects',
    ],
    [{ when: new PyDate(2020, 1, 1) }, 'when', 'a PyDate; store plain data'],
    [{ a: new Map([[[1], 1]]) }, 'a', 'an Array as a key; use text'],
    [
      new Map<unknown, unknown>([
        [5, 1],
        ['5', 2],
      ]),
      '[5]',
      'this key beside another of the same text; keep one of them',
    ],
    [
      {
        a: new Map<unknown, unknown>([
          [1, 1],
          [1n, 2],
        ]),
      },
      'a[1]',
      'this key beside another of the same text; keep one of them',
    ],
    [
      new Map<unknown, unknown>([
        [new PyStr('x'), 1],
        [new Py2Str(Uint8Array.of(120)), 2],
      ]),
      '[a Py2Str]',
      'this key beside another of the same text; keep one of them',
    ],
    [{ a: { big: -(10n ** 4300n) } }, 'a.big', 'Python reads no integer of more than 4300 digits'],
    [new Date(0), undefined, 'JSON cannot hold a Date'],
    [deep, 'in[0].in[0].in[0]….in[0].in[0].in[0]', 'a Set'],
  ])('%o', (value, path, message) => {
    let error: unknown
    try {
      writeJson(value)
    } catch (caught) {
      error = caught
    }
    expect(error).toMatchObject({ code: 'BAD_VALUE', message: expect.stringContaining(message) })
    expect((error as CartoucheError).path).toBe(path)
  })

  test.each<[string, object]>([
    ['Map', new Map()],
    ['Set', new Set()],
    ['Date', new Date(0)],
    ['Uint8Array', Uint8Array.of(1)],
    ['Buffer', Buffer.of(1)],
  ])('a Proxy of a %s', (kind, value) => {
    expect(() => writeJson({ cart: [new Proxy(value, {})] })).toThrow(
      `cart[0]: JSON cannot hold a Proxy of a ${kind} (or its like); store a plain copy of it`,
    )
  })

  test('of a session, from its keys on', () => {
    for (const factory of [
      signedCookieSessionFactory('s'),
      baseCookieSessionFactory(new Base64Serializer()),
    ]) {
      const { session, commit } = factory.open()
      session.set('cart', [{ when: new Date(0) }])
      expect(() => commit()).toThrow(/^cart\[0\]\.when: JSON cannot hold a Date; store seconds/)
    }
  })

  test('a circle and too many levels', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(() => writeJson({ a: circle })).toThrow(
      /^a\.self\.self\.self\.self\.self…\.self.*: JSON cannot hold a cycle or more than 500 levels/,
    )
  })
})

describe('an integer that is far too long is refused by its bits', () => {
  const huge = 1n << 500_000n

  test.each<[string, unknown]>([
    ['as a value', [huge]],
    ['as a key', new Map([[huge, 1]])],
    ['as a key of what cannot be written', new Map([[huge, undefined]])],
  ])('%s', (_, value) => {
    expect(digitsMade(() => new JSONSerializer().dumps(value))).toBe(0)
  })
})

test('a text that is too long is refused, also where it was never too long for its buffer', () => {
  expect(() => new JSONSerializer().dumps(Array(600_000).fill(0))).toThrow(
    expect.objectContaining({ code: 'LIMIT' }),
  )
})

test('an integer of 4,300 digits is written and read', () => {
  for (const value of [10n ** 4300n - 1n, 1n - 10n ** 4300n]) {
    expect(json.loads(json.dumps(value))).toBe(value)
  }
})

test('all entries of a Map are written, whatever iterator a subclass has', () => {
  class Odd extends Map<unknown, unknown> {
    override *[Symbol.iterator](): MapIterator<[unknown, unknown]> {
      yield ['c', 3]
    }
    override has(): boolean {
      return true
    }
  }
  const odd = new Odd([
    ['b', 1],
    [5, 2],
  ])
  expect(write({ a: odd })).toBe('{"a": {"b": 1, "5": 2}}')
})

test('values of another realm are what they are', () => {
  const value: unknown = vm.runInNewContext(
    '({ name: "Ana", tags: ["a", { b: 1 }], map: new Map([["c", null]]) })',
  )
  expect(write(value)).toBe('{"name": "Ana", "tags": ["a", {"b": 1}], "map": {"c": null}}')
  for (const [code, kind] of [
    ['new Date()', 'Date'],
    ['new Set()', 'Set'],
    ['new (class Money {})', 'Money'],
  ]) {
    expect(() => writeJson(vm.runInNewContext(code!))).toThrow(kind)
  }
})

describe('whatever was done to Object.prototype', () => {
  const text = '{"frozen": 1.0, "set": {"frozen": [], "set": 2.0}, "__proto__": {"x": 1.0}}'
  test.each<[string, PropertyDescriptor]>([
    ['frozen', { value: 1, writable: false }],
    ['set', { set: () => expect.unreachable('a setter was called') }],
    ['get', { value: () => 1 }],
    ['value', { value: 1 }],
  ])('%s', (name, descriptor) => {
    // oxlint-disable-next-line no-extend-native -- what others do
    Object.defineProperty(Object.prototype, name, { ...descriptor, configurable: true })
    let value: object
    let texts: string[]
    try {
      value = readJson(text) as object
      texts = [write(value), write(json.loads(bytesOf(text)))]
    } finally {
      delete (Object.prototype as Record<string, unknown>)[name]
    }
    expect(texts).toEqual([text, text])
    expect(Object.keys(value)).toEqual(['frozen', 'set', '__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })
})

test('64 KiB of keys that look like indices take no time', () => {
  for (const step of [1, 1024, 65_536, 262_144]) {
    const keys = Array.from({ length: 5000 }, (_, at) => String(((at + 1) * step) % 2 ** 32))
    const bytes = bytesOf(`{${[...new Set(keys)].map((key) => `"${key}":0`).join(',')}}`)
    const start = timeOfWork()
    json.loads(bytes)
    expect(timeOfWork() - start).toBeLessThan(200)
  }
})

describe('texts that are written one after the other or one inside the other', () => {
  test('are bytes of their own', () => {
    const first = json.dumps(['first'])
    json.dumps(['second'])
    expect(new TextDecoder().decode(first)).toBe('["first"]')
  })

  test('a getter may write a text while another is written', () => {
    const value = {
      get inner(): string {
        return new TextDecoder().decode(json.dumps({ a: [1, 2] }))
      },
    }
    expect(write(['before', value])).toBe(String.raw`["before", {"inner": "{\"a\": [1, 2]}"}]`)
  })

  test('a failure leaves nothing behind', () => {
    expect(() => writeJson(['long enough', () => 1])).toThrow('JSON cannot hold')
    expect(write([1])).toBe('[1]')
  })

  test('any length, with what must be escaped', () => {
    for (const length of [4093, 4094, 4095, 4096, 20_000]) {
      const text = 'x'.repeat(length)
      expect(write([text, 'é'.repeat(length)])).toBe(
        `["${text}", "${String.raw`\u00e9`.repeat(length)}"]`,
      )
    }
  })
})

/** Numbers in all the spellings that JSON knows, near the bounds where they come out differently. */
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }).map(String),
  fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.oneof(fc.constantFrom('0', '9', '99999999999999'), fc.nat(10 ** 13).map(String)),
      fc.constantFrom('', '.', '.0', '.00', '.000', '.9', '.99', '.999', '.9999'),
      fc.stringMatching(/^[0-9]{0,7}$/),
      fc.constantFrom('', '', '', 'e0', 'E5', 'e+3', 'e-2', 'e15', 'e22'),
    )
    .map(([sign, whole, point, digits, exponent]) => {
      const fraction = point === '' ? '' : point + (point === '.' && digits === '' ? '0' : digits)
      return sign + whole + fraction + exponent
    }),
)

const keyText = fc.oneof(
  fc.string().map((text) => JSON.stringify(text)),
  fc.nat(99).map((index) => `"${index}"`),
  fc.constant(String.raw`"\u0037"`),
)

const space = fc.constantFrom('', '', ' ', '\n', '\t ')

const { text: jsonText } = fc.letrec<{ text: string; array: string; object: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 5 },
    numberText,
    keyText,
    fc.constantFrom('null', 'true', 'NaN', '-Infinity'),
    tie('array'),
    tie('object'),
  ),
  array: fc
    .tuple(space, fc.array(tie('text'), { maxLength: 5 }))
    .map(([blank, items]) => `[${blank}${items.join(`${blank},`)}${blank}]`),
  object: fc
    .tuple(space, fc.array(fc.tuple(keyText, tie('text')), { maxLength: 5 }))
    .map(([blank, pairs]) => {
      const members = pairs.map(([key, value]) => `${key}${blank}:${blank}${value}`)
      return `{${blank}${members.join(`${blank},${blank}`)}${blank}}`
    }),
}))

describe('isPlainJson', () => {
  test('where it says yes, JSON.parse and our reader agree', () => {
    let plain = 0
    fc.assert(
      fc.property(jsonText, (text) => {
        if (isPlainJson(bytesOf(text))) plain++
        expect(write(json.loads(bytesOf(text)))).toBe(write(readJson(text)))
      }),
      { numRuns: 5000 },
    )
    expect(plain).toBeGreaterThan(500)
  })

  test.each([
    ['1.5', true],
    ['1.05', true],
    ['1.005', true],
    ['1.99', true],
    ['1.998', true],
    ['1.0', false],
    ['1.00', false],
    ['1.0005', false],
    ['1.9995', false],
    ['-0', false],
    ['-0.5', true],
    ['1e3', false],
    ['1.5E3', false],
    ['1234567890123', true],
    ['12345678901234', false],
  ])('%s: %s', (number, expected) => {
    expect(isPlainJson(bytesOf(`[${number}, ${number}]`))).toBe(expected)
  })

  test('says yes to an everyday session', () => {
    const text =
      '[1764000123, 1763999042.118233, {"_csrft_": "7e4a1e5b2", "price": 12.9, "at": 1764000123456, ' +
      String.raw`"name": "Ana M\u00fcller", "_f_": ["1 item", "2e5"], "a1": [0, -1, 0.25, {"b": null}]}]`
    expect(isPlainJson(bytesOf(text))).toBe(true)
  })
})

test('an array index as the key of a small object makes no room for those below it', () => {
  const count = 5900
  const text = `[${Array<string>(count).fill('{"1022": 0}').join(', ')}]`
  const before = getHeapStatistics().used_heap_size
  const value = readJson(text) as unknown[]
  // A careless engine takes twelve kilobytes for each.
  expect(getHeapStatistics().used_heap_size - before).toBeLessThan(count * 5000)
  expect(value[7]).toEqual({ 1022: 0 })
  expect(write(value)).toBe(text)
})

test('the highest array index stays where another follows', () => {
  const text = '{"4294967294": 1, "1022": 2}'
  expect(write(readJson(text))).toBe(text)
})

test('a key that was a float in a pickle is written as one, as Python writes it', () => {
  // pickle.dumps({2.0: 'a', -0.0: 'b', 3: 'c', '2': 'd'}, 2) of CPython
  const hex =
    '80027d710028474000000000000000580100000061710147800000000000000058010000006271024b03580100000063710358010000003271045801000000647105752e'
  const value = new PickleSerializer().loads(Buffer.from(hex, 'hex'))
  expect(String(new JSONSerializer().dumps(value))).toBe(
    '{"2.0": "a", "-0.0": "b", "3": "c", "2": "d"}',
  )
})
