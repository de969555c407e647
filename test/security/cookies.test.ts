/** Cookies, in and out: items 16 to 21 of the checklist. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CookieCSRFStoragePolicy, baseCookieSessionFactory } from '../../src/index.js'
import type * as Library from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { requestOf } from '../csrf/recorded.js'
import { keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { BINDINGS } from './servers.js'
import { all, lineOf, modernOnes, pyramidOnes, shown, timeOf, valueOf } from './kinds.js'

/** A Set-Cookie line: its value is octets of a cookie, and its attributes printable ASCII. */
const LINE = /^[\w-]+=[!#-+\--:<-[\]-~]*(?:; [A-Za-z-]+(?:=[\u0020-\u003a\u003c-\u007e]*)?)*$/

describe('checklist 16: the cookie that is set unless somebody says otherwise', () => {
  test.each(modernOnes)('%s', (_, { make }) => {
    const line = lineOf(make('own'))
    expect(line.replace(/=[^;]*/, '=')).toBe(
      '__Host-session=; Path=/; secure; HttpOnly; SameSite=Lax',
    )
  })

  test.each(modernOnes)('%s: the same, with Max-Age, when it is taken away', (_, { make }) => {
    const { session, commit } = make('own').open({ value: valueOf(make('own')) })
    session.invalidate()
    expect(commit()).toEqual([
      [
        'Set-Cookie',
        '__Host-session=; Max-Age=0; Path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT; secure; HttpOnly; SameSite=Lax',
      ],
    ])
  })

  test.each(modernOnes)('%s: __Host-Http- is a name', (_, { make }) => {
    const cookieName = '__Host-Http-session'
    expect(lineOf(make('own', { cookieName }))).toMatch(/^__Host-Http-session=[^;]+; Path=\/;/)
    expect(() => make('own', { cookieName, httpOnly: false })).toThrow(
      expect.objectContaining({ option: 'httpOnly' }),
    )
  })
})

describe('checklist 17: what is too large is an error, and nothing is cut off', () => {
  test.each(all)('%s: name and value', (name, { make, cookieName }) => {
    const most = pyramidOnes.some(([other]) => other === name) ? 4064 : 4096 - cookieName.length
    let longest = 0
    // Steps as small as a character of the text makes them.
    for (let length = 2000; length < 4100; length++) {
      const { session, commit } = make('own').open()
      // Not to be compressed.
      session.set('a', NOISE.slice(0, length))
      const size = session.byteLength()
      if (size < most - 20) {
        length += Math.max(0, Math.floor((most - 20 - size) / 2) - 1)
        continue
      }
      if (size > most) {
        expect(() => commit()).toThrow(
          expect.objectContaining({ code: 'COOKIE_TOO_LARGE', size, limit: most }),
        )
        break
      }
      const [, value = ''] = /=([^;]*)/.exec(commit()[0]![1])!
      expect(make('own').open({ value }).session.get('a')).toBe(NOISE.slice(0, length))
      longest = value.length
    }
    expect(longest).toBeGreaterThan(most - 8)
  })

  test.each(all)('%s: attributes', (_, { make }) => {
    const cookieName = 'session'
    for (const path of [`/${'x'.repeat(1024)}`, `/${'%41'.repeat(400)}`, `/${'x'.repeat(5000)}`]) {
      expect(() => make('own', { cookieName, path })).toThrow(/ath is longer than 1024 characters/)
    }
    const path = `/${'x'.repeat(1023)}`
    expect(lineOf(make('own', { cookieName, path }))).toContain(`; Path=${path};`)
    expect(() => make('own', { cookieName, domain: `${'x.'.repeat(512)}example` })).toThrow(
      /omain must be/,
    )
  })

  test.each(modernOnes)('%s: no Max-Age is longer than 400 days', (_, { make }) => {
    const limits = { persistent: true, idleTimeout: null, absoluteTimeout: null }
    expect(lineOf(make('own', limits))).toContain(`; Max-Age=${400 * 86_400};`)
    for (const name of ['idleTimeout', 'absoluteTimeout']) {
      expect(() => make('own', { ...limits, [name]: 400 * 86_400 + 1 })).toThrow(
        expect.objectContaining({ option: name }),
      )
    }
  })
})

/** Text that deflates to about its own length. */
const NOISE = Array.from({ length: 100 }, (_, at) => keyOf(`noise ${at}`)).join('')

describe('checklist 17: a header that servers may refuse', () => {
  const warned = vi.spyOn(process, 'emitWarning')
  let library: typeof Library
  beforeEach(async () => {
    warned.mockReset()
    vi.resetModules()
    library = await import('../../src/index.js')
  })
  afterEach(() => warned.mockReset())

  const secret = `${keyOf('a secret')}${keyOf('and its end')}`
  test.each<[string, (library: typeof Library) => SessionFactory]>([
    ['sealed', (library) => library.sealedCookieSessionFactory(keyOf('own'))],
    ['Pyramid 1.0', (library) => library.unencryptedCookieSessionFactoryConfig(secret)],
    ['Pyramid 2', (library) => library.signedCookieSessionFactory(secret)],
  ])('%s: of more than 8192 characters the process is told once', (_, make) => {
    const factory = make(library)
    factory.open('x'.repeat(8192)).session.get('a' as never)
    factory.open('x'.repeat(9000))
    expect(warned).not.toHaveBeenCalled()
    factory.open('x'.repeat(8193)).session.get('a' as never)
    expect(warned).toHaveBeenCalledTimes(1)
    factory.open('x'.repeat(60_000)).session.get('a' as never)
    expect(warned.mock.calls).toEqual([
      [
        expect.stringMatching(/^A request has more than 8192 characters of cookies/),
        { type: 'CartoucheWarning', code: 'CARTOUCHE_LARGE_COOKIES' },
      ],
    ])
  })
})

describe('checklist 18: nothing but a cookie is written', () => {
  const BAD = [
    '\r\nSet-Cookie: x=y',
    '\n',
    '\r',
    '; Secure',
    ';',
    '\u0000',
    '\u001f',
    '\u007f',
    'é',
  ]

  describe.each(all)('%s', (_, { make }) => {
    test.each(['cookieName', 'path', 'domain', 'sameSite'])('in %s', (option) => {
      const good = option === 'path' ? '/a' : 'a'
      for (const bad of BAD.flatMap((text) => [
        good + text,
        text + good,
        `${good}${text}${good}`,
      ])) {
        const options = { cookieName: 'session', [option]: bad }
        expect(() => make('own', options)).toThrow(expect.objectContaining({ name: 'OptionError' }))
      }
    })

    test.each([' ', ',', '"', '\\', '/', '=', '(', '[', '@', ':', '?', '{'])(
      'a name with %j is none',
      (character) => {
        expect(() => make('own', { cookieName: `a${character}b` })).toThrow(
          expect.objectContaining({ option: 'cookieName' }),
        )
      },
    )

    test('in the value, whatever the session holds', () => {
      for (const text of BAD) {
        const line = lineOf(make('own'), { [text]: text, list: [text, { [text]: text }] })
        expect(line).toMatch(LINE)
      }
    })
  })

  test('what a serializer of the application gives is no attribute', () => {
    for (const text of BAD) {
      const serializer = { dumps: () => Buffer.from(`a${text}b`, 'latin1'), loads: () => null }
      const line = lineOf(baseCookieSessionFactory<Data>(serializer))
      expect(line).toMatch(/^session="a[!#-[\]-~ \\]*b"; Path=\/; SameSite=Lax$/)
      expect(line.split(';').slice(1)).toEqual([' Path=/', ' SameSite=Lax'])
    }
  })

  test.each(['cookieName', 'path', 'domain'])('in %s of a token’s cookie', (option) => {
    for (const bad of BAD) {
      expect(() => new CookieCSRFStoragePolicy({ [option]: `/a${bad}` })).toThrow(
        expect.objectContaining({ option }),
      )
    }
  })
})

/** Every character that JavaScript or Unicode calls a space, and others that look like nothing. */
const SPACES = [
  ...'\u00a0\u000b\u000c\r\n\u0085\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008',
  ...'\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u180e\u200b\u200c\u200d\u2060\u0000\u001f',
]

describe('checklist 19: a Cookie header is split as browsers write it', () => {
  const cookieName = '__Host-session'
  const secure = { cookieName, secure: true, path: '/' }

  describe.each(all)('%s', (_, { make }) => {
    const factory = make('own', secure)
    const value = valueOf(factory, { user: 'ada' })
    const user = (header: string): unknown => factory.open(header).session.get('user')

    test('between ; and around =, only space and tab are nothing', () => {
      for (const blank of ['', ' ', '\t', ' \t ']) {
        const pair = `${blank}${cookieName}${blank}=${blank}${value}${blank}`
        for (const header of [pair, `a=1;${pair};b=2`]) expect(user(header)).toBe('ada')
      }
    })

    test('no other space of Unicode is', () => {
      for (const space of SPACES) {
        for (const pair of [
          `${space}${cookieName}=${value}`,
          `${cookieName}${space}=${value}`,
          ` ${space} ${cookieName}=${value}`,
        ]) {
          expect([pair, user(pair)]).toEqual([pair, undefined])
          expect(user(`a=1;${pair}; b=2`)).toBeUndefined()
          expect(user(`${pair};${cookieName}=${value};${pair}`)).toBe('ada')
        }
      }
    })

    test.each([
      `%5F%5FHost-session=$`,
      `%5f%5fHost-session=$`,
      `_%5FHost-session=$`,
      `__Host%2Dsession=$`,
      `%5F_Host-session=$`,
      `__host-session=$`,
      `__HOST-SESSION=$`,
      `__Host-Session=$`,
      `=__Host-session=$`,
      ` =__Host-session=$`,
      `==__Host-session=$`,
      `=$`,
      `$`,
      `__Host-session`,
      `"__Host-session"=$`,
      `x=1,__Host-session=$`,
      `x=1 __Host-session=$`,
      `x="a; b" __Host-session=$`,
      `$Version=1, __Host-session=$`,
      `__Host-session[]=$`,
      `__Host-session.=$`,
    ])('%s is no cookie of that name', (pattern) => {
      const header = pattern.replaceAll('$', value)
      const [before, after] = [`${header}; ${cookieName}=${value}`, `a=1; ${header}; b=2`]
      expect([user(header), user(after), user(before)]).toEqual([undefined, undefined, 'ada'])
    })

    test('64 KB of it take no longer than they are long', () => {
      const pieces = ['; ', ' ', '=', `${cookieName} `, `${cookieName}=`, `${cookieName}=a; `, '"']
      for (const piece of pieces) {
        const header = `${piece.repeat(65_536 / piece.length)};${cookieName}=${value}`
        expect(user(header)).toBe('ada')
        // Quadratic time would be seconds.
        expect(timeOf(() => user(header))).toBeLessThan(300)
      }
    })
  })
})

describe.each(Object.entries(BINDINGS))('checklist 19: a Cookie header in pieces, %s', (_, ask) => {
  test.each(all)('%s: the session is found, and none is made of two', async (_, kind) => {
    const [factory, name] = [kind.make('own'), kind.cookieName]
    const pair = `${name}=${valueOf(factory, { user: 'ada' })}`
    const userIn = async (...lines: string[]): Promise<string> => {
      const { body } = await ask(factory, (session) => String(session.get('user')), lines)
      return body
    }
    expect(await userIn('a=1', pair, 'b=2')).toBe('ada')
    expect(await userIn(pair, 'a=1')).toBe('ada')
    expect(await userIn(pair.slice(0, 40), pair.slice(40))).toBe('undefined')
    expect(await userIn(name, pair.slice(name.length))).toBe('undefined')
  })
})

describe('checklist 20: several cookies of one name', () => {
  describe.each(all)('%s', (_, { make, cookieName }) => {
    const duplicates = ['verify', 'last'] as const
    const user = (header: string, options: object): unknown =>
      make('own', options).open(header).session.get('user')
    const pair = (name: string, data: Data): string => `${cookieName}=${valueOf(make(name), data)}`
    const [ada, bob] = [pair('own', { user: 'ada' }), pair('own', { user: 'bob' })]
    const tossed = pair('somebody else', { user: 'eve' })

    test.each(duplicates)('%s: of two sessions the last counts', (policy) => {
      expect(user(`${ada}; ${bob}`, { duplicates: policy })).toBe('bob')
      expect(user(`${bob}; x=1; ${ada}`, { duplicates: policy })).toBe('ada')
    })

    test("'verify': what others have tossed in does not count, 'last': it ends the session", () => {
      for (const header of [`${ada}; ${tossed}`, `${ada}; ${tossed}; ${tossed}; ${tossed}`]) {
        expect(user(header, { duplicates: 'verify' })).toBe('ada')
        expect(user(header, { duplicates: 'last' })).toBeUndefined()
      }
      for (const policy of duplicates) {
        expect(user(`${tossed}; ${ada}`, { duplicates: policy })).toBe('ada')
      }
    })

    test('more than four are not looked at', () => {
      const header = `${ada}${`; ${tossed}`.repeat(4)}`
      expect(user(header, { duplicates: 'verify' })).toBeUndefined()
    })
  })

  test.each(modernOnes)("%s: the policy is 'verify'", (_, { make, cookieName }) => {
    const factory = make('own')
    const header = `${cookieName}=${valueOf(factory)}; ${cookieName}=tossed`
    expect(shown(factory.open(header).session)).toEqual({ a: 1 })
  })

  test.each(pyramidOnes)("%s: the policy is 'last', as in Pyramid", (_, { make, cookieName }) => {
    const factory = make('own')
    const header = `${cookieName}=${valueOf(factory)}; ${cookieName}=tossed`
    expect(factory.open(header).session.size).toBe(0)
  })

  test.each([
    ['csrf_token', {}],
    ['__Host-csrf', { cookieName: '__Host-csrf', secure: true }],
  ])('of tokens in %s the last counts', (name, options) => {
    const policy = new CookieCSRFStoragePolicy(options)
    const cookieHeader = `${name}=tossed; ${name}=mine`
    expect(policy.getCsrfToken({ ...requestOf({}), cookieHeader })).toBe('mine')
  })
})
