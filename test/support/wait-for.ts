import { vi } from 'vitest'

/** Milliseconds: long for what comes about, and short beside the time that a test has. */
const PATIENCE = 20_000

/** Calls `check` again and again until it does not throw, and gives what it gives; a machine may be busy meanwhile. */
export function waitFor<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE })
}
