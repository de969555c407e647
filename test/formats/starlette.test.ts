/** Sessions of Starlette, as its SessionMiddleware has written and read them: see test/vectors/generate/starlette.py. */
import { createHmac, createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { DeserializeError, OptionError } from '../../src/index.js'
import type { SessionFormat } from '../../src/index.js'
import { starletteFormat, starletteSessionFactory } from '../../src/languages/starlette.js'
import { newRecord } from '../../src/session/record.js'
import { findPythonWith, runPython } from '../support/python.js'
import { recordedValue, taggedValue } from '../support/python-values.js'
import type { TaggedDict } from '../support/python-values.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, refusal } from './contract.js'

interface Vector {
  readonly name: string
  readonly keys: readonly (string | { readonly hex: string })[]
  readonly maxAge: number | null
  readonly now: number
  readonly cookie: string
  readonly writes: boolean
  readonly accepted: boolean
  readonly data: TaggedDict | null
}

const keysOf = ({ keys }: Vector): (string | Uint8Array)[] =>
  keys.map((key) => (typeof key === 'string' ? key : Buffer.from(key.hex, 'hex')))

const formatOf = (vector: Vector): SessionFormat => starletteFormat(keysOf(vector))

/** What Starlette takes and nobody writes: refused here. */
const STRICTER = new Set([
  'lenient: short, with padding',
  'lenient: short, with a spare bit',
  'lenient: long, with padding',
  'lenient: long, with a spare bit',
  'odd: a list of pairs',
  'odd: byte order mark',
  'odd: UTF-16',
  'odd: base64 with more padding',
  'odd: base64 with blanks',
])

/** What is no dict is as good as none to the application. */
const isTaken = ({ accepted, data, name }: Vector): boolean =>
  accepted && data !== null && !STRICTER.has(name)
const named = (list: readonly Vector[]) => list.map((vector) => [vector.name, vector] as const)

/** A request with the cookie, at the time of the vector. */
function opened(vector: Vector) {
  const heard: unknown[] = []
  const factory = starletteSessionFactory(keysOf(vector), {
    maxAge: vector.maxAge,
    clock: () => vector.now,
    onEvent: (event) => heard.push(event.type === 'invalid' ? event.error.name : event.type),
  })
  const { session } = factory.open({ value: vector.cookie })
  return { isNew: session.new, size: session.size, heard }
}

describe.each(['0.26', '1.7'])('Starlette %s', (version) => {
  const vectors = readVectors<Vector>(`languages/starlette-${version}`)
  const taken = vectors.filter(isTaken)
  const refused = vectors.filter((vector) => !isTaken(vector))

  test('there are as many vectors as there have to be', () => {
    expect(vectors.length).toBeGreaterThan(380)
    expect(taken.length).toBeGreaterThan(160)
    expect(vectors.filter(({ name }) => STRICTER.has(name)).length).toBe(STRICTER.size)
  })

  test.each(named(taken))('%s: read', (_, vector) => {
    const { data, renewed } = formatOf(vector).read(vector.cookie, 'session')
    expect(taggedValue(data)).toEqual(recordedValue(vector.data!))
    expect(renewed).toBeLessThanOrEqual(vector.now)
    expect(opened(vector)).toMatchObject({ isNew: false, heard: [] })
  })

  test.each(named(refused))('%s: refused', (_, vector) => {
    expect(opened(vector)).toEqual({ isNew: true, size: 0, heard: ['DeserializeError'] })
  })

  test.each(named(taken.filter(({ writes }) => writes)))(
    '%s: written, byte for byte',
    (_, vector) => {
      const format = formatOf(vector)
      const record = format.read(vector.cookie, 'session') as ReturnType<typeof newRecord>
      expect(format.write(record, 'session')).toBe(vector.cookie)
    },
  )
})

const python = findPythonWith('starlette', 'python3-starlette')

/** Reads cookies as Starlette's middleware does, without their age. */
const READER = `
import base64, json, sys
from itsdangerous import TimestampSigner
out = []
for cookie, key in json.load(sys.stdin):
    payload = TimestampSigner(key).unsign(cookie.encode())
    out.append(json.dumps(json.loads(base64.b64decode(payload))))
print(json.dumps(out))
`

test.runIf(python)('what is written is read by Starlette', async () => {
  const values = [
    1,
    -0.5,
    2n ** 70n,
    'é€😀',
    null,
    true,
    [1, [2]],
    { a: { é: 'b' } },
    new Map([['k', 1]]),
  ]
  const cookies = values.map((value) => {
    const data = new Map<unknown, unknown>([['value', value]])
    return [starletteFormat(KEY).write({ ...newRecord(1_700_000_000), data }, 's'), KEY]
  })
  const read = JSON.parse(await runPython(READER, JSON.stringify(cookies), python)) as string[]
  expect(read.map((text) => text.replace(/^\{"value": (.*)\}$/, '$1'))).toEqual([
    '1',
    '-0.5',
    String(2n ** 70n),
    String.raw`"\u00e9\u20ac\ud83d\ude00"`,
    'null',
    'true',
    '[1, [2]]',
    String.raw`{"a": {"\u00e9": "b"}}`,
    '{"k": 1}',
  ])
})

const KEY = 'the key of these tests, which is long enough'

formatContract('starlette', {
  make: (name) => starletteFormat(`a secret key of the name ${name}`),
  isLenient: false,
  tick: 1,
  times: [0, 1, 1_700_000_000.123, 253_402_300_799],
})

describe('what cannot be kept', () => {
  const format = starletteFormat(KEY)

  test.each<[string, Map<unknown, unknown>, string]>([
    ['a Date', new Map([['a', [new Date()]]]), 'a[0]'],
    ['a Set', new Map([['a', { b: new Set() }]]), 'a.b'],
    ['bytes', new Map([['a', Uint8Array.of(1)]]), 'a'],
    ['undefined', new Map([['a', undefined]]), 'a'],
    ['a key that is no text', new Map<unknown, unknown>([[1, 'a']]), ''],
  ])('%s', (_, data, path) => {
    const wrong = expect.objectContaining(
      path === '' ? { code: 'BAD_VALUE' } : { code: 'BAD_VALUE', path },
    )
    expect(() => format.dataText(data)).toThrow(wrong)
  })

  test.each([[''], [[]], [7], [undefined]])('%j is no secret key', (key) => {
    expect(() => starletteFormat(key as never)).toThrow(OptionError)
  })
})

describe('the life of a session', () => {
  test('an older key reads, and the first one writes', () => {
    const jar = starletteSessionFactory(KEY).open()
    jar.session.set('user', 'ada')
    const cookie = jar.commit()[0]![1].split(';')[0]!
    const both = ['another key of these tests, which is new', KEY]
    const again = starletteSessionFactory(both).open(cookie)
    expect(again.session.get('user')).toBe('ada')
    again.session.set('n', 1)
    const written = again.commit()[0]![1].split(';')[0]!
    expect(starletteSessionFactory(both[0]!).open(written).session.get('n')).toBe(1)
    expect(starletteSessionFactory(KEY).open(written).session.new).toBe(true)
  })

  test('its cookie is Starlette’s', () => {
    const { session, commit } = starletteSessionFactory(KEY, { clock: () => 1_700_000_000 }).open()
    session.set('a', 1)
    expect(commit()[0]![1]).toMatch(
      /^session=[\w=.-]+; Max-Age=1209600; Path=\/; expires=[^;]+; HttpOnly; SameSite=Lax$/,
    )
  })
})

describe('what only who has the key can send', () => {
  const key = createHash('sha1').update(`itsdangerous.Signersigner${KEY}`).digest()

  function signed(payload: string): string {
    const text = `${payload}.ZVPxAA`
    return `${text}.${createHmac('sha1', key).update(text).digest('base64url')}`
  }

  test('the test signs as Starlette does', () => {
    const text = starletteFormat(KEY).write({ ...newRecord(1_700_000_000), data: new Map() }, 's')
    expect(signed(Buffer.from('{}').toString('base64'))).toBe(text)
  })

  test.each([
    ['no base64', '!'],
    ['levels without end', Buffer.from('[{"a":'.repeat(8000)).toString('base64')],
    ['no dict', Buffer.from('[1]').toString('base64')],
  ])('%s is refused', (_, payload) => {
    expect(['BAD_PAYLOAD', 'BAD_SESSION']).toContain(refusal(starletteFormat(KEY), signed(payload)))
    expect(() => starletteFormat(KEY).read(signed(payload), 's')).toThrow(DeserializeError)
  })
})
