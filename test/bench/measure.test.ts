import { expect, test } from 'vitest'
import { startCPython } from '../../bench/cpython/process.js'
import { measure } from '../../bench/measure.js'
import { COOKIE_SESSIONS } from '../../bench/sessions.js'
import { python } from '../support/python.js'

test('each task is timed once a round, and only the rounds asked for are kept', async () => {
  const asked: number[] = []
  const tasks = {
    sync: () => 1,
    waiting: { wait: () => Promise.resolve(1) },
    remote: { elsewhere: (milliseconds: number) => Promise.resolve(asked.push(milliseconds)) },
  }
  const seen: number[] = []
  const { group } = await measure(
    { group: tasks },
    {
      rounds: 3,
      unkept: 2,
      milliseconds: 0.5,
      progress: (done, total) => seen.push(done / total),
    },
  )
  expect(group?.['sync']).toHaveLength(3)
  expect(group?.['waiting']).toHaveLength(3)
  expect(group?.['sync']?.every((time) => time > 0)).toBe(true)
  // It answers how often it was asked: once to warm up, then in each round.
  expect(asked.slice(1)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5])
  expect(group?.['remote']?.map(Math.round)).toEqual([4, 5, 6])
  expect(seen.at(-1)).toBe(1)
})

test.skipIf(python === undefined)('CPython has the same data and tells its time', async () => {
  const cpython = await startCPython()
  expect(cpython?.version).toMatch(/^3\.\d+/)
  for (const { name, state } of COOKIE_SESSIONS) {
    const { read, write } = await cpython!.tasksOf(name, state, 2)
    for (const tasks of [read, write]) {
      const task = tasks['CPython']
      const time = await (task as { elsewhere: (ms: number) => Promise<number> }).elsewhere(1)
      expect(time).toBeGreaterThan(0)
    }
  }
  cpython?.stop()
})
