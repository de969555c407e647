/** Session data as a tree, of whatever they are, and however many. */
import { expect, test } from 'vitest'
import { treeOf } from '../../src/dev/tree.js'
import { loads, standardRegistry } from '../../src/pickle/index.js'

/** The words of a tree. */
function words(data: Readonly<Record<string, unknown>>): string {
  const { text } = treeOf(Object.entries(data))
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

test.each<[unknown, string]>([
  [null, 'null'],
  [true, 'true'],
  [-0, '-0'],
  [1.5, '1.5'],
  [2n ** 70n, '1180591620717411303424n'],
  ['a"b', '&quot;a\\&quot;b&quot;'],
  ['x'.repeat(600), `&quot;${'x'.repeat(500)}…&quot; (600 characters)`],
  [new Date(NaN), 'Date that is none'],
  [Uint8Array.from({ length: 40 }, () => 1), `40 bytes: ${'01 '.repeat(32)}…`],
  [[], 'list (0)'],
  [[1, [2]], 'list (2) 0 1 1 list (1) 0 2'],
  [new Map<unknown, unknown>([[[1], 'a']]), 'Map (1) [ 1 ] &quot;a&quot;'],
  [new Set([1]), 'Set (1) 0 1'],
  [Object.create(null), 'object (0)'],
])('%o', (value, shown) => {
  expect(words({ key: value })).toBe(`key ${shown}`)
})

test('values of Python’s classes are printed as they print themselves', () => {
  const price = loads(Buffer.from('cdecimal\nDecimal\n(S"1.50"\ntR.'), {
    registry: standardRegistry(),
  })
  expect(words({ price })).toBe('price PyDecimal(1.50)')
})

test('what fails when it is printed is said to', () => {
  class Broken {
    [Symbol.for('nodejs.util.inspect.custom')](): never {
      throw new Error('broken')
    }
  }
  expect(words({ key: new Broken() })).toBe('key [cannot be shown]')
})

test('of many entries a hundred are shown, of many lists two thousand entries', () => {
  expect(words({ many: Array.from({ length: 150 }, (_, at) => at) })).toMatch(
    /99 99 … and 50 more$/,
  )
  const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => 1))
  const { text } = treeOf([['wide', wide]])
  expect(text.match(/class="key"/g)!.length).toBe(2000)
})

test('what holds itself ends', () => {
  const circle: unknown[] = []
  circle.push(circle)
  expect(words({ circle })).toBe(`circle list (1) ${'0 list (1) '.repeat(7)}`.trim())
})
