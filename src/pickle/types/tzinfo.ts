/** What stands in the place of a time zone in a time or a datetime. */

import { OptionError } from '../../errors.js'
import { isPlainObject } from '../../lib/kinds.js'
import type { PyGlobal, PyObject } from '../values.js'
import { call, checkInt, isData, sourceOf } from './shared.js'
import { PyTimeZone } from './timezone.js'
import { PyZoneInfo } from './zoneinfo.js'

/** A zone whose rules are known here. */
export type KnownZone = PyTimeZone | PyZoneInfo

export const isKnownZone = (zone: unknown): zone is KnownZone =>
  zone instanceof PyTimeZone || zone instanceof PyZoneInfo

/**
 * Whether a value from a pickle can stand for a time zone: a known one, a placeholder (a zone of `pytz`
 * or `dateutil`, or one that a module names), or what an application's codec made of one. No plain data
 * can.
 */
export const isTzInfo = (value: unknown): value is object | null => !isData(value)

/** Whether two time zones are the same, or neither is one. */
export const sameZone = (one: object | null, other: object | null): boolean =>
  one === other || (isKnownZone(one) && one.equals(other))

export function checkZone(tzinfo: unknown, fold: unknown): void {
  const isZone = isTzInfo(tzinfo) && !isPlainObject(tzinfo)
  if (!isZone) throw new OptionError('tzinfo', 'must be a time zone or null')
  checkInt('fold', fold, 0, 1)
}

/** What a time or a datetime shows of its zone when it is inspected, besides the offset in its text. */
export const zoneNote = (tzinfo: object | null): string =>
  tzinfo === null || tzinfo instanceof PyTimeZone ? '' : `[${String(tzinfo)}]`

/** `cls(state)`, or `cls(state, tzinfo)` where there is a zone; the state is `bytes` unless one was kept. */
export function zonedCall(
  cls: PyGlobal,
  value: { readonly tzinfo: object | null },
  protocol: number,
  bytes: readonly number[],
): PyObject {
  const state = sourceOf(value, protocol) ?? Uint8Array.from(bytes)
  return value.tzinfo === null ? call(cls, state) : call(cls, state, value.tzinfo)
}
