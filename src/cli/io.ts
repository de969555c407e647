/** Where commands read and write. */
import { once } from 'node:events'
import type { ReadStream } from 'node:tty'
import { paintFor } from './colours.js'
import type { Paint } from './colours.js'
import { EXIT } from './exit.js'

export interface Io {
  readonly env: NodeJS.ProcessEnv
  readonly stdin: NodeJS.ReadableStream & Partial<Pick<ReadStream, 'isTTY' | 'setRawMode'>>
  /** A line of the answer, or several. */
  readonly print: (text: string) => void
  /** When whoever reads the answer has kept up with it. */
  readonly drained: () => Promise<void>
  /** A line that is no part of it: for whoever sits there. */
  readonly note: (text: string) => void
  /** Colours of the answer. */
  readonly paint: Paint
  /** Colours of notes. */
  readonly paintNote: Paint
  /** Where a progress bar and a prompt go; `undefined` where nobody would see them. */
  readonly screen: NodeJS.WriteStream | undefined
}

/** Those of this process. */
export function processIo(): Io {
  const { env, stdin, stdout, stderr } = process
  stdout.on('error', quit)
  // Whoever does not hear the notes may still want the answer.
  stderr.on('error', () => {})
  return {
    env,
    stdin,
    print: (text) => void stdout.write(`${text}\n`),
    drained: async () => {
      if (stdout.writableNeedDrain) await once(stdout, 'drain')
    },
    note: (text) => void stderr.write(`${text}\n`),
    paint: paintFor(stdout.isTTY, env),
    paintNote: paintFor(stderr.isTTY, env),
    screen: stderr.isTTY ? stderr : undefined,
  }
}

/** Nobody gets the rest of the answer. */
function quit({ code = '' }: NodeJS.ErrnoException): never {
  // `cartouche … | head -1`: who reads has enough, and nothing is wrong.
  if (code === 'EPIPE') process.exit()
  const problem = code === 'ENOSPC' ? 'the disk is full: make room, or write elsewhere' : code
  process.stderr.write(`cartouche: the answer cannot be written: ${problem}\n`)
  process.exit(EXIT.trouble)
}
