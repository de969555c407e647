/**
 * The thread that fuzzes. It mutates inputs that reached new code, runs each mutant, and sends what
 * looks like a failure to the main thread, which looks at it without the slowness of coverage.
 */
// oxlint-disable unicorn/require-post-message-target-origin -- threads have no origin
import { parentPort, workerData } from 'node:worker_threads'
import { Coverage } from './coverage.js'
import { readCorpus } from './files.js'
import { Random } from './random.js'

/** How many inputs run between two looks at the coverage, which takes as long as some of them. */
const BATCH = 48
/** Longer inputs are not mutated further: they would crowd out the small ones. */
const MAX_PARENT = 2000
/** How many times slower code runs while its coverage is taken, and more on a busy machine. */
const PATIENCE = 15

/** @typedef {{ seconds: number, seed: number, targets: string[], current: SharedArrayBuffer }} FuzzerData */
/** @typedef {{ bytes: Buffer, target: string }} Input */

const { seconds, seed, targets, current } = /** @type {FuzzerData} */ (workerData)

const coverage = new Coverage(/\/dist\/bundle\//)
await coverage.start()
// Only what is loaded after the start is covered block by block.
const { Checker, Failure } = await import('./checks.js')
const { mutate } = await import('./mutate.js')
const { TARGETS } = await import('./targets.js')

const random = new Random(seed)
const checker = new Checker(PATIENCE, 1)
/** @type {Buffer[]} */
const corpus = []
/** @type {Set<string>} */
const problems = new Set()
const shown = { length: new Int32Array(current, 0, 2), bytes: Buffer.from(current, 8) }

/** @param {Input} input */
function run({ bytes, target }) {
  // Should this input hang or exhaust the memory, the main thread still knows it.
  bytes.copy(shown.bytes)
  Atomics.store(shown.length, 1, targets.indexOf(target))
  Atomics.store(shown.length, 0, bytes.length)
  try {
    TARGETS[target]?.(bytes, checker)
  } catch (error) {
    report({ bytes, target }, error)
  }
}

/**
 * Tells the main thread of a failure, but of each kind only once.
 *
 * @param {Input} input
 * @param {unknown} error
 */
function report(input, error) {
  const message = error instanceof Failure ? error.message : String(error)
  const problem = `${input.target}: ${message.split('\n')[0]?.replaceAll(/\d+/g, 'n')}`
  if (problems.has(problem)) return
  problems.add(problem)
  parentPort?.postMessage({ finding: { ...input, problem: message } })
}

/** Runs inputs, and adds those to the corpus that reach new code.
 * @param {readonly Input[]} inputs
 */
async function runBatch(inputs) {
  for (const input of inputs) run(input)
  if (!(await coverage.reachedNew(false))) return
  for (const input of inputs) {
    run(input)
    if ((await coverage.reachedNew(true)) && input.bytes.length <= MAX_PARENT)
      corpus.push(input.bytes)
  }
}

/** @returns {Input} */
function mutant() {
  const bytes = mutate(random.of(corpus), random, () => random.of(corpus))
  return { bytes, target: random.of(targets) }
}

for (const bytes of readCorpus().toSorted((a, b) => a.length - b.length)) {
  for (const target of targets) run({ bytes, target })
  if (await coverage.reachedNew(true)) corpus.push(bytes)
}
let runs = 0
// The seconds are those of mutating: what is kept takes as long as it takes.
const end = performance.now() + seconds * 1000
while (performance.now() < end) {
  await runBatch(Array.from({ length: BATCH }, mutant))
  runs += BATCH
  parentPort?.postMessage({ progress: { runs, corpus: corpus.length, reached: coverage.size } })
}
await coverage.stop()
parentPort?.postMessage({ corpus })
