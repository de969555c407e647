/** The inputs that are kept must not fail again, and a short search for others must find none. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../../fuzz/run.js', import.meta.url))

// Always the same seed: what a new search finds is no fault of the change at hand (npm run fuzz).
test.each(['loads', 'explain'])(
  'no pickle crashes, stalls or changes: %s',
  { timeout: 240_000 },
  async (target) => {
    const args = [PROGRAM, '--seconds', '3', '--seed', '1', '--target', target]
    const running = promisify(execFile)(process.execPath, args, {
      // Other tests run at the same time. What is slow by design is slower than this by far.
      env: { ...process.env, FUZZ_SLACK: '10' },
    })
    // What failed is told on the standard output.
    const { stdout } = await running.catch((failure: { readonly stdout: string }) => failure)
    expect(stdout).toContain('Kept inputs: 0 failures')
    expect(stdout).toMatch(/^[1-9]\d* inputs: 0 failures$/m)
  },
)
