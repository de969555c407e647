/** Keys and members that are one in Python: which of two is lost is not for us to choose. */
import { describe, expect, test } from 'vitest'
import {
  PickleError,
  Py2Str,
  PyCounter,
  PyDateTime,
  PyDecimal,
  PyDefaultDict,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyOrderedDict,
  PyRange,
  PyTuple,
  PyZoneInfo,
  dumps,
  loads,
  pyFloat,
} from '../../../src/pickle/index.js'
import { GROUPS } from '../../session/equal-cases.js'
import { python, runPython } from '../../support/python.js'
import { timeOfWork } from '../../support/time.js'
import { bytes, thrownBy } from '../bytes.js'

const TWIN = 'Python has one key for this and another here'

const mapOf = (...keys: unknown[]): Map<unknown, unknown> =>
  new Map(keys.map((key, at) => [key, at]))

const isRefused = (value: unknown, protocol: 2 | 4 = 4): boolean => {
  try {
    dumps(value, { protocol })
    return false
  } catch (error) {
    if (error instanceof PickleError && error.message.includes(TWIN)) return true
    throw error
  }
}

/** Python cannot have these as keys, or they need a codec. */
const NO_KEY = /^(?:.*list|deque|dict.*|counter|set|smaller set|set of sets|member|tuple) \d+$/
const MUTABLE = new Set(['bytes 2', 'set 0', 'slice 0'])

const KEYS = Object.entries(GROUPS)
  .flatMap(([group, cases]) =>
    cases.map(([value, expression], index) => ({ name: `${group} ${index}`, value, expression })),
  )
  .filter(({ name }) => !NO_KEY.test(name) && !MUTABLE.has(name))

const FIND = `
import json, sys
from collections import *
from datetime import *
from decimal import Decimal
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo
keys = [eval(expression) for expression in json.load(sys.stdin)]
print(json.dumps([[len({a: 0, b: 1}) == 1 for b in keys] for a in keys]))
`

test.runIf(python)('two keys are refused where Python has one', async () => {
  const known = KEYS.filter(({ expression }) => expression !== null)
  const input = JSON.stringify(known.map(({ expression }) => expression))
  const one = JSON.parse(await runPython(FIND, input)) as boolean[][]
  const wrong = known.flatMap((first, row) =>
    known
      .filter(({ value }, column) => {
        const map = mapOf(first.value, value)
        return map.size === 2 && isRefused(map) !== one[row]![column]
      })
      .map((second) => `${first.name}, ${second.name}`),
  )
  expect(wrong).toEqual([])
})

describe('refused, with the way to it', () => {
  const when = new Date('2024-07-01T12:00:00Z')
  const inner = PyTuple.of<unknown>(1, 'a')
  test.each<[string, unknown, unknown]>([
    ['1 and True', 1, true],
    ['1 and a bigint', 1, 1n],
    ['0 and False', 0, false],
    ['a float and a bigint', 2 ** 60, 2n ** 60n],
    ['a number and a float', 1, pyFloat(1)],
    ['a Decimal and an int', new PyDecimal('7E+20'), 7n * 10n ** 20n],
    ['a Decimal and a float', new PyDecimal('-1.5'), -1.5],
    [
      'a large Decimal and the largest float',
      new PyDecimal(BigInt(Number.MAX_VALUE)),
      Number.MAX_VALUE,
    ],
    ['a large Decimal and an int', new PyDecimal('-7E+5000'), -7n * 10n ** 5000n],
    ['large Decimals', new PyDecimal('1E+15000'), new PyDecimal('10E+14999')],
    ['equal bytes', Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
    ['two Dates of one instant', when, new Date(when)],
    ['a Date and the datetime', when, PyDateTime.fromDate(when)],
    ['equal tuples', inner, PyTuple.of<unknown>(true, 'a')],
    [
      'equal tuples within',
      PyTuple.of(inner, inner),
      PyTuple.of(inner, PyTuple.of<unknown>(1, 'a')),
    ],
    ['equal frozensets', new PyFrozenSet([1, 'a']), new PyFrozenSet(['a', true])],
    ['text and a str of Python 2', 'a', new Py2Str(Uint8Array.of(97))],
    ['the same global', new PyGlobal('m', 'C'), new PyGlobal('m', 'C')],
    [
      'one hour twice, on the clocks of one zone',
      new PyDateTime(2024, 10, 27, 2, 30, 0, 0, new PyZoneInfo('Europe/Berlin'), 0),
      new PyDateTime(2024, 10, 27, 2, 30, 0, 0, new PyZoneInfo('Europe/Berlin'), 1),
    ],
  ])('%s', (_, one, other) => {
    for (const protocol of [2, 4] as const) {
      for (const keys of [
        [one, other],
        [other, one],
        ['x', other, 'y', one],
      ]) {
        expect(isRefused(mapOf(...keys), protocol)).toBe(true)
        expect(isRefused(new Set(keys), protocol)).toBe(true)
        expect(isRefused(new PyFrozenSet(keys), protocol)).toBe(true)
        expect(isRefused(new PyOrderedDict([...mapOf(...keys)]), protocol)).toBe(true)
        expect(isRefused(new PyDefaultDict('int', mapOf(...keys)), protocol)).toBe(true)
        expect(isRefused(new PyCounter(mapOf(...keys) as Map<unknown, number>), protocol)).toBe(
          true,
        )
      }
    }
  })

  test('a dict', () => {
    const error = thrownBy(() => dumps({ cart: [mapOf('a', 1, true)] }))
    expect(error).toMatchObject({ code: 'UNSUPPORTED', path: 'cart[0][true]' })
  })

  test('a set', () => {
    const error = thrownBy(() => dumps({ cart: new Set([1, true]) }))
    expect(error).toMatchObject({ code: 'UNSUPPORTED', path: 'cart[member]' })
  })
})

describe('two keys that are two in Python are written', () => {
  const object = (): PyObject => new PyObject('newobj', new PyGlobal('m', 'C'), [1])
  test.each<[string, unknown, unknown]>([
    ['1 and its text', 1, '1'],
    ['2 and True', 2, true],
    ['None and 0', null, 0],
    ['objects of a class that only Python knows', object(), object()],
    ['NaNs', Number.NaN, pyFloat(Number.NaN)],
    ['tuples of NaN', PyTuple.of(Number.NaN), PyTuple.of(Number.NaN)],
    ['a tuple and its parts', PyTuple.of(1, 2), PyTuple.of(PyTuple.of(1, 2))],
    ['tuples in another order', PyTuple.of(1, 2), PyTuple.of(2, 1)],
    ['text and bytes', 'a', Uint8Array.of(97)],
    ['large Decimals', new PyDecimal('1E+15000'), new PyDecimal('1E+15001')],
    [
      'large Decimals, 127 powers of two apart',
      new PyDecimal(2n ** 1300n),
      new PyDecimal(2n ** 1427n),
    ],
    ['large Decimals of two signs', new PyDecimal('1E+15000'), new PyDecimal('-1E+15000')],
    ['a large Decimal and an int', new PyDecimal('1E+5000'), 10n ** 5000n + 1n],
    [
      'the largest exponent and another',
      new PyDecimal('1E+999999999999999999'),
      new PyDecimal('1E+999999999999999998'),
    ],
  ])('%s', (_, one, other) => {
    expect((loads(dumps(mapOf(one, other))) as Map<unknown, unknown>).size).toBe(2)
    expect((loads(dumps(new Set([one, other]))) as Set<unknown>).size).toBe(2)
  })
})

test.each([2n, 3n, 5n, 7n, 10n, 60n])(
  'large ints near powers of %d are keys of their own',
  (base) => {
    const steps = [-2n, -1n, 0n, 1n, 2n]
    const ints = Array.from({ length: 300 }, (_, at) => base ** BigInt(at + 60))
    const near = ints.flatMap((int) => steps.flatMap((step) => [int + step, -int + step]))
    // In tuples, as such ints would fall into a few buckets of the engine's.
    const keys = near.map((int) => PyTuple.of(int))
    expect((loads(dumps(new Set(keys))) as Set<unknown>).size).toBe(keys.length)
  },
)

test('a Decimal costs no more as a key than as a value, whatever its exponent', () => {
  const decimals = Array.from({ length: 300 }, (_, at) => new PyDecimal(`1E+${15_000 + at}`))
  const timeOf = (value: unknown): number => {
    const start = timeOfWork()
    dumps(value)
    return timeOfWork() - start
  }
  expect(timeOf(new Set(decimals))).toBeLessThan(200)
})

/**
 * By CPython 2.7.18, in protocols 0 to 2, where `a = xrange(3)`: `[{xrange(3): 1, xrange(3): 2, a: 3},
 * set([(xrange(3),), (xrange(3),)]), {frozenset([xrange(3)]): 1, frozenset([a]): 2}, a, xrange]`.
 */
const XRANGES = [
  'KGxwMAooZHAxCmNfX2J1aWx0aW5fXwp4cmFuZ2UKcDIKKEkwCkkzCkkxCnRwMwpScDQKSTMKc2cyCihJMApJMwpJMQp0cDUKUnA2CkkyCnNnMgooSTAKSTMKSTEKdHA3ClJwOApJMQpzYWNfX2J1aWx0aW5fXwpzZXQKcDkKKChscDEwCihnMgooSTAKSTMKSTEKdHAxMQpScDEyCnRwMTMKYShnMgooSTAKSTMKSTEKdHAxNApScDE1CnRwMTYKYXRwMTcKUnAxOAphKGRwMTkKY19fYnVpbHRpbl9fCmZyb3plbnNldApwMjAKKChscDIxCmcyCihJMApJMwpJMQp0cDIyClJwMjMKYXRwMjQKUnAyNQpJMQpzZzIwCigobHAyNgpnNAphdHAyNwpScDI4CkkyCnNhZzQKYWcyCmEu',
  'XXEAKH1xAShjX19idWlsdGluX18KeHJhbmdlCnECKEsASwNLAXRxA1JxBEsDaAIoSwBLA0sBdHEFUnEGSwJoAihLAEsDSwF0cQdScQhLAXVjX19idWlsdGluX18Kc2V0CnEJKF1xCigoaAIoSwBLA0sBdHELUnEMdHENKGgCKEsASwNLAXRxDlJxD3RxEGV0cRFScRJ9cRMoY19fYnVpbHRpbl9fCmZyb3plbnNldApxFChdcRVoAihLAEsDSwF0cRZScRdhdHEYUnEZSwFoFChdcRpoBGF0cRtScRxLAnVoBGgCZS4=',
  'gAJdcQAofXEBKGNfX2J1aWx0aW5fXwp4cmFuZ2UKcQJLAEsDSwGHcQNScQRLA2gCSwBLA0sBh3EFUnEGSwJoAksASwNLAYdxB1JxCEsBdWNfX2J1aWx0aW5fXwpzZXQKcQldcQooaAJLAEsDSwGHcQtScQyFcQ1oAksASwNLAYdxDlJxD4VxEGWFcRFScRJ9cRMoY19fYnVpbHRpbl9fCmZyb3plbnNldApxFF1xFWgCSwBLA0sBh3EWUnEXYYVxGFJxGUsBaBRdcRpoBGGFcRtScRxLAnVoBGgCZS4=',
] as const

describe('an xrange of Python 2 is a key by itself', () => {
  const read = (pickle: string): unknown => loads(Buffer.from(pickle, 'base64'))

  test.each([...XRANGES.entries()])('at protocol %i', (protocol, pickle) => {
    const again = dumps(read(pickle), { protocol: protocol as 0 | 1 | 2 })
    expect(Buffer.from(again).toString('base64')).toBe(pickle)
  })

  test('but a range of Python 3 is not', () => {
    expect(isRefused(read(XRANGES[2]), 4)).toBe(true)
    const [, , , range] = read(XRANGES[2]) as unknown[]
    expect(isRefused(mapOf(range, range), 4)).toBe(false)
    for (const protocol of [2, 4] as const) {
      expect(isRefused(mapOf(new PyRange(0, 3), new PyRange(0, 3)), protocol)).toBe(true)
    }
    // Of another module it is any class.
    expect(String(loads(bytes('\x80\x02cm\nxrange\n.')))).toBe('<global m.xrange>')
  })

  test('where protocols 3 and later name it, it is that of Python 3', () => {
    const three = bytes(
      '\x80\x03}(cbuiltins\nrange\nq\x00K\x00K\x03K\x01\x87RK\x01h\x00K\x00K\x03K\x01\x87RK\x02u.',
    )
    expect(isRefused(loads(three), 2)).toBe(true)
  })
})

/** By CPython 2.7.18: `dict.fromkeys([int, long, str, unicode, basestring, chr, unichr, Exception, StandardError])`. */
const TYPES =
  'gAJ9cQAoY2V4Y2VwdGlvbnMKU3RhbmRhcmRFcnJvcgpxAU5jX19idWlsdGluX18KdW5pY2hyCnECTmNleGNlcHRpb25zCkV4Y2VwdGlvbgpxA05jX19idWlsdGluX18KaW50CnEETmNfX2J1aWx0aW5fXwpjaHIKcQVOY19fYnVpbHRpbl9fCmxvbmcKcQZOY19fYnVpbHRpbl9fCmJhc2VzdHJpbmcKcQdOY19fYnVpbHRpbl9fCnVuaWNvZGUKcQhOY19fYnVpbHRpbl9fCnN0cgpxCU51Lg=='

test('types that are one in Python 3 are two keys where they are written as those of Python 2', () => {
  const types = loads(Buffer.from(TYPES, 'base64')) as Map<PyGlobal, unknown>
  expect(types.size).toBe(9)
  expect(Buffer.from(dumps(types, { protocol: 2 })).toString('base64')).toBe(TYPES)
  expect(isRefused(types, 4)).toBe(true)
  types.set(new PyGlobal('m', 'C'), null).set(new PyGlobal('m', 'C'), null)
  expect(isRefused(types, 2)).toBe(true)
})

test('a tuple that holds another many times over is no work', () => {
  const nest = (): unknown => {
    let tuple: unknown = 'x'
    for (let level = 0; level < 60; level++) tuple = PyTuple.of(tuple, tuple)
    return tuple
  }
  expect(isRefused(mapOf(nest(), nest()))).toBe(true)
})
