/** JSON in other styles than Python's own: as backends write it that set options of `json.dumps`. */
import { describe, expect, test } from 'vitest'
import { PYTHON_STYLE } from '../../src/serializers/json-style.js'
import type { JsonStyle } from '../../src/serializers/json-style.js'
import { writeJson } from '../../src/serializers/json-write.js'
import { findPythonWith, runPython } from '../support/python.js'

const text = (value: unknown, style: Partial<JsonStyle>): string =>
  Buffer.from(writeJson(value, { ...PYTHON_STYLE, ...style })).toString()

const COMPACT = { comma: ',', colon: ':' }

test('separators', () => {
  const value = { a: [1, 2.5], b: new Map([['c', null]]) }
  expect(text(value, {})).toBe('{"a": [1, 2.5], "b": {"c": null}}')
  expect(text(value, COMPACT)).toBe('{"a":[1,2.5],"b":{"c":null}}')
})

describe('sorted keys', () => {
  const KEYS = ['b', '', 'a', 'ab', '10', '9', '\uffff', '😀', '\ud83d', '\ue000', 'x😀', 'x', 'é']
  const object = Object.fromEntries(KEYS.map((key, at) => [key, at]))

  const python = findPythonWith('json', 'python3')

  test.runIf(python)('are in the order that Python gives them', async () => {
    const program = `
import json, sys
print(json.dumps(json.load(sys.stdin), sort_keys=True, separators=(',', ':')), end='')
`
    const expected = await runPython(program, JSON.stringify(object), python)
    expect(text(object, { ...COMPACT, sortKeys: true })).toBe(expected)
    const map = new Map(Object.entries(object))
    expect(text(map, { ...COMPACT, sortKeys: true })).toBe(expected)
  })

  test('stay as they are without it', () => {
    expect(text({ b: 1, a: 2 }, COMPACT)).toBe('{"b":1,"a":2}')
  })
})

test('keys that are no text are refused where only text is taken', () => {
  const map = new Map<unknown, unknown>([
    ['a', 1],
    [2, 3],
  ])
  expect(text(map, {})).toBe('{"a": 1, "2": 3}')
  expect(() => text({ in: map }, { textKeysOnly: true })).toThrow(
    expect.objectContaining({ code: 'BAD_VALUE', path: 'in' }),
  )
})

test('tags stand in the place of what has one, and are no step of a path', () => {
  const tagOf = (value: object) =>
    value instanceof Set ? ([' s', [...value]] as const) : undefined
  expect(text({ a: new Set([1, new Set([2])]) }, { ...COMPACT, tagOf })).toBe(
    '{"a":{" s":[1,{" s":[2]}]}}',
  )
  expect(() => text({ a: new Set([1, 2n, () => 1]) }, { tagOf })).toThrow(
    expect.objectContaining({ path: 'a[2]' }),
  )
})

test('what is too long by the style is refused', () => {
  expect(text('x'.repeat(98), { limit: 100 })).toHaveLength(100)
  expect(() => text('x'.repeat(99), { limit: 100 })).toThrow(
    expect.objectContaining({ code: 'LIMIT' }),
  )
})

test('advice names no serializer that is not there', () => {
  expect(() => text(new Set(), {})).toThrow('PickleSerializer')
  expect(() => text(new Set(), { otherwise: '' })).toThrow(/store an array$/)
})
