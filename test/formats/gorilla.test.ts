/** gorilla/securecookie's cookies, by recordings of the real one: see test/vectors/generate/gorilla.go. */
import { createHash, createHmac } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { afterAll, describe, expect, test } from 'vitest'
import { copyFloatNotes } from '../../src/lib/hints.js'
import { gorillaFormat } from '../../src/formats/gorilla.js'
import type { GorillaFormatOptions, GorillaKeyPairs } from '../../src/formats/gorilla.js'
import { secureCookie } from '../../src/formats/shared-securecookie.js'
import {
  GoComplex,
  GoMap,
  GoNumber,
  GoSlice,
  GoString,
  GoTime,
  writeGob,
} from '../../src/serializers/gob/index.js'
import { DeserializeError, OptionError } from '../../src/index.js'
import type { SessionFormat } from '../../src/index.js'
import { findGoWithGorilla } from '../support/go.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, recordOf, refusal } from './contract.js'
import { jsonMap, mapOf, sorted } from './gorilla-tagged.js'
import type { Tagged } from './gorilla-tagged.js'

interface Vector {
  name: string
  keyPairs: (string | null)[]
  hashFunc: string
  maxAge: number
  maxLength: number
  serializer: 'gob' | 'json'
  values: string
  cookieName: string
  now: number
  cookie: string
  accepted: boolean
  body?: string
  data?: Tagged
}

const vectors = readVectors<Vector>('languages/gorilla')
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

function formatOf({ keyPairs, hashFunc, maxLength, serializer, values }: Vector): SessionFormat {
  const keys = keyPairs.map((key) => (key === null ? null : bytesOf(key)))
  return gorillaFormat(keys, { hashFunc, maxLength, serializer, values } as GorillaFormatOptions)
}

/** The data under the names that they have in Go. */
function inGo(data: Map<unknown, unknown>): Map<unknown, unknown> {
  const named = new Map([...data].map(([key, value]) => [key === '_f_' ? '_flash' : key, value]))
  copyFloatNotes(data, named)
  return named
}

const seen = ({ serializer, values }: Vector, data: Map<unknown, unknown>): unknown =>
  sorted(serializer === 'json' ? jsonMap(inGo(data), values) : mapOf(inGo(data), values))

/** What Go reads and is refused here: nobody but who has the key writes the first, and nobody at all the second. */
const STRICTER = /^(?:value|session): refused: |^lenient: /
/** A map that is `nil` in Go comes back as an empty one. */
const NULL = Buffer.from('null\n').toString('hex')
/** The age is the factory's to see. */
const EXPIRED = /^age \d+ of \d+$/

const good = vectors.filter(({ accepted, name }) => accepted && !STRICTER.test(name))

describe('recorded', () => {
  test('of all kinds', () => {
    expect(vectors.length).toBeGreaterThan(400)
    expect(vectors.filter(({ name }) => STRICTER.test(name))).toHaveLength(5)
  })

  test.each(good)('$name is read', (vector) => {
    const { data, renewed } = formatOf(vector).read(vector.cookie, vector.cookieName)
    expect(seen(vector, data!)).toEqual(sorted(vector.data))
    expect(renewed).toBe(dateOf(vector.cookie))
  })

  const bad = vectors.filter(({ accepted, name }) => !accepted && !EXPIRED.test(name))
  const stricter = vectors.filter(({ name }) => STRICTER.test(name))
  test.each([...bad, ...stricter])('$name is refused', (vector) => {
    expect(() => formatOf(vector).read(vector.cookie, vector.cookieName)).toThrow(DeserializeError)
  })

  const bodies = good.filter(({ body }) => body !== undefined && body !== NULL)
  test.each(bodies)('$name is written as it was', (vector) => {
    const format = formatOf(vector)
    const { data } = format.read(vector.cookie, vector.cookieName)
    expect(Buffer.from(format.dataText(data!), 'latin1').toString('hex')).toBe(vector.body)
  })

  test.each(good)('$name is written, and read again', (vector) => {
    const format = formatOf(vector)
    const record = format.read(vector.cookie, vector.cookieName)
    const again = writtenAgain(vector)
    const isPlain = vector.keyPairs.length < 2 && vector.body !== undefined && vector.body !== NULL
    if (isPlain) expect(again).toBe(vector.cookie)
    const { data, renewed } = format.read(again, vector.cookieName)
    expect([seen(vector, data!), renewed]).toEqual([sorted(vector.data), record.renewed])
  })
})

/** What is made of a cookie that was read. */
function writtenAgain(vector: Vector): string {
  const format = formatOf(vector)
  const record = format.read(vector.cookie, vector.cookieName)
  return format.write({ ...record, created: 0, data: record.data! }, vector.cookieName)
}

const dateOf = (cookie: string): number =>
  Number(Buffer.from(cookie, 'base64url').toString('latin1').split('|')[0])

const build = findGoWithGorilla()

describe.runIf(build)('the real one reads what is written', () => {
  const { program, remove } = build!('../vectors/generate/gorilla.go', import.meta.url)
  afterAll(remove)

  /** What it makes of cookies that were put in the place of the recorded ones. */
  function readByGo(cookies: readonly string[], of: readonly Vector[]): unknown[] {
    const lines = cookies.map((cookie, at) => JSON.stringify({ ...of[at], cookie }))
    const output = execFileSync(program, ['read'], { input: lines.join('\n') }).toString()
    return output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
  }

  test('of all recorded sessions', () => {
    const read = readByGo(good.map(writtenAgain), good)
    expect(read).toHaveLength(good.length)
    for (const [at, vector] of good.entries()) {
      const { accepted, data } = read[at] as Vector
      const expected = vector.body === NULL ? { ...vector.data, v: [] } : vector.data
      expect([vector.name, accepted, sorted(data)]).toEqual([vector.name, true, sorted(expected)])
    }
  })

  test('of what is made here', () => {
    const [vector] = vectors.filter(({ name }) => name === 'value: nil') as [Vector]
    const record = recordOf(MADE, { renewed: vector.now })
    const [read] = readByGo([formatOf(vector).write(record, vector.cookieName)], [vector])
    const expected = mapOf(new Map(Object.entries(MADE)), vector.values)
    expect(read).toEqual({ accepted: true, data: sorted(expected) })
  })
})

/** All that JavaScript has and Go too, and what only Go has. */
const MADE = {
  text: 'Zoë 😀',
  numbers: [0, -1, 2 ** 53 - 1, -(2n ** 63n), 0.5, -0, Number.NaN, Infinity, 1e21],
  others: [new GoNumber('int64', 7), new GoNumber('float64', 2), new GoNumber('uint8', 255)],
  complex: new GoComplex(1, -0.5),
  flags: [true, false, null],
  object: { a: { b: [{}] } },
  map: new Map<unknown, unknown>([
    [1, 'one'],
    ['two', new Map([[true, 2]])],
  ]),
  when: new Date(1_700_000_000_123),
  zoned: new GoTime(-1, { nanoseconds: 999, offset: -3600 }),
  bytes: Uint8Array.of(0, 128, 255),
  roles: GoSlice.ofType('[]string', ['admin', '']),
  ids: GoSlice.ofType('[]int64', [1, -(2n ** 63n)]),
  profile: new GoMap('map[string]string', [['name', 'Zoë']]),
  odd: new GoString(Uint8Array.of(0xff)),
}

describe.each<[string, GorillaFormatOptions, string | null]>([
  ['gob', {}, null],
  ['gob, encrypted', {}, 'block'],
  ['JSON', { serializer: 'json', hashFunc: 'sha1' }, null],
  ['JSON, encrypted', { serializer: 'json' }, 'block'],
])('%s', (kind, options, block) => {
  const make = (name: string): SessionFormat =>
    gorillaFormat([keyNamed(name), block && keyNamed(name + block).slice(0, 32)], {
      maxLength: 0,
      ...options,
    })

  formatContract(`gorilla, ${kind}`, { make, isLenient: false, tick: 1 })

  test('checklist 6: it is worth nothing under another name of a cookie', () => {
    const text = make('one').write(recordOf(), 'session')
    expect(refusal(make('one'), text, 'session')).toBe('read')
    for (const name of ['sessio', 'session2', 'Session', '', '__Host-session']) {
      expect(refusal(make('one'), text, name)).toBe('BAD_SIGNATURE')
    }
  })
})

const keyNamed = (name: string): string =>
  createHash('sha256').update(name).digest('hex').slice(0, 44)

describe('keys', () => {
  const [one, two] = [keyNamed('one'), keyNamed('two')] as [string, string]
  const write = (keys: GorillaKeyPairs): string => gorillaFormat(keys).write(recordOf(), 'session')
  const read = (keys: GorillaKeyPairs, text: string): string =>
    refusal(gorillaFormat(keys), text, 'session')

  test('the first pair writes, all read', () => {
    expect(read(two, write([two, null, one]))).toBe('read')
    expect(read(one, write([two, null, one]))).toBe('BAD_SIGNATURE')
    expect(read([two, null, one], write(one))).toBe('read')
  })

  test('a wrong block key lets the next pair try, and is told where there is none', () => {
    const [block, other] = [one.slice(0, 32), two.slice(0, 32)] as [string, string]
    expect(read([one, other, one, block], write([one, block]))).toBe('read')
    expect(read([one, other], write([one, block]))).toBe('BAD_PAYLOAD')
  })

  test('bytes are a key as text is, and are copied', () => {
    const bytes = new Uint8Array(Buffer.from(one))
    const format = gorillaFormat(bytes)
    bytes.fill(0)
    expect(refusal(format, write(one), 'session')).toBe('read')
  })

  test.each<[string, unknown]>([
    ['nothing', ''],
    ['no keys', []],
    ['no hash key', [null, one.slice(0, 32)]],
    ['a hash key that is no key', [7]],
    ['an empty hash key', [one, null, '']],
    ['an empty block key', [one, '']],
    ['a block key of another size', [one, two.slice(0, 31)]],
    ['half a surrogate pair', ['\ud800']],
    ['a pair that stands twice', [one, null, one]],
  ])('%s is an error', (_, keys) => {
    expect(() => gorillaFormat(keys as GorillaKeyPairs)).toThrow(OptionError)
  })

  test('one hash key may have two block keys', () => {
    const [block, other] = [one.slice(0, 32), two.slice(0, 32)] as [string, string]
    expect(() => gorillaFormat([one, block, one, other, one])).not.toThrow()
  })
})

describe('options', () => {
  test.each<[string, unknown]>([
    ['serializer', 'xml'],
    ['hashFunc', 'sha257'],
    ['maxLength', -1],
    ['values', 'map[int]string'],
    ['values', 7],
    ['flashKeys', 'errors'],
    ['flashKeys', ['']],
    ['other', 1],
  ])('%s: %o is an error', (option, value) => {
    expect(() => gorillaFormat(keyNamed('one'), { [option]: value })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', option }),
    )
  })

  test('values may be called as people call them', () => {
    const format = gorillaFormat(keyNamed('one'), { values: 'map[string]any' })
    const other = gorillaFormat(keyNamed('one'), { values: 'map[string]interface {}' })
    expect(refusal(other, format.write(recordOf(), 'session'), 'session')).toBe('read')
    expect(refusal(gorillaFormat(keyNamed('one')), format.write(recordOf(), 's'), 's')).toBe(
      'BAD_PAYLOAD',
    )
  })

  test('text alone, where Go takes nothing else', () => {
    for (const serializer of ['gob', 'json'] as const) {
      const of = { serializer, values: 'map[string]string' }
      const format = gorillaFormat(keyNamed('one'), of)
      expect(refusal(format, format.write(recordOf({ a: 'b' }), 's'), 's')).toBe('read')
      expect(() => format.write(recordOf({ a: 'b', c: 1 }), 's')).toThrow(
        expect.objectContaining({ code: 'BAD_VALUE', path: 'c' }),
      )
    }
    const any = gorillaFormat(keyNamed('one'), { serializer: 'json' })
    const texts = { serializer: 'json', values: 'map[string]string' } as const
    const format = gorillaFormat(keyNamed('one'), texts)
    expect(refusal(format, any.write(recordOf({ a: 1 }), 's'), 's')).toBe('BAD_PAYLOAD')
  })
})

describe('flash messages', () => {
  const flashes = (options: GorillaFormatOptions, data: object): unknown[] => {
    const { seal } = secureCookie(keyNamed('one'), 'sha256', 0)
    const format = gorillaFormat(keyNamed('one'), options)
    const payload = writeGob(new Map(Object.entries(data)), 'map[interface {}]interface {}')
    const text = seal(payload, 's', 1_700_000_000)
    const { data: read, ...record } = format.read(text, 's')
    const again = format.write({ ...record, created: 0, data: read! }, 's')
    expect(again).toBe(text)
    return [...read!.keys()]
  }

  test('stand under the keys of Go, in their place', () => {
    expect(flashes({}, { a: 1, _flash: ['x'], b: 2 })).toEqual(['a', '_f_', 'b'])
    expect(flashes({}, { errors: ['x'] })).toEqual(['errors'])
    expect(flashes({ flashKeys: ['errors'] }, { errors: ['x'], _flash: [] })).toEqual([
      '_f_errors',
      '_f_',
    ])
  })

  test('where both names are, each stays what it is', () => {
    expect(flashes({}, { _flash: ['x'], _f_: ['y'] })).toEqual(['_flash', '_f_'])
    const format = gorillaFormat(keyNamed('one'))
    const text = format.write(recordOf({ _flash: 'text', _f_: ['y'] }), 's')
    expect(Object.fromEntries(format.read(text, 's').data!)).toEqual({ _flash: 'text', _f_: ['y'] })
  })

  test('what is no list of them stays what it is', () => {
    const roles = GoSlice.ofType('[]string', ['a'])
    for (const other of ['text', { a: 1 }, roles, 1]) {
      expect(flashes({}, { _flash: other })).toEqual(['_flash'])
    }
  })
})

describe('dates', () => {
  const padded = (bytes: Buffer): string =>
    bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')
  /** A text of that date, genuine in all else. */
  function dated(date: string): string {
    const body = padded(Buffer.from(vectors[0]!.body!, 'hex'))
    const signed = createHmac('sha256', keyNamed('one')).update(`s|${date}|${body}`).digest()
    return padded(Buffer.concat([Buffer.from(`${date}|${body}|`), signed]))
  }
  const format = gorillaFormat(keyNamed('one'))

  test.each(['0', '1', '-5', '1700000000', '999999999999999'])('%s', (date) => {
    expect(format.read(dated(date), 's').renewed).toBe(Number(date))
  })

  test.each(['', 'abc', '1.5', '1e3', '01', '+1', '-0', ' 1', '1 ', '0x1', '9'.repeat(20)])(
    '"%s" is none',
    (date) => {
      expect(refusal(format, dated(date), 's')).toBe('BAD_SESSION')
    },
  )
})
