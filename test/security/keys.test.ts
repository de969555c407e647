/** Keys, and what is made with them: items 1 to 9 of the checklist. */
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  cookieSessionFactory,
  sealedCookieSessionFactory,
  sealedFormat,
  signedFormat,
} from '../../src/index.js'
import type { Keys, SessionEvent, SessionFactory } from '../../src/index.js'
import { inflate } from '../../src/lib/deflate.js'
import { read as readPickle } from '../../src/pickle/read/read.js'
import { readJson } from '../../src/serializers/json-read.js'
import { decodeData } from '../../src/serializers/modern-read.js'
import { keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { tokenKinds, tokenOf } from './tokens.js'
import { MODERN, all, modernOnes, pyramidOnes, taken, valueOf } from './kinds.js'

vi.mock('../../src/lib/deflate.js', { spy: true })
vi.mock('../../src/pickle/read/read.js', { spy: true })
vi.mock('../../src/serializers/json-read.js', { spy: true })
vi.mock('../../src/serializers/modern-read.js', { spy: true })

const heard = vi.fn((_: SessionEvent) => undefined)
beforeEach(() => {
  heard.mockClear()
})
const reasons = (): unknown[] =>
  heard.mock.calls.map(([event]) => event.type === 'invalid' && event.reason)
/** What becomes of a text that was made with the key, and for something else. */
const REFUSED = /^(?:BAD_TEXT|BAD_BASE64|BAD_SIGNATURE|UNKNOWN_KEY)$/

describe('checklist 1: a weak key stops the application when it starts', () => {
  const makers: Record<string, (keys: Keys) => unknown> = {
    sealedCookieSessionFactory: (keys) => sealedCookieSessionFactory(keys),
    sealedFormat: (keys) => sealedFormat(keys),
    signedFormat: (keys) => signedFormat(keys),
    'cookieSessionFactory over it': (keys) => cookieSessionFactory(signedFormat(keys)),
  }
  const good = keyOf('good')

  test.each(Object.entries(makers))('%s', (_, make) => {
    const weak: Keys[] = [
      Buffer.from(good, 'base64url').subarray(1),
      Buffer.from(good, 'base64url').subarray(1).toString('base64url'),
      '',
      'undefined',
      'keyboard cat',
      'complex_password_at_least_32_characters_long',
      '0'.repeat(64),
      Buffer.alloc(32),
      Buffer.alloc(32, 'ab'),
    ]
    for (const key of weak.flatMap((key): Keys[] => [key, [good, key as string]])) {
      expect(() => make(key)).toThrow(
        expect.objectContaining({ name: 'OptionError', option: 'keys' }),
      )
    }
    expect(make(good)).toBeDefined()
  })
})

describe('checklist 2: what is not authentic reaches no decoder', () => {
  const decoders = {
    decodeData,
    inflate,
    readPickle,
    readJson,
    'JSON.parse': vi.spyOn(JSON, 'parse'),
  }

  afterAll(() => decoders['JSON.parse'].mockRestore())

  /** The decoders that were asked since the last time. */
  function asked(): string[] {
    const names = Object.entries(decoders).flatMap(([name, decoder]) =>
      vi.mocked(decoder).mock.calls.map(() => name),
    )
    for (const decoder of Object.values(decoders)) vi.mocked(decoder).mockClear()
    return names
  }

  describe.each(all)('%s', (_, { make }) => {
    test.each([
      ['another key', 'other'],
      ['the right key', 'own'],
    ])('of every length, made with %s', (_, name) => {
      const factory = make('own', { onEvent: heard })
      const value = valueOf(make(name), { user: 'ada', text: 'é'.repeat(30) })
      if (name === 'own') {
        asked()
        expect(taken(factory, value)).toMatchObject({ user: 'ada' })
        expect(asked().length).toBeGreaterThan(0)
      }
      const forged = Array.from({ length: value.length }, (_, length) => value.slice(0, length))
      // Longer ones, and others in the place of each character.
      for (let at = 0; at < value.length; at++) {
        forged.push(value.slice(0, at) + (value[at] === 'B' ? 'C' : 'B') + value.slice(at + 1))
      }
      if (name === 'other') forged.push(value, `${value}AAAA`, value.repeat(40))
      asked()
      let read = 0
      for (const text of forged) {
        const result = taken(factory, text)
        if (result !== 'new') read += Number(asked().length > 0)
        else expect([text, asked()]).toEqual([text, []])
      }
      // Python reads a text whose last character has another of the bits that stand for nothing.
      expect(read).toBeLessThan(3)
      expect(reasons().filter((reason) => !REFUSED.test(String(reason)))).toEqual([])
    })
  })
})

test.each(modernOnes)('checklist 3: %s: a shorter tag is none', (_, { make }) => {
  const bytes = Buffer.from(valueOf(make('own')), 'base64url')
  for (let cut = 1; cut <= 16; cut++) {
    const text = bytes.subarray(0, -cut).toString('base64url')
    expect([cut, taken(make('own'), text)]).toEqual([cut, 'new'])
  }
})

describe('checklist 4: several keys', () => {
  describe.each(all)('%s', (_, { make }) => {
    const [old, current, retired] = ['old', 'current', 'retired']

    test('the first makes, all open, those taken out do not', () => {
      const both = make([current, old])
      expect(taken(both, valueOf(make(old)))).toEqual({ a: 1 })
      expect(taken(make(current), valueOf(both))).toEqual({ a: 1 })
      expect(taken(make(old), valueOf(both))).toBe('new')
      expect(taken(both, valueOf(make(retired)))).toBe('new')
    })

    test('what an old one has made is made by the first when it is written again', () => {
      const { session, commit } = make([current, old]).open({ value: valueOf(make(old)) })
      session.set('a', 2)
      const [, value = ''] = /=([^;]*)/.exec(commit()[0]![1])!
      expect(taken(make(current), value)).toEqual({ a: 2 })
    })

    test('one that stands there twice is refused', () => {
      expect(() => make([current, old, current])).toThrow(
        expect.objectContaining({ name: 'OptionError' }),
      )
    })
  })
})

describe('checklist 5: no failure reaches a reader that asks for no key', () => {
  test.each(all)('%s: texts of all others are nothing', (name, { make }) => {
    const factory = make('own', { onEvent: heard })
    const others = all
      .filter(([other]) => other !== name)
      .map(([, kind]) => valueOf(kind.make('x')))
    for (const text of others) expect([text, taken(factory, text)]).toEqual([text, 'new'])
    expect(reasons().filter((reason) => !REFUSED.test(String(reason)))).toEqual([])
  })
})

describe('checklist 6: a token is for one cookie, one purpose, one application', () => {
  /** What becomes of it: the data, or why it was not taken. */
  const outcome = (factory: SessionFactory<Data>, value: string): unknown => {
    const data = taken(factory, value)
    return data === 'new' ? reasons().at(-1) : data
  }

  describe.each(modernOnes)('%s', (name, { make }) => {
    const named = (cookieName: string): SessionFactory<Data> =>
      make('own', { cookieName, onEvent: heard })

    test.each([
      ['a', 'b'],
      ['a', 'aa'],
      ['aa', 'a'],
      ['session', '__Host-session'],
      ['__Host-a', '__host-a'],
      ['__Host-user', '__Host-admin'],
    ])('of the cookie %s it is nothing as %s', (one, other) => {
      const value = valueOf(named(one))
      expect(taken(named(one), value)).toEqual({ a: 1 })
      expect(outcome(named(other), value)).toMatch(REFUSED)
      const { session } = named(other).open(`${one}=x; ${other}=${value}`)
      expect(session.new).toBe(true)
    })

    test('of another application, with another key, it is nothing', () => {
      expect(
        outcome(make('own', { onEvent: heard }), valueOf(make('another application'))),
      ).toMatch(REFUSED)
    })

    test('of another format, with the same key, it is nothing', () => {
      for (const [other, { make: makeOther }] of modernOnes) {
        if ((other === 'signed') === (name === 'signed')) continue
        expect(outcome(make('own', { onEvent: heard }), valueOf(makeOther('own')))).toMatch(REFUSED)
      }
    })

    test('it is no CSRF token, and a CSRF token is no session', () => {
      const factory = make('own', { onEvent: heard })
      const { session, commit } = factory.open()
      const token = session.getCsrfToken()
      const [, value = ''] = /=([^;]*)/.exec(commit()[0]![1])!
      expect(outcome(factory, token)).toMatch(REFUSED)
      const next = factory.open({ value }).session
      expect([next.getCsrfToken() === token, next.getCsrfToken() === value]).toEqual([true, false])
    })
  })

  test.each(tokenKinds)('%s: for another purpose it is nothing', (kind) => {
    const { make, cookieName } = MODERN[kind]!
    const factory = make('own', { onEvent: heard })
    expect(taken(factory, tokenOf(kind, { key: 'own' }))).toEqual({ a: 1 })
    for (const purpose of ['', 'csrf', 'Session', 'session ', 'oauth state', 'sessio']) {
      expect(outcome(factory, tokenOf(kind, { key: 'own', purpose }))).toMatch(REFUSED)
    }
    // The same letters, with another border between name and purpose.
    const letters = `${cookieName}session`
    for (const at of [0, cookieName.length - 1, cookieName.length + 1, letters.length]) {
      const moved = { cookieName: letters.slice(0, at), purpose: letters.slice(at) }
      expect(outcome(factory, tokenOf(kind, { key: 'own', ...moved }))).toMatch(REFUSED)
    }
  })
})

describe('checklist 7: one session has one text', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

  test.each(modernOnes)('%s: with anything added or replaced it is nothing', (_, { make }) => {
    const factory = make('own')
    let odd = 0
    for (let size = 0; size < 6; size++) {
      const value = valueOf(factory, { a: 'x'.repeat(size) })
      const texts = [
        ...['=', '==', '\n', ' ', '.', '!', '\u0000', 'é'].flatMap((junk) => [
          value + junk,
          junk + value,
          value.slice(0, 20) + junk + value.slice(20),
        ]),
        ...[...ALPHABET].map((last) => value.slice(0, -1) + last),
      ].filter((text) => text !== value)
      if (/[-_]/.test(value)) {
        texts.push(value.replaceAll('-', '+').replaceAll('_', '/'))
        odd++
      }
      for (const text of texts) expect([text, taken(factory, text)]).toEqual([text, 'new'])
    }
    expect(odd).toBeGreaterThan(0)
  })

  test.each(pyramidOnes)('%s: is read as Python reads it', (_, { make }) => {
    const factory = make('own')
    expect(taken(factory, `${valueOf(factory)}=`)).toEqual({ a: 1 })
  })
})
