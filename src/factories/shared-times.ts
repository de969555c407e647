/** Times that Pyramid accepts and that defeat themselves: told of once. */
import { isTooLong, looksLikeMilliseconds, MILLISECONDS, TOO_LONG } from '../lib/options.js'
import { warnOnce } from '../lib/warn.js'

/** The times of a factory, in seconds; `null`: none. */
interface Times {
  readonly timeout: number | null
  readonly reissueTime: number | null
  readonly maxAge: number | null
}

interface Doubt {
  readonly of: keyof Times
  readonly problem: string
  /** A time that is not set is NaN here, so that nothing contradicts it. */
  readonly isThere: (times: Record<keyof Times, number>) => boolean
}

/** Seconds by which reading may be due later than `reissueTime` says: it counts whole ones. */
export const LATE = 1

const DOUBTS: readonly Doubt[] = [
  {
    of: 'timeout',
    problem: 'is less than a second: every session has ended before the next request',
    isThere: ({ timeout }) => timeout < 1,
  },
  {
    of: 'timeout',
    problem: MILLISECONDS,
    isThere: ({ timeout }) => looksLikeMilliseconds(timeout),
  },
  {
    of: 'timeout',
    problem: TOO_LONG,
    isThere: ({ timeout }) => isTooLong(timeout),
  },
  {
    of: 'reissueTime',
    problem: MILLISECONDS,
    isThere: ({ reissueTime }) => looksLikeMilliseconds(reissueTime),
  },
  {
    of: 'reissueTime',
    problem: TOO_LONG,
    isThere: ({ reissueTime }) => isTooLong(reissueTime),
  },
  {
    of: 'reissueTime',
    problem: 'is not less than timeout by more than a second: who only reads is signed out',
    isThere: ({ reissueTime, timeout }) => timeout >= 1 && reissueTime + LATE >= timeout,
  },
  {
    of: 'reissueTime',
    problem:
      'is not less than maxAge by more than a second: the browser drops the cookie before reading sets it again',
    isThere: ({ reissueTime, maxAge }) => maxAge > 0 && reissueTime + LATE >= maxAge,
  },
  {
    of: 'maxAge',
    problem: 'is longer than timeout: the browser keeps a cookie whose session has ended',
    isThere: ({ maxAge, timeout }) => timeout >= 1 && maxAge > timeout,
  },
]

/** @param maxAgeName how the factory spells `maxAge` */
export function warnOfTimes(times: Times, maxAgeName = 'maxAge'): void {
  const { timeout, reissueTime, maxAge } = times
  const known = {
    timeout: timeout ?? Number.NaN,
    reissueTime: reissueTime ?? Number.NaN,
    maxAge: maxAge ?? Number.NaN,
  }
  for (const { of, problem, isThere } of DOUBTS) {
    if (!isThere(known)) continue
    const name = of === 'maxAge' ? maxAgeName : of
    warnOnce('CARTOUCHE_OPTION', `${name} ${problem.replace('maxAge', maxAgeName)}`)
  }
}
