/** Flash messages that are not to stand twice, in formats that know no equality but that of what is written. */
import { describe, expect, test, vi } from 'vitest'
import { cookieSessionFactory, signedFormat } from '../../src/index.js'
import type { CartoucheError, SessionFormat } from '../../src/index.js'
import { flaskFormat } from '../../src/languages/flask.js'
import { GoNumber, gorillaFormat } from '../../src/languages/gorilla.js'
import { laravelFormat } from '../../src/languages/laravel.js'
import { RubySymbol, rackFormat } from '../../src/languages/rack.js'
import { railsFormat } from '../../src/languages/rails.js'
import { noteFloat } from '../../src/lib/hints.js'
import { pyFloat } from '../../src/lib/py-float.js'
import { keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { thrownBy } from '../support/thrown.js'

const SECRET = `${keyOf('flash')}${keyOf('equal')}`

/** One to which `JSON.stringify` is all there is. */
const bare: SessionFormat = {
  ...signedFormat(keyOf('bare')),
  dataText: (data) =>
    JSON.stringify([...data], (_, value: unknown) =>
      typeof value === 'bigint' ? { int: String(value) } : value,
    ),
}

const FORMATS: readonly (readonly [string, SessionFormat])[] = [
  ['signed', signedFormat(keyOf('flash'))],
  ['flask', flaskFormat(SECRET)],
  ['rack', rackFormat(SECRET)],
  ['rails', railsFormat(SECRET)],
  ['laravel', laravelFormat('base64:FqqyQZh5UIwwWyT3ZSTJf4xHtTU+WLBBXbI0Hyw6fk4=')],
  ['gorilla', gorillaFormat(SECRET)],
  ['a format of somebody’s', bare],
]

const noted = { a: 1 }
noteFloat(noted, 'a', 1)
const holed: unknown[] = [1]
holed.length = 2
const withToJson = { a: 1, toJSON: () => 'a' }
const bigKey = JSON.parse('{"__proto__":1}') as object

const POOL: readonly unknown[] = [
  '',
  'a',
  '1',
  'null',
  'true',
  null,
  true,
  false,
  0,
  -0,
  1,
  1.5,
  1n,
  2n ** 60n,
  2 ** 60,
  Number.NaN,
  Infinity,
  undefined,
  () => 1,
  pyFloat(1),
  new GoNumber('int', 1),
  [],
  {},
  [1],
  [1n],
  [-0],
  [0],
  ['a'],
  ['a', 1],
  [[1]],
  [[]],
  [{}],
  [null],
  [undefined],
  holed,
  { 0: 1 },
  { a: 1 },
  { a: 1n },
  { a: pyFloat(1) },
  { a: '1' },
  { a: undefined },
  noted,
  { a: 1, b: 2 },
  { b: 2, a: 1 },
  { a: 1, b: undefined },
  { b: 1 },
  { a: { a: 1 } },
  bigKey,
  new Map([['a', 1]]),
  new Map(),
  new Set([1]),
  new Date(5),
  new Date(6),
  withToJson,
  Uint8Array.of(97),
  Uint8Array.of(1),
  Buffer.from('a'),
  RubySymbol.for('a'),
]

const KEY = '_f_'
function textIn({ dataText }: SessionFormat, message: unknown): string | undefined {
  try {
    return dataText(new Map([[KEY, [message]]]))
  } catch {
    return undefined
  }
}

/** Whether the message was left out. */
function isLeftOut(format: SessionFormat, queue: unknown[], message: unknown): boolean {
  const { session } = cookieSessionFactory<Data>(format).open()
  session.set(KEY, [...queue])
  session.flash(message, '', false)
  return session.peekFlash().length === queue.length
}

describe.each(FORMATS)('%s', (_, format) => {
  test('messages are equal that are written as one text', () => {
    const texts = POOL.map((message) => textIn(format, message))
    for (const [at, message] of POOL.entries()) {
      if (texts[at] === undefined) continue
      const left = POOL.map((other) => isLeftOut(format, [other], message))
      expect([at, left]).toEqual([at, texts.map((text) => text === texts[at])])
      const others = POOL.filter((_, index) => texts[index] !== texts[at])
      expect(isLeftOut(format, others, message)).toBe(false)
      expect(isLeftOut(format, [...others, message], message)).toBe(true)
    }
  })

  const strict = format === bare ? [] : [format]
  test.each(strict)('a message that cannot be written is an error, whatever is there', (format) => {
    const message = { a: () => 1 }
    for (const queue of [[], ['one', 'two']]) {
      const whole = new Map([[KEY, [...queue, message]]])
      const { path } = thrownBy(() => format.dataText(whole)) as CartoucheError
      const error = thrownBy(() => isLeftOut(format, queue, message))
      expect(error).toMatchObject({ code: 'BAD_VALUE', path })
    }
  })
})

describe('few messages are written to find that none of many is equal', () => {
  const many = (make: (at: number) => unknown, count = 3000): unknown[] =>
    Array.from({ length: count }, (_, at) => make(at))
  const often = new Date(5)
  const circle: unknown[] = []
  circle.push(circle)
  /** What is written of a message and of itself, over and over. */
  const bomb = (depth: number): unknown => {
    let list: unknown = ['x']
    for (let at = 0; at < depth; at++) list = [list, list]
    return list
  }

  test.each<[string, unknown[], unknown, number]>([
    ['texts', many((at) => `t${at}`, 12_000), 'hello', 1],
    ['numbers', many((at) => at, 15_000), -1, 1],
    ['texts beside objects', many((at) => `t${at}`), { a: 1 }, 1],
    ['objects of other keys', many((at) => ({ a: at })), { b: 1 }, 1],
    [
      'objects of other values',
      many((at) => ({ a: { b: at, c: 'x' } })),
      { a: { b: -1, c: '' } },
      1,
    ],
    ['lists', many((at) => [at % 7], 9000), [7], 1],
    ['lists beside an object', many((at) => [at % 7], 9000), { a: 1, b: 2 }, 1],
    [
      'large objects that are alike',
      many((at) => Object.assign({ z: at }, [...'x'.repeat(90)]), 40),
      Object.assign({ z: 'x' }, [...'x'.repeat(90)]),
      1,
    ],
    ['one that stands there often', many(() => often), 'hello', 2],
    ['what cannot be written', many(() => Symbol('x')), 'hello', 40],
    ['what holds itself', many(() => [circle]), [[[[[1]]]]], 40],
    ['dates', many((at) => new Date(at)), new Date(-1), 1000],
  ])('%s', (_, queue, message, most) => {
    const inner = signedFormat(keyOf('many'))
    const dataText = vi.fn(inner.dataText)
    expect(isLeftOut({ ...inner, dataText }, queue, message)).toBe(false)
    expect(dataText.mock.calls.length).toBeLessThanOrEqual(most)
  })

  test('lists that unfold to 2^40 of them end', () => {
    const format = rackFormat(SECRET)
    expect(isLeftOut(format, [bomb(40)], bomb(40))).toBe(true)
    expect(
      isLeftOut(
        format,
        many(() => bomb(12), 50),
        bomb(11),
      ),
    ).toBe(false)
  })

  test('the very same message is found however much was before', () => {
    const message = new Date(1)
    const queue = [...many((at) => new Date(-at - 1)), message]
    expect(isLeftOut(signedFormat(keyOf('many')), queue, message)).toBe(true)
  })
})
