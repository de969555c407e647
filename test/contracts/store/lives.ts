import { expect } from 'vitest'
import type { Behaviours } from './behaviour.js'
import { begin, changes, fieldsAt, fieldsOf, newId, newSession } from './support.js'

export const lives: Behaviours = {
  'it has a name': async ({ store }) => {
    expect(store.name).toMatch(/\S/)
  },

  'what was created is read': async (at) => {
    const id = newId()
    expect(await at.store.create(id, newSession(at, { a: '1', b: 'two' }))).toBe(true)
    expect(await fieldsAt(at.store, id)).toEqual([
      ['a', '1'],
      ['b', 'two'],
    ])
  },

  'where nothing was created, nothing is read': async (at) => {
    await begin(at, { a: '1' })
    expect(await at.store.read(newId())).toBeUndefined()
  },

  'a session without fields is there': async (at) => {
    expect(await fieldsAt(at.store, await begin(at))).toEqual([])
  },

  'an id that is taken is not created again, and what is there stays': async (at) => {
    const id = await begin(at, { a: '1' })
    expect(await at.store.create(id, newSession(at, { a: '2', b: '2' }))).toBe(false)
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
  },

  'sessions do not know each other': async (at) => {
    const [one, two] = [await begin(at, { a: '1' }), await begin(at, { a: '2' })]
    await at.store.update(one, changes(at, { set: { a: '3' } }))
    expect(await fieldsAt(at.store, two)).toEqual([['a', '2']])
    await at.store.delete(one)
    expect(await fieldsAt(at.store, two)).toEqual([['a', '2']])
  },

  'ids that differ in case only are two': async (at) => {
    const [upper, lower] = ['A'.repeat(43), 'a'.repeat(43)]
    expect(await at.store.create(upper, newSession(at, { a: '1' }))).toBe(true)
    expect(await at.store.create(lower, newSession(at, { a: '2' }))).toBe(true)
    expect(await fieldsAt(at.store, upper)).toEqual([['a', '1']])
    expect(await fieldsAt(at.store, lower)).toEqual([['a', '2']])
  },

  'ids can be digits only, and begin with "-" or "_"': async (at) => {
    const ids = ['0'.repeat(43), `${'0'.repeat(42)}1`, '-'.repeat(43), '_'.repeat(43)]
    for (const id of ids) {
      expect(await at.store.create(id, newSession(at, { id })), id).toBe(true)
    }
    for (const id of ids) expect(await fieldsAt(at.store, id), id).toEqual([['id', id]])
  },

  'what was deleted is not there': async (at) => {
    const id = await begin(at, { a: '1' })
    expect(await at.store.delete(id)).toBe(true)
    expect(await at.store.read(id)).toBeUndefined()
  },

  'deleting tells whether the session was there': async (at) => {
    const id = await begin(at)
    expect(await at.store.delete(id)).toBe(true)
    expect(await at.store.delete(id)).toBe(false)
    expect(await at.store.delete(newId())).toBe(false)
  },

  'no update brings back what was deleted': async (at) => {
    const id = await begin(at, { a: '1' })
    await at.store.delete(id)
    const all = { set: { a: '2' }, delete: ['b'], expect: { c: undefined } }
    for (const parts of [all, { set: { a: '2' } }, { expect: { a: '1' } }, { expires: null }]) {
      expect(await at.store.update(id, changes(at, parts))).toBe('gone')
      expect(await at.store.read(id)).toBeUndefined()
    }
  },

  'no update makes a session that never was': async (at) => {
    const id = newId()
    expect(await at.store.update(id, changes(at, { set: { a: '1' } }))).toBe('gone')
    expect(await at.store.read(id)).toBeUndefined()
    expect(await at.store.create(id, newSession(at))).toBe(true)
  },

  'an id that was deleted can be created, with nothing of the old session': async (at) => {
    const id = await begin(at, { a: '1', b: '1' })
    await at.store.delete(id)
    expect(await at.store.create(id, newSession(at, { b: '2' }))).toBe(true)
    expect(await fieldsAt(at.store, id)).toEqual([['b', '2']])
  },

  'what is read is no window on the store': async (at) => {
    const id = await begin(at, { a: '1' })
    const read = (await at.store.read(id)) as Map<string, string>
    read.set('a', '2').set('b', '2')
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
    await at.store.update(id, changes(at, { set: { a: '3' } }))
    expect(read.get('a')).toBe('2')
  },

  'what was handed in may be changed afterwards': async (at) => {
    const fields = new Map([['a', '1']])
    const id = await begin(at, fields)
    fields.set('a', '2').set('b', '2')
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
    const set = new Map([['a', '3']])
    await at.store.update(id, changes(at, { set }))
    set.set('a', '4')
    expect(await fieldsAt(at.store, id)).toEqual([['a', '3']])
  },

  'what is given back on a conflict is no window on the store': async (at) => {
    const id = await begin(at, { a: '1' })
    const found = await at.store.update(id, changes(at, { expect: { a: '0' } }))
    expect(found).toEqual(fieldsOf({ a: '1' }))
    ;(found as Map<string, string>).set('a', '2')
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
  },
}
