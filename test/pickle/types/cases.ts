/**
 * The values of the tests in this folder: what they are in Python and what in JavaScript. Their pickles
 * by CPython stand in recorded.ts.
 */
import { pyFloat, PyGlobal, PyTuple } from '../../../src/pickle/index.js'
import {
  PyComplex,
  PyCounter,
  PyDate,
  PyDateTime,
  PyDecimal,
  PyDefaultDict,
  PyDeque,
  PyEnum,
  PyFraction,
  PyNamedTuple,
  PyOrderedDict,
  PyRange,
  PySlice,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  PyUuid,
  PyZoneInfo,
  enumCodec,
  namedTupleCodec,
  standardRegistry,
} from '../../../src/pickle/types/index.js'
import { noteFloat, noteFloatKey } from '../../../src/lib/hints.js'

export const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const
export type Protocol = (typeof PROTOCOLS)[number]

type Point = { x: number; y: number }

/** The standard classes, and some of an application's own. */
export const registry = standardRegistry()
  .add(enumCodec('app.models', 'Color'))
  .add(enumCodec('app.models', 'Shop.Kind'))
  .add(namedTupleCodec<Point>('app.models', 'Point', ['x', 'y']))

/** Defines the application's classes, then everything that the values are made of. */
export const PREAMBLE = `
import collections, datetime, decimal, enum, fractions, pickle, sys, types, uuid
try:
    import zoneinfo
    zoneinfo.ZoneInfo('Europe/Berlin')
except Exception:
    zoneinfo = None
models = types.ModuleType('app.models')
sys.modules['app'] = types.ModuleType('app')
sys.modules['app.models'] = models
exec('''
import collections, enum
class Color(enum.Enum):
    RED = 1
    BLUE = 'b'
    HALF = 0.5
    WHOLE = 2.0
class Shop:
    class Kind(enum.IntFlag):
        BIG = 1
        OLD = 4
Point = collections.namedtuple('Point', 'x y', module='app.models')
''', models.__dict__)
models.__dict__.update(__name__='app.models')
for cls in (models.Color, models.Shop, models.Shop.Kind):
    cls.__module__ = 'app.models'
from app.models import Color, Shop, Point
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from collections import Counter, OrderedDict, defaultdict, deque
utc = timezone.utc
ist = timezone(timedelta(seconds=19800))
cet = timezone(timedelta(hours=1), 'CET')
odd = timezone(-timedelta(hours=3, minutes=5, seconds=7, microseconds=11))
`

interface Case {
  /** An expression for the value. */
  readonly python: string
  /** The value. */
  readonly value: () => unknown
  /** The value as it is read, where a float that was marked as one arrives as a number. */
  readonly read?: () => unknown
  /** What `str()` prints. */
  readonly str?: string
}

const ist = new PyTimeZone(new PyTimeDelta(0, 19_800))
const cet = new PyTimeZone(new PyTimeDelta(0, 3600), 'CET')
const odd = new PyTimeZone(new PyTimeDelta(0, -(3 * 3600 + 5 * 60 + 7), -11))

/** Fills a Map whose first key, or whose first value, is a float in Python. */
function withFloats<M extends Map<unknown, unknown>>(map: M): M {
  noteFloatKey(map, 1, 1)
  noteFloat(map, 1, 2)
  return map
}

const shared = new PyTimeDelta(0, 7200)

export const CASES: Readonly<Record<string, Case>> = {
  datetime: {
    python: 'datetime(2020, 3, 15, 10, 30, 1)',
    value: () => new PyDateTime(2020, 3, 15, 10, 30, 1),
    str: '2020-03-15 10:30:01',
  },
  datetime_micro: {
    python: 'datetime(1, 1, 1, 0, 0, 0, 65536)',
    value: () => new PyDateTime(1, 1, 1, 0, 0, 0, 65_536),
    str: '0001-01-01 00:00:00.065536',
  },
  datetime_max: {
    python: 'datetime.max',
    value: () => new PyDateTime(9999, 12, 31, 23, 59, 59, 999_999),
    str: '9999-12-31 23:59:59.999999',
  },
  datetime_utc: {
    python: 'datetime(2020, 3, 15, 10, 30, 1, tzinfo=utc)',
    value: () => new PyDateTime(2020, 3, 15, 10, 30, 1, 0, PyTimeZone.utc),
    str: '2020-03-15 10:30:01+00:00',
  },
  datetime_odd_zone: {
    python: 'datetime(2020, 3, 15, tzinfo=odd)',
    value: () => new PyDateTime(2020, 3, 15, 0, 0, 0, 0, odd),
    str: '2020-03-15 00:00:00-03:05:07.000011',
  },
  datetimes_of_one_zone: {
    python: '[datetime(2020, 3, 15, tzinfo=ist), datetime(2021, 3, 15, tzinfo=ist), ist]',
    value: () => [
      new PyDateTime(2020, 3, 15, 0, 0, 0, 0, ist),
      new PyDateTime(2021, 3, 15, 0, 0, 0, 0, ist),
      ist,
    ],
  },
  date: {
    python: 'date(2020, 2, 29)',
    value: () => new PyDate(2020, 2, 29),
    str: '2020-02-29',
  },
  time: { python: 'time(1, 2, 3, 4)', value: () => new PyTime(1, 2, 3, 4), str: '01:02:03.000004' },
  time_utc: {
    python: 'time(23, 59, tzinfo=utc)',
    value: () => new PyTime(23, 59, 0, 0, PyTimeZone.utc),
    str: '23:59:00+00:00',
  },
  timedelta: {
    python: 'timedelta(1, 2, 3)',
    value: () => new PyTimeDelta(1, 2, 3),
    str: '1 day, 0:00:02.000003',
  },
  timedelta_negative: {
    python: 'timedelta(seconds=-1)',
    value: () => new PyTimeDelta(0, -1),
    str: '-1 day, 23:59:59',
  },
  timedelta_min: {
    python: 'timedelta.min',
    value: () => new PyTimeDelta(-999_999_999),
    str: '-999999999 days, 0:00:00',
  },
  timedelta_max: {
    python: 'timedelta.max',
    value: () => new PyTimeDelta(999_999_999, 86_399, 999_999),
    str: '999999999 days, 23:59:59.999999',
  },
  timezone_utc: { python: 'utc', value: () => PyTimeZone.utc, str: 'UTC' },
  timezone_offset: { python: 'ist', value: () => ist, str: 'UTC+05:30' },
  timezone_odd: { python: 'odd', value: () => odd, str: 'UTC-03:05:07.000011' },
  timezone_named: { python: 'cet', value: () => cet, str: 'CET' },
  timezone_and_its_offset: {
    python: '(lambda span: [span, timezone(span)])(timedelta(hours=2))',
    value: () => [shared, new PyTimeZone(shared)],
  },
  zoneinfo: {
    python: "zoneinfo.ZoneInfo('Europe/Berlin')",
    value: () => new PyZoneInfo('Europe/Berlin'),
    str: 'Europe/Berlin',
  },
  datetime_zoneinfo: {
    python: "datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin'))",
    value: () => new PyDateTime(2024, 7, 1, 0, 0, 0, 0, new PyZoneInfo('Europe/Berlin')),
    str: '2024-07-01 00:00:00+02:00',
  },
  decimal: { python: "Decimal('1.10')", value: () => new PyDecimal('1.10'), str: '1.10' },
  decimal_exponent: {
    python: "Decimal('1E+400')",
    value: () => new PyDecimal('1e400'),
    str: '1E+400',
  },
  decimal_digit: { python: 'Decimal(7)', value: () => new PyDecimal(7), str: '7' },
  decimals: {
    python:
      "[Decimal('1.10'), Decimal('1.10'), '1.10'.replace('x', ''), Decimal('-0'), Decimal('sNaN12')]",
    value: () => [
      new PyDecimal('1.10'),
      new PyDecimal('1.10'),
      '1.10',
      new PyDecimal('-0'),
      new PyDecimal('sNaN12'),
    ],
  },
  decimal_infinity: {
    python: "Decimal('-inf')",
    value: () => new PyDecimal(-Infinity),
    str: '-Infinity',
  },
  fraction: { python: 'Fraction(-2, 6)', value: () => new PyFraction(-2, 6), str: '-1/3' },
  fraction_big: {
    python: 'Fraction(10**30, 7)',
    value: () => new PyFraction(10n ** 30n, 7),
    str: '1000000000000000000000000000000/7',
  },
  complex: { python: '1+2j', value: () => new PyComplex(1, 2), str: '(1+2j)' },
  complex_special: {
    python: "[complex(0, -1.5), complex('-0.0-0j'), complex('inf')]",
    value: () => [new PyComplex(0, -1.5), new PyComplex(-0, -0), new PyComplex(Infinity)],
  },
  range: { python: 'range(1, 10, 3)', value: () => new PyRange(1, 10, 3), str: 'range(1, 10, 3)' },
  range_big: {
    python: 'range(2**70, 0, -1)',
    value: () => new PyRange(2n ** 70n, 0, -1),
    str: 'range(1180591620717411303424, 0, -1)',
  },
  slice: {
    python: 'slice(1, None, 2)',
    value: () => new PySlice(1, null, 2),
    str: 'slice(1, None, 2)',
  },
  slice_float: {
    python: 'slice(1, None, 2.0)',
    value: () => new PySlice(1, null, pyFloat(2)),
    read: () => new PySlice(1, null, 2),
  },
  uuid: {
    python: "uuid.UUID('00112233-4455-6677-8899-aabbccddeeff')",
    value: () => PyUuid.from('00112233-4455-6677-8899-AABBCCDDEEFF'),
    str: '00112233-4455-6677-8899-aabbccddeeff',
  },
  uuids: {
    python: '[uuid.UUID(int=0), uuid.UUID(int=2**128 - 1)]',
    value: () => [new PyUuid(0n), new PyUuid(2n ** 128n - 1n)],
  },
  ordereddict: {
    python: "OrderedDict([('b', 1), ('a', [2])])",
    value: () =>
      new PyOrderedDict<string, unknown>([
        ['b', 1],
        ['a', [2]],
      ]),
  },
  ordereddict_floats: {
    python: 'OrderedDict([(1.0, 2.0), (3, 4)])',
    value: () =>
      withFloats(
        new PyOrderedDict([
          [1, 2],
          [3, 4],
        ]),
      ),
  },
  ordereddict_empty: { python: 'OrderedDict()', value: () => new PyOrderedDict() },
  ordereddict_1001: {
    python: 'OrderedDict((n, n) for n in range(1001))',
    value: () => new PyOrderedDict(Array.from({ length: 1001 }, (_, n) => [n, n] as const)),
  },
  ordereddict_itself: {
    python: "(lambda d: d.__setitem__('self', d) or d)(OrderedDict())",
    value: () => {
      const dict = new PyOrderedDict<string, unknown>()
      return dict.set('self', dict)
    },
  },
  defaultdict: {
    python: "defaultdict(list, {'a': [1]})",
    value: () => new PyDefaultDict('list', [['a', [1]]]),
  },
  defaultdict_int: {
    python: 'defaultdict(int, {1.0: 2.0})',
    value: () => withFloats(new PyDefaultDict(new PyGlobal('builtins', 'int'), [[1, 2]])),
  },
  defaultdict_without: { python: 'defaultdict(None)', value: () => new PyDefaultDict(null) },
  counter: { python: "Counter('aab')", value: () => PyCounter.count('aab') },
  counter_floats: {
    python: 'Counter({1.0: 2.0, 3: 1})',
    value: () =>
      withFloats(
        new PyCounter([
          [1, 2],
          [3, 1],
        ]),
      ),
  },
  counter_empty: { python: 'Counter()', value: () => new PyCounter() },
  deque: { python: "deque([1, 'a'])", value: () => new PyDeque<unknown>([1, 'a']) },
  deque_bound: {
    python: 'deque([1, 2.0, 3], 2)',
    value: () => {
      const deque = new PyDeque([1, 2, 3], 2)
      noteFloat(deque, 0, 2)
      return deque
    },
  },
  deque_empty: { python: 'deque([], 0)', value: () => new PyDeque([], 0) },
  deque_2001: {
    python: 'deque(range(2001))',
    value: () => new PyDeque(Array.from({ length: 2001 }, (_, n) => n)),
  },
  deque_itself: {
    python: '(lambda d: d.append(d) or d)(deque())',
    value: () => {
      const deque = new PyDeque<unknown>()
      deque.push(deque)
      return deque
    },
  },
  enum: { python: 'Color.RED', value: () => new PyEnum('app.models', 'Color', 1) },
  enum_float: {
    python: 'Color.WHOLE',
    value: () => new PyEnum('app.models', 'Color', pyFloat(2)),
    read: () => new PyEnum('app.models', 'Color', 2),
  },
  enums: {
    python: '[Color.BLUE, Color.BLUE, Color.HALF]',
    value: () => {
      const blue = new PyEnum('app.models', 'Color', 'b')
      return [blue, blue, new PyEnum('app.models', 'Color', 0.5)]
    },
  },
  enum_nested: {
    python: 'Shop.Kind.BIG | Shop.Kind.OLD',
    value: () => new PyEnum('app.models', 'Shop.Kind', 5),
  },
  namedtuple: {
    python: 'Point(3, 4)',
    value: () => new PyNamedTuple('app.models', 'Point', { x: 3, y: 4 }),
  },
  namedtuple_floats: {
    python: 'Point(3.0, (4.0,))',
    value: () => {
      const pair = PyTuple.of<unknown>(pyFloat(4))
      return new PyNamedTuple('app.models', 'Point', { x: pyFloat(3), y: pair })
    },
    read: () => new PyNamedTuple('app.models', 'Point', { x: 3, y: PyTuple.of<unknown>(4) }),
  },
  dict_with_date_keys: {
    python: '{date(2020, 3, 15): Decimal(1)}',
    value: () => new Map([[new PyDate(2020, 3, 15), new PyDecimal(1)]]),
  },
}

/** Values that protocols below 4 do not hold whole. */
export const FOLDED: Readonly<Record<string, Case>> = {
  datetime_fold: {
    python: 'datetime(2020, 10, 25, 2, 30, fold=1)',
    value: () => new PyDateTime(2020, 10, 25, 2, 30, 0, 0, null, 1),
    str: '2020-10-25 02:30:00',
  },
  time_fold: {
    python: 'time(2, 30, tzinfo=utc, fold=1)',
    value: () => new PyTime(2, 30, 0, 0, PyTimeZone.utc, 1),
    str: '02:30:00+00:00',
  },
}
