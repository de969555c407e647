/** What Python 2 makes objects of is written back as the str it was; pickles of Python 2.7's cPickle. */
import { describe, expect, test } from 'vitest'
import {
  PickleRegistry,
  Py2Str,
  PyCounter,
  PyDate,
  dumps,
  loads,
  type LoadOptions,
  type PyObject,
} from '../../../src/pickle/index.js'
import { bytes } from '../bytes.js'

const RECORDED: readonly (readonly [name: string, protocol: 0 | 1 | 2, pickle: string])[] = [
  [
    'UnicodeDecodeError, protocol 0',
    0,
    "cexceptions\nUnicodeDecodeError\np1\n(S'ascii'\np2\nS'\\xe9'\nI0\nI1\nS'x'\ntp3\nRp4\n.",
  ],
  [
    'UnicodeDecodeError, protocol 1',
    1,
    'cexceptions\nUnicodeDecodeError\nq\x01(U\x05asciiq\x02U\x01\xe9K\x00K\x01U\x01xtq\x03Rq\x04.',
  ],
  [
    'UnicodeDecodeError, protocol 2',
    2,
    '\x80\x02cexceptions\nUnicodeDecodeError\nq\x01(U\x05asciiq\x02U\x01\xe9K\x00K\x01U\x01xtq\x03Rq\x04.',
  ],
  [
    'array of characters, protocol 0',
    0,
    "carray\narray\np1\n(S'c'\n(lp2\nS'a'\naS'b'\naS'c'\natRp3\n.",
  ],
  [
    'array of characters, protocol 1',
    1,
    'carray\narray\nq\x01(U\x01c]q\x02(U\x01aU\x01bU\x01cetRq\x03.',
  ],
  [
    'array of characters, protocol 2',
    2,
    '\x80\x02carray\narray\nq\x01U\x01c]q\x02(U\x01aU\x01bU\x01ce\x86Rq\x03.',
  ],
  ['subclass of date, protocol 0', 0, "c__main__\nDD\np1\n(S'\\x084\\x01\\x01'\ntRp2\n."],
  ['subclass of date, protocol 1', 1, 'c__main__\nDD\nq\x01(U\x04\x084\x01\x01tRq\x02.'],
  ['subclass of date, protocol 2', 2, '\x80\x02c__main__\nDD\nq\x01U\x04\x084\x01\x01\x85Rq\x02.'],
  [
    'arguments of an old-style instance, protocol 0',
    0,
    "(S'abc'\np1\nI1\ni__main__\nI\np2\n(dp3\nb.",
  ],
  [
    'arguments of an old-style instance, protocol 1',
    1,
    '(c__main__\nI\nq\x01U\x03abcq\x02K\x01oq\x03}q\x04b.',
  ],
  [
    'arguments of an old-style instance, protocol 2',
    2,
    '\x80\x02(c__main__\nI\nq\x01U\x03abcq\x02K\x01oq\x03}q\x04b.',
  ],
  ['exception twice, protocol 0', 0, "(lp1\ncexceptions\nValueError\np2\n(S'a'\ntp3\nRp4\nag4\na."],
  [
    'exception twice, protocol 1',
    1,
    ']q\x01(cexceptions\nValueError\nq\x02(U\x01atq\x03Rq\x04h\x04e.',
  ],
  [
    'exception twice, protocol 2',
    2,
    '\x80\x02]q\x01(cexceptions\nValueError\nq\x02U\x01a\x85q\x03Rq\x04h\x04e.',
  ],
]

const AUTO: LoadOptions = { py2str: 'auto', dicts: 'auto' }
const KEEP: LoadOptions = { py2str: 'keep', dicts: 'auto', registry: null }

const readAuto = (pickle: string, options?: LoadOptions): unknown =>
  loads(bytes(pickle), { ...AUTO, ...options })

test.each(RECORDED)('%s is written back as it was', (_name, protocol, pickle) => {
  const expected = loads(bytes(pickle), KEEP)
  expect(loads(dumps(readAuto(pickle), { protocol }), KEEP)).toEqual(expected)
  expect(loads(dumps(readAuto(pickle, { exact: true }), { protocol }), KEEP)).toEqual(expected)
})

describe('a str that is ASCII', () => {
  test('is a Py2Str among the arguments of a placeholder, and text in its state', () => {
    const object = readAuto('(cm\nC\nU\x01a(U\x01blo(U\x01cU\x01dtb.') as PyObject
    expect(object.args).toEqual([old('a'), [old('b')]])
    expect(object.state).toEqual(['c', 'd'])
    expect((readAuto('cm\nC\n(tRU\x01ab.') as PyObject).state).toBe('a')
  })

  test('is text in dicts, and as an attribute', () => {
    const object = readAuto('cm\nC\n((dU\x01aU\x01bstR(dU\x01cU\x01dsb.') as PyObject
    expect(object.args[0]).toEqual({ a: 'b' })
    expect(object.state).toEqual({ c: 'd' })
  })

  test('is text everywhere else, also where the same is an argument', () => {
    const value = readAuto('(lp0\nU\x01ap1\nacm\nC\n(g1\ntRa(g1\ntag1\na(dg1\ng1\nsa.') as unknown[]
    const [text, object, tuple, again, dict] = value
    expect([text, [...(tuple as unknown[])], again, dict]).toEqual(['a', ['a'], 'a', { a: 'a' }])
    expect((object as PyObject).args[0]).toEqual(old('a'))
    expect(readAuto('U\x01a.')).toBe('a')
  })

  test('is text for a codec, early and late', () => {
    const seen: unknown[] = []
    const registry = new PickleRegistry().add({
      module: 'm',
      name: 'C',
      decode: ({ args }) => seen.push(...args),
    })
    readAuto('(lp0\ncm\nC\n(U\x01a(U\x01bltRp1\nag1\na.', { registry })
    expect(seen).toEqual(['a', ['b']])
    expect(readAuto('ccollections\nCounter\n((dU\x01aK\x02stR.')).toEqual(new PyCounter([['a', 2]]))
    expect(readAuto('cdatetime\ndate\n(U\x04\x084\x01\x01tR.')).toEqual(new PyDate(2100, 1, 1))
  })

  test('names a class within a class', () => {
    const object = readAuto('c__builtin__\ngetattr\n(cm\nA\nU\x01BtR(tR.') as PyObject
    expect(String(object)).toBe('<object of m.A.B>')
    expect(readAuto('\x80\x04U\x01mU\x01A\x93(tR.')).toHaveProperty('cls.name', 'A')
  })
})

function old(text: string): Py2Str {
  return new Py2Str(bytes(text))
}
