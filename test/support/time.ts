/** The time that tests hold to a bound. */
import { readFileSync } from 'node:fs'

/** What Linux tells of the thread that reads it: first of all its nanoseconds on a processor. */
const OWN = '/proc/thread-self/schedstat'

/** Milliseconds that {@link sample} takes where the bounds of the tests were chosen. */
const ORDINARY = 3.5
const MOST = 4
const TRIES = 20

/**
 * How many times as long as where the bounds were chosen work takes here, from 1 to 4 times. A bound is for such a
 * machine: what takes longer than it on one that is slow all over is as fast as it has to be.
 */
const slowness = (): number =>
  (known ??= Math.min(MOST, Math.max(1, leastOf(worked, sample, 8) / ORDINARY)))
let known: number | undefined

/**
 * Milliseconds of work of this thread until now, of which two make a difference that is right to about 4: what else the
 * machine does meanwhile is left out. Where the system does not tell it, those of a clock. They are those of an
 * ordinary machine, see {@link slowness}.
 */
export function timeOfWork(): number {
  const by = slowness()
  return worked() / by
}

/** Milliseconds of a clock, as those of an ordinary machine. For what is so brief that it is measured several times. */
export function timeOfClock(): number {
  const by = slowness()
  return performance.now() / by
}

/**
 * The least milliseconds of work that a call takes. It is tried again while it takes more than enough: the machine may have
 * had something else to do, or memory to clear up.
 */
export function leastWork(run: () => unknown, enough: number): number {
  return leastOf(timeOfWork, run, TRIES, enough)
}

/** Rounds that {@link leastRatio} makes at least, and at most. */
const ROUNDS = [15, 300] as const

/**
 * How many times as long as another a call takes, both at their least. They are called in turn, so that what else the
 * machine does is there for both; more often while it is more than enough.
 */
export function leastRatio(run: () => unknown, other: () => unknown, enough: number): number {
  let [one, two] = [Infinity, Infinity]
  for (let round = 0; round < ROUNDS[0] || (round < ROUNDS[1] && one / two >= enough); round++) {
    one = Math.min(
      one,
      leastOf(() => performance.now(), run, 1),
    )
    two = Math.min(
      two,
      leastOf(() => performance.now(), other, 1),
    )
  }
  return one / two
}

function leastOf(time: () => number, run: () => unknown, tries: number, enough = 0): number {
  let least = Infinity
  for (let tried = 0; tried < tries && least > enough; tried++) {
    const start = time()
    run()
    least = Math.min(least, time() - start)
  }
  return least
}

/** Zero where the system has the file and counts nothing. */
function worked(): number {
  return nanoseconds() / 1e6 || performance.now()
}

function nanoseconds(): number {
  try {
    return Number(readFileSync(OWN, 'latin1').split(' ')[0])
  } catch {
    return 0
  }
}

/** Some of all that the tests do: texts, objects and JSON. */
function sample(): number {
  const numbers = Array.from({ length: 4000 }, (_, at) => `${at}`)
  const texts = new Map(numbers.map((text) => [text, [text]]))
  return JSON.stringify(JSON.parse(JSON.stringify([...texts]))).length
}
