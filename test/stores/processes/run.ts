/** Starts several processes that work on the same sessions at once. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export type Engine = 'sqlite' | 'postgres'
export type Task = 'increment' | 'writeOwnField' | 'writeOrDelete' | 'writeForever'

/** What one process is to do. */
export interface Order {
  readonly engine: Engine
  /** Where the engine is: a file, or what a client connects by. */
  readonly address: string
  readonly task: Task
  /** The sessions. */
  readonly ids: readonly string[]
  /** How often the process does its task. */
  readonly times: number
  /** Which of the processes it is, and how many there are. */
  readonly index: number
  readonly of: number
}

const MADE = fileURLToPath(new URL('../../../build/stores/worker.mjs', import.meta.url))

/** Makes one file of the worker and the stores: a process runs no TypeScript. */
export async function buildWorker(): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    outfile: MADE,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    packages: 'external',
    logLevel: 'warning',
  })
}

/** One that is ready to begin. */
export async function startWorker(order: Order): Promise<ChildProcess> {
  const worker = fork(MADE, [JSON.stringify(order)])
  const failure = failureOf(worker)
  failure.catch(() => undefined)
  await Promise.race([once(worker, 'message'), failure])
  return worker
}

/** What it failed of is printed by it. All that it has sent comes before it is disconnected, but perhaps not before its end. */
async function failureOf(worker: ChildProcess): Promise<never> {
  const [[code, signal]] = await Promise.all([once(worker, 'exit'), once(worker, 'disconnect')])
  throw new Error(`A process ended with ${code ?? signal}`)
}

/** Lets `of` processes do the task `times` times each, all at once, and gives what came of each, by process. */
export async function inProcesses(order: Omit<Order, 'index'>): Promise<string[][]> {
  const all = Array.from({ length: order.of }, (_, index) => startWorker({ ...order, index }))
  const workers = await Promise.all(all)
  return Promise.all(workers.map((worker) => outcomesOf(worker)))
}

async function outcomesOf(worker: ChildProcess): Promise<string[]> {
  const outcomes = once(worker, 'message')
  const failure = failureOf(worker)
  failure.catch(() => undefined)
  worker.send('go')
  const [came] = await Promise.race([outcomes, failure])
  return came as string[]
}
