import { expect, test } from 'vitest'
import { distance } from '../../demo/pages/times.js'

const NOW = 1_800_000_000.3

test.each([
  [0, 'now'],
  [-1, '1 second ago'],
  [-119, '119 seconds ago'],
  [-120, '2 minutes ago'],
  [30 * 60, 'in 30 minutes'],
  [-7200, '2 hours ago'],
  [43_200, 'in 12 hours'],
])('%i seconds: %s', (seconds, words) => {
  expect(distance(NOW + seconds, NOW)).toBe(words)
})

test('the last use, in whole seconds, is never before the beginning, which has fractions', () => {
  const age = (words: string): number => (words === 'now' ? 0 : Number.parseInt(words, 10))
  for (let tenths = 0; tenths < 40; tenths++) {
    const created = NOW - tenths / 10
    for (const accessed of [Math.floor(created), Math.round(created), Math.ceil(created)]) {
      const [begun, used] = [distance(created, NOW), distance(accessed, NOW)]
      expect(age(used), `${used} after ${begun}`).toBeLessThanOrEqual(age(begun))
      expect(used).not.toMatch(/^in /)
    }
  }
})
