/** `cartouche completion`. */
import { EXIT, defineCommand } from '../command.js'
import type { Command } from '../command.js'
import { COMMANDS } from '../commands.js'
import type { Entry } from '../commands.js'
import { bash } from '../completion/bash.js'
import { fish } from '../completion/fish.js'
import type { Completed } from '../completion/shared.js'
import { zsh } from '../completion/zsh.js'
import { UsageError } from '../errors.js'

const SHELLS: ReadonlyMap<string, (commands: readonly Completed[]) => string> = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
])

export const command: Command = defineCommand({
  usage: ['bash | zsh | fish'],
  about: 'Prints what a shell reads to complete commands, options and their values.',
  options: {},
  words: [...SHELLS.keys()],
  examples: [
    ['source <(cartouche completion bash)', 'in ~/.bashrc'],
    ['source <(cartouche completion zsh)', 'in ~/.zshrc, below compinit'],
    ['cartouche completion fish > ~/.config/fish/completions/cartouche.fish', 'once'],
  ],
  most: 1,
  run: async ({ io, positionals: [shell = ''] }) => {
    const script = SHELLS.get(shell)
    if (script === undefined) throw new UsageError('is given a shell: bash, zsh or fish')
    io.print(script(await Promise.all(COMMANDS.map(loaded))))
    return EXIT.yes
  },
})

async function loaded({ name, summary, load }: Entry): Promise<Completed> {
  const { options, words = [] } = (await load()).command
  return {
    name,
    summary,
    options: { ...options, help: { type: 'boolean', help: 'print this' } },
    words,
  }
}
