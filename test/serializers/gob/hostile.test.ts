/** Gobs and JSON that somebody with the key made to do harm, or that were damaged: typed errors, and none takes long. */
import { describe, expect, test } from 'vitest'
import { timeOfWork } from '../../support/time.js'
import { CartoucheError, DeserializeError } from '../../../src/index.js'
import { readGob, writeGob } from '../../../src/serializers/gob/index.js'
import type { GobMap } from '../../../src/serializers/gob/index.js'
import { readGoJson, writeGoJson } from '../../../src/serializers/go-json.js'
import { drawing } from '../../formats/damage.js'
import type { Draw } from '../../formats/damage.js'
import { readVectors } from '../../support/vectors.js'
import { body, hex, int, interfaceOf, sized, uint } from './hand-made.js'

interface Vector {
  serializer: string
  body?: string
}

const bodiesOf = (serializer: string): Buffer[] =>
  readVectors<Vector>('languages/gorilla')
    .filter((vector) => vector.serializer === serializer && vector.body !== undefined)
    .map(({ body }) => Buffer.from(body!, 'hex'))

/** Bytes that mean something in a gob. */
const WORDS = [0, 1, 2, 4, 5, 0x0c, 0x10, 0x7f, 0x80, 0xf8, 0xff, 0x82, 0x84]

type Damage = (bytes: Buffer, draw: Draw, others: readonly Buffer[]) => Buffer

const put = (bytes: Buffer, at: number, length: number, given: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), given, bytes.subarray(at + length)])

const KINDS: readonly Damage[] = [
  (bytes, draw) => {
    const at = draw(bytes.length)
    return put(bytes, at, 1, Buffer.of(bytes[at]! ^ (1 << draw(8))))
  },
  (bytes, draw) => put(bytes, draw(bytes.length), 1, Buffer.of(WORDS[draw(WORDS.length)]!)),
  (bytes, draw) => put(bytes, draw(bytes.length + 1), 0, Buffer.of(WORDS[draw(WORDS.length)]!)),
  (bytes, draw) => put(bytes, draw(bytes.length), 1 + draw(8), Buffer.of()),
  (bytes, draw) => bytes.subarray(0, draw(bytes.length)),
  (bytes, draw, others) => {
    const other = others[draw(others.length)]!
    const from = draw(other.length)
    return put(bytes, draw(bytes.length), draw(20), other.subarray(from, from + draw(40)))
  },
  (bytes, draw, others) => {
    const other = others[draw(others.length)]!
    return Buffer.concat([
      bytes.subarray(0, draw(bytes.length)),
      other.subarray(draw(other.length)),
    ])
  },
]

function* damaged(bodies: readonly Buffer[], count: number): Generator<Buffer> {
  const draw = drawing(20_261_127)
  for (let made = 0; made < count; made++) {
    let bytes = bodies[draw(bodies.length)]!
    for (let times = 0; times <= draw(3); times++) {
      if (bytes.length > 0) bytes = KINDS[draw(KINDS.length)]!(bytes, draw, bodies)
    }
    yield bytes
  }
}

const MOST = 10 // milliseconds

/**
 * How long it takes a processor, which others on the machine hardly change; and the least of several times, as engines
 * compile and collect now and then.
 */
function timeOf(run: () => unknown): number {
  let least = Infinity
  // To ask the system takes longer than most of them.
  const start = performance.now()
  run()
  if (performance.now() - start < MOST) return 0
  for (let tries = 0; tries < 20 && least > MOST; tries++) {
    const start = timeOfWork()
    run()
    least = Math.min(least, timeOfWork() - start)
  }
  return least
}

/** What was read; `undefined` where it was refused as it should be. */
function refusedOr<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof DeserializeError && error.code === 'BAD_PAYLOAD') return undefined
    throw error
  }
}

/** Nothing may be read that cannot be written, but for what gets too large by it. */
function writtenOr<T>(write: () => T): T | undefined {
  try {
    return write()
  } catch (error) {
    if (error instanceof CartoucheError && error.code === 'LIMIT') return undefined
    throw error
  }
}

// As many again are given to the format in test/formats/decoders.test.ts.
test('50,000 damaged gobs: what is read is written, and then read as the same', () => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  let read = 0
  let slowest = 0
  for (const bytes of damaged(bodiesOf('gob'), 50_000)) {
    let map: GobMap | undefined
    slowest = Math.max(
      slowest,
      timeOf(() => (map = refusedOr(() => readGob(bytes)))),
    )
    if (map === undefined) continue
    read++
    const { data, type } = map
    const written = Buffer.from(writeGob(data, type))
    const again = readGob(written)
    expect(hex(writeGob(again.data, again.type))).toBe(hex(written))
  }
  Error.stackTraceLimit = stackTraceLimit
  expect(slowest).toBeLessThan(MOST)
  // Some damage makes another session: what is in a text, or the value of a number.
  expect(read).toBeGreaterThan(500)
  expect(read).toBeLessThan(25_000)
})

test('20,000 damaged texts of JSON', () => {
  let read = 0
  let slowest = 0
  for (const bytes of damaged(bodiesOf('json'), 20_000)) {
    let data: Map<string, unknown> | undefined
    slowest = Math.max(
      slowest,
      timeOf(() => (data = refusedOr(() => readGoJson(bytes)))),
    )
    if (data === undefined) continue
    read++
    const text = writeGoJson(data)
    expect(writeGoJson(readGoJson(Buffer.from(text)))).toBe(text)
  }
  expect(slowest).toBeLessThan(MOST)
  expect(read).toBeGreaterThan(100)
})

test('a gob that was cut anywhere is refused, and one with a byte behind it', () => {
  for (const bytes of bodiesOf('gob').filter(({ length }) => length < 400)) {
    for (let size = 0; size < bytes.length; size++) {
      expect(refusedOr(() => readGob(bytes.subarray(0, size)))).toBe(undefined)
    }
    expect(refusedOr(() => readGob(Buffer.concat([bytes, Buffer.of(0)])))).toBe(undefined)
  }
})

// ---- as large as a session may be

const ROOM = 65_400
const KEY = interfaceOf('string', 6, sized('a'))

/** A definition of a slice that has the id 66. */
const sliceOf = (id: number): string => `ff83020102ff840001${int(id)}0000`
const message = (text: string): string => uint(text.length / 2) + text

const START = hex(body('')).slice(0, 30)

/** A session with one slice: its name, the definitions that it needs, and what is in it. */
function slice(name: string, definitions: readonly string[], items: string): Buffer {
  const [first = '', ...others] = definitions
  const head = message(`ff820001${KEY}${sized(name)}${first}`)
  const between = others.map((definition) => message(definition)).join('')
  const value = message(`ff84${message(`00${items}`)}`)
  return Buffer.from(START + head + between + value, 'hex')
}

const many = (item: string): string => {
  const count = Math.floor(ROOM / (item.length / 2))
  return uint(count) + item.repeat(count)
}

const LIST = sliceOf(8)
const LARGE: readonly (readonly [string, Buffer])[] = [
  ['nil', slice('[]interface {}', [LIST], many('00'))],
  ['false', slice('[]bool', [sliceOf(1)], many('00'))],
  ['floats', slice('[]float64', [sliceOf(4)], many('00'))],
  ['long floats', slice('[]float64', [sliceOf(4)], many('f80102030405060708'))],
  ['complex numbers', slice('[]complex128', [sliceOf(7)], many('0000'))],
  ['long ints', slice('[]int64', [sliceOf(2)], many('f8ffffffffffffffff'))],
  ['empty texts', slice('[]string', [sliceOf(6)], many('00'))],
  ['texts', slice('[]string', [sliceOf(6)], many('02c3a9'))],
  ['texts that are none', slice('[]string', [sliceOf(6)], many('01ff'))],
  ['bytes', slice('[][]uint8', [sliceOf(5)], many('00'))],
  ['ints in interfaces', slice('[]interface {}', [LIST], many(interfaceOf('int', 2, '00')))],
  ['int8 in interfaces', slice('[]interface {}', [LIST], many(interfaceOf('int8', 2, '00')))],
  ['empty slices', slice('[][]string', [sliceOf(67), 'ff85020102ff8600010c0000'], many('00'))],
  [
    'empty maps',
    slice('[]map[string]string', [sliceOf(67), 'ff85040102ff8600010c010c0000'], many('00')),
  ],
  [
    'maps of one key',
    slice('[]map[string]string', [sliceOf(67), 'ff85040102ff8600010c010c0000'], many('01013900')),
  ],
  [
    'times',
    slice(
      '[]time.Time',
      [sliceOf(67), 'ff85050102ff86000000'],
      many('0f010000000edce5e80000000005ffff'),
    ),
  ],
  ['lists in lists', slice('[]interface {}', [LIST], deepList())],
  [
    'a name of all bytes',
    Buffer.from(START + message(`ff820001${KEY}${sized('['.repeat(ROOM))}`), 'hex'),
  ],
  [
    'a name of many maps',
    Buffer.from(START + message(`ff820001${KEY}${sized('map[string]'.repeat(5000))}`), 'hex'),
  ],
  ['definitions', Buffer.from(START + definitions(), 'hex')],
  [
    'a text of all bytes',
    Buffer.from(
      START +
        message(
          `ff820001${KEY}${interfaceOf('string', 6, sized('é'.repeat(ROOM / 4)).replace(/^..../, 'fe7fbc'))}`,
        ),
      'hex',
    ),
  ],
]

function deepList(): string {
  let items = '00'
  while (items.length < ROOM) items = `01${sized('[]interface {}')}ff84${message(`00${items}`)}`
  return items
}

function definitions(): string {
  let text = ''
  for (let id = 66; text.length < 2 * ROOM; id++)
    text += message(`${int(-id)}020102${int(id)}0001100000`)
  return text
}

describe('as large as a session may be, and larger than it may be in another way', () => {
  test.each(LARGE)('%s', (_, bytes) => {
    let map: GobMap | undefined
    expect(timeOf(() => (map = refusedOr(() => readGob(bytes))))).toBeLessThan(MOST)
    if (map === undefined) return
    const { data, type } = map
    expect(timeOf(() => writtenOr(() => writeGob(data, type)))).toBeLessThan(MOST)
  })

  test('the ones that are read are what they seem to be', () => {
    const small = slice('[]int8', [sliceOf(2)], '020203')
    expect([...(readGob(small).data.get('a') as number[])]).toEqual([1, -2])
    const maps = slice(
      '[]map[string]string',
      [sliceOf(67), 'ff85040102ff8600010c010c0000'],
      '0101013900',
    )
    const object = (items: string): Buffer =>
      slice('map[string]interface {}', ['ff83040102ff8400010c01100000'], items)
    expect(readGob(object('02016100016200')).data.get('a')).toEqual({ a: null, b: null })
    expect(() => readGob(object('02016100016100'))).toThrow(/has a key twice/)
    const [map] = readGob(maps).data.get('a') as Map<string, string>[]
    expect([...map!]).toEqual([['9', '']])
  })
})

describe('JSON as large as a session may be', () => {
  test.each([
    ['lists', `{"a":${'['.repeat(32_000)}${']'.repeat(32_000)}}`],
    ['numbers', `{"a":[${'1,'.repeat(32_000)}1]}`],
    ['digits', `{"a":${'9'.repeat(65_000)}}`],
    ['escapes', `{"a":"${String.raw`\u0000`.repeat(10_000)}"}`],
    ['keys', `{${Array.from({ length: 9000 }, (_, at) => `"${at}":0`).join()}}`],
  ])('%s', (_, text) => {
    let data: Map<string, unknown> | undefined
    const bytes = Buffer.from(text)
    expect(timeOf(() => (data = refusedOr(() => readGoJson(bytes))))).toBeLessThan(MOST)
    if (data === undefined) return
    const given = data
    expect(timeOf(() => writeGoJson(given))).toBeLessThan(MOST)
  })
})
