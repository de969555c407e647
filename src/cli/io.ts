/** Where commands read and write. */
import { once } from 'node:events'
import type { ReadStream } from 'node:tty'
import { paintFor } from './colours.js'
import type { Paint } from './colours.js'

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
  for (const stream of [stdout, stderr]) stream.on('error', quitOnClosedPipe)
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

/** `cartouche … | head -1`: who reads has enough, and nothing is wrong. */
function quitOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}
