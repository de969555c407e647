/** Measures tasks that take microseconds against each other, on a machine that may be busy. */
import { Bench } from 'tinybench'

/** How long a task runs in one round, in milliseconds: so short that the others run right after it. */
const ROUND = 1
/** How many such rounds are one that the command line asks for: those of other parts take longer. */
export const TURNS = 3
/** How long one sample takes, in milliseconds: so long that reading the clock costs nothing. */
const SAMPLE = 0.1
/** How long a task runs before the first round, so that it is compiled, in milliseconds. */
const WARM_UP = 60
/** How many calls of a task that waits are under way at once, as on a server that has work to do. */
export const AT_ONCE = 16
/** How many times as long as others such a task runs: the threads that work for it have to wake up. */
const LONGER = 4

/** @typedef {() => unknown} SyncTask */
/** @typedef {{ wait: () => Promise<unknown> }} AsyncTask one that is awaited */
/** @typedef {{ elsewhere: (milliseconds: number) => Promise<number> }} RemoteTask another process runs and times it: nanoseconds a call */
/** @typedef {SyncTask | AsyncTask | RemoteTask} Task */
/** @typedef {Readonly<Record<string, Task>>} Tasks */
/** @typedef {Record<string, number[]>} Times nanoseconds a call, round by round, under the names of the tasks */
/** @typedef {{ overriddenDuration: number, overriddenIterationCost: number }} Sample as tinybench takes it */

/**
 * The nanoseconds that each task took in each round, under the names of the groups and the tasks.
 *
 * In each round every task runs for a moment, in turn: what is measured next to each other met the
 * same state of the machine, and can be compared. So what is compared belongs into one group.
 *
 * The first rounds are not kept: tasks that share code make V8 compile it anew when they take turns.
 *
 * @param {Readonly<Record<string, Tasks>>} groups
 * @param {object} options
 * @param {number} options.rounds
 * @param {number} [options.unkept] how many more come before them
 * @param {number} [options.milliseconds] how long a task runs in one round
 * @param {(done: number, total: number) => void} [options.progress]
 * @returns {Promise<Record<string, Times>>}
 */
export async function measure(groups, options) {
  const { rounds, unkept = Math.ceil(rounds / 4), milliseconds = ROUND, progress } = options
  const slots = Object.entries(groups).flatMap(([group, tasks]) =>
    Object.entries(tasks).map(([name, task]) => ({ group, name, task, times: noTimes() })),
  )
  const total = (1 + unkept + rounds) * slots.length
  let done = 0
  const advance = () => progress?.(++done, total)
  const runners = new Map()
  for (const { task } of slots) {
    runners.set(task, await runnerOf(task, milliseconds))
    advance()
  }
  for (let round = -unkept; round < rounds; round++) {
    for (const { task, times } of slots) {
      const time = await runners.get(task)()
      if (round >= 0) times.push(time)
      advance()
    }
  }
  /** @type {Record<string, Times>} */
  const result = Object.fromEntries(Object.keys(groups).map((group) => [group, {}]))
  for (const { group, name, times } of slots) (result[group] ??= {})[name] = times
  return result
}

/** @returns {number[]} */
const noTimes = () => []

/** @param {readonly number[]} numbers */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN
}

/** Between these is half of them. @param {readonly number[]} numbers @returns {[low: number, high: number]} */
export function quartiles(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const at = (/** @type {number} */ share) => sorted[Math.floor(sorted.length * share)] ?? NaN
  return [at(0.25), at(0.75)]
}

/**
 * How many times as long as `others` the `times` are: the median over the rounds, each of which is
 * compared with itself.
 *
 * @param {readonly number[] | undefined} times
 * @param {readonly number[] | undefined} others
 */
export function ratio(times = [], others = []) {
  return median(times.map((time, round) => time / (others[round] ?? NaN)))
}

/** Takes every result, so that no call can be left out as having no effect. */
export let sink = /** @type {unknown} */ (undefined)

/**
 * Warms a task up and returns what runs it for one round and tells its nanoseconds a call.
 *
 * @param {Task} task
 * @param {number} milliseconds
 * @returns {Promise<() => number | Promise<number>>}
 */
async function runnerOf(task, milliseconds) {
  const isSync = typeof task === 'function'
  const time = 'wait' in task ? milliseconds * LONGER : milliseconds
  const iterations = isSync || 'wait' in task ? 5 : 1
  const bench = new Bench({ time, iterations, warmup: false, throws: true })
  bench.add('task', await sampleOf(task, milliseconds), { async: !isSync })
  const timed = /** @type {import('tinybench').Task} */ (bench.getTask('task'))
  const nanoseconds = () =>
    timed.result.state === 'completed' ? timed.result.latency.p50 * 1e6 : NaN
  if (isSync) return () => (timed.reset(false), timed.runSync(), nanoseconds())
  return async () => (timed.reset(false), await timed.run(), nanoseconds())
}

/**
 * What takes one sample of a task, for tinybench.
 *
 * @param {Task} task
 * @param {number} milliseconds
 * @returns {Promise<() => Sample | Promise<Sample>>}
 */
async function sampleOf(task, milliseconds) {
  if (typeof task === 'function') return batched(task)
  if ('wait' in task) return batchedAtOnce(task.wait)
  await task.elsewhere(WARM_UP)
  return async () => {
    const nanoseconds = await task.elsewhere(milliseconds)
    return { overriddenDuration: nanoseconds / 1e6, overriddenIterationCost: milliseconds }
  }
}

/**
 * Calls `run` many times a sample and reports the mean.
 *
 * @param {SyncTask} run
 */
function batched(run) {
  const count = callsPerSample(run)
  return () => {
    const start = performance.now()
    for (let left = count; left > 0; left--) sink = run()
    return sampleFrom(start, count)
  }
}

/**
 * Has several calls of `run` under way at once, awaits them all and reports the mean.
 *
 * @param {() => Promise<unknown>} run
 */
async function batchedAtOnce(run) {
  const callAll = async () => {
    sink = await Promise.all(Array.from({ length: AT_ONCE }, run))
  }
  const start = performance.now()
  while (performance.now() - start < WARM_UP) await callAll()
  return async () => {
    const start = performance.now()
    await callAll()
    return sampleFrom(start, AT_ONCE)
  }
}

/** @type {(start: number, count: number) => Sample} */
function sampleFrom(start, count) {
  const cost = performance.now() - start
  return { overriddenDuration: cost / count, overriddenIterationCost: cost }
}

/** @param {SyncTask} run */
function callsPerSample(run) {
  const start = performance.now()
  let count = 0
  for (; performance.now() - start < WARM_UP; count++) sink = run()
  return Math.max(1, Math.ceil((count * SAMPLE) / WARM_UP))
}
