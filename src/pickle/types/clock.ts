/** From the fields of a datetime to an instant and back: what clocks show, where and when. */

import type { DateFields, TimeFields } from './calendar.js'
import type { PyTimeDelta } from './timedelta.js'
import { PyTimeZone } from './timezone.js'
import type { KnownZone } from './tzinfo.js'

/** What a clock shows; `fold` tells the first of two equal times from the second. */
export interface ClockFields extends DateFields, TimeFields {
  readonly fold: number
}

/** The milliseconds of the instant at which clocks in UTC show this. */
export function utcMilliseconds(fields: ClockFields): number {
  const date = new Date(0)
  date.setUTCFullYear(fields.year, fields.month - 1, fields.day)
  const { hour, minute, second, microsecond } = fields
  return date.setUTCHours(hour, minute, second, Math.floor(microsecond / 1000))
}

/** The milliseconds of the instant at which the clock of this machine shows this. */
export function localMilliseconds(fields: ClockFields): number {
  const date = new Date(2000, 0, 1)
  date.setFullYear(fields.year, fields.month - 1, fields.day)
  const { hour, minute, second, microsecond } = fields
  return date.setHours(hour, minute, second, Math.floor(microsecond / 1000))
}

/** The milliseconds of the instant at which clocks in a zone show this. */
export function zoneMilliseconds(fields: ClockFields, zone: KnownZone): number {
  const { days, seconds, microseconds } = offsetIn(fields, zone)
  // The whole milliseconds that the microseconds of both make together.
  const rest = Math.floor(((fields.microsecond % 1000) - microseconds) / 1000)
  return utcMilliseconds(fields) - (days * 86_400 + seconds) * 1000 + rest
}

/** What clocks in a zone are ahead of UTC when they show this. */
export const offsetIn = (fields: ClockFields, zone: KnownZone): PyTimeDelta =>
  zone instanceof PyTimeZone
    ? zone.offset
    : zone.offsetOfLocal(utcMilliseconds(fields), fields.fold)

/** What clocks show at an instant where they are `offset` ahead of UTC. */
export function fieldsAt(milliseconds: number, offset: PyTimeDelta): DateFields & TimeFields {
  const fraction = ((milliseconds % 1000) + 1000) % 1000
  const micro = fraction * 1000 + offset.microseconds
  const carry = micro >= 1_000_000 ? 1 : 0
  const seconds = offset.days * 86_400 + offset.seconds + carry
  const date = new Date(milliseconds - fraction + seconds * 1000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    microsecond: micro - carry * 1_000_000,
  }
}
