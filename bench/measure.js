/** Measures tasks that take microseconds against each other, on a machine that may be busy. */
import { Bench } from 'tinybench'

/** How long a task runs in one round, in milliseconds. */
const ROUND = 4
/** How long one sample takes, in milliseconds: so long that reading the clock costs nothing. */
const SAMPLE = 0.1
/** How long a task runs before the first round, so that it is compiled, in milliseconds. */
const WARM_UP = 150

/** @typedef {Readonly<Record<string, () => unknown>>} Tasks */

/**
 * The nanoseconds that each task took in each round, under the names of the tasks.
 *
 * In each round every task runs for a moment, in turn: what is measured next to each other met the
 * same state of the machine, and can be compared.
 *
 * @param {readonly Tasks[]} groups
 * @param {number} rounds
 * @returns {Record<string, number[]>[]}
 */
export function measure(groups, rounds) {
  const bench = new Bench({ time: ROUND, iterations: 5, warmup: false, throws: true })
  for (const [index, group] of groups.entries()) {
    for (const [name, run] of Object.entries(group)) bench.add(`${index} ${name}`, batched(run))
  }
  /** @type {Map<string, number[]>} */
  const times = new Map(bench.tasks.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    bench.reset()
    for (const { name, result } of bench.runSync()) {
      if (result.state === 'completed') times.get(name)?.push(result.latency.p50 * 1e6)
    }
  }
  return groups.map((group, index) =>
    Object.fromEntries(
      Object.keys(group).map((name) => [name, times.get(`${index} ${name}`) ?? []]),
    ),
  )
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN
}

/** Takes every result, so that no call can be left out as having no effect. */
export let sink = /** @type {unknown} */ (undefined)

/**
 * A task for tinybench that calls `run` many times a sample and reports the mean.
 *
 * @param {() => unknown} run
 */
function batched(run) {
  const count = callsPerSample(run)
  return () => {
    const start = performance.now()
    for (let left = count; left > 0; left--) sink = run()
    const cost = performance.now() - start
    return { overriddenDuration: cost / count, overriddenIterationCost: cost }
  }
}

/** @param {() => unknown} run */
function callsPerSample(run) {
  const start = performance.now()
  let count = 0
  for (; performance.now() - start < WARM_UP; count++) sink = run()
  return Math.max(1, Math.ceil((count * SAMPLE) / WARM_UP))
}
