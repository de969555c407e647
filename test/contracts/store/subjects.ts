import { expect } from 'vitest'
import { CartoucheError } from '../../../src/index.js'
import { needing } from './behaviour.js'
import type { Behaviours, Place } from './behaviour.js'
import { ODD_SUBJECTS } from './odd-texts.js'
import { begin, beginExpired, changes, newSession, sorted } from './support.js'

const ANN = { subject: 'ann' }

/** The sessions of a subject by their ids, as they can be compared. */
async function listed(at: Place, subject: string): Promise<Record<string, unknown>> {
  const found = await at.store.ofSubject(subject)
  return Object.fromEntries([...found].map(([id, fields]) => [id, sorted(fields)]))
}

/** A store that cannot tell the sessions of a subject says so, and does not answer that there are none. */
async function refuses(at: Place): Promise<void> {
  await begin(at, { a: '1' }, ANN)
  const asked = async (): Promise<unknown> => at.store.ofSubject('ann')
  await expect(asked()).rejects.toThrow(CartoucheError)
}

const listing: Behaviours = {
  'the sessions of a subject are listed with their fields': async (at) => {
    const one = await begin(at, { a: '1' }, ANN)
    const two = await begin(at, { a: '2', b: '2' }, ANN)
    const three = await begin(at, {}, ANN)
    expect(await listed(at, 'ann')).toEqual({
      [one]: [['a', '1']],
      [two]: [
        ['a', '2'],
        ['b', '2'],
      ],
      [three]: [],
    })
  },
}

const lists: Behaviours = {
  'a subject without sessions has none': async (at) => {
    await begin(at, {}, ANN)
    expect(await listed(at, 'bob')).toEqual({})
  },

  'other subjects, and sessions of nobody, are left out': async (at) => {
    const one = await begin(at, { a: '1' }, ANN)
    await begin(at, {}, { subject: 'Ann' })
    await begin(at, {}, { subject: 'ann ' })
    await begin(at, {}, { subject: 'an' })
    await begin(at, {}, { subject: 'ann:1' })
    await begin(at)
    expect(await listed(at, 'ann')).toEqual({ [one]: [['a', '1']] })
    expect(await listed(at, 'undefined')).toEqual({})
  },

  'deleted sessions are left out': async (at) => {
    const [one, two] = [await begin(at, {}, ANN), await begin(at, {}, ANN)]
    await at.store.delete(one)
    expect(await listed(at, 'ann')).toEqual({ [two]: [] })
  },

  'expired sessions are left out': async (at) => {
    const two = await begin(at, {}, ANN)
    await beginExpired(at, {}, ANN)
    expect(await listed(at, 'ann')).toEqual({ [two]: [] })
  },

  'an update keeps the subject, and shows in the list': async (at) => {
    const one = await begin(at, { a: '1', b: '1' }, ANN)
    await at.store.update(one, changes(at, { set: { a: '2' }, delete: ['b'] }))
    expect(await listed(at, 'ann')).toEqual({ [one]: [['a', '2']] })
  },

  'a session that an update made live longer stays in the list': async (at) => {
    const soon = at.soon()
    const one = await begin(at, {}, { ...ANN, expires: soon })
    await at.store.update(one, changes(at, {}))
    await at.reach(soon)
    expect(await listed(at, 'ann')).toEqual({ [one]: [] })
    await at.store.update(one, changes(at, { expires: null }))
    expect(await listed(at, 'ann')).toEqual({ [one]: [] })
  },

  'an id that is taken is not listed for another subject': async (at) => {
    const one = await begin(at, { a: '1' }, ANN)
    await at.store.create(one, newSession(at, {}, { subject: 'bob' }))
    expect(await listed(at, 'bob')).toEqual({})
    expect(await listed(at, 'ann')).toEqual({ [one]: [['a', '1']] })
  },

  'an id that is created again is listed for its new subject only': async (at) => {
    const one = await begin(at, {}, ANN)
    await at.store.delete(one)
    await at.store.create(one, newSession(at, {}, { subject: 'bob' }))
    expect(await listed(at, 'ann')).toEqual({})
    expect(await listed(at, 'bob')).toEqual({ [one]: [] })
  },

  'an expired id that is created again is listed for its new subject only': async (at) => {
    const one = await beginExpired(at, {}, ANN)
    await at.store.create(one, newSession(at, {}, { subject: 'bob' }))
    expect(await listed(at, 'ann')).toEqual({})
    expect(await listed(at, 'bob')).toEqual({ [one]: [] })
  },

  'the list is no window on the store': async (at) => {
    const one = await begin(at, { a: '1' }, ANN)
    const found = (await at.store.ofSubject('ann')) as Map<string, Map<string, string>>
    found.get(one)!.set('a', '2')
    found.delete(one)
    expect(await listed(at, 'ann')).toEqual({ [one]: [['a', '1']] })
  },

  'subjects can be any text, and are told apart': async (at) => {
    const ids = new Map<string, string>()
    for (const subject of ODD_SUBJECTS) ids.set(subject, await begin(at, {}, { subject }))
    for (const [subject, id] of ids) {
      expect(Object.keys(await listed(at, subject)), JSON.stringify(subject)).toEqual([id])
    }
  },

  'a subject can have 300 sessions': async (at) => {
    const ids: string[] = []
    for (let n = 0; n < 300; n++) ids.push(await begin(at, { n: String(n) }, ANN))
    const found = await listed(at, 'ann')
    expect(Object.keys(found).toSorted()).toEqual(ids.toSorted())
    expect(found[ids[299]!]).toEqual([['n', '299']])
  },
}

export const subjects: Behaviours = {
  ...needing('subjects', listing, refuses),
  ...needing('subjects', lists),
}
