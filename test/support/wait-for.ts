import { setTimeout as sleep } from 'node:timers/promises'
import { vi } from 'vitest'

/** Milliseconds: long for what comes about, and short beside the time that a test has. */
const PATIENCE = 20_000

/** Milliseconds, for a server to start, a cluster to form, a failover. */
const LONG_PATIENCE = 60_000

/** Calls `check` again and again until it does not throw, and gives what it gives; a machine may be busy meanwhile. */
export function waitFor<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE })
}

/** Waits until `check` gives true. */
export async function untilTrue(check: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + LONG_PATIENCE
  while (!(await check())) {
    if (Date.now() > end) throw new Error('It did not come about in time')
    await sleep(20)
  }
}
