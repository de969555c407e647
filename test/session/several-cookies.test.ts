/** Formats whose text stands in several cookies. */
import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  cookieSessionFactory,
  DeserializeError,
  generateKey,
  newRecord,
  sealedFormat,
  storedSessionFactory,
} from '../../src/index.js'
import type {
  CookieSessionOptions,
  HeaderLine,
  SessionEvent,
  SessionFormat,
  SeveralCookies,
} from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { mintCookie, mintSetCookie, readCookie } from '../../src/testing/index.js'

const JOINT = '|'
const NOW = 1_700_000_000

const macOf = (key: string, value: string): string =>
  createHmac('sha256', key).update(value).digest('base64url')

/** Signed in another cookie, whose name the first one tells: `.sig` behind the cookie's, or the data's `id`. */
function twoCookies(key: string, nameOf = (_: string, cookieName: string) => `${cookieName}.sig`) {
  const format: SessionFormat & { cookies: SeveralCookies } = {
    name: 'two-cookies',
    isAuthenticated: true,
    carriesId: false,
    read: (text) => {
      const [value = '', mac] = text.split(JOINT)
      if (mac === undefined) throw new DeserializeError('BAD_TEXT', 'The signature is missing')
      if (mac !== macOf(key, value)) throw new DeserializeError('BAD_SIGNATURE', 'Not genuine')
      const data = JSON.parse(Buffer.from(value, 'base64url').toString()) as object
      return { ...newRecord(NOW), data: new Map(Object.entries(data)) }
    },
    write: ({ data }) => {
      const value = Buffer.from(format.dataText(data)).toString('base64url')
      return `${value}${JOINT}${macOf(key, value)}`
    },
    dataText: (data) => JSON.stringify(Object.fromEntries(data)),
    cookies: {
      join: (valuesOf, cookieName) =>
        valuesOf(cookieName).flatMap((value) => {
          const macs = valuesOf(nameOf(value, cookieName))
          return macs.length === 0 ? [value] : macs.map((mac) => value + JOINT + mac)
        }),
      split: (text, cookieName) => {
        const [value = '', mac] = text.split(JOINT)
        const first = [cookieName, value] as const
        return mac === undefined ? [first] : [first, [nameOf(value, cookieName), mac]]
      },
    },
  }
  return format
}

/** The name is in the data, as that of a backend that keeps them under the id of the session. */
const byId = (value: string): string =>
  `id-${(JSON.parse(Buffer.from(value, 'base64url').toString()) as { id: string }).id}`

const factoryOf = (format: SessionFormat, options: CookieSessionOptions = {}) =>
  cookieSessionFactory(format, { cookieName: 's', clock: () => NOW, ...options })

const lines = (headers: readonly HeaderLine[]): string[] =>
  headers.filter(([name]) => name === 'Set-Cookie').map(([, line]) => line)

/** The Cookie header of a browser that was given these. */
const cookieOf = (headers: readonly HeaderLine[]): string =>
  lines(headers)
    .map((line) => line.split(';')[0])
    .join('; ')

const names = (headers: readonly HeaderLine[]): string[] =>
  lines(headers).map((line) => `${line.split('=')[0]}${line.includes('Max-Age=0') ? ' -' : ''}`)

function written(format: SessionFormat, data: object, options?: CookieSessionOptions) {
  const { session, commit } = factoryOf(format, options).open()
  session.update(data)
  return commit()
}

describe('a session in several cookies', () => {
  const format = twoCookies('key')
  const factory = factoryOf(format)

  test('all of them are set, with the same attributes, and read together', () => {
    const headers = written(format, { a: 1 }, { persistent: false, sameSite: 'Strict' })
    expect(names(headers)).toEqual(['s', 's.sig'])
    const [first, second] = lines(headers).map((line) => line.slice(line.indexOf(';')))
    expect(first).toContain('SameSite=Strict')
    expect(second).toBe(first)
    const { session, commit } = factory.open(cookieOf(headers))
    expect(session.get('a')).toBe(1)
    expect(commit()).not.toContainEqual(expect.arrayContaining(['Set-Cookie']))
  })

  test('one without the other is refused, and it is told why', () => {
    const heard: SessionEvent[] = []
    const listening = factoryOf(format, { onEvent: (event) => heard.push(event) })
    const cookie = cookieOf(written(format, { a: 1 }))
    const [first, second] = cookie.split('; ')
    for (const part of [first, second, `${first}; s.sig=x`]) listening.open(part).session.get('a')
    expect(heard.map((event) => event.type === 'invalid' && event.reason)).toEqual([
      'BAD_TEXT',
      'BAD_SIGNATURE',
    ])
  })

  test('of several of a name each is tried with each', () => {
    const cookie = cookieOf(written(format, { a: 1 }))
    const [first, second] = cookie.split('; ')
    const mixed = `s.sig=x; ${first}; ${second}; s=e30; s.sig=y`
    expect(factory.open(mixed).session.get('a')).toBe(1)
    expect(factoryOf(format, { duplicates: 'last' }).open(mixed).session.get('a')).toBeUndefined()
  })

  test('a session that ends takes all of them away', () => {
    const { session, commit } = factory.open(cookieOf(written(format, { a: 1 })))
    session.invalidate()
    expect(names(commit())).toEqual(['s -', 's.sig -'])
  })

  test('a change sets both again, and takes none away', () => {
    const { session, commit } = factory.open(cookieOf(written(format, { a: 1 })))
    session.set('a', 2)
    const headers = commit()
    expect(names(headers)).toEqual(['s', 's.sig'])
    expect(factory.open(cookieOf(headers)).session.get('a')).toBe(2)
  })

  test('a cookie whose name the text no longer has is taken away', () => {
    const moving = twoCookies('key', byId)
    const before = written(moving, { id: 'one' })
    expect(names(before)).toEqual(['s', 'id-one'])
    const { session, commit } = factoryOf(moving).open(cookieOf(before))
    session.set('id', 'two')
    expect(names(commit())).toEqual(['s', 'id-two', 'id-one -'])
  })

  test('each cookie is as long as it may be, by itself', () => {
    const fits = (size: number): string[] => names(written(format, { a: 'x'.repeat(size) }))
    expect(fits(3000)).toEqual(['s', 's.sig'])
    expect(() => fits(3100)).toThrow(expect.objectContaining({ code: 'COOKIE_TOO_LARGE' }))
    const { session } = factory.open()
    session.set('a', 1)
    expect(session.byteLength()).toBe(macOf('key', '').length)
  })

  test('a value alone is not enough, and one cookie not all', () => {
    const value = cookieOf(written(format, { a: 1 })).split(/[=;]/)[1]
    const { session, commitCookie, commitCookies } = factory.open({ value })
    expect(session.get('a')).toBeUndefined()
    session.set('a', 3)
    expect(() => commitCookie()).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    expect(commitCookies().map(({ name }) => name)).toEqual(['s', 's.sig'])
  })
})

describe('a session in pieces, without the cookie itself', () => {
  const pieces: SessionFormat = {
    ...twoCookies('key'),
    cookies: {
      join: (valuesOf, cookieName) => [
        ...valuesOf(cookieName),
        ...valuesOf(`${cookieName}.0`).map((value) => value + valuesOf(`${cookieName}.1`).join('')),
      ],
      split: (text, cookieName) => {
        if (text.length < 200) return [[cookieName, text]]
        return [
          [`${cookieName}.0`, text.slice(0, 100)],
          [`${cookieName}.1`, text.slice(100)],
        ]
      },
    },
  }
  const factory = factoryOf(pieces)
  const [small, large] = [{ a: 1 }, { a: 'x'.repeat(200) }].map((data) =>
    cookieOf(written(pieces, data)),
  ) as [string, string]

  test('it is not set, and taken away where it came', () => {
    expect(names(written(pieces, { a: 'x'.repeat(200) }))).toEqual(['s.0', 's.1'])
    const { session, commit } = factory.open(small)
    session.set('a', 'y'.repeat(200))
    expect(names(commit())).toEqual(['s.0', 's.1', 's -'])
  })

  test('the pieces go where it comes, and nothing else', () => {
    const { session, commit } = factory.open(large)
    expect(session.get('a')).toHaveLength(200)
    session.set('a', 2)
    expect(names(commit())).toEqual(['s', 's.0 -', 's.1 -'])
    const again = factory.open(small)
    again.session.set('a', 3)
    expect(names(again.commit())).toEqual(['s'])
  })

  test('all of it goes with the session', () => {
    const { session, commit } = factory.open(large)
    session.invalidate()
    expect(names(commit())).toEqual(['s -', 's.0 -', 's.1 -'])
  })

  test('and when it moves to another format', () => {
    const moved = cookieSessionFactory(sealedFormat(generateKey()), {
      acceptFormats: [{ format: pieces, until: '2100-01-01', cookieName: 's' }],
      clock: () => NOW,
    })
    const { session, commit } = moved.open(large)
    expect(session.get('a')).toHaveLength(200)
    expect(names(commit())).toEqual(['__Host-session', 's -', 's.0 -', 's.1 -'])
  })
})

describe('an accepted format with several cookies', () => {
  const old = twoCookies('old')
  const before = cookieOf(written(old, { a: 1 }))

  test('all of them go when the session moves', () => {
    const accepted = { format: old, until: '2100-01-01', cookieName: 's' }
    const factory = cookieSessionFactory(sealedFormat(generateKey()), {
      acceptFormats: [accepted],
      clock: () => NOW,
    })
    const { session, commit } = factory.open(before)
    expect(session.get('a')).toBe(1)
    expect(names(commit())).toEqual(['__Host-session', 's -', 's.sig -'])
  })

  test('in the place of the own cookie, what is set is not taken away', () => {
    const factory = factoryOf(twoCookies('new'), {
      acceptFormats: [{ format: old, until: '2100-01-01' }],
    })
    const { session, commit } = factory.open(before)
    expect(session.get('a')).toBe(1)
    expect(names(commit())).toEqual(['s', 's.sig'])
  })

  test('its further cookie goes where the own has one', () => {
    const factory = cookieSessionFactory(sealedFormat(generateKey()), {
      cookieName: 's',
      acceptFormats: [{ format: old, until: '2100-01-01' }],
      clock: () => NOW,
    })
    const { session, commit } = factory.open(before)
    expect(session.get('a')).toBe(1)
    expect(names(commit())).toEqual(['s', 's.sig -'])
  })

  test('all go when it moves to a store', async () => {
    const accepted = { format: old, until: '2100-01-01', cookieName: 's' }
    const factory = storedSessionFactory(memoryStore(), generateKey(), {
      acceptFormats: [accepted],
      clock: () => NOW,
    })
    const { load, flush, headers } = factory.open(before)
    const session = await load()
    expect(session.get('a')).toBe(1)
    await flush()
    expect(names(headers())).toEqual(['__Host-session', 's -', 's.sig -'])
  })
})

describe('a format of the application that splits wrongly', () => {
  const good = twoCookies('key')
  test.each<[string, object]>([
    ['a promise of texts', { join: () => Promise.resolve([]) }],
    ['no texts', { join: () => [1] }],
    ['a promise of parts', { split: () => Promise.resolve([]) }],
    ['no part', { split: () => [] }],
    ['other names', { split: () => [['other', 'x']] }],
    [
      'what is no name',
      {
        split: () => [
          ['s', 'x'],
          ['a;b', 'x'],
        ],
      },
    ],
    ['what is no value', { split: () => [['s', 1]] }],
  ])('%s', (_, wrong) => {
    const format = { ...good, cookies: { ...good.cookies, ...wrong } } as SessionFormat
    const use = () => {
      const { session, commit } = factoryOf(format).open(cookieOf(written(good, { a: 1 })))
      session.set('b', 1)
      commit()
    }
    expect(use).toThrow(expect.objectContaining({ option: 'format' }))
  })
})

describe('for tests', () => {
  const factory = factoryOf(twoCookies('key'))

  test('all of them are minted and read', () => {
    const cookie = mintCookie(factory, { a: 1 })
    expect(cookie).toMatch(/^s=[\w-]+; s\.sig=[\w-]+$/)
    expect(readCookie(factory, cookie)?.data).toEqual({ a: 1 })
    expect(readCookie(factory, written(twoCookies('key'), { a: 1 }))?.data).toEqual({ a: 1 })
  })

  test('they are not one line', () => {
    expect(() => mintSetCookie(factory, { a: 1 })).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE' }),
    )
  })
})
