import { runInNewContext, runInThisContext } from 'node:vm'
import { describe, expect, test, vi } from 'vitest'
import { isBytes, isDate, isHollow, isMap, isPlainObject, isSet } from '../../src/lib/kinds.js'
import { timeOfWork } from '../support/time.js'

const KINDS = { isMap, isSet, isDate, isBytes, isPlainObject }

/** The same where a runtime does not tell the kinds itself, as browsers do not. */
const builtin = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
vi.resetModules()
const bare: typeof KINDS = await import('../../src/lib/kinds.js')
const isAsked = builtin.mock.calls.length > 0
builtin.mockRestore()

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

const hereOf = (text: string): unknown => runInThisContext(`(${text})`)
const thereOf = (text: string): unknown => runInNewContext(`(${text})`)

describe.each([
  ['this realm', hereOf, KINDS],
  ['another realm', thereOf, KINDS],
  ['this realm, by a runtime that does not tell', hereOf, bare],
  ['another realm, by such a runtime', thereOf, bare],
])('values of %s', (_, evaluate, kinds) => {
  test.each(ROWS)('%s', (expression, expected) => {
    const value = evaluate(expression)
    const names = Object.keys(KINDS) as (keyof typeof KINDS)[]
    const found = names.filter((name) => kinds[name](value))
    expect(found).toEqual(expected === null ? [] : [expected])
  })
})

test('the runtime is asked', () => {
  expect(isAsked).toBe(true)
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

test.each([
  [
    'throws',
    (): never => {
      throw new Error('not implemented')
    },
  ],
  ['lacks what is asked of it', () => ({ types: {} })],
  ['gives nothing', () => null],
])('a runtime whose getBuiltinModule %s is asked no more', async (_, stand) => {
  const spy = vi.spyOn(process, 'getBuiltinModule').mockImplementation(stand as never)
  vi.resetModules()
  const kinds: typeof KINDS = await import('../../src/lib/kinds.js')
  spy.mockRestore()
  const values = [new Map(), new Set(), new Date(0), thereOf('new Map()')]
  expect(values.map((value) => kinds.isMap(value))).toEqual([true, false, false, true])
  expect(values.map((value) => kinds.isDate(value))).toEqual([false, false, true, false])
})

/** A hundred times as long as it may take makes no test of it fail by chance. */
const MOST_MILLISECONDS = 40

test.each([
  ['without a prototype', (): unknown => Object.create(null)],
  ['of another realm', (): unknown => thereOf('{}')],
  ['and Dates of another realm', (): unknown => thereOf('new Date(0)')],
])('to tell what objects %s are makes no errors', (_, make) => {
  const value = make()
  const start = timeOfWork()
  for (let times = 0; times < 10_000; times++)
    for (const isKind of Object.values(KINDS)) isKind(value)
  expect(timeOfWork() - start).toBeLessThan(MOST_MILLISECONDS)
})

test('what an object says of itself is not asked, nor are the traps of a Proxy but for its prototype', () => {
  const asked: string[] = []
  const handler = new Proxy({}, { get: (_, trap) => void asked.push(String(trap)) })
  for (const target of [{}, new Map(), Object.create(null) as object]) {
    for (const isKind of Object.values(KINDS)) isKind(new Proxy(target, handler))
  }
  const tagged = Object.create(null, {
    [Symbol.toStringTag]: { get: () => asked.push('toStringTag') },
    constructor: { get: () => asked.push('constructor') },
  }) as object
  for (const isKind of Object.values(KINDS)) isKind(tagged)
  expect(new Set(asked)).toEqual(new Set(['getPrototypeOf']))
})
