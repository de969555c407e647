/** What happens to a session while it is on its way to its store, or just after. */
import { expect, test } from 'vitest'
import { StoreUnavailable, storedSessionFactory } from '../../src/index.js'
import type { SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { Clock, counted, KEY, later } from './support.js'
import type { AnySession } from './support.js'

/** The request of a new session, in a store that does something whenever it creates or updates one. */
function begin(act: (session: AnySession) => void) {
  const { store, calls } = counted(later(memoryStore()))
  const acting = <Args extends unknown[], Answer>(ask: (...args: Args) => Answer) => {
    return (...args: Args): Answer => {
      act(open.session)
      return ask(...args)
    }
  }
  const busy: SessionStore = {
    ...store,
    create: acting(store.create),
    update: acting(store.update),
  }
  const open = storedSessionFactory<Record<string, unknown>>(busy, KEY).open(undefined)
  return { open, calls }
}

const notSaved: unknown = expect.objectContaining({ code: 'NOT_SAVED' })

test('who changes it whenever it is written is told, in the end', async () => {
  let count = 0
  const { open, calls } = begin((session) => session.set('count', ++count))
  open.session.set('a', 1)
  await open.flush()
  expect(calls).toHaveLength(10)
  expect(() => open.headers()).toThrow(notSaved)
})

test('what is read after it was written changes nothing', async () => {
  const { open, calls } = begin(() => undefined)
  open.session.set('a', 1)
  await open.flush()
  expect(open.session.get('a')).toBe(1)
  expect(open.headers()).toHaveLength(1)
  expect(calls).toEqual(['create'])
})

test('what is written after it was written is not lost without a word', async () => {
  const { open } = begin(() => undefined)
  open.session.set('a', 1)
  await open.flush()
  open.session.set('b', 1)
  expect(() => open.headers()).toThrow(notSaved)
  await open.flush()
  expect(open.headers()).toHaveLength(1)
})

test('one that is first read when all was written is noted by the next request', async () => {
  const clock = new Clock()
  const { store, calls } = counted(later(memoryStore({ clock: clock.read })))
  const factory = storedSessionFactory(store, KEY, { clock: clock.read })
  const first = factory.open(undefined)
  first.session.set('a', 1)
  const [[, line]] = (await first.commit()) as [[string, string]]
  clock.now += 120
  const open = factory.open(line.split(';')[0])
  await open.load()
  await open.flush()
  expect(open.session.get('a')).toBe(1)
  expect(open.headers()).toEqual([])
  expect(calls).toEqual(['create', 'read'])
})

test('a store that fails is what is told, whatever was changed meanwhile', async () => {
  const { open, calls } = begin((session) => {
    session.set('b', 1)
    throw new Error('connection refused')
  })
  open.session.set('a', 1)
  await open.flush()
  expect(() => open.headers()).toThrow(StoreUnavailable)
  expect(calls).toEqual([])
})
