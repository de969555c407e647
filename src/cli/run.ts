/** From the arguments of the process to its exit code. */
import { parse } from './arguments.js'
import { EXIT } from './command.js'
import { COMMANDS } from './commands.js'
import type { Entry } from './commands.js'
import { CliError, Interrupted, UsageError } from './errors.js'
import { commandHelp, mainHelp } from './help.js'
import type { Io } from './io.js'
import { nearest } from './nearest.js'

/** Of a process that Ctrl-C ended, as shells have it. */
const INTERRUPTED = 130

export async function run(args: readonly string[], io: Io): Promise<number> {
  const [name = '--help', ...rest] = args
  try {
    if (name === '--help' || name === '-h') return printed(io, mainHelp(io.paint))
    if (name === '--version' || name === '-V') return printed(io, await version())
    if (name === 'help') return await help(rest, io)
    return await runCommand(entryOf(name), rest, io)
  } catch (error) {
    return await told(error, name, io)
  }
}

function printed(io: Io, text: string): number {
  io.print(text)
  return EXIT.yes
}

async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const { packageFile } = await import('./package-files.js')
  const { version } = JSON.parse(await readFile(packageFile('package.json'), 'utf8')) as {
    version: string
  }
  return version
}

/** `cartouche help inspect` is `cartouche inspect --help`. */
function help([name = '--help']: readonly string[], io: Io): Promise<number> {
  return run(name === '--help' ? [name] : [name, '--help'], io)
}

function entryOf(name: string): Entry {
  const entry = COMMANDS.find((entry) => entry.name === name)
  if (entry !== undefined) return entry
  const near = nearest(
    name,
    COMMANDS.map(({ name }) => name),
  )
  // What is no word is a cookie, mostly, and is not repeated.
  if (!/^[a-z-]{1,20}$/i.test(name)) {
    throw new UsageError('the first word is a command: did you mean "cartouche inspect COOKIE"?')
  }
  const hint = near === undefined ? '' : `: did you mean ${near}?`
  const kind = name.startsWith('-') ? 'option' : 'command'
  throw new UsageError(`there is no ${kind} ${name}${hint}`)
}

async function runCommand(entry: Entry, args: readonly string[], io: Io): Promise<number> {
  const { command } = await entry.load()
  const parsed = parse(args, command.options, command.most)
  if (parsed === 'help') return printed(io, commandHelp(entry, command, io.paint))
  return await command.run({ io, ...parsed })
}

/** One line for what can be expected; of a mistake of ours, all that is known. */
async function told(error: unknown, name: string, io: Io): Promise<number> {
  if (error instanceof Interrupted) return INTERRUPTED
  const isCommand = COMMANDS.some((entry) => entry.name === name)
  const who = isCommand ? `cartouche ${name}` : 'cartouche'
  const message = await messageOf(error)
  const end = message.endsWith('?') ? '' : '.'
  const help = error instanceof UsageError ? `${end} See ${who} --help` : ''
  io.note(`${io.paintNote('red', `${who}:`)} ${message}${help}`)
  return EXIT.trouble
}

async function messageOf(error: unknown): Promise<string> {
  if (error instanceof CliError) return error.message
  const { CartoucheError } = await import('../errors.js')
  if (error instanceof CartoucheError) return error.message
  return `a mistake of cartouche, which should be reported: ${(error as Error)?.stack ?? String(error)}`
}
