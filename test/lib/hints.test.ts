import { expect, test } from 'vitest'
import {
  copyFloatNotes,
  floatKeyNotes,
  floatNotes,
  isNotedFloat,
  noteFloat,
  noteFloatKey,
  noteKeyOrder,
  notesOf,
  orderedKeys,
} from '../../src/lib/hints.js'

test('a note holds as long as the slot holds the number', () => {
  const list = [1, 2]
  noteFloat(list, 0, 1)
  noteFloat(list, 1, 2)
  expect([isNotedFloat(list, 0, 1), isNotedFloat(list, 1, 2)]).toEqual([true, true])
  expect(isNotedFloat(list, 0, 3)).toBe(false)
  expect(isNotedFloat([], 0, 1)).toBe(false)
  expect(floatNotes(list)).toEqual(
    new Map([
      [0, 1],
      [1, 2],
    ]),
  )
})

test('a note tells -0 from 0', () => {
  const list = [-0]
  noteFloat(list, 0, -0)
  expect([isNotedFloat(list, 0, -0), isNotedFloat(list, 0, 0)]).toEqual([true, false])
})

test('notes can be carried over', () => {
  const from = {}
  const to = {}
  noteFloat(from, 'a', 1)
  copyFloatNotes(from, to)
  copyFloatNotes({}, to)
  expect(isNotedFloat(to, 'a', 1)).toBe(true)
})

test('keys have notes of their own', () => {
  const map = new Map([[0, 1]])
  noteFloatKey(map, 0, -0)
  noteFloatKey(map, 7, 7)
  expect([...floatKeyNotes(map)!.values()]).toEqual([-0, 7])
  expect(floatNotes(map)).toBeUndefined()
})

test("keys come in Python's order, without those gone, then the new ones", () => {
  const object: Record<string, number> = { 1: 0, b: 0, a: 0 }
  expect(orderedKeys(object)).toEqual(['1', 'b', 'a'])
  noteKeyOrder(object, ['b', 'gone', '1', 'a'])
  object['0'] = 0
  expect(orderedKeys(object)).toEqual(['b', '1', 'a', '0'])
})

test.each([[['1', 'b']], [['1']], [[]]])('no order is noted where it is the same: %j', (keys) => {
  const object = Object.fromEntries(keys.map((key) => [key, 0]))
  noteKeyOrder(object, keys)
  expect(notesOf(object)).toBeUndefined()
})
