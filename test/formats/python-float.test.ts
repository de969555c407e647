/** What Python's `float()` makes of a text. The values are those of CPython 3.11. */
import { describe, expect, test } from 'vitest'
import { floatOfText } from '../../src/formats/shared-python-float.js'

describe('digits of any script', () => {
  test.each([
    ['Arabic', '\u0661\u0662.\u0665', 12.5],
    ['the last of a run', '\u0669', 9],
    // Five alphabets of digits without a gap: bold, double-struck, sans-serif and more.
    ['the first mathematical run', '\u{1d7ce}\u{1d7d7}', 9],
    ['a run behind another', '\u{1d7d8}\u{1d7d9}\u{1d7e1}', 19],
    ['the last of five runs', '\u{1d7f6}\u{1d7ff}', 9],
    ['mixed with others', '1\u0662\u{1d7db}', 123],
  ])('%s', (_, text, expected) => {
    expect(floatOfText(text)).toBe(expected)
  })
})

test('a text longer than any double is not looked at', () => {
  expect(floatOfText(`${'0'.repeat(398)}.5`)).toBe(0.5)
  expect(floatOfText(`${'0'.repeat(399)}.5`)).toBeUndefined()
})

test.each([
  ['1_000', 1000],
  [' 1.5\n', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['-Infinity', -Infinity],
  ['+inf', Infinity],
  ['NaN', Number.NaN],
  ['-0', -0],
])('%j is %d', (text, expected) => {
  expect(floatOfText(text)).toBe(expected)
})

test.each(['', '_1', '1_', '1__0', '1_.5', '0x10', '1e', '.', 'infin', 'nan1', '1 2', '\u00b2'])(
  '%j is none',
  (text) => {
    expect(floatOfText(text)).toBeUndefined()
  },
)

test.each([
  ['\ufeff12', undefined],
  ['12\ufeff', undefined],
  ['\u001c\u001f\u0085\u00a0\u3000\t\v 12\r\n\u2029', 12],
  ['\u0660_1.5e\u0661', 15],
  ['1 2', undefined],
  ['\u200b12', undefined],
  ['', undefined],
  [' ', undefined],
  [' -Infinity ', -Infinity],
])('the number in %j is %s, as float() reads it', (text, expected) => {
  expect(floatOfText(text)).toBe(expected)
})
