import { afterEach, expect, test, vi } from 'vitest'
import { Turns, turnsOf } from '../../src/lib/turns.js'
import { waitFor } from '../support/wait-for.js'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Work that ends when it is told, and notes that it began. */
class Work {
  end = (): void => undefined
  fail = (): void => undefined
  readonly begin: () => Promise<string>

  constructor(began: string[], name: string) {
    const work = new Promise<string>((resolve, reject) => {
      this.end = () => resolve(name)
      this.fail = () => reject(new Error(name))
    })
    this.begin = () => {
      began.push(name)
      return work
    }
  }
}

test('work for one key is done one after another, however it ends', async () => {
  const began: string[] = []
  const [one, two, three] = ['one', 'two', 'three'].map((name) => new Work(began, name))
  const turns = new Turns()
  const all = [one!, two!, three!].map(({ begin }) => turns.take('a', begin))
  await waitFor(() => expect(began).toEqual(['one']))
  one!.fail()
  await expect(all[0]).rejects.toThrow('one')
  await waitFor(() => expect(began).toEqual(['one', 'two']))
  two!.end()
  expect(await all[1]).toBe('two')
  three!.end()
  expect(await all[2]).toBe('three')
})

test('work that the runtime says will never end, as its request is over, is not waited for', async () => {
  const began: string[] = []
  const [one, two] = ['one', 'two'].map((name) => new Work(began, name))
  const turns = new Turns()
  void turns.take('a', one!.begin)
  // So does workerd answer who waits for a promise of another request.
  vi.spyOn(Promise, 'race').mockRejectedValueOnce(new Error('It can never settle'))
  const second = turns.take('a', two!.begin)
  two!.end()
  expect(await second).toBe('two')
  expect(began).toEqual(['one', 'two'])
})

test('work for another key does not wait', async () => {
  const turns = new Turns()
  const never = new Work([], 'never')
  void turns.take('a', never.begin)
  expect(await turns.take('b', () => 'b')).toBe('b')
})

test('what can be done at once is, and what throws then keeps no one', () => {
  const turns = new Turns()
  const fails = (): never => {
    throw new Error('at once')
  }
  expect(() => turns.take('a', fails)).toThrow('at once')
  expect(turns.take('a', () => 'next')).toBe('next')
})

test('what throws in its turn is a rejection, and the next one comes', async () => {
  const turns = new Turns()
  const first = turns.take('a', async () => 'first')
  const fails = turns.take('a', (): string => {
    throw new Error('in its turn')
  })
  const next = turns.take('a', () => 'next')
  await expect(Promise.resolve(fails)).rejects.toThrow('in its turn')
  expect([await first, await next]).toEqual(['first', 'next'])
})

test('what does not end keeps the next one for ten seconds', async () => {
  vi.useFakeTimers()
  const began: string[] = []
  const turns = new Turns()
  void turns.take('a', new Work(began, 'hangs').begin)
  const next = turns.take('a', new Work(began, 'next').begin)
  await vi.advanceTimersByTimeAsync(9999)
  expect(began).toEqual(['hangs'])
  await vi.advanceTimersByTimeAsync(1)
  expect(began).toEqual(['hangs', 'next'])
  void next
})

test('the turns of an engine are the same for all', () => {
  const [one, two] = [{}, {}]
  expect(turnsOf(one)).toBe(turnsOf(one))
  expect(turnsOf(one)).not.toBe(turnsOf(two))
})
