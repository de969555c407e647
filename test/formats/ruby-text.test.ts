/** The texts of Rack's and Rails' cookies, as a header has them and as parsers of cookies give them. */
import { describe, expect, test } from 'vitest'
import { rackEncryptedFormat, rackFormat } from '../../src/languages/rack.js'
import { railsFormat } from '../../src/languages/rails.js'
import { cookieSessionFactory } from '../../src/index.js'
import type { SessionFormat } from '../../src/index.js'
import { escaped, unescaped } from '../../src/formats/shared-ruby-text.js'
import { readVectors } from '../support/vectors.js'
import { recordOf, refusal } from './contract.js'

const NAME = 'rack.session'
const SECRET =
  'a secret of the tests, which nobody uses for anything else: it has 64 bytes and some'
const FORMATS: Readonly<Record<string, SessionFormat>> = {
  rack: rackFormat(SECRET, { coder: 'json' }),
  'rack, compressed': rackFormat(SECRET, { coder: 'zipJson' }),
  'rack-encrypted': rackEncryptedFormat(SECRET),
  'rack-encrypted, legacy': {
    ...rackEncryptedFormat(SECRET, { legacyHmacSecret: SECRET }),
    write: rackFormat(SECRET).write,
  },
  rails: railsFormat(SECRET),
  'rails, AES-256-CBC': railsFormat(SECRET, { useAuthenticatedCookieEncryption: false }),
  'rails, signed': railsFormat(SECRET, { jar: 'signed' }),
}

/** A text with escapes: of base64 in base64 there are few. */
function textOf(format: SessionFormat): string {
  const texts = Array.from({ length: 30 }, (_, size) =>
    format.write(recordOf({ a: '>>>???~~~'.repeat(5) + 'é'.repeat(size) }), NAME),
  )
  return texts.toSorted((one, other) => one.split('%').length - other.split('%').length).at(-1)!
}

describe.each(Object.entries(FORMATS))('%s', (_, format) => {
  test('a value that was percent-decoded is the same session', () => {
    const factory = cookieSessionFactory(format, {
      cookieName: NAME,
      idleTimeout: null,
      absoluteTimeout: null,
    })
    const valueOf = (value: string): unknown => factory.open({ value }).session.get('a')
    const text = textOf(format)
    expect(valueOf(text)).toContain('>>>???')
    expect(valueOf(decodeURIComponent(text))).toBe(valueOf(text))
    expect(factory.open(`${NAME}=${decodeURIComponent(text)}`).session.get('a')).toBe(valueOf(text))
  })

  test('what is half decoded, decoded twice, or escaped otherwise is none', () => {
    const text = textOf(format)
    const decoded = decodeURIComponent(text)
    const others = [
      text.replace('%2B', '+'),
      text.replace('%3D', '='),
      text.toLowerCase(),
      text.replaceAll('%2B', '%2b'),
      decoded.replaceAll('+', ' '),
      `${decoded}%3D`,
      encodeURIComponent(text),
      `"${decoded}"`,
    ].filter((other) => other !== text && other !== decoded)
    for (const other of others) {
      expect([other, refusal(format, other, NAME)]).toEqual([other, 'BAD_TEXT'])
    }
  })
})

test('what Ruby wrote is read in both ways', () => {
  const names = ['rack', 'rack-session-2.1.1', 'rack-session-2.1.2', 'rails-6.1', 'rails-7.2']
  const texts = names
    .flatMap((name) => readVectors<{ cookie: string; accepted: boolean }>(`languages/${name}`))
    .filter(({ accepted }) => accepted)
    .map(({ cookie }) => cookie)
  expect(texts.filter((text) => text.includes('%')).length).toBeGreaterThan(300)
  for (const text of texts) {
    const decoded = decodeURIComponent(text)
    expect([unescaped(text), unescaped(decoded)]).toEqual([decoded, decoded])
    expect(escaped(decoded)).toBe(text)
  }
})
