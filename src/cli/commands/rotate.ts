/** `cartouche rotate`. */
import { fstatSync } from 'node:fs'
import { EXIT, defineCommand } from '../command.js'
import { counted } from '../duration.js'
import { CliError } from '../errors.js'
import { linesOf } from '../input.js'
import { READ_OPTIONS, readingOf } from '../inspect-options.js'
import type { Io } from '../io.js'
import { progressOf } from '../progress.js'
import type { Progress } from '../progress.js'
import { rotation } from '../rotation.js'
import { NEW_SECRET_OPTIONS, neededNewSecrets, neededSecrets } from '../secrets.js'
import { WRITERS } from '../writers.js'

export const command = defineCommand({
  usage: ['--secret-file FILE --new-secret-file FILE [--to FORMAT] < COOKIES'],
  about: `Signs cookies again: by another secret, or in another format. Reads one a line from the
standard input, a value or NAME=VALUE, and prints as many lines. What is not valid becomes an empty
line, and standard error says why. Exit code 1: there were such.`,
  options: {
    to: {
      type: 'string',
      value: 'FORMAT',
      choices: Object.keys(WRITERS),
      help: 'the new format (default: the same)',
    },
    'new-name': {
      type: 'string',
      value: 'NAME',
      help: "the new cookie's name (default: the same)",
    },
    'new-option': {
      type: 'string',
      multiple: true,
      value: 'NAME=VALUE',
      help: 'an option of the new format, as its factory has it',
    },
    'include-expired': { type: 'boolean', help: 'sessions that have ended too' },
    ...READ_OPTIONS,
    ...NEW_SECRET_OPTIONS,
  },
  examples: [
    [
      'cartouche rotate --secret-file old.txt --new-secret-file new.txt < cookies.txt > rotated.txt',
      'from one secret to another',
    ],
    [
      'cartouche rotate --name session --secret-file secret.txt --to sealed --new-name __Host-session --new-key-file session.key < cookies.txt',
      'from Pyramid to sealed sessions',
    ],
  ],
  most: 0,
  run: async (call) => {
    const { io, values } = call
    const rotate = rotation({
      ...values,
      reading: readingOf(values),
      secrets: await neededSecrets(call),
      newSecrets: await neededNewSecrets(call),
    })
    const { done, failed } = await rotateAll(io, rotate)
    if (failed > 0)
      io.note(`${counted(done - failed, 'cookie')} signed again, ${failed} could not be`)
    return failed > 0 ? EXIT.no : EXIT.yes
  },
})

interface Count {
  readonly done: number
  readonly failed: number
}

async function rotateAll(io: Io, rotate: (line: string) => string): Promise<Count> {
  const progress = progressOf(io, 'cookie')
  const printer = printerOf(io, progress)
  const total = sizeOfInput()
  let [number, done, failed, bytes] = [0, 0, 0, 0]
  for await (const line of linesOf(io)) {
    number++
    bytes += line.length + 1
    if (line !== '') done++
    try {
      await printer.print(line === '' ? '' : rotate(line))
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      failed++
      progress.clear()
      io.note(`line ${number}: ${error.message}`)
      await printer.print('')
    }
    progress.show(done, total && Math.min(1, bytes / total))
  }
  await printer.flush()
  progress.clear()
  return { done, failed }
}

/** Milliseconds between prints: many lines at once are faster, and none is to wait. */
const EVERY = 50

interface Printer {
  readonly print: (line: string) => Promise<void>
  readonly flush: () => Promise<void>
}

function printerOf(io: Io, progress: Progress): Printer {
  let lines: string[] = []
  let at = performance.now()
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return
    progress.clear()
    io.print(lines.join('\n'))
    lines = []
    at = performance.now()
    await io.drained()
  }
  return {
    print: async (line: string): Promise<void> => {
      lines.push(line)
      if (performance.now() - at > EVERY) await flush()
    },
    flush,
  }
}

/** Bytes of the standard input, where it is a file. */
function sizeOfInput(): number | undefined {
  const stat = fstatSync(0)
  return stat.isFile() ? stat.size : undefined
}
