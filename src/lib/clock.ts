import { OptionError } from '../errors.js'
import { isFunction } from './options.js'
import type { OptionSpec } from './options.js'
import { warnOnce } from './warn.js'

/** Seconds since 1970, with fractions. */
export type Clock = () => number

/** The year 5138 in seconds, and March 1973 in milliseconds. */
const MILLISECONDS_FROM = 1e11

export const clockSpec: OptionSpec<Clock> = {
  fallback: () => Date.now() / 1000,
  check: isFunction,
  coerce: (clock) => checked(clock as () => unknown),
}

/** A time that is no number would make sessions that never end. */
function checked(clock: () => unknown): Clock {
  return () => {
    const now = clock()
    if (!Number.isFinite(now))
      throw new OptionError('clock', 'must give a finite number of seconds')
    if ((now as number) > MILLISECONDS_FROM) {
      warnOnce('CARTOUCHE_OPTION', 'clock gives milliseconds, it seems: it counts seconds')
    }
    return now as number
  }
}
