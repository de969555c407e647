/** What is on the stack and in the memo after each instruction of a pickle. */
import { describe, expect, test } from 'vitest'
import { explain } from '../../src/pickle/explain/explain.js'
import { mark, stateAfter } from '../../src/pickle/explain/state.js'
import type { PickleState } from '../../src/pickle/explain/state.js'

/** `pickletools.dis(pickle.dumps([7, (8,)], 2))`: PROTO, EMPTY_LIST, BINPUT 0, MARK, BININT1 7, BININT1 8, TUPLE1, BINPUT 1, APPENDS, STOP. */
const PICKLE = Uint8Array.from(
  Buffer.from('80025d7100284b074b0885710165 2e'.replace(' ', ''), 'hex'),
)

const after = (count: number, pickle = PICKLE): [PickleState['stack'], [number, string][]] => {
  const { stack, memo } = stateAfter(pickle, count)
  return [stack, [...memo]]
}

test('it is that of the pickle machine', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => after(count))).toEqual([
    [[], []],
    [[], []],
    [['[]'], []],
    [['[]'], [[0, '[]']]],
    [['[]', mark], [[0, '[]']]],
    [['[]', mark, '7'], [[0, '[]']]],
    [['[]', mark, '7', '8'], [[0, '[]']]],
    [['[]', mark, '7', '(8,)'], [[0, '[]']]],
    [
      ['[]', mark, '7', '(8,)'],
      [
        [0, '[]'],
        [1, '(8,)'],
      ],
    ],
    [
      ['[7, (8,)]'],
      [
        [0, '[7, (8,)]'],
        [1, '(8,)'],
      ],
    ],
    [
      ['[7, (8,)]'],
      [
        [0, '[7, (8,)]'],
        [1, '(8,)'],
      ],
    ],
  ])
})

test('what is on top is what is explained', () => {
  for (const [index, { top }] of explain(PICKLE).entries()) {
    const last = stateAfter(PICKLE, index + 1).stack.at(-1)
    expect(last === mark ? undefined : last).toBe(top)
  }
})

describe('what cannot be carried out', () => {
  test.each([
    ['is cut off', '80025d4b', ['[]']],
    ['is no instruction', '80025dff2e', ['[]']],
    ['takes what is not there', '8002855d2e', []],
    ['has no bytes', '', []],
  ])('%s: the state before it', (_, hex, stack) => {
    expect(after(100, Uint8Array.from(Buffer.from(hex, 'hex')))[0]).toEqual(stack)
  })
})
