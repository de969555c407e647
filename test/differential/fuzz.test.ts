/** The inputs that are kept must not fail again, and a short search for others must find none. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../../fuzz/run.js', import.meta.url))

test('no pickle crashes, stalls or changes', { timeout: 300_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, '--seconds', '5'])
  expect(stdout).toMatch(/^[1-9]\d* inputs: 0 failures$/m)
})
