/** The bytes that `dumps` writes, form by form and protocol by protocol, and what it refuses. */
import { describe, expect, test } from 'vitest'
import { OptionError } from '../../../src/errors.js'
import {
  PyFloat,
  PickleError,
  PickleRegistry,
  Py2Str,
  PyByteArray,
  PyExt,
  PyFrozenSet,
  PyGlobal,
  PyNamedTuple,
  PyObject,
  PyPersistentId,
  PyStr,
  PyTuple,
  dumps,
  loads,
  pyFloat,
} from '../../../src/pickle/index.js'
import type { DumpOptions } from '../../../src/pickle/index.js'
import { thrownBy } from '../bytes.js'

type Protocol = 0 | 1 | 2 | 3 | 4 | 5

const latin1 = (pickle: Uint8Array): string => Buffer.from(pickle).toString('latin1')
const written = (value: unknown, protocol: Protocol, options: DumpOptions = {}): string =>
  latin1(dumps(value, { protocol, ...options }))

/** The pickle without protocol, frame and STOP. */
function body(value: unknown, protocol: Protocol): string {
  const text = written(value, protocol)
  const start = protocol < 2 ? 0 : text[2] === '\x95' ? 11 : 2
  return text.slice(start, -1)
}

describe('plain values: protocol 0, 2 and 4', () => {
  test.each<[string, unknown, string, string, string]>([
    ['None', null, 'N', 'N', 'N'],
    ['True', true, 'I01\n', '\x88', '\x88'],
    ['False', false, 'I00\n', '\x89', '\x89'],
    ['0', 0, 'I0\n', 'K\x00', 'K\x00'],
    ['255', 255, 'I255\n', 'K\xff', 'K\xff'],
    ['256', 256, 'I256\n', 'M\x00\x01', 'M\x00\x01'],
    ['65535', 65_535, 'I65535\n', 'M\xff\xff', 'M\xff\xff'],
    ['65536', 65_536, 'I65536\n', 'J\0\0\x01\0', 'J\0\0\x01\0'],
    ['-1', -1, 'I-1\n', 'J\xff\xff\xff\xff', 'J\xff\xff\xff\xff'],
    ['-1 as bigint', -1n, 'I-1\n', 'J\xff\xff\xff\xff', 'J\xff\xff\xff\xff'],
    ['2^31', 2 ** 31, 'L2147483648L\n', '\x8a\x05\0\0\0\x80\0', '\x8a\x05\0\0\0\x80\0'],
    ['-2^31', -(2 ** 31), 'I-2147483648\n', 'J\0\0\0\x80', 'J\0\0\0\x80'],
    [
      '-2^31-1',
      -(2 ** 31) - 1,
      'L-2147483649L\n',
      '\x8a\x05\xff\xff\xff\x7f\xff',
      '\x8a\x05\xff\xff\xff\x7f\xff',
    ],
    ['-2^39', -(2 ** 39), 'L-549755813888L\n', '\x8a\x05\0\0\0\0\x80', '\x8a\x05\0\0\0\0\x80'],
    ['1.5', 1.5, 'F1.5\n', 'G\x3f\xf8\0\0\0\0\0\0', 'G\x3f\xf8\0\0\0\0\0\0'],
    ['-0', -0, 'F-0.0\n', 'G\x80\0\0\0\0\0\0\0', 'G\x80\0\0\0\0\0\0\0'],
    ['1 as a float', pyFloat(1), 'F1.0\n', 'G\x3f\xf0\0\0\0\0\0\0', 'G\x3f\xf0\0\0\0\0\0\0'],
    ['2^53 is a float', 2 ** 53, 'F9007199254740992.0\n', 'GC@\0\0\0\0\0\0', 'GC@\0\0\0\0\0\0'],
    ['text', 'a', 'Va\np0\n', 'X\x01\0\0\0aq\0', '\x8c\x01a\x94'],
    ['text é', 'é', 'V\xe9\np0\n', 'X\x02\0\0\0\xc3\xa9q\0', '\x8c\x02\xc3\xa9\x94'],
    ['text \\ and LF', '\\\n', 'V\\u005c\\u000a\np0\n', 'X\x02\0\0\0\\\nq\0', '\x8c\x02\\\n\x94'],
    [
      'text €😀',
      '€😀',
      'V\\u20ac\\U0001f600\np0\n',
      'X\x07\0\0\0\xe2\x82\xac\xf0\x9f\x98\x80q\0',
      '\x8c\x07\xe2\x82\xac\xf0\x9f\x98\x80\x94',
    ],
    [
      'a lone surrogate',
      '\udc00',
      'V\\udc00\np0\n',
      'X\x03\0\0\0\xed\xb0\x80q\0',
      '\x8c\x03\xed\xb0\x80\x94',
    ],
    [
      'two surrogates',
      PyStr.fromCodePoints([0xd83d, 0xde00]),
      'V\\ud83d\\ude00\np0\n',
      'X\x06\0\0\0\xed\xa0\xbd\xed\xb8\x80q\0',
      '\x8c\x06\xed\xa0\xbd\xed\xb8\x80\x94',
    ],
    [
      'no bytes',
      new Uint8Array(),
      'c__builtin__\nbytes\np0\n(tRp1\n',
      'c__builtin__\nbytes\nq\0)Rq\x01',
      'C\0\x94',
    ],
    ['an empty list', [], '(lp0\n', ']q\0', ']\x94'],
    ['an empty tuple', new PyTuple(), '(t', ')', ')'],
    ['an empty dict', {}, '(dp0\n', '}q\0', '}\x94'],
    ['a list of one', [1], '(lp0\nI1\na', ']q\0K\x01a', ']\x94K\x01a'],
    ['a list of two', [1, 2], '(lp0\nI1\naI2\na', ']q\0(K\x01K\x02e', ']\x94(K\x01K\x02e'],
    ['a tuple of one', PyTuple.from([1]), '(I1\ntp0\n', 'K\x01\x85q\0', 'K\x01\x85\x94'],
    [
      'a tuple of four',
      PyTuple.of(1, 2, 3, 4),
      '(I1\nI2\nI3\nI4\ntp0\n',
      '(K\x01K\x02K\x03K\x04tq\0',
      '(K\x01K\x02K\x03K\x04t\x94',
    ],
    [
      'a dict of one',
      { a: 1 },
      '(dp0\nVa\np1\nI1\ns',
      '}q\0X\x01\0\0\0aq\x01K\x01s',
      '}\x94\x8c\x01a\x94K\x01s',
    ],
    [
      'a Map of two',
      new Map([
        [1, 2],
        [3, 4],
      ]),
      '(dp0\nI1\nI2\nsI3\nI4\ns',
      '}q\0(K\x01K\x02K\x03K\x04u',
      '}\x94(K\x01K\x02K\x03K\x04u',
    ],
    [
      'a set',
      new Set([1]),
      'c__builtin__\nset\np0\n((lp1\nI1\natp2\nRp3\n',
      'c__builtin__\nset\nq\0]q\x01K\x01a\x85q\x02Rq\x03',
      '\x8f\x94(K\x01\x90',
    ],
    [
      'a frozenset',
      new PyFrozenSet([1]),
      'c__builtin__\nfrozenset\np0\n((lp1\nI1\natp2\nRp3\n',
      'c__builtin__\nfrozenset\nq\0]q\x01K\x01a\x85q\x02Rq\x03',
      '(K\x01\x91\x94',
    ],
    [
      'a class',
      new PyGlobal('m', 'C'),
      'cm\nC\np0\n',
      'cm\nC\nq\0',
      '\x8c\x01m\x94\x8c\x01C\x94\x93\x94',
    ],
    [
      'a Python 2 str',
      new Py2Str(Buffer.from("it's\n\xff", 'latin1')),
      'S"it\'s\\n\\xff"\np0\n',
      "U\x06it's\n\xffq\0",
      "U\x06it's\n\xff\x94",
    ],
  ])('%s', (_, value, zero, two, four) => {
    expect([body(value, 0), body(value, 2), body(value, 4)]).toEqual([zero, two, four])
  })
})

test('protocol 1 is binary, but has no short tuples', () => {
  expect(body(true, 1)).toBe('I01\n')
  expect(body(2 ** 40, 1)).toBe('L1099511627776L\n')
  expect(body(PyTuple.of(1, 2), 1)).toBe('(K\x01K\x02tq\0')
  expect(body(new PyTuple(), 1)).toBe(')')
})

test('bytes have instructions from protocol 3 on, bytearrays from 5', () => {
  expect(body(Uint8Array.of(1, 2), 3)).toBe('C\x02\x01\x02q\0')
  expect(body(new Uint8Array(256), 3).slice(0, 5)).toBe('B\0\x01\0\0')
  expect(body(Uint8Array.of(1, 2), 2)).toBe(
    'c_codecs\nencode\nq\0X\x02\0\0\0\x01\x02q\x01X\x06\0\0\0latin1q\x02\x86q\x03Rq\x04',
  )
  expect(body(PyByteArray.of(1), 5)).toBe('\x96\x01\0\0\0\0\0\0\0\x01\x94')
  expect(body(PyByteArray.of(1), 4)).toBe(
    '\x8c\x08builtins\x94\x8c\x09bytearray\x94\x93\x94C\x01\x01\x94\x85\x94R\x94',
  )
  expect(body(new PyByteArray(), 3)).toBe('cbuiltins\nbytearray\nq\0)Rq\x01')
})

describe("a float's text is Python's repr", () => {
  test.each([
    [0, '0.0'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [1e15, '1000000000000000.0'],
    [9999999999999998, '9999999999999998.0'],
    [1e16, '1e+16'],
    [1.5e16, '1.5e+16'],
    [1e22, '1e+22'],
    [1e100, '1e+100'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [0.000123, '0.000123'],
    [1.5e-7, '1.5e-07'],
    [5e-324, '5e-324'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
  ])('%d', (value, text) => expect(written(pyFloat(value), 0)).toBe(`F${text}\n.`))
})

describe('frames', () => {
  test('a pickle of fewer than four bytes has none', () => {
    expect(written(null, 4)).toBe('\x80\x04N.')
    expect(written(7, 5)).toBe('\x80\x05K\x07.')
    expect(written(300, 4)).toBe('\x80\x04\x95\x04\0\0\0\0\0\0\0M\x2c\x01.')
  })

  test('a full one ends before the next value', () => {
    const text = written(['a'.repeat(40_000), 'b'.repeat(40_000), 'c', 'd'], 4)
    const frames = [...text.matchAll(/\x95(..)\0\0\0\0\0\0|\x95(...)\0\0\0\0\0/gs)]
    expect(frames.map(({ index }) => index)).toEqual([2, 80_026])
  })

  test('data of 64 KiB stands outside', () => {
    for (const value of ['x'.repeat(65_536), new Uint8Array(65_536)]) {
      const text = written([value, 1], 4)
      expect(text.slice(0, 5)).toBe('\x80\x04]\x94(')
      expect(text.slice(5 + 5 + 65_536)).toBe('\x95\x05\0\0\0\0\0\0\0\x94K\x01e.')
    }
    expect(written([new PyByteArray(65_536), 1], 5).slice(0, 6)).toBe('\x80\x05]\x94(\x96')
  })
})

describe('batches of 1000, with the quirks of the C pickler', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index % 200)
  const dict = (count: number) => new Map(numbers(count).map((_, index) => [index, null]))
  const endingIn = (text: string) => ({ asymmetricMatch: (value: string) => value.endsWith(text) })
  const tail = (value: unknown, protocol: Protocol) => body(value, protocol).slice(-12)

  test('a list', () => {
    expect(tail(numbers(1000), 4)).toEqual(endingIn('K\xc5K\xc6K\xc7e'))
    expect(tail(numbers(1001), 4)).toEqual(endingIn('\xc6K\xc7e(K\0e'))
  })

  test('a dict', () => {
    expect(tail(dict(1000), 4)).toEqual(endingIn('M\xe7\x03Nu(u'))
    expect(tail(dict(1001), 4)).toEqual(endingIn('u(M\xe8\x03Nu'))
    expect(tail(dict(1000), 0)).toEqual(endingIn('NsI999\nNs'))
  })

  test('a set', () => {
    const set = new Set(dict(1000).keys())
    expect(tail(set, 4)).toEqual(endingIn('\x03M\xe7\x03\x90(\x90'))
    expect(tail(set, 2)).toEqual(endingIn('\x03e\x85q\x02Rq\x03'))
  })

  test("an object's items look ahead", () => {
    const object = new PyObject('reduce', new PyGlobal('m', 'L'), new PyTuple())
    object.items.push(...numbers(1001))
    expect(tail(object, 4)).toEqual(endingIn('K\xc6K\xc7eK\0a'))
    object.items.pop()
    expect(tail(object, 4)).toEqual(endingIn('K\xc5K\xc6K\xc7e'))
  })
})

describe('what is shared is written once', () => {
  test('containers and equal strings', () => {
    const list = [1]
    expect(body([list, list, 'x', 'x'], 4)).toBe(']\x94(]\x94K\x01ah\x01\x8c\x01x\x94h\x02e')
  })

  test('with fresh strings, only what CPython always shares', () => {
    const options = { strings: 'fresh' } as const
    expect(written(['ab', 'ab', 'c', 'c', '', ''], 2, options)).toBe(
      '\x80\x02]q\0(X\x02\0\0\0abq\x01X\x02\0\0\0abq\x02X\x01\0\0\0cq\x03h\x03X\0\0\0\0q\x04h\x04e.',
    )
  })

  test('one-byte bytes and no bytes', () => {
    const value = [Uint8Array.of(5), Uint8Array.of(5), new Uint8Array(), new Uint8Array()]
    expect(body(value, 3)).toBe(']q\0(C\x01\x05q\x01h\x01C\0q\x02h\x02e')
    expect(body([Uint8Array.of(5, 6), Uint8Array.of(5, 6)], 3)).toBe(
      ']q\0(C\x02\x05\x06q\x01C\x02\x05\x06q\x02e',
    )
  })

  test('memo numbers above 255 take four bytes', () => {
    const lists = Array.from({ length: 256 }, () => [])
    expect(body([...lists, lists[255]], 1).slice(-12)).toBe(']r\0\x01\0\0j\0\x01\0\0e'.slice(-12))
  })

  test('circles', () => {
    const list: unknown[] = []
    list.push(list)
    expect(body(list, 2)).toBe(']q\0h\0a')
    const tuple = PyTuple.of<unknown>([])
    ;(tuple[0] as unknown[]).push(tuple)
    expect(body(tuple, 2)).toBe(']q\0h\0\x85q\x01a0h\x01')
    expect(body(tuple, 1)).toBe('(]q\0(h\0tq\x01a1h\x01')
    expect(body(tuple, 0)).toBe('((lp0\n(g0\ntp1\na00g1\n')
    expect(loads(dumps(tuple))).toEqual(tuple)
  })

  test('an object in its own arguments, and a frozenset in its own member', () => {
    const object = new PyObject('reduce', new PyGlobal('m', 'C'), PyTuple.of<unknown>([]))
    ;(object.args[0] as unknown[]).push(object)
    const again = loads(dumps(object, { protocol: 2 })) as PyObject
    expect((again.args[0] as unknown[])[0]).toBe(again)
    // As Python writes it, to which the tuple of arguments is another each time.
    expect(body(object, 2).slice(-7)).toBe('\x85q\x04R0h\x03')
    const member = new PyObject('reduce', new PyGlobal('m', 'C'), new PyTuple())
    const set = new PyFrozenSet([member])
    member.builds.push(set)
    expect(body(set, 4)).toMatch(/1h.$/s)
  })
})

describe('the memo', () => {
  const value = { first: ['a', 'a'], second: Array.from({ length: 300 }, () => ['b']) }

  test.each([0, 1, 2, 3, 4, 5] as const)(
    'minimal is smaller and means the same: %d',
    (protocol) => {
      const minimal = dumps(value, { protocol, memo: 'minimal' })
      expect(minimal.length).toBeLessThan(dumps(value, { protocol }).length * 0.95)
      expect(loads(minimal, { dicts: 'auto' })).toEqual(value)
    },
  )

  test('minimal keeps what is used again, with small numbers', () => {
    expect(written([['x'], 'x', ['y'], 'y'], 2, { memo: 'minimal' })).toBe(
      '\x80\x02](]X\x01\0\0\0xq\0ah\0]X\x01\0\0\0yq\x01ah\x01e.',
    )
  })
})

describe('classes and objects', () => {
  const C = new PyGlobal('m', 'C')

  test("up to protocol 2 names are Python 2's", () => {
    const range = new PyGlobal('builtins', 'range')
    expect(body(range, 2)).toBe('c__builtin__\nxrange\nq\0')
    expect(body(range, 3)).toBe('cbuiltins\nrange\nq\0')
    expect(body(new PyGlobal('builtins', 'TimeoutError'), 2)).toBe('cexceptions\nOSError\nq\0')
  })

  test('a class within a class is an attribute, until protocol 4 has dotted names', () => {
    const inner = new PyGlobal('m', 'A.B')
    expect(body(inner, 2)).toBe(
      'c__builtin__\ngetattr\nq\0cm\nA\nq\x01X\x01\0\0\0Bq\x02\x86q\x03Rq\x04',
    )
    expect(body(inner, 4)).toBe('\x8c\x01m\x94\x8c\x03A.B\x94\x93\x94')
  })

  test("the name of a class made in C is a string of its own, as CPython's is", () => {
    expect(body(new PyGlobal('datetime', 'datetime'), 4)).toBe(
      '\x8c\x08datetime\x94\x8c\x08datetime\x94\x93\x94',
    )
    expect(body(new PyGlobal('uuid', 'uuid'), 4)).toBe('\x8c\x04uuid\x94h\0\x93\x94')
  })

  test('an instance', () => {
    const object = new PyObject('newobj', C, PyTuple.of(1))
    expect(body(object, 2)).toBe('cm\nC\nq\0K\x01\x85q\x01\x81q\x02')
    expect(body(object, 0)).toBe('ccopy_reg\n__newobj__\np0\n(cm\nC\np1\nI1\ntp2\nRp3\n')
  })

  test('an instance with keyword arguments', () => {
    const object = new PyObject('newobj_ex', C, PyTuple.of(1), { k: 2 })
    expect(body(object, 4).slice(-15)).toBe('K\x01\x85\x94}\x94\x8c\x01k\x94K\x02s\x92\x94')
    expect(body(object, 2)).toMatch(/^cfunctools\npartial\n/)
    expect(body(object, 0)).toMatch(/^ccopy_reg\n__newobj_ex__\n/)
  })

  test('sizes at which the form changes', () => {
    const py2 = (size: number) => body(new Py2Str(new Uint8Array(size)), 2).slice(0, 5)
    expect([py2(255), py2(256)]).toEqual(['U\xff\0\0\0', 'T\0\x01\0\0'])
    const extension = (code: number) => body(new PyExt(code), 2)
    expect([255, 256, 65_535, 65_536].map(extension)).toEqual([
      '\x82\xff',
      '\x83\0\x01',
      '\x83\xff\xff',
      '\x84\0\0\x01\0',
    ])
    const int = (bits: bigint) => body(2n ** bits, 2).slice(0, 5)
    expect([int(2038n), int(2039n)]).toEqual(['\x8a\xff\0\0\0', '\x8b\0\x01\0\0'])
  })

  test('an old-style instance', () => {
    const object = new PyObject('inst', C, PyTuple.of(1, 2))
    expect(body(object, 0)).toBe('(I1\nI2\nim\nC\np0\n')
    expect(body(object, 1)).toBe('(cm\nC\nq\0K\x01K\x02oq\x01')
  })

  test('a state set by a function', () => {
    const object = new PyObject('reduce', C, new PyTuple())
    object.setters.push([new PyGlobal('m', 'set'), 7])
    expect(body(object, 2)).toBe('cm\nC\nq\0)Rq\x01cm\nset\nq\x02h\x01K\x07\x86R0')
  })

  test('extension codes and persistent ids', () => {
    expect(body(new PyExt(7), 2)).toBe('\x82\x07')
    expect(body(new PyExt(0x1234), 2)).toBe('\x83\x34\x12')
    expect(body(new PyExt(0x12345), 2)).toBe('\x84\x45\x23\x01\0')
    expect(body(new PyPersistentId('a b'), 0)).toBe('Pa b\n')
    expect(body(new PyPersistentId(7), 2)).toBe('K\x07Q')
  })

  test('a value that a registry takes is found again as itself', () => {
    const when = new Date(0)
    const registry = new PickleRegistry().add<Date>({
      module: 'm',
      name: 'Date',
      test: (value) => value instanceof Date,
      encode: (date) => new PyObject('reduce', C, PyTuple.of(date.getTime())),
    })
    expect(written([when, when], 2, { registry })).toBe(
      '\x80\x02]q\0(cm\nC\nq\x01K\0\x85q\x02Rq\x03h\x03e.',
    )
  })
})

describe('is refused', () => {
  class Point {
    x = 1
  }
  const setOf = (key: unknown) => new Set([key])

  test.each<[string, unknown, Protocol]>([
    ['undefined', undefined, 4],
    ['undefined in a list', [undefined], 4],
    ['a hole in a list', Object.assign([], { length: 1 }), 4],
    ['a function', () => 1, 4],
    ['a symbol', Symbol('s'), 4],
    ['an instance of a class', new Point(), 4],
    ['a Date without registry', new Date(), 4],
    ['a PyNamedTuple without its codec', new PyNamedTuple('app', 'Row', { id: 1 }), 4],
    ['an Int32Array', new Int32Array(1), 4],
    ['a boxed string', Object('s'), 4],
    ['a list as a key', new Map([[[], 1]]), 4],
    ['an object as a key', new Map([[{}, 1]]), 4],
    ['a set in a set', setOf(new Set()), 4],
    ['a set in a set, as a call', setOf(new Set()), 2],
    ['a bytearray in a frozenset', new PyFrozenSet([new PyByteArray()]), 4],
    ['a tuple with a list as a key', new Map([[PyTuple.of([]), 1]]), 4],
    ['a name with a line feed', new PyGlobal('m\nos', 'C'), 2],
    ['an empty name', new PyGlobal('m', ''), 2],
    ['a name that Python 2 cannot read', new PyGlobal('m', 'é'), 2],
    ['an extension code below protocol 2', new PyExt(1), 1],
    ['a persistent id of two lines', new PyPersistentId('a\nb'), 0],
    ['a persistent id that is no text', new PyPersistentId(1), 0],
    [
      'an old-style instance of a class within a class',
      new PyObject('inst', new PyGlobal('m', 'A.B'), new PyTuple()),
      0,
    ],
    ['an old-style instance without name', new PyObject('inst', new PyExt(1), new PyTuple()), 0],
  ])('%s', (_, value, protocol) => {
    const error = thrownBy(() => dumps(value, { protocol, registry: null }))
    expect(error).toBeInstanceOf(PickleError)
    expect(error).toMatchObject({ code: 'UNSUPPORTED', offset: undefined })
  })

  test('what a registry encodes to something else than a placeholder', () => {
    const registry = new PickleRegistry().add<Point>({
      module: 'm',
      name: 'Point',
      test: (value) => value instanceof Point,
      encode: () => [] as unknown as PyObject,
    })
    expect(thrownBy(() => dumps(new Point(), { registry }))).toMatchObject({ code: 'UNSUPPORTED' })
  })

  test.each([
    [{ protocol: 6 }, 'protocol'],
    [{ protocol: -1 }, 'protocol'],
    [{ protocol: '2' }, 'protocol'],
    [{ memo: 'none' }, 'memo'],
    [{ strings: 'all' }, 'strings'],
    [{ dicts: 'map' }, 'dicts'],
    [{ limits: { width: 1 } }, 'limits.width'],
  ])('an option that is wrong: %j', (options, option) => {
    const error = thrownBy(() => dumps(1, options as DumpOptions))
    expect(error).toBeInstanceOf(OptionError)
    expect(error).toMatchObject({ option })
  })
})

describe('nesting', () => {
  const nested = (levels: number, wrap: (value: unknown) => unknown): unknown => {
    let value: unknown = null
    for (let level = 0; level < levels; level++) value = wrap(value)
    return value
  }
  const wraps: [string, (value: unknown) => unknown][] = [
    ['lists', (value) => [value]],
    ['tuples', (value) => PyTuple.of(value)],
    ['objects', (value) => ({ value })],
    ['Maps', (value) => new Map([[1, value]])],
    ['placeholders', (value) => new PyObject('reduce', new PyGlobal('m', 'C'), PyTuple.of(value))],
  ]

  test.each(wraps)('of 500 levels is the default limit: %s', (name, wrap) => {
    const most = name === 'placeholders' ? 249 : 500
    for (const protocol of [0, 2, 4] as const) {
      expect(dumps(nested(most, wrap), { protocol })).toBeInstanceOf(Uint8Array)
      expect(thrownBy(() => dumps(nested(501, wrap), { protocol }))).toMatchObject({
        code: 'LIMIT',
      })
    }
  })

  test.each(wraps)('without limit ends in a PickleError, not a RangeError: %s', (_, wrap) => {
    const limits = { depth: Infinity }
    const error = thrownBy(() => dumps(nested(100_000, wrap), { limits }))
    expect(error).toBeInstanceOf(PickleError)
    expect(error).toMatchObject({ code: 'LIMIT' })
  })
})

test('a pickle written while another is being written', () => {
  const registry = new PickleRegistry().add<Date>({
    module: 'm',
    name: 'Date',
    test: (value) => value instanceof Date,
    encode: (date) =>
      new PyObject('reduce', new PyGlobal('m', 'C'), PyTuple.of(dumps(date.getTime()))),
  })
  const outer = dumps(['before', new Date(5), 'after'], { registry })
  const [before, object, after] = loads(outer) as [string, PyObject, string]
  expect([before, loads(object.args[0] as Uint8Array), after]).toEqual(['before', 5, 'after'])
})

test('a pickle is not changed by the next one', () => {
  const first = dumps('first')
  const copy = first.slice()
  dumps('second')
  expect(first).toEqual(copy)
  expect(first.buffer.byteLength).toBe(first.length)
})

test('a class that extends PyFloat is a float', () => {
  class Price extends PyFloat {}
  expect(dumps(new Price(1))).toEqual(dumps(new PyFloat(1)))
})

test.each([0, 2, 4] as const)(
  'protocol %i makes the key of a class once for all references',
  (protocol) => {
    let reads = 0
    const global = Object.defineProperty(new PyGlobal('module', 'Name'), 'name', {
      get: () => (reads++, 'Name'),
    })
    const one = dumps([global], { protocol })
    const readsForOne = reads
    expect(readsForOne).toBeGreaterThan(0)
    reads = 0
    const many = dumps(Array(1000).fill(global), { protocol })
    expect(reads).toBe(readsForOne)
    expect(many.length).toBeGreaterThan(one.length + 999)
    const equal = Array.from({ length: 1000 }, () => new PyGlobal('module', 'Name'))
    expect(many).toEqual(dumps(equal, { protocol }))
  },
)

test('bytes that were sent to somewhere else are an error, not empty', () => {
  const gone = Uint8Array.of(1, 2)
  structuredClone(gone.buffer, { transfer: [gone.buffer] })
  const error = thrownBy(() => dumps({ file: [gone] }))
  expect(error).toMatchObject({ code: 'UNSUPPORTED', path: 'file[0]' })
  expect((error as Error).message).toMatch(/copy made before/)
  expect(() => dumps(new Uint8Array())).not.toThrow()
})

describe('an error of the application’s own code', () => {
  class Money {
    constructor(readonly error: Error) {}
  }
  const registry = new PickleRegistry().add({
    module: 'shop',
    name: 'Money',
    decode: () => undefined,
    test: (value) => value instanceof Money,
    encode: ({ error }: Money) => {
      throw error
    },
  })
  const failureOf = (value: unknown): unknown => {
    try {
      return dumps(value, { registry })
    } catch (error) {
      return error
    }
  }

  test.each([
    new RangeError('The number 1.5 cannot be converted to a BigInt'),
    new RangeError('toFixed() digits argument must be between 0 and 100'),
    new TypeError('a mistake'),
  ])('goes on as it is: %s', (error) => {
    expect(failureOf([new Money(error)])).toBe(error)
    const digits = Object.defineProperty({}, 'price', {
      enumerable: true,
      get: () => {
        throw error
      },
    })
    expect(failureOf({ digits })).toBe(error)
  })

  test.each([
    new RangeError('Maximum call stack size exceeded'),
    new RangeError('Maximum call stack size exceeded.'),
    Object.assign(new Error('too much recursion'), { name: 'InternalError' }),
  ])('but a stack that has overflowed is a limit: %s', (error) => {
    expect(failureOf([new Money(error)])).toMatchObject({ code: 'LIMIT', limit: 'depth' })
    expect(failureOf([new Money(error)])).toMatchObject({ path: '[0]', cause: error })
    expect((failureOf([new Money(error)]) as Error).message).not.toContain('limits.depth')
  })
})
