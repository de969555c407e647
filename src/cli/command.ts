/** What a command is: its words for the help, its options, and what it does. */
import type { ExitCode } from './exit.js'
import type { Io } from './io.js'

export { EXIT } from './exit.js'
export type { ExitCode } from './exit.js'

/** One option of a command. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string'
  /** Whether it may be given several times. */
  readonly multiple?: true
  /** What stands for its value in the help, such as `FILE`. */
  readonly value?: string
  /** The values that it may have, where these are few: completion offers them. */
  readonly choices?: readonly string[]
  readonly help: string
}

export type Options = Readonly<Record<string, OptionSpec>>

/** What was given for an option; a `boolean` that was not is `false`. */
type Value<O extends OptionSpec> = O extends { type: 'boolean' }
  ? boolean
  : O extends { multiple: true }
    ? readonly string[]
    : string | undefined

export type Values<O extends Options> = { readonly [Name in keyof O]: Value<O[Name]> }

/** What a command is called with. */
export interface Call<O extends Options = Options> {
  readonly io: Io
  readonly values: Values<O>
  readonly positionals: readonly string[]
}

export interface Command<O extends Options = Options> {
  /** What stands behind its name in the help, a line for each way to call it. */
  readonly usage: readonly string[]
  /** What it does, and what its exit code tells. Lines of 80 characters at most. */
  readonly about: string
  readonly options: O
  /** Lines of a shell, and what each is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  /** The words that it takes besides options, where these are few: completion offers them. */
  readonly words?: readonly string[]
  /** How many of them it takes. */
  readonly most: number
  readonly run: (call: Call<O>) => Promise<ExitCode>
}

/** A command as the table has it: what its options are is known to itself alone. */
export function defineCommand<const O extends Options>(own: Command<O>): Command {
  return own as unknown as Command
}
