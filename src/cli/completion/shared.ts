/** What the scripts of all shells are made of. */
import type { OptionSpec, Options } from '../command.js'

/** A command, with what a shell offers behind it. */
export interface Completed {
  readonly name: string
  readonly summary: string
  readonly options: Options
  /** Words that it takes besides options, where these are few. */
  readonly words: readonly string[]
}

/** In single quotes, for a shell. */
export const inQuotes = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

export const isFile = ({ value }: OptionSpec): boolean => value === 'FILE'
