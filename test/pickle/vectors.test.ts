/** 593 pickles with what is in them, made by CPython 3.11, by Python 2.7 and by hand. */
import { describe as suite, expect, test } from 'vitest'
import { PickleError, PyPersistentId, dumps, loads } from '../../src/pickle/index.js'
import type { LoadOptions } from '../../src/pickle/index.js'
import { readVectors } from '../support/vectors.js'
import { OutOfBand, describe } from './grammar.js'

interface Vector {
  readonly id: string
  readonly proto: 0 | 1 | 2 | 3 | 4 | 5
  readonly source: string
  readonly kind: 'valid' | 'invalid'
  readonly pickle: string
  readonly expected?: unknown
}

const vectors = readVectors<Vector>('pickle')
const named = (list: readonly Vector[]) => list.map((vector) => [vector.id, vector] as const)

/** What these vectors need beyond the defaults: nothing is lost. */
const lossless: LoadOptions = {
  registry: null,
  py2str: 'keep',
  persistentLoad: (id) => new PyPersistentId(id),
}

const bytesOf = (vector: Vector): Buffer => Buffer.from(vector.pickle, 'base64')

function read(vector: Vector, options: LoadOptions = {}): unknown {
  const buffers = vector.id.startsWith('oob') ? [new OutOfBand(1), new OutOfBand(1)] : undefined
  return loads(bytesOf(vector), { ...lossless, buffers, ...options })
}

/** NaN has many forms; Python and JavaScript do not keep them apart. */
const withoutNaNs = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json).replaceAll(/"float":"[7f]ff[89a-f]\w+"/g, '"float":"nan"'))

/** What is expected; but a bytearray of Python 2 is a value here, where the vectors have its call. */
const expectedOf = ({ id, expected }: Vector): unknown =>
  id.startsWith('py2_bytearray') ? { bytearray: 'YWL/' } : expected

test('the vectors are all there', () => {
  expect(vectors.filter(({ kind }) => kind === 'valid')).toHaveLength(570)
  expect(vectors.filter(({ kind }) => kind === 'invalid')).toHaveLength(23)
})

suite('a valid pickle is read as what it is', () => {
  const valid = vectors.filter(({ kind }) => kind === 'valid')
  test.each(named(valid))('%s', (_, vector) => {
    expect(withoutNaNs(describe(read(vector)))).toEqual(withoutNaNs(expectedOf(vector)))
  })
  test.each(named(valid))('%s with strings kept apart', (_, vector) => {
    const value = read(vector, { exact: true })
    expect(withoutNaNs(describe(value))).toEqual(withoutNaNs(expectedOf(vector)))
  })
})

suite('an invalid pickle is refused', () => {
  test.each(named(vectors.filter(({ kind }) => kind === 'invalid')))('%s', (_, vector) => {
    expect(() => read(vector)).toThrow(PickleError)
  })
})

suite('a pickle made by the C pickler of CPython 3 is written back byte for byte', () => {
  const made = vectors.filter(
    ({ source, kind }) =>
      kind === 'valid' &&
      (source === 'cpython3.11.7 _pickle' || source === 'cpython3.11.7 persistent_id'),
  )
  const writesSame = (vector: Vector, options: LoadOptions): boolean =>
    bytesOf(vector).equals(dumps(read(vector, options), { protocol: vector.proto }))

  test.each([
    ['default', {}],
    ['plain objects', { dicts: 'auto' }],
    ['strings kept apart', { exact: true }],
    ['floats wrapped', { floats: 'wrap' }],
  ] as const)('%s', (name, options) => {
    const different = made.filter((vector) => !writesSame(vector, options)).map(({ id }) => id)
    console.log(
      `pickle.json, ${name}: ${made.length - different.length} of ${made.length} the same`,
    )
    expect(made).toHaveLength(399)
    expect(different).toEqual([])
  })
})
