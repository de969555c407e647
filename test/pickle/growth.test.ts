/** What is fetched from the memo again and again costs no more each time, however big it is. */
import { describe, expect, test } from 'vitest'
import {
  Py2Str,
  PyGlobal,
  PyObject,
  PyTuple,
  dumps,
  explain,
  loads,
} from '../../src/pickle/index.js'
import { leastRatio } from '../support/time.js'
import { bytes } from './bytes.js'
import { PyCounter, PyDefaultDict, PyOrderedDict } from '../../src/pickle/types/index.js'

test('a float of text that is none is refused in time that grows with it', () => {
  const read = (digits: number) => {
    const pickle = bytes(`F${'0'.repeat(digits)}!\n.`)
    return () => {
      try {
        loads(pickle)
      } catch {}
    }
  }
  expect(leastRatio(read(4000), read(250), 64)).toBeLessThan(64)
})

describe('one tuple that is a key of many containers', () => {
  const tuple = (length: number): PyTuple => PyTuple.from(Array.from({ length }, () => 7))
  const containers = {
    OrderedDict: (key: PyTuple) => new PyOrderedDict([[key, 1]]),
    defaultdict: (key: PyTuple) => new PyDefaultDict(null, [[key, 1]]),
    Counter: (key: PyTuple) => new PyCounter([[key, 1]]),
  }

  test.each(Object.entries(containers))('of the class %s', (_, container) => {
    const many = (length: number): unknown => {
      const key = tuple(length)
      return Array.from({ length: 2000 }, () => container(key))
    }
    const [big, small] = [many(20_000), many(1)]
    expect(
      leastRatio(
        () => dumps(big),
        () => dumps(small),
        12,
      ),
    ).toBeLessThan(12)
    const [bigBytes, smallBytes] = [dumps(big), dumps(small)]
    expect(
      leastRatio(
        () => loads(bigBytes),
        () => loads(smallBytes),
        12,
      ),
    ).toBeLessThan(12)
  })
})

describe('a long name of a class', () => {
  const u4 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >> shift) & 0xff)
  const text = (size: number): Uint8Array => bytes('X', u4(size), 'n'.repeat(size))
  const objects = 'h\x01)R'.repeat(5000)
  const plain = (size: number): Uint8Array =>
    bytes('\x80\x03cm\n', 'n'.repeat(size), '\nq\x010(', objects, 't.')
  const bytesOfPython2 = (size: number): Uint8Array => {
    const name = ['T', u4(size), '\xc3\xa9'.repeat(size / 2)] as const
    const objectsOf = 'cbuiltins\ngetattr\ncm\nC\n'
    return bytes('\x80\x03', objectsOf, ...name, '\x86Rq\x010(', objects, 't.')
  }
  const joined = (size: number): Uint8Array => {
    const outer = 'cbuiltins\ngetattr\nq\x020cm\nC\nq\x010'
    const name = [...text(size), ...bytes('q\x000')]
    return bytes(`\x80\x03${outer}`, name, 'h\x02h\x01h\0\x86Rq\x010'.repeat(8), '(', objects, 't.')
  }

  test.each([
    ['as it is', plain],
    ['joined of eight', joined],
    ['of Python 2', bytesOfPython2],
  ])('%s', (_, pickle) => {
    const [big, small] = [pickle(40_000), pickle(10)]
    const read = (pickle: Uint8Array): unknown => loads(pickle, { py2str: 'keep' })
    expect(
      leastRatio(
        () => read(big),
        () => read(small),
        12,
      ),
    ).toBeLessThan(12)
    const [bigValue, smallValue] = [read(big), read(small)]
    expect(
      leastRatio(
        () => dumps(bigValue),
        () => dumps(smallValue),
        12,
      ),
    ).toBeLessThan(12)
  })
})

test('a big int is not written out for each line that explains it', () => {
  const pickle = (digit: string): Uint8Array =>
    bytes('\x80\x03\x8b\0\x10\0\0', digit.repeat(4095), '\0q\x000](', 'h\0'.repeat(4000), 'e.')
  const [big, small] = [
    pickle('\x7f'),
    bytes('\x80\x03\x8a\x09', '\x01'.repeat(9), 'q\x000](', 'h\0'.repeat(4000), 'e.'),
  ]
  expect(
    leastRatio(
      () => explain(big),
      () => explain(small),
      20,
    ),
  ).toBeLessThan(20)
  expect(explain(big).find(({ name }) => name === 'BINGET')?.top).toMatch(/^0x7f7f7f.*…$/)
})

describe('placeholders that share what they are made of', () => {
  const cls = new PyGlobal('m', 'C')
  const object = (...args: unknown[]): PyObject => new PyObject('reduce', cls, PyTuple.from(args))
  const many = (make: () => PyObject): PyObject[] => Array.from({ length: 2000 }, make)
  const list = (size: number): unknown[] => Array.from({ length: size }, () => null)

  test.each<[string, (size: number) => unknown]>([
    [
      'a tuple',
      (size) => {
        const args = PyTuple.from(list(size))
        return many(() => new PyObject('reduce', cls, args))
      },
    ],
    [
      'a list',
      (size) => {
        const shared = list(size)
        return many(() => object(shared))
      },
    ],
    [
      'a list that holds them, within another that is made of it',
      (size) => {
        const shared = list(size)
        shared.push(...many(() => object(shared)))
        return object(shared)
      },
    ],
    [
      'a list, many times in one',
      (size) => {
        const shared = list(size)
        return object(...Array.from({ length: 2000 }, () => shared))
      },
    ],
  ])('%s', (_, make) => {
    const [big, small] = [make(20_000), make(1)]
    expect(
      leastRatio(
        () => dumps(big),
        () => dumps(small),
        12,
      ),
    ).toBeLessThan(12)
  })
})

test.each<[string, unknown]>([
  ['text', '\n'.repeat(65_000)],
  ['a byte string', new Py2Str(new Uint8Array(65_000))],
])('protocol 0 escapes %s in little time', (_, value) => {
  const json = '\n'.repeat(65_000)
  expect(
    leastRatio(
      () => dumps(value, { protocol: 0 }),
      () => JSON.stringify(json),
      20,
    ),
  ).toBeLessThan(20)
})
