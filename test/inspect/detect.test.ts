/** Which format a text is of: a cookie of each recording, with its name and without. */
import { describe, expect, test } from 'vitest'
import { detect, inspectCookie } from '../../src/inspect/index.js'
import type { FormatId } from '../../src/inspect/index.js'
import {
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedFormat,
} from '../../src/index.js'
import { grouped, readSamples } from './samples.js'
import type { Sample } from './samples.js'

const samples = readSamples()
const byFormat = grouped(samples, ({ format }) => format)

/** These look like random bytes, or like tokens that nobody has named: see the decision about guesses. */
const BY_KEY: ReadonlySet<FormatId> = new Set(['nacl', 'rack-encrypted'])

const first = ({ text, cookieName, also }: Sample): FormatId | undefined =>
  detect(text, cookieName, also)[0]?.format

const shown = ({ source, name }: Sample): string => `${source}: ${name}`

test('there are recordings of all formats of other backends', () => {
  expect([...byFormat.keys()].toSorted()).toEqual([
    'auth-js',
    'better-auth',
    'cookie-parser',
    'cookie-session',
    'django',
    'django-messages',
    'flask',
    'gorilla',
    'iron',
    'jwt',
    'laravel',
    'nacl',
    'next-auth',
    'pyramid-beaker',
    'pyramid-hex',
    'pyramid-redis',
    'pyramid-signed',
    'rack',
    'rack-encrypted',
    'rails',
    'rails-signed',
    'secure-session',
    'starlette',
  ])
  expect(samples.length).toBeGreaterThan(7500)
})

describe.each([...byFormat])('%s', (format, all) => {
  test('the first guess is right; where no shape can tell, the key decides', () => {
    const others = all.filter((sample) => first(sample) !== format)
    if (!BY_KEY.has(format)) expect(others.map(shown)).toEqual([])
    for (const sample of others) {
      const { text, cookieName, also } = sample
      const guesses = detect(text, cookieName, also)
      expect(guesses[0]?.certain, shown(sample)).toBe(false)
      expect(guesses.map((guess) => guess.format)).toContain(format)
      expect(inspectCookie(sample).format, shown(sample)).toBe(format)
    }
    expect(others.length).toBeLessThanOrEqual(all.length / 50)
  })

  test('without its name it is among the guesses, and none that is certain is wrong', () => {
    const wrong = all.filter(({ text, cookieName, also }) => {
      // The names of companions tell the name, so that it cannot be left out where there are any.
      const guesses = detect(text, also === undefined ? undefined : cookieName, also)
      const isAmong = guesses.some((guess) => guess.format === format)
      return !isAmong || guesses.some((guess) => guess.certain && guess.format !== format)
    })
    expect(wrong.map(shown)).toEqual([])
  })
})

describe('our own', () => {
  const key = generateKey()

  test.each([
    ['sealed', sealedCookieSessionFactory(key)],
    ['signed', cookieSessionFactory(signedFormat(key))],
  ] as const)('%s', (format, factory) => {
    const { session, commit } = factory.open()
    session.set('user', 7)
    const [, line = ''] = commit()[0] ?? []
    const text = line.split(/[=;]/)[1]!
    expect(detect(text)[0]).toMatchObject({ format })
    expect(detect(text, '__Host-session')[0]).toMatchObject({ format })
  })
})

describe('what is no session', () => {
  test.each([
    ['', []],
    ['true', []],
    ['GA1.2.1234567890.1700000000', []],
    ['x'.repeat(70_000), []],
  ])('%s', (text, guesses) => {
    expect(detect(text)).toEqual(guesses)
  })

  test('an id of letters and digits may be several things, and the name puts one first', () => {
    const id = 'a'.repeat(32)
    expect(detect(id, 'csrftoken')).toMatchObject([{ format: 'django-csrf', certain: false }])
    expect(detect('A'.repeat(40), 'laravel_session')[0]).toMatchObject({
      format: 'laravel-id',
      certain: false,
    })
  })
})
