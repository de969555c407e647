/** Limits of the reader (security checklist, section 3), and pickles that try to be expensive. */
import { getHeapStatistics } from 'node:v8'
import { describe, expect, test } from 'vitest'
import { PickleError, PickleRegistry, PyTuple, dumps, loads } from '../../src/pickle/index.js'
import type { LoadOptions, PyObject } from '../../src/pickle/index.js'
import { timeOfWork } from '../support/time.js'
import { bytes, thrownBy } from './bytes.js'

const repeated = (text: string, count: number): Uint8Array =>
  new Uint8Array(Buffer.from(text.repeat(count), 'latin1'))

const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

/** A dict in which the same key is set so many times. */
const manyKeys = (count: number): Uint8Array =>
  joined(bytes('}('), repeated('NN', count), bytes('u.'))

/** What is thrown, soon: the bounds are for a busy machine, and far below what a slip would take. */
function refusal(pickle: Uint8Array, options?: LoadOptions): unknown {
  const start = timeOfWork()
  const error = thrownBy(() => loads(pickle, options))
  expect(timeOfWork() - start).toBeLessThan(2000)
  expect(error).toBeInstanceOf(PickleError)
  return error
}

describe('a limit is an option', () => {
  test.each<[string, number, Uint8Array, Uint8Array]>([
    ['input', 4, bytes('K\x01\x85.'), bytes('K\x01\x85\x85.')],
    ['stack', 3, bytes('NNNttt'.slice(0, 3), '.'), bytes('NNNN.')],
    ['marks', 2, bytes('((tt.'), bytes('(((ttt.')],
    ['memo', 2, bytes('Nq\x00q\x01q\x01.'), bytes('Nq\x00q\x01q\x02.')],
    ['digits', 3, bytes('I999\n.'), bytes('I9999\n.')],
    ['intBytes', 2, bytes('\x8a\x02\0\0.'), bytes('\x8a\x03\0\0\0.')],
    ['keysPerDict', 2, bytes('}(NN\x88Nu.'), bytes('}(NN\x88NK\x07Nu.')],
    ['keys', 2, bytes(']}NNsa}NNsa.'), bytes(']}NNsa}NNsa}NNsa.')],
    ['depth', 3, bytes(']]]aa.'), bytes(']]]]aaa.')],
  ])('%s', (name, limit, good, bad) => {
    const options = { limits: { [name]: limit } }
    expect(() => loads(good, options)).not.toThrow()
    expect(refusal(bad, options)).toMatchObject({ code: 'LIMIT' })
    expect(() => loads(bad, { limits: { [name]: Infinity } })).not.toThrow()
  })
})

test('a limit may be 0', () => {
  const none = { stack: 1, marks: 0, memo: 0, digits: 0, intBytes: 0, keys: 0, depth: 0 }
  expect(loads(bytes('N.'), { limits: none })).toBe(null)
  expect(refusal(bytes('].'), { limits: none })).toMatchObject({ code: 'LIMIT' })
})

describe('the defaults', () => {
  const one = bytes('K\x01')
  test.each<[string, Uint8Array, Uint8Array]>([
    [
      '1 MiB of input',
      joined(bytes('N.'), new Uint8Array(2 ** 20 - 2)),
      joined(bytes('N.'), new Uint8Array(2 ** 20 - 1)),
    ],
    [
      '1,000 marks',
      joined(repeated('(', 1000), bytes('N.')),
      joined(repeated('(', 1001), bytes('N.')),
    ],
    [
      '524,288 memo entries',
      joined(one, repeated('\x94', 524_288), bytes('.')),
      joined(one, repeated('\x94', 524_289), bytes('.')),
    ],
    ['4,300 digits', bytes('L', '7'.repeat(4300), '\n.'), bytes('L', '7'.repeat(4301), '\n.')],
    [
      '4,096 bytes of an int',
      bytes('\x8b\0\x10\0\0', '\x01'.repeat(4096), '.'),
      bytes('\x8b\x01\x10\0\0', '\x01'.repeat(4097), '.'),
    ],
    [
      '500 containers inside each other',
      joined(bytes(')'), repeated('\x85', 499), bytes('.')),
      joined(bytes(')'), repeated('\x85', 500), bytes('.')),
    ],
    ['262,144 keys', manyKeys(1 << 18), manyKeys((1 << 18) + 1)],
  ])('%s', (_, good, bad) => {
    expect(() => loads(good)).not.toThrow()
    expect(refusal(bad)).toMatchObject({ code: 'LIMIT' })
  })

  test('every byte of input may be a value on the stack', () => {
    expect(() => loads(joined(repeated('N', 2 ** 20 - 1), bytes('.')))).not.toThrow()
  })
})

describe('a length is checked before anything is made', () => {
  const huge = '\xff\xff\xff\x7f'
  test.each([
    ['BINSTRING', `T${huge}`],
    ['BINBYTES', 'B\xff\xff\xff\xff'],
    ['BINBYTES8', '\x8e\0\0\0\0\0\0\0\x80'],
    ['BINBYTES8 of 2^53', '\x8e\x01\0\0\0\0\0\x20\0'],
    ['BINUNICODE', 'X\xff\xff\xff\xff'],
    ['BINUNICODE8', `\x8d${huge}${huge}`],
    ['BYTEARRAY8', '\x96\0\0\0\0\x01\0\0\0'],
    ['LONG4', `\x8b${huge}`],
    ['LONG4 below 0', '\x8b\xff\xff\xff\xff'],
    ['FRAME', '\x95\0\0\0\0\0\x01\0\0'],
  ])('%s', (_, text) => {
    expect(refusal(bytes(text, 'abc.'))).toMatchObject({ code: 'TRUNCATED', offset: 0 })
  })
})

describe('the memo is not as long as its highest number', () => {
  test.each([
    ['PUT', 'p9999999999\n'],
    ['LONG_BINPUT', 'r\xff\xff\xff\xff'],
  ])('%s far out is refused', (_, put) => {
    expect(refusal(bytes(`K\x01${put}.`))).toMatchObject({ code: 'LIMIT' })
  })

  test('gaps are allowed, and cost nothing', () => {
    const start = timeOfWork()
    for (let round = 0; round < 1000; round++) loads(bytes('K\x01r\x40\x42\x0f\0.'))
    expect(timeOfWork() - start).toBeLessThan(2000)
    expect(loads(bytes('K\x01r\x71\x11\x01\x000j\x71\x11\x01\x00.'))).toBe(1)
  })

  test('entries far out and near count the same', () => {
    // 9 is far out while the memo is empty, and is reached from below later.
    const far = '\x80\x04K\x09q\x65K\x08q\x03'
    expect(loads(bytes(far, 'h\x65h\x03\x86.'))).toEqual(PyTuple.of(9, 8))
    expect(refusal(bytes(far, 'h\x04.'))).toMatchObject({ code: 'MEMO' })
    const filled = Array.from(
      { length: 102 },
      (_, index) => `K${String.fromCharCode(index)}q${String.fromCharCode(index)}`,
    )
    expect(loads(bytes(far, ...filled, 'h\x65h\x03h\x66\x87.'.replace('h\x66', 'h\x64')))).toEqual(
      PyTuple.of(101, 3, 100),
    )
    expect(loads(bytes(far, ...filled, '\x94h\x66.'))).toBe(101)
  })
})

describe('what is written once but used often', () => {
  test('copies of it are counted: text made bytes again and again', () => {
    const long = 'a'.repeat(100_000)
    const pickle = bytes(
      '\x80\x02c_codecs\nencode\nq\x00X\xa0\x86\x01\0',
      long,
      'q\x01X\x06\0\0\0latin1q\x02](',
      'h\x00h\x01h\x02\x86R'.repeat(9000),
      'e.',
    )
    expect(refusal(pickle)).toMatchObject({ code: 'LIMIT' })
  })

  test('a list made a set again and again', () => {
    const pickle = bytes(
      '\x80\x02c__builtin__\nset\nq\x00](',
      'N'.repeat(9000),
      'eq\x01(',
      'h\x00h\x01\x85R'.repeat(5000),
      't.',
    )
    expect(refusal(pickle)).toMatchObject({ code: 'LIMIT' })
  })

  test('a long name used again and again', () => {
    const long = 'm'.repeat(100_000)
    const pickle = bytes(
      '\x80\x04X\xa0\x86\x01\0',
      long,
      'q\x00',
      'h\x00h\x00\x930'.repeat(50_000),
      'N.',
    )
    expect(refusal(pickle)).toMatchObject({ code: 'LIMIT' })
  })

  test('a state, which many objects share', () => {
    const entries = Array.from(
      { length: 500 },
      (_, at) => `M${String.fromCharCode(at & 255, 1 + (at >> 8))}N`,
    )
    const pickle = (objects: number): Uint8Array =>
      bytes(
        '\x80\x04cuuid\nUUID\nq\x000}(X\x03\0\0\0intK\x01',
        entries.join(''),
        'uq\x010](',
        'h\x00)\x81h\x01b'.repeat(objects),
        'e.',
      )
    expect(loads(pickle(4))).toHaveLength(4)
    expect(refusal(pickle(1000))).toMatchObject({ code: 'LIMIT' })
  })

  test('what a codec of the application says it copies', () => {
    const codec = (cost?: () => number): LoadOptions => {
      const decode = ({ args }: PyObject): unknown => args[0]
      const added = { module: 'm', name: 'C', decode, ...(cost && { cost }) }
      return { registry: new PickleRegistry().add(added) }
    }
    const pickle = bytes(
      '\x80\x04cm\nC\nq\x000](',
      'N'.repeat(5000),
      'eq\x010](',
      'h\x00h\x01\x85R'.repeat(50),
      'e.',
    )
    expect(
      loads(
        pickle,
        codec(() => 0),
      ),
    ).toHaveLength(50)
    expect(refusal(pickle, codec())).toMatchObject({ code: 'LIMIT' })
    expect(
      refusal(
        pickle,
        codec(() => 1e5),
      ),
    ).toMatchObject({ code: 'LIMIT' })
  })

  test('a bytearray made of the same bytes again and again', () => {
    const pickle = (count: number): Uint8Array =>
      bytes(
        '\x80\x04cbuiltins\nbytearray\nq\x000B\xa0\x86\x01\0',
        'b'.repeat(100_000),
        '\x85q\x010](',
        'h\x00h\x01R'.repeat(count),
        'e.',
      )
    expect(loads(pickle(10))).toHaveLength(10)
    expect(refusal(pickle(1000))).toMatchObject({ code: 'LIMIT' })
  })

  test('each once is no trouble', () => {
    const value = Array.from({ length: 2000 }, (_, index) => Uint8Array.of(index, 2, 3))
    expect(loads(dumps(value, { protocol: 2 }))).toEqual(value)
  })

  test('lists of lists, 2^40 in all, stay shared', () => {
    let text = '\x80\x02]q\x00'
    for (let level = 1; level <= 40; level++)
      text += `](h${String.fromCharCode(level - 1).repeat(1)}h${String.fromCharCode(level - 1)}eq${String.fromCharCode(level)}`
    const start = timeOfWork()
    const value = loads(bytes(text, '.')) as unknown[]
    expect(value[0]).toBe(value[1])
    expect(dumps(value).length).toBeLessThan(500)
    expect(loads(bytes(text, '.'), { limits: { depth: 41 } })).toBeInstanceOf(Array)
    expect(refusal(bytes(text, '.'), { limits: { depth: 40 } })).toMatchObject({ code: 'LIMIT' })
    expect(timeOfWork() - start).toBeLessThan(2000)
  })
})

test('an array index as the key of a small object makes no room for those below it', () => {
  const count = 4000
  const pickle = joined(bytes('('), repeated('}U\x041022Ns', count), bytes('t.'))
  const before = getHeapStatistics().used_heap_size
  const value = loads(pickle, { dicts: 'auto' }) as PyTuple
  // A careless engine takes twelve kilobytes for each.
  expect(getHeapStatistics().used_heap_size - before).toBeLessThan(count * 5000)
  expect(value[7]).toEqual({ 1022: null })
})

test('the highest array index stays where another follows', () => {
  const pickle = bytes('}(U\x0a4294967294K\x01U\x041022K\x02u.')
  expect(loads(pickle, { dicts: 'auto' })).toEqual({ 1022: 2, 4_294_967_294: 1 })
})

describe('deep nesting is no trouble', () => {
  test('for tuples, one level a byte', () => {
    const pickle = joined(bytes('\x80\x02)'), repeated('\x85', 500_000), bytes('.'))
    let value = loads(pickle, { limits: { depth: Infinity } }) as PyTuple
    let depth = 0
    for (; value.length > 0; depth++) value = value[0] as PyTuple
    expect(depth).toBe(500_000)
  })

  test('for the last pass and the depth limit', () => {
    const list = joined(repeated(']', 9000), repeated('a', 8999), bytes('.'))
    expect(loads(list, { limits: { depth: 9000 } })).toBeInstanceOf(Array)
    expect(refusal(list, { limits: { depth: 8999 } })).toMatchObject({ code: 'LIMIT' })
    const stale = joined(bytes('}q\x00'), repeated('\x85', 100_000), bytes('h\x00K\x01K\x02s\x86.'))
    expect(loads(stale, { dicts: 'auto', limits: { depth: Infinity } })).toBeInstanceOf(PyTuple)
  })

  test('for a tuple as a key', () => {
    const pickle = joined(bytes('\x80\x02})'), repeated('\x85', 500_000), bytes('Ns.'))
    const map = loads(pickle, { limits: { depth: Infinity } }) as Map<unknown, unknown>
    expect(map.size).toBe(1)
  })

  test('a circle has no depth of its own', () => {
    expect(loads(bytes(']q\x00h\x00a.'), { limits: { depth: 1 } })).toBeInstanceOf(Array)
  })
})

describe('many things at once take no longer than their bytes', () => {
  test.each<[string, Uint8Array]>([
    ['empty dicts that turn into Maps', repeated('}K\x01Ns0', 100_000)],
    [
      'dicts from the memo that turn into Maps',
      joined(repeated('}q\x000', 1), repeated('h\x00K\x01Ns0', 100_000)),
    ],
    ['floats below many containers', joined(repeated('F1\n', 9000), repeated('(F1\nl0', 100_000))],
    ['sets of floats', joined(repeated('F1\n', 9000), repeated('(F1\n\x910', 100_000))],
    ['pops', repeated('N0', 400_000)],
    ['lines', repeated('V\n0', 300_000)],
    ['big ints', repeated(`\x8a\xff${'\x7f'.repeat(255)}0`, 4000)],
    ['objects called by objects', joined(bytes('cm\nC\n)R'), repeated(')R', 400_000))],
  ])('%s', (_, body) => {
    for (const dicts of ['map', 'auto'] as const) {
      const start = timeOfWork()
      loads(joined(body, bytes('N.')), { dicts, limits: { input: Infinity } })
      expect(timeOfWork() - start).toBeLessThan(10_000)
    }
  })
})
