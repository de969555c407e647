/** Completion for bash. */
import type { OptionSpec } from '../command.js'
import { isFile } from './shared.js'
import type { Completed } from './shared.js'

export function bash(commands: readonly Completed[]): string {
  const names = commands.map(({ name }) => name).join(' ')
  const cases = commands.map((command) => `    ${command.name}) words='${wordsOf(command)}' ;;`)
  return `_cartouche() {
  local words='${names}'
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  if [ "$COMP_CWORD" -gt 1 ]; then case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words='' ;;
  esac; fi
  case "$before" in
${valueCases(commands).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _cartouche cartouche`
}

const wordsOf = ({ options, words }: Completed): string =>
  [...words, ...Object.keys(options).map((name) => `--${name}`)].join(' ')

/** What stands behind an option. One of a name takes the same in all commands, or what all of them take together. */
function valueCases(commands: readonly Completed[]): readonly string[] {
  const specs = commands.flatMap(({ options }) => Object.entries(options))
  const files = namesOf(specs.filter(([, spec]) => isFile(spec)))
  const withChoices = specs.filter(([, { choices }]) => choices !== undefined)
  const choices = namesOf(withChoices).map((name) => {
    const words = withChoices.flatMap(([own, { choices = [] }]) => (own === name ? choices : []))
    return `    --${name}) words='${[...new Set(words)].join(' ')}' ;;`
  })
  const flags = files.map((name) => `--${name}`).join('|')
  return [`    ${flags}) COMPREPLY=($(compgen -f -- "$word")); return ;;`, ...choices]
}

const namesOf = (specs: readonly (readonly [name: string, spec: OptionSpec])[]): string[] => [
  ...new Set(specs.map(([name]) => name)),
]
