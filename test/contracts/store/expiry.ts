import { expect } from 'vitest'
import { needing } from './behaviour.js'
import type { Behaviours, Place } from './behaviour.js'
import { begin, beginExpired, changes, fieldsAt, newSession, outcome } from './support.js'

type When = 'soon' | 'later' | null

/** When a session expires, what an update says of it, and whether it is there once the near time is reached. */
interface Row {
  readonly begins: When
  readonly updated: When
  readonly isThere: boolean
  readonly shorten?: boolean
  /** The update fails, as something else is expected. */
  readonly conflict?: boolean
}

/** Looks at many rows at once: some engines go by real time. */
async function expectAfterwards(at: Place, rows: readonly Row[]): Promise<void> {
  const times = { soon: at.soon(), later: at.later() }
  const timeOf = (when: When): number | null => (when === null ? null : times[when])
  const begun = rows.map(async ({ begins, updated, shorten = false, conflict = false }) => {
    const id = await begin(at, { a: '1' }, { expires: timeOf(begins) })
    const parts = { expires: timeOf(updated), shorten, expect: { a: conflict ? '2' : '1' } }
    await at.store.update(id, changes(at, parts))
    return { id, before: await at.store.read(id) }
  })
  const sessions = await Promise.all(begun)
  await at.reach(times.soon)
  for (const [index, { id, before }] of sessions.entries()) {
    const isThere = (await at.store.read(id)) !== undefined
    const { isThere: expected, ...row } = rows[index]!
    expect([before?.size, isThere], JSON.stringify(row)).toEqual([1, expected])
  }
}

const shorten = true

const toTheSecond: Behaviours = {
  'a session expires when its second begins': async (at) => {
    const soon = at.soon()
    const id = await begin(at, { a: '1' }, { expires: soon })
    await at.reach(soon - 0.01)
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
    await at.reach(soon)
    expect(await at.store.read(id)).toBeUndefined()
  },
}

const overYears: Behaviours = {
  'a session without expiry is there after twenty years': async (at) => {
    const id = await begin(at, { a: '1' }, { expires: null })
    await at.reach(at.now() + 20 * 365 * 86_400)
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
  },
}

export const expiry: Behaviours = {
  'what has expired is not read': async (at) => {
    const soon = at.soon()
    const id = await begin(at, { a: '1' }, { expires: soon })
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
    await at.reach(soon)
    expect(await at.store.read(id)).toBeUndefined()
  },

  ...needing('clock', toTheSecond),

  'no update brings back what has expired, or makes it live longer': async (at) => {
    const id = await beginExpired(at, { a: '1' })
    const expiries = [{ expires: at.later() }, { expires: null }, { expires: null, shorten }]
    for (const parts of [...expiries, { expect: { a: '1' } }, { expect: { a: '2' } }]) {
      expect(await at.store.update(id, changes(at, { set: { a: '2' }, ...parts }))).toBe('gone')
      expect(await at.store.read(id)).toBeUndefined()
    }
  },

  'deleting tells that what has expired was not there': async (at) => {
    expect(await at.store.delete(await beginExpired(at))).toBe(false)
  },

  'an id that has expired can be created, with nothing of the old session': async (at) => {
    const id = await beginExpired(at, { a: '1', b: '1' })
    expect(await at.store.create(id, newSession(at, { b: '2' }))).toBe(true)
    expect(await fieldsAt(at.store, id)).toEqual([['b', '2']])
  },

  'a session that is over when it begins is not there': async (at) => {
    const id = await begin(at, { a: '1' }, { expires: Math.floor(at.now()) - 60 })
    expect(await at.store.read(id)).toBeUndefined()
    expect(await at.store.update(id, changes(at, { expires: null }))).toBe('gone')
  },

  'an update makes a session live longer, and not shorter': (at) =>
    expectAfterwards(at, [
      { begins: 'soon', updated: 'later', isThere: true },
      { begins: 'soon', updated: 'soon', isThere: false },
      { begins: 'later', updated: 'soon', isThere: true },
      { begins: 'later', updated: 'later', isThere: true },
    ]),

  'an update that shortens makes it live as long as it says': (at) =>
    expectAfterwards(at, [
      { begins: 'soon', updated: 'later', shorten, isThere: true },
      { begins: 'later', updated: 'soon', shorten, isThere: false },
      { begins: 'soon', updated: 'soon', shorten, isThere: false },
      { begins: 'later', updated: 'later', shorten, isThere: true },
    ]),

  'a session without expiry gets one only by an update that shortens': (at) =>
    expectAfterwards(at, [
      { begins: null, updated: null, isThere: true },
      { begins: null, updated: 'soon', isThere: true },
      { begins: null, updated: 'later', isThere: true },
      { begins: null, updated: 'soon', shorten, isThere: false },
      { begins: null, updated: 'later', shorten, isThere: true },
    ]),

  'an update takes away an expiry': (at) =>
    expectAfterwards(at, [
      { begins: 'soon', updated: null, isThere: true },
      { begins: 'later', updated: null, isThere: true },
      { begins: 'soon', updated: null, shorten, isThere: true },
    ]),

  'where nothing is changed for what stands there, the session lives neither longer nor shorter': (
    at,
  ) =>
    expectAfterwards(at, [
      { begins: 'soon', updated: 'later', conflict: true, isThere: false },
      { begins: 'soon', updated: null, conflict: true, isThere: false },
      { begins: 'later', updated: 'soon', conflict: true, shorten, isThere: true },
      { begins: null, updated: 'soon', conflict: true, shorten, isThere: true },
    ]),

  'an update that shortens to a time that is past ends the session': async (at) => {
    const id = await begin(at, { a: '1' })
    const expires = Math.floor(at.now()) - 60
    expect(await at.store.update(id, changes(at, { expires, shorten }))).toBe('saved')
    expect(await at.store.read(id)).toBeUndefined()
    expect(await at.store.update(id, changes(at, { expires: null }))).toBe('gone')
  },

  ...needing(['clock', 'forever'], overYears),

  'a session can expire in a hundred years': async (at) => {
    const expires = Math.floor(at.now()) + 100 * 365 * 86_400
    const id = await begin(at, { a: '1' }, { expires })
    expect(await at.store.update(id, changes(at, { expires: expires + 1 }))).toBe('saved')
    const found = await at.store.update(id, changes(at, { expect: { a: '2' } }))
    expect(outcome(found)).toEqual([['a', '1']])
  },
}
