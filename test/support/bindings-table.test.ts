/** The table of bindings × behaviours says nothing that has not passed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
/** Milliseconds: it starts the runner. */
const TIMEOUT = 120_000

test('a page stays as it is where a part of the contract has not run', { timeout: TIMEOUT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bindings-table-'))
  const page = join(folder, 'page.md')
  writeFileSync(page, 'as it is')
  const args = [VITEST, 'run', 'test/bindings/fetch.test.ts', '-t', 'contract of bindings']
  const env = { ...process.env, NO_COLOR: '1', BINDINGS_TABLE: page }
  const options = { cwd: ROOT, encoding: 'utf8', env } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  const left = readFileSync(page, 'utf8')
  rmSync(folder, { recursive: true })
  expect(stdout).toMatch(/ Tests +\d+ passed/)
  expect(stderr).toContain(`${page} is left as it is. These have not passed:\nnode:http: a request`)
  expect(stderr).toContain('\nExpress: a request')
  expect(stderr).not.toContain('\nfetch: ')
  expect([status, left]).toEqual([1, 'as it is'])
})
