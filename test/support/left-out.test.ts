/** What a run of the tests says of those that it leaves out. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
/** It has one test that needs Python and one that does not. */
const FILE = 'test/bench/measure.test.ts'
/** Milliseconds: it starts the runner. */
const TIMEOUT = 120_000

/** Runs the tests of a file on a machine that has no program but Node. */
function runWithoutTools(environment: NodeJS.ProcessEnv): { status: number | null; end: string } {
  const { CI: _, ...rest } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [VITEST, 'run', FILE], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...rest, NO_COLOR: '1', PATH: '', ...environment },
  })
  return { status, end: stdout.slice(stdout.indexOf(' Test Files ')) + stderr }
}

test('the end of a run tells what was left out for want of what', { timeout: TIMEOUT }, () => {
  const { status, end } = runWithoutTools({})
  expect(end).toMatch(/^ +Tests +1 passed \| 1 skipped \(2\)$/m)
  expect(end).toContain(`\nLEFT OUT for want of python3: 1 of 2 tests in ${FILE}\n`)
  expect(status).toBe(0)
})

test('in CI the run fails instead', { timeout: TIMEOUT }, () => {
  const { status, end } = runWithoutTools({ CI: 'true' })
  expect(end).toContain('CI must run the tests that need python3')
  expect(end).not.toContain('LEFT OUT')
  expect(status).toBe(1)
})
