/** Many at once: by two stores, where several processes may write to one session; else by one. */
import { expect } from 'vitest'
import type { SessionStore, Updated } from '../../../src/stores/shared-store.js'
import { needing } from './behaviour.js'
import type { Behaviours, Place } from './behaviour.js'
import { begin, changes, fieldsAt, inParallel, newId, newSession, sorted } from './support.js'

/** Adds one to a field, again and again until nobody was faster; tells how often it was tried. */
async function increment(at: Place, store: SessionStore, id: string): Promise<number> {
  let value = (await store.read(id))?.get('n')
  for (let tries = 1; ; tries++) {
    const parts = { expect: { n: value }, set: { n: String(Number(value) + 1) } }
    const came: Updated = await store.update(id, changes(at, parts))
    if (came === 'gone') throw new Error('The session is gone')
    if (came === 'saved') return tries
    value = came.get('n')
  }
}

const count = (answers: readonly unknown[], answer: unknown): number =>
  answers.filter((one) => one === answer).length

async function saysNo({ store }: Place): Promise<void> {
  expect(store.isAtomic).toBe(false)
}

const promise: Behaviours = {
  'it says that several processes can write to a session at once': async ({ store }) => {
    expect(store.isAtomic).toBe(true)
  },
}

const beginnings: Behaviours = {
  'sessions of a subject that begin at once are all in its list': async (at) => {
    const ids = Array.from({ length: 50 }, newId)
    await inParallel(at, 50, (store, n) =>
      store.create(ids[n]!, newSession(at, {}, { subject: 'ann' })),
    )
    expect([...(await at.store.ofSubject('ann')).keys()].toSorted()).toEqual(ids.toSorted())
  },
}

export const races: Behaviours = {
  ...needing('atomic', promise, saysNo),

  '200 updates of different fields at once lose none': async (at) => {
    const id = await begin(at, { first: '0' })
    const update = (store: SessionStore, n: number) =>
      store.update(id, changes(at, { set: { [`n${n}`]: String(n) } }))
    const came = await inParallel(at, 200, update)
    expect(count(came, 'saved')).toBe(200)
    const all = Array.from({ length: 200 }, (_, n): [string, string] => [`n${n}`, String(n)])
    expect(await fieldsAt(at.store, id)).toEqual(sorted(new Map([['first', '0'], ...all])))
  },

  'fields deleted and set at once are all deleted and set': async (at) => {
    const old = Array.from({ length: 50 }, (_, n): [string, string] => [`old${n}`, '1'])
    const id = await begin(at, new Map(old))
    await inParallel(at, 50, (store, n) =>
      store.update(id, changes(at, { set: { [`new${n}`]: '1' }, delete: [`old${n}`] })),
    )
    const all = Array.from({ length: 50 }, (_, n): [string, string] => [`new${n}`, '1'])
    expect(await fieldsAt(at.store, id)).toEqual(sorted(new Map(all)))
  },

  '50 that count at once count exactly': async (at) => {
    const id = await begin(at, { n: '0' })
    await inParallel(at, 50, (store) => increment(at, store, id))
    expect(await fieldsAt(at.store, id)).toEqual([['n', '50']])
  },

  'of many that expect the same, one is saved, and the others are given its fields': async (at) => {
    const id = await begin(at, { owner: 'nobody' })
    const came = await inParallel(at, 20, (store, n) =>
      store.update(id, changes(at, { expect: { owner: 'nobody' }, set: { owner: String(n) } })),
    )
    expect(count(came, 'saved')).toBe(1)
    const owner = String(came.indexOf('saved'))
    const others = came.filter(
      (one): one is ReadonlyMap<string, string> => one !== 'saved' && one !== 'gone',
    )
    expect(others.map((fields) => fields.get('owner'))).toEqual(Array(19).fill(owner))
    expect(await fieldsAt(at.store, id)).toEqual([['owner', owner]])
  },

  'of many that create one id, one does, and its fields stand there': async (at) => {
    const id = newId()
    const made = await inParallel(at, 20, (store, n) =>
      store.create(id, newSession(at, { by: String(n), [`only${n}`]: '1' })),
    )
    expect(count(made, true)).toBe(1)
    const winner = made.indexOf(true)
    expect(await fieldsAt(at.store, id)).toEqual([
      ['by', String(winner)],
      [`only${winner}`, '1'],
    ])
  },

  'of many that delete one session, one does': async (at) => {
    const id = await begin(at)
    const deleted = await inParallel(at, 20, (store) => store.delete(id))
    expect(count(deleted, true)).toBe(1)
  },

  'no update that races a delete brings the session back': async (at) => {
    for (let round = 0; round < 30; round++) {
      const id = await begin(at, { a: '1' })
      const came = await inParallel(at, 6, async (store, n) =>
        n === 3 ? store.delete(id) : store.update(id, changes(at, { set: { [`n${n}`]: '1' } })),
      )
      expect(came[3]).toBe(true)
      expect(count(came, 'saved') + count(came, 'gone')).toBe(5)
      expect(await at.store.read(id)).toBeUndefined()
      expect(await at.store.update(id, changes(at, {}))).toBe('gone')
    }
  },

  'a reader sees all of an update or nothing': async (at) => {
    const id = await begin(at, { a: '0', b: '0', c: '0' })
    const seen = await inParallel(at, 100, async (store, n) => {
      const [a, b, c] = [String(n), String(n), String(n)]
      if (n % 4 < 2) await store.update(id, changes(at, { set: { a, b, c } }))
      return new Set((await store.read(id))?.values())
    })
    expect(seen.filter(({ size }) => size !== 1)).toEqual([])
  },

  ...needing('subjects', beginnings),
}
