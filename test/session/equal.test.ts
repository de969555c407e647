/** Equality of values as Python has it: see equal-cases.ts. */
import { describe, expect, test, vi } from 'vitest'
import {
  PyCounter,
  PyDateTime,
  PyDecimal,
  PyFraction,
  PyOrderedDict,
  PyRange,
  PyTuple,
  PyZoneInfo,
  pyFloat,
} from '../../src/pickle/index.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import { FORM, decimalForm, fractionForm, numberForm } from '../../src/lib/python-form.js'
import { equalAsPython, hasEqual } from '../../src/session/equal.js'
import { python, runPython } from '../support/python.js'
import { leastRatio, timeOfWork } from '../support/time.js'
import { GROUPS } from './equal-cases.js'

const ALL = Object.entries(GROUPS).flatMap(([group, cases]) =>
  cases.map(([value, expression], index) => ({
    name: `${group} ${index}`,
    group,
    value,
    expression,
  })),
)

/** Pairs of names of values of which one says that they are equal and the other that they are not. */
const wronglyCompared = (
  isEqual: (one: (typeof ALL)[number], other: (typeof ALL)[number]) => boolean,
): string[] =>
  ALL.flatMap((one) =>
    ALL.filter((other) => isEqual(one, other) !== (one.group === other.group)).map(
      (other) => `${one.name}, ${other.name}`,
    ),
  )

test('two values are equal where they are of one group', () => {
  expect(wronglyCompared((one, other) => equalAsPython(one.value, other.value))).toEqual([])
})

const COMPARE = `
import json, sys
from collections import *
from datetime import *
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo
Color = Enum('Color', {'RED': 1})
values = [eval(expression) for expression in json.load(sys.stdin)]
print(json.dumps([[a == b for b in values] for a in values]))
`

test.runIf(python)('and so they are in Python', async () => {
  const known = ALL.filter(({ expression }) => expression !== null)
  const input = JSON.stringify(known.map(({ expression }) => expression))
  const equal = JSON.parse(await runPython(COMPARE, input)) as boolean[][]
  for (const [row, one] of known.entries()) {
    const found = known.filter((_, column) => equal[row]![column])
    const expected = known.filter(({ group }) => group === one.group)
    expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name))
  }
})

describe('what depends on both', () => {
  const ab = [
    ['a', 1],
    ['b', 2],
  ] as [string, number][]
  const ba = [
    ['b', 2],
    ['a', 1],
  ] as [string, number][]
  test.each<[string, unknown, unknown, boolean]>([
    ['the order of two OrderedDicts', new PyOrderedDict(ab), new PyOrderedDict(ba), false],
    ['two OrderedDicts', new PyOrderedDict(ab), new PyOrderedDict(ab), true],
    ['an OrderedDict and a dict', new PyOrderedDict(ba), new Map(ab), true],
    [
      'Counters, one with a count of 0',
      new PyCounter([
        ['a', 1],
        ['b', 0],
      ]),
      new PyCounter([['a', 1]]),
      true,
    ],
    ['Counters, one with another count', new PyCounter(ab), new PyCounter([['a', 1]]), false],
    [
      'a Counter and a dict without its 0',
      new PyCounter([
        ['a', 1],
        ['b', 0],
      ]),
      { a: 1 },
      false,
    ],
    [
      'one hour twice, on the clocks of one zone',
      new PyDateTime(2024, 10, 27, 2, 30, 0, 0, new PyZoneInfo('Europe/Berlin'), 0),
      new PyDateTime(2024, 10, 27, 2, 30, 0, 0, new PyZoneInfo('Europe/Berlin'), 1),
      true,
    ],
  ])('%s', (_, one, other, equal) => {
    expect(equalAsPython(one, other)).toBe(equal)
    expect(equalAsPython(other, one)).toBe(equal)
  })
})

describe('a NaN equals nothing, but what holds it equals itself', () => {
  test.each([
    ['a number', () => Number.NaN, false],
    ['a PyFloat', () => pyFloat(Number.NaN), true],
    ['a PyDecimal', () => new PyDecimal('NaN'), true],
    ['a list', () => [Number.NaN], true],
  ])('%s', (_, make, isItself) => {
    expect(equalAsPython(make(), make())).toBe(false)
    const value: unknown = make()
    expect(equalAsPython(value, value)).toBe(isItself)
  })
})

/** Classes of applications, which need a codec; and values of other realms, which pickles need not take. */
const NOT_WRITTEN = /^(?:member 0|tuple 1|bytes 4|set 3|instant 1)$/

test.each(
  ALL.filter(({ name }) => !NOT_WRITTEN.test(name)).map(({ name, value }) => [name, value]),
)('%s, read back from a cookie, is what was written', (_, value) => {
  const factory = unencryptedCookieSessionFactoryConfig('seekrit')
  const first = factory.open()
  first.session.flash(value)
  const { session } = factory.open(first.commit()[0]![1].split(';')[0])
  session.flash(value, '', false)
  expect(session.peekFlash()).toHaveLength(1)
})

test('an object of an application may say what it equals', () => {
  class Money {
    readonly #cents: number
    constructor(cents: number) {
      this.#cents = cents
    }
    equals(other: unknown): boolean {
      return other instanceof Money && other.#cents === this.#cents
    }
  }
  expect(equalAsPython([new Money(1)], [new Money(1)])).toBe(true)
  expect(equalAsPython(new Money(1), new Money(2))).toBe(false)
})

describe('comparing ends', () => {
  const nest = (times: number, wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 1
    for (let time = 0; time < times; time++) value = wrap(value)
    return value
  }
  const circle = (): unknown[] => {
    const list: unknown[] = []
    list.push(list)
    return list
  }
  const many = (): unknown =>
    new Set(Array.from({ length: 3000 }, (_, at) => PyTuple.of(PyTuple.of(at))))
  test.each<[string, () => unknown]>([
    ['a circle', circle],
    ['100,000 levels', () => nest(100_000, (inner) => [inner])],
    ['2^60 nodes', () => nest(60, (inner) => [inner, inner])],
    ['2^60 nodes in tuples', () => nest(60, (inner) => PyTuple.of(inner, inner))],
    ['2^60 nodes in keys', () => new Map([[nest(60, (inner) => PyTuple.of(inner, inner)), 1]])],
    ['a set whose members look alike', many],
  ])('for %s, and says no', (_, make) => {
    const [one, other] = [make(), make()]
    const start = timeOfWork()
    expect(equalAsPython(one, other)).toBe(false)
    expect(timeOfWork() - start).toBeLessThan(1000)
  })
})

describe('a message is compared to a whole queue in bounded work', () => {
  const flashed = (messages: readonly unknown[], message: unknown): number => {
    const { session } = unencryptedCookieSessionFactoryConfig('seekrit').open()
    for (const each of messages) session.flash(each)
    session.flash(message, '', false)
    return session.peekFlash().length - messages.length
  }
  /** A dict of many keys, and how often one of them was looked at. */
  const counted = (size: number): { dict: object; reads: () => number } => {
    let reads = 0
    const keys = Array.from({ length: size }, (_, at) => [`k${at}`, { get: () => reads++ }])
    const dict = Object.defineProperties(
      {},
      Object.fromEntries(keys.map(([key, get]) => [key, { ...(get as object), enumerable: true }])),
    )
    return { dict, reads: () => reads }
  }

  test('that are one and the same: they are looked at once', () => {
    const { dict, reads } = counted(1000)
    expect(flashed(Array<unknown>(20_000).fill(dict), 'hello')).toBe(1)
    expect(reads()).toBe(1000)
  })

  test('that share what is within', () => {
    const { dict, reads } = counted(1000)
    const messages = Array.from({ length: 2000 }, () => [dict])
    flashed(messages, [{ other: 1 }])
    expect(reads()).toBeLessThanOrEqual(20_000)
  })

  test('but the very same message is found however much was before', () => {
    const { dict } = counted(1000)
    const message = [dict]
    expect(flashed([...Array.from({ length: 200 }, () => [{ ...dict }]), message], message)).toBe(0)
  })

  test('of numbers, each of which is worked out once', () => {
    const number = new PyFraction(1, 3)
    const form = vi.spyOn(PyFraction.prototype, FORM)
    flashed(
      Array.from({ length: 500 }, () => [number]),
      [0.5],
    )
    expect(form).toHaveBeenCalledTimes(1)
    form.mockRestore()
  })

  test.each<[string, unknown]>([
    ['text', 'hello'],
    ['an int', -1n],
    ['a Decimal', new PyDecimal('1.5')],
  ])('that are numbers which the engine finds slowly: %s', (_, message) => {
    const numbered = (low: bigint): bigint[] =>
      Array.from({ length: 8000 }, (_, at) => (BigInt(at + 1) << 64n) + low * BigInt(at))
    const [alike, apart] = [numbered(0n), numbered(977n)]
    const ratio = leastRatio(
      () => hasEqual(alike, message),
      () => hasEqual(apart, message),
      4,
    )
    expect(ratio).toBeLessThan(4)
  })

  test('of datetimes: a zone is not asked for where the other is no time', () => {
    const offset = vi.spyOn(PyDateTime.prototype, 'utcOffset')
    const at = (name: string): PyDateTime =>
      new PyDateTime(2020, 3, 15, 1, 2, 3, 4, new PyZoneInfo(name))
    const times = Array.from({ length: 100 }, (_, index) => at(`No/Zone${index}`))
    expect(flashed(times, 'hello')).toBe(1)
    expect(flashed(times, ['hello'])).toBe(1)
    expect(offset).not.toHaveBeenCalled()
    offset.mockRestore()
  })

  test('of ranges, each of which is measured once', () => {
    const range = new PyRange(0, 10n ** 100n, 7)
    const length = vi.spyOn(PyRange.prototype, 'length', 'get')
    flashed(
      Array.from({ length: 500 }, () => [range]),
      [0.5],
    )
    expect(length.mock.calls.length).toBeLessThan(5)
    length.mockRestore()
  })

  test('a hundred messages that are alike are no such work', () => {
    const messages = Array.from({ length: 100 }, (_, at) => ({
      text: 'Saved',
      id: at,
      tags: ['a'],
    }))
    expect(flashed(messages, { text: 'Saved', id: 99, tags: ['a'] })).toBe(0)
    expect(flashed(messages, { text: 'Saved', id: 100, tags: ['a'] })).toBe(1)
  })

  test.each([
    ['the least double', numberForm(5e-324)],
    ['a fraction of a large power', fractionForm(1n, 2n ** 31_992n)],
    ['a far decimal', decimalForm('1', -999_999n)],
    ['ten to a large power', numberForm(10n ** 9000n)],
  ])('%s has a short form', (_, form) => {
    expect(String(form).length).toBeLessThan(40)
  })
})
