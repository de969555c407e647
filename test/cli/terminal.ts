/** Runs the command line in a real pseudo-terminal. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findTool } from '../support/tools.js'
import { MAIN, environment } from './run.js'

const SCRIPT = fileURLToPath(new URL('terminal.py', import.meta.url))

export const python = findTool('python3')

export interface Shown {
  readonly status: number
  /** All that the terminal got, escapes too; lines end in a line feed. */
  readonly text: string
}

export interface TerminalOptions {
  /** What to wait for, and what to type then. */
  readonly typed?: readonly (readonly [seen: string, typed: string])[]
  readonly env?: NodeJS.ProcessEnv
  /** Files in the place of the terminal: for the standard output, and the standard input. */
  readonly out?: string
  readonly in?: string
}

export function inTerminal(args: readonly string[], options: TerminalOptions = {}): Promise<Shown> {
  const { typed = [], env, out, in: input } = options
  const files = { ...(out && { OUT: out }), ...(input && { IN: input }) }
  const all = [SCRIPT, JSON.stringify(typed), process.execPath, MAIN, ...args]
  return new Promise((resolve) => {
    execFile(
      python!,
      all,
      { env: environment({ TERM: 'xterm-256color', ...files, ...env }), encoding: 'utf8' },
      (error, stdout) => {
        const status = error === null ? 0 : Number(error.code)
        resolve({ status, text: stdout.replaceAll('\r\n', '\n') })
      },
    )
  })
}
