/** Laravel's sessions, by the cookies that Laravel has written and what it has read of them. */
import { describe, expect, test } from 'vitest'
import { CartoucheError } from '../../src/index.js'
import {
  laravelCookies,
  laravelFormat,
  laravelSessionFactory,
} from '../../src/languages/laravel.js'
import type { LaravelFormatOptions } from '../../src/languages/laravel.js'
import { decrypt, encrypt, laravelKey } from '../../src/formats/shared-laravel-cookies.js'
import { toLaravel } from '../../src/formats/shared-laravel-layout.js'
import { newRecord } from '../../src/session/record.js'
import { digitsMade } from '../support/digits-made.js'
import { taggedOf } from '../support/tagged-php.js'
import type { TaggedPhp } from '../support/tagged-php.js'
import { readVectors } from '../support/vectors.js'

interface Vector {
  readonly name: string
  readonly appKey: string
  readonly cipher: LaravelFormatOptions['cipher'] & string
  readonly serialize: boolean
  readonly lifetime: number
  readonly encrypt: boolean
  readonly previous: readonly string[]
  readonly now: number
  readonly cookies: Readonly<Record<string, string>>
  readonly accepted: boolean
  readonly attributes: TaggedPhp | null
}

const COOKIE = 'laravel_session'
const NOW = 1_700_000_000
const vectors = readVectors<Vector>('languages/laravel', 'sessions')

/** What Laravel reads, and we refuse. */
const STRICTER: ReadonlyMap<string, string> = new Map([
  ['AES-256-CBC: an object', 'BAD_PAYLOAD'],
  ['AES-256-GCM: an object', 'BAD_PAYLOAD'],
])

const headerOf = (cookies: Vector['cookies']): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')

/** A factory with the settings of a vector's application, and what it says of a session. */
function factoryOf({ appKey, previous, now, name: _, ...vector }: Vector) {
  const { cipher, serialize, lifetime, encrypt } = vector
  const reasons: unknown[] = []
  const factory = laravelSessionFactory([appKey, ...previous], {
    cipher,
    serialize,
    lifetime,
    encrypt,
    clock: () => now,
    onEvent: (event) => {
      if (event.type === 'invalid') reasons.push(event.reason)
    },
  })
  return { factory, reasons }
}

/** The attributes that a session's data are in Laravel. */
const attributesOf = (data: ReadonlyMap<unknown, unknown>): TaggedPhp => taggedOf(toLaravel(data))

/** The text of the cookies of a vector, as the format reads it. */
function textOf({ cookies, ...vector }: Vector): string {
  const format = laravelFormat([vector.appKey, ...vector.previous], optionsOf(vector))
  const valuesOf = (name: string): string[] => (name in cookies ? [cookies[name]!] : [])
  return format.cookies!.join(valuesOf, COOKIE)[0] ?? ''
}

const optionsOf = ({
  cipher,
  serialize,
  lifetime,
  encrypt,
}: Omit<Vector, 'cookies'>): LaravelFormatOptions => ({ cipher, serialize, lifetime, encrypt })

describe('sessions of Laravel', () => {
  test('there are enough of them', () => {
    const accepted = vectors.filter((vector) => vector.accepted)
    expect([vectors.length, accepted.length]).toEqual([347, 242])
  })

  const taken = vectors.filter(({ accepted, name }) => accepted && !STRICTER.has(name))

  test.each(taken)('is read: $name', (vector) => {
    const format = laravelFormat([vector.appKey, ...vector.previous], optionsOf(vector))
    const { data, expires, renewed } = format.read(textOf(vector), COOKIE)
    expect(expires! - renewed).toBe(vector.lifetime * 60)
    const { factory, reasons } = factoryOf(vector)
    const { session } = factory.open(headerOf(vector.cookies))
    expect([session.new, reasons]).toEqual([false, []])
    expect([...session.keys()]).toEqual([...data!.keys()])
    // A key of flash messages that Laravel lists twice is listed once.
    if (vector.name.startsWith('flash: the same twice')) return
    expect(attributesOf(data!)).toEqual(vector.attributes)
  })

  const isOther = ({ name }: { readonly name: string }): boolean =>
    name.startsWith('flash: the same twice') || name.includes('ints')
  const same = taken.filter((vector) => !isOther(vector))
  test.each(same)('is written as Laravel writes it: $name', (vector) => {
    const { appKey, previous, cookies } = vector
    const format = laravelFormat([appKey, ...previous], optionsOf(vector))
    const read = format.read(textOf(vector), COOKIE)
    const text = format.write(
      { ...newRecord(read.renewed), ...read, data: read.data! } as never,
      COOKIE,
    )
    const names = format.cookies!.split(text, COOKIE).map(([name]) => name)
    // The same id, and the same content of both cookies.
    expect(Object.keys(cookies)).toEqual(expect.arrayContaining(names))
    const all = laravelCookies([appKey, ...previous], {
      cipher: vector.cipher,
      serialize: vector.serialize,
    })
    for (const [name, value] of format.cookies!.split(text, COOKIE)) {
      const [own, theirs] = [all.read(value, name), all.read(cookies[name]!, name)]
      if (name === COOKIE || !vector.encrypt) expect(own).toBe(theirs)
      else expect(innerOf(own, vector)).toEqual(innerOf(theirs, vector))
    }
  })

  /** The data that are encrypted within a cookie. */
  function innerOf(content: string, { appKey, cipher }: Vector): unknown {
    const { data, expires } = JSON.parse(content) as { data: string; expires: number }
    const bytes = Buffer.from(appKey.slice('base64:'.length), 'base64')
    const isGcm = cipher.toLowerCase().endsWith('gcm')
    return [decrypt(data, [laravelKey(bytes, isGcm)])[0].toString('latin1'), expires]
  }

  const refused = vectors.filter(({ accepted, name }) => !accepted || STRICTER.has(name))

  test.each(refused)('is refused: $name', (vector) => {
    const { factory, reasons } = factoryOf(vector)
    const { session } = factory.open(headerOf(vector.cookies))
    expect([session.new, session.size]).toEqual([true, 0])
    const isMissing = !(COOKIE in vector.cookies)
    expect(reasons).toHaveLength(isMissing ? 0 : 1)
    if (STRICTER.has(vector.name)) expect(reasons).toEqual([STRICTER.get(vector.name)])
    if (/after \d+ seconds/.test(vector.name)) expect(reasons).toEqual(['EXPIRED'])
    if (/another key|is gone/.test(vector.name)) expect(reasons).toEqual(['BAD_SIGNATURE'])
  })
})

const [first] = vectors as [Vector]
const key = first.appKey

/** The data that come back of a session, and its attributes. */
function again(data: Map<unknown, unknown>): ReadonlyMap<unknown, unknown> {
  const format = laravelFormat(key)
  return format.read(format.write({ ...newRecord(NOW), data }, COOKIE), COOKIE).data!
}

function thrown(run: () => unknown): CartoucheError {
  try {
    run()
  } catch (error) {
    if (error instanceof CartoucheError) return error
    throw error
  }
  return expect.unreachable('nothing was thrown')
}

describe('flash messages', () => {
  const attributes = (data: object): object =>
    Object.fromEntries(toLaravel(new Map(Object.entries(data)))) as object

  test('a message is a value, several are a list', () => {
    expect(attributes({ _f_status: ['Saved'] })).toEqual({
      status: 'Saved',
      _flash: { old: ['status'], new: [] },
    })
    expect(attributes({ a: 1, _f_x: ['one', 'two'], _f_y: [['one']], _f_: [{ b: 1 }] })).toEqual({
      a: 1,
      x: ['one', 'two'],
      y: [['one']],
      '': { b: 1 },
      _flash: { old: ['x', 'y', ''], new: [] },
    })
  })

  test.each([
    [['Saved']],
    [['one', 'two']],
    [[['one']]],
    [[[]]],
    [[{ a: [1] }]],
    [[null]],
    [[1.5, 2]],
  ])('%j come back', (messages) => {
    const data = new Map<unknown, unknown>([
      ['a', 1],
      ['_f_status', messages],
    ])
    expect([...again(data)]).toEqual([...data])
  })

  const named = (name: string): Vector => vectors.find((vector) => vector.name === name)!
  const sessionOf = (name: string) => {
    const vector = named(name)
    return factoryOf(vector).factory.open(headerOf(vector.cookies))
  }

  test('those of Laravel are popped by their keys', () => {
    const { session } = sessionOf('flash: two messages')
    expect([session.popFlash('status'), session.popFlash('error')]).toEqual([['one'], ['two']])
    expect(sessionOf('flash: a list').session.popFlash('errors')).toEqual(['one', 'two'])
    expect(sessionOf('flash: the empty key').session.popFlash()).toEqual(['message'])
    const [input] = sessionOf('flash: old input').session.popFlash('_old_input')
    expect(input).toEqual({ name: 'Zoë', tags: ['a', 'b'] })
  })

  test('one that lies deeper is left where it is', () => {
    const { session } = sessionOf('flash: a key with a dot')
    expect(session.get('form')).toEqual({ saved: true })
    session.flash('x', 'status')
    expect([...session.keys()]).toEqual(['_csrft_', 'form', '_f_status'])
  })

  test.each([
    ['a queue', { status: 1, _f_status: ['x'] }, 'status'],
    ['a token', { _token: 'x', _csrft_: 'y' }, '_token'],
    ['messages', { _flash: 1, _f_a: ['x'] }, '_flash'],
  ])('%s beside other data of its key is refused', (_, data, path) => {
    const error = thrown(() => attributes(data))
    expect([error.code, error.path]).toEqual(['BAD_VALUE', path])
  })
})

describe('data', () => {
  test('keys that Laravel would count anew are refused', () => {
    expect([
      ...again(
        new Map<unknown, unknown>([
          ['0', 'a'],
          ['x', 1],
          [1, 'b'],
        ]),
      ).keys(),
    ]).toEqual(['0', 'x', '1'])
    for (const wrong of ['5', '1', '-1', 7]) {
      const error = thrown(() => again(new Map([[wrong, 1]])))
      expect([error.code, error.path?.includes(String(wrong)) || error.path]).toEqual([
        'BAD_VALUE',
        expect.anything(),
      ])
    }
    expect([...again(new Map([['05', 1]]))]).toEqual([['05', 1]])
  })

  test('keys of far too many digits are refused, before they have any', () => {
    const key = 1n << 500_000n
    expect(digitsMade(() => again(new Map([[key, 1]])))).toBe(0)
    expect(digitsMade(() => again(new Map([['_f_a', [new Map([[key, 1]])]]])))).toBe(0)
  })

  test.each<[string, unknown, string]>([
    ['bytes', Uint8Array.of(1), 'a'],
    ['a Date', [new Date(0)], 'a[0]'],
    ['undefined', { b: undefined }, 'a.b'],
  ])('%s are refused, with their path', (_, value, path) => {
    const error = thrown(() => again(new Map([['a', value]])))
    expect([error.code, error.path]).toEqual(['BAD_VALUE', path])
  })
})

describe('a session in a request', () => {
  const factory = laravelSessionFactory(key, { clock: () => NOW })
  const linesOf = (lines: readonly [string, string][]): string[] => lines.map(([, line]) => line)
  const nameOf = (line: string): string => line.slice(0, line.indexOf('='))
  const cookiesOf = (lines: readonly string[]): string =>
    lines.map((line) => line.split(';')[0]!).join('; ')

  function begun(): string[] {
    const { session, commit } = factory.open()
    session.set('a', 1)
    return linesOf(commit())
  }

  test('takes two cookies, with the attributes of Laravel', () => {
    const lines = begun()
    expect(lines).toHaveLength(2)
    expect(nameOf(lines[0]!)).toBe(COOKIE)
    expect(nameOf(lines[1]!)).toMatch(/^[\da-z]{40}$/)
    for (const line of lines) {
      expect(line).toMatch(
        /=[A-Za-z\d%]+; Max-Age=7200; Path=\/; expires=[^;]+; secure; HttpOnly; SameSite=Lax$/,
      )
    }
    expect(factory.open(cookiesOf(lines)).session.get('a')).toBe(1)
  })

  test('keeps its id while it goes on', () => {
    const lines = begun()
    const { session, commit } = factory.open(cookiesOf(lines))
    session.set('a', 2)
    session.save()
    expect(linesOf(commit()).map(nameOf)).toEqual(lines.map(nameOf))
  })

  test('has another id after sign-in, and the cookie of the old one is taken away', () => {
    const lines = begun()
    const { session, commit } = factory.open(cookiesOf(lines))
    session.regenerate()
    const after = linesOf(commit())
    const [, old] = lines.map(nameOf)
    expect(after.map(nameOf)).toEqual([COOKIE, expect.not.stringMatching(old!), old])
    expect(after[2]).toContain('Max-Age=0')
    expect(factory.open(cookiesOf(after.slice(0, 2))).session.get('a')).toBe(1)
  })

  test('takes both cookies away at sign-out', () => {
    const lines = begun()
    const { session, commit } = factory.open(cookiesOf(lines))
    session.invalidate()
    const after = linesOf(commit())
    expect(after.map(nameOf)).toEqual(lines.map(nameOf))
    for (const line of after) expect(line).toContain('Max-Age=0')
  })

  test('ends when it says, and not before', () => {
    const lines = cookiesOf(begun())
    const at = (now: number, lifetime = 120): unknown =>
      laravelSessionFactory(key, { clock: () => now, lifetime })
        .open(lines)
        .session.get('a')
    expect([at(NOW + 7200), at(NOW + 7201), at(NOW, 60), at(NOW + 7200, 240)]).toEqual([
      1,
      undefined,
      1,
      1,
    ])
  })

  test('an old key reads, the new one writes', () => {
    const other = `base64:${Buffer.alloc(32, 'new key').toString('base64')}`
    const rotated = laravelSessionFactory([other, key], { clock: () => NOW })
    const { session, commit } = rotated.open(cookiesOf(begun()))
    session.set('b', 2)
    const now = cookiesOf(linesOf(commit()))
    expect(
      laravelSessionFactory(other, { clock: () => NOW })
        .open(now)
        .session.get('a'),
    ).toBe(1)
    expect(factory.open(now).session.get('a')).toBe(undefined)
  })

  test('too much for a cookie is told', () => {
    const { session, commit } = factory.open()
    session.set('x', 'x'.repeat(3000))
    expect(thrown(commit).code).toBe('COOKIE_TOO_LARGE')
  })
})

describe('what is Laravel’s own in its session', () => {
  test.each<[string, string, unknown]>([
    ['a token', '_token', 'attacker'],
    ['messages', '_flash', { old: ['user'], new: [] }],
    ['a queue with the name of the token', '_f__token', ['hello']],
    ['a queue with the name of the messages', '_f__flash', ['hello']],
  ])('%s is not written as data', (_, name, value) => {
    const wrong = expect.objectContaining({ code: 'BAD_VALUE', path: name })
    expect(() => laravelFormat(key).dataText(new Map([[name, value]]))).toThrow(wrong)
  })
})

describe('keys', () => {
  test.each([
    ['too short', 'base64:AAAA', {}],
    ['text that is too short', 'secret', {}],
    ['that of a damaged line', `${key}garbage`, {}],
    ['with something behind it', `${key} `, {}],
    ['that of another cipher', key, { cipher: 'aes-128-cbc' as const }],
    ['none', [], {}],
    ['one twice', [key, key], {}],
  ])('%s is refused', (_, appKey, options) => {
    const error = thrown(() => laravelFormat(appKey, options))
    expect(error.code).toBe('BAD_OPTION')
    expect(error.message).not.toContain(String(appKey).slice(7, 20) || 'nothing')
  })

  test('a key need not be base64', () => {
    const text = 'abcdefghijklmnopqrstuvwxyz012345'
    const base64 = `base64:${Buffer.from(text).toString('base64')}`
    expect(laravelCookies(base64).read(laravelCookies(text).write('x', 'a'), 'a')).toBe('x')
  })

  test.each([
    { cipher: 'des' },
    { lifetime: 0 },
    { lifetime: 1.5 },
    { serialize: 1 },
    { encrypt: 'x' },
  ])('options: %o', (options) => {
    expect(() => laravelFormat(key, options as never)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    )
  })
})

describe('cookies by themselves', () => {
  const cookies = laravelCookies(key)

  test.each(['', 'dark', 'Zoë € 😀', '\0', '|', 'x'.repeat(2000)])('%j comes back', (content) => {
    expect(cookies.read(cookies.write(content, 'theme'), 'theme')).toBe(content)
    const serialized = laravelCookies(key, { serialize: true })
    expect(serialized.read(serialized.write(content, 'theme'), 'theme')).toBe(content)
  })

  test('that of another name is refused', () => {
    const error = thrown(() => cookies.read(cookies.write('x', 'a'), 'b'))
    expect(error.code).toBe('BAD_SIGNATURE')
  })

  test('what is not UTF-8 is refused', () => {
    const own = laravelKey(Buffer.from(key.slice('base64:'.length), 'base64'), false)
    const text = encodeURIComponent(encrypt(Buffer.of(0xff), own))
    expect(thrown(() => cookies.read(text, 'a')).code).toBe('BAD_PAYLOAD')
  })

  test('half a pair is refused', () => {
    expect(thrown(() => cookies.write('\ud83d', 'a')).code).toBe('BAD_VALUE')
  })

  test('payloads of older versions: without a tag, with escaped slashes', () => {
    const json = Buffer.from(
      decodeURIComponent(cookies.write('x'.repeat(200), 'a')),
      'base64',
    ).toString()
    const older = json.replace(',"tag":""', '').replaceAll('/', String.raw`\/`)
    expect(older).toContain('\\/')
    const text = encodeURIComponent(Buffer.from(older).toString('base64'))
    expect(cookies.read(text, 'a')).toBe('x'.repeat(200))
  })
})
