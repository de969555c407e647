/** A clock that stands still until it is told otherwise. */
import { isDate } from '../lib/kinds.js'

/** A clock for the option `clock` of a factory: called, it gives the time in seconds since 1970. */
export interface TestClock {
  (): number
  /** Lets so many seconds pass. */
  advance(seconds: number): void
  /** Makes it that time: seconds since 1970, or a Date. */
  set(time: number | Date): void
}

/** 1 January 2025, 00:00 UTC. */
const START = 1_735_689_600

/**
 * A clock for tests. What has times of its own (a factory, a store, a `MemoryRevocationList`, a {@link CookieJar}) should
 * be given the same one.
 *
 * @param start seconds since 1970, or a Date. Default: 1 January 2025, 00:00 UTC
 * @throws {TypeError} for what is no time
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { mintCookie, testClock } from 'cartouche/testing'
 *
 * const clock = testClock()
 * const sessions = sealedCookieSessionFactory(generateKey(), { clock, idleTimeout: 1800 })
 * const cookie = mintCookie(sessions, { userId: 7 })
 * clock.advance(1801)
 * sessions.open(cookie).session.get('userId') // → undefined
 */
export function testClock(start: number | Date = START): TestClock {
  let now = secondsOf(start)
  return Object.assign(() => now, {
    advance(seconds: number): void {
      now += secondsOf(seconds)
    },
    set(time: number | Date): void {
      now = secondsOf(time)
    },
  })
}

function secondsOf(time: number | Date): number {
  const seconds = isDate(time) ? time.getTime() / 1000 : time
  if (Number.isFinite(seconds)) return seconds
  throw new TypeError('A test clock takes a finite number of seconds, or a Date')
}
