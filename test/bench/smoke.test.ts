/**
 * The smoke run sees a loss of speed. Whether there is one is for `npm run bench:smoke` on a quiet machine: on a busy
 * one the ratios move by half.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const SMOKE = new URL('../../bench/smoke.js', import.meta.url).pathname
/** It measures for some seconds; on a busy machine it may take many times as long. In milliseconds. */
const TIMEOUT = 600_000

/** In processes of its own: what else the tests do slows ours and the floor alike. */
function runSmoke(...args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [SMOKE, ...args], (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr })
    })
  })
}

/** What else runs meanwhile may hide the part of a session in a server. */
const RETRIES = 2

test(
  'the smoke run fails when everything takes longer',
  { timeout: TIMEOUT, retry: RETRIES },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cartouche-smoke-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const baseline = join(folder, 'baseline.json')
    const written = await runSmoke('--write', '--baseline', baseline)
    expect(written.code, written.output).toBe(0)

    const { code, output } = await runSmoke('--baseline', baseline, '--slower', '5')
    expect(output).toContain('SLOWER: read 1 KB, SHA-1 hex, pickle takes')
    expect(output).toContain('SLOWER: write 157 B, SHA-512, JSON takes')
    expect(output).toContain(
      'SLOWER: server: sealed, read and reissued, cookie-session as the floor takes',
    )
    expect(code).toBe(1)
  },
)
