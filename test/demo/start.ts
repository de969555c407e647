/** Starts the built demo as `npm start` does: in a process of its own. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SERVER = fileURLToPath(new URL('../../build/demo/server.js', import.meta.url))

/** How a process ended and what it wrote. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A demo that listens. */
export interface Demo {
  readonly url: string
  readonly port: number
  /** What it has written up to now. */
  readonly stdout: () => string
  /** Stops it by a signal and waits until it has ended. */
  readonly stop: (signal?: 'SIGINT' | 'SIGTERM') => Promise<Ended>
}

type Environment = Readonly<Record<string, string>>

/** Starts the demo, on a free port unless told otherwise, and waits for the address it prints. */
export async function startDemo(environment: Environment = {}): Promise<Demo> {
  const run = launch({ PORT: '0', ...environment })
  const port = await Promise.race([
    run.printed(/demo is at http:\/\/\S+:(\d+)/),
    run.ended.then(({ code, stderr }) => {
      throw new Error(`The demo ended with code ${code}: ${stderr}`)
    }),
  ])
  return {
    url: `http://localhost:${port}`,
    port: Number(port),
    stdout: run.stdout,
    stop: (signal = 'SIGTERM') => {
      run.child.kill(signal)
      return run.ended
    },
  }
}

/** Runs a demo that is expected to end by itself. */
export function runDemo(environment: Environment): Promise<Ended> {
  return launch(environment).ended
}

interface Run {
  readonly child: ChildProcess
  readonly stdout: () => string
  /** Waits for a text on stdout and returns its first group. */
  readonly printed: (pattern: RegExp) => Promise<string>
  readonly ended: Promise<Ended>
}

/** What would be said of the demo outside of the tests. */
const UNSET = {
  HOST: '',
  SESSION_SECRET: '',
  SESSION_KEY: '',
  SESSION_STORE: '',
  INSECURE_COOKIES: '',
}

function launch(environment: Environment): Run {
  const env = { ...process.env, ...UNSET, ...environment }
  const child = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text))
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...written }))
  const printed = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = pattern.exec(written.stdout)
      if (match !== null) return match[1]!
      await once(child.stdout, 'data')
    }
  }
  return { child, stdout: () => written.stdout, printed, ended }
}
