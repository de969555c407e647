import { expect } from 'vitest'
import type { StoredChanges } from '../../../src/stores/shared-store.js'
import type { Behaviours, Place } from './behaviour.js'
import { begin, changes, fieldsAt, fieldsOf, inParallel, newId, outcome } from './support.js'

type Parts = Parameters<typeof changes>[1]

/** The field that closes a session. */
const CLOSED = '~s'

/** A change as all of one session are. */
const change = (at: Place, parts: Parts): StoredChanges => changes(at, { unless: CLOSED, ...parts })

const closing = (at: Place, by: string, parts: Parts = {}): StoredChanges =>
  change(at, { set: { [CLOSED]: by }, ...parts })

const CHANGES: readonly Parts[] = [
  { set: { a: '2' } },
  { delete: ['a'] },
  { set: { b: '2' }, expect: { a: '1' } },
  { set: { b: '2' }, expect: { a: '0' } },
  { set: { b: '2' }, expect: { [CLOSED]: undefined } },
  { expires: null },
  { set: { b: '2' }, from: fieldsOf({ a: '1' }) },
]

export const closed: Behaviours = {
  'before it is closed, a session is changed': async (at) => {
    const id = await begin(at, { a: '1' })
    const parts = { set: { b: '2' }, delete: ['a'] }
    expect(await at.store.update(id, change(at, parts))).toBe('saved')
    const expected = { set: { c: '3' }, expect: { b: '2', a: undefined } }
    expect(await at.store.update(id, change(at, expected))).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([
      ['b', '2'],
      ['c', '3'],
    ])
  },

  'what closes a session can change it besides, and it is read as others are': async (at) => {
    const id = await begin(at, { a: '1', b: '1' })
    const parts = { set: { [CLOSED]: 'x', a: '2' }, delete: ['b'] }
    expect(await at.store.update(id, closing(at, 'x', parts))).toBe('saved')
    expect(await fieldsAt(at.other, id)).toEqual([
      ['a', '2'],
      [CLOSED, 'x'],
    ])
  },

  'what is closed is not changed, and all fields are given back': async (at) => {
    const id = await begin(at, { a: '1' })
    const from = await at.store.read(id)
    await at.store.update(id, closing(at, 'x'))
    const all = [
      ['a', '1'],
      [CLOSED, 'x'],
    ]
    const read = await at.store.read(id)
    for (const parts of [...CHANGES, { set: { a: '2' }, from }, { set: { a: '2' }, from: read }]) {
      const came = outcome(await at.store.update(id, change(at, parts)))
      expect(came, JSON.stringify(parts)).toEqual(all)
    }
    expect(await fieldsAt(at.other, id)).toEqual(all)
  },

  'who closes it after another is given what that one has left': async (at) => {
    const id = await begin(at)
    expect(await at.store.update(id, closing(at, 'first'))).toBe('saved')
    expect(outcome(await at.other.update(id, closing(at, 'second')))).toEqual([[CLOSED, 'first']])
    expect(await fieldsAt(at.store, id)).toEqual([[CLOSED, 'first']])
  },

  'what is not there cannot be closed': async (at) => {
    const [never, gone] = [newId(), await begin(at)]
    await at.store.delete(gone)
    for (const id of [never, gone]) {
      expect(await at.store.update(id, closing(at, 'x'))).toBe('gone')
      expect(await at.store.read(id)).toBeUndefined()
    }
  },

  'what is closed can be deleted, and its id taken again': async (at) => {
    const id = await begin(at, { a: '1' })
    await at.store.update(id, closing(at, 'x'))
    expect(
      await at.store.create(id, { fields: new Map(), subject: undefined, expires: null }),
    ).toBe(false)
    expect(await at.store.delete(id)).toBe(true)
    expect(await at.store.delete(id)).toBe(false)
    expect(await at.store.update(id, change(at, { set: { a: '2' } }))).toBe('gone')
    expect(
      await at.store.create(id, { fields: new Map(), subject: undefined, expires: null }),
    ).toBe(true)
    expect(await fieldsAt(at.store, id)).toEqual([])
  },

  'it lives for as long as what closes it says, where that shortens its life': async (at) => {
    const soon = at.soon()
    const [shorter, same] = [await begin(at, { a: '1' }), await begin(at, { a: '1' })]
    await at.store.update(shorter, closing(at, 'x', { expires: soon, shorten: true }))
    await at.store.update(same, closing(at, 'x', { expires: soon }))
    expect(await fieldsAt(at.store, shorter)).toHaveLength(2)
    await at.reach(soon)
    expect(await at.store.read(shorter)).toBeUndefined()
    expect(await at.store.update(shorter, change(at, { set: { a: '2' } }))).toBe('gone')
    expect(await fieldsAt(at.store, same)).toHaveLength(2)
  },

  'otherwise it is over when it would have been': async (at) => {
    const soon = at.soon()
    const id = await begin(at, { a: '1' }, { expires: soon })
    expect(await at.store.update(id, closing(at, 'x', { expires: soon }))).toBe('saved')
    await at.reach(soon)
    expect(await at.store.read(id)).toBeUndefined()
    expect(await at.store.update(id, change(at, { set: { a: '2' } }))).toBe('gone')
  },

  'of many that close a session at once, one does': async (at) => {
    const id = await begin(at, { a: '1' })
    const came = await inParallel(at, 30, (store, n) => store.update(id, closing(at, String(n))))
    const saved = [...came.keys()].filter((n) => came[n] === 'saved')
    expect(saved).toHaveLength(1)
    expect(await fieldsAt(at.store, id)).toEqual([
      ['a', '1'],
      [CLOSED, String(saved[0])],
    ])
  },

  'of many changes while it is closed, those are there that were saved': async (at) => {
    const id = await begin(at)
    const from = await at.store.read(id)
    const came = await inParallel(at, 60, (store, n) => {
      if (n === 30) return store.update(id, closing(at, 'x'))
      const parts = { set: { [`n${n}`]: '1' } }
      return store.update(id, change(at, n % 2 === 0 ? parts : { ...parts, from }))
    })
    const saved = [...came.keys()].filter((n) => came[n] === 'saved')
    const names = saved.map((n) => (n === 30 ? CLOSED : `n${n}`))
    const fields = await fieldsAt(at.store, id)
    expect(fields.map(([name]) => name).toSorted()).toEqual(names.toSorted())
    expect(came.filter((one) => one === 'gone')).toEqual([])
  },
}
