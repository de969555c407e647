/** What went wrong in other libraries, each by its name: the record of the checklist. Cookies: record-cookies.test.ts. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  JSONSerializer,
  JSONSerializerWithPickleFallback,
  MemoryRevocationList,
  PickleSerializer,
  baseCookieSessionFactory,
  pyramidHexFormat,
  pyramidSignedFormat,
  sealedCookieSessionFactory,
  signedFormat,
} from '../../src/index.js'
import type { AcceptFormat, Revocation, SessionEvent } from '../../src/index.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { KINDS, MODERN, all, lineOf, modernOnes, shown, taken, valueOf } from './kinds.js'
import { BINDINGS } from './servers.js'
import { tokenKinds, tokenOf } from './tokens.js'

const START = 1_700_000_000
const heard = vi.fn((_: SessionEvent) => undefined)
let now = START
let revocation: MemoryRevocationList

beforeEach(() => {
  now = START
  heard.mockClear()
  revocation = new MemoryRevocationList({ clock: () => now })
})

const common = { clock: () => now, onEvent: heard }
const reasons = (): unknown[] =>
  heard.mock.calls.map(([event]) => (event.type === 'invalid' ? event.reason : event.type))
const user = (session: { get: (key: string) => unknown }): unknown => session.get('user')
const valueIn = (line: string): string => /^[^=]+=([^;]*)/.exec(line)![1]!

describe('rack-session CVE-2026-39324: no reader is tried on what another could not open', () => {
  /** Data as those who have no key can write them, for every reader there is. */
  const bare = { user: 'eve' }
  const pickle = new PickleSerializer().dumps([START, START, bare])
  const json = new JSONSerializer().dumps([START, START, bare])
  const forged = [
    ...[pickle, json].flatMap((bytes) => {
      const [buffer, mac] = [Buffer.from(bytes), Buffer.alloc(64, 'mac')]
      return [
        buffer.toString('latin1'),
        buffer.toString('base64'),
        buffer.toString('base64url'),
        mac.toString('hex').slice(0, 40) + buffer.toString('base64'),
        Buffer.concat([mac, buffer]).toString('base64url'),
      ]
    }),
    Buffer.from('[1700000000000,0,"x",null,0]\n{"user":"eve"}').toString('base64url'),
    valueOf(KINDS['signed']!.make('other', common), bare),
    valueOf(KINDS['sealed']!.make('other', common), bare),
  ]
  const until = '2030-01-01'
  const olds: AcceptFormat[] = [
    { format: pyramidHexFormat(keyOf('old')), until },
    {
      format: pyramidSignedFormat(keyOf('old'), {
        serializer: new JSONSerializerWithPickleFallback(),
      }),
      until,
    },
    { format: signedFormat(keyOf('old')), until },
  ]

  test.each(all)('%s', (_, { make, cookieName }) => {
    for (const acceptFormats of [[], ...olds.map((old) => [old]), olds]) {
      const factory = make('own', { ...common, acceptFormats })
      for (const text of forged) {
        expect([text, taken(factory, text)]).toEqual([text, 'new'])
        const header = `${cookieName}=${text}; ${cookieName}=x`
        expect(factory.open(header).session.new).toBe(true)
      }
    }
    expect(new Set(reasons())).not.toContain('legacy-format')
  })
})

test.each(modernOnes)(
  'rack-session CVE-2025-46336; express-session #632; connect-redis #328: %s: a request under way restores no session that was ended',
  (_, { make }) => {
    const factory = make('own', { ...common, revocation })
    for (const end of ['invalidate', 'destroy', 'invalidateAll'] as const) {
      const jar = new Jar()
      jar.visit(factory, (session) => {
        session.subject = 'ada'
        session.set('user', 'ada')
      })
      const slow = factory.open(jar.header)
      expect(user(slow.session)).toBe('ada')
      now += 1
      jar.visit(factory, (session) => session[end]())
      slow.session.set('cart', [1])
      slow.session.save()
      jar.take(slow.commit())
      expect([end, jar.visit(factory, shown)]).toEqual([end, 'new'])
      now += 1
    }
  },
)

describe('express-session #923, #935', () => {
  test.each(modernOnes)(
    'express-session #923, #935: %s: of two that regenerate at once the second begins anew, and the old one is over',
    (_, { make }) => {
      const factory = make('own', { ...common, revocation })
      const jar = new Jar()
      jar.visit(factory, (session) => session.set('user', 'ada'))
      const requests = [1, 2].map(() => factory.open(jar.header))
      for (const { session } of requests) expect(user(session)).toBe('ada')
      for (const { session } of requests) session.regenerate()
      const after = requests.map(({ commit }) => {
        const copy = jar.copy()
        copy.take(commit())
        return copy
      })
      expect(after.map((copy) => copy.visit(factory, user))).toEqual(['ada', undefined])
      expect(jar.visit(factory, shown)).toBe('new')
    },
  )

  test.each(Object.entries(BINDINGS))(
    'express-session #923, #935: %s: one request sets the cookie once',
    async (_, ask) => {
      for (const { make, cookieName } of Object.values(KINDS)) {
        const factory = make('own')
        const { setCookies } = await ask(
          factory,
          (session) => {
            session.set('a', 1)
            session.save()
            session.regenerate()
            session.save()
            session.set('a', 2)
            return 'ok'
          },
          [`${cookieName}=${valueOf(factory)}`],
        )
        expect(setCookies).toHaveLength(1)
        expect(taken(factory, valueIn(setCookies[0]!))).toEqual({ a: 2 })
      }
    },
  )

  test.each(all)('express-session #923, #935: %s: nothing is written late', (_, { make }) => {
    const { session, commit, headers } = make('own').open()
    session.set('a', 1)
    expect(commit()).toHaveLength(1)
    expect(() => session.set('a', 2)).toThrow(
      expect.objectContaining({ code: 'SESSION_COMMITTED' }),
    )
    expect([commit(), headers()]).toEqual([[], []])
  })
})

test.each(all)('Flask CVE-2025-47278: %s: the first key makes, and not the last', (_, { make }) => {
  const value = valueOf(make(['new', 'older', 'oldest']))
  const opens = ['new', 'older', 'oldest'].map((name) => taken(make(name), value))
  expect(opens).toEqual([{ a: 1 }, 'new', 'new'])
})

describe('tornado #219: no border between parts can be moved', () => {
  test.each(tokenKinds)('%s: of name and purpose', (kind) => {
    const letters = '__Host-sessionsession'
    for (let at = 0; at <= letters.length; at++) {
      const cookieName = letters.slice(0, at)
      const text = tokenOf(kind, { key: 'own', cookieName, purpose: letters.slice(at) })
      const expected = cookieName === '__Host-session' ? { a: 1 } : 'new'
      expect([cookieName, taken(KINDS[kind]!.make('own'), text)]).toEqual([cookieName, expected])
    }
  })

  test.each(all)('%s: of what is signed and its signature', (_, { make }) => {
    const factory = make('own', common)
    const value = valueOf(factory, { user: 'ada' })
    for (let at = 1; at < value.length; at++) {
      for (const moved of [value.slice(at) + value.slice(0, at), value.slice(at)]) {
        expect([at, taken(factory, moved)]).toEqual([at, 'new'])
      }
    }
  })
})

test.each(modernOnes)('mojo #1335, dream #19: %s: the name is authenticated', (_, { make }) => {
  const [one, other] = ['__Host-user', '__Host-admin'].map((cookieName) =>
    make('own', { cookieName }),
  )
  expect(taken(one!, valueOf(one!))).toEqual({ a: 1 })
  expect(taken(other!, valueOf(one!))).toBe('new')
  expect(other!.open(`__Host-user=x; __Host-admin=${valueOf(one!)}`).session.new).toBe(true)
})

test.each(tokenKinds)(
  'NextAuth CVE-2023-48309: %s: what was made for another purpose is no session',
  (kind) => {
    const factory = KINDS[kind]!.make('own')
    expect(taken(factory, tokenOf(kind, { key: 'own' }))).toEqual({ a: 1 })
    for (const purpose of ['oauth state', 'csrf', 'pkce', 'nonce', '']) {
      expect(taken(factory, tokenOf(kind, { key: 'own', purpose }))).toBe('new')
    }
  },
)

test.each(modernOnes)(
  'secure-session CVE-2024-31999; iron-session #530: %s: a cookie from before sign-out is worth nothing',
  (_, { make }) => {
    const factory = make('own', { ...common, revocation })
    const jar = new Jar()
    jar.visit(factory, (session) => session.set('user', 'ada'))
    const copy = jar.copy()
    jar.visit(factory, (session) => session.invalidate())
    expect(jar.header).toBe('')
    expect(copy.visit(factory, shown)).toBe('new')
    expect(reasons()).toEqual(['revoked', 'REVOKED'])
  },
)

test.each(all)(
  'iron-session `maxAge: undefined` ⇒ ttl 0: %s: a cookie without Max-Age expires as others do',
  (name, { make, idle, idleDefault }) => {
    const given = { [idle]: undefined, ...(!(name in MODERN) && { maxAge: undefined }) }
    for (const options of [{}, given]) {
      now = START
      const factory = make('own', { ...common, ...options })
      expect(lineOf(factory)).not.toMatch(/max-age|expires/i)
      const value = valueOf(factory)
      now = START + idleDefault
      expect(factory.open({ value }).session.size).toBe(1)
      now += 1
      expect(factory.open({ value }).session.size).toBe(0)
    }
  },
)

test.each(all)(
  '@fastify/session CVE-2024-35220: %s: to load a session does not move its end',
  (name, { make, idleDefault }) => {
    const kept = name in MODERN ? { persistent: true } : { maxAge: 1200 }
    const factory = make('own', { ...common, ...kept })
    const value = valueOf(factory)
    for (let at = 0; at <= idleDefault; at += 100) {
      now = START + at
      expect(factory.open({ value }).session.get('a')).toBe(1)
    }
    now = START + idleDefault + 1
    expect(factory.open({ value }).session.get('a')).toBeUndefined()
  },
)

test.each(modernOnes)(
  'Passport CVE-2022-25896; @fastify/passport CVE-2023-29019: %s: sign-in gives another id',
  (_, { make }) => {
    const factory = make('own', { ...common, revocation })
    const attacker = new Jar()
    const id = attacker.visit(factory, (session) => session.set('seen', 1).id)
    const victim = attacker.copy()
    victim.visit(factory, (session) => (session.subject = 'ada'))
    expect(victim.visit(factory, (session) => session.id)).not.toBe(id)
    expect(victim.visit(factory, (session) => session.subject)).toBe('ada')
    expect(attacker.visit(factory, shown)).toBe('new')
  },
)

test.each(modernOnes)('Fiber CVE-2024-38513: %s: an id of the client is not taken', (_, kind) => {
  const factory = kind.make('own', { ...common, revocation })
  for (const id of ['chosen', '00000000-0000-4000-8000-000000000000', 'AAAAAAAAAAAAAAAAAAAAAA']) {
    for (const cookie of [{ value: id }, `${kind.cookieName}=${id}`, `session_id=${id}`]) {
      const { session } = factory.open(cookie)
      expect([session.new, session.id === id]).toEqual([true, false])
    }
  }
})

const MANY = 100_000

test.each(modernOnes.slice(0, 1))(
  'Django CVE-2015-5143, -5963: %s: unknown cookies and their sign-outs leave nothing in the list',
  (_, { make, cookieName }) => {
    const revoke = vi.fn((_: Revocation) => undefined)
    const isRevoked = vi.fn(() => false)
    const factory = make('own', { clock: () => now, revocation: { revoke, isRevoked } })
    let lines = 0
    for (let at = 0; at < MANY; at++) {
      const { session, commit } = factory.open(`${cookieName}=id${at}`)
      if (at % 3 === 0) session.invalidate()
      else if (at % 3 === 1) session.destroy()
      else session.get('user')
      lines += commit().length
    }
    const ended = Math.ceil((2 * MANY) / 3)
    expect([lines, revoke.mock.calls, isRevoked.mock.calls]).toEqual([ended, [], []])
  },
)

describe('V8 CVE-2026-21717: data with too many keys are not read', () => {
  const numbered = (count: number): Data =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [String(at * 1_000_003), 1]))

  test.each(tokenKinds)('%s', (kind) => {
    const read = (count: number, of: (data: Data) => Data): unknown =>
      taken(
        KINDS[kind]!.make('own'),
        tokenOf(kind, { key: 'own', data: JSON.stringify(of(numbered(count))) }),
      )
    for (const of of [(data: Data) => data, (data: Data) => ({ a: data })]) {
      expect(read(1000, of)).not.toBe('new')
      expect(read(1001, of)).toBe('new')
    }
  })

  test('Pyramid’s pickles, signed or not', () => {
    const setItems = (count: number): Buffer => {
      const items = Array.from({ length: count }, (_, at) => `S'${at * 1_000_003}'\nI1\n`)
      return Buffer.from(`(F${START}\nF${START}\n(${items.join('')}dt.`)
    }
    const factory = baseCookieSessionFactory(new PickleSerializer(), common)
    const sizeOf = (count: number): number =>
      factory.open({ value: setItems(count).toString('latin1') }).session.size
    expect([sizeOf(1000), sizeOf(1001)]).toEqual([1000, 0])
  })
})

test('Superset CVE-2023-27524; PAN-OS CVE-2024-3400: no key of an example, no id that is looked up', () => {
  for (const key of [
    'CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET',
    'thisISaSECRET_1234',
    'undefined',
    'change me',
    'complex_password_at_least_32_characters_long',
    '0'.repeat(64),
  ]) {
    for (const make of [sealedCookieSessionFactory, signedFormat]) {
      expect(() => make(key)).toThrow(expect.objectContaining({ option: 'keys' }))
    }
  }
  const isRevoked = vi.fn(() => false)
  const list = { isRevoked, revoke: () => undefined }
  const factory = MODERN['sealed']!.make('own', { revocation: list })
  for (const id of ['../../../../etc/passwd', '..%2f..%2f', '/dev/null', 'C:\\con', '\u0000']) {
    for (const text of [id, Buffer.from(id).toString('base64url')]) {
      expect(taken(factory, text)).toBe('new')
    }
  }
  expect(isRevoked).not.toHaveBeenCalled()
})

test('Beaker (alexgaynor.net, 2016): a nonce has 24 bytes, and no two are alike', () => {
  for (const kind of ['sealed', 'sealed, compressed']) {
    const factory = MODERN[kind]!.make('own', common)
    const nonces = Array.from({ length: 2000 }, () => {
      const bytes = Buffer.from(valueOf(factory), 'base64url')
      return bytes.subarray(5, 29)
    })
    for (const [from, to] of [
      [0, 6],
      [6, 12],
      [12, 18],
      [18, 24],
    ]) {
      const parts = nonces.map((nonce) => nonce.subarray(from, to).toString('hex'))
      expect(new Set(parts).size).toBe(2000)
    }
  }
})
