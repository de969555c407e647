/** The life of a session: items 10 to 15 of the checklist. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { LIVES, MemoryRevocationList } from '../../src/index.js'
import type { RevocationList, SessionEvent, SessionFactory } from '../../src/index.js'
import { Jar } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { MODERN, all, lineOf, modernOnes, shown, taken, valueOf } from './kinds.js'
import { tokenKinds, tokenOf } from './tokens.js'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = 1_700_000_000
const heard = vi.fn((_: SessionEvent) => undefined)
let now = START

beforeEach(() => {
  now = START
  heard.mockClear()
})

const common = { clock: () => now, onEvent: heard }
const reasons = (): unknown[] =>
  heard.mock.calls.map(([event]) => (event.type === 'invalid' ? event.reason : event.type))

describe('checklist 10: an id from outside', () => {
  const ids = [
    'AAAAAAAAAAAAAAAAAAAAAA',
    '../../etc/passwd',
    '',
    '\u0000',
    "' OR 1=1 --",
    'x'.repeat(5000),
    '[1700000000000,0,"AAAAAAAAAAAAAAAAAAAAAA",null,0]\n{}',
  ]
  const bases = (id: string): string[] => [
    id,
    Buffer.from(id).toString('base64url'),
    Buffer.from(id).toString('hex'),
  ]

  test.each(modernOnes)('%s: is not adopted, and no list is asked for it', (_, { make }) => {
    const revocation = {
      isRevoked: vi.fn((_: unknown) => false),
      revoke: vi.fn(),
    } satisfies RevocationList
    const factory = make('own', { ...common, revocation })
    for (const id of ids.flatMap(bases)) {
      for (const cookie of [{ value: id }, `__Host-session=${id}`, `id=${id}; session=${id}`]) {
        const { session, commit } = factory.open(cookie)
        session.set('a', 1)
        expect(session.id).not.toBe(id)
        expect(session.id).toMatch(/^[\w-]{22}$/)
        session.invalidate()
        expect(commit().map(([, line]) => line.split(' ')[0])).toEqual(
          typeof cookie === 'string' && cookie.startsWith('id=') ? [] : ['__Host-session=;'],
        )
      }
    }
    expect(revocation.isRevoked).not.toHaveBeenCalled()
    expect(revocation.revoke).not.toHaveBeenCalled()
  })

  test.each(modernOnes)(
    '%s: the same cookie that is refused twice gives two ids',
    (_, { make }) => {
      const factory = make('own', common)
      const value = valueOf(make('somebody else', common))
      const [one, other] = [1, 2].map(() => factory.open({ value }).session.id)
      expect(one).not.toBe(other)
    },
  )
})

test.each(modernOnes)('checklist 11: %s: sign-in and sign-out end the id', (_, { make }) => {
  const revocation = new MemoryRevocationList({ clock: () => now })
  const factory = make('own', { ...common, revocation })
  const jar = new Jar()
  const before = jar.visit(factory, (session) => [session.getCsrfToken(), session.id])
  const visitor = jar.copy()
  jar.visit(factory, (session) => (session.subject = 'ada'))
  const signedIn = jar.visit(factory, (session) => [session.getCsrfToken(), session.id])
  const ada = jar.copy()
  expect(jar.visit(factory, (session) => session.subject)).toBe('ada')
  jar.visit(factory, (session) => session.invalidate())
  const after = jar.visit(factory, (session) => [session.getCsrfToken(), session.id])
  expect(new Set([...before, ...signedIn, ...after]).size).toBe(6)
  for (const old of [visitor, ada]) expect(old.visit(factory, (session) => session.new)).toBe(true)
})

describe('checklist 12: sessions end by our clock', () => {
  describe.each(all)('%s', (name, { make, idle, idleDefault }) => {
    const value = (options: object = {}): string => valueOf(make('own', { ...common, ...options }))
    const isGone = (text: string, options: object = {}): boolean => {
      const { session } = make('own', { ...common, ...options }).open({ value: text })
      return session.size === 0
    }

    test.each([
      ['nothing', {}],
      ['undefined', { [idle]: undefined, maxAge: undefined }],
    ])('idle, with %s said of it', (_, options) => {
      if (name in MODERN) delete (options as { maxAge?: unknown }).maxAge
      const text = value(options)
      now = START + idleDefault
      expect(isGone(text, options)).toBe(false)
      now = START + idleDefault + 1
      expect(isGone(text, options)).toBe(true)
    })

    test('idle, whatever the browser was told of Max-Age', () => {
      const kept = name in MODERN ? { persistent: true } : { maxAge: 300 * DAY }
      expect(lineOf(make('own', { ...common, ...kept }))).toContain('; Max-Age=')
      const text = value(kept)
      now = START + idleDefault + 1
      expect(isGone(text, kept)).toBe(true)
    })

    test('idle, by the limit of the factory that reads it', () => {
      const text = value({ [idle]: 10 * HOUR })
      now = START + 10 * MINUTE
      expect(isGone(text, { [idle]: 9 * MINUTE })).toBe(true)
      expect(isGone(text, { [idle]: 11 * MINUTE })).toBe(false)
    })
  })

  test.each(modernOnes)('%s: in the end, however it is used', (_, { make }) => {
    const [jar, factory] = [new Jar(), make('own', common)]
    jar.visit(factory, (session) => session.set('a', 1))
    while (now < START + 12 * HOUR) {
      expect(jar.visit(factory, (session) => session.get('a'))).toBe(1)
      now += 20 * MINUTE
    }
    now = START + 12 * HOUR + 1
    expect(jar.visit(factory, shown)).toBe('new')
    expect(reasons().at(-1)).toBe('EXPIRED')
  })

  test('the limits that are set by default are those of AAL2', () => {
    const { idleTimeout, absoluteTimeout } = LIVES.modern
    expect({ idleTimeout, absoluteTimeout }).toEqual({
      idleTimeout: 30 * MINUTE,
      absoluteTimeout: 12 * HOUR,
    })
  })

  test.each([
    ['AAL1', { idleTimeout: null, absoluteTimeout: 30 * DAY }, 30 * DAY],
    ['AAL3', { idleTimeout: 15 * MINUTE, absoluteTimeout: 12 * HOUR }, 15 * MINUTE],
  ])('those of %s can be set', (_, limits, most) => {
    for (const { make } of Object.values(MODERN)) {
      now = START
      const factory = make('own', { ...common, ...limits })
      const value = valueOf(factory)
      now = START + most
      expect(taken(factory, value)).toEqual({ a: 1 })
      now += 1
      expect(taken(factory, value)).toBe('new')
    }
  })
})

describe('checklist 13: times that no clock gives', () => {
  const id = '"AAAAAAAAAAAAAAAAAAAAAA"'

  test.each(tokenKinds)('%s: not even with the key', (kind) => {
    const limits = { idleTimeout: null, absoluteTimeout: null, reissueTime: null }
    const times = (header: string): unknown => {
      const factory = MODERN[kind]!.make('own', { ...common, ...limits })
      return taken(factory, tokenOf(kind, { key: 'own', header }))
    }
    const good = START * 1000
    expect(times(`[${good},0,${id},null,0]`)).toEqual({ a: 1 })
    for (const time of [
      '1e400',
      '-1e400',
      '9007199254740992',
      '0.5',
      '"1700000000000"',
      'null',
      'true',
      '[]',
      `${good + 61_000}`,
    ]) {
      expect([time, times(`[${time},0,${id},null,0]`)]).toEqual([time, 'new'])
      if (time !== '0.5') continue
      expect([time, times(`[${good},${time},${id},null,0]`)]).toEqual([time, 'new'])
    }
    // Ahead by the second of them alone.
    expect(times(`[${good},60000,${id},null,0]`)).toEqual({ a: 1 })
    expect(times(`[${good},61000,${id},null,0]`)).toBe('new')
    expect(reasons().every((reason) => /^BAD_(?:PAYLOAD|SESSION)$/.test(String(reason)))).toBe(true)
  })
})

describe('checklist 14: who runs the application ends sessions', () => {
  const signIn = (jar: Jar, factory: SessionFactory<Data>, name: string): void =>
    jar.visit(factory, (session) => void (session.subject = name))

  test.each(modernOnes)('%s: all of a user, without a request of theirs', (_, { make }) => {
    const revocation = new MemoryRevocationList({ clock: () => now })
    const factory = make('own', { ...common, revocation })
    const [phone, desk, bob] = [new Jar(), new Jar(), new Jar()]
    signIn(phone, factory, 'ada')
    signIn(desk, factory, 'ada')
    signIn(bob, factory, 'bob')
    now += 60
    revocation.revoke({ subject: 'ada', before: now, until: null })
    const subjects = [phone, desk, bob].map((jar) => jar.visit(factory, (s) => s.subject))
    expect(subjects).toEqual([undefined, undefined, 'bob'])
    expect(reasons().filter((reason) => reason === 'REVOKED')).toHaveLength(2)
  })

  test.each(modernOnes)('%s: one of them, by its id', (_, { make }) => {
    const revocation = new MemoryRevocationList({ clock: () => now })
    const factory = make('own', { ...common, revocation })
    const [phone, desk] = [new Jar(), new Jar()]
    signIn(phone, factory, 'ada')
    signIn(desk, factory, 'ada')
    const id = phone.visit(factory, (session) => session.id)
    revocation.revoke({ id: id!, until: null })
    const subjects = [phone, desk].map((jar) => jar.visit(factory, (session) => session.subject))
    expect(subjects).toEqual([undefined, 'ada'])
  })
})
