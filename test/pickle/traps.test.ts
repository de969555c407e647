/** What other pickle readers for JavaScript get wrong, one test each. */
import { expect, test } from 'vitest'
import { PickleError, PyByteArray, PyGlobal, PyTuple, loads } from '../../src/pickle/index.js'
import type { PyObject, PyStr } from '../../src/pickle/index.js'
import { bytes, thrownBy } from './bytes.js'

test('LONG1 ff is -1, not 255', () => {
  expect(loads(bytes('\x80\x02\x8a\x01\xff.'))).toBe(-1)
})

test('LONG1 beyond 8 bytes, and beyond 2^53 to the last digit', () => {
  expect(loads(bytes('\x80\x02\x8a\x09', [0, 0, 0, 0, 0, 0, 0, 0, 1], '.'))).toBe(2n ** 64n)
  expect(loads(bytes('\x80\x02\x8a\x07', [1, 0, 0, 0, 0, 0, 0x20], '.'))).toBe(2n ** 53n + 1n)
})

test('LONG4 has a sign', () => {
  expect(loads(bytes('\x80\x02\x8b', [2, 0, 0, 0], '\x00\x80.'))).toBe(-32768)
})

test('inf is no NaN', () => {
  expect(loads(bytes('Finf\n.'))).toBe(Infinity)
  expect(loads(bytes('F-inf\n.'))).toBe(-Infinity)
})

test('the escapes of UNICODE and STRING are undone', () => {
  expect(loads(bytes('V\\u20ac\\U0001f600\n.'))).toBe('€😀')
  expect(loads(bytes("S'\\x41\\102\\n\\\\'\n."))).toBe('AB\n\\')
})

test('a byte order mark is text', () => {
  expect(loads(bytes('X\x03\0\0\0\xef\xbb\xbf.'))).toBe('\ufeff')
})

test('surrogates stay, alone and side by side', () => {
  expect(loads(bytes('X\x03\0\0\0\xed\xa0\x80.'))).toBe('\ud800')
  const pair = loads(bytes('X\x06\0\0\0\xed\xa0\xbd\xed\xb8\x80.'))
  expect((pair as PyStr).codePoints).toEqual([0xd83d, 0xde00])
})

test('Latin-1 is not windows-1252', () => {
  expect(loads(bytes('V\x80\x9f\n.'))).toBe('\x80\x9f')
  expect(loads(bytes('U\x01\x80.'), { py2str: 'latin1' })).toBe('\x80')
})

test('bytes, sets and bytearrays of low protocols are values', () => {
  expect(loads(bytes('c_codecs\nencode\n(V\\u0000\xff\nVlatin1\ntR.'))).toEqual(
    Uint8Array.of(0, 255),
  )
  expect(loads(bytes('c__builtin__\nbytes\n(tR.'))).toEqual(new Uint8Array())
  expect(loads(bytes('c__builtin__\nset\n((lI1\natR.'))).toEqual(new Set([1]))
  expect(loads(bytes('c__builtin__\nbytearray\n(V\xff\nVlatin-1\ntR.'))).toEqual(
    PyByteArray.of(255),
  )
})

test('OBJ takes the class from right above the mark', () => {
  const object = loads(bytes('(cm\nC\nK\x01K\x02o.')) as PyObject
  expect(object.cls).toEqual(new PyGlobal('m', 'C'))
  expect([...object.args]).toEqual([1, 2])
})

test('subclasses of list and dict take items', () => {
  const list = loads(bytes('\x80\x02cm\nL\n)\x81(K\x01K\x02e.')) as PyObject
  expect(list.items).toEqual([1, 2])
  const dict = loads(bytes('\x80\x02cm\nD\n)\x81K\x01K\x02s.')) as PyObject
  expect(dict.pairs).toEqual([[1, 2]])
})

test('the state of slots is kept as it is', () => {
  const object = loads(bytes('\x80\x02cm\nC\n)\x81N}X\x01\0\0\0aK\x01s\x86b.')) as PyObject
  expect(object.state).toEqual(PyTuple.of(null, new Map([['a', 1]])))
})

test('bytes are copies', () => {
  const input = bytes('\x80\x03C\x02ab.')
  const value = loads(input) as Uint8Array
  input.fill(0)
  expect(value).toEqual(Uint8Array.of(0x61, 0x62))
  expect(value.buffer.byteLength).toBe(2)
})

test('bytes of a Buffer are plain, and no part of its pool', () => {
  const value = loads(Buffer.from('\x80\x03C\x02ab.', 'latin1')) as Uint8Array
  expect(value.constructor).toBe(Uint8Array)
  expect(value.buffer.byteLength).toBe(2)
})

test('200,000 APPENDS at once', () => {
  const items = Array.from({ length: 200_000 * 2 }, () => 0x4b)
  for (let at = 1; at < items.length; at += 2) items[at] = 7
  const list = loads(bytes(']', '(', items, 'e.'), { limits: { stack: 300_000 } })
  expect(list).toHaveLength(200_000)
})

test('a __proto__ key is data', () => {
  const pickle = bytes('}X\x09\0\0\0__proto__}X\x01\0\0\0aK\x01ss.')
  const object = loads(pickle, { dicts: 'auto' }) as object
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
  expect(Object.hasOwn(object, '__proto__')).toBe(true)
  expect((object as { a?: unknown }).a).toBeUndefined()
})

test('a negative length ends at once', () => {
  expect(thrownBy(() => loads(bytes('B\xfb\xff\xff\xff.')))).toBeInstanceOf(PickleError)
  expect(thrownBy(() => loads(bytes('T\xfb\xff\xff\xff.')))).toBeInstanceOf(PickleError)
})

test('a state that a function sets is not lost with the result of its call', () => {
  const pickle = bytes('\x80\x02cm\nC\n)\x81q\x00cm\nset\nh\x00}\x86R0.')
  const object = loads(pickle) as PyObject
  expect(object.setters).toEqual([[new PyGlobal('m', 'set'), new Map()]])
})

test('MEMOIZE counts entries, whatever their numbers', () => {
  expect(loads(bytes('\x80\x04]q\x05\x94h\x01\x86.'))).toEqual(PyTuple.of([], []))
})

test('nothing below a mark can be popped', () => {
  for (const pickle of ['K\x01(\x85.', 'K\x01(2.', 'K\x01(0(00.', '](K\x01ea.']) {
    expect(
      thrownBy(() => loads(bytes(pickle))),
      pickle,
    ).toMatchObject({ code: 'STACK' })
  }
})

test('INT is plain decimal, 00 and 01 are bools', () => {
  expect(loads(bytes('I01\n.'))).toBe(true)
  expect(loads(bytes('I00\n.'))).toBe(false)
  expect(loads(bytes('I-12\n.'))).toBe(-12)
  for (const text of ['010', '-0', '0x1f', ' 1', '+1', '1_0', '']) {
    expect(
      thrownBy(() => loads(bytes(`I${text}\n.`))),
      text,
    ).toMatchObject({ code: 'BAD_NUMBER' })
  }
})
