/** The time of work. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { timeOfWork } from './time.js'

test('work counts', () => {
  const start = timeOfWork()
  const end = performance.now() + 60_000
  while (timeOfWork() - start < 50) expect(performance.now()).toBeLessThan(end)
})

// Elsewhere it is that of a clock.
test.each(existsSync('/proc/thread-self/schedstat') ? ['a wait'] : [])('%s does not', () => {
  const start = timeOfWork()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  expect(timeOfWork() - start).toBeLessThan(100)
})
