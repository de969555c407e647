/** What `npm run release -- --check` says of states that cannot be released, and of one that can. */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../../scripts/release.js', import.meta.url))
const top = mkdtempSync(join(tmpdir(), 'cartouche-release-'))
afterAll(() => rmSync(top, { recursive: true }))

const READY = { name: 'cartouche', version: '1.2.3', repository: 'github:example/cartouche' }
const CHANGES = '# Changelog\n\n## 1.2.3 - 2026-02-03\n'

let folder: string
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })

beforeEach(() => {
  folder = mkdtempSync(join(top, 'clone-'))
  git('init', '--quiet', '--initial-branch=main')
  commit({})
})

function commit({ manifest = READY, changes = CHANGES }: { manifest?: object; changes?: string }) {
  copyFileSync(script, join(folder, 'release.js'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', ...manifest }))
  writeFileSync(join(folder, 'CHANGELOG.md'), changes)
  git('add', '.')
  git('commit', '--quiet', '--message', 'A state')
}

function checked(): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['release.js', '--check'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, text: stdout + stderr }
}

test('a state that can be released', () => {
  expect(checked()).toEqual({ status: 0, text: '✓ cartouche 1.2.3 can be released\n' })
})

test.each([
  ['a day is missing', { changes: '## 1.2.3 - not yet released\n' }, 'no heading "## 1.2.3 - "'],
  ['another version is dated', { changes: '## 11.2.3 - 2026-02-03\n' }, 'no heading'],
  ['there is no repository', { manifest: { ...READY, repository: undefined } }, 'no repository'],
])('%s', (_, state, says) => {
  commit(state)
  const { status, text } = checked()
  expect(status).toBe(1)
  expect(text).toMatch(/^✗ [^\n]+\n$/)
  expect(text).toContain(says)
})

test('all that is missing is told at once', () => {
  git('tag', 'v1.2.3')
  git('checkout', '--quiet', '-b', 'other')
  writeFileSync(join(folder, 'new.txt'), '')
  const { status, text } = checked()
  expect([status, text.split('\n').length]).toEqual([1, 4])
  expect(text).toMatch(/not committed\n.*not the branch main\n.*a tag v1\.2\.3 already/s)
})
