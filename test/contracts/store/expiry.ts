import { expect } from 'vitest'
import type { StoredChanges } from '../../../src/stores/shared-store.js'
import { needing } from './behaviour.js'
import type { Behaviours, Place } from './behaviour.js'
import { begin, beginExpired, changes, fieldsAt, newSession, outcome } from './support.js'

/** Whether a session of the first expiry, after an update with the other, is there once the near time is reached. */
async function isThereAfter(
  at: Place,
  first: 'soon' | 'later' | null,
  then: 'soon' | 'later' | null,
  rest: Partial<StoredChanges> = {},
): Promise<boolean> {
  const [soon, later] = [at.soon() + 1, at.later()]
  const timeOf = (which: 'soon' | 'later' | null) =>
    which === null ? null : which === 'soon' ? soon : later
  const id = await begin(at, { a: '1' }, { expires: timeOf(first) })
  await at.store.update(id, { ...changes(at, {}), ...rest, expires: timeOf(then) })
  expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
  await at.reach(soon)
  return (await at.store.read(id)) !== undefined
}

const shorten = true
const conflict = { expect: new Map([['a', '2']]) }

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
  'a session without expiry is there after ten years': async (at) => {
    const id = await begin(at, { a: '1' }, { expires: null })
    await at.reach(at.now() + 10 * 365 * 86_400)
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
  },
}

export const expiry: Behaviours = {
  'what has expired is not read': async (at) => {
    const soon = at.soon() + 1
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

  'an update makes a session live longer': async (at) => {
    expect(await isThereAfter(at, 'soon', 'later')).toBe(true)
  },

  'an update that wants it to end sooner does not': async (at) => {
    expect(await isThereAfter(at, 'later', 'soon')).toBe(true)
  },

  'nor does one without any change of it': async (at) => {
    expect(await isThereAfter(at, 'later', 'later')).toBe(true)
  },

  'an update that shortens ends it sooner': async (at) => {
    expect(await isThereAfter(at, 'later', 'soon', { shorten })).toBe(false)
  },

  'an update that may shorten can make it live longer too': async (at) => {
    expect(await isThereAfter(at, 'soon', 'later', { shorten })).toBe(true)
  },

  'an update that shortens to a time that is past ends the session': async (at) => {
    const id = await begin(at, { a: '1' })
    const expires = Math.floor(at.now()) - 60
    expect(await at.store.update(id, changes(at, { expires, shorten }))).toBe('saved')
    expect(await at.store.read(id)).toBeUndefined()
    expect(await at.store.update(id, changes(at, { expires: null }))).toBe('gone')
  },

  'where nothing is changed for what stands there, the session lives no longer': async (at) => {
    expect(await isThereAfter(at, 'soon', 'later', conflict)).toBe(false)
    expect(await isThereAfter(at, 'soon', null, conflict)).toBe(false)
  },

  'nor shorter': async (at) => {
    expect(await isThereAfter(at, 'later', 'soon', { ...conflict, shorten })).toBe(true)
  },

  'a session without expiry is there as long as can be told': async (at) => {
    expect(await isThereAfter(at, null, null)).toBe(true)
  },

  'a session without expiry does not get one by an update': async (at) => {
    expect(await isThereAfter(at, null, 'soon')).toBe(true)
  },

  'unless that shortens': async (at) => {
    expect(await isThereAfter(at, null, 'soon', { shorten })).toBe(false)
  },

  'an update takes away an expiry': async (at) => {
    expect(await isThereAfter(at, 'soon', null)).toBe(true)
    expect(await isThereAfter(at, 'soon', null, { shorten })).toBe(true)
  },

  ...needing('clock', overYears),

  'a session can expire in a hundred years': async (at) => {
    const expires = Math.floor(at.now()) + 100 * 365 * 86_400
    const id = await begin(at, { a: '1' }, { expires })
    expect(await at.store.update(id, changes(at, { expires: expires + 1 }))).toBe('saved')
    const found = await at.store.update(id, changes(at, { expect: { a: '2' } }))
    expect(outcome(found)).toEqual([['a', '1']])
  },
}
