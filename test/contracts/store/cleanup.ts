import { expect } from 'vitest'
import { needing } from './behaviour.js'
import type { Behaviours, Place } from './behaviour.js'
import { begin, changes, fieldsAt, newSession } from './support.js'

/** Begins some sessions that are over. */
async function beginMany(at: Place, count: number): Promise<string[]> {
  const expires = at.soon()
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push(await begin(at, { a: '1' }, { subject: 'ann', expires }))
  await at.reach(expires)
  return ids
}

/** An engine that removes what has expired by itself leaves nothing. */
async function leavesNothing(at: Place): Promise<void> {
  await beginMany(at, 5)
  expect(await at.store.cleanup(100)).toBe(0)
}

const inSteps: Behaviours = {
  'what has expired is removed in bounded steps, and counted': async (at) => {
    await beginMany(at, 7)
    const counts: number[] = []
    for (let n = 0; n < 4; n++) counts.push(await at.store.cleanup(3))
    expect(counts).toEqual([3, 3, 1, 0])
  },
}

const ofAnyNumber: Behaviours = {
  'none, or less than none, removes nothing': async (at) => {
    await beginMany(at, 3)
    for (const most of [0, -1, -Infinity, Number.NaN]) {
      expect(await at.store.cleanup(most), String(most)).toBe(0)
    }
    expect(await at.store.cleanup(3)).toBe(3)
  },

  'a part of one removes one': async (at) => {
    await beginMany(at, 3)
    expect(await at.store.cleanup(0.5)).toBe(1)
    expect(await at.store.cleanup(1.5)).toBe(2)
  },
}

const counted: Behaviours = {
  'one that an update ended is counted at most once': async (at) => {
    const id = await begin(at)
    const past = Math.floor(at.now()) - 60
    await at.store.update(id, changes(at, { expires: past, shorten: true }))
    expect(await at.store.cleanup(100)).toBeLessThanOrEqual(1)
    expect(await at.store.cleanup(100)).toBe(0)
  },

  'what was deleted is not counted': async (at) => {
    const id = await begin(at, {}, { expires: at.soon() })
    await at.store.delete(id)
    await beginMany(at, 2)
    await at.reach(at.soon())
    expect(await at.store.cleanup(100)).toBe(2)
  },
}

export const cleanup: Behaviours = {
  'where nothing has expired there is nothing to clean up': async (at) => {
    expect(await at.store.cleanup(100)).toBe(0)
    await begin(at)
    expect(await at.store.cleanup(100)).toBe(0)
  },

  ...needing('expired', inSteps, leavesNothing),

  ...needing('expired', ofAnyNumber),

  ...needing('expired', counted),

  'as many as there are can be asked for': async (at) => {
    for (const most of [1e12, Number.MAX_SAFE_INTEGER, Infinity]) {
      await beginMany(at, 2)
      await at.store.cleanup(most)
      expect(await at.store.cleanup(100), String(most)).toBe(0)
    }
  },

  'what lives, or lives longer by an update, stays': async (at) => {
    const soon = at.soon()
    const forever = await begin(at, { a: '1' }, { expires: null })
    const living = await begin(at, { a: '2' })
    const prolonged = await begin(at, { a: '3' }, { expires: soon })
    await at.store.update(prolonged, changes(at, {}))
    await at.reach(soon)
    await at.store.cleanup(100)
    expect(await fieldsAt(at.store, forever)).toEqual([['a', '1']])
    expect(await fieldsAt(at.store, living)).toEqual([['a', '2']])
    expect(await fieldsAt(at.store, prolonged)).toEqual([['a', '3']])
  },

  'an id that was cleaned up can be created, and is not cleaned up again': async (at) => {
    const [id] = await beginMany(at, 3)
    await at.store.cleanup(100)
    expect(await at.store.create(id!, newSession(at, { b: '2' }))).toBe(true)
    expect(await at.store.cleanup(100)).toBe(0)
    expect(await fieldsAt(at.store, id!)).toEqual([['b', '2']])
  },

  'an expired id that was created again is not cleaned up': async (at) => {
    const [id] = await beginMany(at, 3)
    expect(await at.store.create(id!, newSession(at, { b: '2' }))).toBe(true)
    await at.store.cleanup(100)
    expect(await fieldsAt(at.store, id!)).toEqual([['b', '2']])
  },
}
