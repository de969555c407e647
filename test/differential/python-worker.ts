/** The Python process of the differential test, which answers one request after the other. */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { python } from '../support/python.js'
import type { Description } from './description.js'

const WORKER = fileURLToPath(new URL('worker.py', import.meta.url))

/** What Python makes of a value and of our pickle of it. */
export interface Checked {
  /** Its own pickle of the value, in hexadecimal. */
  readonly theirs: string
  /** The value as Python built it, where there are sets: those have their own order there. */
  readonly built?: Description
  /** What our pickle means to it. */
  readonly loaded: Description
}

/** A value that Python made up. */
export interface Made {
  readonly theirs: string
  readonly value: Description
}

interface CheckRequest {
  readonly value: Description
  readonly protocol: number
  readonly hasSets: boolean
  /** Our pickle of the value, in hexadecimal. */
  readonly ours: string
}

interface MakeRequest {
  readonly seed: number
  /** How deep containers lie in each other at most. */
  readonly depth: number
  readonly protocol: number
}

export class PythonWorker implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: Interface
  readonly #answers: AsyncIterator<string>

  constructor() {
    this.#process = spawn(python!, [WORKER], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Sets are to have the same order each time.
      env: { ...process.env, PYTHONHASHSEED: '0' },
    })
    this.#lines = createInterface(this.#process.stdout)
    this.#answers = this.#lines[Symbol.asyncIterator]()
  }

  check(request: CheckRequest): Promise<Checked> {
    return this.#ask({ do: 'check', ...request })
  }

  make(request: MakeRequest): Promise<Made> {
    return this.#ask({ do: 'make', ...request })
  }

  async #ask<Answer>(request: object): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.#answers.next()
    if (done === true) throw new Error('Python ended early')
    const answer = JSON.parse(value) as Answer & { readonly error?: string }
    if (answer.error !== undefined) throw new Error(`Python: ${answer.error}`)
    return answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.stdin.end()
    this.#lines.close()
    await new Promise((resolve) => this.#process.once('close', resolve))
  }
}
