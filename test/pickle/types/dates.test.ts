import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { PyGlobal, PyObject, PyTuple, dumps, loads } from '../../../src/pickle/index.js'
import {
  PyDate,
  PyDateTime,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  PyZoneInfo,
} from '../../../src/pickle/types/index.js'
import { leastRatio } from '../../support/time.js'
import { bytes } from '../bytes.js'
import { registry } from './cases.js'

const berlin = new PyZoneInfo('Europe/Berlin')
const newYork = new PyZoneInfo('America/New_York')
const unknown = new PyZoneInfo('Atlantis/Capital')
const east = new PyTimeZone(new PyTimeDelta(0, 3600))
const pytz = new PyObject('reduce', new PyGlobal('pytz', '_UTC'), new PyTuple())
const refusal = (option: string) =>
  expect.objectContaining({ name: 'OptionError', code: 'BAD_OPTION', option })

describe('a field out of its range is refused', () => {
  test.each([
    ['year', () => new PyDate(0, 1, 1)],
    ['year', () => new PyDate(10_000, 1, 1)],
    ['month', () => new PyDate(2020, 0, 1)],
    ['month', () => new PyDate(2020, 13, 1)],
    ['day', () => new PyDate(2020, 1, 0)],
    ['day', () => new PyDate(2020, 4, 31)],
    ['day', () => new PyDate(2100, 2, 29)],
    ['day', () => new PyDate(2020, 1, 1.5)],
    ['day', () => new PyDate(2020, 1, '1' as never)],
    ['hour', () => new PyTime(24)],
    ['minute', () => new PyTime(0, 60)],
    ['second', () => new PyTime(0, 0, 60)],
    ['microsecond', () => new PyTime(0, 0, 0, 1_000_000)],
    ['tzinfo', () => new PyTime(0, 0, 0, 0, 'UTC' as never)],
    ['tzinfo', () => new PyTime(0, 0, 0, 0, [])],
    ['fold', () => new PyTime(0, 0, 0, 0, null, 2)],
    ['hour', () => new PyDateTime(2020, 1, 1, -1)],
    ['fold', () => new PyDateTime(2020, 1, 1, 0, 0, 0, 0, null, 0.5)],
    ['days', () => new PyTimeDelta(1e9)],
    ['days', () => new PyTimeDelta(-999_999_999, -1)],
    ['seconds', () => new PyTimeDelta(0, 1.5)],
    ['seconds', () => PyTimeDelta.fromSeconds(NaN)],
    ['milliseconds', () => PyTimeDelta.fromMilliseconds(Infinity)],
    ['seconds', () => PyTimeDelta.fromSeconds(Infinity)],
    ['offset', () => new PyTimeZone(new PyTimeDelta(1))],
    ['offset', () => new PyTimeZone(new PyTimeDelta(-1))],
    ['offset', () => new PyTimeZone(3600 as never)],
    ['name', () => new PyTimeZone(new PyTimeDelta(), 1 as never)],
    ['key', () => new PyZoneInfo('')],
    ['key', () => new PyZoneInfo(1 as never)],
    ['date', () => PyDateTime.fromDate(new Date(NaN))],
    ['date', () => PyDate.fromDate(new Date(NaN))],
    ['year', () => PyDateTime.fromDate(new Date('-000001-01-01'))],
    ['date', () => berlin.offsetAt(new Date(NaN))],
  ])('%s: %s', (option, make) => {
    expect(make).toThrow(refusal(option))
  })
})

test('values cannot be changed', () => {
  const values = [new PyDate(2020, 1, 1), new PyTime(), new PyDateTime(2020, 1, 1)]
  for (const value of [...values, new PyTimeDelta(), PyTimeZone.utc, berlin]) {
    expect(Object.isFrozen(value)).toBe(true)
  }
  const read = loads(dumps(values, { registry }), { registry }) as object[]
  expect(read.every((value) => Object.isFrozen(value))).toBe(true)
})

test('those of a pickle are made about as fast as spans', () => {
  const pickle = (head: string, one: (at: number) => string): Uint8Array => {
    const all = Array.from({ length: 3500 }, (_, at) => one(at))
    return bytes(`\x80\x03${head}q\x000](`, all.join(''), 'e.')
  }
  const byte = (at: number): string => String.fromCharCode(at & 255)
  const span = pickle('cdatetime\ntimedelta\n', (at) => `h\0K${byte(at)}K\x01K\x02\x87R`)
  const read = (pickle: Uint8Array) => () => loads(pickle, { registry })
  for (const [head, state] of [
    ['cdatetime\ndatetime\n', '\x0a\x07\xe4\x01\x01\x01\x01\x01\0\0'],
    ['cdatetime\ntime\n', '\x06\x01\x01\x01\0\0'],
    ['cdatetime\ndate\n', '\x04\x07\xe4\x01'],
  ] as const) {
    const days = pickle(head, (at) => `h\0C${state}${byte(1 + (at % 28))}\x85R`)
    expect(leastRatio(read(days), read(span), 2.3)).toBeLessThan(2.3)
  }
})

describe('a datetime as an instant', () => {
  test.each([
    ['in UTC', new PyDateTime(2020, 3, 15, 10, 30, 1, 999_999, PyTimeZone.utc), '10:30:01.999Z'],
    ['at an offset', new PyDateTime(2020, 3, 15, 10, 30, 0, 0, east), '09:30:00Z'],
    ['in winter', new PyDateTime(2020, 3, 15, 10, 30, 0, 0, berlin), '09:30:00Z'],
    ['in daylight-saving time', new PyDateTime(2020, 3, 15, 5, 0, 0, 0, newYork), '09:00:00Z'],
  ])('%s', (_, value, instant) => {
    expect(value.toDate()).toEqual(new Date(`2020-03-15T${instant}`))
  })

  test('at an offset of microseconds', () => {
    const zone = new PyTimeZone(new PyTimeDelta(0, 0, 1))
    const midnight = new PyDateTime(2020, 3, 15, 0, 0, 0, 0, zone)
    expect(midnight.toDate()).toEqual(new Date('2020-03-14T23:59:59.999Z'))
    expect(PyDateTime.fromDate(new Date('2020-03-15T00:00:00Z'), zone).microsecond).toBe(1)
  })

  test('a naive one must be told where its clock hangs', () => {
    const naive = new PyDateTime(2020, 3, 15, 10, 30)
    expect(() => naive.toDate()).toThrow('clock must be given: the datetime is naive')
    expect(naive.toDate('utc')).toEqual(new Date('2020-03-15T10:30:00Z'))
    expect(naive.toDate('local')).toEqual(new Date(2020, 2, 15, 10, 30))
    expect(naive.toDate(east)).toEqual(new Date('2020-03-15T09:30:00Z'))
    expect(naive.toDate(berlin)).toEqual(new Date('2020-03-15T09:30:00Z'))
    expect(() => naive.toDate('Europe/Berlin' as never)).toThrow(refusal('clock'))
  })

  test('an aware one pays no heed to the clock it is told', () => {
    const aware = new PyDateTime(2020, 3, 15, 10, 30, 0, 0, PyTimeZone.utc)
    expect(aware.toDate(east)).toEqual(aware.toDate())
  })

  test('of a zone that the engine does not know', () => {
    const value = new PyDateTime(2020, 3, 15, 0, 0, 0, 0, unknown)
    expect(() => value.toDate()).toThrow(refusal('key'))
    expect(() => value.utcOffset()).toThrow(refusal('key'))
    expect(String(value)).toBe('2020-03-15 00:00:00')
    expect(loads(dumps(value, { registry }), { registry })).toEqual(value)
  })

  test('of the first century', () => {
    const value = new PyDateTime(99, 1, 1, 0, 0, 0, 0, PyTimeZone.utc)
    expect(value.toDate()).toEqual(new Date('0099-01-01T00:00:00Z'))
    expect(value.toDate('local').getTime()).toBe(Date.parse('0099-01-01T00:00:00Z'))
    expect(new PyDateTime(99, 1, 1).toDate('local').getFullYear()).toBe(99)
    expect(new PyDate(99, 1, 1).toDate()).toEqual(new Date('0099-01-01T00:00:00Z'))
  })
})

describe('clocks put forward and back, by PEP 495', () => {
  test('a time that is there twice: fold tells which', () => {
    const twice = (fold: number) => new PyDateTime(2024, 10, 27, 2, 30, 0, 0, berlin, fold)
    expect(twice(0).toDate()).toEqual(new Date('2024-10-27T00:30:00Z'))
    expect(twice(1).toDate()).toEqual(new Date('2024-10-27T01:30:00Z'))
  })

  test('a time that is not there: fold 0 takes the offset from before', () => {
    const gap = (fold: number) => new PyDateTime(2024, 3, 31, 2, 30, 0, 0, berlin, fold)
    expect(gap(0).utcOffset()?.totalSeconds).toBe(3600)
    expect(gap(1).utcOffset()?.totalSeconds).toBe(7200)
    expect(gap(0).toDate()).toEqual(new Date('2024-03-31T01:30:00Z'))
  })

  test.each(['2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z', '2024-07-01T00:00:00Z'])(
    '%s comes back from the clock',
    (text) => {
      const date = new Date(text)
      expect(PyDateTime.fromDate(date, berlin).toDate()).toEqual(date)
    },
  )

  test('the second of two equal times is marked', () => {
    expect(PyDateTime.fromDate(new Date('2024-10-27T00:30:00Z'), berlin).fold).toBe(0)
    expect(PyDateTime.fromDate(new Date('2024-10-27T01:30:00Z'), berlin).fold).toBe(1)
  })
})

test('before there were time zones a place kept its own time', () => {
  expect(String(PyDateTime.fromDate(new Date('1880-01-01T00:00:00Z'), newYork))).toBe(
    '1879-12-31 19:03:58-04:56:02',
  )
})

describe('a Date', () => {
  test('is written as an aware datetime in UTC', () => {
    const date = new Date('2020-03-15T10:30:01.250Z')
    const read = loads(dumps([date, date], { registry }), { registry }) as PyDateTime[]
    expect(read[0]).toEqual(new PyDateTime(2020, 3, 15, 10, 30, 1, 250_000, PyTimeZone.utc))
    expect(read[0]).toBe(read[1])
    expect(read[0]!.toDate()).toEqual(date)
  })

  test('before 1970', () => {
    const date = new Date('1969-12-31T23:59:59.999Z')
    expect(String(PyDateTime.fromDate(date))).toBe('1969-12-31 23:59:59.999000+00:00')
  })

  test.each([new Date(NaN), new Date('+010000-01-01'), new Date('0000-12-31')])(
    'is refused when Python has no such datetime',
    (date) => {
      expect(() => dumps(date, { registry })).toThrow(
        expect.objectContaining({ name: 'PickleError', code: 'UNSUPPORTED' }),
      )
    },
  )
})

describe('text', () => {
  const local = new PyDateTime(2020, 3, 15, 10, 30, 1, 0, berlin)
  test.each([
    [new PyDateTime(2020, 3, 15, 10, 30, 1), 'PyDateTime(2020-03-15T10:30:01)'],
    [local, 'PyDateTime(2020-03-15T10:30:01+01:00[Europe/Berlin])'],
    [
      new PyDateTime(2020, 3, 15, 10, 30, 1, 0, pytz),
      'PyDateTime(2020-03-15T10:30:01[<object of pytz._UTC>])',
    ],
    [new PyDate(2020, 3, 15), 'PyDate(2020-03-15)'],
    [new PyTime(10, 30, 1, 5, east), 'PyTime(10:30:01.000005+01:00)'],
    [new PyTime(10, 30, 1, 0, berlin), 'PyTime(10:30:01[Europe/Berlin])'],
    [new PyTimeDelta(-1), 'PyTimeDelta(-1 day, 0:00:00)'],
    [new PyTimeDelta(2), 'PyTimeDelta(2 days, 0:00:00)'],
    [PyTimeZone.utc, 'PyTimeZone(UTC)'],
    [berlin, 'PyZoneInfo(Europe/Berlin)'],
  ])('%s', (value, text) => {
    expect(inspect(value)).toBe(text)
  })

  test.each([
    [local, '2020-03-15T10:30:01+01:00'],
    [new PyDate(2020, 3, 5), '2020-03-05'],
    [new PyTime(1, 2, 3), '01:02:03'],
    [new PyTimeDelta(1, 90), 'P1DT90S'],
    [new PyTimeDelta(7), 'P7D'],
    [new PyTimeDelta(), 'PT0S'],
    [new PyTimeDelta(0, -1), '-PT1S'],
    [new PyTimeDelta(0, -86_400, -500), '-P1DT0.0005S'],
    [new PyTimeDelta(0, 0, 120_000), 'PT0.12S'],
    [east, 'UTC+01:00'],
    [berlin, 'Europe/Berlin'],
  ])('as JSON: %s', (value, text) => {
    expect(JSON.parse(JSON.stringify(value))).toBe(text)
  })
})

describe('spans', () => {
  test.each([
    [0.000_000_5, 0],
    [0.000_001_5, 2],
    [-0.000_000_5, 0],
    [-0.000_001_5, -2],
    [1e-6, 1],
  ])('of %d seconds are %d microseconds', (seconds, microseconds) => {
    expect(PyTimeDelta.fromSeconds(seconds).totalMicroseconds).toBe(BigInt(microseconds))
  })

  test('in other units', () => {
    const span = new PyTimeDelta(-1, 1, 500_000)
    expect(span.totalSeconds).toBe(-86_398.5)
    expect(span.totalMilliseconds).toBe(-86_398_500)
    expect(PyTimeDelta.fromMilliseconds(-86_398_500)).toEqual(span)
    expect(PyTimeDelta.fromMilliseconds(8.64e15).days).toBe(1e8)
    expect(new PyTimeDelta(999_999_999, 86_399, 999_999).totalSeconds).toBe(86_400e9)
  })
})

test('equality', () => {
  const value = new PyDateTime(2020, 3, 15)
  expect(value.equals(new PyDateTime(2020, 3, 15, 0, 0, 0, 0, null, 1))).toBe(true)
  expect(value.equals(value.replace({ microsecond: 1 }))).toBe(false)
  expect(value.equals(value.replace({ tzinfo: east }))).toBe(false)
  expect(value.replace({ tzinfo: east }).equals(value.replace({ tzinfo: east }))).toBe(true)
  expect(value.equals(value.date())).toBe(false)
  expect(value.date().equals(new PyDate(2020, 3, 15))).toBe(true)
  expect(value.time().equals(new PyTime())).toBe(true)
  expect(value.time().equals(new PyTime(0, 0, 1))).toBe(false)
  expect(east.equals(new PyTimeZone(new PyTimeDelta(0, 3600), 'CET'))).toBe(true)
  expect(east.equals(PyTimeZone.utc)).toBe(false)
  expect(berlin.equals(new PyZoneInfo('Europe/Berlin'))).toBe(true)
  expect(berlin.equals(newYork)).toBe(false)
  expect(new PyTimeDelta(1).equals(new PyTimeDelta(0, 86_400))).toBe(true)
  expect(new PyTimeDelta(1).equals(1)).toBe(false)
})

test('UTC is one object, as in Python', () => {
  const zone = new PyTimeZone(new PyTimeDelta())
  expect(loads(dumps(zone, { registry }), { registry })).toBe(PyTimeZone.utc)
})

test.each([new Date(NaN), new Date(8.64e15)])('what to do with the Date %s is said', (date) => {
  expect(() => dumps([date])).toThrow(/1 to 9999; store null, or text/)
})

test('a zone is asked for once, in whatever letters its name is', () => {
  const { DateTimeFormat } = Intl
  let asked = 0
  const counting = class extends DateTimeFormat {
    constructor(locale: string, options: Intl.DateTimeFormatOptions) {
      super(locale, options)
      asked++
    }
  }
  Intl.DateTimeFormat = counting as never
  try {
    for (const name of ['Pacific/Niue', 'pacific/niue', 'PACIFIC/niue', 'pAcific/Niue']) {
      expect(new PyZoneInfo(name).offsetAt(new Date(1e12)).totalSeconds).toBe(-11 * 3600)
    }
  } finally {
    Intl.DateTimeFormat = DateTimeFormat
  }
  expect(asked).toBe(1)
})
