import { expect, test } from 'vitest'
import { makeNotes } from '../../src/lib/notes.js'

test('a note is of one object, and of one kind', () => {
  const [notes, others] = [makeNotes<object, string>(), makeNotes<object, string>()]
  const object = {}
  notes.set(object, 'one')
  expect([notes.get(object), notes.get({}), others.get(object)]).toEqual([
    'one',
    undefined,
    undefined,
  ])
  notes.set(object, 'another')
  expect(notes.get(object)).toBe('another')
  notes.set(object, undefined)
  expect(notes.get(object)).toBeUndefined()
})

test('what inherits from an object, stands before it or copies it has no note of it', () => {
  const notes = makeNotes<object, number>()
  const object = {}
  notes.set(object, 1)
  const others = [Object.create(object) as object, new Proxy(object, {}), { ...object }]
  expect(others.map((other) => notes.get(other))).toEqual([undefined, undefined, undefined])
})

test('nobody else sees it, and what is frozen can have one', () => {
  const notes = makeNotes<object, number>()
  const object = Object.freeze({ a: 1 })
  notes.set(object, 1)
  expect([notes.get(object), Reflect.ownKeys(object)]).toEqual([1, ['a']])
})

test('there is none of what is no object', () => {
  const notes = makeNotes<object, number>()
  for (const none of [undefined, null, 7, 'text']) expect(notes.get(none as never)).toBeUndefined()
})
