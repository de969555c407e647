/** The arguments of a command, held against its options. */
import { parseArgs } from 'node:util'
import type { Options, Values } from './command.js'
import { UsageError } from './errors.js'
import { nearest } from './nearest.js'

export interface Parsed<O extends Options> {
  readonly values: Values<O>
  readonly positionals: readonly string[]
}

/** Options that every command has. */
const HELP = { type: 'boolean', short: 'h' } as const

/**
 * What was given; `'help'` where that was asked for, whatever else was.
 *
 * @throws {UsageError} for options that are none, lack a value, or have one; for more than `most` words
 */
export function parse<O extends Options>(
  args: readonly string[],
  options: O,
  most: number,
): Parsed<O> | 'help' {
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...options, help: HELP },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = tokens.filter((token) => token.kind === 'option')
  if (given.some(({ name }) => name === 'help')) return 'help'
  for (const token of given) checkOption(token, options)
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? token.value : []))
  if (positionals.length > most) throw new UsageError(tooMany(most))
  return { values: valuesOf(given, options), positionals }
}

const tooMany = (most: number): string =>
  most === 0
    ? 'takes options only'
    : `takes ${most === 1 ? 'one word' : `${most} words`} besides options: put what has blanks in quotes`

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken, options: Options): void {
  const spec = Object.hasOwn(options, name) ? options[name]! : undefined
  if (spec === undefined) throw new UsageError(unknown(rawName, Object.keys(options)))
  if (spec.type === 'boolean' && inlineValue) throw new UsageError(`--${name} takes no value`)
  if (spec.type === 'string' && !value) {
    throw new UsageError(`--${name} needs a value: --${name} ${spec.value ?? 'VALUE'}`)
  }
  if (spec.choices !== undefined && !spec.choices.includes(value!)) {
    throw new UsageError(`--${name} ${noChoice(value!, spec.choices)}`)
  }
}

function noChoice(value: string, choices: readonly string[]): string {
  const near = nearest(value, choices)
  return near === undefined
    ? `is one of ${choices.join(', ')}`
    : `has no such value: did you mean ${near}?`
}

/** What looks like an option. All else may be a cookie, which is not repeated. */
const OPTION = /^--?[a-z][a-z-]{0,24}$/

function unknown(rawName: string, known: readonly string[]): string {
  if (!OPTION.test(rawName) || !rawName.startsWith('--')) {
    return 'an argument begins with "-" and is no option: put -- before a cookie that does'
  }
  const near = nearest(rawName.slice(2), [...known, 'help'])
  const hint = near === undefined ? '' : `: did you mean --${near}?`
  return `there is no option ${rawName}${hint}`
}

function valuesOf<O extends Options>(given: readonly OptionToken[], options: O): Values<O> {
  const entries = Object.entries(options).map(([name, { type, multiple }]) => {
    const values = given.filter((token) => token.name === name).map(({ value }) => value)
    if (type === 'boolean') return [name, values.length > 0]
    return [name, multiple === true ? values : values.at(-1)]
  })
  return Object.fromEntries(entries) as Values<O>
}
