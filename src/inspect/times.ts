/** When a session began, and when it ends. */
import type { ReadRecord } from '../session/record.js'
import type { End, InspectInput, Problem, Times } from './inspection.js'
import type { FormatRow } from './rows/row.js'

type Timeouts = Pick<InspectInput, 'idleTimeout' | 'absoluteTimeout'>

/** @param given those that the application has, where that is known */
export function timesOf(
  record: ReadRecord | undefined,
  given: Timeouts,
  row: FormatRow | undefined,
): Times {
  const { created, renewed } = knownTimes(record, row)
  return {
    created,
    renewed: sinceCreated(renewed, created),
    notBefore: record?.notBefore,
    expires: endAt(record?.expires),
    idleEnd: endAfter(renewed, given.idleTimeout, row?.idleTimeout),
    absoluteEnd: endAfter(created, given.absoluteTimeout, row?.absoluteTimeout),
  }
}

/** A format that tells no time has 0 in its place, or the other time. */
function knownTimes(
  record: ReadRecord | undefined,
  row: FormatRow | undefined,
): Pick<Times, 'created' | 'renewed'> {
  const times = row?.times ?? 'both'
  // Of better-auth, tokens alone tell it.
  const isTold = times === 'both' || (times === 'renewed' && record?.renewed !== 0)
  return {
    created: times === 'both' ? numberOf(record?.created) : undefined,
    renewed: isTold ? numberOf(record?.renewed) : undefined,
  }
}

/** In whole seconds, as Pyramid keeps it, a first use would be told as one before the session began. */
const sinceCreated = (renewed: number | undefined, created = 0): number | undefined =>
  renewed !== undefined && renewed === Math.floor(created) ? created : renewed

/** Pyramid's oldest cookies may hold anything there. */
const numberOf = (time: unknown): number | undefined =>
  typeof time === 'number' && Number.isFinite(time) ? time : undefined

const endAt = (at: number | undefined): End | undefined =>
  at === undefined ? undefined : { at, timeout: undefined, isAssumed: false }

function endAfter(
  from: number | undefined,
  given: number | null | undefined,
  assumed: number | null | undefined,
): End | undefined {
  const timeout = given === undefined ? assumed : given
  if (from === undefined || timeout === undefined || timeout === null) return undefined
  return { at: from + timeout, timeout, isAssumed: given === undefined }
}

/** Why a session does not go on; `undefined` while it does. */
export function endedBy(times: Times, now: number): Problem | undefined {
  const { expires, idleEnd, absoluteEnd, notBefore, created, renewed } = times
  if (notBefore !== undefined && now < notBefore) return early('begins later')
  if (Math.max(created ?? 0, renewed ?? 0) > now + DAY) return early('is of a time to come')
  if (isPast(expires, now)) return expired('is past its own time')
  if (isPast(idleEnd, now)) return expired(`was unused for longer than ${secondsOf(idleEnd)}`)
  if (isPast(absoluteEnd, now)) return expired(`was made longer ago than ${secondsOf(absoluteEnd)}`)
  return undefined
}

/** Clocks differ, and no cookie is refused for it that a factory would take. */
const DAY = 86_400

const isPast = (end: End | undefined, now: number): end is End => end !== undefined && now > end.at

const secondsOf = ({ timeout, isAssumed }: End): string =>
  `${timeout} seconds${isAssumed ? ', which is the default' : ''}`

const early = (problem: string): Problem => ({
  code: 'BAD_SESSION',
  message: `The session ${problem}`,
})

const expired = (problem: string): Problem => ({
  code: 'EXPIRED',
  message: `The session ${problem}`,
})
