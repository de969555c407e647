import { FORM, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import type { PickleCodec } from '../registry.js'
import { PyGlobal, type PyObject } from '../values.js'
import {
  INSPECT,
  call,
  checkedTime,
  classCodec,
  costOfKept,
  isPlainCall,
  keepSource,
  sourceOf,
  textOf,
} from './shared.js'
import { PyTimeDelta } from './timedelta.js'

const DAY_MS = 86_400_000

/** What is known of a zone: how to ask the engine, and what it has answered lately. */
interface Rules {
  readonly format: Intl.DateTimeFormat
  /** Seconds ahead of UTC, by the instant in milliseconds. */
  readonly offsets: Map<number, number>
  /** Whether it is always the same; `undefined` while nobody has asked. */
  isFixed?: boolean
}

/** Before standard time there was local mean time; later clocks were changed in summer and by law. */
const SAMPLES: readonly number[] = [
  1800, 1917, 1935, 1943, 1960, 1975, 1985, 1995, 2010, 2024,
].flatMap((year) => [Date.UTC(year, 0), Date.UTC(year, 6)])

/**
 * By name in small letters, as the engine takes names in any, so that there are no more than zones. To ask for a zone takes a hundred times as
 * long as to use it, and a pickle can hold thousands of datetimes.
 */
const rulesByName = new Map<string, Rules>()
/** Names that the engine does not know, likewise; forgotten where they are many. */
const unknownNames = new Set<string>()
const UNKNOWN_NAMES = 1000
const KNOWN_OFFSETS = 256

/**
 * A Python `zoneinfo.ZoneInfo`: a time zone by its name in the IANA database.
 *
 * Its rules are those that this JavaScript engine has (`Intl`); a name it does not know can be held
 * and written back, and only asking for an offset fails.
 *
 * @throws OptionError when the key is no text
 *
 * @example
 * import { PyZoneInfo } from 'cartouche/pickle'
 *
 * const zone = new PyZoneInfo('Europe/Berlin')
 * zone.offsetAt(new Date('2024-07-01T00:00:00Z')).totalSeconds // → 7200
 * String(zone) // → 'Europe/Berlin'
 */
export class PyZoneInfo {
  /** The name: `Europe/Berlin`. */
  readonly key: string

  constructor(key: string) {
    if (typeof key !== 'string' || key === '') throw new OptionError('key', 'must be a name')
    this.key = key
    Object.freeze(this)
  }

  /**
   * What local time is ahead of UTC at an instant.
   *
   * @throws OptionError when the engine does not know the zone, or the date is invalid
   */
  offsetAt(date: Date): PyTimeDelta {
    return new PyTimeDelta(0, this.#secondsAt(checkedTime(date)))
  }

  /**
   * What local time is ahead of UTC when clocks show a time, given as the milliseconds of the instant
   * at which UTC shows it.
   *
   * `fold` decides as in Python (PEP 495) where clocks show a time twice, or skip it: 0 takes the offset
   * from before the change, 1 the one from after it.
   *
   * @throws OptionError when the engine does not know the zone
   */
  offsetOfLocal(milliseconds: number, fold: number): PyTimeDelta {
    const before = this.#secondsAt(milliseconds - DAY_MS)
    const after = this.#secondsAt(milliseconds + DAY_MS)
    if (before === after) return new PyTimeDelta(0, before)
    const holds = (offset: number): boolean =>
      this.#secondsAt(milliseconds - offset * 1000) === offset
    // With both or neither the time is doubled or skipped, and `fold` decides.
    const isAfter = holds(before) === holds(after) ? fold === 1 : holds(after)
    return new PyTimeDelta(0, isAfter ? after : before)
  }

  /**
   * What local time is ahead of UTC where that was and is always the same, as in `UTC` and `Etc/GMT+5`; else
   * `null`.
   *
   * @internal
   * @throws OptionError when the engine does not know the zone
   */
  fixedOffset(): PyTimeDelta | null {
    const rules = this.#rules()
    if (rules.isFixed === undefined) {
      const first = this.#secondsAt(SAMPLES[0]!)
      rules.isFixed = SAMPLES.every((time) => this.#secondsAt(time) === first)
    }
    return rules.isFixed ? new PyTimeDelta(0, this.#secondsAt(0)) : null
  }

  #secondsAt(milliseconds: number): number {
    const { format, offsets } = this.#rules()
    const known = offsets.get(milliseconds)
    if (known !== undefined) return known
    const seconds = secondsOf(format.format(milliseconds))
    if (offsets.size === KNOWN_OFFSETS) offsets.clear()
    offsets.set(milliseconds, seconds)
    return seconds
  }

  #rules(): Rules {
    const name = this.key.length <= LONGEST_KEY ? this.key.toLowerCase() : ''
    const rules = rulesByName.get(name) ?? newRules(name)
    if (rules !== undefined) return rules
    throw new OptionError('key', 'is not a time zone that this JavaScript engine knows')
  }

  /** @internal */
  [FORM](): Form {
    return ['ZoneInfo', [this.key]]
  }

  /** Whether `other` is the zone of the same name. */
  equals(other: unknown): boolean {
    return other instanceof PyZoneInfo && other.key === this.key
  }

  /** The name. */
  toString(): string {
    return this.key
  }

  /** The name. */
  toJSON(): string {
    return this.key
  }

  [INSPECT](): string {
    return `PyZoneInfo(${this.key})`
  }
}

/** Longer ones are no name of a zone. */
const LONGEST_KEY = 64

/** The rules of a name that is not known yet, which are kept. */
function newRules(name: string): Rules | undefined {
  if (unknownNames.has(name)) return undefined
  const rules = rulesOf(name)
  if (rules !== undefined) rulesByName.set(name, rules)
  else {
    if (unknownNames.size === UNKNOWN_NAMES) unknownNames.clear()
    unknownNames.add(name)
  }
  return rules
}

function rulesOf(timeZone: string): Rules | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    return { format, offsets: new Map() }
  } catch {
    return undefined
  }
}

/** The seconds in a text such as `7/1/2024, GMT+02:00`. */
function secondsOf(text: string): number {
  const match = /([+-])(\d+):(\d+)(?::(\d+))?$/.exec(text)
  if (match === null) return 0
  const [, sign, hours, minutes, seconds = 0] = match
  const offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return sign === '-' ? -offset : offset
}

/**
 * `getattr(ZoneInfo, '_unpickle')(key, 1)`; 0 in place of 1 for a zone that Python was told not to
 * keep, which is written back.
 */
export const zoneInfoCodec: PickleCodec<PyZoneInfo> = classCodec({
  module: 'zoneinfo',
  name: 'ZoneInfo._unpickle',
  type: PyZoneInfo,
  cost: costOfKept,
  read: (object) => {
    const key = textOf(object.args[0])
    const isNamed = key !== undefined && key !== ''
    if (!isPlainCall(object) || object.args.length !== 2 || !isNamed) return undefined
    return keepSource(new PyZoneInfo(key), object)
  },
  write: (zone, protocol) => sourceOf(zone, protocol) ?? call(unpickle(), zone.key, 1),
})

/** A method has no name of its own in any protocol. */
const unpickle = (): PyObject =>
  call(new PyGlobal('builtins', 'getattr'), new PyGlobal('zoneinfo', 'ZoneInfo'), '_unpickle')
