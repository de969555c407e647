/** Asks for a secret on the terminal, which does not show it. */
import { openSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import { CliError, Interrupted } from './errors.js'
import type { Io } from './io.js'

/** @throws {Interrupted} for Ctrl-C; {CliError} where there is no terminal */
export async function promptHidden(io: Io, question: string): Promise<string> {
  const terminal = io.stdin.isTTY ? (io.stdin as ReadStream) : openTerminal()
  // Before it asks: who answers at once is not to be shown either.
  terminal.setRawMode(true)
  io.screen?.write(`${question}: `)
  try {
    return await typedLine(terminal)
  } finally {
    terminal.setRawMode(false)
    terminal.pause()
    if (terminal !== io.stdin) terminal.destroy()
    io.screen?.write('\n')
  }
}

/** The terminal itself, where the standard input has the cookie. */
function openTerminal(): ReadStream {
  try {
    return new ReadStream(openSync('/dev/tty', 'r'))
  } catch {
    throw new CliError('--ask needs a terminal: give --secret-file FILE')
  }
}

const ENDS: readonly string[] = ['\r', '\n', '\x04'] // Ctrl-D too
const CTRL_C = '\x03'
const CTRL_U = '\x15'
const BACKSPACES: readonly string[] = ['\x7f', '\b']
/** What arrow keys and their like send. */
// eslint-disable-next-line no-control-regex
const SEQUENCES = /\x1b\[[\d;]*[A-Za-z~]/g

function typedLine(terminal: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let line: readonly string[] = []
    const stop = (): void => void terminal.off('data', hear)
    const hear = (data: Buffer | string): void => {
      for (const key of data.toString().replace(SEQUENCES, '')) {
        if (key === CTRL_C) return (stop(), reject(new Interrupted()))
        if (ENDS.includes(key)) return (stop(), resolve(line.join('')))
        line = edited(line, key)
      }
    }
    terminal.on('data', hear).resume()
  })
}

function edited(line: readonly string[], key: string): readonly string[] {
  if (key === CTRL_U) return []
  if (BACKSPACES.includes(key)) return line.slice(0, -1)
  return key < ' ' ? line : [...line, key]
}
