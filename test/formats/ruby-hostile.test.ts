/** What somebody who has the key could make: signed rightly, with anything in it. Marshal's own are in its test. */
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { flaskFormat, flaskSessionFactory } from '../../src/languages/flask.js'
import { rackEncryptedFormat, rackFormat, rackSessionFactory } from '../../src/languages/rack.js'
import { railsFormat, railsSessionFactory } from '../../src/languages/rails.js'
import { railsFormatSpecs } from '../../src/formats/rails.js'
import { encryptorV2 } from '../../src/formats/shared-rack-encryptors.js'
import { rackHmac } from '../../src/formats/shared-rack-hmac.js'
import { signedLock } from '../../src/formats/shared-rails-keys.js'
import { wrapped } from '../../src/formats/shared-rails-metadata.js'
import { escaped } from '../../src/formats/shared-ruby-text.js'
import { pyramidSignedFormat, signedCookieSessionFactory } from '../../src/index.js'
import type { SessionFactory, SessionFormat, SessionRecord } from '../../src/index.js'
import { resolveOptions } from '../../src/lib/options.js'
import { SESSION_LIMITS } from '../../src/lib/session-limits.js'
import { timeOfClock, timeOfWork } from '../support/time.js'
import { recordOf, refusal } from './contract.js'

const KEY = 'k'.repeat(64)
const BYTES = Buffer.from(KEY)
const NAME = 'rack.session'
const rails = signedLock(BYTES, resolveOptions(railsFormatSpecs, {}))
const { sign } = rackHmac([BYTES], 'SHA1')
const purpose = { purpose: `cookie.${NAME}`, expires: 1_700_000_000 }

/** Milliseconds to read it, the least of a few times: the machine does other things too. */
function leastOf(format: SessionFormat, text: string): number {
  const times = Array.from({ length: 5 }, () => {
    const started = timeOfClock()
    refusal(format, text, NAME)
    return timeOfClock() - started
  })
  return Math.min(...times)
}

test.each<[string, string]>([
  ['many levels', '['.repeat(30_000)],
  ['many levels, closed', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
  ['101 levels', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
  ['a number of many digits', `{"a":${'9'.repeat(4301)}}`],
  ['half a text', `{"a":"${'\\"'.repeat(20_000)}`],
  ['NaN', '{"a":NaN}'],
  ['a comment', '/* a */{}'],
  ['no UTF-8', '{"a":"\u00ff"}'],
])('JSON with %s is refused', (_, text) => {
  const cookie = escaped(sign(Buffer.from(text, 'latin1')))
  const format = rackFormat(KEY, { coder: 'json' })
  expect(refusal(format, cookie, NAME)).toBe('BAD_PAYLOAD')
  expect(leastOf(format, cookie)).toBeLessThan(10)
})

describe('4,096 values are read, and written again; one more is refused', () => {
  const MANY = SESSION_LIMITS.rubyValues
  const names = { marshal: 'Marshal data hold', json: 'JSON text has' } as const
  const HEAD = '\u0004\b{\u0006I"\u0006a\u0006:\u0006ET'
  const dump = { marshal: (text: string) => HEAD + text, json: (text: string) => text }
  /** A number of two bytes, as Marshal has it. */
  const long = (count: number): string => String.fromCharCode(2, count & 0xff, count >> 8)
  const json = (item: string, count: number): string => `{"a":[${Array(count).fill(item)}]}`

  // Two of the values are the key and the list.
  test.each<['marshal' | 'json', string, (values: number) => string]>([
    ['json', 'numbers', (values) => json('1', values - 2)],
    ['json', 'empty lists', (values) => json(' [ ] ', values - 2)],
    ['json', 'lists of a float', (values) => json('[1.0]', Math.floor((values - 2) / 2))],
    ['json', 'objects', (values) => json('{"[,:":"{}"}', Math.floor((values - 2) / 3))],
    ['marshal', 'nil', (values) => `[${long(values - 2)}${'0'.repeat(values - 2)}`],
    ['marshal', 'empty Arrays', (values) => `[${long(values - 2)}${'[\0'.repeat(values - 2)}`],
    ['marshal', 'empty Hashes', (values) => `[${long(values - 2)}${'{\0'.repeat(values - 2)}`],
    ['marshal', 'Floats', (values) => `[${long(values - 2)}${'f\u00061'.repeat(values - 2)}`],
    [
      'marshal',
      'Strings',
      (values) => `[${long(values - 2)}${'I"\0\u0006;\0T'.repeat(values - 2)}`,
    ],
    ['marshal', 'symbols', (values) => `[${long(values - 2)}${';\0'.repeat(values - 2)}`],
    ['marshal', 'links', (values) => `[${long(values - 2)}[\0${'@\u0008'.repeat(values - 3)}`],
  ])('%s: %s', (coder, _, make) => {
    const format = rackFormat(KEY, { coder })
    const read = (values: number): SessionRecord => {
      const bytes = Buffer.from(dump[coder](make(values)), 'latin1')
      return format.read(escaped(sign(bytes)), NAME) as SessionRecord
    }
    expect(read(MANY).data.size).toBe(1)
    // The id is two more.
    const record = read(MANY - 2)
    const again = format.read(format.write(record, NAME), NAME)
    expect(format.dataText(again.data!)).toBe(format.dataText(record.data))
    expect(() => read(MANY + 3)).toThrow(
      expect.objectContaining({
        code: 'BAD_PAYLOAD',
        message: `The ${names[coder]} more than ${MANY} values`,
      }),
    )
  })
})

test('more values than are read are not written', () => {
  for (const format of [rackFormat(KEY), railsFormat(KEY)]) {
    const record = recordOf({ a: Array(4096 - 4).fill(null) })
    expect(format.read(format.write(record, NAME), NAME).data).toEqual(record.data)
    const larger = recordOf({ a: { b: Array(4096 - 4).fill(null) } })
    expect(() => format.write(larger, NAME)).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', path: 'a.b' }),
    )
  }
})

test('a session that is changed is encoded once more than it is read', () => {
  for (const factory of [rackSessionFactory, railsSessionFactory]) {
    const { open } = factory(KEY, { cookieName: NAME, secure: false })
    let looked = 0
    const watched = {
      get a() {
        return (looked += 1)
      },
    }
    const first = open()
    first.session.set('a', watched)
    const cookie = first.commit()[0]![1].split(';')[0]
    expect(looked).toBe(1)
    const { session, commit } = open(cookie)
    session.set('a', watched)
    session.set('b', 1)
    expect(commit()).toHaveLength(1)
    expect(looked).toBe(2)
  }
})

/** The id of a session of Ruby's. */
const idIn = (format: SessionFormat, text: string, name: string): string =>
  String((format.read(text, name).origin as { readonly id: unknown }).id)

describe('a session of another format is moved', () => {
  const old = { cookieName: 'old', secure: false }

  test.each<[string, SessionFactory, SessionFormat]>([
    ['Flask', flaskSessionFactory(KEY, old), flaskFormat(KEY)],
    ['Pyramid', signedCookieSessionFactory(KEY, old), pyramidSignedFormat(KEY)],
    ['Rack', rackSessionFactory(KEY, old), rackFormat(KEY)],
  ])('%s', (name, from, format) => {
    const first = from.open()
    first.session.set('a', 1)
    first.session.flash('hello')
    const cookie = first.commit()[0]![1].split(';')[0]!
    const accept = [{ format, cookieName: 'old', until: '2999-01-01' }]
    const to = railsSessionFactory(KEY, { cookieName: 'new', secure: false, acceptFormats: accept })
    const moved = to.open(cookie)
    moved.session.set('b', 2)
    const text = moved.commit()[0]![1].split(';')[0]!
    const { session } = to.open(text)
    expect([session.get('a'), session.get('b'), session.peekFlash()]).toEqual([1, 2, ['hello']])
    const id = idIn(railsFormat(KEY), text.slice('new='.length), 'new')
    expect(id).toMatch(/^[\da-f]{32}$/)
    if (name === 'Rack') expect(id).toBe(idIn(format, cookie.slice('old='.length), 'old'))
  })
})

test('what unfolds to more than a session may have is refused', () => {
  const bomb = escaped(sign(deflateSync(Buffer.alloc(20_000_000))))
  const started = timeOfWork()
  expect(refusal(rackFormat(KEY, { coder: 'zipJson' }), bomb, NAME)).toBe('BAD_PAYLOAD')
  expect(timeOfWork() - started).toBeLessThan(200)
})

test('a padding of more than there is is refused', () => {
  const short = encryptorV2(BYTES)
  const text = short.encrypt(Buffer.alloc(0), NAME, 4096)
  expect(refusal(rackEncryptedFormat(KEY), escaped(text), NAME)).toBe('BAD_PAYLOAD')
})

test('many messages that are shown already cost no more than others', () => {
  const flashes = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`a${at}`, 0]))
  const shown = Array(2000).fill(0)
  const texts = [
    { session_id: 'x', flash: { discard: shown, flashes } },
    { session_id: 'x', other: shown, flash: { discard: [], flashes } },
  ].map((data) => JSON.stringify(data))
  const format = railsFormat(KEY, { jar: 'signed' })
  const [discarded, plain] = texts.map((text) => escaped(rails.lock(Buffer.from(text))))
  expect(refusal(format, discarded!, NAME)).toBe('read')
  expect(leastOf(format, discarded!)).toBeLessThan(2 * leastOf(format, plain!) + 1)
})

test('Rails’ names in the wrong place are data', () => {
  const format = railsFormat(KEY)
  for (const data of [{ flash: 1 }, { flash: { flashes: 1 } }, { flash: [] }, { _csrf_token: 7 }]) {
    const read = format.read(format.write(recordOf(data), NAME), NAME)
    expect(Object.fromEntries(read.data!)).toEqual(data)
  }
})

test('a session of Rails that was read is written as it was', () => {
  const factory = railsSessionFactory(KEY, { jar: 'signed', cookieName: NAME, secure: false })
  const flash = { discard: [], flashes: { alert: 'b', notice: 'a' } }
  const text = JSON.stringify({ a: 1, session_id: 'id', flash, b: 2, _csrf_token: 't' })
  const payload = wrapped(Buffer.from(text), { purpose: purpose.purpose, expires: null })
  const cookie = `${NAME}=${escaped(rails.lock(payload))}`
  const { session, commit } = factory.open(cookie)
  expect([session.peekFlash('alert'), session.peekFlash(), session.getCsrfToken()]).toEqual([
    ['b'],
    ['a'],
    't',
  ])
  session.changed()
  expect(commit()[0]![1].split(';')[0]).toBe(cookie)
})
