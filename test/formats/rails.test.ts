/** What real Rails wrote is read, and what we write is read by a real one. */
import { describe, expect, test } from 'vitest'
import { railsFormat, railsSessionFactory } from '../../src/languages/rails.js'
import type { RailsFormatOptions } from '../../src/languages/rails.js'
import { fromRails } from '../../src/formats/shared-rails-layout.js'
import { DeserializeError } from '../../src/index.js'
import type { SessionFormat } from '../../src/index.js'
import { isNotedFloat } from '../../src/lib/hints.js'
import { PyFloat } from '../../src/lib/py-float.js'
import type { ReadRecord, SessionRecord } from '../../src/session/record.js'
import { rubyTagged } from '../support/ruby-tagged.js'
import type { RubyTagged } from '../support/ruby-tagged.js'
import { askGenerator, findRubyWith } from '../support/ruby.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, recordOf, refusal } from './contract.js'

const LONG = ' and the rest of a secret that is as long as Rails makes one, in hexadecimal'
const KINDS = {
  rails: {},
  'rails, Marshal': { cookiesSerializer: 'marshal' },
  'rails, AES-256-CBC': { useAuthenticatedCookieEncryption: false },
  'rails, signed': { jar: 'signed' },
} as const

for (const [name, options] of Object.entries(KINDS)) {
  formatContract(name, {
    make: (secret) => railsFormat(secret + LONG, options),
    isLenient: false,
    tick: 0,
  })
}

type Settings = RailsFormatOptions & { secretKeyBase?: string; cookieName?: string }

interface Vector {
  readonly name: string
  readonly settings: Settings
  readonly now: number
  readonly cookie: string
  readonly accepted: boolean
  readonly data?: RubyTagged
}

const SECRET = '0f'.repeat(64)
const NAME = '_shop_session'

function formatOf({ secretKeyBase = SECRET, cookieName: _, ...options }: Settings): SessionFormat {
  return railsFormat(secretKeyBase, options)
}

/** What it is read as; `undefined` where it is refused or over. */
function readBy({ settings, cookie, now }: Vector): ReadRecord | undefined {
  try {
    const record = formatOf(settings).read(cookie, settings.cookieName ?? NAME)
    return record.expires === undefined || now <= record.expires ? record : undefined
  } catch (error) {
    if (error instanceof DeserializeError) return undefined
    throw error
  }
}

type Pair = [RubyTagged & { v: string }, RubyTagged]

/** Rails' data, where we keep them. */
function oursOf(data: RubyTagged | undefined): RubyTagged {
  const pairs = (data?.['v'] ?? []) as Pair[]
  return { t: 'dict', v: pairs.filter(([key]) => key.v !== 'session_id').flatMap(ourPairs) }
}

const text = (v: string): RubyTagged => ({ t: 'str', v })

function ourPairs([key, value]: Pair): unknown[] {
  if (key.v === '_csrf_token') return [[text('_csrft_'), value]]
  if (key.v !== 'flash' || value.t !== 'dict') return [[key, value]]
  const [[, discard], [, flashes]] = value['v'] as [Pair, Pair]
  const gone = (discard['v'] as Pair[0][]).map(({ v }) => v)
  const shown = (flashes['v'] as Pair[]).filter(([{ v }]) => !gone.includes(v))
  return shown.map(([{ v }, message]) => [
    text(v === 'notice' ? '_f_' : `_f_${v}`),
    message.t === 'list' ? message : { t: 'list', v: [message] },
  ])
}

/**
 * Where we do otherwise. What ends in separators nobody writes; and Rails fails when it is about to write as JSON what
 * it has read as Marshal.
 */
const REFUSED = /^(?:GCM|CBC|signed), malformed 3$/
const READ = /^(?:binary|broken text), Marshal for hybrid$/

const ruby = findRubyWith('action_dispatch', 'ruby-actionpack')

describe.each(['6.1', '7.2'])('cookies of Rails %s', (version) => {
  const vectors = readVectors<Vector>(`languages/rails-${version}`)

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (name, vector) => {
    const record = readBy(vector)
    const isAccepted = (vector.accepted && !REFUSED.test(name)) || READ.test(name)
    expect(record !== undefined).toBe(isAccepted)
    if (isAccepted && vector.accepted) expect(rubyTagged(record!.data)).toEqual(oursOf(vector.data))
  })

  /** Accepted ones, as we write them again. */
  const written = vectors
    .filter(({ accepted, name }) => accepted && !REFUSED.test(name) && !name.endsWith('for hybrid'))
    .map((vector) => {
      const { settings } = vector
      const record = { ...readBy(vector)!, renewed: vector.now } as SessionRecord
      return {
        vector,
        settings,
        cookie: formatOf(settings).write(record, settings.cookieName ?? NAME),
      }
    })

  test('what we write we read as the same', () => {
    for (const { vector, settings, cookie } of written) {
      const record = readBy({ ...vector, settings, cookie })
      expect([vector.name, rubyTagged(record!.data)]).toEqual([vector.name, oursOf(vector.data)])
    }
  })

  /** What was shown already is not written again, a session gets an id, and an end is the application's to say. */
  const OTHERWISE = /^a flash that was shown|^no id$|its end/

  test('what we sign is what Rails signed, byte by byte', () => {
    const signed = written.filter(
      ({ vector: { name, settings } }) =>
        settings.jar === 'signed' && !OTHERWISE.test(name) && !/cookie|rotation|read by/.test(name),
    )
    expect(signed.length).toBeGreaterThan(20)
    for (const { vector, cookie } of signed) {
      expect([vector.name, cookie]).toEqual([vector.name, vector.cookie])
    }
  })

  test.runIf(ruby)('what we write a real Rails reads as the same', { timeout: 120_000 }, () => {
    const same = written.filter(({ vector }) => !OTHERWISE.test(vector.name))
    const answers = askGenerator<RubyTagged[]>(ruby!, 'rails.rb', same)
    const expected = same.map(({ vector: { name, data } }) => [name, data])
    expect(same.map(({ vector }, at) => [vector.name, answers[at]])).toEqual(expected)
  })
})

describe('what is Rails’ own', () => {
  const format = railsFormat(SECRET)
  const roundTrip = (data: object): object =>
    Object.fromEntries(format.read(format.write(recordOf(data), NAME), NAME).data!)

  test('flash messages: one is itself, several are an Array', () => {
    expect(
      roundTrip({ _f_: ['a'], _f_alert: ['b', 'c'], _f_list: [['d']], _f_none: [], x: 1 }),
    ).toEqual({
      _f_: ['a'],
      _f_alert: ['b', 'c'],
      _f_list: [['d']],
      x: 1,
    })
    expect(roundTrip({ _f_: ['a'], _f_notice: ['b'] })).toEqual({ _f_: ['a', 'b'] })
  })

  test('a queue’s key that holds no list is the application’s, as are Rails’ own while they are free', () => {
    const own = { _f_x: 'text', _f_y: null, _f_z: { a: 1 } }
    expect(roundTrip({ ...own, _f_: ['a'] })).toEqual({ ...own, _f_: ['a'] })
    expect(roundTrip({ ...own, _csrft_: 't' })).toEqual({ ...own, _csrft_: 't' })
    expect(roundTrip({ flash: 'x', _csrft_: 't' })).toEqual({ flash: 'x', _csrft_: 't' })
    expect(roundTrip({ flash: 'x', _f_none: [], _csrft_: 't' })).toEqual({
      flash: 'x',
      _csrft_: 't',
    })
    expect(roundTrip({ _csrf_token: 7, _f_: ['a'] })).toEqual({ _csrf_token: 7, _f_: ['a'] })
  })

  test.each<[string, object]>([
    ['flash', { flash: 'x', _f_: ['a'] }],
    ['flash', { _f_alert: ['a'], flash: { mine: 1 } }],
    ['_csrf_token', { _csrf_token: 'old', _csrft_: 'new' }],
    ['_csrf_token', { _csrft_: 'new', _csrf_token: 7 }],
  ])('a place of Rails’ that the application has taken is refused: %s', (path, data) => {
    const refused = expect.objectContaining({ code: 'BAD_VALUE', path }) as Error
    expect(() => format.write(recordOf(data), NAME)).toThrow(refused)
    expect(() => format.dataText(new Map(Object.entries(data)))).toThrow(refused)
  })

  test('messages of the keys "" and "notice" are in one queue', () => {
    const flashes = { '': 'first', alert: 'b', notice: ['second', 'third'] }
    const read = fromRails(new Map([['flash', { discard: [], flashes }]]))
    expect(Object.fromEntries(read)).toEqual({
      _f_: ['first', 'second', 'third'],
      _f_alert: ['b'],
    })
  })

  test.each(['json', 'marshal'] as const)('a Float stays one in a flash: %s', (serializer) => {
    const plain = railsFormat(SECRET, { jar: 'signed', cookiesSerializer: serializer })
    const float = [new PyFloat(2)]
    const record = recordOf({ _f_: float, _f_notice: float, _f_alert: float })
    const once = plain.read(plain.write(record, NAME), NAME)
    const again = plain.write({ ...recordOf({}), ...once, created: 0 } as SessionRecord, NAME)
    const { data } = plain.read(again, NAME)
    const noted = ['_f_', '_f_alert'].flatMap((key) => {
      const list = data!.get(key) as number[]
      return list.map((message, at) => isNotedFloat(list, at, message))
    })
    expect(noted).toEqual([true, true, true])
  })

  test('what is no flash of Rails’ stays whole', () => {
    const flash = { flashes: { a: 1 }, more: 2 }
    expect(roundTrip({ flash })).toEqual({ flash })
  })

  test('nil in a place of Rails’ gives way', () => {
    expect(roundTrip({ flash: null, _f_: ['a'], _csrf_token: null, _csrft_: 'new' })).toEqual({
      _f_: ['a'],
      _csrft_: 'new',
    })
  })

  test('a session has an id, which stays, and another has another', () => {
    const record = recordOf({ a: 1 })
    const texts = [format.write(record, NAME), format.write(record, NAME)]
    const ids = texts.map((cookie) => (format.read(cookie, NAME).origin as { id: string }).id)
    expect(ids[0]).toMatch(/^[\da-f]{32}$/)
    expect(ids[0]).not.toBe(ids[1])
    const { origin } = format.read(texts[0]!, NAME)
    const again = format.read(format.write({ ...record, origin }, NAME), NAME)
    expect(again.origin).toEqual(origin)
  })

  test('an id of the application’s is refused where the session has its own', () => {
    const refused = expect.objectContaining({ code: 'BAD_VALUE', path: 'session_id' }) as Error
    const mine = recordOf({ a: 1, session_id: 'mine' })
    expect(() => format.write(mine, NAME)).toThrow(refused)
    const { origin } = format.read(format.write(recordOf({}), NAME), NAME)
    expect(() => format.write({ ...mine, origin }, NAME)).toThrow(refused)
  })

  test('a CSRF token is 32 bytes in base64', () => {
    expect(format.newCsrfToken!((size) => new Uint8Array(size).fill(255))).toBe(
      `${'/'.repeat(42)}8=`,
    )
  })

  test('an end may be up to 100 years away', () => {
    const ends = [0.5, 100 * 365 * 86_400].map((expireAfter) => {
      const made = railsFormat(SECRET, { expireAfter })
      return made.read(made.write(recordOf({}, { renewed: 0 }), NAME), NAME).expires
    })
    expect(ends).toEqual([expect.closeTo(0.499, 4), expect.closeTo(3_153_599_999.999, 3)])
  })

  test.each([
    [{}, 'Max-Age=60'],
    [{ maxAge: undefined }, 'Max-Age=60'],
    [{ maxAge: 30 }, 'Max-Age=30'],
    [{ maxAge: null }, undefined],
  ])(
    'the browser keeps the cookie until its end, unless maxAge is given: %o',
    (given, expected) => {
      const { session, commit } = railsSessionFactory(SECRET, { expireAfter: 60, ...given }).open()
      session.set('a', 1)
      expect(/Max-Age=\d+/.exec(commit()[0]![1])?.[0]).toBe(expected)
    },
  )

  test('an end is written, and its moment is too late', () => {
    const made = railsFormat(SECRET, { expireAfter: 60 })
    const { expires } = made.read(made.write(recordOf({}, { renewed: 1_700_000_000 }), NAME), NAME)
    expect(expires).toBeCloseTo(1_700_000_059.999, 4)
  })

  test('metadata of an application are refused where they would be Rails’', () => {
    const plain = railsFormat(SECRET, { useCookiesWithMetadata: false })
    expect(() => plain.write(recordOf({ _rails: {} }), NAME)).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', path: '_rails' }),
    )
    expect(roundTrip({ _rails: { message: 'a' } })).toEqual({ _rails: { message: 'a' } })
  })

  test('several secrets: the first writes, all read', () => {
    const [both, old, other] = [['new', 'old'], 'old', 'other'].map((secret) => railsFormat(secret))
    expect(refusal(both!, old!.write(recordOf({}), NAME), NAME)).toBe('read')
    expect(refusal(railsFormat('new'), both!.write(recordOf({}), NAME), NAME)).toBe('read')
    expect(refusal(both!, other!.write(recordOf({}), NAME), NAME)).toBe('BAD_SIGNATURE')
  })

  type Refused = [option: string, secret: unknown, options: object]

  test.each<Refused>([
    ['secret', '', {}],
    ['secretKeyBase', '\ud800', {}],
    ['jar', SECRET, { jar: 'permanent' }],
    ['cookiesSerializer', SECRET, { cookiesSerializer: 'message_pack' }],
    ['keyGeneratorHashDigestClass', SECRET, { keyGeneratorHashDigestClass: 'MD5' }],
    ['cookiesRotations', SECRET, { cookiesRotations: {} }],
    ['salt', SECRET, { cookiesRotations: [{ salt: 'x' }] }],
    ['expireAfter', SECRET, { expireAfter: '60' }],
    ...[0, -5, NaN, Infinity, 100 * 366 * 86_400, 3.2e11].map((expireAfter): Refused => [
      'expireAfter',
      SECRET,
      { expireAfter },
    ]),
    ...[null, 5, 'SHA1', undefined, [], Promise.resolve({})].map((rotation): Refused => [
      'cookiesRotations[0]',
      SECRET,
      { cookiesRotations: [rotation] },
    ]),
    ['cookiesRotations[1]', SECRET, { cookiesRotations: [{}, 5] }],
    ['cookiesRotations[1]', SECRET, { cookiesRotations: Object.assign([{}], { 2: {} }) }],
    ['secret', SECRET, { cookiesRotations: [{ secretKeyBase: null }] }],
  ])('%s is refused', (option, secret, options) => {
    expect(() => railsFormat(secret as string, options)).toThrow(
      expect.objectContaining({ name: 'OptionError', option }),
    )
  })
})
