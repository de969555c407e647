// Starts an example by `npm start`, or another application, and ends it with all that it has started.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds until an example answers, or ends. */
const LONGEST_START = 60_000
const BETWEEN_TRIALS = 100
/** Milliseconds that an example has for its end. */
const LONGEST_STOP = 5000

/** What is at work; a group of its own does not end with this process. */
const running = new Set()
process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL')
})

/** Waits until the example answers. */
export async function startExample(cwd, log, environment) {
  const example = launchExample(cwd, environment)
  const origin = `http://${environment.HOST}:${environment.PORT}`
  const stop = async () => {
    await example.stop()
    log.push('$ npm start', example.output())
  }
  try {
    await answers(origin, example)
  } catch (error) {
    await stop()
    throw error
  }
  return { origin, stop }
}

/** How an example ended that should end by itself; without a `code` where it did not. */
export async function endingOf(cwd, environment) {
  const example = launchExample(cwd, environment)
  const code = await Promise.race([example.ended, sleep(LONGEST_START, null, { ref: false })])
  await example.stop()
  return { code, output: example.output() }
}

async function answers(origin, example) {
  const end = Date.now() + LONGEST_START
  while (Date.now() < end) {
    const isEnded = Promise.race([example.ended, sleep(BETWEEN_TRIALS, 'running')])
    if ((await isEnded) !== 'running') throw new Error('npm start ended')
    try {
      await (await fetch(origin)).text()
      return
    } catch {
      // Not yet.
    }
  }
  throw new Error(`npm start did not answer at ${origin}`)
}

function launchExample(cwd, environment) {
  const { SESSION_KEY: _, ...inherited } = process.env
  const env = { ...inherited, NODE_ENV: 'production', ...environment }
  return launch(cwd, env, ['npm', 'start'])
}

/** In a group of its own: npm starts a shell, which starts the example. */
export function launch(cwd, env, [program, ...args]) {
  const stdio = ['ignore', 'pipe', 'pipe']
  const child = spawn(program, args, { cwd, env, detached: true, stdio })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text))
  }
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return code ?? 'killed'
  })
  const stop = async () => {
    signal(child, 'SIGTERM')
    const isEnded = await Promise.race([ended, sleep(LONGEST_STOP, undefined, { ref: false })])
    if (isEnded === undefined) signal(child, 'SIGKILL')
    await ended
  }
  return { ended, stop, output: () => output }
}

function signal({ pid }, name) {
  try {
    process.kill(-pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
