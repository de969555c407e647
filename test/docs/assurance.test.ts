/** What `docs/assurance.md` names as shown by is there: tests, folders of them, and commands. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

const root = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/assurance.md', root), 'utf8')

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:claim|-)/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | *\|?$/g, '')))

test('there are such rows', () => expect(rows.length).toBeGreaterThan(20))

test.each(rows)('%s', (_, shownBy) => {
  const named = [...shownBy!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
  const shows = named.filter((name) => isCommand(name) || existsSync(new URL(name, root)))
  expect(named.length + Number(shownBy!.includes('deviation'))).toBeGreaterThan(0)
  expect(shows).toEqual(named)
})

function isCommand(text: string): boolean {
  const [, script = ''] = /^npm (?:run )?([\w:]+)$/.exec(text) ?? []
  return script in packageJson.scripts
}
