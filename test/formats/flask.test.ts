/** Sessions of Flask, as it has written and read them: see test/vectors/generate/flask.py. */
import { inflateSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { DeserializeError, OptionError } from '../../src/index.js'
import type { SessionFormat } from '../../src/index.js'
import { fromFlask, toFlask } from '../../src/formats/shared-flask-data.js'
import { flaskFormat, flaskSessionFactory, Markup } from '../../src/languages/flask.js'
import { decodeTagged, encodeTagged } from '../../src/serializers/tagged-json.js'
import { newRecord } from '../../src/session/record.js'
import { pyFloat, PyTuple, PyUuid } from '../../src/pickle/index.js'
import { findPythonWith, runPython } from '../support/python.js'
import { recordedValue, taggedValue } from '../support/python-values.js'
import type { TaggedDict, TaggedValue } from '../support/python-values.js'
import { readVectors } from '../support/vectors.js'

type Bytes = string | { readonly hex: string }

interface Vector {
  readonly name: string
  readonly keys: readonly Bytes[]
  readonly options: { readonly salt?: Bytes; readonly sortKeys?: boolean }
  readonly now: number
  readonly cookie: string
  readonly writes: boolean
  readonly accepted: boolean
  readonly data: TaggedDict | null
}

const bytesOf = (bytes: Bytes): string | Uint8Array =>
  typeof bytes === 'string' ? bytes : Buffer.from(bytes.hex, 'hex')

const settingsOf = ({ keys, options }: Vector): Parameters<typeof flaskFormat> => {
  const { salt, ...rest } = options
  return [keys.map(bytesOf), salt === undefined ? rest : { ...rest, salt: bytesOf(salt) }]
}

const formatOf = (vector: Vector): SessionFormat => flaskFormat(...settingsOf(vector))

/** What Flask takes and nobody writes: refused here. */
const STRICTER = new Set([
  'lenient: plain, with padding',
  'lenient: plain, with a spare bit',
  'lenient: compressed, with padding',
  'lenient: compressed, with a spare bit',
  'odd: null',
  'odd: a list of pairs',
  'odd: a tuple of pairs',
  'odd: a tuple of text',
  'odd: bytes with spare bits',
  'odd: bytes with blanks',
  'odd: markup of a number',
  'odd: markup of markup',
  'odd: uuid with hyphens',
  'odd: date that is none',
  'odd: date of nothing',
  'odd: date that does not exist',
  'odd: date of another zone',
  'odd: tagged dict without a mark',
  'odd: tagged dict of two keys',
  'odd: two dots',
  'odd: base64 with padding',
  'odd: standard base64',
])

/** As the session has it what Flask keeps in places of its own. */
function inOurPlaces({ v }: TaggedDict): { data: TaggedDict; persistent: boolean } {
  const isTrue = (value: TaggedValue): boolean => value.t === 'bool' && value.v
  const data: [TaggedValue, TaggedValue][] = []
  const put = (key: string, value: TaggedValue): number => data.push([{ t: 'str', v: key }, value])
  let persistent = false
  for (const [key, value] of v) {
    const name = key.t === 'str' ? key.v : ''
    if (name === '_permanent' && isTrue(value)) persistent = true
    else if (name === 'csrf_token' && value.t === 'str') put('_csrft_', value)
    else if (name === '_flashes' && value.t === 'list' && value.v.length > 0) {
      for (const [place, items] of placesOf(value.v)) put(place, items)
    } else data.push([key, value])
  }
  return { data: { t: 'dict', v: data }, persistent }
}

interface TaggedList {
  readonly t: 'list' | 'tuple'
  readonly v: readonly TaggedValue[]
}

/** By the key of its queue, and by Flask's where it is of none. */
function placeOf(item: TaggedValue): string {
  const [category, ...others] = item.t === 'tuple' ? item.v : []
  if (others.length !== 1 || category!.t !== 'str' || category!.v === '') return '_flashes'
  return category!.v === 'message' ? '_f_' : `_f_${category!.v}`
}

function placesOf(items: readonly TaggedValue[]): Map<string, TaggedValue> {
  const places = new Map<string, TaggedValue[]>()
  for (const item of items) {
    const place = placeOf(item)
    const kept = place === '_flashes' ? item : (item as TaggedList).v[1]!
    places.set(place, [...(places.get(place) ?? []), kept])
  }
  return new Map(Array.from(places, ([place, list]) => [place, { t: 'list', v: list }]))
}

/** The JSON and the time of a text: how small zlib packs the former is the matter of its version. */
function unpacked(text: string): string {
  const [payload = '', time = ''] = text.split(/(?<=[^.])\./)
  const bytes = Buffer.from(payload.replace(/^\./, ''), 'base64url')
  return `${(payload.startsWith('.') ? inflateSync(bytes) : bytes).toString()} ${time}`
}

const python = findPythonWith('flask', 'python3-flask')
const GENERATE = fileURLToPath(new URL('../vectors/generate', import.meta.url))

/** Reads cookies as Flask does, without their age. */
const READER = `
import json, sys, hashlib
import flask
sys.path.append(${JSON.stringify(GENERATE)})
from python_values import tagged

def plain(value):
    return value if isinstance(value, str) else bytes.fromhex(value["hex"])

out = []
for cookie, keys, options in json.load(sys.stdin):
    app = flask.Flask("reader")
    app.secret_key = plain(keys[0])
    interface = app.session_interface = flask.sessions.SecureCookieSessionInterface()
    if "salt" in options: interface.salt = plain(options["salt"])
    if "keyDerivation" in options: interface.key_derivation = options["keyDerivation"]
    if "digestMethod" in options: interface.digest_method = getattr(hashlib, options["digestMethod"])
    with app.app_context():
        out.append(tagged(interface.get_signing_serializer(app).loads(cookie)))
print(json.dumps(out))
`

async function readByFlask(
  cookies: readonly (readonly [cookie: string, keys: unknown, options: object])[],
): Promise<TaggedDict[]> {
  return JSON.parse(await runPython(READER, JSON.stringify(cookies), python)) as TaggedDict[]
}

describe.each(['2.2', '3.1'])('Flask %s', (version) => {
  const vectors = readVectors<Vector>(`languages/flask-${version}`)
  const taken = vectors.filter(({ accepted, name }) => accepted && !STRICTER.has(name))

  test('there are as many vectors as there have to be', () => {
    expect(vectors.length).toBeGreaterThan(400)
    expect(taken.length).toBeGreaterThan(200)
    expect(vectors.filter(({ name }) => STRICTER.has(name)).length).toBe(STRICTER.size)
  })

  test.each(taken.map((vector) => [vector.name, vector] as const))('%s: read', (_, vector) => {
    const { data, persistent, renewed } = formatOf(vector).read(vector.cookie, 'session')
    const expected = inOurPlaces(recordedValue(vector.data!) as TaggedDict)
    expect({ data: taggedValue(data), persistent }).toEqual(expected)
    expect(renewed).toBeLessThanOrEqual(vector.now)
    // By the factory too, which knows how old it is.
    const [keys, options] = settingsOf(vector)
    const onInvalid: string[] = []
    const onEvent = ({ type }: { type: string }): number => onInvalid.push(type)
    const factory = flaskSessionFactory(keys, { ...options, clock: () => vector.now, onEvent })
    expect([factory.open(`session=${vector.cookie}`).session.new, onInvalid]).toEqual([false, []])
  })

  const refused = vectors.filter(({ accepted, name }) => !accepted || STRICTER.has(name))

  test.each(refused.map((vector) => [vector.name, vector] as const))('%s: refused', (_, vector) => {
    const [keys, options] = settingsOf(vector)
    const heard: unknown[] = []
    const onEvent = (event: { type: string; error?: unknown }): number =>
      heard.push([event.type, event.error instanceof DeserializeError])
    const factory = flaskSessionFactory(keys, { ...options, clock: () => vector.now, onEvent })
    const { session } = factory.open({ value: vector.cookie })
    expect([session.size, session.new]).toEqual([0, true])
    expect(heard).toEqual([['invalid', true]])
  })

  // Flask itself writes them again as another year.
  const writing = taken.filter(({ writes, name }) => writes && !name.includes('read as'))

  test.each(writing.map((vector) => [vector.name, vector] as const))('%s: written', (_, vector) => {
    const format = formatOf(vector)
    const record = { ...format.read(vector.cookie, 'session') } as ReturnType<typeof newRecord>
    const text = format.write(record, 'session')
    expect(unpacked(text)).toBe(unpacked(vector.cookie))
    const isPacked = text.startsWith('.') || vector.cookie.startsWith('.')
    if (!isPacked) expect(text).toBe(vector.cookie)
    expect(format.dataText(record.data)).toBe(format.dataText(format.read(text, 'session').data!))
  })

  test.runIf(python)('what is written is read by Flask as it was', async () => {
    const cookies = writing.map((vector) => {
      const format = formatOf(vector)
      const record = format.read(vector.cookie, 'session') as ReturnType<typeof newRecord>
      return [format.write(record, 'session'), vector.keys, vector.options] as const
    })
    expect(await readByFlask(cookies)).toEqual(writing.map(({ data }) => data))
    expect(writing.length).toBeGreaterThan(150)
  })
})

const KEY = 'the key of these tests, which is long enough'
const format = flaskFormat(KEY)
const write = (data: object, rest: object = {}): string =>
  format.write({ ...newRecord(1_700_000_000), ...rest, data: new Map(Object.entries(data)) }, 's')
const dataIn = (text: string): unknown => Object.fromEntries(format.read(text, 's').data!)
const again = (data: object): unknown => dataIn(write(data))

/** The path of what cannot be written. */
function refusedPath(data: object | Map<unknown, unknown>): unknown {
  const map = data instanceof Map ? data : new Map(Object.entries(data))
  try {
    format.dataText(map)
  } catch (error) {
    const { code, path } = error as { code?: string; path?: string }
    return [code, path]
  }
  return 'written'
}

const VALUES = {
  date: new Date(1_700_000_000_000),
  bytes: Uint8Array.of(0, 255, 7),
  markup: new Markup('<i>é</i>'),
  tuple: PyTuple.of<unknown>(1, PyTuple.of('two')),
  uuid: PyUuid.from('12345678-1234-5678-1234-567812345678'),
  big: 2n ** 70n,
  odd: { ' t': [1] },
  map: new Map([['a', 1]]),
}

describe('what is written here', () => {
  test('comes back', () => {
    const { map, ...others } = VALUES
    expect(again(VALUES)).toEqual({ ...others, map: Object.fromEntries(map) })
  })

  test.runIf(python)('is read by Flask as what it is', async () => {
    const text = write({ ...VALUES, whole: pyFloat(3) })
    const [read] = await readByFlask([[text, [KEY], {}]])
    const { map, ...others } = VALUES
    const expected = { ...others, map: Object.fromEntries(map), whole: pyFloat(3) }
    const byKey = Object.entries(expected).toSorted(([one], [other]) => (one < other ? -1 : 1))
    expect(recordedValue(read!)).toEqual(taggedValue(new Map(byKey)))
  })

  test('a date loses what is less than a second, as in Flask', () => {
    expect(again({ a: new Date(1_700_000_000_999), b: new Date(-1) })).toEqual({
      a: new Date(1_700_000_000_000),
      b: new Date(-1000),
    })
  })

  test.each([
    ['a Set', { a: [1, new Set()] }, 'a[1]'],
    ['a function', { a: { b: () => 1 } }, 'a.b'],
    ['undefined', { a: { b: undefined } }, 'a.b'],
    ['an invalid Date', { a: new Date(Number.NaN) }, 'a'],
    ['a year that Flask reads as another', { a: new Date('0099-12-31T23:59:59Z') }, 'a'],
    ['a year of five digits', { a: new Date('+010000-01-01T00:00:00Z') }, 'a'],
    ['a key that is a number', { a: new Map([[1, 2]]) }, 'a'],
    ['an int of too many digits', { a: PyTuple.of(10n ** 4300n) }, 'a[0]'],
    ['something in the place of messages', { _flashes: 'x', _f_: ['one'] }, '_flashes'],
    ['a key where the token goes', { csrf_token: 'x', _csrft_: 'y' }, 'csrf_token'],
  ])('%s is refused with its path', (_, data, path) => {
    expect(refusedPath(data)).toEqual(['BAD_VALUE', path])
  })

  test('a key of the session that is no text is refused', () => {
    expect(refusedPath(new Map([[1, 2]]))).toEqual(['BAD_VALUE', undefined])
  })

  test('circles and what is too much are refused', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = PyTuple.of(circle)
    expect(() => write({ circle })).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    let shared: unknown = 'x'
    for (let level = 0; level < 40; level++) shared = PyTuple.of(shared, shared)
    expect(() => write({ shared })).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  })

  test('what is written can be read, up to the limit', () => {
    const room = 65_536 - '{"a":""}'.length
    expect(again({ a: 'x'.repeat(room) })).toEqual({ a: 'x'.repeat(room) })
    expect(() => write({ a: 'x'.repeat(room + 1) })).toThrow(
      expect.objectContaining({ code: 'LIMIT' }),
    )
  })

  test('bytes of which Node makes no text at all are too many, as others are', () => {
    expect(() => write({ a: new Uint8Array(2 ** 29) })).toThrow(
      expect.objectContaining({ code: 'LIMIT' }),
    )
  })

  test('a time before 1970 is none', () => {
    expect(() => write({}, { renewed: -1 })).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  })
})

describe('flash messages', () => {
  const text = (data: object): unknown => JSON.parse(format.dataText(new Map(Object.entries(data))))
  const tuple = (...items: unknown[]): object => ({ ' t': items })

  test('of the queue "" and of "message" are the category "message"', () => {
    expect(text({ _f_: ['a'], _f_error: ['b', 'c'], _f_message: ['d'] })).toEqual({
      _flashes: [
        tuple('message', 'a'),
        tuple('error', 'b'),
        tuple('error', 'c'),
        tuple('message', 'd'),
      ],
    })
  })

  test('stay in their order while they are not touched', () => {
    const cookie = vectorNamed('own: messages of several categories').cookie
    const record = flaskFormat(keyOfVectors).read(cookie, 's') as ReturnType<typeof newRecord>
    const written = (): unknown => {
      const [payload = ''] = flaskFormat(keyOfVectors, { sortKeys: false })
        .write(record, 's')
        .split(/(?<=[^.])\./)
      const bytes = Buffer.from(payload.replace(/^\./, ''), 'base64url')
      return JSON.parse((payload.startsWith('.') ? inflateSync(bytes) : bytes).toString())
    }
    const [one, two, three, four, five] = [
      tuple('message', 'one'),
      tuple('error', 'two'),
      tuple('message', 'three'),
      tuple('error', 'four'),
      tuple('info', 'five'),
    ]
    expect(written()).toEqual({ _flashes: [one, two, three, four, five] })
    record.data.set('_f_', ['three', 'six'])
    expect(written()).toEqual({ _flashes: [two, three, four, five, tuple('message', 'six')] })
    record.data.delete('_f_error')
    expect(written()).toEqual({ _flashes: [three, five, tuple('message', 'six')] })
  })

  test('come behind what else is there', () => {
    expect(text({ _flashes: [['message', 'a'], 1], _f_: ['b'] })).toEqual({
      _flashes: [['message', 'a'], 1, tuple('message', 'b')],
    })
  })

  test('stay readable, and in their order, among what is none of any queue', () => {
    const items = [
      tuple('', 'one'),
      tuple('info', 'two'),
      tuple(null, 'three'),
      ['info', 'four'],
      tuple('message', 'five'),
    ]
    const wire = new Map(
      Object.entries(decodeTagged(Buffer.from(JSON.stringify({ _flashes: items }))) as object),
    ) as Map<unknown, unknown>
    const { data, persistent, flashes } = fromFlask(wire, 'csrf_token')
    expect([data.get('_f_info'), data.get('_f_')]).toEqual([['two'], ['five']])
    expect(data.get('_flashes')).toHaveLength(3)
    const written = (): unknown =>
      JSON.parse(
        Buffer.from(
          encodeTagged(toFlask(data, persistent, 'csrf_token', flashes), true),
        ).toString(),
      )
    expect(written()).toEqual({ _flashes: items })
    data.set('_f_', ['five', 'six'])
    data.delete('_f_info')
    const [one, , three, four, five] = items
    expect(written()).toEqual({ _flashes: [one, three, four, five, tuple('message', 'six')] })
  })

  test('are there in the next request, also beside a list of the application', () => {
    const factory = flaskSessionFactory(KEY)
    let cookie: string | undefined
    const flashed = [1, 2].map((at) => {
      const { session, commit } = factory.open(cookie)
      const before = session.popFlash()
      if (at === 1) session.set('_flashes', [['message', 'own'], 1.5])
      session.flash(`saved ${at}`)
      cookie = commit()[0]![1].split(';')[0]!
      return before
    })
    const { session } = factory.open(cookie)
    expect([...flashed, session.popFlash()]).toEqual([[], ['saved 1'], ['saved 2']])
    expect(session.get('_flashes')).toEqual([['message', 'own'], 1.5])
  })

  test('are those of the session', () => {
    const factory = flaskSessionFactory(KEY)
    const { session, commit } = factory.open()
    session.flash('one')
    session.flash('two', 'error')
    const cookie = commit()[0]![1].split(';')[0]!
    const { session: next } = factory.open(cookie)
    expect([next.popFlash(), next.peekFlash('error'), next.popFlash()]).toEqual([
      ['one'],
      ['two'],
      [],
    ])
  })

  const vectorNamed = (name: string): Vector =>
    readVectors<Vector>('languages/flask-3.1').find((vector) => vector.name === name)!
  const keyOfVectors = bytesOf(vectorNamed('own: a flash message').keys[0]!)
})

describe('flaskSessionFactory', () => {
  const clock = (): number => 1_700_000_000
  const lineOf = (options: object, change = (_: { persistent: boolean }): void => undefined) => {
    const { session, commit } = flaskSessionFactory(KEY, { clock, ...options }).open()
    session.set('a', 1)
    change(session)
    return commit()[0]![1].replace(/=[^;]*/, '=…')
  }

  test("has the defaults of Flask's cookie", () => {
    expect(lineOf({})).toBe('session=…; Path=/; HttpOnly')
  })

  test('keeps the cookie of a permanent session for as long as Flask does', () => {
    const line = lineOf({}, (session) => (session.persistent = true))
    expect(line).toContain('; Max-Age=2678400;')
    expect(lineOf({ persistent: true, idleTimeout: 3600 })).toContain('; Max-Age=3600;')
  })

  test('the old cookie of a session is read with any of the keys, and written with the first', () => {
    const open = (keys: string | string[], cookie?: string) =>
      flaskSessionFactory(keys, { clock }).open(cookie)
    const cookieOf = ({ session, commit }: ReturnType<typeof open>, value: number): string => {
      session.set('a', value)
      return commit()[0]![1].split(';')[0]!
    }
    const old = cookieOf(open('the older of two keys'), 1)
    const both = ['the newer of two keys', 'the older of two keys']
    expect(open(both[0]!, old).session.get('a')).toBe(undefined)
    const opened = open(both, old)
    expect(opened.session.get('a')).toBe(1)
    expect(open(both[0]!, cookieOf(opened, 2)).session.get('a')).toBe(2)
  })

  test.each([
    ['salt', { salt: 7 }],
    ['keyDerivation', { keyDerivation: 'pbkdf2' }],
    ['digestMethod', { digestMethod: 'nothing' }],
    ['sortKeys', { sortKeys: 1 }],
    ['wtfCsrfFieldName', { wtfCsrfFieldName: '' }],
    ['absoluteTimeout', { absoluteTimeout: 3600 }],
    ['revocation', { revocation: null }],
    ['secretKey', { secretKey: KEY }],
  ])('%s is refused', (option, options) => {
    const error = refusal(() => flaskSessionFactory(KEY, options as never))
    expect([error instanceof OptionError, (error as OptionError).option]).toEqual([true, option])
  })

  test.each([[''], [[]], [7], [[KEY, KEY]], ['\ud83d']])('the key %j is refused', (key) => {
    expect(refusal(() => flaskSessionFactory(key as never))).toBeInstanceOf(OptionError)
  })
})

function refusal(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}
