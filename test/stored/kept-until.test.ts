/** Until when a store is told to keep a session: longer than it lives, and not anew with every use. */
import { expect, test } from 'vitest'
import type { SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { Browser, Clock, makeFactory } from './support.js'

type Life = { readonly idleTimeout: number | null; readonly absoluteTimeout: number | null }

/** Seconds for which a store keeps a session that is over. */
const SLACK = 60
const TIMES = 100

/** What the store is told with each use of a session, one every `every` seconds, and when that was. */
async function timesOf(life: Life, every: number): Promise<(readonly [number, number | null])[]> {
  const clock = new Clock()
  const right = memoryStore({ clock: clock.read })
  const times: (readonly [number, number | null])[] = []
  const store: SessionStore = {
    ...right,
    create: (id, session) => {
      times.push([clock.now, session.expires])
      return right.create(id, session)
    },
    update: (id, changes) => {
      times.push([clock.now, changes.expires])
      return right.update(id, changes)
    },
  }
  const browser = new Browser(makeFactory(store, { ...life, clock: clock.read }))
  for (let n = 0; n < TIMES; n++) {
    await browser.visit((session) => session.set('n', n))
    clock.now += every
  }
  expect(times).toHaveLength(TIMES)
  return times
}

test.each([2, 2.5, 30, 31, 100, 1800, 86_400])(
  'with an idleTimeout of %d seconds it is kept for up to a 32nd longer',
  async (idleTimeout) => {
    const times = await timesOf({ idleTimeout, absoluteTimeout: null }, idleTimeout / 64)
    for (const [now, expires] of times) {
      expect(expires).toBeGreaterThanOrEqual(Math.floor(now) + idleTimeout + SLACK)
      expect(expires).toBeLessThan(now + idleTimeout + Math.max(1, idleTimeout / 32) + SLACK + 1)
      expect(Number.isInteger(expires)).toBe(true)
    }
    // The 100 uses are within 100/64 of the time.
    const others = new Set(times.map(([, expires]) => expires)).size
    expect(others).toBeLessThanOrEqual(54)
  },
)

test('it is kept no longer than for its absoluteTimeout', async () => {
  const times = await timesOf({ idleTimeout: 1800, absoluteTimeout: 2000.5 }, 10)
  const end = Math.ceil(times[0]![0] + 2000.5) + SLACK
  expect(Math.max(...times.map(([, expires]) => expires!))).toBe(end)
  const alone = await timesOf({ idleTimeout: null, absoluteTimeout: 2000.5 }, 10)
  expect(new Set(alone.map(([, expires]) => expires))).toEqual(new Set([end]))
})

test('what lives without end is kept so', async () => {
  const times = await timesOf({ idleTimeout: null, absoluteTimeout: null }, 10)
  expect(new Set(times.map(([, expires]) => expires))).toEqual(new Set([null]))
})
