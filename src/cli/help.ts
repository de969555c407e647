/** The texts of `--help`. */
import type { Paint } from './colours.js'
import type { Command, OptionSpec, Options } from './command.js'
import { COMMANDS } from './commands.js'
import type { Entry } from './commands.js'

export function mainHelp(paint: Paint): string {
  const rows = COMMANDS.map(({ name, summary }) => [name, summary] as const)
  return [
    `usage: ${paint('bold', 'cartouche')} COMMAND [OPTIONS]`,
    '',
    'Sees into sessions: those of cartouche, of Pyramid, and of the other backends whose cookies it reads.',
    '',
    ...table(rows, paint),
    '',
    `A secret comes from ${paint('bold', '--secret-file')} or ${paint('bold', '--key-file')}, from CARTOUCHE_SECRET or CARTOUCHE_KEY`,
    'in the environment, or is asked for. It is never printed.',
    '',
    'Exit codes: 0 done, or yes; 1 no: not valid, weak, does not stick; 2 it could not be done.',
    '',
    `${paint('bold', 'cartouche COMMAND --help')} tells more of one.`,
  ].join('\n')
}

export function commandHelp(
  { name }: Entry,
  { usage, about, options, examples }: Command,
  paint: Paint,
): string {
  const calls = usage.map(
    (line, at) => `${at === 0 ? 'usage:' : '      '} cartouche ${name} ${line}`.trimEnd(), // for those without arguments
  )
  return [
    ...calls,
    '',
    about,
    '',
    ...optionRows(options, paint),
    ...choiceLines(options),
    '',
    ...examples.flatMap(([line, purpose]) => [`  ${paint('dim', `# ${purpose}`)}`, `  ${line}`]),
  ].join('\n')
}

function optionRows(options: Options, paint: Paint): string[] {
  const all: Options = { ...options, help: { type: 'boolean', help: 'print this' } }
  return table(
    Object.entries(all).map(([name, spec]) => [optionName(name, spec), spec.help]),
    paint,
  )
}

export const optionName = (name: string, { type, value }: OptionSpec): string =>
  type === 'boolean' ? `--${name}` : `--${name} ${value ?? 'VALUE'}`

function table(rows: readonly (readonly [string, string])[], paint: Paint): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(
    ([name, text]) => `  ${paint('bold', name)}${' '.repeat(width - name.length)}  ${text}`,
  )
}

/** Choices that an option's own line has no room for. */
function choiceLines(options: Options): readonly string[] {
  const many = Object.values(options).find(({ choices = [] }) => choices.length > FEW)
  return many === undefined
    ? []
    : ['', `  ${many.value ?? 'VALUE'} is one of`, ...wrapped(many.choices!)]
}

const FEW = 5
const WIDTH = 90 // characters

function wrapped(words: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const [at, word] of words.entries()) {
    const text = at === words.length - 1 ? word : `${word},`
    const last = lines.at(-1)
    if (last !== undefined && last.length + text.length < WIDTH)
      lines.splice(-1, 1, `${last} ${text}`)
    else lines.push(`    ${text}`)
  }
  return lines
}
