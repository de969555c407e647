import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'

const STDERR = 2

/** A line on the terminal that says how far a long test has come; nothing where there is no terminal. */
export class Progress implements Disposable {
  readonly #label: string
  readonly #total: number
  readonly #isShown = isatty(STDERR)
  #done = 0
  #shownAt = 0

  constructor(label: string, total: number) {
    this.#label = label
    this.#total = total
  }

  step(): void {
    this.#done++
    if (!this.#isShown || performance.now() - this.#shownAt < 200) return
    this.#shownAt = performance.now()
    writeSync(STDERR, `\r${this.#label}: ${this.#done} of ${this.#total} values`)
  }

  [Symbol.dispose](): void {
    if (this.#isShown) writeSync(STDERR, '\r\u001b[K')
  }
}
