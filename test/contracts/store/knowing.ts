/** Changes with what was read, which may be old by then. */
import { expect } from 'vitest'
import type { StoredFields } from '../../../src/stores/shared-store.js'
import { needing } from './behaviour.js'
import type { Behaviours, Place } from './behaviour.js'
import { begin, changes, fieldsAt, fieldsOf, outcome, sorted } from './support.js'

const MANY = 40

/** Numbers that are the same each time. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below
}

/** Changes at random, by two stores with what they have read at any time, next to a Map that is changed likewise. */
async function playAlong(at: Place, seed: number): Promise<void> {
  const random = dice(seed)
  const id = await begin(at, { f0: 'begin' })
  const model = new Map([['f0', 'begin']])
  let reads: (StoredFields | undefined)[] = [undefined]
  for (let step = 0; step < 120; step++) {
    const store = random(2) === 0 ? at.store : at.other
    const [name, other] = [`f${random(6)}`, `f${random(6)}`]
    const set = random(4) === 0 ? {} : { [name]: `${step}`.repeat(1 + random(300)) }
    const removed = random(3) === 0 && other !== name ? [other] : []
    const expected = random(4) === 0 ? { [other]: random(5) === 0 ? 'else' : model.get(other) } : {}
    const parts = { set, delete: removed, expect: expected, from: reads[random(reads.length)] }
    const came = await store.update(id, changes(at, parts))
    const isMet = Object.entries(expected).every(([key, text]) => model.get(key) === text)
    expect(outcome(came), `${seed}, ${step}`).toEqual(isMet ? 'saved' : sorted(model))
    if (typeof came !== 'string') reads.push(came)
    if (isMet) {
      for (const key of removed) model.delete(key)
      for (const [key, text] of Object.entries(set)) model.set(key, text)
    }
    if (random(3) === 0) reads = [...reads, await store.read(id)].slice(-6)
  }
  expect(await fieldsAt(at.store, id)).toEqual(sorted(model))
}

export const knowing: Behaviours = {
  'what was read can be handed in with changes': async (at) => {
    const id = await begin(at, { a: '1' })
    const from = await at.store.read(id)
    expect(await at.store.update(id, changes(at, { set: { b: '2' }, from }))).toBe('saved')
    expect(await fieldsAt(at.other, id)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  },

  'nothing is expected by it': async (at) => {
    const id = await begin(at, { a: '1' })
    const from = await at.store.read(id)
    await at.other.update(id, changes(at, { set: { a: '2', b: '2' } }))
    expect(await at.store.update(id, changes(at, { set: { a: '3' }, from }))).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([
      ['a', '3'],
      ['b', '2'],
    ])
  },

  'what is expected is what stands there now, not what was read': async (at) => {
    const id = await begin(at, { a: '1' })
    const from = await at.store.read(id)
    await at.other.update(id, changes(at, { set: { a: '2' } }))
    const old = changes(at, { expect: { a: '1' }, set: { b: '1' }, from })
    expect(outcome(await at.store.update(id, old))).toEqual([['a', '2']])
    const now = changes(at, { expect: { a: '2' }, set: { b: '1' }, from })
    expect(await at.store.update(id, now)).toBe('saved')
  },

  'what was read once serves for many changes': async (at) => {
    const id = await begin(at, { a: '0' })
    const from = await at.store.read(id)
    const names = Array.from({ length: MANY }, (_, n) => `n${n}`)
    for (const [n, name] of names.entries()) {
      const set = { a: String(n), [name]: 'x'.repeat(n) }
      const parts = { set, delete: n > 0 && n % 2 === 0 ? [`n${n - 1}`] : [], from }
      expect(await at.store.update(id, changes(at, parts))).toBe('saved')
    }
    const left = names.filter((_, n) => n % 2 === 0 || n === MANY - 1)
    const fields = await fieldsAt(at.other, id)
    expect(fields.map(([name]) => name)).toEqual(['a', ...left.toSorted()])
    expect(new Map(fields).get('a')).toBe(String(MANY - 1))
  },

  'what was deleted stays so': async (at) => {
    const id = await begin(at, { a: '1' })
    const from = await at.store.read(id)
    await at.other.delete(id)
    for (const parts of [{ set: { a: '2' } }, { expect: { a: '1' } }, { expires: null }]) {
      expect(await at.store.update(id, changes(at, { ...parts, from }))).toBe('gone')
    }
    expect(await at.store.read(id)).toBeUndefined()
  },

  'what has expired stays so': async (at) => {
    const soon = at.soon()
    const id = await begin(at, { a: '1' }, { expires: soon })
    const from = await at.store.read(id)
    await at.reach(soon)
    for (const parts of [{ set: { a: '2' } }, { expires: soon }, { expires: null }]) {
      expect(await at.store.update(id, changes(at, { ...parts, from }))).toBe('gone')
    }
    expect(await at.store.read(id)).toBeUndefined()
  },

  'a session lives longer, and not shorter, whatever was known of it': async (at) => {
    const [soon, later] = [at.soon(), at.later()]
    const ids = await Promise.all([0, 1, 2].map(() => begin(at, { a: '1' }, { expires: soon })))
    const reads = await Promise.all(ids.map((id) => at.store.read(id)))
    const [longer, byOther, same] = ids as [string, string, string]
    await at.store.update(longer, changes(at, { expires: later, from: reads[0] }))
    await at.other.update(byOther, changes(at, { expires: later }))
    await at.store.update(byOther, changes(at, { expires: soon, set: { a: '2' }, from: reads[1] }))
    await at.store.update(same, changes(at, { expires: soon, set: { a: '2' }, from: reads[2] }))
    await at.reach(soon)
    expect(await fieldsAt(at.store, longer)).toEqual([['a', '1']])
    expect(await fieldsAt(at.store, byOther)).toEqual([['a', '2']])
    expect(await at.store.read(same)).toBeUndefined()
  },

  'what its reader has changed, or was never read, says nothing': async (at) => {
    const id = await begin(at, { a: '1', b: '1' })
    const read = (await at.store.read(id)) as Map<string, string>
    read.set('a', 'mine').delete('b')
    read.set('c', 'mine')
    for (const [n, from] of [read, new Map(), fieldsOf({ a: 'x', '': 'y' })].entries()) {
      const parts = { set: { d: String(n) }, expect: { a: '1', b: '1', c: undefined }, from }
      expect(await at.store.update(id, changes(at, parts))).toBe('saved')
    }
    expect(await fieldsAt(at.other, id)).toEqual([
      ['a', '1'],
      ['b', '1'],
      ['d', '2'],
    ])
  },

  ...needing('atomic', {
    'changes of many kinds, by several with what they read at any time, come to what they should':
      async (at) => {
        for (let seed = 1; seed <= 5; seed++) await playAlong(at, seed)
      },
  }),
}
