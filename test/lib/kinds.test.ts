import { runInNewContext, runInThisContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { isBytes, isDate, isHollow, isMap, isPlainObject, isSet } from '../../src/lib/kinds.js'

const KINDS = { isMap, isSet, isDate, isBytes, isPlainObject }

/** An expression, and the only kind that its value is. */
const ROWS: readonly (readonly [expression: string, kind: keyof typeof KINDS | null])[] = [
  ['new Map([[1, 2]])', 'isMap'],
  ['new (class Sub extends Map {})()', 'isMap'],
  ['new Set([1])', 'isSet'],
  ['new Date(0)', 'isDate'],
  ['new Date(NaN)', 'isDate'],
  ['new Uint8Array(2)', 'isBytes'],
  ['new (class Sub extends Uint8Array {})(2)', 'isBytes'],
  ['({ a: 1 })', 'isPlainObject'],
  ['Object.create(null)', 'isPlainObject'],
  ['JSON.parse(\'{"a":[1]}\')', 'isPlainObject'],
  ['({ [Symbol.toStringTag]: "Map" })', 'isPlainObject'],
  ['({ has() {}, get() {}, size: 0, constructor: Map })', 'isPlainObject'],
  ['Object.defineProperty(new Map(), Symbol.toStringTag, { value: "Date" })', 'isMap'],
  ['new Uint8ClampedArray(1)', null],
  ['new Uint16Array(1)', null],
  ['new ArrayBuffer(1)', null],
  ['new DataView(new ArrayBuffer(1))', null],
  ['new WeakMap()', null],
  ['new WeakSet()', null],
  ['new Error("x")', null],
  ['new (class Sub {})()', null],
  ['[]', null],
  ['() => 1', null],
  ['null', null],
  ['undefined', null],
  ['"text"', null],
  ['1n', null],
  ['Symbol.iterator', null],
]

describe.each([
  ['this realm', (text: string): unknown => runInThisContext(`(${text})`)],
  ['another realm', (text: string): unknown => runInNewContext(`(${text})`)],
])('values of %s', (_, evaluate) => {
  test.each(ROWS)('%s', (expression, expected) => {
    const value = evaluate(expression)
    const kinds = Object.keys(KINDS).filter((kind) => KINDS[kind as keyof typeof KINDS](value))
    expect(kinds).toEqual(expected === null ? [] : [expected])
  })
})

describe('a Proxy is of no kind whose methods it has not', () => {
  test.each([
    ['Map', new Map()],
    ['Set', new Set()],
    ['Date', new Date(0)],
    ['Uint8Array', new Uint8Array(2)],
    ['Buffer', Buffer.from('a')],
  ])('%s', (_, value) => {
    const proxy = new Proxy(value as object, {})
    const kinds = Object.values(KINDS).map((isKind) => isKind(proxy))
    expect(kinds).toEqual([false, false, false, false, false])
    expect([isHollow(value), isHollow(proxy)]).toEqual([false, true])
  })

  test('of plain data it is as they are', () => {
    expect([isPlainObject(new Proxy({}, {})), isHollow(new Proxy({}, {}))]).toEqual([true, false])
  })
})

test('a Buffer is bytes', () => {
  expect(isBytes(Buffer.from('a'))).toBe(true)
})

test('what has lost its prototype is what it was', () => {
  expect(isMap(Object.setPrototypeOf(new Map(), null))).toBe(true)
  expect(isBytes(Object.setPrototypeOf(new Uint8Array(1), null))).toBe(true)
})
