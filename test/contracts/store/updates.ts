import { expect } from 'vitest'
import type { Behaviours, Place } from './behaviour.js'
import { begin, changes, fieldsAt, outcome } from './support.js'

type Parts = Parameters<typeof changes>[1]

const ABC = { a: '1', b: '2', c: '3' }

/** What comes of changes of a session with the fields of {@link ABC}, and the fields that it has then. */
async function updated(at: Place, parts: Parts): Promise<[outcome: unknown, fields: object]> {
  const id = await begin(at, ABC)
  const came = outcome(await at.store.update(id, changes(at, parts)))
  return [came, Object.fromEntries(await fieldsAt(at.store, id))]
}

const everything = Object.entries(ABC)

export const updates: Behaviours = {
  'an update sets fields, and the others stay': async (at) => {
    const fields = { a: '1', b: 'new', c: '3', d: 'more' }
    expect(await updated(at, { set: { b: 'new', d: 'more' } })).toEqual(['saved', fields])
  },

  'an update deletes fields, and the others stay': async (at) => {
    expect(await updated(at, { delete: ['a', 'c'] })).toEqual(['saved', { b: '2' }])
  },

  'fields that are not there can be deleted': async (at) => {
    expect(await updated(at, { delete: ['d', 'a'] })).toEqual(['saved', { b: '2', c: '3' }])
  },

  'an update sets and deletes at once': async (at) => {
    const parts = { set: { a: '4', d: '5' }, delete: ['b'] }
    expect(await updated(at, parts)).toEqual(['saved', { a: '4', c: '3', d: '5' }])
  },

  'an update of nothing is saved': async (at) => {
    expect(await updated(at, {})).toEqual(['saved', ABC])
  },

  'a session whose last field was deleted is there, and takes others': async (at) => {
    const id = await begin(at, { a: '1' })
    expect(await at.store.update(id, changes(at, { delete: ['a'] }))).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([])
    expect(await at.store.update(id, changes(at, { set: { b: '1' } }))).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([['b', '1']])
  },

  'a session that began without fields takes some': async (at) => {
    const id = await begin(at)
    expect(await at.store.update(id, changes(at, { set: { b: '1' } }))).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([['b', '1']])
  },

  'what stands there as expected lets the update happen': async (at) => {
    const parts = { expect: { a: '1' }, set: { a: '2', b: '3' } }
    expect(await updated(at, parts)).toEqual(['saved', { a: '2', b: '3', c: '3' }])
  },

  'where something else stands nothing is changed, and all fields are given back': async (at) => {
    const parts = { expect: { a: '0' }, set: { a: '2', d: '4' }, delete: ['b'] }
    expect(await updated(at, parts)).toEqual([everything, ABC])
  },

  'where nothing stands but something was expected nothing is changed': async (at) => {
    const parts = { expect: { d: '4' }, set: { d: '5' }, delete: ['a'] }
    expect(await updated(at, parts)).toEqual([everything, ABC])
  },

  'a field that may not be there, and is not, lets the update happen': async (at) => {
    const parts = { expect: { d: undefined }, set: { d: '4' } }
    expect(await updated(at, parts)).toEqual(['saved', { ...ABC, d: '4' }])
  },

  'a field that may not be there, and is, lets nothing be changed': async (at) => {
    const parts = { expect: { a: undefined }, set: { a: '4', d: '4' } }
    expect(await updated(at, parts)).toEqual([everything, ABC])
  },

  'an empty text is a field that is there': async (at) => {
    const id = await begin(at, { a: '' })
    const absent = changes(at, { expect: { a: undefined }, set: { b: '1' } })
    expect(outcome(await at.store.update(id, absent))).toEqual([['a', '']])
    expect(await at.store.update(id, changes(at, { expect: { a: '' } }))).toBe('saved')
    const empty = changes(at, { expect: { b: '' }, set: { b: '1' } })
    expect(outcome(await at.store.update(id, empty))).toEqual([['a', '']])
  },

  'of several that are expected all must stand there': async (at) => {
    const set = { a: '9' }
    const all = { a: '1', b: '2', c: '3', d: undefined }
    expect(await updated(at, { expect: all, set })).toEqual(['saved', { ...ABC, a: '9' }])
    for (const wrong of [{ a: '2' }, { b: undefined }, { c: '' }, { d: '3' }, { d: '' }]) {
      const came = await updated(at, { expect: { ...all, ...wrong }, set })
      expect(came, JSON.stringify(wrong)).toEqual([everything, ABC])
    }
  },

  'what is expected need not be what is changed': async (at) => {
    const parts = { expect: { c: '3' }, set: { a: '4' }, delete: ['b'] }
    expect(await updated(at, parts)).toEqual(['saved', { a: '4', c: '3' }])
  },

  'a field can be expected and deleted': async (at) => {
    const parts = { expect: { a: '1', b: '2' }, delete: ['a'] }
    expect(await updated(at, parts)).toEqual(['saved', { b: '2', c: '3' }])
  },

  'expecting without changing tells what stands there': async (at) => {
    expect(await updated(at, { expect: { a: '1' } })).toEqual(['saved', ABC])
    expect(await updated(at, { expect: { a: '2' } })).toEqual([everything, ABC])
  },

  'where a session without fields is not as expected, none are given back': async (at) => {
    const id = await begin(at)
    const parts = { expect: { a: '1' }, set: { b: '1' } }
    expect(outcome(await at.store.update(id, changes(at, parts)))).toEqual([])
    expect(await fieldsAt(at.store, id)).toEqual([])
  },

  'after a conflict the update succeeds with what was given back': async (at) => {
    const id = await begin(at, { a: '1' })
    const first = await at.store.update(id, changes(at, { expect: { a: '0' }, set: { a: '2' } }))
    const expected = { a: (first as ReadonlyMap<string, string>).get('a') }
    const again = changes(at, { expect: expected, set: { a: '2' } })
    expect(await at.store.update(id, again)).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([['a', '2']])
  },
}
