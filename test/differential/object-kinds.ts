/** The classes of Python's standard library whose objects are described by the arguments that make one. */
import { PyFloat } from '../../src/pickle/index.js'
import {
  PyComplex,
  PyDate,
  PyDateTime,
  PyDecimal,
  PyRange,
  PyTime,
  PyTimeDelta,
  PyTimeZone,
  PyUuid,
} from '../../src/pickle/types/index.js'

interface ObjectKind {
  /** Whether a value is of this kind. */
  readonly is: (value: object) => boolean
  /** A value of the arguments. */
  readonly make: (parts: readonly never[]) => object
  /** The arguments of a value. */
  readonly parts: (value: never) => readonly unknown[]
}

type Constructor<T> = new (...parts: never[]) => T

function kind<T extends object>(
  type: Constructor<T>,
  parts: (value: T) => readonly unknown[],
): ObjectKind {
  return {
    is: (value) => value instanceof type,
    make: (given) => new type(...(given.map(plainNumber) as never[])),
    parts,
  }
}

const plainNumber = (value: unknown): unknown => (value instanceof PyFloat ? value.value : value)

export const OBJECT_KINDS = {
  datetime: kind(PyDateTime, (value) => [
    value.year,
    value.month,
    value.day,
    ...clockParts(value),
    value.tzinfo,
    value.fold,
  ]),
  date: kind(PyDate, ({ year, month, day }) => [year, month, day]),
  time: kind(PyTime, (value) => [...clockParts(value), value.tzinfo, value.fold]),
  timedelta: kind(PyTimeDelta, ({ days, seconds, microseconds }) => [days, seconds, microseconds]),
  timezone: kind(PyTimeZone, ({ offset, name }) => (name === null ? [offset] : [offset, name])),
  Decimal: kind(PyDecimal, (value) => [String(value)]),
  UUID: {
    is: (value) => value instanceof PyUuid,
    make: ([int]) => new PyUuid(BigInt(int!)),
    parts: (value: PyUuid) => [value.int],
  },
  complex: kind(PyComplex, ({ real, imag }) => [new PyFloat(real), new PyFloat(imag)]),
  range: kind(PyRange, ({ start, stop, step }) => [start, stop, step]),
} satisfies Record<string, ObjectKind>

function clockParts({ hour, minute, second, microsecond }: PyTime | PyDateTime): number[] {
  return [hour, minute, second, microsecond]
}

export type ObjectKindName = keyof typeof OBJECT_KINDS

const NAMES = Object.keys(OBJECT_KINDS) as ObjectKindName[]

/** The kind of a value, if it is of one of these. */
export function kindOfObject(value: object): ObjectKindName | undefined {
  return NAMES.find((name) => OBJECT_KINDS[name].is(value))
}
