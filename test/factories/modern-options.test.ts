/** What goes together in options of cookies and times, and what does not: in all factories. */
import { describe, expect, test } from 'vitest'
import {
  LIVES,
  SignedSerializer,
  baseCookieSessionFactory,
  cookieSessionFactory,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { Session, SessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

type Options = Record<string, unknown>

const KEY = keyOf('options')
const modern: [string, (options?: Options) => SessionFactory<Data>][] = [
  ['sealed', (options) => sealedCookieSessionFactory<Data>(KEY, options)],
  ['general', (options) => cookieSessionFactory<Data>(signedFormat(KEY), options)],
]
const pyramid: typeof modern = [
  ['signed', (options) => signedCookieSessionFactory<Data>('s', options)],
  ['base', (options) => baseCookieSessionFactory<Data>(new SignedSerializer('s', 'x'), options)],
]
/** The first factory has names of its own. */
const first = (options: Options = {}): SessionFactory<Data> =>
  unencryptedCookieSessionFactoryConfig<Data>(
    's',
    Object.fromEntries(Object.entries(options).map(([name, value]) => [nameInFirst(name), value])),
  )
const nameInFirst = (name: string): string =>
  /^(?:maxAge|path|domain|secure|httpOnly|sameSite|partitioned)$/.test(name)
    ? `cookie${name[0]!.toUpperCase()}${name.slice(1)}`
    : name

/** What a session's cookie is. */
function lineOf(factory: SessionFactory<Data>): string {
  const jar = new Jar()
  jar.visit(factory, (session) => session.set('a', 1))
  return jar.lines[0]!
}

const thrownBy = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return (error as { name: string; option?: string }).option
  }
  return 'nothing'
}

describe.each(modern)('checklist 16: the defaults of %s', (_, make) => {
  test('are those of today, to the letter', () => {
    const [pair, ...attributes] = lineOf(make()).split('; ')
    expect(pair).toMatch(/^__Host-session=[\w-]+$/)
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'secure'])
  })

  test('and another factory does not change them', () => {
    expect(lineOf(make({ sameSite: 'Strict', cookieName: 'a', httpOnly: false }))).toMatch(
      /^a=[\w-]+; Path=\/; secure; SameSite=Strict$/,
    )
    expect(lineOf(make())).toMatch(/^__Host-session=/)
  })
})

describe('checklist 16: what no browser takes throws when the factory is made', () => {
  const wrong: [Options, string][] = [
    [{ cookieName: '__Host-a', secure: false }, 'secure'],
    [{ cookieName: '__Secure-a', secure: false }, 'secure'],
    [{ cookieName: '__HOST-a', secure: false }, 'secure'],
    [{ cookieName: '__Http-a', secure: false, httpOnly: true }, 'secure'],
    [{ cookieName: '__Host-Http-a', secure: false, httpOnly: true }, 'secure'],
    [{ cookieName: '__Host-a', secure: true, domain: 'shop.example' }, 'domain'],
    [{ cookieName: '__host-a', secure: true, domain: 'shop.example' }, 'domain'],
    [{ cookieName: '__Host-Http-a', secure: true, httpOnly: true, domain: 'a.example' }, 'domain'],
    [{ cookieName: '__Host-a', secure: true, path: '/shop' }, 'path'],
    [{ cookieName: '__Host-a', secure: true, path: null }, 'path'],
    [{ cookieName: '__Host-a', secure: true, path: '' }, 'path'],
    [{ cookieName: '__Http-a', secure: true, httpOnly: false }, 'httpOnly'],
    [{ cookieName: '__Host-Http-a', secure: true, httpOnly: false }, 'httpOnly'],
    [{ cookieName: 'a', secure: false, sameSite: 'None' }, 'sameSite'],
    [{ cookieName: 'a', secure: false, sameSite: 'none' }, 'sameSite'],
    [{ cookieName: 'a', secure: false, partitioned: true }, 'partitioned'],
    [{ cookieName: 'a', secure: false, sameSite: 'None', partitioned: true }, 'sameSite'],
  ]

  test.each(wrong)('%j', (options, option) => {
    for (const [name, make] of [...modern, ...pyramid]) {
      expect([name, thrownBy(() => make(options))]).toEqual([name, option])
    }
    expect(thrownBy(() => first(options))).toBe(nameInFirst(option))
  })

  test("today's name with one attribute changed is such a combination", () => {
    for (const [, make] of modern) {
      expect(thrownBy(() => make({ secure: false }))).toBe('secure')
      expect(thrownBy(() => make({ domain: 'shop.example' }))).toBe('domain')
      expect(thrownBy(() => make({ path: '/shop' }))).toBe('path')
    }
  })

  test.each<[Options]>([
    [{ cookieName: '__Host-a', secure: true }],
    [{ cookieName: '__Host-a', secure: true, domain: null, path: '/' }],
    [{ cookieName: '__Secure-a', secure: true, domain: 'shop.example', path: '/shop' }],
    [{ cookieName: '__Host-Http-a', secure: true, httpOnly: true }],
    [{ cookieName: '__Http-a', secure: true, httpOnly: true, domain: 'shop.example' }],
    [{ cookieName: '__Host-a', secure: true, sameSite: 'None', partitioned: true }],
    [{ cookieName: 'a', secure: false, sameSite: 'Strict' }],
    [{ cookieName: 'a', secure: false, sameSite: null, httpOnly: false, path: null }],
  ])('but %j goes together', (options) => {
    for (const make of [
      ...modern.map(([, make]) => make),
      ...pyramid.map(([, make]) => make),
      first,
    ]) {
      expect(lineOf(make(options)).startsWith(`${String(options['cookieName'])}=`)).toBe(true)
    }
  })
})

describe('checklist 18: names and values of attributes', () => {
  test.each([
    ['cookieName', ''],
    ['cookieName', 'a b'],
    ['cookieName', 'a=b'],
    ['cookieName', 'a;b'],
    ['cookieName', 'a\r\nb'],
    ['cookieName', 'é'],
    ['cookieName', 'Path'],
    ['cookieName', 7],
    ['domain', 'https://shop.example'],
    ['domain', 'shop.example; Secure'],
    ['domain', 'shop.example\n'],
    ['path', 'shop'],
    ['path', '/a;b'],
    ['path', '/\u0000'],
    ['path', `/${'x'.repeat(1024)}`],
    ['sameSite', 'Sometimes'],
    ['secure', 'yes'],
    ['httpOnly', 1],
    ['partitioned', null],
  ])('%s: %j is refused by name', (option, value) => {
    for (const [name, make] of [...modern, ...pyramid]) {
      const options = { ...(option !== 'cookieName' && { cookieName: 'a' }), [option]: value }
      expect([name, thrownBy(() => make(options))]).toEqual([name, option])
    }
  })
})

describe.each(modern)('times of %s', (_, make) => {
  test.each<[Options, string]>([
    [{ idleTimeout: 0 }, 'idleTimeout'],
    [{ idleTimeout: 0.999 }, 'idleTimeout'],
    [{ idleTimeout: 1 }, 'idleTimeout'],
    [{ idleTimeout: 1.999 }, 'idleTimeout'],
    [{ absoluteTimeout: 1.999 }, 'absoluteTimeout'],
    [{ absoluteTimeout: 0.5 }, 'absoluteTimeout'],
    [{ absoluteTimeout: 0.5, idleTimeout: null }, 'absoluteTimeout'],
    [{ idleTimeout: -1 }, 'idleTimeout'],
    [{ idleTimeout: Number.NaN }, 'idleTimeout'],
    [{ idleTimeout: Infinity }, 'idleTimeout'],
    [{ idleTimeout: '1800' }, 'idleTimeout'],
    [{ idleTimeout: 1_800_000 }, 'idleTimeout'],
    [{ idleTimeout: 3600, absoluteTimeout: 1800 }, 'idleTimeout'],
    [{ absoluteTimeout: 0 }, 'absoluteTimeout'],
    [{ absoluteTimeout: false }, 'absoluteTimeout'],
    [{ absoluteTimeout: 43_200_000 }, 'absoluteTimeout'],
    [{ absoluteTimeout: 401 * 86_400 }, 'absoluteTimeout'],
    [{ reissueTime: 0 }, 'reissueTime'],
    [{ reissueTime: 'always' }, 'reissueTime'],
    [{ reissueTime: 1800 }, 'reissueTime'],
    [{ idleTimeout: 60, reissueTime: 60 }, 'reissueTime'],
    [{ idleTimeout: 60, reissueTime: 59 }, 'reissueTime'],
    [{ idleTimeout: 60, reissueTime: 59.5 }, 'reissueTime'],
    [{ idleTimeout: 60.5, reissueTime: 59.7 }, 'reissueTime'],
    [{ life: { ...LIVES.modern, idleTimeout: 60 }, reissueTime: 59 }, 'reissueTime'],
    [{ idleTimeout: null, absoluteTimeout: 30, reissueTime: 60 }, 'reissueTime'],
    [{ reissueTime: null }, 'reissueTime'],
    [{ persistent: 1 }, 'persistent'],
    [{ timeout: 1800 }, 'timeout'],
    [{ maxAge: 1800 }, 'maxAge'],
    [{ revocation: {} }, 'revocation'],
    [{ revocation: { isRevoked: () => false } }, 'revocation'],
    [{ revocation: () => false }, 'revocation'],
    [{ life: {} }, 'life'],
    [{ life: null }, 'life'],
    [{ life: Promise.resolve(LIVES.modern) }, 'life'],
    ...[
      { idleTimeout: Number.NaN },
      { idleTimeout: 0 },
      { idleTimeout: '1800' },
      { absoluteTimeout: Infinity },
      { absoluteTimeout: -1 },
      { reissueTime: '60' },
      { reissueTime: Number.NaN },
      { reissueTime: -5 },
      { writesMark: 1 },
      { changedMarks: 'no' },
      { detectChanges: 'no' },
      { sendsEmpty: null },
      { expiredIsNew: undefined },
      { invalidateEnds: 0 },
      { mostAhead: -1 },
      { mostAhead: '60' },
      { takesAnyTime: 'yes' },
      { idletimeout: 5 },
      { idleTimeout: 1 },
      { detectChanges: false },
      { detectChanges: false, changedMarks: false },
    ].map((rule): [Options, string] => [{ life: { ...LIVES.modern, ...rule } }, 'life']),
    [{ cacheHeaders: 0 }, 'cacheHeaders'],
    [{ setOnException: 'no' }, 'setOnException'],
    [{ duplicates: 'first' }, 'duplicates'],
  ])('%j is refused by name', (options, option) => {
    expect(thrownBy(() => make(options))).toBe(option)
  })

  test.each<[Options]>([
    [{ idleTimeout: null }],
    [{ idleTimeout: 30 }],
    [{ absoluteTimeout: 600 }],
    [{ absoluteTimeout: null }],
    [{ idleTimeout: null, absoluteTimeout: null, reissueTime: null }],
    [{ idleTimeout: 900, absoluteTimeout: 12 * 3600, reissueTime: 30 }],
    [{ idleTimeout: 30 * 86_400, absoluteTimeout: 30 * 86_400 }],
    [{ idleTimeout: 2 }],
    [{ idleTimeout: 2, reissueTime: 0.1 }],
    [{ idleTimeout: 60, reissueTime: 58.9 }],
    [{ absoluteTimeout: 2 }],
    ...Object.values(LIVES).map((life): [Options] => [{ life }]),
  ])('%j is taken', (options) => {
    expect(thrownBy(() => make(options))).toBe('nothing')
  })
})

test('rules that lose every write are refused in words, of sessions in a store too', () => {
  const life = { ...LIVES.modern, detectChanges: false }
  const makers = [...modern.map(([, make]) => make), stored]
  for (const make of makers) {
    expect(() => make({ life })).toThrow(/life loses .* writesMark or detectChanges must be true/)
  }
})

const stored = (options: Options): unknown =>
  storedSessionFactory<Data>(memoryStore(), KEY, options)

describe.each(modern)('who reads often enough stays, whatever the idle timeout, %s', (_, make) => {
  const START = 1_700_000_000.5

  test.each([
    {},
    { idleTimeout: 2 },
    { idleTimeout: 2.5 },
    { idleTimeout: 3 },
    { idleTimeout: 4 },
    { idleTimeout: 120.5 },
    { absoluteTimeout: 2, idleTimeout: 2 },
    { idleTimeout: 60, reissueTime: 58 },
    { idleTimeout: 60, reissueTime: 58.9 },
  ])('%j', (options) => {
    // From a sign-in alone the session has its time with fractions.
    for (const begin of [write, signIn]) {
      let now = START
      const factory = make({ ...options, clock: () => now })
      const { session, commit } = factory.open()
      begin(session)
      let cookie = pairOf(commit())!
      const end = START + Math.min(options.absoluteTimeout ?? Infinity, 2000)
      const size = begin === write ? 1 : 0
      const lostAt: number[] = []
      for (now += 0.09; now < end; now += 0.09) {
        const opened = factory.open(cookie)
        if (opened.session.size !== size || opened.session.new) lostAt.push(now - START)
        cookie = pairOf(opened.commit()) ?? cookie
      }
      expect(lostAt).toEqual([])
    }
  })
})

const write = (session: Session<Data>): unknown => session.set('a', 1)
const signIn = (session: Session<Data>): unknown => (session.subject = 'user 7')
const pairOf = ([line]: readonly (readonly [string, string])[]): string | undefined =>
  line?.[1].split(';')[0]

describe.each(modern)('checklist 20: several cookies of one name, with %s', (_, make) => {
  test('one that was tossed does not sign out, wherever it stands', () => {
    const jar = new Jar()
    jar.visit(make(), (session) => session.set('a', 1))
    const tossed = '__Host-session=tossed'
    for (const header of [
      `${tossed}; ${jar.header}`,
      `${jar.header}; ${tossed}`,
      `${tossed}; ${tossed}; ${jar.header}; ${tossed}`,
    ]) {
      expect(make().open(header).session.get('a')).toBe(1)
    }
  })

  test('checklist 19: names are not decoded, and have their letter case', () => {
    const jar = new Jar()
    jar.visit(make(), (session) => session.set('a', 1))
    const value = jar.cookies.get('__Host-session')!
    for (const header of [
      `%5F%5FHost-session=${value}`,
      `__host-session=${value}`,
      `=__Host-session=${value}`,
      `\u00a0__Host-session=${value}`,
      `x=1,__Host-session=${value}`,
      `x="a; __Host-session=${value}x"`,
    ]) {
      expect([header, make().open(header).session.new]).toEqual([header, true])
    }
    expect(make().open(` \t__Host-session \t= ${value}\t `).session.get('a')).toBe(1)
  })
})

test.each([
  ['nothing', undefined],
  ['text', 'sealed'],
  ['a serializer', new SignedSerializer('s', 'x')],
])('cookieSessionFactory: %s is no format', (_, format) => {
  expect(thrownBy(() => cookieSessionFactory(format as never))).toBe('format')
})

test('what a format of the application writes over ours is escaped', () => {
  const format = { ...signedFormat(KEY), write: () => 'a; Domain=example.org' }
  const { session, commit } = cookieSessionFactory<Data>(format).open()
  session.set('a', 1)
  expect(commit()[0]?.[1]).toMatch(/^__Host-session="a\\073 Domain=example\.org"; Path=/)
})

test('checklist 21: whoever touches the session tells caches, unless it was turned off', () => {
  for (const [, make] of [...modern, ...pyramid, ['first', first] as const]) {
    const { session, variesByCookie } = make({}).open('other=1')
    expect(variesByCookie()).toBe(false)
    expect(session.has('a')).toBe(false)
    expect(variesByCookie()).toBe(true)
    const off = make({ cacheHeaders: false }).open()
    expect([off.session.size, off.variesByCookie()]).toEqual([0, false])
  }
})

describe.each(modern)('times that are not given go with those that are, %s', (_, make) => {
  test.each([
    [{ idleTimeout: 30 }, 16, 29, 31],
    [{ absoluteTimeout: 40 }, 21, 39, 41],
  ])('%j', (options, due, last, over) => {
    let now = 1_700_000_000
    const factory = make({ ...options, clock: () => now })
    const { session, commit } = factory.open()
    session.set('a', 1)
    const cookie = commit()[0]![1].split(';')[0]!
    const at = (seconds: number): unknown[] => {
      now = 1_700_000_000 + seconds
      const opened = factory.open(cookie)
      return [opened.session.get('a'), opened.commit().length]
    }
    expect(at(due - 2)).toEqual([1, 0])
    expect(at(due)).toEqual([1, 1])
    expect(at(last)).toEqual([1, 1])
    expect(at(over)).toEqual([undefined, 0])
  })
})
