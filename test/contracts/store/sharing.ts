import { expect } from 'vitest'
import { needing } from './behaviour.js'
import type { Behaviours } from './behaviour.js'
import { begin, changes, fieldsAt, newSession } from './support.js'

const shared: Behaviours = {
  'what one store creates the other reads, and cannot create': async (at) => {
    const id = await begin(at, { a: '1' })
    expect(await fieldsAt(at.other, id)).toEqual([['a', '1']])
    expect(await at.other.create(id, newSession(at))).toBe(false)
  },

  'what one store updates the other reads, and expects': async (at) => {
    const id = await begin(at, { a: '1' })
    await at.other.read(id)
    await at.store.update(id, changes(at, { set: { a: '2' } }))
    expect(await fieldsAt(at.other, id)).toEqual([['a', '2']])
    const parts = { expect: { a: '2' }, set: { a: '3' } }
    expect(await at.other.update(id, changes(at, parts))).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([['a', '3']])
  },

  'what one store deletes is gone for the other': async (at) => {
    const id = await begin(at, { a: '1' })
    await at.other.read(id)
    expect(await at.store.delete(id)).toBe(true)
    expect(await at.other.read(id)).toBeUndefined()
    expect(await at.other.update(id, changes(at, { set: { a: '2' } }))).toBe('gone')
    expect(await at.other.delete(id)).toBe(false)
  },

  'what one store makes live longer does for the other': async (at) => {
    const soon = at.soon()
    const id = await begin(at, { a: '1' }, { expires: soon })
    await at.other.update(id, changes(at, {}))
    await at.reach(soon)
    expect(await fieldsAt(at.store, id)).toEqual([['a', '1']])
    expect(await fieldsAt(at.other, id)).toEqual([['a', '1']])
  },
}

export const sharing: Behaviours = needing('sharing', shared)
