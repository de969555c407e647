/** Completion for fish. */
import type { OptionSpec } from '../command.js'
import { inQuotes, isFile } from './shared.js'
import type { Completed } from './shared.js'

export function fish(commands: readonly Completed[]): string {
  return commands.flatMap(linesOf).join('\n')
}

function linesOf({ name, summary, options, words }: Completed): readonly string[] {
  const within = `complete -c cartouche -n '__fish_seen_subcommand_from ${name}'`
  return [
    `complete -c cartouche -n __fish_use_subcommand -f -a ${name} -d ${inQuotes(summary)}`,
    ...(words.length === 0 ? [] : [`${within} -f -a ${inQuotes(words.join(' '))}`]),
    ...Object.entries(options).map(([option, spec]) => `${within} ${optionOf(option, spec)}`),
  ]
}

function optionOf(name: string, spec: OptionSpec): string {
  const { value, choices, help } = spec
  const takes = value === undefined ? '' : isFile(spec) ? ' -r -F' : ' -x'
  const words = choices === undefined ? '' : ` -a ${inQuotes(choices.join(' '))}`
  return `-l ${name}${takes}${words} -d ${inQuotes(help)}`
}
