/** What the wrappers say of themselves, against what Python says of the same values. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  PyComplex,
  PyDateTime,
  PyDecimal,
  PyFraction,
  PyRange,
  PyTimeDelta,
  PyZoneInfo,
} from '../../../src/pickle/types/index.js'
import { dumps } from '../../../src/pickle/index.js'
import { python, runPython } from '../../support/python.js'
import { datetimes, decimalTexts, spans, zones } from './arbitraries.js'
import { PREAMBLE, registry } from './cases.js'

const RUNS = 300
const sample = <T>(values: fc.Arbitrary<T>): T[] => fc.sample(values, { numRuns: RUNS, seed: 7 })

/** What Python prints for each of `inputs`, which a program finds in `value`. */
async function ask(inputs: readonly unknown[], expression: string): Promise<unknown[]> {
  const program = `${PREAMBLE}
import base64, json
unpickle = lambda text: pickle.loads(base64.b64decode(text))
print(json.dumps([${expression} for value in json.load(sys.stdin)]))`
  return JSON.parse(await runPython(program, JSON.stringify(inputs))) as unknown[]
}

const pickled = (values: readonly unknown[]): string[] =>
  values.map((value) => Buffer.from(dumps(value, { registry })).toString('base64'))

test.runIf(python)('texts and seconds of spans', async () => {
  const values = sample(spans)
  const ours = values.map((span) => [String(span), span.totalSeconds])
  expect(
    await ask(pickled(values), '(lambda v: [str(v), v.total_seconds()])(unpickle(value))'),
  ).toEqual(ours)
})

test.runIf(python)('texts of datetimes and zones', async () => {
  const values = [...sample(datetimes), ...sample(zones)]
  const texts = values.map((value) => [String(value), JSON.parse(JSON.stringify(value)) as string])
  const expression =
    '(lambda v: [str(v), v.isoformat() if isinstance(v, datetime) else str(v)])(unpickle(value))'
  expect(await ask(pickled(values), expression)).toEqual(texts)
})

test.runIf(python)('instants of aware datetimes', async () => {
  const aware = sample(datetimes).filter(({ tzinfo, year }) => tzinfo !== null && year > 1)
  const expression =
    '(unpickle(value) - datetime(1970, 1, 1, tzinfo=utc)) // timedelta(milliseconds=1)'
  expect(await ask(pickled(aware), expression)).toEqual(
    aware.map((value) => value.toDate().getTime()),
  )
})

test.runIf(python)('spans of a number of seconds', async () => {
  const numbers = sample(fc.double({ min: -1e9, max: 1e9, noNaN: true }))
  const ours = numbers.map((seconds) => Number(PyTimeDelta.fromSeconds(seconds).totalMicroseconds))
  expect(await ask(numbers, 'timedelta(seconds=value) // timedelta(microseconds=1)')).toEqual(ours)
})

test.runIf(python)('texts of decimals', async () => {
  const texts = sample(decimalTexts)
  expect(await ask(texts, 'str(Decimal(value))')).toEqual(
    texts.map((text) => new PyDecimal(text).text),
  )
})

test.runIf(python)('numbers of fractions', async () => {
  const part = fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n })
  const pairs = sample(fc.tuple(part, part)).filter(([, lower]) => lower !== 0n)
  const ours = pairs.map(([upper, lower]) => {
    const fraction = new PyFraction(upper, lower)
    return [String(fraction), fraction.toNumber()]
  })
  const expression = '(lambda f: [str(f), float(f)])(Fraction(*map(int, value)))'
  expect(
    await ask(
      pairs.map((pair) => pair.map(String)),
      expression,
    ),
  ).toEqual(ours)
})

test.runIf(python)('texts of complex numbers', async () => {
  const pairs = sample(fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true })))
  const values = pairs.map(([real, imag]) => new PyComplex(real, imag))
  expect(await ask(pickled(values), 'str(unpickle(value))')).toEqual(values.map(String))
})

test.runIf(python)('lengths of ranges, and what is in them', async () => {
  const small = fc.integer({ min: -20, max: 20 })
  const parts = sample(
    fc.tuple(
      small,
      small,
      small.filter((step) => step !== 0),
      small,
    ),
  )
  const ours = parts.map(([start, stop, step, value]) => {
    const range = new PyRange(start, stop, step)
    return [range.length, range.includes(value), Array.from(range)]
  })
  const expression = '(lambda r: [len(r), value[3] in r, list(r)])(range(*value[:3]))'
  expect(await ask(parts, expression)).toEqual(ours)
})

test.runIf(python)('offsets in time zones, on days when clocks change and others', async () => {
  const found = await ask([0], 'zoneinfo is not None')
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']
  const values = zones.flatMap((key) =>
    [1995, 2023].flatMap((year) => hours(year, new PyZoneInfo(key))),
  )
  const offsets = values.map((value) => value.utcOffset()!.totalSeconds)
  const expression = 'unpickle(value).utcoffset().total_seconds()'
  if (found[0] === true) expect(await ask(pickled(values), expression)).toEqual(offsets)
  expect(new Set(offsets).size).toBeGreaterThan(5)
})

/** Every half past in the weeks in which the clocks of most places change, in both folds. */
function hours(year: number, zone: PyZoneInfo): PyDateTime[] {
  return [3, 4, 10, 11].flatMap((month) =>
    Array.from({ length: 8 * 48 }, (_, n) => {
      const day = (month === 3 || month === 10 ? 24 : 1) + Math.floor(n / 48)
      return new PyDateTime(year, month, day, (n % 48) >> 1, 30, 0, 0, zone, n & 1)
    }),
  )
}
