/** Older cookies beside a factory's own: which session is taken, and that each goes when another is set. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  MemoryRevocationList,
  cookieSessionFactory,
  pyramidHexFormat,
  pyramidSignedFormat,
  sealedCookieSessionFactory,
  sealedFormat,
  signedCookieSessionFactory,
  storedSessionFactory,
} from '../../src/index.js'
import type { AcceptFormat, SessionFactory, SessionFormat } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { BrowserJar } from '../support/browser-jar.js'
import { keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

const START = 1_700_000_000
const LATER = '2030-01-01'
let now = START

beforeEach(() => {
  now = START
})

const common = { clock: () => now, cookieName: 's' }
const a = sealedFormat(keyOf('a'))
const b = sealedFormat(keyOf('b'))

/** A cookie of an application that knew one format alone, as a Cookie header has it. */
function cookieOf(format: SessionFormat, user: string, options: object = {}): string {
  const { session, commit } = cookieSessionFactory<Data>(format, { ...common, ...options }).open()
  session.set('user', user)
  return commit()[0]![1].split(';')[0]!
}

const make = (
  acceptFormats: readonly Partial<AcceptFormat>[],
  options: object = {},
): SessionFactory<Data> =>
  sealedCookieSessionFactory<Data>(keyOf('own'), {
    ...common,
    acceptFormats: acceptFormats.map((entry) => ({ format: a, until: LATER, ...entry })),
    ...options,
  })

const SEVERAL: unknown = expect.objectContaining({ code: 'BAD_VALUE' })

describe('commitCookie() is an error where an older cookie came that stays', () => {
  const partitioned = { partitioned: true, sameSite: 'None' } as const
  const entries: [string, Partial<AcceptFormat>[], object][] = [
    ['one entry of another path', [{ path: '/app' }], {}],
    ['two entries of one path', [{ path: '/app' }, { path: '/app', format: b }], {}],
    ['two entries, the other one read it', [{ path: '/app', format: b }, { path: '/app' }], {}],
    ['an entry out of the partitions', [{ partitioned: false }], partitioned],
    ['one entry that may have been partitioned', [{}], partitioned],
  ]

  test.each(entries)('at sign-out, with %s', (_, acceptFormats, options) => {
    const { session, commitCookie, commitCookies } = make(acceptFormats, options).open(
      cookieOf(a, 'bob'),
    )
    expect(session.get('user')).toBe('bob')
    session.invalidate()
    expect(() => commitCookie()).toThrow(SEVERAL)
    expect(commitCookies().length).toBeGreaterThan(1)
  })

  test.each(entries.slice(0, 4))('when it is moved, with %s', (_, acceptFormats, options) => {
    const { session, commitCookie } = make(acceptFormats, options).open(cookieOf(a, 'bob'))
    expect(session.get('user')).toBe('bob')
    expect(() => commitCookie()).toThrow(SEVERAL)
  })

  test('also where it has ended', () => {
    const older = cookieOf(a, 'bob')
    now += 3600
    const { session, commitCookie } = make([{ path: '/app' }]).open(older)
    session.set('user', 'ana')
    expect(() => commitCookie()).toThrow(SEVERAL)
  })
})

describe('an older session that has ended hides no other', () => {
  const entries = { a: { format: a }, b: { format: b } }
  const orders = [
    ['the ended one first', [entries.a, entries.b]],
    ['the ended one last', [entries.b, entries.a]],
  ] as const

  test.each(orders)('of one name: %s', (_, order) => {
    const ended = cookieOf(a, 'old')
    now += 3600
    const alive = cookieOf(b, 'bob')
    for (const header of [`${ended}; ${alive}`, `${alive}; ${ended}`]) {
      const { session } = make(order).open(header)
      expect([session.get('user'), session.new]).toEqual(['bob', false])
    }
  })

  test.each(orders)('of two names: %s', (_, order) => {
    const named = order.map((entry) => ({ ...entry, cookieName: entry === entries.a ? 'a' : 'b' }))
    const ended = cookieOf(a, 'old', { cookieName: 'a' })
    now += 3600
    const { session } = make(named).open(`${ended}; ${cookieOf(b, 'bob', { cookieName: 'b' })}`)
    expect(session.get('user')).toBe('bob')
  })

  test.each(orders)('nor one that was revoked, which does not come back: %s', (_, order) => {
    const revocation = new MemoryRevocationList()
    const revoked = cookieOf(a, 'eve')
    const id = cookieSessionFactory(a, common).open(revoked).session.id!
    revocation.revoke({ id, until: START + 86_400 })
    const factory = make(order, { revocation })
    expect(factory.open(revoked).session.get('user')).toBeUndefined()
    expect(factory.open(`${revoked}; ${cookieOf(b, 'bob')}`).session.get('user')).toBe('bob')
  })

  test.each(orders)('beside a store: %s', async (_, order) => {
    const factory = storedSessionFactory<Data>(memoryStore({ clock: () => now }), keyOf('own'), {
      ...common,
      acceptFormats: order.map((entry) => ({ ...entry, until: LATER })),
    })
    const ended = cookieOf(a, 'old')
    now += 3600
    const session = await factory.open(`${ended}; ${cookieOf(b, 'bob')}`).load()
    expect(session.get('user')).toBe('bob')
  })

  test('one in the factory’s own format still does, whatever is older', () => {
    const ended = cookieOf(sealedFormat(keyOf('own')), 'ana')
    now += 3600
    const header = `${cookieOf(a, 'bob')}; ${cookieOf(b, 'bob')}; ${ended}`
    expect(make([entries.a, entries.b]).open(header).session.new).toBe(true)
  })
})

describe('with duplicates: last', () => {
  const hex = pyramidHexFormat('old secret')
  const factory = signedCookieSessionFactory<Data>('new secret', {
    ...common,
    path: '/app',
    acceptFormats: [{ format: hex, path: '/', until: LATER }],
  })
  const signIn = (jar: BrowserJar): void => {
    const { session, commit } = factory.open(jar.header)
    session.set('user', 'ana')
    jar.take(commit().map(([, line]) => line))
  }

  test.each<[string, () => string]>([
    ['has expired', () => cookieOf(hex, 'bob')],
    ['was signed with a dropped secret', () => cookieOf(pyramidHexFormat('dropped'), 'bob')],
    ['is none', () => 's=garbage'],
  ])('an older cookie that %s does not hide the session that is set', (_, older) => {
    const jar = new BrowserJar()
    jar.take([`${older()}; Path=/`])
    now += 3600
    signIn(jar)
    expect(factory.open(jar.header).session.get('user')).toBe('ana')
    expect(jar.header).not.toContain('; ')
  })

  test('nor does a second one, where the session was taken from a third', () => {
    const other = pyramidSignedFormat('other secret')
    const both = signedCookieSessionFactory<Data>('new secret', {
      ...common,
      path: '/app',
      acceptFormats: [
        { format: other, cookieName: 't', until: LATER },
        { format: hex, path: '/', until: LATER },
      ],
    })
    const jar = new BrowserJar()
    jar.take([`${cookieOf(hex, 'bob')}; Path=/`, cookieOf(other, 'ana', { cookieName: 't' })])
    const { session, commit } = both.open(jar.header)
    expect(session.get('user')).toBe('ana')
    jar.take(commit().map(([, line]) => line))
    expect(both.open(jar.header).session.get('user')).toBe('ana')
  })

  test('one cookie that is the factory’s own takes one line', () => {
    const jar = new BrowserJar()
    signIn(jar)
    const { session, commit } = factory.open(jar.header)
    session.set('user', 'eve')
    expect(commit()).toHaveLength(1)
  })
})

describe.each(['last', 'verify'] as const)(
  'the factory’s own format in another place, with duplicates: %s',
  (duplicates) => {
    const own = sealedFormat(keyOf('own'))
    const openOf = (jar: BrowserJar, before: string, path: string) =>
      make([{ format: own, path: before }], { path, duplicates }).open(jar.header)

    test.each([
      ['/', '/app'],
      ['/app', '/'],
    ])('from %s to %s: what is set is read from then on', (before, path) => {
      const jar = new BrowserJar()
      jar.take([`${cookieOf(own, 'bob')}; Path=${before}`])
      for (const user of ['ana', 'eve']) {
        const { session, commit } = openOf(jar, before, path)
        session.set('user', user)
        jar.take(commit().map(([, line]) => line))
        expect(openOf(jar, before, path).session.get('user')).toBe(user)
      }
    })

    test('to a longer path: one line is an error only where both are known to be there', () => {
      const jar = new BrowserJar()
      jar.take([cookieOf(own, 'bob')])
      const first = openOf(jar, '/', '/app')
      first.session.set('user', 'ana')
      expect(first.commitCookie()).toMatchObject({ options: { path: '/app' } })
      jar.take([`${cookieOf(own, 'ana')}; Path=/app`])
      const second = openOf(jar, '/', '/app')
      second.session.set('user', 'eve')
      expect(() => second.commitCookie()).toThrow(SEVERAL)
    })
  },
)

test('the header counts as it was when the session was opened', () => {
  const old = pyramidHexFormat('old secret')
  const factory = signedCookieSessionFactory<Data>('new secret', {
    ...common,
    acceptFormats: [{ format: old, cookieName: 't', until: LATER }],
  })
  const headers = new Headers({ cookie: `s=garbage; ${cookieOf(old, 'bob', { cookieName: 't' })}` })
  const { session, commit } = factory.open(headers)
  expect(session.get('user')).toBe('bob')
  headers.delete('cookie')
  session.invalidate()
  expect(commit().map(([, line]) => line.split('=')[0])).toContain('t')
})
