import { timeOfClock } from './time.js'

/** Milliseconds that a decoder may take. */
const MOST = 10
/** A machine that does something else meanwhile is no slow decoder: what is slow is so each time. */
const TIMES = 5

/** Whether something takes longer than a decoder may. */
export function isSlow(run: () => unknown): boolean {
  for (let time = 0; time < TIMES; time++) {
    const start = timeOfClock()
    run()
    if (timeOfClock() - start <= MOST) return false
  }
  return true
}
