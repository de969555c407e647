import { PickleRegistry, type PickleCodec } from '../registry.js'
import { counterCodec, defaultDictCodec, orderedDictCodec } from './collections.js'
import { complexCodec } from './complex.js'
import { dateCodec } from './date.js'
import { dateTimeCodec } from './datetime.js'
import { decimalCodec } from './decimal.js'
import { dequeCodec } from './deque.js'
import { fractionCodec } from './fraction.js'
import { rangeCodec } from './range.js'
import { sliceCodec } from './slice.js'
import { timeCodec } from './time.js'
import { timeDeltaCodec } from './timedelta.js'
import { timeZoneCodec } from './timezone.js'
import { uuidCodec } from './uuid.js'
import { zoneInfoCodec } from './zoneinfo.js'

/**
 * The classes of Python's standard library that arrive as JavaScript values.
 *
 * An object of another class stays a placeholder: a subclass of one of these has a name of its own. So
 * does one that was made as no pickler makes it, or that was given attributes besides. One that was made
 * the usual way, of arguments that its class refuses or that are of another type, is a PickleError.
 *
 * | Python | JavaScript |
 * |---|---|
 * | datetime.datetime, date, time | `PyDateTime` (a `Date` is written as one), `PyDate`, `PyTime` |
 * | datetime.timedelta, timezone | `PyTimeDelta`, `PyTimeZone` |
 * | zoneinfo.ZoneInfo | `PyZoneInfo` |
 * | decimal.Decimal, fractions.Fraction, complex | `PyDecimal`, `PyFraction`, `PyComplex` |
 * | range, slice | `PyRange`, `PySlice` |
 * | uuid.UUID | `PyUuid` |
 * | collections.OrderedDict, defaultdict, Counter | `PyOrderedDict`, `PyDefaultDict`, `PyCounter`: Maps |
 * | collections.deque | `PyDeque`: an Array |
 *
 * @example
 * import { PickleRegistry, STANDARD_TYPES } from 'cartouche/pickle'
 *
 * const registry = new PickleRegistry()
 * for (const codec of STANDARD_TYPES) if (codec.module === 'datetime') registry.add(codec)
 * registry.find('decimal', 'Decimal') // → undefined
 */
export const STANDARD_TYPES: readonly PickleCodec[] = Object.freeze([
  dateTimeCodec,
  dateCodec,
  timeCodec,
  timeDeltaCodec,
  timeZoneCodec,
  zoneInfoCodec,
  decimalCodec,
  uuidCodec,
  orderedDictCodec,
  defaultDictCodec,
  counterCodec,
  dequeCodec,
  complexCodec,
  rangeCodec,
  sliceCodec,
  fractionCodec,
] as PickleCodec[])

/**
 * A new registry with all of {@link STANDARD_TYPES}, to add your own classes to.
 *
 * @example
 * import { PyDecimal, dumps, loads, standardRegistry } from 'cartouche/pickle'
 *
 * const registry = standardRegistry()
 * loads(dumps(new PyDecimal('1.10'), { registry }), { registry }) // → new PyDecimal('1.10')
 */
export function standardRegistry(): PickleRegistry {
  const registry = new PickleRegistry()
  for (const codec of STANDARD_TYPES) registry.add(codec)
  return registry
}

/** What `loads` and `dumps` use unless they are told otherwise. Never handed out: nobody adds to it. */
export const STANDARD_REGISTRY = standardRegistry()
