/** Values of another realm, as Jest, `vm` and frames have them, are written as what they are. */
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { dumps, loads } from '../../src/pickle/index.js'
import {
  PickleSerializer,
  signedDeserialize,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const
const evaluate = (text: string): unknown => runInNewContext(`(${text})`)

const ROWS: readonly (readonly [expression: string, own: unknown])[] = [
  ['{ a: 1, b: [true] }', { a: 1, b: [true] }],
  ['Object.assign(Object.create(null), { a: 1 })', { a: 1 }],
  ['JSON.parse(\'{"a":{"b":null}}\')', { a: { b: null } }],
  ['[1, [2]]', [1, [2]]],
  ['new Map([[1, new Map([["a", 2]])]])', new Map([[1, new Map([['a', 2]])]])],
  ['new Set(["a", 1])', new Set(['a', 1])],
  ['new Date(1e12)', new Date(1e12)],
  ['new Uint8Array([1, 255])', Uint8Array.of(1, 255)],
  ['[new Uint8Array(), new Uint8Array([7])]', [new Uint8Array(), Uint8Array.of(7)]],
  ['new Map([[new Uint8Array([233]), new Date(0)]])', new Map([[Uint8Array.of(233), new Date(0)]])],
]

describe.each(ROWS)('%s', (expression, own) => {
  test.each(PROTOCOLS)('is written like our own in protocol %i', (protocol) => {
    expect(dumps(evaluate(expression), { protocol })).toEqual(dumps(own, { protocol }))
  })
})

test('one object stays one', () => {
  const pair = evaluate('((d) => [d, d])(new Date(0))')
  const [first, second] = loads(dumps(pair)) as unknown[]
  expect(second).toBe(first)
})

test.each([
  'new Map([[new Map(), 1]])',
  'new Map([[new Set(), 1]])',
  'new Set([[]])',
  'new Set([{}])',
])('%s is refused, as Python cannot hash it', (expression) => {
  expect(() => dumps(evaluate(expression))).toThrow('cannot be a key')
})

test.each(['new ArrayBuffer(1)', 'new Uint16Array(1)', 'new Error("x")', 'new WeakMap()'])(
  '%s is refused',
  (expression) => {
    expect(() => dumps(evaluate(expression))).toThrow('cannot be pickled')
  },
)

test('bytes are taken as pickles, secrets, serialized text and what a serializer gives', () => {
  const foreign = (bytes: Uint8Array): Uint8Array =>
    evaluate(`new Uint8Array([${[...bytes].join()}])`) as Uint8Array
  expect(loads(foreign(dumps([1, 'é'])))).toEqual([1, 'é'])
  const text = signedSerialize({ a: 1 }, foreign(Buffer.from('seekrit')))
  expect(signedDeserialize(foreign(Buffer.from(text)), 'seekrit')).toEqual({ a: 1 })
  expect(new PickleSerializer().loads(foreign(dumps({ a: 1 })))).toEqual({ a: 1 })
})

test('a session keeps them', () => {
  const factory = unencryptedCookieSessionFactoryConfig('seekrit')
  const { session, commit } = factory.open()
  session.set('cart', evaluate('{ items: new Map([["a", new Date(0)]]), tags: new Set(["x"]) }'))
  const next = factory.open(commit()[0]![1].split(';')[0]).session
  const cart = next.get('cart') as { items: { a: object }; tags: Set<string> }
  expect(cart.tags).toEqual(new Set(['x']))
  expect(String(cart.items.a)).toBe('1970-01-01 00:00:00+00:00')
})
