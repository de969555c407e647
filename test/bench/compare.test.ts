import { expect, test } from 'vitest'
import { bestOf, lossesOf } from '../../bench/smoke/compare.js'

const baseline = { read: 2, write: 3 }

test('no loss is found in what is equal, better or a little worse', () => {
  expect(lossesOf({ read: 2, write: 3 }, baseline)).toEqual([])
  expect(lossesOf({ read: 0.5, write: 1 }, baseline)).toEqual([])
  expect(lossesOf({ read: 2.59, write: 3.89 }, baseline)).toEqual([])
})

test('a loss of more than 30 % is told with both figures', () => {
  expect(lossesOf({ read: 2.64, write: 3 }, baseline)).toEqual([
    'read takes 2.64 times the floor, was 2.00: 32 % more',
  ])
})

test('a baseline that is 40 % better is a loss in all', () => {
  const better = { read: baseline.read / 1.4, write: baseline.write / 1.4 }
  expect(lossesOf(baseline, better)).toHaveLength(2)
})

test('what the baseline has must have been measured', () => {
  expect(lossesOf({ read: 2 }, baseline)).toEqual(['write was not measured'])
})

test('what is neither a number nor measured is a loss', () => {
  expect(lossesOf({ read: NaN, write: 3 }, baseline)).toHaveLength(1)
})

test('of several attempts each ratio is the best', () => {
  const attempts = [
    { read: 2.1, write: 5 },
    { read: 2.5, write: 3 },
  ]
  expect(bestOf(attempts)).toEqual({ read: 2.1, write: 3 })
})
