/** The gob codec, by the documentation of encoding/gob. What real gobs are read as is in test/formats/gorilla.test.ts. */
import { describe, expect, test } from 'vitest'
import { noteFloat } from '../../../src/lib/hints.js'
import { pyFloat } from '../../../src/lib/py-float.js'
import { DeserializeError, OptionError } from '../../../src/index.js'
import {
  GoComplex,
  GoMap,
  GoNumber,
  GoSlice,
  GoString,
  GoTime,
  readGob,
  writeGob,
} from '../../../src/serializers/gob/index.js'
import { body, colliding, hex, int, interfaceOf, sized } from './hand-made.js'

const SESSION = 'map[interface {}]interface {}'

const write = (data: object, type = SESSION): Uint8Array =>
  writeGob(new Map(Object.entries(data)), type)
const again = (value: unknown): unknown => readGob(write({ a: value })).data.get('a')

describe('what a gob cannot hold is refused, with its place', () => {
  class Money {
    readonly amount = 1
  }
  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'a'],
    ['undefined in a list', [1, undefined], 'a[1]'],
    ['a function', { deep: () => 1 }, 'a.deep'],
    ['a symbol', [Symbol('x')], 'a[0]'],
    ['a promise', Promise.resolve(1), 'a'],
    ['a Set', new Set([1]), 'a'],
    ['an object of a class', { list: [new Money()] }, 'a.list[0]'],
    ['a Proxy of a Map', new Proxy(new Map(), {}), 'a'],
    ['an invalid Date', new Date(Number.NaN), 'a'],
    ['half a surrogate pair', { x: '\ud800' }, 'a.x'],
    ['half a surrogate pair as a key', { '\udfff': 1 }, 'a[key]'],
    ['a bigint beyond int', 2n ** 63n, 'a'],
    ['a bigint below int', [-(2n ** 63n) - 1n], 'a[0]'],
    ['a list as a key', new Map([[[1], 1]]), 'a[key]'],
    ['an object as a key', new Map([[{}, 1]]), 'a[key]'],
    ['bytes as a key', new Map([[Uint8Array.of(1), 1]]), 'a[key]'],
    ['a number among text', GoSlice.ofType<unknown>('[]string', ['a', 1]), 'a[1]'],
    ['a fraction among ints', GoSlice.ofType('[]int', [1, 1.5]), 'a[1]'],
    ['an int of more bits', GoSlice.ofType('[]int8', [127, 128]), 'a[1]'],
    ['a negative uint', GoSlice.ofType('[]uint', [-1]), 'a[0]'],
    ['a float of more bits', GoSlice.ofType('[]float32', [0.1]), 'a[0]'],
    ['a number in a map of text', new GoMap('map[string]string', [['b', 1]] as never), 'a.b'],
    ['a number as a key of text', new GoMap('map[string]string', [[1, 'b']] as never), 'a[key]'],
    ['null among text', GoSlice.ofType<unknown>('[]string', [null]), 'a[0]'],
    ['a Map where a slice is said', GoSlice.ofType('[][]string', [new Map()]), 'a[0]'],
  ])('%s', (_, value, path) => {
    expect(() => write({ a: value })).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path }))
  })

  const byte = (text: string): GoString => new GoString(Buffer.from(text))
  const zoned = (): GoTime => new GoTime(5, { nanoseconds: 6, offset: 3600 })
  test.each<[string, readonly unknown[], string, string?]>([
    ['a bigint and a number', [42n, 42], 'a[42]'],
    ['an int said to be one', [10, new GoNumber('int', 10)], 'a[an object of class GoNumber]'],
    [
      'two of one type',
      [new GoNumber('int64', 10), new GoNumber('int64', 10n)],
      'a[an object of class GoNumber]',
    ],
    [
      'a float that JavaScript takes for an int',
      [pyFloat(1), new GoNumber('float64', 1)],
      'a[an object of class GoNumber]',
    ],
    [
      'zeros of two signs',
      [new GoNumber('float64', 0), new GoNumber('float64', -0)],
      'a[an object of class GoNumber]',
    ],
    [
      'complex zeros of two signs',
      [new GoComplex(0, -0), new GoComplex(-0, 0)],
      'a[an object of class GoComplex]',
    ],
    ['text and its bytes', [byte('Zoë'), 'x', 'Zoë'], 'a["…"]'],
    ['empty text and no bytes', ['', byte('')], 'a[an object of class GoString]'],
    ['two Dates', [new Date(5), new Date(5)], 'a[a Date]'],
    ['two times of a zone', [zoned(), zoned()], 'a[an object of class GoTime]'],
    ['in a map of ints', [1, 1n], 'a[1]', 'map[int]string'],
    [
      'in a map of ints, as numbers of any type',
      [new GoNumber('int8', 1), 1],
      'a[1]',
      'map[int64]string',
    ],
    ['in a map of text', ['a', byte('a')], 'a[an object of class GoString]', 'map[string]string'],
  ])('two keys that are one in Go: %s', (_, keys, path, type) => {
    const entries = keys.map((key, at) => [key, `${at}`] as const)
    const map = type === undefined ? new Map(entries) : new GoMap(type, entries)
    expect(() => write({ a: map })).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path }))
  })

  test('and two such keys of the session', () => {
    const data = new Map<unknown, unknown>([
      [1n, 'a'],
      [1, 'b'],
    ])
    expect(() => writeGob(data, SESSION)).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', path: '[1]' }),
    )
  })

  test('a number as a key of a session whose keys are text', () => {
    expect(() => writeGob(new Map([[1, 1]]), 'map[string]interface {}')).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', path: '[key]' }),
    )
  })
})

describe('what only Go has comes back', () => {
  test('types of numbers', () => {
    const numbers = [
      new GoNumber('int8', -128),
      new GoNumber('rune', 120),
      new GoNumber('uint64', 2n ** 64n - 1n),
      new GoNumber('float32', 0.5),
      new GoNumber('float64', 2),
      pyFloat(2),
      2,
    ]
    const read = again(numbers) as (GoNumber | number)[]
    expect(read.map((number) => (number instanceof GoNumber ? number.type : number))).toEqual([
      'int8',
      'int32',
      'uint64',
      'float32',
      2,
      2,
      2,
    ])
    expect(read[2]!.valueOf()).toBe(2n ** 64n - 1n)
    // A float that is whole stays one while it is not changed.
    expect(hex(write({ a: read }))).toBe(hex(write({ a: numbers })))
    read[4] = 3
    const changed = again(read) as unknown[]
    expect(hex(write({ a: changed[4] }))).toBe(hex(write({ a: 3 })))
  })

  test('a float that is noted beside its container', () => {
    const data = new Map([['a', 2]])
    noteFloat(data, 'a', 2)
    expect(hex(writeGob(data, SESSION))).toBe(hex(write({ a: pyFloat(2) })))
  })

  test('lists, maps and times are used as what they extend', () => {
    const roles = again(GoSlice.ofType('[]string', ['a', 'b'])) as GoSlice<string>
    expect([roles.type, Array.isArray(roles), roles.includes('b')]).toEqual([
      '[]string',
      true,
      true,
    ])
    expect(roles.map((role) => role.length)).not.toBeInstanceOf(GoSlice)
    roles.push('c')
    expect([...(again(roles) as GoSlice)]).toEqual(['a', 'b', 'c'])
    const profile = again(new GoMap('map[string]string', [['a', 'b']])) as GoMap
    expect([profile.type, profile.get('a')]).toEqual(['map[string]string', 'b'])
    const time = again(new GoTime(5, { nanoseconds: 6, offset: 1172 })) as GoTime
    expect([Number(time), time.nanoseconds, time.offset]).toEqual([5, 6, 1172])
    expect(again(new Date(5))).toEqual(new Date(5))
    expect(again(new Date(5))).not.toBeInstanceOf(GoTime)
  })

  test('keys that JavaScript would take for each other', () => {
    const map = new Map<unknown, unknown>([
      [1, 'int'],
      [new GoNumber('float64', 1), 'float64'],
      [new GoNumber('int64', 1), 'int64'],
      ['1', 'text'],
      [1.5, 'half'],
      [null, 'nil'],
    ])
    const read = again(map) as Map<unknown, unknown>
    expect([...read.values()]).toEqual([...map.values()])
    expect([read.get(1), read.get('1'), read.get(1.5), read.get(null)]).toEqual([
      'int',
      'text',
      'half',
      'nil',
    ])
  })

  test('floats are keys as in JavaScript, but every NaN is one of its own', () => {
    const keys = [1.5, Infinity, Number.NaN, 1e21]
    const map = new Map(keys.map((key, at) => [key, at]))
    expect([...(again(map) as Map<unknown, unknown>)]).toEqual([...map])
    const other = new GoNumber('float64', Number.NaN)
    for (const type of [SESSION, 'map[float64]int', 'map[float32]int']) {
      const two = new GoMap<unknown, number>(type, [
        [Number.NaN, 1],
        [other, 2],
      ])
      const read = again(two) as Map<unknown, unknown>
      expect([...read]).toEqual([...two])
      expect(hex(write({ a: read }))).toBe(hex(write({ a: two })))
    }
  })

  test('keys of two types are two', () => {
    const keys = [1, '1', true, 'true', null, 'null', new GoNumber('int8', 1), new GoComplex(1, 0)]
    const map = new Map(keys.map((key, at) => [key, at]))
    expect([...(again(map) as Map<unknown, unknown>)]).toEqual([...map])
  })

  test('keys that look like indices, in their order, and dangerous ones', () => {
    const object = JSON.parse('{"__proto__":{"a":1},"constructor":1}') as object
    expect(again(object)).toEqual(object)
    const entries: [string, number][] = [
      ['b', 1],
      ['10', 2],
      ['9', 3],
    ]
    const typed = new GoMap('map[string]interface {}', entries)
    const read = again(typed) as object
    expect(read).toEqual({ b: 1, 9: 3, 10: 2 })
    expect(hex(write({ a: read }))).toBe(hex(write({ a: typed })))
  })

  test('a key that is no Unicode makes a Map of what would be an object', () => {
    const key = new GoString(Uint8Array.of(0xff))
    const read = again(new GoMap('map[string]interface {}', [[key, 1]])) as GoMap
    expect([read.type, [...read.keys()]]).toEqual(['map[string]interface {}', [key]])
  })

  test('names as people write them', () => {
    expect(new GoMap('map[string]any').type).toBe('map[string]interface {}')
    expect(new GoMap('map[interface{}]interface{}').type).toBe(SESSION)
    expect(GoSlice.ofType('[][]byte').type).toBe('[][]uint8')
    expect(new GoNumber('byte', 1).type).toBe('uint8')
  })

  test.each<[string, () => unknown]>([
    ['a type of numbers that is none', () => new GoNumber('string', 1)],
    ['a number of another type', () => new GoNumber('int8', 128)],
    ['a fraction as an int', () => new GoNumber('int64', 0.5)],
    ['a bigint as a float', () => new GoNumber('float64', 1n as never)],
    ['a float of more bits', () => new GoNumber('float32', 0.1)],
    ['a complex number of more bits', () => new GoComplex(0.1, 0, 'complex64')],
    ['bytes as a slice', () => GoSlice.ofType('[]byte')],
    ['a map as a slice', () => GoSlice.ofType('map[string]string')],
    ['a map with lists as keys', () => new GoMap('map[[]string]string')],
    ['a name with more behind it', () => new GoMap('map[string]string ')],
    ['a name of an application', () => GoSlice.ofType('[]main.Role')],
    ['nothing', () => new GoMap('')],
    ['text as bytes', () => new GoString('a' as never)],
    ['nanoseconds of a millisecond and more', () => new GoTime(0, { nanoseconds: 1e6 })],
    ['an offset that Go cannot write', () => new GoTime(0, { offset: -60 })],
  ])('%s is an error', (_, make) => {
    expect(make).toThrow(OptionError)
  })
})

describe('limits, both ways', () => {
  const nested = (depth: number): unknown => {
    let value: unknown = 1
    for (let at = 0; at < depth; at++) value = at % 2 === 0 ? [value] : { a: value }
    return value
  }
  const object = (size: number): object =>
    Object.fromEntries(Array.from({ length: size }, (_, at) => [`k${at}`, null]))

  test.each<[string, object, object, string]>([
    ['levels', { a: nested(499) }, { a: nested(500) }, 'BAD_VALUE'],
    ['keys of one map', object(1000), object(1001), 'BAD_VALUE'],
    [
      'keys',
      { a: [object(999), object(999), object(999), object(999)], b: object(2) },
      { a: [object(999), object(999), object(999), object(999)], b: object(3) },
      'BAD_VALUE',
    ],
    ['values', { a: Array(9998).fill(null) }, { a: Array(9999).fill(null) }, 'BAD_VALUE'],
    ['bytes', { a: 'x'.repeat(65_480) }, { a: 'x'.repeat(65_500) }, 'LIMIT'],
  ])('%s', (_, most, more, code) => {
    expect(readGob(write(most)).data.size).toBe(Object.keys(most).length)
    expect(() => write(more)).toThrow(expect.objectContaining({ code }))
  })

  test('a circle is told as one', () => {
    const circle: Record<string, unknown> = { list: [] }
    ;(circle['list'] as unknown[]).push(circle)
    expect(() => write({ a: circle })).toThrow(/^a\.list\[0\]: .* cannot hold what holds itself/)
  })

  test('number keys that are slow to find', () => {
    const slow = colliding(200)
    const even = slow.map((_, at) => at)
    const written = (keys: number[]): Uint8Array =>
      write({ a: new Map(keys.map((key) => [key, null])) })
    expect(readGob(written(even)).data.size).toBe(1)
    expect(() => written(slow)).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path: 'a' }))
    const gobOf = (keys: number[]): Uint8Array => {
      const entries = keys.map((key) => `${interfaceOf('int', 2, int(key))}00`).join('')
      return body(entries, { count: keys.length })
    }
    expect(readGob(gobOf(even)).data.size).toBe(200)
    expect(() => readGob(gobOf(slow))).toThrow(/slow to find/)
  })
})

describe('made by hand', () => {
  test('as the documentation has it', () => {
    // From "Encoding Details": the first words of a map, and of an int in an interface.
    const bytes = body(interfaceOf('string', 6, sized('a')) + interfaceOf('int', 2, '09'))
    expect(readGob(bytes).data).toEqual(new Map([['a', -5]]))
  })

  const A = interfaceOf('string', 6, sized('a'))
  const entry = (value: string): Uint8Array => body(A + value)
  const LIST = '[]interface {}'
  const listType = `${hex(Buffer.from(LIST))}`

  test.each<[string, Uint8Array]>([
    ['nothing', Uint8Array.of()],
    ['a message of no bytes', Uint8Array.of(0)],
    ['a value without a definition', Buffer.from('05ff820000', 'hex')],
    ['text', Buffer.from('040100', 'hex')],
    ['an int', Buffer.from('03040008', 'hex')],
    ['a type that is defined twice', body('', { definitions: 2 })],
    ['a definition of a type that is known', body('', { id: 8 })],
    ['a map that says more than it has', body(A, { count: 2 })],
    ['a map that says much more', body(A + '00', { count: 'f87fffffffffffffff' })],
    ['bytes behind the value', body(A + '0000')],
    ['a message behind the session', Buffer.concat([entry('00'), Buffer.from('0100', 'hex')])],
    ['a number that is longer than it need be', entry(interfaceOf('int', 2, 'ff05'))],
    ['a number of nine bytes', entry(interfaceOf('int', 2, 'f7010203040506070809'))],
    ['an int8 of nine bits', entry(interfaceOf('int8', 2, 'fe0200'))],
    ['a uint that is an int', entry(interfaceOf('uint', 2, '01'))],
    ['a bool that is neither', entry(interfaceOf('bool', 1, '02'))],
    ['a float32 that is none', entry(interfaceOf('float32', 4, 'f89a9999999999b93f'))],
    ['a type that nobody registered', entry(interfaceOf('main.T', 6, '00'))],
    ['a name of a struct', entry(interfaceOf('*main.T', 65, '00'))],
    ['an interface in an interface', entry(interfaceOf('interface {}', 8, '00'))],
    ['a list without a definition', entry(interfaceOf(LIST, 66, '00'))],
    ['a list that is defined as a map', entry(interfaceOf(LIST, 65, '00'))],
    ['a time without a definition', entry(interfaceOf('time.Time', 66, '00'))],
    ['a delta where there is none', entry('03696e7404020108')],
    ['an interface that says less than it has', entry('03696e7404010008')],
    ['an interface that says more than it has', body(`${A}03696e74040300080000`, { count: 2 })],
    ['a key that stands twice', body(A + '00' + A + '00', { count: 2 })],
    [
      'a number of a type that stands twice as a key',
      body(`${interfaceOf('int8', 2, '02')}00`.repeat(2), { count: 2 }),
    ],
    ['bytes as a key', body(interfaceOf('[]uint8', 5, '0101') + '00')],
    ['a name without its type', entry(`0e${listType}`)],
    ['a name that is cut', entry('7f61')],
  ])('%s is refused', (_, bytes) => {
    expect(() => readGob(bytes)).toThrow(
      expect.objectContaining({ name: 'DeserializeError', code: 'BAD_PAYLOAD' }),
    )
  })

  test.each<[string, string]>([
    ['an array', '01'],
    ['a struct', '03'],
    ['what marshals itself', '06'],
    ['what marshals itself as text', '07'],
    ['nothing', '00'],
    ['what there is none of', '08'],
  ])('a definition of %s is refused', (_, kind) => {
    expect(() => readGob(body('', { kind }))).toThrow(DeserializeError)
  })

  test('a type that holds itself ends', () => {
    // map[string]map[string]string whose elements are defined as itself.
    const name = 'map[string]map[string]string'
    const definition = 'ff83040102ff8400010c01ff840000'
    const inner = '1c' + hex(Buffer.from(name)) + definition
    const rest = 'ff84020000'
    const start = 'ff820001' + A + inner
    const head = body('').subarray(0, 15)
    const message = (text: string): string => (text.length / 2).toString(16).padStart(2, '0') + text
    const bytes = Buffer.concat([head, Buffer.from(message(start) + message(rest), 'hex')])
    expect(() => readGob(bytes)).toThrow(/another type than it says/)
  })

  test('errors hold nothing of what was read', () => {
    for (const bytes of [entry(interfaceOf('secret', 6, sized('secret'))), Buffer.from('secret')]) {
      try {
        readGob(bytes)
        expect.unreachable()
      } catch (error) {
        expect(String(error)).not.toContain('secret')
        expect((error as Error).cause).toBe(undefined)
      }
    }
  })
})

describe('a definition among many values ends the message that they are in', () => {
  const LENGTHS = [1, 2, 17, 18, 40, 130, 200]
  const many = <T>(count: number, make: (at: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => make(at))

  test.each<[string, (at: number) => unknown]>([
    ['dates', (at) => new Date(1_700_000_000_000 + at * 1000)],
    ['the same date', () => new Date(0)],
    ['objects', (at) => ({ k: at })],
    ['lists of objects', (at) => [{ k: [at] }]],
    ['a date behind texts', (at) => (at === 9 ? new Date(0) : 'text')],
  ])('%s', (_, make) => {
    for (const count of LENGTHS) {
      const list = many(count, make)
      expect(again(list)).toEqual(list)
      const map = new Map(list.map((value, at) => [at, value]))
      expect(again(map)).toEqual(map)
      const session = Object.fromEntries(list.map((value, at) => [`k${at}`, value]))
      expect(Object.fromEntries(readGob(write(session)).data)).toEqual(session)
    }
  })
})
