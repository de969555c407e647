/** What `dumps` takes, `loads` takes back; what could not be read again is refused when it is written. */
import { describe, expect, test } from 'vitest'
import {
  PyDateTime,
  PyDecimal,
  PyDefaultDict,
  PyExt,
  PyFraction,
  PyGlobal,
  PyObject,
  PyOrderedDict,
  PyPersistentId,
  PyTimeDelta,
  dumps,
  loads,
} from '../../../src/pickle/index.js'
import { timeOfWork } from '../../support/time.js'

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const
const app = (name: string): PyGlobal => new PyGlobal('app', name)

describe.each<[string, unknown]>([
  ['a decimal of 5,000 digits', new PyDecimal('9'.repeat(5000))],
  ['a decimal with the least exponent', new PyDecimal('1E-1999999999999999997')],
  ['a fraction of long ints', new PyFraction(3n ** 2000n, 2n ** 3000n)],
  ['the longest span', new PyTimeDelta(999_999_999, 86_399, 999_999)],
  ['a method of a class', new PyObject('reduce', new PyObject('reduce', app('f'), []), [])],
])('%s', (_, value) => {
  test.each(PROTOCOLS)('is read back in protocol %i', (protocol) => {
    expect(loads(dumps(value, { protocol }))).toEqual(value)
  })
})

test('a class that the application keeps can be called', () => {
  const object = new PyObject('reduce', new PyPersistentId('C'), [])
  const persistentLoad = (id: unknown) => new PyPersistentId(id)
  expect(loads(dumps(object), { persistentLoad })).toEqual(object)
})

describe.each<[string, unknown]>([
  ['a list as a key of an OrderedDict', new PyOrderedDict([[[1], 2]])],
  ['a dict as a key of a defaultdict', new PyDefaultDict(null, [[{}, 2]])],
  ['a call of a number', new PyObject('reduce', 5, [])],
  ['a call of None', new PyObject('newobj', null, [])],
  ['a call of a dict', new PyObject('reduce', new Map(), [])],
  ['keywords that are no dict', new PyObject('newobj_ex', app('C'), [], [])],
  ['an extension of no code', new PyExt(0)],
  ['an extension beyond bounds', new PyExt(2 ** 31)],
])('%s', (_, value) => {
  test.each([2, 4] as const)('is refused in protocol %i', (protocol) => {
    const refusal = expect.objectContaining({ name: 'PickleError', code: 'UNSUPPORTED' })
    expect(() => dumps(value, { protocol })).toThrow(refusal)
  })
})

test('a name of half a character is refused where names are lines', () => {
  const half = new PyGlobal('app', '\ud800')
  expect(() => dumps(half, { protocol: 3 })).toThrow('A name cannot be written as a line')
  expect(loads(dumps(half, { protocol: 4 }))).toEqual(half)
})

test('what can stand neither for a zone nor for a factory is refused when it is given', () => {
  expect(() => new PyDateTime(2020, 1, 1, 0, 0, 0, 0, {})).toThrow('tzinfo must be a time zone')
  expect(() => new PyDefaultDict({})).toThrow('factory must be an object')
  expect(() => new PyDefaultDict([])).toThrow('factory must be an object')
})

test('one long int fetched again and again takes no long time', () => {
  const hex = 'ff'.repeat(1000)
  const start = timeOfWork()
  const int = `\x8a\xff${Buffer.from(hex, 'hex').toString('latin1').slice(0, 254)}\x01`
  for (const [cls, args] of [
    ['fractions\nFraction', 'h\x01h\x02\x86'],
    ['decimal\nDecimal', 'h\x01\x85'],
  ]) {
    const text = `\x80\x02c${cls}\nq\x00${int}q\x01${int.replace('\xff\x01', '\xfe\x01')}q\x02(${`h\x00${args}R`.repeat(6000)}t.`
    expect(() => loads(Buffer.from(text, 'latin1'))).toThrow(
      expect.objectContaining({ code: 'LIMIT' }),
    )
  }
  expect(timeOfWork() - start).toBeLessThan(1000)
})
