/** The parts of the inspector that need no browser. */
import { describe, expect, test } from 'vitest'
import type { Layer } from '../../src/inspect/index.js'
import { withEdits } from '../../src/inspector/edits.js'
import { isWithin, keyText, pathId, pathText } from '../../src/inspector/paths.js'
import { segmentsOf } from '../../src/inspector/segments.js'
import { characterOf, otherCharacter } from '../../src/inspector/tamper.js'
import { dateText, distanceText, durationText } from '../../src/inspector/times.js'
import { editable, edited, entriesOf, textOf, typeOf } from '../../src/inspector/values.js'
import { pyFloat } from '../../src/lib/py-float.js'
import { PyTuple } from '../../src/pickle/index.js'

describe('edits', () => {
  const data = new Map<unknown, unknown>([
    ['user', 'ada'],
    ['cart', [{ item: 'Ink' }, PyTuple.of(1, 2)]],
  ])

  test('change, add and delete, at any depth', () => {
    const changed = withEdits(data, [
      { path: ['user'], value: 'grace' },
      { path: ['cart', 0, 'item'], value: 'Papyrus' },
      { path: ['cart', 1, 0], value: 3 },
      { path: ['new'], value: null },
    ])
    expect([...changed]).toEqual([
      ['user', 'grace'],
      ['cart', [{ item: 'Papyrus' }, PyTuple.of(3, 2)]],
      ['new', null],
    ])
    expect((changed.get('cart') as unknown[])[1]).toBeInstanceOf(PyTuple)
    expect([...withEdits(changed, [{ path: ['cart', 0], value: undefined }]).values()]).toEqual([
      'grace',
      [PyTuple.of(3, 2)],
      null,
    ])
  })

  test('leave what they were given as it is', () => {
    withEdits(data, [{ path: ['cart', 0, 'item'], value: undefined }])
    expect(data.get('cart')).toEqual([{ item: 'Ink' }, PyTuple.of(1, 2)])
  })

  test('a key of prototypes is a key', () => {
    const changed = withEdits(new Map([['a', {}]]), [{ path: ['a', '__proto__'], value: 7 }])
    expect(JSON.stringify(changed.get('a'))).toBe('{"__proto__":7}')
  })
})

describe('paths', () => {
  test('keys of other types, and with slashes, are others', () => {
    const ids = [['1'], [1], ['a', 'b'], ['a/b'], ['a~1b'], [1n]].map((path) => pathId(path))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('one is within another', () => {
    expect(isWithin(pathId(['a', 0]), pathId(['a']))).toBe(true)
    expect(isWithin(pathId(['ab']), pathId(['a']))).toBe(false)
    expect(isWithin(pathId(['a']), pathId([]))).toBe(true)
  })

  test('a key that unfolds to any size is short', () => {
    let key: unknown = 1
    for (let level = 0; level < 40; level++) key = PyTuple.of(key, key)
    for (const text of [keyText(key), pathId([key]), pathText([key])]) {
      expect(text).toContain('((((')
      expect(text.length).toBeLessThan(300)
    }
    expect(keyText(PyTuple.of<unknown>('a', 1))).toBe("('a', 1)")
  })

  test('for people', () => {
    expect(pathText(['cart', 0, 'the name', 'x'])).toBe('cart[0]["the name"].x')
    expect(pathText([])).toBe('all data')
  })
})

const layer = (
  parts: readonly (readonly [label: string, start: number, end: number])[],
): Layer => ({
  name: 'payload',
  title: 'JSON',
  content: '0123456789',
  parts: parts.map(([label, start, end]) => ({ kind: 'data', label, start, end })),
})

test('stretches are of the innermost part', () => {
  const segments = segmentsOf(
    layer([
      ['outer', 1, 8],
      ['inner', 2, 5],
      ['innermost', 3, 4],
    ]),
  )
  expect(segments.map(({ part, start, end }) => [part?.label, start, end])).toEqual([
    [undefined, 0, 1],
    ['outer', 1, 2],
    ['inner', 2, 3],
    ['innermost', 3, 4],
    ['inner', 4, 5],
    ['outer', 5, 8],
    [undefined, 8, 10],
  ])
})

describe('tampering', () => {
  test.each([...'azAZ09fg-_.='])('%s becomes another', (character) => {
    expect(otherCharacter(character)).not.toBe(character)
    expect(otherCharacter(character)).toMatch(/^[\da-zA-Z]$/)
  })

  test('a byte is found back through base64 and hexadecimal, and not through a cipher', () => {
    const cookie: Layer = {
      name: 'cookie',
      title: '',
      content: 'x.AAECAwQF',
      parts: [{ kind: 'data', label: '', start: 2, end: 10, into: 'bytes' }],
    }
    const bytes: Layer = {
      name: 'bytes',
      title: '',
      content: Uint8Array.of(0, 1, 2, 3, 4, 5),
      parts: [{ kind: 'ciphertext', label: '', start: 0, end: 6, into: 'opened' }],
    }
    const opened: Layer = { name: 'opened', title: '', content: Uint8Array.of(9), parts: [] }
    const layers = [cookie, bytes, opened]
    expect([0, 1, 2, 3].map((at) => characterOf(layers, bytes, at))).toEqual([2, 3, 4, 6])
    expect(characterOf(layers, cookie, 7)).toBe(7)
    expect(characterOf(layers, opened, 0)).toBeUndefined()
    const hex = { ...bytes, content: Uint8Array.of(0, 1, 2, 3) }
    expect(characterOf([cookie, hex], hex, 3)).toBe(8)
  })
})

test('times are for people', () => {
  expect([1, 59, 60, 90, 1200, 43_200, 86_400 * 31].map(durationText)).toEqual([
    '1 second',
    '59 seconds',
    '1 minute',
    '2 minutes',
    '20 minutes',
    '12 hours',
    '31 days',
  ])
  expect(distanceText(100, 400)).toBe('5 minutes ago')
  expect(distanceText(400, 100)).toBe('in 5 minutes')
  expect(distanceText(100.5, 100)).toBe('now')
  expect(dateText(0)).toBe('1970-01-01 00:00:00')
  expect(dateText(1e20)).toBe('no date')
})

describe('values', () => {
  test.each([
    ['string', '"ada"', 'ada'],
    ['number', '7', 7],
    ['float', '7.0', pyFloat(7)],
    ['integer', '7', 7n],
    ['null', 'null', null],
    ['tuple', 'tuple, 1 entry', PyTuple.of(1)],
    ['map', 'map, empty', {}],
    ['set', 'set, 2 entries', new Set([1, 2])],
    ['bytes', String.raw`b'A\x00'`, Uint8Array.of(65, 0)],
  ])('a %s is shown: %s', (type, text, value) => {
    expect(typeOf(value)).toBe(type)
    expect(textOf(value)).toBe(text)
  })

  test('a number stays what it was when it is edited', () => {
    expect(edited('8', pyFloat(7))).toEqual(pyFloat(8))
    expect(edited(' 9007199254740993 ', 1n)).toBe(9007199254740993n)
    expect(edited('"8"', 7)).toBe('8')
    expect(() => edited('ada', 'x')).toThrow(SyntaxError)
  })

  test('what has no text of its own in JSON cannot be edited', () => {
    expect(editable(Uint8Array.of(1))).toBeUndefined()
    expect(editable(pyFloat(7))).toBe('7.0')
    expect(entriesOf('text')).toBeUndefined()
  })
})
