import { PyFloat } from '../../../src/pickle/index.js'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  PyComplex,
  PyDecimal,
  PyFraction,
  PyRange,
  PySlice,
  PyUuid,
} from '../../../src/pickle/types/index.js'

const refusal = (option: string) => expect.objectContaining({ name: 'OptionError', option })

test.each<unknown>(['x', '1', 1n, null, undefined])('%o is no float', (value) => {
  expect(() => new PyFloat(value as number)).toThrow(
    expect.objectContaining({ code: 'BAD_OPTION', message: 'value must be a number' }),
  )
})

describe('a decimal', () => {
  // python3 -c "from decimal import Decimal; print(*(f'{t!r}: {Decimal(t)}' for t in (...)), sep='\n')"
  test.each([
    ['0', '0'],
    ['-0', '-0'],
    ['000', '0'],
    ['00.10', '0.10'],
    ['+1.', '1'],
    ['.5', '0.5'],
    ['1e0', '1'],
    ['1E5', '1E+5'],
    ['12e5', '1.2E+6'],
    ['1.20e1', '12.0'],
    ['1.20e2', '120'],
    ['1.20e3', '1.20E+3'],
    ['0e3', '0E+3'],
    ['0.000001', '0.000001'],
    ['0.0000001', '1E-7'],
    ['0.00000010', '1.0E-7'],
    ['0.0000000', '0E-7'],
    ['123456e-10', '0.0000123456'],
    ['1e-400', '1E-400'],
    ['1E+999999999999999999', '1E+999999999999999999'],
    ['inf', 'Infinity'],
    ['-Infinity', '-Infinity'],
    ['nan', 'NaN'],
    ['-snan007', '-sNaN7'],
    ['NaN0', 'NaN'],
  ])('of %s is %s', (text, expected) => {
    expect(String(new PyDecimal(text))).toBe(expected)
  })

  test.each([
    [1.5, '1.5'],
    [1e21, '1E+21'],
    [0.1, '0.1'],
    [12n, '12'],
    [Infinity, 'Infinity'],
    [NaN, 'NaN'],
    [-0, '-0'],
  ])('of the number %d is %s', (value, expected) => {
    expect(new PyDecimal(value).text).toBe(expected)
  })

  test.each([
    '',
    ' 1',
    '1 ',
    '1_0',
    '1e',
    'e1',
    '.',
    '0x1',
    'Infinit',
    'inf1',
    '١',
    '1e+1000000000000000000',
  ])('of %j is refused', (text) => {
    expect(() => new PyDecimal(text)).toThrow(refusal('value'))
  })

  test('as a number', () => {
    expect(new PyDecimal('1.10').toNumber()).toBe(1.1)
    expect(new PyDecimal('-Infinity').toNumber()).toBe(-Infinity)
    expect(new PyDecimal('sNaN1').toNumber()).toBeNaN()
    expect(new PyDecimal('1E+400').toNumber()).toBe(Infinity)
    expect(['1', '-Infinity', 'NaN7'].map((text) => new PyDecimal(text).isFinite)).toEqual([
      true,
      false,
      false,
    ])
  })

  test.each([
    ['1.10', '1.1', true],
    ['100', '1E+2', true],
    ['0', '-0.00', true],
    ['0E+9', '0', true],
    ['-1', '1', false],
    ['1', '10', false],
    ['Infinity', 'Infinity', true],
    ['Infinity', '-Infinity', false],
    ['NaN', 'NaN', false],
  ])('%s equals %s: %s', (one, other, expected) => {
    expect(new PyDecimal(one).equals(new PyDecimal(other))).toBe(expected)
  })

  test('equals no number', () => expect(new PyDecimal('1').equals(1)).toBe(false))
})

describe('a fraction', () => {
  test('is in lowest terms', () => {
    expect(new PyFraction(6, -4)).toEqual(new PyFraction(-3n, 2n))
    expect(new PyFraction(0, -5)).toEqual(new PyFraction(0))
    expect(String(new PyFraction(4, 2))).toBe('2')
  })

  test.each([
    ['denominator', () => new PyFraction(1, 0)],
    ['numerator', () => new PyFraction(0.5)],
    ['denominator', () => new PyFraction(1, '2' as never)],
  ])('needs whole parts: %s', (option, make) => {
    expect(make).toThrow(refusal(option))
  })

  test.each([
    [1n, 3n, 1 / 3],
    [-1n, 3n, -1 / 3],
    [10n ** 400n, 10n ** 399n, 10],
    [10n ** 400n + 1n, 3n * 10n ** 400n, 1 / 3],
    // Halfway between two numbers, and just above.
    [(1n << 60n) + (1n << 7n), 1n << 60n, 1],
    [(1n << 60n) + (1n << 7n) + 1n, 1n << 60n, 1 + Number.EPSILON],
    [1n, 10n ** 400n, 0],
    [1n, 10n ** 310n, 1e-310],
    [10n ** 400n, 1n, Infinity],
  ])('%d/%d is nearest to %d', (numerator, denominator, expected) => {
    expect(new PyFraction(numerator, denominator).toNumber()).toBe(expected)
  })

  test('equality', () => {
    expect(new PyFraction(1, 2).equals(new PyFraction(2, 4))).toBe(true)
    expect(new PyFraction(1, 2).equals(new PyFraction(1, 3))).toBe(false)
    expect(new PyFraction(1, 2).equals(0.5)).toBe(false)
  })
})

describe('a complex', () => {
  test.each([
    [1, 2, '(1+2j)'],
    [0, 1, '1j'],
    [-0, 1, '(-0+1j)'],
    [1.5, -2.25, '(1.5-2.25j)'],
    [0, -0, '-0j'],
    [1e16, 1e-5, '(1e+16+1e-05j)'],
    [NaN, Infinity, '(nan+infj)'],
    [0, -Infinity, '-infj'],
  ])('of %d and %d is %s', (real, imag, expected) => {
    expect(String(new PyComplex(real, imag))).toBe(expected)
  })

  test('equality, and the distance from 0', () => {
    expect(new PyComplex(0).equals(new PyComplex(-0, -0))).toBe(true)
    expect(new PyComplex(NaN).equals(new PyComplex(NaN))).toBe(false)
    expect(new PyComplex(1).equals(1)).toBe(false)
    expect(new PyComplex(3, -4).abs).toBe(5)
    expect(() => new PyComplex('1' as never)).toThrow(refusal('real'))
  })
})

describe('a range', () => {
  test.each([
    [new PyRange(0, 3), [0, 1, 2]],
    [new PyRange(3, 0, -2), [3, 1]],
    [new PyRange(0, 3, 2), [0, 2]],
    [new PyRange(0, 4, 2), [0, 2]],
    [new PyRange(0, -3), []],
    [new PyRange(2n ** 60n, 2n ** 60n + 2n), [2n ** 60n, 2n ** 60n + 1n]],
    [new PyRange(2 ** 53 - 1, 2n ** 53n + 1n), [2 ** 53 - 1, 2n ** 53n]],
  ])('%s', (range, ints) => {
    expect(Array.from(range)).toEqual(ints)
    expect(range.length).toBe(ints.length)
    expect(ints.every((int) => range.includes(int))).toBe(true)
  })

  test('is not run through to be measured or searched', () => {
    const range = new PyRange(0, 2n ** 70n, 3)
    expect(range.length).toBe(2n ** 70n / 3n + 1n)
    expect(range.includes(3n * 2n ** 60n)).toBe(true)
    expect(range.includes(2n ** 60n)).toBe(false)
    expect([range.includes(-3), range.includes(1.5), range.includes(2n ** 71n)]).toEqual([
      false,
      false,
      false,
    ])
    expect(new PyRange(0, 3).equals(new PyRange(0, 3))).toBe(true)
    expect(new PyRange(0, 3, 5).equals(new PyRange(0, 1))).toBe(true)
    expect(new PyRange(5, 3).equals(new PyRange(0, 0, 7))).toBe(true)
    expect(new PyRange(0, 3).equals(new PyRange(0, 6, 2))).toBe(false)
    expect(new PyRange(0, 3).equals([0, 1, 2])).toBe(false)
  })

  test('needs ints, and a step', () => {
    expect(() => new PyRange(0, 1, 0)).toThrow(refusal('step'))
    expect(() => new PyRange(0, 1.5)).toThrow(refusal('stop'))
  })
})

describe('a UUID', () => {
  const id = PyUuid.from('00112233-4455-6677-8899-AABBCCDDEEFF')

  test('as bytes and as a number', () => {
    expect(Buffer.from(id.bytes).toString('hex')).toBe('00112233445566778899aabbccddeeff')
    expect(id.int).toBe(0x0011_2233_4455_6677_8899_aabb_ccdd_eeffn)
    expect(id.equals(new PyUuid(id.int))).toBe(true)
    expect(id.equals(String(id))).toBe(false)
  })

  test.each(['', '00112233445566778899aabbccddeeff', '{00112233-4455-6677-8899-aabbccddeeff}', 5])(
    '%j is refused',
    (text) => {
      expect(() => PyUuid.from(text as string)).toThrow(refusal('text'))
    },
  )

  test.each([-1n, 2n ** 128n, 5])('%d is refused', (int) => {
    expect(() => new PyUuid(int as bigint)).toThrow(refusal('int'))
  })
})

test.each([
  [new PyDecimal('1.10'), 'PyDecimal(1.10)', '1.10'],
  [new PyFraction(1, 3), 'PyFraction(1/3)', '1/3'],
  [new PyComplex(1, 2), 'PyComplex((1+2j))', '(1+2j)'],
  [new PyRange(1, 3), 'PyRange(1, 3)', 'range(1, 3)'],
  [new PySlice(1, null), 'PySlice(1, null, null)', { start: 1, stop: null, step: null }],
  [
    new PyUuid(5n),
    'PyUuid(00000000-0000-0000-0000-000000000005)',
    '00000000-0000-0000-0000-000000000005',
  ],
])('%s is printed and goes into JSON', (value, printed, json) => {
  expect(inspect(value)).toBe(printed)
  expect(JSON.parse(JSON.stringify(value))).toEqual(json)
})
