/** -0 in JavaScript is a float in Python, and no int. */
import { expect, test } from 'vitest'
import { PyDeque, PyFraction, PyObject, PyRange, dumps, loads } from '../../../src/pickle/index.js'
import { bytes } from '../bytes.js'

const NEGATIVE_ZERO = 'G\x80\0\0\0\0\0\0\0'

test('Decimal(-0.0) is written back as it was', () => {
  const pickle = `\x80\x02cdecimal\nDecimal\nq\0${NEGATIVE_ZERO}\x85q\x01Rq\x02.`
  const value = loads(bytes(pickle))
  expect(value).toBeInstanceOf(PyObject)
  expect(dumps(value, { protocol: 2 })).toEqual(bytes(pickle))
})

test('a UUID of -0.0 stays as it is', () => {
  const pickle = `\x80\x02cuuid\nUUID\n)\x81}X\x03\0\0\0int${NEGATIVE_ZERO}sb.`
  expect(loads(bytes(pickle))).toBeInstanceOf(PyObject)
})

test('given for an int it is 0', () => {
  expect(new PyRange(-0, 2).start).toBe(0)
  expect(new PyRange(0, 2).includes(-0)).toBe(true)
  expect(new PyFraction(-0, 2).numerator).toBe(0n)
  expect(new PyDeque([], -0).maxlen).toBe(0)
})
