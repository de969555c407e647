/** Arguments that the standard classes refuse, and objects that no pickler makes so. */
import { describe, expect, test } from 'vitest'
import { PickleError } from '../../../src/errors.js'
import {
  Py2Str,
  PyFloat,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyStr,
  PyTuple,
  dumps,
  loads,
} from '../../../src/pickle/index.js'
import {
  PyComplex,
  PyCounter,
  PyDate,
  PyDateTime,
  PyDecimal,
  PyDeque,
  PyFraction,
  PyOrderedDict,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
} from '../../../src/pickle/types/index.js'
import { timeOfWork } from '../../support/time.js'
import { registry } from './cases.js'

const object = (name: string, ...args: unknown[]): PyObject => {
  const dot = name.indexOf('.')
  const cls = new PyGlobal(name.slice(0, dot), name.slice(dot + 1))
  return new PyObject('reduce', cls, PyTuple.from(args))
}

const decode = (object: PyObject): unknown => {
  const { module, name } = object.global!
  return registry.find(module, name)!.decode!(object)
}

const day = (month: number, day = 15): Uint8Array => Uint8Array.of(0x07, 0xe4, month, day)
const moment = (month: number, hour = 10): Uint8Array =>
  Uint8Array.of(0x07, 0xe4, month, 15, hour, 30, 1, 0, 0, 5)
const clock = (hour: number): Uint8Array => Uint8Array.of(hour, 99, 99, 0xff, 0xff, 0xff)

const REFUSED: readonly (readonly [what: string, code: string, object: PyObject])[] = [
  ['month 13', 'BAD_NUMBER', object('datetime.datetime', moment(13))],
  ['month 0', 'BAD_NUMBER', object('datetime.datetime', moment(0x80))],
  ['a short state', 'TYPE', object('datetime.datetime', day(3))],
  ['a state above Latin-1', 'TYPE', object('datetime.datetime', '\u0100'.repeat(10))],
  ['a bad zone', 'TYPE', object('datetime.datetime', moment(3), 'UTC')],
  ['a list for a zone', 'TYPE', object('datetime.datetime', moment(3), [])],
  ['no arguments', 'TYPE', object('datetime.datetime')],
  ['two fields', 'TYPE', object('datetime.datetime', 2020, 3)],
  ['nine fields', 'TYPE', object('datetime.datetime', 2020, 3, 1, 0, 0, 0, 0, null, 0)],
  ['a field of text', 'TYPE', object('datetime.datetime', 2020, 3, '1')],
  ['a day too many', 'BAD_NUMBER', object('datetime.datetime', 2021, 2, 29)],
  ['hour 24', 'BAD_NUMBER', object('datetime.datetime', 2021, 2, 28, 24)],
  ['a date of month 13', 'BAD_NUMBER', object('datetime.date', day(13))],
  ['a date with a fold', 'BAD_NUMBER', object('datetime.date', day(0x83))],
  ['a date of a float', 'BAD_NUMBER', object('datetime.date', 2020, 3, 1.5)],
  ['a date of year 0', 'BAD_NUMBER', object('datetime.date', 0, 3, 1)],
  ['a date of four', 'TYPE', object('datetime.date', 2020, 3, 1, 1)],
  ['hour 24 of a state', 'BAD_NUMBER', object('datetime.time', clock(24))],
  ['second 60 of fields', 'BAD_NUMBER', object('datetime.time', 0, 0, 60)],
  ['a time in a bad zone', 'TYPE', object('datetime.time', clock(3), 5)],
  ['a span too long', 'BAD_NUMBER', object('datetime.timedelta', 1_000_000_000)],
  ['a span far too long', 'BAD_NUMBER', object('datetime.timedelta', 2n ** 200n)],
  ['a span of text', 'TYPE', object('datetime.timedelta', '1')],
  ['an offset of a day', 'BAD_NUMBER', object('datetime.timezone', new PyTimeDelta(1))],
  ['an offset of seconds', 'TYPE', object('datetime.timezone', 3600)],
  ['a zone named by a number', 'TYPE', object('datetime.timezone', new PyTimeDelta(), 1)],
  ['a zone of nothing', 'TYPE', object('datetime.timezone')],
  ['a decimal of letters', 'BAD_NUMBER', object('decimal.Decimal', '12xilfi')],
  ['a decimal of nothing', 'BAD_NUMBER', object('decimal.Decimal', '')],
  ['a decimal of signs', 'BAD_NUMBER', object('decimal.Decimal', '--1')],
  ['a decimal beyond bounds', 'BAD_NUMBER', object('decimal.Decimal', '1E+1000000000000000000')],
  ['a decimal far beyond', 'BAD_NUMBER', object('decimal.Decimal', `1E+${'9'.repeat(100)}`)],
  ['a decimal of a list', 'TYPE', object('decimal.Decimal', [])],
  ['a fraction over 0', 'BAD_NUMBER', object('fractions.Fraction', 1, 0)],
  ['a fraction over 0 as text', 'BAD_NUMBER', object('fractions.Fraction', '1/0')],
  ['a fraction of a list', 'TYPE', object('fractions.Fraction', [])],
  ['a fraction of many digits', 'BAD_NUMBER', object('fractions.Fraction', '9'.repeat(5000))],
  ['a complex of text', 'TYPE', object('builtins.complex', '1+jilfi')],
  ['a complex of three', 'TYPE', object('builtins.complex', 1, 2, 3)],
  ['a range without end', 'BAD_NUMBER', object('builtins.range', 1, 2, 0)],
  ['a range of floats', 'TYPE', object('builtins.range', 1, 2.5, 1)],
  ['an ordered dict of no pairs', 'TYPE', object('collections.OrderedDict', [[1, 2, 3]])],
  ['a list as a key', 'TYPE', object('collections.OrderedDict', [[[], 1]])],
  ['a set as a key', 'TYPE', object('collections.OrderedDict', [[new Set(), 1]])],
  ['a zone named by bytes', 'TYPE', object('datetime.timezone', new PyTimeDelta(), day(3))],
  ['a factory of a list', 'TYPE', object('collections.defaultdict', [])],
  ['a factory of a str', 'TYPE', object('collections.defaultdict', new PyStr('list'))],
  ['a factory of text', 'TYPE', object('collections.defaultdict', 'list')],
  ['a length of text', 'TYPE', object('collections.deque', [], '3')],
  ['a length below 0', 'BAD_NUMBER', object('collections.deque', [], -1)],
  ['half a length', 'BAD_NUMBER', object('collections.deque', [], 1.5)],
]

test.each(REFUSED)('%s is refused: %s', (_, code, object) => {
  const refusal = expect.objectContaining({ code, name: 'PickleError' })
  expect(() => decode(object)).toThrow(refusal)
})

test('a refusal says the class and the field, and holds nothing of the pickle', () => {
  const secret = object('decimal.Decimal', 'hunter2')
  expect(() => decode(secret)).toThrow('decimal.Decimal: value must be a decimal number')
  expect(() => decode(object('datetime.date', 'hunter2'))).toThrow(
    'datetime.date has arguments it cannot take',
  )
})

const withState = (made: PyObject, state: unknown): PyObject => {
  made.builds.push(state)
  return made
}
const withItem = (made: PyObject): PyObject => {
  made.items.push(1)
  return made
}
const withPair = (made: PyObject): PyObject => {
  made.pairs.push([1, 1])
  return made
}
const withSetter = (made: PyObject): PyObject => {
  made.setters.push([new PyGlobal('os', 'system'), 1])
  return made
}
const newObject = (name: string, ...args: unknown[]): PyObject => {
  const { cls } = object(name)
  return new PyObject('newobj', cls, PyTuple.from(args))
}

const rebuilt = (rebuilder: string, name: string, ...args: unknown[]): PyObject =>
  object(`copyreg.${rebuilder}`, object(name).cls, ...args)

const UNUSUAL: readonly (readonly [what: string, object: PyObject])[] = [
  ['a datetime with a state', withState(object('datetime.datetime', moment(3)), {})],
  ['a datetime with an item', withItem(object('datetime.datetime', moment(3)))],
  ['a datetime with a pair', withPair(object('datetime.datetime', moment(3)))],
  ['a datetime with a setter', withSetter(object('datetime.datetime', moment(3)))],
  ['a datetime by __new__', newObject('datetime.datetime', moment(3))],
  ['a date by copyreg', rebuilt('__newobj__', 'datetime.date', day(3))],
  ['a decimal by copyreg', rebuilt('_reconstructor', 'decimal.Decimal')],
  ['a date by __new__', newObject('datetime.date', day(3))],
  ['a time by __new__', newObject('datetime.time', clock(3))],
  ['a span of four parts', object('datetime.timedelta', 1, 2, 3, 4)],
  ['a zone by __new__', newObject('datetime.timezone', new PyTimeDelta())],
  ['a zone without a key', object('zoneinfo.ZoneInfo._unpickle')],
  ['a zone of a number', object('zoneinfo.ZoneInfo._unpickle', 1, 1)],
  ['a decimal of parts', object('decimal.Decimal', '1', null)],
  ['a decimal with a state', withState(object('decimal.Decimal', '1'), {})],
  ['a fraction of decimals', object('fractions.Fraction', '1E9999')],
  ['a fraction of nothing', object('fractions.Fraction')],
  ['a complex with an item', withItem(object('builtins.complex', 1, 2))],
  ['a range to', object('builtins.range', 3)],
  ['a slice to', object('builtins.slice', 3)],
  ['an ordered dict of a dict', object('collections.OrderedDict', new Map())],
  ['an ordered dict with a state', withState(object('collections.OrderedDict'), {})],
  ['an ordered dict with an item', withItem(object('collections.OrderedDict'))],
  ['a default dict of a dict', object('collections.defaultdict', null, new Map())],
  ['a span of floats', object('datetime.timedelta', 1.5, new PyFloat(2))],
  ['a span of a bool', object('datetime.timedelta', true)],
  [
    'a span of an int by another name',
    object('datetime.timedelta', object('http.HTTPStatus', 200)),
  ],
  ['a date of an int by another name', object('datetime.date', object('app.Year', 2020), 1, 1)],
  ['an offset of another class', object('datetime.timezone', object('app.Span', 0, 3600))],
  ['a name of another class', object('datetime.timezone', new PyTimeDelta(), object('app.Name'))],
  ['a decimal of a float', object('decimal.Decimal', 1.5)],
  ['a decimal of a bool', object('decimal.Decimal', true)],
  ['a decimal of a tuple', object('decimal.Decimal', PyTuple.of<unknown>(0, PyTuple.of(1, 5), -1))],
  ['a decimal of a decimal', object('decimal.Decimal', new PyComplex(1))],
  ['a decimal of other digits', object('decimal.Decimal', '\u0661.5')],
  ['a fraction of a float', object('fractions.Fraction', 0.5)],
  ['a fraction of a fraction', object('fractions.Fraction', new PyTimeDelta())],
  ['a fraction over None', object('fractions.Fraction', 5, null)],
  ['a fraction of blanks', object('fractions.Fraction', ' 3/4 ')],
  ['a complex of a sum', object('builtins.complex', '1+2j')],
  ['a complex of a sum behind blanks of Python', object('builtins.complex', '\x1c\x851+2j')],
  ['a complex of a word', object('builtins.complex', ' ( -infj ) ')],
  ['a complex of a complex', object('builtins.complex', new PyComplex(1, 2), 3)],
  ['a range of bools', object('builtins.range', false, true, true)],
  ['a counter of a list', object('collections.Counter', ['a', 'a'])],
  ['a counter of text', object('collections.Counter', 'aab')],
  ['a counter of None', object('collections.Counter', null)],
  ['a deque of text', object('collections.deque', 'aab')],
  ['a deque of a dict', object('collections.deque', new Map([[1, 2]]))],
  ['a deque of True', object('collections.deque', [1, 2], true)],
  ['a deque of sys.maxsize', object('collections.deque', [1, 2], 2n ** 63n - 1n)],
  ['an ordered dict of texts', object('collections.OrderedDict', ['ab', 'cd'])],
  ['an ordered dict of a set', object('collections.OrderedDict', new Set(['ab']))],
  ['a zone without a name', object('zoneinfo.ZoneInfo._unpickle', '', 1)],
  ['a deque with a pair', withPair(object('collections.deque'))],
  ['a deque of three', object('collections.deque', [], 1, 2)],
  ['a UUID by its text', object('uuid.UUID', '00112233-4455-6677-8899-aabbccddeeff')],
  ['a UUID without a state', newObject('uuid.UUID')],
  ['a UUID of two states', withState(withState(newObject('uuid.UUID'), new Map()), new Map())],
  ['a UUID of no dict', withState(newObject('uuid.UUID'), [['int', 1]])],
  ['a UUID without an int', withState(newObject('uuid.UUID'), new Map([['hex', 1]]))],
  ['a UUID of text', withState(newObject('uuid.UUID'), new Map([['int', '1']]))],
  ['a UUID below 0', withState(newObject('uuid.UUID'), new Map([['int', -1]]))],
  ['a UUID of 129 bits', withState(newObject('uuid.UUID'), new Map([['int', 2n ** 128n]]))],
  ['a UUID with an argument', withState(newObject('uuid.UUID', 1), new Map([['int', 1]]))],
  ['a member of two values', object('app.models.Color', 1, 2)],
  ['a member with a state', withState(object('app.models.Color', 1), {})],
  ['a point of one', newObject('app.models.Point', 1)],
  ['a point of three', newObject('app.models.Point', 1, 2, 3)],
  ['a point with a state', withState(newObject('app.models.Point', 1, 2), {})],
  ['a point by a call', object('app.models.Point', 1, 2)],
].map(([what, made]) => [what as string, appName(made as PyObject)])

/** `app.models` is one name with a dot; `object` splits at the first. */
function appName(made: PyObject): PyObject {
  const { module, name } = made.global!
  if (module !== 'app') return made
  const cls = new PyGlobal('app.models', name.replace('models.', ''))
  const renamed = new PyObject(made.kind, cls, made.args)
  renamed.builds.push(...made.builds)
  return renamed
}

test.each(UNUSUAL)('%s stays a placeholder', (_, object) => {
  expect(decode(object)).toBe(object)
})

describe('what CPython takes from a state without a check', () => {
  const pickled = (value: unknown) => dumps(value, { registry })

  test('31 February', () => {
    const date = decode(object('datetime.date', day(2, 31))) as PyDate
    expect({ ...date }).toEqual({ year: 2020, month: 2, day: 31 })
    expect(date.toDate()).toEqual(new Date('2020-03-02T00:00:00Z'))
    expect(loads(pickled(date), { registry })).toEqual(date)
  })

  test('second 99, and an hour that a day does not have', () => {
    const time = decode(object('datetime.time', clock(23))) as PyTime
    expect(time).toMatchObject({ hour: 23, minute: 99, second: 99, microsecond: 0xffffff })
    const moments = decode(object('datetime.datetime', moment(0x83, 200))) as PyDateTime
    expect(moments).toMatchObject({ month: 3, hour: 200, fold: 1 })
    for (const value of [time, moments]) {
      expect(loads(pickled(value), { registry })).toEqual(value)
      expect(String(value)).toContain(':')
    }
  })

  test('the class keeps its type', () => {
    expect(decode(object('datetime.date', day(2, 31)))).toBeInstanceOf(PyDate)
  })
})

describe('what Python takes though no pickler writes it', () => {
  test.each([
    [object('datetime.datetime', 2062, 2, 3, 4), new PyDateTime(2062, 2, 3, 4)],
    [
      object('datetime.datetime', 2062, 2, 3, 0, 0, 0, 0, PyTimeZone.utc),
      new PyDateTime(2062, 2, 3, 0, 0, 0, 0, PyTimeZone.utc),
    ],
    [object('datetime.date', 2062, 2, 3), new PyDate(2062, 2, 3)],
    [object('datetime.time', 1, 2), new PyTime(1, 2)],
    [object('datetime.time', 1, 2, 0, 0, PyTimeZone.utc), new PyTime(1, 2, 0, 0, PyTimeZone.utc)],
    [object('datetime.timedelta', 0, 90_161, -5), new PyTimeDelta(1, 3760, 999_995)],
    [object('datetime.timedelta'), new PyTimeDelta()],
    [object('builtins.complex', 1), new PyComplex(1)],
    [object('builtins.complex', new PyFloat(1), 2n), new PyComplex(1, 2)],
    [object('datetime.date', new PyStr('\x07\xe4\x03\x0f')), new PyDate(2020, 3, 15)],
    [object('datetime.date', new Py2Str(day(3))), new PyDate(2020, 3, 15)],
    [withItem(object('collections.deque', [2, 3], 2)), new PyDeque([3, 1], 2)],
    [object('datetime.date', 2020, true, true), new PyDate(2020, 1, 1)],
    [object('datetime.time', true), new PyTime(1)],
    [object('datetime.time'), new PyTime()],
    [object('datetime.timedelta', 0, 0, 2n ** 60n), new PyTimeDelta(13_343_998, 77_406, 846_976)],
    [object('decimal.Decimal', 5), new PyDecimal('5')],
    [object('decimal.Decimal', 2n ** 64n), new PyDecimal(2n ** 64n)],
    [object('decimal.Decimal', ' 1_0.5\n'), new PyDecimal('10.5')],
    [object('decimal.Decimal', `1e-${'0'.repeat(40)}5`), new PyDecimal('0.00001')],
    [object('decimal.Decimal', '1E-1999999999999999997'), new PyDecimal('1E-1999999999999999997')],
    [object('fractions.Fraction', 5), new PyFraction(5)],
    [object('fractions.Fraction', '1/2'), new PyFraction(1, 2)],
    [object('builtins.complex', true), new PyComplex(1)],
    [object('collections.Counter'), new PyCounter()],
    [withPair(object('collections.Counter')), new PyCounter([[1, 1]])],
    [withPair(object('collections.Counter', new Map([[1, 5]]))), new PyCounter([[1, 1]])],
    [
      object('collections.OrderedDict', PyTuple.of(PyTuple.of<unknown>('a', 1))),
      new PyOrderedDict([['a', 1]]),
    ],
  ])('%s', (object, value) => {
    expect(decode(object)).toEqual(value)
  })
})

test('a time zone of another class is kept in its place', () => {
  const zone = object('pytz._UTC')
  const aware = decode(object('datetime.datetime', moment(3), zone)) as PyDateTime
  expect(aware.tzinfo).toBe(zone)
  expect(String(aware)).toBe('2020-03-15 10:30:01.000005')
  expect(() => aware.toDate()).toThrow('in a time zone of an unknown class')
  expect(aware.toDate('utc')).toEqual(new Date('2020-03-15T10:30:01Z'))
})

test('a zone that a module names may be an instance', () => {
  const zone = new PyGlobal('app.zones', 'UTC')
  const aware = decode(object('datetime.datetime', moment(3), zone)) as PyDateTime
  expect(aware.tzinfo).toBe(zone)
})

test('a Decimal of many digits can be read as it can be written', () => {
  const decimal = new PyDecimal('7'.repeat(5000))
  expect(loads(dumps(decimal))).toEqual(decimal)
})

test('long digits take no long time', () => {
  const digits = `1${'0'.repeat(200_000)}1`
  const start = timeOfWork()
  const decimal = decode(object('decimal.Decimal', digits)) as PyDecimal
  expect(decimal.equals(decimal)).toBe(true)
  // Fetched from the memo they could come very often.
  const often = `(${`cdecimal\nDecimal\n(S'${digits}'\np0\ntR`}${'cdecimal\nDecimal\n(g0\ntR'.repeat(200)}t.`
  expect(() => loads(Buffer.from(often))).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  expect(() => decode(object('decimal.Decimal', '12x'))).toThrow(PickleError)
  expect(() => decode(object('fractions.Fraction', digits))).toThrow(PickleError)
  const items = Array.from({ length: 200_000 }, (_, n) => n)
  expect(decode(object('collections.deque', items, 100_000))).toHaveLength(100_000)
  expect(timeOfWork() - start).toBeLessThan(1000)
})

test('a subclass is not taken for its class', () => {
  const mine = object('app.Money', '1.10')
  expect(loads(dumps(mine), { registry })).toBeInstanceOf(PyObject)
  expect(registry.find('app', 'Money')).toBeUndefined()
  expect(loads(dumps(new PyFrozenSet([1])), { registry })).toBeInstanceOf(PyFrozenSet)
})
