/** Four processes of one application, and what they are told to do. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url))
const PROCESSES = 4

export type LibraryName = 'cartouche' | 'express-session'
export type Engine = 'sqlite' | 'postgres' | 'redis'

/** Where an application has its sessions. */
export interface Application {
  readonly library: LibraryName
  readonly engine: Engine
  /** A file, or what a client connects by. */
  readonly address: string
  readonly key: string
}

/** What the requests of one process came to while the server was killed. */
export interface Load {
  saved: number
  /** Those that got a StoreUnavailable of status 503. */
  unavailable: number
  /** Those that were answered as if they had been saved, and were not. */
  answered: number
  /** Sessions that were half of one write and half of another. */
  half: number
  /** Other errors. */
  others: string[]
}

/** What a process can be told to do, as `worker.mjs` has it. */
export interface Tasks {
  /** Begins sessions, and gives their cookies. */
  begin(count: number): string[]
  add(cookie: string, count: number): null
  setOwn(cookie: string, from: number, count: number): null
  /** Gives how many writes came after a sign-out, of which they knew nothing when they began. */
  write(cookies: readonly string[]): number
  signOut(cookies: readonly string[]): null
  /** The values of keys, by session. */
  look(cookies: readonly string[], keys: readonly string[]): unknown[][]
  /** Sends cookies that were made up, and gives the number of calls that reached the store. */
  madeUp(cookie: string, from: number, count: number): number
  /** The number of calls of a request that reads its session. */
  calls(cookie: string): number
  /** Writes until it is told that it is over. */
  load(cookies: readonly string[]): Load
}

export class Process {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start({ library, engine, address, key }: Application): Promise<Process> {
    const process = new Process(fork(WORKER, [library, engine, address, key]))
    await process.#answer()
    return process
  }

  async work<Name extends keyof Tasks>(
    name: Name,
    ...args: Parameters<Tasks[Name]>
  ): Promise<ReturnType<Tasks[Name]>> {
    const answer = this.#answer()
    this.#child.send([name, ...args])
    return (await answer) as ReturnType<Tasks[Name]>
  }

  /** What it failed of is printed by it. */
  async #answer(): Promise<unknown> {
    const end = new AbortController()
    const { signal } = end
    const failed = async (): Promise<never> => {
      const [code, killedBy] = await once(this.#child, 'exit', { signal })
      throw new Error(`A process ended with ${code ?? killedBy}`)
    }
    try {
      const answered = once(this.#child, 'message', { signal })
      const [{ answer }] = (await Promise.race([answered, failed()])) as [{ answer: unknown }]
      return answer
    } finally {
      end.abort()
    }
  }

  stopLoad(): void {
    this.#child.send(['over'])
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }
}

export function startFour(application: Application): Promise<Process[]> {
  return Promise.all(Array.from({ length: PROCESSES }, () => Process.start(application)))
}
