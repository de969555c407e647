import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../src/stores/memory.js'
import type { MemoryStoreOptions } from '../../src/stores/memory.js'
import { describeStore } from '../contracts/store/index.js'

describeStore('memory', {
  open: (clock) => memoryStore({ clock }),
  lacks: { sharing: 'each store is an engine of its own' },
})

const NOW = 1_700_000_000
const NOTHING = { set: new Map(), delete: [], expect: new Map(), expires: null }

/** A store with room for few, at a time that can be set. */
function small(maxSessions: number) {
  const time = { now: NOW }
  const store = memoryStore({ maxSessions, clock: () => time.now })
  const add = (id: string, expires: number | null = null, subject?: string): boolean =>
    store.create(id, { fields: new Map([['id', id]]), subject, expires })
  const has = (...ids: string[]): string => ids.filter((id) => store.read(id)).join('')
  return { store, add, has, time }
}

describe('a store that is full', () => {
  test('loses the session that was used longest ago', () => {
    const { store, add, has } = small(3)
    for (const id of 'abc') add(id)
    expect(add('d')).toBe(true)
    expect([store.size, has('a', 'b', 'c', 'd')]).toEqual([3, 'bcd'])
  })

  test.each([
    ['reading', (store: ReturnType<typeof small>['store']) => store.read('a')],
    ['an update', (store: ReturnType<typeof small>['store']) => store.update('a', NOTHING)],
  ])('keeps what %s has used', (_, use) => {
    const { store, add, has } = small(3)
    for (const id of 'abc') add(id)
    use(store)
    add('d')
    expect(has('a', 'b', 'c', 'd')).toBe('acd')
    add('e')
    expect(has('a', 'b', 'c', 'd', 'e')).toBe('cde')
  })

  test('to create what is there, or to list a subject, uses nothing', () => {
    const { store, add, has } = small(2)
    add('a', null, 'ann')
    add('b')
    expect(add('a')).toBe(false)
    store.ofSubject('ann')
    add('c')
    expect(has('a', 'b', 'c')).toBe('bc')
  })

  test('loses what has expired before what was used longest ago', () => {
    const { add, has, time } = small(3)
    add('a')
    add('b', NOW + 60)
    add('c', NOW + 30)
    time.now += 60
    add('d')
    add('e')
    expect(has('a', 'b', 'c', 'd', 'e')).toBe('ade')
  })

  test('is not full any more where one was deleted, or is created again', () => {
    const { store, add, has, time } = small(2)
    add('a')
    add('b', NOW + 60)
    store.delete('a')
    add('c')
    expect(has('b', 'c')).toBe('bc')
    time.now += 60
    add('b')
    expect(has('b', 'c')).toBe('bc')
  })

  test('does not list what it has lost', () => {
    const { store, add } = small(2)
    for (const id of 'abc') add(id, null, 'ann')
    expect([...store.ofSubject('ann').keys()]).toEqual(['b', 'c'])
  })

  test('with room for two keeps the last', () => {
    const { store, add, has } = small(2)
    for (const id of 'abcab') add(id)
    expect([store.size, has('a', 'b', 'c')]).toEqual([2, 'ab'])
  })
})

test('it answers at once', () => {
  const { store, add } = small(2)
  expect(add('a')).toBe(true)
  expect(store.read('a')).toBeInstanceOf(Map)
  expect(store.update('a', NOTHING)).toBe('saved')
  expect(store.ofSubject('ann')).toEqual(new Map())
  expect(store.cleanup(1)).toBe(0)
  expect(store.delete('a')).toBe(true)
})

test('100,000 are kept unless it is said otherwise', () => {
  const store = memoryStore()
  const session = { fields: new Map(), subject: undefined, expires: null }
  for (let n = 0; n <= 100_000; n++) store.create(String(n), session)
  expect([store.size, store.read('0'), store.read('1')]).toEqual([100_000, undefined, new Map()])
})

test('whatever happens, it knows when each session expires', () => {
  const { store, add, time } = small(1000)
  const known = new Map<string, number>()
  let seed = 7
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
  for (let step = 0; step < 20_000; step++) {
    const id = String(random(300))
    const expires = time.now + 1 + random(500)
    if (add(id, expires)) known.set(id, expires)
    else if (random(3) === 0) expect(store.delete(id)).toBe(known.delete(id))
    else store.update(id, { ...NOTHING, expires: known.set(id, expires).get(id)!, shorten: true })
    if (step % 10 > 0) continue
    time.now += random(20)
    const over = [...known].filter(([, expires]) => expires <= time.now)
    expect(store.cleanup(1000)).toBe(over.length)
    for (const [id] of over) known.delete(id)
    expect(store.size).toBe(known.size)
  }
})

test.each([
  [{ maxSessions: 1 }, 'maxSessions must be a whole number from 2 to 16000000'],
  [{ maxSessions: 1.5 }, 'maxSessions must be a whole number from 2 to 16000000'],
  [{ maxSessions: 2 ** 24 }, 'maxSessions must be a whole number from 2 to 16000000'],
  [{ clock: 5 }, 'clock must be a function'],
  [{ max: 5 }, 'max is not an option; there are maxSessions, clock'],
])('options %o are refused', (options, message) => {
  expect(() => memoryStore(options as MemoryStoreOptions)).toThrow(message)
})
