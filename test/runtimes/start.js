/** Starts runtimes, and waits for what becomes of the suites. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** Milliseconds: much more than a slow machine needs. */
const LONGEST_RUN = 900_000
const LONGEST_START = 60_000
/** Characters of what a runtime printed, for a message. */
const MOST_OUTPUT = 2000

/**
 * The outcome of the suites in a process, which writes it to a file.
 *
 * @param {import('./runtimes.js').Runtime} runtime
 * @param {string} folder of the bundle
 * @returns {Promise<import('./run-suites.js').Outcome>}
 */
export async function runInProcess({ name, version, program, args }, folder) {
  const file = join(folder, `${name}-${version}.json`)
  const started = start(program, [...args, join(folder, 'process.mjs'), file])
  const limit = sleep(LONGEST_RUN, 'too long', { ref: false })
  const code = await Promise.race([started.ended, limit])
  if (code === 'too long') await started.stop()
  if (code !== 0) throw new Error(`It ended with ${code}: ${started.output().slice(-MOST_OUTPUT)}`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * The outcome of the suites in a worker, which answers with it.
 *
 * @param {import('./runtimes.js').Runtime} runtime
 * @param {string} folder of the bundle
 * @returns {Promise<import('./run-suites.js').Outcome>}
 */
export async function runInWorker(runtime, folder) {
  const { origin, stop } = await serveWorker(runtime, join(folder, 'suites'))
  try {
    const response = await fetch(origin, { signal: AbortSignal.timeout(LONGEST_RUN) })
    return /** @type {any} */ (await response.json())
  } finally {
    await stop()
  }
}

/**
 * Starts workerd with the file `worker.mjs` of a folder. It says itself which port it has.
 *
 * @param {import('./runtimes.js').Runtime} runtime
 * @param {string} folder
 */
export async function serveWorker({ program, args }, folder) {
  const config = join(folder, 'worker.capnp')
  cpSync(fileURLToPath(new URL('worker.capnp', import.meta.url)), config)
  const { line, stop } = await serving(program, [...args, config, 'config', '--control-fd=1'])
  return { origin: `http://127.0.0.1:${JSON.parse(line).port}`, stop }
}

/**
 * Starts a server, and waits for the line by which it says that it listens.
 *
 * @param {string | undefined} program
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [environment]
 */
export async function serving(program, args, environment) {
  const started = start(program, args, environment)
  const line = await Promise.race([
    once(createInterface({ input: started.stdout }), 'line'),
    started.ended.then(() => undefined),
    sleep(LONGEST_START, undefined, { ref: false }),
  ])
  if (line !== undefined) return { line: String(line[0]), stop: started.stop }
  await started.stop()
  throw new Error(`It serves nothing: ${started.output().slice(-MOST_OUTPUT)}`)
}

/**
 * @param {string | undefined} program
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [environment]
 */
function start(program, args, environment) {
  const env = { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', ...environment }
  const child = spawn(/** @type {string} */ (program), args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text))
  }
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return { stdout: child.stdout, ended, stop, output: () => output }
}
