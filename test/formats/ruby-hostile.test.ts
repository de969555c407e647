/** What somebody who has the key could make: signed rightly, with anything in it. Marshal's own are in its test. */
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { rackEncryptedFormat, rackFormat } from '../../src/languages/rack.js'
import { railsFormat, railsSessionFactory } from '../../src/languages/rails.js'
import { railsFormatSpecs } from '../../src/formats/rails.js'
import { encryptorV2 } from '../../src/formats/shared-rack-encryptors.js'
import { rackHmac } from '../../src/formats/shared-rack-hmac.js'
import { signedLock } from '../../src/formats/shared-rails-keys.js'
import { wrapped } from '../../src/formats/shared-rails-metadata.js'
import { escaped } from '../../src/formats/shared-ruby-text.js'
import type { SessionFormat } from '../../src/index.js'
import { resolveOptions } from '../../src/lib/options.js'
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
    const started = performance.now()
    refusal(format, text, NAME)
    return performance.now() - started
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

test('what unfolds to more than a session may have is refused', () => {
  const bomb = escaped(sign(deflateSync(Buffer.alloc(20_000_000))))
  const started = performance.now()
  expect(refusal(rackFormat(KEY, { coder: 'zipJson' }), bomb, NAME)).toBe('BAD_PAYLOAD')
  expect(performance.now() - started).toBeLessThan(200)
})

test('a padding of more than there is is refused', () => {
  const short = encryptorV2(BYTES)
  const text = short.encrypt(Buffer.alloc(0), NAME, 4096)
  expect(refusal(rackEncryptedFormat(KEY), escaped(text), NAME)).toBe('BAD_PAYLOAD')
})

test('many messages that are shown already cost no more than others', () => {
  const flashes = Object.fromEntries(Array.from({ length: 2900 }, (_, at) => [`a${at}`, 0]))
  const shown = Array(8000).fill(0)
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
