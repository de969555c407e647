import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.js'
import { findTool } from '../support/tools.js'
import { run, temporaryFolder } from './run.js'

const folder = temporaryFolder()
afterAll(folder.remove)

const NAMES = COMMANDS.map(({ name }) => name)
const bash = findTool('bash')
const { stdout: script } = await run(['completion', 'bash'])

/** What bash offers for the last of the words. */
function offered(words: readonly string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ')
  const line = `${script}\nCOMP_WORDS=(cartouche ${list}); COMP_CWORD=${words.length}; _cartouche; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = spawnSync(bash!, ['-c', line], { cwd: folder.path, encoding: 'utf8' })
  return stdout
    .trimEnd()
    .split('\n')
    .filter((word) => word !== '')
}

describe.skipIf(bash === undefined)('bash completes', () => {
  test('commands', () => {
    expect(offered(['']).toSorted()).toEqual(NAMES.toSorted())
    expect(offered(['ins'])).toEqual(['inspect'])
  })

  test.each(COMMANDS)('options of $name', async ({ name, load }) => {
    const { options } = (await load()).command
    const flags = [...Object.keys(options), 'help'].map((option) => `--${option}`)
    expect(offered([name, '--']).toSorted()).toEqual(flags.toSorted())
  })

  test('values, and words', () => {
    expect(offered(['completion', 'z'])).toEqual(['zsh'])
    expect(offered(['keygen', '--encoding', 'h'])).toEqual(['hex'])
    writeFileSync(join(folder.path, 'secret.txt'), '')
    expect(offered(['verify', '--secret-file', 'sec'])).toEqual(['secret.txt'])
  })
})

/** They are not installed everywhere: what is in the scripts is looked at. */
describe.each(['zsh', 'fish'])('%s', (shell) => {
  test('has every command and option', async () => {
    const { status, stdout } = await run(['completion', shell])
    expect(status).toBe(0)
    for (const { name, load } of COMMANDS) {
      expect(stdout).toContain(name)
      for (const option of Object.keys((await load()).command.options)) {
        expect(stdout).toContain(shell === 'zsh' ? `--${option}[` : ` -l ${option} `)
      }
    }
  })
})

test.each([[[]], [['tcsh']]])('%j is no shell', async (args) => {
  const { status, stderr } = await run(['completion', ...args])
  expect([status, stderr]).toEqual([
    2,
    'cartouche completion: is given a shell: bash, zsh or fish. See cartouche completion --help\n',
  ])
})
