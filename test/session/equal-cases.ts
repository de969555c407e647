/** Values that a session can hold, as they are here and in Python: those of one group are equal there. */
import vm from 'node:vm'
import {
  Py2Str,
  PyByteArray,
  PyComplex,
  PyCounter,
  PyDate,
  PyDateTime,
  PyDecimal,
  PyDefaultDict,
  PyDeque,
  PyEnum,
  PyFraction,
  PyFrozenSet,
  PyGlobal,
  PyNamedTuple,
  PyObject,
  PyOrderedDict,
  PyRange,
  PySlice,
  PyStr,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  PyTuple,
  PyUuid,
  PyZoneInfo,
  pyFloat,
} from '../../src/pickle/index.js'

/** A value and the Python expression for it; `null` where Python 3 has no such value. */
export type Case = readonly [value: unknown, python: string | null]

const east = new PyTimeZone(new PyTimeDelta(0, 3600))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const UUID = '12345678-1234-5678-1234-567812345678'
const NOON = '2024-07-01, 12'.replaceAll('-0', ', ').replaceAll('-', ', ')

export const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  none: [[null, 'None']],
  one: [
    [1, '1'],
    [1n, '1'],
    [true, 'True'],
    [pyFloat(1), '1.0'],
    [new PyDecimal('1'), "Decimal('1')"],
    [new PyDecimal('1.00'), "Decimal('1.00')"],
    [new PyDecimal('10E-1'), "Decimal('10E-1')"],
    [new PyFraction(1), 'Fraction(1)'],
    [new PyComplex(1), 'complex(1)'],
  ],
  zero: [
    [0, '0'],
    [-0, '-0.0'],
    [false, 'False'],
    [new PyDecimal('-0E+5'), "Decimal('-0E+5')"],
    [new PyFraction(0), 'Fraction(0)'],
    [new PyComplex(-0, 0), 'complex(-0.0)'],
  ],
  half: [
    [0.5, '0.5'],
    [new PyDecimal('0.5'), "Decimal('0.5')"],
    [new PyFraction(1, 2), 'Fraction(1, 2)'],
    [new PyComplex(0.5), 'complex(0.5)'],
  ],
  'a tenth': [
    [new PyDecimal('0.1'), "Decimal('0.1')"],
    [new PyFraction(1, 10), 'Fraction(1, 10)'],
  ],
  'about a tenth': [
    [0.1, '0.1'],
    [new PyFraction(3602879701896397n, 36028797018963968n), 'Fraction(0.1)'],
  ],
  'a power of two below 1': [
    [2 ** -40, '2.0**-40'],
    [new PyFraction(1n, 2n ** 40n), 'Fraction(1, 2**40)'],
  ],
  'a fortieth of a third': [[new PyFraction(1, 120), 'Fraction(1, 120)']],
  third: [[new PyFraction(-1, 3), 'Fraction(-1, 3)']],
  'about a third': [[-1 / 3, '-1/3']],
  large: [
    [2 ** 60, '2.0**60'],
    [2n ** 60n, '2**60'],
    [new PyDecimal('1152921504606846976'), 'Decimal(2**60)'],
  ],
  'large and one': [[2n ** 60n + 1n, '2**60 + 1']],
  'a googol': [
    [10n ** 100n, '10**100'],
    [new PyDecimal('1E+100'), "Decimal('1E+100')"],
  ],
  'about a googol': [[1e100, '1e100']],
  tiny: [[5e-324, '5e-324']],
  'far off': [[new PyDecimal('1E-999999'), "Decimal('1E-999999')"]],
  infinity: [
    [Infinity, "float('inf')"],
    [new PyDecimal('Infinity'), "Decimal('Infinity')"],
  ],
  'minus infinity': [[-Infinity, "float('-inf')"]],
  i: [[new PyComplex(0, 1), 'complex(0, 1)']],
  text: [
    ['a', "'a'"],
    [new PyStr('a'), "'a'"],
    [new Py2Str(utf8('a')), "'a'"],
  ],
  'text of a digit': [['1', "'1'"]],
  'text that two characters are': [
    [PyStr.fromCodePoints([0xd83d, 0xde00]), String.raw`'\ud83d\ude00'`],
  ],
  'text that is one character': [
    ['\u{1f600}', String.raw`'\U0001f600'`],
    [new PyStr('\u{1f600}'), String.raw`'\U0001f600'`],
  ],
  bytes: [
    [Uint8Array.of(0xe9), String.raw`b'\xe9'`],
    [Buffer.from([0xe9]), String.raw`b'\xe9'`],
    [PyByteArray.of(0xe9), String.raw`bytearray(b'\xe9')`],
    [new Py2Str(Uint8Array.of(0xe9)), null],
    [vm.runInNewContext('Uint8Array.of(0xe9)'), String.raw`b'\xe9'`],
  ],
  'text of that byte': [['\xe9', String.raw`'\xe9'`]],
  list: [
    [[1, 'a', [null]], "[1, 'a', [None]]"],
    [[true, new PyStr('a'), [null]], "[True, 'a', [None]]"],
    [vm.runInNewContext('[1, "a", [null]]'), "[1, 'a', [None]]"],
  ],
  'shorter list': [[[1, 'a'], "[1, 'a']"]],
  tuple: [
    [PyTuple.of<unknown>(1, 'a'), "(1, 'a')"],
    [new PyNamedTuple('app', 'Pair', { x: 1, y: 'a' }), "namedtuple('Pair', 'x y')(1, 'a')"],
  ],
  deque: [
    [new PyDeque<unknown>([1, 'a']), "deque([1, 'a'])"],
    [new PyDeque<unknown>([1, 'a'], 5), "deque([1, 'a'], 5)"],
  ],
  dict: [
    [{ a: 1, b: [2] }, "{'a': 1, 'b': [2]}"],
    [{ b: [2], a: true }, "{'b': [2], 'a': True}"],
    [Object.assign(Object.create(null), { a: 1, b: [2] }), "{'a': 1, 'b': [2]}"],
    [vm.runInNewContext('({ a: 1, b: [2] })'), "{'a': 1, 'b': [2]}"],
    [
      new Map<string, unknown>([
        ['a', 1],
        ['b', [2]],
      ]),
      "{'a': 1, 'b': [2]}",
    ],
    [
      new Map<unknown, unknown>([
        [new PyStr('a'), 1],
        ['b', [2]],
      ]),
      "{'a': 1, 'b': [2]}",
    ],
    [
      new PyOrderedDict<string, unknown>([
        ['a', 1],
        ['b', [2]],
      ]),
      "OrderedDict([('a', 1), ('b', [2])])",
    ],
    [
      new PyDefaultDict<string, unknown>('int', [
        ['b', [2]],
        ['a', 1],
      ]),
      "defaultdict(int, {'a': 1, 'b': [2]})",
    ],
  ],
  'dict of other values': [[{ a: 1, b: [3] }, "{'a': 1, 'b': [3]}"]],
  'dict of other keys': [[{ a: 1, c: [2] }, "{'a': 1, 'c': [2]}"]],
  'dict of numbers': [
    [new Map([[1, 'x']]), "{1: 'x'}"],
    [new Map([[1n, 'x']]), "{1: 'x'}"],
    [new Map([[true, 'x']]), "{True: 'x'}"],
    [new Map([[pyFloat(1), 'x']]), "{1.0: 'x'}"],
    [new Map([[new PyDecimal('1.0'), 'x']]), "{Decimal('1.0'): 'x'}"],
  ],
  'dict of a digit': [[{ 1: 'x' }, "{'1': 'x'}"]],
  'dict of a tuple': [
    [new Map([[PyTuple.of<unknown>(1, 'a'), 'x']]), "{(1, 'a'): 'x'}"],
    [new Map([[PyTuple.of<unknown>(true, 'a'), 'x']]), "{(True, 'a'): 'x'}"],
  ],
  'dict of bytes': [
    [new Map([[utf8('k'), 1]]), "{b'k': 1}"],
    [new Map([[Buffer.from('k'), 1]]), "{b'k': 1}"],
  ],
  counter: [
    [new PyCounter([['a', 2]]), "Counter({'a': 2})"],
    [{ a: 2 }, "{'a': 2}"],
  ],
  set: [
    [new Set<unknown>([1, 'a']), "{1, 'a'}"],
    [new Set<unknown>(['a', true]), "{'a', True}"],
    [new PyFrozenSet<unknown>([pyFloat(1), 'a']), "frozenset([1.0, 'a'])"],
    [vm.runInNewContext('new Set([1, "a"])'), "{1, 'a'}"],
  ],
  'smaller set': [[new Set([1]), '{1}']],
  'set of sets': [
    [new Set([new PyFrozenSet([1, 2]), PyTuple.of('x')]), "{frozenset([1, 2]), ('x',)}"],
    [new Set([PyTuple.of('x'), new PyFrozenSet([2, 1])]), "{('x',), frozenset([2, 1])}"],
  ],
  instant: [
    [new Date('2024-07-01T12:00:00Z'), `datetime(${NOON}, tzinfo=timezone.utc)`],
    [
      vm.runInNewContext("new Date('2024-07-01T12:00:00Z')"),
      `datetime(${NOON}, tzinfo=timezone.utc)`,
    ],
    [
      PyDateTime.fromDate(new Date('2024-07-01T12:00:00Z')),
      `datetime(${NOON}, tzinfo=timezone.utc)`,
    ],
    [
      new PyDateTime(2024, 7, 1, 13, 0, 0, 0, east),
      'datetime(2024, 7, 1, 13, tzinfo=timezone(timedelta(0, 3600)))',
    ],
    [
      new PyDateTime(2024, 7, 1, 14, 0, 0, 0, new PyZoneInfo('Europe/Berlin')),
      "datetime(2024, 7, 1, 14, tzinfo=ZoneInfo('Europe/Berlin'))",
    ],
  ],
  'a microsecond later': [
    [
      new PyDateTime(2024, 7, 1, 12, 0, 0, 1, PyTimeZone.utc),
      `datetime(${NOON}, 0, 0, 1, tzinfo=timezone.utc)`,
    ],
  ],
  'a time that clocks show twice': [
    [
      new PyDateTime(2024, 10, 27, 2, 30, 0, 0, new PyZoneInfo('Europe/Berlin')),
      "datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo('Europe/Berlin'))",
    ],
    [
      new PyDateTime(2024, 10, 27, 2, 30, 0, 0, new PyZoneInfo('Europe/Berlin'), 1),
      "datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo('Europe/Berlin'), fold=1)",
    ],
  ],
  'the same twice in another zone': [
    [
      new PyDateTime(2024, 10, 27, 2, 30, 0, 0, new PyZoneInfo('Europe/Paris')),
      "datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo('Europe/Paris'))",
    ],
  ],
  'the first of their instants': [
    [
      new PyDateTime(2024, 10, 27, 0, 30, 0, 0, PyTimeZone.utc),
      'datetime(2024, 10, 27, 0, 30, tzinfo=timezone.utc)',
    ],
  ],
  'a time that clocks skip': [
    [
      new PyDateTime(2024, 3, 31, 2, 30, 0, 0, new PyZoneInfo('Europe/Berlin')),
      "datetime(2024, 3, 31, 2, 30, tzinfo=ZoneInfo('Europe/Berlin'))",
    ],
  ],
  'its instant': [
    [
      new PyDateTime(2024, 3, 31, 1, 30, 0, 0, PyTimeZone.utc),
      'datetime(2024, 3, 31, 1, 30, tzinfo=timezone.utc)',
    ],
  ],
  'naive datetime': [
    [new PyDateTime(2024, 7, 1, 12), `datetime(${NOON})`],
    [new PyDateTime(2024, 7, 1, 12, 0, 0, 0, null, 1), `datetime(${NOON}, fold=1)`],
  ],
  date: [[new PyDate(2024, 7, 1), 'date(2024, 7, 1)']],
  midnight: [[new PyDateTime(2024, 7, 1), 'datetime(2024, 7, 1)']],
  time: [
    [new PyTime(12), 'time(12)'],
    [
      new PyTime(12, 0, 0, 0, new PyZoneInfo('Europe/Berlin')),
      "time(12, tzinfo=ZoneInfo('Europe/Berlin'))",
    ],
  ],
  'time in UTC': [
    [new PyTime(12, 0, 0, 0, PyTimeZone.utc), 'time(12, tzinfo=timezone.utc)'],
    [new PyTime(13, 0, 0, 0, east), 'time(13, tzinfo=timezone(timedelta(0, 3600)))'],
    [new PyTime(12, 0, 0, 0, new PyZoneInfo('UTC')), "time(12, tzinfo=ZoneInfo('UTC'))"],
    [
      new PyTime(13, 0, 0, 0, new PyZoneInfo('Etc/GMT-1')),
      "time(13, tzinfo=ZoneInfo('Etc/GMT-1'))",
    ],
  ],
  timedelta: [
    [new PyTimeDelta(1, 1), 'timedelta(1, 1)'],
    [new PyTimeDelta(0, 86_401), 'timedelta(0, 86401)'],
  ],
  timezone: [
    [east, 'timezone(timedelta(0, 3600))'],
    [new PyTimeZone(new PyTimeDelta(0, 3600), 'CET'), "timezone(timedelta(0, 3600), 'CET')"],
  ],
  ZoneInfo: [[new PyZoneInfo('Europe/Berlin'), "ZoneInfo('Europe/Berlin')"]],
  UUID: [[PyUuid.from(UUID), `UUID('${UUID}')`]],
  range: [
    [new PyRange(0, 5, 2), 'range(0, 5, 2)'],
    [new PyRange(0, 6, 2), 'range(0, 6, 2)'],
  ],
  'empty range': [
    [new PyRange(3, 3), 'range(3, 3)'],
    [new PyRange(9, 1), 'range(9, 1)'],
  ],
  slice: [[new PySlice(1, 2), 'slice(1, 2)']],
  class: [[new PyGlobal('builtins', 'int'), 'int']],
  member: [[new PyEnum('app', 'Color', 1), 'Color(1)']],
  object: [
    [new PyObject('newobj', new PyGlobal('app', 'Point'), [1]), null],
    [new PyObject('newobj', new PyGlobal('app', 'Point'), [1n]), null],
  ],
  'other object': [[new PyObject('newobj', new PyGlobal('app', 'Point'), [2]), null]],
  'object of another class': [[new PyObject('newobj', new PyGlobal('app', 'Line'), [1]), null]],
}
