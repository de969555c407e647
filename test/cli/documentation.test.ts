/** Every console of `docs/command-line.md` is run, and shows what it says: `…` stands for whatever is there. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.js'
import { page } from './pages.js'
import type { Page } from './pages.js'
import { shell, temporaryFolder } from './run.js'

const text = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8')
const folder = temporaryFolder()

/** What doctor is shown at. */
let app: Page
beforeAll(async () => {
  app = await page(() => ({ cookies: ['session=abc; Path=/admin; HttpOnly; SameSite=Lax'] }))
})
afterAll(async () => {
  folder.remove()
  await app.close()
})

interface Shown {
  readonly line: string
  readonly output: string
}

const consoles = [...text.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block]) =>
  shownIn(block!),
)

/** Each line behind a `$`, and what stands below it. */
function shownIn(block: string): Shown[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return { line: part.slice(0, end), output: part.slice(end + 1) }
    })
}

/** A line of `…` alone is any number of lines. */
function patternOf(output: string): RegExp {
  const pattern = output
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/^…\n/gm, '(?:.*\\n)*?')
    .replaceAll('…', '.+')
  return new RegExp(`^${pattern}$`)
}

describe('docs/command-line.md', () => {
  test('shows some', () => expect(consoles.length).toBeGreaterThan(15))

  // In their order: some make the files of others.
  test.each(consoles)('$ $line', async ({ line, output }) => {
    const here = line.replace('http://localhost:3000/', app.url)
    const { stdout, stderr } = await shell(`exec 2>&1\n${here}`, folder.path)
    expect(stdout.replaceAll(app.url, 'http://localhost:3000/')).toMatch(patternOf(output))
    expect(stderr).toBe('')
  })

  test('tells of every command', () => {
    const [, table] = /^\| command .*\n\| -.*\n((?:\|.*\n)+)/m.exec(text)!
    const told = [...table!.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name)
    expect(told).toEqual(COMMANDS.map(({ name }) => name))
  })
})
