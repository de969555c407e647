import { refusal } from './cursor.js'
import { RubyTime, RubyTimeWithZone, unpackTime } from './time.js'
import type { Nanoseconds } from './time.js'

/** A symbol's name, and a value: of what has such beside its bytes. */
export type Pair = readonly [name: string, value: unknown]

const NAMES = new Set(['nano_num', 'nano_den', 'submicro', 'offset', 'zone'])
/** Ruby takes no offset of a day or more. */
const DAY = 86_400 // seconds
const ZONE = /^[\x20-\x7e]{0,40}$/

const badTime = (): Error => refusal('have a time that is none')

/** A Time of its bytes and what stands behind them. */
export function readTime(bytes: Uint8Array, pairs: readonly Pair[]): Date {
  const packed = unpackTime(bytes)
  const named = new Map(pairs)
  const isKnown = named.size === pairs.length && pairs.every(([name]) => NAMES.has(name))
  if (packed === undefined || !isKnown) throw badTime()
  const { time, microseconds, isUtc } = packed
  const nanoseconds = nanosecondsOf(named)
  const offset = offsetOf(named.get('offset'), isUtc)
  const zone = zoneOf(named)
  const isDate = isUtc && zone === 'UTC' && microseconds === 0 && nanoseconds === null
  return isDate ? new Date(time) : new RubyTime(time, { microseconds, nanoseconds, offset, zone })
}

function nanosecondsOf(named: ReadonlyMap<string, unknown>): Nanoseconds | null {
  const [num, den, digits] = [named.get('nano_num'), named.get('nano_den'), named.get('submicro')]
  if (num === undefined && den === undefined && digits === undefined) return null
  const isOne = [num, den].every((part) => Number.isSafeInteger(part) && (part as number) >= 0)
  if (!isOne || !(digits instanceof Uint8Array) || digits.length > 2) throw badTime()
  return { num: num as number, den: den as number, digits }
}

function offsetOf(offset: unknown, isUtc: boolean): number | null {
  if (isUtc && offset === undefined) return null
  const isOne = Number.isInteger(offset) && Math.abs(offset as number) < DAY
  if (isUtc || !isOne) throw badTime()
  return offset as number
}

function zoneOf(named: ReadonlyMap<string, unknown>): string | null {
  const zone = named.get('zone')
  if (!named.has('zone') || (zone !== null && !(typeof zone === 'string' && ZONE.test(zone)))) {
    throw badTime()
  }
  return zone as string | null
}

/** A time with zone of its Array: the Time of UTC, the zone's name, the zone's clock as a Time of UTC. */
export function readTimeWithZone(value: unknown): RubyTimeWithZone {
  const [utc, name, local, ...others] = Array.isArray(value) ? (value as unknown[]) : []
  const isOne = utc instanceof Date && local instanceof Date && typeof name === 'string'
  if (!isOne || others.length > 0) throw badTime()
  const [one, other] = [detailsOf(utc), detailsOf(local)]
  const offset = (local.getTime() - utc.getTime()) / 1000
  const isUtc = one.offset === null && other.offset === null
  const isSame = isUtc && JSON.stringify(one) === JSON.stringify(other)
  if (!isSame || !Number.isInteger(offset) || Math.abs(offset) >= DAY) throw badTime()
  return new RubyTimeWithZone(utc.getTime(), name, { ...one, offset })
}

function detailsOf(time: Date): Pick<RubyTime, 'microseconds' | 'nanoseconds' | 'offset' | 'zone'> {
  const { microseconds, nanoseconds, offset, zone } =
    time instanceof RubyTime ? time : new RubyTime(time.getTime())
  return { microseconds, nanoseconds, offset, zone }
}
