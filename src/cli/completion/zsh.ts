/** Completion for zsh. */
import type { OptionSpec } from '../command.js'
import { inQuotes, isFile } from './shared.js'
import type { Completed } from './shared.js'

export function zsh(commands: readonly Completed[]): string {
  const list = commands.map(({ name, summary }) => `    ${inQuotes(`${name}:${summary}`)}`)
  const cases = commands.map((command) => `    ${command.name}) _arguments ${specsOf(command)} ;;`)
  return `#compdef cartouche
_cartouche() {
  local -a commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  shift words; (( CURRENT-- ))
  case "$words[1]" in
${cases.join('\n')}
  esac
}
compdef _cartouche cartouche`
}

function specsOf({ options, words }: Completed): string {
  const specs = Object.entries(options).map(([name, spec]) => specOf(name, spec))
  const own = words.length === 0 ? [] : [`:word:(${words.join(' ')})`]
  return [...own, ...specs].map(inQuotes).join(' ')
}

function specOf(name: string, { multiple, help, ...spec }: OptionSpec): string {
  const { value, choices } = spec
  const text = help.replace(/[[\]:]/g, String.raw`\$&`)
  const action = isFile({ ...spec, help }) ? '_files' : `(${(choices ?? []).join(' ')})`
  const takes = value === undefined ? '' : `:${value}:${action}`
  return `${multiple === true ? '*' : ''}--${name}[${text}]${takes}`
}
