/** What went wrong with cookies in other libraries, each by its name: the record of the checklist. */
import { describe, expect, test } from 'vitest'
import { CookieCSRFStoragePolicy } from '../../src/index.js'
import type { Data } from '../support/jar.js'
import { KINDS, MODERN, all, lineOf, shown, taken, valueOf } from './kinds.js'
import { BINDINGS } from './servers.js'

const START = 1_700_000_000
const common = { clock: () => START }
const valueIn = (line: string): string => /^[^=]+=([^;]*)/.exec(line)![1]!

describe('cookies that are taken for others', () => {
  const cookieName = '__Host-session'

  /** The headers with such a pair in them in which some factory has found its session. */
  function found(pairsOf: (value: string) => string[]): string[] {
    return all.flatMap(([, { make }]) => {
      const factory = make('own', { cookieName, secure: true })
      const headers = pairsOf(valueOf(factory)).flatMap((pair) => [
        pair,
        `a=1; ${pair}`,
        `${pair}; b=2`,
      ])
      return headers.filter((header) => factory.open(header).session.size > 0)
    })
  }

  test('the session itself is found', () => {
    const headers = found((value) => [`${cookieName}=${value}`])
    expect(headers).toHaveLength(3 * all.length)
  })

  test('Rack CVE-2020-8184, PHP CVE-2020-7070: a percent-encoded name is another', () => {
    const headers = found((value) =>
      ['%5F%5FHost-', '%5f%5fHost-', '_%5FHost-', '%5F_Host-', '__%48ost-', '__Host%2D'].map(
        (prefix) => `${prefix}session=${value}`,
      ),
    )
    expect(headers).toEqual([])
  })

  test.each(Object.entries(BINDINGS))(
    'Rack CVE-2020-8184, PHP CVE-2020-7070: %s: it stays another on the way',
    async (_, ask) => {
      const factory = KINDS['sealed']!.make('own')
      const forged = `%5F%5FHost-session=${valueOf(factory)}`
      const { body } = await ask(factory, (session) => String(session.new), [forged])
      expect(body).toBe('true')
    },
  )

  test('Werkzeug CVE-2023-23934: a cookie without a name is none', () => {
    const headers = found((value) => [
      `=${cookieName}=${value}`,
      ` =${cookieName}=${value}`,
      `= ${cookieName}=${value}`,
      `==${cookieName}=${value}`,
      `=${value}`,
    ])
    expect(headers).toEqual([])
  })

  test('Hono CVE-2026-39410: no space but those of HTTP is one', () => {
    const spaces =
      '\u00a0\u000b\u000c\r\n\u0085\u1680\u2000\u2003\u2009\u2028\u2029\u202f\u205f\u3000\ufeff'
    const headers = found((value) =>
      [...spaces].flatMap((space) => [
        `${space}${cookieName}=${value}`,
        `${cookieName}${space}=${value}`,
      ]),
    )
    expect(headers).toEqual([])
  })

  test('Elysia CVE-2026-31865: __proto__ is a name like any other', () => {
    for (const [name, { make }] of all) {
      const factory = make('own', { cookieName: '__proto__' })
      const header = `__proto__=${valueOf(factory)}`
      expect([name, shown(factory.open(header).session)]).toEqual([name, { a: 1 }])
      const other = make('own')
      const { session } = other.open(`${header}; constructor=x; toString=y; hasOwnProperty=z`)
      expect([name, session.new, session.get('constructor')]).toEqual([name, true, undefined])
      const data = JSON.parse(
        '{"__proto__":{"admin":true},"a":{"__proto__":{"admin":true}}}',
      ) as Data
      const read = other.open({ value: valueOf(other, data) }).session
      expect([...read.keys()]).toEqual(['__proto__', 'a'])
      expect([({} as Data)['admin'], (read.get('a') as Data)['admin']]).toEqual([
        undefined,
        undefined,
      ])
    }
  })
})

test('Hono GHSA-5pq2-9x2x-5p6w, cookie CVE-2024-47764: name, path and domain add no attribute', () => {
  const bad = ['a; Secure', 'a;b', 'a\r\nSet-Cookie: b=c', 'a\u0000', 'a=b; Domain=evil.example']
  for (const [name, { make }] of all) {
    for (const option of ['cookieName', 'path', 'domain']) {
      for (const text of bad) {
        const given = { cookieName: 'session', [option]: option === 'path' ? `/${text}` : text }
        expect(() => make('own', given), name).toThrow(
          expect.objectContaining({ name: 'OptionError' }),
        )
        expect(() => new CookieCSRFStoragePolicy(given)).toThrow(option)
      }
    }
  }
})

test('csrf-csrf WS-2022-0330: the name that is set is the one that browsers vouch for', () => {
  for (const { make } of Object.values(MODERN)) {
    const [name] = lineOf(make('own')).split('=')
    expect(name).toBe(['_', '_', 'Host', '-', 'session'].join(''))
  }
})

test.each(Object.entries(BINDINGS))(
  'Flask CVE-2023-30861, CVE-2026-27205: %s: caches are told of a session that was read',
  async (_, ask) => {
    for (const { make, cookieName } of Object.values(KINDS)) {
      const factory = make('own')
      const cookies = [`${cookieName}=${valueOf(factory)}`]
      for (const read of ['has', 'get'] as const) {
        const { vary } = await ask(factory, (session) => String(session[read]('a')), cookies)
        expect(vary).toBe('Cookie')
      }
      const size = await ask(factory, (session) => String(session.size), cookies)
      expect([size.body, size.vary]).toEqual(['1', 'Cookie'])
    }
  },
)

test.each(all)(
  'cookies #25: %s: a forged cookie beside an old one is not made anew',
  (_, { make, cookieName }) => {
    const old = valueOf(make('old', common), { user: 'ada' })
    const forged = valueOf(make('eve', common), { user: 'eve' })
    const factory = make(['new', 'old'], { ...common, duplicates: 'verify' })
    for (const header of [
      `${cookieName}=${old}; ${cookieName}=${forged}`,
      `${cookieName}=${forged}; ${cookieName}=${old}`,
      `other=${forged}; ${cookieName}=${old}; ${cookieName}.sig=${forged}`,
    ]) {
      const { session, commit } = factory.open(header)
      session.set('seen', true)
      const lines = commit()
      expect(lines).toHaveLength(1)
      expect(taken(make('new', common), valueIn(lines[0]![1]))).toEqual({ user: 'ada', seen: true })
    }
    const { session, commit } = factory.open(`${cookieName}=${forged}`)
    session.set('seen', true)
    expect(taken(factory, valueIn(commit()[0]![1]))).toEqual({ seen: true })
  },
)

test.each(all)(
  'Tornado CVE-2024-52804, CPython CVE-2024-7592: %s: 64 KB of cookies are read in linear time',
  (_, { make, cookieName }) => {
    const factory = make('own')
    const value = valueOf(factory)
    const pieces = ['"', String.raw`\"`, String.raw`\101`, ';', '; ', '=', 'a="\\', ' ', '\\']
    for (const piece of [...pieces, `${cookieName}="`, `${cookieName}=${String.raw`"\1`}`]) {
      const header = `x=${piece.repeat(65_536 / piece.length)};${cookieName}=${value}`
      const started = performance.now()
      factory.open(header).session.get('a')
      expect(performance.now() - started).toBeLessThan(300)
    }
  },
)
