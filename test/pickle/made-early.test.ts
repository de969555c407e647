/** Values made of an object before all that the object holds is in its place. */
import { describe, expect, test } from 'vitest'
import {
  PickleError,
  type PyDefaultDict,
  PyEnum,
  type PyObject,
  PySlice,
  dumps,
  enumCodec,
  loads,
  standardRegistry,
} from '../../src/pickle/index.js'
import { bytes, thrownBy } from './bytes.js'

const registry = standardRegistry().add(enumCodec('m', 'E'))
const FILLED = new Map([[1, 2]])

/** A list of what `object` makes of an empty dict, which gets a key that is no text afterwards. */
const late = (...object: string[]): unknown => {
  const pickle = bytes('\x80\x04cbuiltins\nslice\nq\x050]', ...object, 'ah\0K\x01K\x02s0.')
  return loads(pickle, { dicts: 'auto', registry })
}

describe('a dict that becomes a Map late is put into', () => {
  test('a slice', () => {
    expect(late('h\x05}q\0NN\x87R')).toEqual([new PySlice(FILLED, null)])
  })

  test('what a slice is written from', () => {
    const [slice] = late('h\x05}q\0NN\x87R') as [PySlice]
    expect(loads(dumps(slice))).toEqual(new PySlice(FILLED, null))
  })

  test('a slice in a slice, and in a list in one', () => {
    const inner = new PySlice(FILLED, null)
    expect(late('h\x05h\x05}q\0NN\x87RNN\x87R')).toEqual([new PySlice(inner, null)])
    expect(late('h\x05]h\x05}q\0NN\x87RaNN\x87R')).toEqual([new PySlice([inner], null)])
  })

  test('a slice that holds the list it stands in', () => {
    const pickle = '\x80\x04]q\x06cbuiltins\nslice\n}q\0h\x06N\x87Rah\0K\x01K\x02s0.'
    const list = loads(bytes(pickle), { dicts: 'auto' }) as [PySlice]
    expect(list[0].start).toEqual(FILLED)
    expect(list[0].stop).toBe(list)
  })

  test('a slice that holds itself in a list', () => {
    const pickle = '\x80\x04]q\x06cbuiltins\nslice\n}q\0h\x06N\x87Rq\x07ah\0K\x01K\x02s0h\x07.'
    const slice = loads(bytes(pickle), { dicts: 'auto' }) as PySlice
    expect(slice.start).toEqual(FILLED)
    expect((slice.stop as unknown[])[0]).toBe(slice)
  })

  test('an enum member', () => {
    expect(late('cm\nE\n}q\0\x85R')).toEqual([new PyEnum('m', 'E', FILLED)])
  })

  test('the factory of a defaultdict', () => {
    const [dict] = late('ccollections\ndefaultdict\ncm\nC\n}q\0\x85R\x85R') as [PyDefaultDict]
    expect((dict.factory as PyObject).args[0]).toEqual(FILLED)
  })
})

test('an object that is left to the last pass is put into a list in a slice', () => {
  const slice = 'cbuiltins\nslice\nq\x05]q\0NN\x87R'
  const pickle = `\x80\x04](${slice}h\0cdecimal\nDecimal\nX\x01\0\0\x001\x85Rq\x01h\x01\x86ae.`
  const [read] = loads(bytes(pickle), { dicts: 'auto' }) as [PySlice]
  expect(JSON.stringify(read.start)).toBe('[["1","1"]]')
})

describe('slices count for the depth', () => {
  const slices = (count: number): Uint8Array =>
    bytes(
      '\x80\x04cbuiltins\nslice\nq\x000',
      'h\0'.repeat(count),
      'N',
      'NN\x87R'.repeat(count),
      '.',
    )

  test('so that what is read can be written', () => {
    expect(() => dumps(loads(slices(250)))).not.toThrow()
    expect(thrownBy(() => loads(slices(251)))).toBeInstanceOf(PickleError)
    expect(thrownBy(() => loads(slices(251)))).toMatchObject({ limit: 'depth' })
  })
})
