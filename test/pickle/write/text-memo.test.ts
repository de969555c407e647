import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  PickleRegistry,
  PyGlobal,
  PyObject,
  PyTuple,
  dumps,
  loads,
} from '../../../src/pickle/index.js'
import { returnTextMemo, takeTextMemo } from '../../../src/pickle/write/text-memo.js'
import { leastRatio } from '../../support/time.js'

describe('TextMemo', () => {
  test('finds what was added, whatever the texts have in common', () => {
    // Few characters and lengths: many texts have the same hash.
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀'), maxLength: 12 })
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 300, size: 'max' }), (texts) => {
        const memo = takeTextMemo()
        for (const [index, added] of texts.entries()) {
          expect(memo.get(added)).toBeUndefined()
          memo.add(added, index * 3)
        }
        for (const [index, added] of texts.entries()) expect(memo.get(added)).toBe(index * 3)
        returnTextMemo(memo)
      }),
    )
  })

  test('takes no longer where texts are chosen to be alike', () => {
    const memoOf = (texts: readonly string[]) => {
      const memo = takeTextMemo()
      for (const [index, text] of texts.entries()) {
        memo.get(text)
        memo.add(text, index)
      }
      return { memo, texts }
    }
    const find = ({ memo, texts }: ReturnType<typeof memoOf>): void => {
      for (let round = 0; round < 2000; round++) memo.get(texts[100 + (round & 7)]!)
    }
    const code = (at: number): string => String.fromCharCode(65 + (at & 15), 65 + (at >> 4))
    const all = Array.from({ length: 110 }, (_, at) => code(at))
    const alike = all.map((mark) => `${'a'.repeat(196)}${mark}zz`)
    const apart = all.map((mark, at) => `${'a'.repeat(140 + at)}${mark}`)
    const [slow, fast] = [memoOf(alike), memoOf(apart)]
    const ratio = leastRatio(
      () => find(slow),
      () => find(fast),
      12,
    )
    for (const { memo } of [slow, fast]) returnTextMemo(memo)
    expect(ratio).toBeLessThan(12)
  })

  test('has room for any number of texts', () => {
    const memo = takeTextMemo()
    for (let index = 0; index < 1000; index++) {
      expect(memo.get(`text ${index}`)).toBeUndefined()
      memo.add(`text ${index}`, index)
    }
    for (let index = 0; index < 1000; index++) expect(memo.get(`text ${index}`)).toBe(index)
    expect(memo.get('text 1000')).toBeUndefined()
    returnTextMemo(memo)
  })

  test('is empty again when it is used again', () => {
    const memo = takeTextMemo()
    expect(memo.get('secret')).toBeUndefined()
    memo.add('secret', 1)
    returnTextMemo(memo)
    const next = takeTextMemo()
    expect(next).toBe(memo)
    expect(next.get('secret')).toBeUndefined()
    returnTextMemo(next)
  })
})

describe('pickles that are written one after the other or one inside the other', () => {
  test('share nothing', () => {
    const first = dumps(['a', 'b', 'a'], { protocol: 2 })
    const copy = Uint8Array.from(first)
    expect(dumps(['a', 'b', 'a'], { protocol: 2 })).toEqual(first)
    dumps('x'.repeat(500))
    expect(first).toEqual(copy)
  })

  test('a failure leaves nothing behind', () => {
    const expected = dumps(['a', 'a'])
    expect(() => dumps(['a', () => 1])).toThrow('cannot be pickled')
    expect(dumps(['a', 'a'])).toEqual(expected)
  })

  test('a codec may write a pickle of its own', () => {
    class Sealed {
      constructor(readonly content: unknown) {}
    }
    const registry = new PickleRegistry()
    const cls = new PyGlobal('app', 'Sealed')
    registry.add({
      module: 'app',
      name: 'Sealed',
      test: (value) => value instanceof Sealed,
      encode: ({ content }: Sealed) => new PyObject('reduce', cls, PyTuple.of(dumps(content))),
      decode: (object: PyObject) => new Sealed(loads(object.args[0] as Uint8Array)),
    })
    const value = ['a', new Sealed(['a', 'b', 'a']), 'a', 'b']
    expect(loads(dumps(value, { registry }), { registry })).toEqual(value)
  })
})
