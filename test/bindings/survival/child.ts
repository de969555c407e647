/** The processes that the tests of survival ask. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingHttpHeaders, RequestOptions } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What else a request has than its path. */
export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Milliseconds in which an answer must have come. */
const PATIENCE = 30_000

/** Milliseconds after which one that has ended has said why. */
const SOON = 5000

/** A process that serves faults: their names are its paths. */
export class Child {
  readonly #process: ChildProcess
  #port = 0
  #printed = ''
  #ended: string | undefined

  private constructor(process: ChildProcess) {
    this.#process = process
    process.stderr!.on('data', (chunk) => (this.#printed += String(chunk)))
    // Not its exit: what it printed may come after that.
    process.on('close', (code, signal) => (this.#ended = `${code ?? signal}: ${this.#printed}`))
  }

  /**
   * Starts a process.
   *
   * @param server its module
   * @throws {Error} with what it prints, when it ends before it serves
   */
  static async start(server: URL, args: readonly string[]): Promise<Child> {
    // What the runner was started with says which files of a framework are found.
    const options = { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] } as const
    const process = fork(server, args, options as object)
    const child = new Child(process)
    child.#port = await new Promise((resolve, reject) => {
      process.on('message', (value) => resolve(value as number))
      process.on('close', () => reject(new Error(child.#printed)))
    })
    return child
  }

  /** Why the process has ended, as soon as it has. */
  get ended(): Promise<string> {
    return new Promise((resolve) => {
      if (this.#ended !== undefined) resolve(this.#ended)
      else this.#process.on('close', () => resolve(this.#ended!))
    })
  }

  stop(): void {
    this.#process.kill()
  }

  /** Asks for a fault, or for a path that begins with `/`. */
  send(path: string, { body, ...sent }: Sent = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = this.begin(path, sent)
      outgoing.setTimeout(PATIENCE, () => outgoing.destroy(new Error(`${path}: no answer`)))
      outgoing.on('error', reject)
      outgoing.on('response', (response) => {
        const { statusCode, headers } = response
        text(response).then((body) => resolve({ status: statusCode!, headers, body }), reject)
      })
      outgoing.end(body)
    })
  }

  /** A request that is not sent yet. */
  begin(path: string, options: RequestOptions = {}): ClientRequest {
    const to = { port: this.#port, host: '127.0.0.1', path: pathOf(path), agent: false }
    return httpRequest({ ...to, ...options })
  }

  /** What the process has heard of, and whether the source of the last answer is still open. */
  async heard(): Promise<{ readonly commitErrors: number; readonly isOpen: boolean }> {
    return JSON.parse((await this.send('heard')).body) as never
  }

  /** @throws {Error} when the process has ended, or answers no more */
  async checkAlive(): Promise<void> {
    const { body } = await this.send('ok').catch((error: unknown) => ({ body: String(error) }))
    if (body === 'ok' && this.#ended === undefined) return
    const soon = new Promise((resolve) => setTimeout(resolve, SOON, `it answers ${body}`))
    throw new Error(`The process ended: ${await Promise.race([this.ended, soon])}`)
  }
}

function pathOf(path: string): string {
  if (path.startsWith('/')) return path
  const [name, ...query] = path.split(/(?=\?)/)
  return `/${encodeURIComponent(name!)}${query.join('')}`
}
