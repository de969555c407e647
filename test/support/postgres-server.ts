/** A PostgreSQL of our own, on a free port and in a folder of its own, where Debian's `postgresql` is installed. */
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.js'
import { missingTool } from './tools.js'

/** Debian keeps a folder a version, and none of them on the path. */
const DEBIAN = '/usr/lib/postgresql'
const LONGEST_START = 60_000 // milliseconds
const LONGEST_STAY = 5_000 // milliseconds

/**
 * The folder of its programs: the newest of Debian's, else that on the path. `undefined`, after a notice, where there is
 * none outside CI.
 */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : []
  const newestFirst = versions.toSorted((one, two) => Number(two) - Number(one))
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const folders = [...newestFirst.map((version) => join(DEBIAN, version, 'bin')), ...onPath]
  const found = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
  if (found === undefined) missingTool('PostgreSQL (Debian: postgresql)')
  return found
}

/** It does not run as root: then it is run as the user that Debian makes for it. */
function whoRunsIt(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/** A server that can be killed and started again. Nothing of it is left when it was stopped. */
export class PostgresServer {
  readonly #programs: string
  readonly #user = whoRunsIt()
  readonly #folder = mkdtempSync(join(tmpdir(), 'cartouche-postgres-'))
  #port = 0
  #process: ChildProcess | undefined

  private constructor(programs: string) {
    this.#programs = programs
  }

  static async start(programs: string): Promise<PostgresServer> {
    const server = new PostgresServer(programs)
    server.#makeCluster()
    server.#port = await freePort()
    await server.start()
    return server
  }

  /** What clients connect by. */
  get url(): string {
    return `postgres://tester@127.0.0.1:${this.#port}/postgres`
  }

  #makeCluster(): void {
    const { uid, gid } = this.#user
    if (uid !== undefined && gid !== undefined) chownSync(this.#folder, uid, gid)
    const args = ['-D', this.#folder, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--no-sync']
    execFileSync(join(this.#programs, 'initdb'), [...args, '--locale=C.UTF-8'], {
      ...this.#user,
      cwd: this.#folder,
      stdio: 'pipe',
    })
  }

  /** Starts it, again if need be: after a kill its own processes take a moment to notice. */
  async start(): Promise<void> {
    const until = Date.now() + LONGEST_START
    for (;;) {
      const output = await this.#tryToStart()
      if (output === undefined) return
      if (Date.now() > until) throw new Error(`PostgreSQL does not start: ${output}`)
      await sleep(200)
    }
  }

  /** What it printed, where it did not start. Its files need not survive the machine. */
  async #tryToStart(): Promise<string | undefined> {
    const place = ['-D', this.#folder, '-p', String(this.#port), '-h', '127.0.0.1', '-k', '']
    const child = spawn(join(this.#programs, 'postgres'), [...place, '-c', 'fsync=off'], {
      ...this.#user,
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let output = ''
    const isReady = new Promise<boolean>((resolve) => {
      child.once('close', () => resolve(false))
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('database system is ready to accept connections')) resolve(true)
      })
    })
    if (!(await isReady)) return output
    this.#process = child
    return undefined
  }

  /** As when the machine's memory is exhausted: all of its processes, and none of them hears of it. */
  async kill(): Promise<void> {
    const { pid } = this.#process!
    const ended = once(this.#process!, 'exit')
    for (const one of [pid!, ...childrenOf(pid!)]) killOne(one)
    await ended
  }

  /** Clients that were ended may still be leaving: they hear nothing of it. Those that stay are sent away. */
  async stop(): Promise<void> {
    const ended = once(this.#process!, 'exit')
    this.#process!.kill('SIGTERM')
    const late = setTimeout(() => this.#process!.kill('SIGINT'), LONGEST_STAY)
    await ended
    clearTimeout(late)
    rmSync(this.#folder, { recursive: true })
  }
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  return existsSync(file) ? (readFileSync(file, 'utf8').match(/\d+/g) ?? []).map(Number) : []
}

/** One may have ended by itself meanwhile. */
function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
