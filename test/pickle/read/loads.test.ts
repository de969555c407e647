/** The options of `loads`, Python's rules for keys, and what an error tells. */
import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { OptionError } from '../../../src/errors.js'
import { floatKeyNotes, isNotedFloat, orderedKeys } from '../../../src/lib/hints.js'
import {
  PickleError,
  PickleRegistry,
  Py2Str,
  PyExt,
  PyFloat,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyPersistentId,
  PyStr,
  PyTuple,
  dumps,
  loads,
} from '../../../src/pickle/index.js'
import type { LoadOptions } from '../../../src/pickle/index.js'
import { bytes, thrownBy } from '../bytes.js'
import { timeOfWork } from '../../support/time.js'

const auto = { dicts: 'auto' } as const

describe('dicts', () => {
  const textKeys = '}(X\x01\0\0\0bK\x01X\x01\0\0\0aK\x02u.'
  const mixedKeys = '}(X\x01\0\0\0bK\x01K\x05K\x02u.'

  test('map: always a Map', () => {
    expect(loads(bytes(textKeys))).toEqual(
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
    )
    expect(loads(bytes('}.'))).toEqual(new Map())
  })

  test('auto: a plain object, unless a key is no str', () => {
    expect(loads(bytes(textKeys), auto)).toEqual({ b: 1, a: 2 })
    expect(loads(bytes('}.'), auto)).toEqual({})
    expect([...(loads(bytes(mixedKeys), auto) as Map<unknown, unknown>)]).toEqual([
      ['b', 1],
      [5, 2],
    ])
  })

  test('object: a plain object, and an error when a key is no str', () => {
    expect(loads(bytes(textKeys), { dicts: 'object' })).toEqual({ b: 1, a: 2 })
    const error = thrownBy(() => loads(bytes(mixedKeys), { dicts: 'object' }))
    expect(error).toMatchObject({ code: 'TYPE' })
  })

  test('DICT makes them too', () => {
    expect(loads(bytes('(Va\nI1\nd.'), auto)).toEqual({ a: 1 })
    expect(loads(bytes('(I5\nI1\nd.'), auto)).toEqual(new Map([[5, 1]]))
    expect(thrownBy(() => loads(bytes('(I5\nd.')))).toMatchObject({ code: 'STACK' })
  })

  test('a dict that turns into a Map late is one everywhere', () => {
    // d is in a list and in itself before its first number key comes.
    const pickle = '](}q\x00h\x00X\x01\0\0\0mh\x00sX\x01\0\0\0nK\x01sK\x05h\x00se.'
    const list = loads(bytes(pickle), auto) as unknown[]
    const [first, second] = list as [Map<unknown, unknown>, unknown]
    expect(first).toBeInstanceOf(Map)
    expect(second).toBe(first)
    expect([...first.keys()]).toEqual(['m', 'n', 5])
    expect(first.get('m')).toBe(first)
    expect(first.get(5)).toBe(first)
  })

  test('a dict that turns into a Map within tuples, sets, objects and dicts', () => {
    const holders = [
      'h\x00\x85', // a tuple
      ']h\x00a', // a list
      '}X\x01\0\0\0ah\x00s', // a plain object
      '}K\x01h\x00s', // a Map
      'cm\nC\n)\x81h\x00b', // the state of an object
      'cm\nC\n)\x81h\x00a', // an item of an object
      'cm\nC\n)\x81K\x01h\x00s', // a pair of an object
      'cm\nC\nh\x00\x85R', // an argument
    ]
    for (const holder of holders) {
      const pickle = bytes('\x80\x02(}q\x00', holder, 'h\x00K\x05K\x06s', 't.')
      const [map, held] = loads(pickle, auto) as PyTuple
      expect(map, holder).toEqual(new Map([[5, 6]]))
      const flat = inspect(held, { depth: 9 })
      expect(flat, holder).toContain('Map(1) { 5 => 6 }')
    }
  })

  test('two of them', () => {
    const one = (name: string) => `}q${name}h${name}K\x01h${name}s0h${name}`
    const [first, , second] = loads(bytes(`\x80\x02(${one('\0')}${one('\x01')}t.`), auto) as PyTuple
    expect(first === second).toBe(false)
    for (const map of [first, second])
      expect((map as Map<unknown, unknown>).get(1) === map).toBe(true)
  })

  test('an object that was DUPed before it turns into a Map', () => {
    const [map, copy] = loads(bytes('\x80\x02(}2K\x01K\x02st.'), auto) as PyTuple
    expect(map).toEqual(new Map([[1, 2]]))
    expect(copy).toBe(map)
  })

  test('setting on a copy that is out of date reaches the Map', () => {
    const pickle = '\x80\x02}q\x00(h\x00K\x01K\x02sh\x00K\x03K\x04s0h\x00K\x05K\x06st0h\x00.'
    expect([...(loads(bytes(pickle), auto) as Map<unknown, unknown>).keys()]).toEqual([1, 3, 5])
  })

  test("keys that look like numbers keep Python's order", () => {
    const pickle = '}(X\x01\0\0\0bNX\x01\0\0\x0010X\x01\0\0\x002NX\x01\0\0\x000Nu.'
    const good = pickle.replace('10', '1N')
    const object = loads(bytes(good), auto) as object
    expect(Object.keys(object)).toEqual(['0', '1', '2', 'b'])
    expect(orderedKeys(object)).toEqual(['b', '1', '2', '0'])
    expect(dumps(object, { protocol: 1 })).toEqual(dumps(loads(bytes(good)), { protocol: 1 }))
  })

  test.each([
    ['0', 'b0'],
    ['9', 'b9'],
    ['a key after', 'b0a'],
  ])("Python's order: %s", (_, keys) => {
    const object = loads(dumps(new Map([...keys].map((key) => [key, 1]))), auto) as object
    expect(orderedKeys(object)).toEqual([...keys])
  })

  test('no order is noted where JavaScript has the same', () => {
    const object = loads(
      dumps(
        new Map([
          ['1', 0],
          ['2', 0],
          ['01', 0],
        ]),
      ),
      auto,
    ) as object
    expect(orderedKeys(object)).toEqual(Object.keys(object))
  })

  test('names of Object.prototype are ordinary keys', () => {
    const names = ['__proto__', 'constructor', 'toString', '__defineGetter__', 'valueOf']
    const object = loads(dumps(new Map(names.map((name) => [name, 1]))), auto) as object
    expect(Object.keys(object)).toEqual(names)
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
    expect(Object.getOwnPropertyDescriptor(object, '__proto__')).toEqual({
      value: 1,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  })

  describe('where Object.prototype is frozen', () => {
    afterEach(() => vi.restoreAllMocks())

    test('its names are still keys', () => {
      vi.spyOn(Object, 'isExtensible').mockReturnValue(false)
      const object = loads(dumps(new Map([['toString', 1]])), auto)
      expect(Object.getOwnPropertyDescriptor(object, 'toString')?.value).toBe(1)
    })
  })
})

describe('keys that are equal in Python', () => {
  const entries = (pickle: string, options?: LoadOptions) => [
    ...(loads(bytes(pickle), options) as Map<unknown, unknown>),
  ]
  const one = 'K\x01'
  const oneFloat = 'G\x3f\xf0\0\0\0\0\0\0'

  test('1, 1.0 and True: the first key and the last value', () => {
    expect(entries(`(${one}Va\n${oneFloat}Vb\nI01\nVc\nd.`)).toEqual([[1, 'c']])
    expect(entries(`(I01\nVa\n${oneFloat}Vb\n${one}Vc\nd.`)).toEqual([[true, 'c']])
  })

  test('the kind of the first one stays', () => {
    const float = loads(bytes(`(${oneFloat}Va\n${one}Vb\nd.`))
    expect(floatKeyNotes(float as object)?.get(1)).toBe(1)
    const int = loads(bytes(`(${one}Va\n${oneFloat}Vb\nd.`))
    expect(floatKeyNotes(int as object)).toBeUndefined()
  })

  test('0 and -0.0', () => {
    expect(entries('(I0\nVa\nF-0.0\nVb\nd.')).toEqual([[0, 'b']])
    const map = loads(bytes('(F-0.0\nVa\nI0\nVb\nd.')) as Map<unknown, unknown>
    expect([...map]).toEqual([[0, 'b']])
    expect(Buffer.from(dumps(map, { protocol: 0 })).toString()).toContain('F-0.0\n')
  })

  test('a float and an int beyond 2^53', () => {
    expect(entries('(F9007199254740992.0\nVa\nL9007199254740992L\nVb\nd.')).toEqual([
      [2 ** 53, 'b'],
    ])
    expect(entries('(L9007199254740992L\nVa\nF9007199254740992.0\nVb\nd.')).toEqual([
      [2n ** 53n, 'b'],
    ])
    expect(entries('(L9007199254740993L\nVa\nF9007199254740992.0\nVb\nd.')).toHaveLength(2)
    expect(entries(`(L${'9'.repeat(400)}L\nVa\nFinf\nVb\nd.`)).toHaveLength(2)
  })

  test('each NaN is a key of its own', () => {
    const keys = entries('(Fnan\nVa\nFnan\nVb\nd.').map(([key]) => key)
    expect(keys[0]).toBeNaN()
    expect(keys[1]).toEqual(new PyFloat(NaN))
  })

  test('equal bytes', () => {
    const pickle = '\x80\x03}(C\x01aVx\nC\x01bVy\nC\x01aVz\nu.'
    expect(entries(pickle)).toEqual([
      [Uint8Array.of(0x61), 'z'],
      [Uint8Array.of(0x62), 'y'],
    ])
    const members = loads(bytes('\x80\x04(C\x01aC\x01a\x91.')) as Set<unknown>
    expect(members.size).toBe(1)
  })

  test('members of a set likewise', () => {
    expect(loads(bytes(`\x80\x04(${one}\x88${oneFloat}\x91.`))).toEqual(new PyFrozenSet([1]))
    expect(loads(bytes(`\x80\x04\x8f(\x88${one}\x90.`))).toEqual(new Set([true]))
  })

  test('with floats wrapped, keys stay numbers', () => {
    expect(entries(`(${oneFloat}${oneFloat}d.`, { floats: 'wrap' })).toEqual([[1, new PyFloat(1)]])
  })
})

describe('what cannot be a key', () => {
  test.each([
    ['list', ']'],
    ['dict', '}'],
    ['set', '\x8f'],
    ['bytearray', '\x96\0\0\0\0\0\0\0\0'],
    ['list in a tuple', ']\x85'],
    ['dict in a tuple in a tuple', '}\x85\x85'],
  ])('%s', (_, key) => {
    for (const pickle of [`}${key}Ns.`, `(${key}Nd.`, `\x8f(${key}\x90.`, `(${key}\x91.`]) {
      for (const options of [{}, auto]) {
        const error = thrownBy(() => loads(bytes('\x80\x05', pickle), options))
        expect(error, pickle).toMatchObject({ code: 'TYPE' })
      }
    }
  })

  test('a tuple can be, whatever else is in it', () => {
    const map = loads(bytes('\x80\x04}(NK\x01\x88C\x01aX\x01\0\0\0a)(N\x91tNs.')) as Map<
      unknown,
      unknown
    >
    expect([...map.keys()]).toEqual([
      PyTuple.of<unknown>(
        null,
        1,
        true,
        Uint8Array.of(97),
        'a',
        PyTuple.of(),
        new PyFrozenSet([null]),
      ),
    ])
  })

  test('a tuple that holds one 30 times over costs nothing', () => {
    let pickle = ')q\x000'
    for (let level = 0; level < 30; level++) pickle += 'h\x00h\x00\x86q\x000'
    const start = timeOfWork()
    expect((loads(bytes(`\x80\x02}${pickle}h\x00Ns.`)) as Map<unknown, unknown>).size).toBe(1)
    expect(timeOfWork() - start).toBeLessThan(1000)
  })
})

describe('floats', () => {
  const pickle = bytes('](G\x3f\xf0\0\0\0\0\0\0K\x01G\x3f\xf8\0\0\0\0\0\0e.')

  test('hint: numbers, and a note which was a float', () => {
    const list = loads(pickle) as unknown[]
    expect(list).toEqual([1, 1, 1.5])
    expect([isNotedFloat(list, 0, 1), isNotedFloat(list, 1, 1)]).toEqual([true, false])
    expect(dumps(list, { protocol: 1 })).toEqual(
      bytes(']q\x00(G\x3f\xf0\0\0\0\0\0\0K\x01G\x3f\xf8\0\0\0\0\0\0e.'),
    )
  })

  test('wrap: every float is a PyFloat', () => {
    const list = loads(pickle, { floats: 'wrap' })
    expect(list).toEqual([new PyFloat(1), 1, new PyFloat(1.5)])
  })

  test('plain: numbers, no note', () => {
    const list = loads(pickle, { floats: 'plain' }) as unknown[]
    expect(isNotedFloat(list, 0, 1)).toBe(false)
  })

  test.each([
    ['LIST', '(F1\nI1\nl.', [0]],
    ['APPEND after others', ']I1\naF1\na.', [1]],
    ['a tuple', '(I1\nF1\nt.', [1]],
    ['a float dropped before', '(F1\n0I1\nF2\nt.', [1]],
    ['a float dropped above another', '(F1\nF2\n0I5\nt.', [0]],
    ['a float below the mark', 'F1\n(I1\nF2\nt.', [1]],
    ['DUP', '(F1\n2I5\nt.', [0, 1]],
    ['the memo', '(F1\np0\nI1\ng0\nt.', [0, 2]],
    ['the memo, beside other entries', '(F1\np0\nVa\np1\ng0\ng1\nt.', [0, 2]],
    ['a value in its place', '(F1\n0I1\nt.', []],
  ])('%s', (_, text, floats) => {
    const list = loads(bytes(text)) as unknown[]
    const noted = list.flatMap((value, at) => (isNotedFloat(list, at, value as number) ? [at] : []))
    expect(noted).toEqual(floats)
  })

  test('of many values at once', () => {
    for (const options of [{}, auto]) {
      for (const key of ['V%\n', 'I%\n']) {
        const pairs = [1, 2, 3].map((at) => `${key.replace('%', String(at))}F${at}.0\n`).join('')
        const dict = loads(bytes(`(${pairs}d.`), options) as object
        const slots = [1, 2, 3].map((at) => (key[0] === 'V' ? String(at) : at))
        expect(slots.map((slot, at) => isNotedFloat(dict, slot, at + 1))).toEqual([
          true,
          true,
          true,
        ])
      }
    }
  })

  test('of dicts, states, items, pairs and setters come back', () => {
    const pickles = [
      '(Va\nF1.0\nd.',
      '(I5\nF1.0\nd.',
      '(dVa\nF1.0\nsVb\nF2.0\ns.',
      '(dI5\nF1.0\nsI6\nF2.0\ns.',
      'cm\nC\n(tRF1.0\nb.',
      'cm\nC\n(tRF1.0\naF2.0\na.',
      'cm\nC\n(tRF1.0\nF2.0\ns.',
      '(F1.0\nim\nC\n.',
      'c__builtin__\nset\n((lF1.0\natR.',
    ]
    for (const text of pickles) {
      for (const options of [{}, auto]) {
        const value = loads(bytes(text), options)
        const again = Buffer.from(dumps(value, { protocol: 0 })).toString('latin1')
        expect(again.replaceAll(/p\d+\n/g, ''), text).toBe(
          text
            .replace('(Va\nF1.0\nd.', '(dVa\nF1.0\ns.')
            .replace('(I5\nF1.0\nd.', '(dI5\nF1.0\ns.'),
        )
      }
    }
  })
})

describe('byte strings of Python 2', () => {
  const ascii = bytes('U\x02ok.')
  const latin = bytes('U\x02\xe9!.')

  test('ascii: text, and an error where it is none', () => {
    expect(loads(ascii)).toBe('ok')
    expect(thrownBy(() => loads(latin))).toMatchObject({ code: 'BAD_STRING', offset: 0 })
  })

  test('latin1, bytes, keep', () => {
    expect(loads(latin, { py2str: 'latin1' })).toBe('é!')
    expect(loads(latin, { py2str: 'bytes' })).toEqual(Uint8Array.of(0xe9, 0x21))
    expect(loads(latin, { py2str: 'keep' })).toEqual(new Py2Str(Uint8Array.of(0xe9, 0x21)))
  })

  test('keep: equal ones are one object, and are written back', () => {
    const text = "(S'a'\nS'a'\nt."
    const [first, second] = loads(bytes(text), { py2str: 'keep' }) as PyTuple
    expect(second).toBe(first)
    expect(String(first)).toBe('a')
    expect(dumps(first, { protocol: 0 })).toEqual(bytes("S'a'\np0\n."))
  })

  test.each([
    ["S'a'b'\n.", "a'b"],
    ['S"a\'b"\n.', "a'b"],
    ["S'\\x41\\101\\1012\\0\\a\\b\\f\\n\\r\\t\\v\\'\\\"\\\\'\n.", 'AAA2\0\x07\b\f\n\r\t\v\'"\\'],
    ["S'\\q\\8'\n.", '\\q\\8'],
    ["S''\n.", ''],
  ])('%j', (text, value) => expect(loads(bytes(text))).toBe(value))

  test.each([
    "S'a\n.",
    'Sa\n.',
    "S'\n.",
    'S\n.',
    'S\'a"\n.',
    "S'\\x4'\n.",
    "S'\\x'\n.",
    "S'a\\'\n.",
  ])('%j is refused', (text) =>
    expect(thrownBy(() => loads(bytes(text)))).toMatchObject({ code: 'BAD_STRING' }),
  )

  test('an octal escape beyond a byte keeps its low bits', () => {
    expect(loads(bytes("S'\\501'\n."), { py2str: 'latin1' })).toBe('A')
  })
})

describe('strings kept apart', () => {
  const pickle = bytes('\x80\x04\x95\x0e\0\0\0\0\0\0\0](\x8c\x01a\x94\x8c\x01a\x94h\x00e.')

  test('each is an object of its own', () => {
    const [a, b, c] = loads(pickle, { exact: true }) as PyStr[]
    expect(a).toBeInstanceOf(PyStr)
    expect(a).not.toBe(b)
    expect(c).toBe(a)
  })

  test('the result may be a float', () => {
    expect(loads(bytes('F1\n.'), { exact: true })).toEqual(new PyFloat(1))
    expect(loads(bytes('F1\n.'))).toBe(1)
  })
})

describe('names', () => {
  test("Python 2's are Python 3's up to protocol 2", () => {
    expect(loads(bytes('c__builtin__\nxrange\n.'))).toEqual(new PyGlobal('builtins', 'range'))
    expect(loads(bytes('\x80\x02cexceptions\nIOError\n.'))).toEqual(
      new PyGlobal('builtins', 'IOError'),
    )
    expect(loads(bytes('\x80\x03c__builtin__\nxrange\n.'))).toEqual(
      new PyGlobal('__builtin__', 'xrange'),
    )
  })

  test('a class met again is the same object', () => {
    const [a, b] = loads(bytes('(cm\nC\ncm\nC\nt.')) as PyTuple
    expect(b).toBe(a)
  })

  test.each([
    ['c\nC\n.', 'TRUNCATED'],
    ['cm\n\n.', 'TRUNCATED'],
    ['cm\nC.D\n.', 'TYPE'],
    ['c\xff\nC\n.', 'BAD_UTF8'],
    ['c\xed\xa0\x80\nC\n.', 'BAD_UTF8'],
    ['\x80\x04K\x01K\x01\x93.', 'TYPE'],
  ])('%j is refused', (text, code) => {
    expect(thrownBy(() => loads(bytes(text)))).toMatchObject({ code })
  })
})

describe('persistent ids', () => {
  test('need persistentLoad', () => {
    expect(thrownBy(() => loads(bytes('Pabc\n.')))).toMatchObject({ code: 'UNSUPPORTED' })
  })

  test('are what it gives', () => {
    const options = { persistentLoad: (id: unknown) => `<${String(id)}>` }
    expect(loads(bytes('Pa b\n.'), options)).toBe('<a b>')
    expect(loads(bytes('K\x07Q.'), options)).toBe('<7>')
  })

  test('must be ASCII as text', () => {
    const options = { persistentLoad: (id: unknown) => id }
    expect(thrownBy(() => loads(bytes('P\xe9\n.'), options))).toMatchObject({ code: 'BAD_STRING' })
  })

  test("the application's object is never changed", () => {
    const own: unknown[] = []
    const options = { persistentLoad: () => own }
    expect(loads(bytes('Px\n.'), options)).toBe(own)
    expect(thrownBy(() => loads(bytes('Px\nK\x01a.'), options))).toMatchObject({ code: 'TYPE' })
    expect(own).toEqual([])
  })

  test('what it throws becomes the cause', () => {
    const cause = new Error('no such object')
    const persistentLoad = () => {
      throw cause
    }
    const error = thrownBy(() => loads(bytes('Px\n.'), { persistentLoad }))
    expect(error).toMatchObject({ code: 'TYPE', offset: 0, cause })
  })
})

describe('buffers beside the pickle', () => {
  const pickle = bytes('\x80\x05\x97\x98\x97\x86.')

  test('are taken in order, as they are', () => {
    const buffers = [Uint8Array.of(1), Uint8Array.of(2)]
    const [a, b] = loads(pickle, { buffers }) as PyTuple
    expect([a, b]).toEqual(buffers)
    expect(a).toBe(buffers[0])
  })

  test('must be there', () => {
    const error = thrownBy(() => loads(pickle, { buffers: [Uint8Array.of(1)] }))
    expect(error).toMatchObject({ code: 'BUFFERS', offset: 4 })
    expect(thrownBy(() => loads(pickle))).toMatchObject({ code: 'BUFFERS', offset: 2 })
  })
})

describe('a registry', () => {
  class Pair {
    constructor(
      readonly a: unknown,
      readonly b: unknown,
    ) {}
  }
  const registry = new PickleRegistry().add<Pair>({
    module: 'm',
    name: 'Pair',
    decode: (object) => new Pair(object.args[0], object.state),
    test: (value) => value instanceof Pair,
    encode: ({ a, b }) => {
      const object = new PyObject('reduce', new PyGlobal('m', 'Pair'), PyTuple.of(a))
      object.builds.push(b)
      return object
    },
  })

  test('decodes its classes only', () => {
    const pickle = bytes('(cm\nPair\n(I1\ntRI2\nbcm\nOther\n(tRt.')
    const [pair, other] = loads(pickle, { registry }) as PyTuple
    expect(pair).toEqual(new Pair(1, 2))
    expect(String(other)).toBe('<object of m.Other>')
  })

  test('decodes what is inside first, wherever it stands', () => {
    const inner = 'cm\nPair\n(I1\ntRI2\nb'
    const pickles = [
      `(${inner}t.`,
      `(l${inner}a.`,
      `(Va\n${inner}d.`,
      `(${inner}Nd.`,
      `c__builtin__\nset\n((l${inner}atR.`,
      `cm\nPair\n(${inner}tR${inner}b.`,
    ]
    for (const text of pickles) {
      for (const options of [{}, auto]) {
        const value = loads(bytes(text), { registry, ...options })
        expect(inspect(value, { depth: 9 }), text).not.toContain('object of')
        const again = Buffer.from(dumps(value, { registry, protocol: 0 })).toString('latin1')
        expect(again.split('m\nPair').length, text).toBe(2)
      }
    }
  })

  test('a float beside a decoded key keeps its note', () => {
    const map = loads(bytes('(cm\nPair\n(I7\ntRI8\nbF1.0\nF2.0\nF3.0\nd.'), { registry }) as Map<
      unknown,
      unknown
    >
    expect(isNotedFloat(map, [...map.keys()][0], 1)).toBe(true)
    expect(Buffer.from(dumps(map, { registry, protocol: 0 })).toString()).toContain('F1.0')
  })

  test('so it does in the last pass', () => {
    const held = 'cm\nPair\n(I7\ntRI8\nbp0\ng0\n'
    const pickle = bytes(`(${held}(cm\nPair\n(I9\ntRI8\nbF1.0\nI5\nF2.0\nVa\nI3\ndt.`)
    const [first, second, map] = loads(pickle, { registry }) as [Pair, Pair, Map<unknown, unknown>]
    expect(second).toBe(first)
    const keys = [...map.keys()]
    expect(keys).toEqual([new Pair(9, 8), 5, 'a'])
    expect([1, 2, 3].map((value, at) => isNotedFloat(map, keys[at], value))).toEqual([
      true,
      true,
      false,
    ])
  })

  test('decodes an object as soon as it goes into a container', () => {
    let decoded = 0
    const counting = new PickleRegistry().add({ module: 'm', name: 'C', decode: () => ++decoded })
    thrownBy(() => loads(bytes('(cm\nC\n(tRt\xff.'), { registry: counting }))
    expect(decoded).toBe(1)
  })

  test('an object in a circle is the same at both ends', () => {
    const pickle = bytes('cm\nPair\n(tRp0\n(g0\ntb.')
    const pair = loads(pickle, { registry }) as Pair
    expect(pair).toBeInstanceOf(Pair)
    expect((pair.b as PyTuple)[0]).toBe(pair)
  })

  test('an object met twice is decoded once', () => {
    let decoded = 0
    const counting = new PickleRegistry().add({
      module: 'm',
      name: 'C',
      decode: () => ({ number: ++decoded }),
    })
    const twice = [
      'cm\nC\n(tRp0\n(g0\ng0\nt.', // left on the stack, then fetched
      '(cm\nC\n(tRp0\ng0\nt.', // fetched before it goes into the tuple
      '((cm\nC\n(tRp0\nlg0\nt.', // fetched after it went into the list
    ]
    for (const text of twice) {
      decoded = 0
      const flat = (loads(bytes(text), { registry: counting }) as PyTuple).flat()
      expect(flat, text).toEqual([{ number: 1 }, { number: 1 }])
      expect(flat[0], text).toBe(flat[1])
    }
    expect(loads(bytes('cm\nC\n(tR2.'), { registry: counting })).toEqual({ number: 2 })
  })

  test('what an object is given last is there when it is decoded', () => {
    const seen: unknown[] = []
    const looking = new PickleRegistry().add<PyObject>({
      module: 'm',
      name: 'C',
      decode: (object) => {
        seen.push([object.items.length, object.pairs.length, object.state, object.setters.length])
        return object
      },
    })
    const text = '(cm\nC\n(tRp0\nI1\naI2\nI3\nsI4\nbcm\nset\ng0\nI5\n\x86R0t.'
    loads(bytes(text), { registry: looking })
    loads(bytes('(cm\nC\n(tRI1\naI2\nI3\nsI4\nbt.'), { registry: looking })
    expect(seen).toEqual([
      [1, 1, 4, 1],
      [1, 1, 4, 0],
    ])
  })

  test('a dict in it that turns into a Map late is one there too', () => {
    const text = '}p0\nVo\ncm\nPair\n(g0\ntRNbsI5\nNs.'
    const map = loads(bytes(text), { registry, ...auto }) as Map<unknown, unknown>
    expect((map.get('o') as Pair).a).toBe(map)
  })

  test('finds a class seen through copyreg, and one within a class', () => {
    const seen: string[] = []
    const nested = new PickleRegistry().add({
      module: 'm',
      name: 'A.B',
      decode: (object) => seen.push(String(object.global)),
    })
    loads(bytes('ccopy_reg\n_reconstructor\n(c__builtin__\ngetattr\n(cm\nA\nVB\ntRNNtR.'), {
      registry: nested,
    })
    loads(bytes('\x80\x04\x8c\x01m\x8c\x03A.B\x93)\x81.'), { registry: nested })
    expect(seen).toEqual(['<global m.A.B>', '<global m.A.B>'])
  })

  test('what a codec throws becomes the cause', () => {
    const cause = new Error('bad')
    const failing = new PickleRegistry().add({
      module: 'm',
      name: 'C',
      decode: () => {
        throw cause
      },
    })
    const error = thrownBy(() => loads(bytes('cm\nC\n(tR.'), { registry: failing }))
    expect(error).toMatchObject({ code: 'TYPE', cause })
    expect((error as Error).message).toContain('m.C')
  })

  test('a codec can be replaced, and must have both ways of writing or none', () => {
    const twice = new PickleRegistry()
    twice.add({ module: 'm', name: 'C', decode: () => 1, test: () => true, encode: () => null! })
    twice.add({ module: 'm', name: 'C', decode: () => 2 })
    expect(loads(bytes('cm\nC\n(tR.'), { registry: twice })).toBe(2)
    expect(twice.findFor(1)).toBeUndefined()
    expect(() => twice.add({ module: 'm', name: 'D', test: () => true })).toThrow(OptionError)
  })
})

describe('an error', () => {
  test.each([
    ['', 'TRUNCATED', 0],
    ['K\x01', 'TRUNCATED', 2],
    ['K\x01\xff.', 'OPCODE', 2],
    ['\x80\x06N.', 'PROTOCOL', 0],
    ['K\x01K\x02a.', 'TYPE', 4],
    ['h\x05.', 'MEMO', 0],
    ['X\x01\0\0\0\xff.', 'BAD_UTF8', 0],
    ['X\x02\0\0\0\xc0\x80.', 'BAD_UTF8', 0],
    ['X\x04\0\0\0\xf4\x90\x80\x80.', 'BAD_UTF8', 0],
    ['V\\u12\n.', 'BAD_STRING', 0],
    ['F1e400\n.', 'BAD_NUMBER', 0],
    ['F0x1\n.', 'BAD_NUMBER', 0],
    ['p-1\n.', 'BAD_NUMBER', 0],
    ['\x82\x00.', 'EXT', 0],
    ['NN\x98.', 'TYPE', 2],
    ['\x95\xff\0\0\0\0\0\0\0N.', 'TRUNCATED', 0],
    ['I1', 'TRUNCATED', 0],
  ] as const)('in %j has a code and an offset', (text, code, offset) => {
    const error = thrownBy(() => loads(bytes(text)))
    expect(error).toBeInstanceOf(PickleError)
    expect(error).toMatchObject({ code, offset })
  })

  test.each([
    [{ dict: 'map' }, 'dict'],
    [{ dicts: 'maps' }, 'dicts'],
    [{ exact: 1 }, 'exact'],
    [{ limits: { stak: 1 } }, 'limits.stak'],
    [{ limits: new Map([['stack', 1]]) }, 'limits'],
    [{ limits: [] }, 'limits'],
    [new Map([['dicts', 'map']]), 'options'],
    [{ limits: { stack: -1 } }, 'limits.stack'],
    [{ limits: { stack: 1.5 } }, 'limits.stack'],
    [{ registry: {} }, 'registry'],
    [{ persistentLoad: 'x' }, 'persistentLoad'],
    [{ buffers: null }, 'buffers'],
    [{ limits: 5 }, 'limits'],
    [null, 'options'],
  ])('of the caller is an OptionError: %j', (options, option) => {
    const error = thrownBy(() => loads(bytes('N.'), options as LoadOptions))
    expect(error).toBeInstanceOf(OptionError)
    expect(error).toMatchObject({ option })
  })

  test('for input that is no bytes', () => {
    expect(() => loads('N.' as unknown as Uint8Array)).toThrow(OptionError)
  })
})

describe('placeholders', () => {
  test('say what they are', () => {
    const object = loads(bytes('cos\nsystem\n(Vrm\ntR.'))
    expect(String(object)).toBe('<object of os.system>')
    expect(inspect(object)).toBe("<object of os.system> { args: PyTuple(1) [ 'rm' ] }")
    const nested = loads(bytes('cm\nA\n(cm\nB\n(cm\nC\n(I1\ntRtRtR.'), { registry: null })
    expect(inspect(nested, { depth: 3 })).toContain('[<object of m.C>]')
    expect(inspect(nested, { depth: null })).toContain('PyTuple(1) [ 1 ]')
    expect(inspect({ a: { b: { c: object } } })).toContain('[<object of os.system>]')
    expect(String(loads(bytes('\x80\x02\x82\x07.')))).toBe('<extension 7>')
    expect(inspect(new PyExt(7))).toBe('<extension 7>')
    expect(inspect(new PyGlobal('a', 'b'))).toBe('<global a.b>')
    expect(String(new PyPersistentId('secret'))).toBe('<persistent id>')
    expect(String(new PyObject('reduce', new PyExt(1), new PyTuple()))).toBe(
      '<object of unnamed class>',
    )
  })

  test('only getattr leads into a class', () => {
    const called = (name: string) =>
      String(loads(bytes(`c__builtin__\n${name}\n(cm\nA\nVB\ntR(tR.`)))
    expect(called('getattr')).toBe('<object of m.A.B>')
    expect(called('setattr')).toBe('<object of unnamed class>')
  })

  test('a call that makes no plain data stays one', () => {
    const calls = [
      'c__builtin__\nset\n((l(ltR.',
      'c__builtin__\nset\n(Vab\ntR.',
      'c__builtin__\nbytes\n(I5\ntR.',
      'c__builtin__\nbytearray\n(I5\ntR.',
      'c__builtin__\nbytearray\n(Va\nVutf-8\ntR.',
      'c_codecs\nencode\n(Va\nVutf-8\ntR.',
      'c_codecs\nencode\n(Va\nVlatin1\nVstrict\ntR.',
      'c__builtin__\nlist\n(tR.',
    ]
    for (const text of calls) expect(loads(bytes(text)), text).toBeInstanceOf(PyObject)
    expect(thrownBy(() => loads(bytes('c_codecs\nencode\n(V\\u0100\nVlatin1\ntR.')))).toMatchObject(
      {
        code: 'BAD_STRING',
      },
    )
  })

  test('what is called must be able to be called', () => {
    for (const text of [
      'N)R.',
      'K\x01)R.',
      ']}R.',
      'cm\nC\n]R.',
      'cm\nC\nNR.',
      '\x80\x02N)\x81.',
    ]) {
      expect(
        thrownBy(() => loads(bytes(text))),
        text,
      ).toMatchObject({ code: 'TYPE' })
    }
    expect(loads(bytes('cm\nC\n)R)R.'))).toBeInstanceOf(PyObject)
    expect(loads(bytes('\x80\x02\x82\x01)R.'))).toBeInstanceOf(PyObject)
  })
})
