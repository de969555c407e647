/**
 * Runs the suites in every runtime, and the package in those that have a server of their own: `npm run test:runtimes [NAME…]`.
 * Ends with the line 'N passed, N failed'.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { runtimes } from './runtimes.js'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const MADE = fileURLToPath(new URL('../../build/runtimes', import.meta.url))

/** Failures of one runtime that are printed: where all fails, a few tell it. */
const MOST_SHOWN = 20
const LINES_SHOWN = 8

const total = { passed: 0, failed: 0 }

install()
// Not before all is installed: they import that.
const { bundle } = await import('./bundle.js')
const { runInProcess, runInWorker } = await import('./start.js')
const { served } = await import('./serve.js')

await main(process.argv.slice(2))

/** @param {readonly string[]} asked */
async function main(asked) {
  rmSync(MADE, { recursive: true, force: true })
  mkdirSync(MADE, { recursive: true })
  await bundle('process', join(MADE, 'process.mjs'))
  await bundle('worker', join(MADE, 'suites', 'worker.mjs'))
  const wanted = runtimes().filter(({ name }) => asked.length === 0 || asked.includes(name))
  // Two take from one list: the suites of servers wait a good deal.
  const left = wanted.values()
  const work = async () => {
    for (const runtime of left) await examine(runtime)
  }
  await Promise.all([work(), work()])
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
}

/** Installs the runtimes where they are not, or are others than the lock file says; npm notes when it installed. */
function install() {
  const installed = join(HERE, 'node_modules', '.package-lock.json')
  const lock = join(HERE, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', args, { cwd: HERE, stdio: 'inherit' })
}

/** @param {import('./runtimes.js').Runtime} runtime */
async function examine(runtime) {
  const { name, version, program } = runtime
  if (program === undefined) {
    console.log(`left out ${name}: it is not installed on ${process.platform} ${process.arch}`)
    if (process.env['CI'] !== undefined) total.failed++
    return
  }
  const start = performance.now()
  const { passed, skipped, failures } = await outcomeOf(runtime)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  total.passed += passed
  total.failed += failures.length
  const state = failures.length > 0 ? `failed (${failures.length})` : 'passed'
  console.log(`${state} ${name} ${version}: ${passed} passed, ${skipped} left out, ${seconds} s`)
  for (const failure of failures.slice(0, MOST_SHOWN)) show(failure)
}

/**
 * @param {import('./runtimes.js').Runtime} runtime
 * @returns {Promise<import('./run-suites.js').Outcome>}
 */
async function outcomeOf(runtime) {
  const { name, exceptions } = runtime
  try {
    const run = name === 'workerd' ? runInWorker : runInProcess
    const outcome = withExceptions(await run(runtime, MADE), exceptions)
    const own = await served(runtime, join(MADE, name))
    return {
      ...outcome,
      passed: outcome.passed + own.passed,
      failures: [...outcome.failures, ...own.failures],
    }
  } catch (error) {
    const { stack = '' } = /** @type {Error} */ (error)
    return { passed: 0, skipped: 0, failures: [{ name: 'the run', message: stack }] }
  }
}

/**
 * The outcome without what must fail; an exception that nothing fails by is a failure.
 *
 * @param {import('./run-suites.js').Outcome} outcome
 * @param {readonly import('./runtimes.js').Exception[]} exceptions
 * @returns {import('./run-suites.js').Outcome}
 */
function withExceptions({ passed, skipped, failures }, exceptions) {
  /** @param {import('./run-suites.js').Failure} failure */
  const isExcepted = ({ name }) => exceptions.some(({ tests }) => tests.test(name))
  const stale = exceptions.filter(({ tests }) => !failures.some(({ name }) => tests.test(name)))
  const others = failures.filter((failure) => !isExcepted(failure))
  return {
    passed,
    skipped: skipped + failures.length - others.length,
    failures: [
      ...others,
      ...stale.map(({ reason }) => ({ name: 'no exception any more', message: reason })),
    ],
  }
}

/** @param {import('./run-suites.js').Failure} failure */
function show({ name, message }) {
  const lines = message.split('\n').slice(0, LINES_SHOWN)
  console.log([`  - ${name}`, ...lines.map((line) => `      ${line}`)].join('\n'))
}
