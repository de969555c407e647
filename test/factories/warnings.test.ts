/** Settings that Pyramid takes and nobody means: one warning of the process, and nothing else. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Library from '../../src/index.js'

const GOOD = 'Vn3kq0J7bX9sTz2LwYhRc5FpUe8MgAd1iNo4Qy6ZtKxSvCjDrBlGfHaEuWmPOIqs0123456789'

let library: typeof Library
const emit = vi.spyOn(process, 'emitWarning')

beforeEach(async () => {
  emit.mockReset()
  vi.resetModules()
  library = await import('../../src/index.js')
})
afterEach(() => emit.mockReset())

/** Codes and messages of the warnings so far. */
const warnings = (): string[] =>
  emit.mock.calls.map(([message, options]) => `${(options as { code: string }).code} ${message}`)

const asFirst = (options: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      /^(?:maxAge|path|domain)$/.test(name)
        ? `cookie${name[0]!.toUpperCase()}${name.slice(1)}`
        : name,
      value,
    ]),
  )

describe('checklist 17: times and paths', () => {
  const DAY = 86_400

  test.each<[Record<string, unknown>, RegExp]>([
    [{ timeout: 0 }, /^CARTOUCHE_OPTION timeout is less than a second/],
    [{ timeout: -5 }, /^CARTOUCHE_OPTION timeout is less/],
    [{ timeout: 0.5 }, /^CARTOUCHE_OPTION timeout is less/],
    [{ timeout: 1_200_000 }, /^CARTOUCHE_OPTION timeout seems to be in milliseconds/],
    [{ timeout: 3_600_000 }, /^CARTOUCHE_OPTION timeout seems/],
    [{ timeout: DAY * 1000 }, /^CARTOUCHE_OPTION timeout is more than 400 days.*not milliseconds/],
    [{ timeout: 401 * DAY }, /^CARTOUCHE_OPTION timeout is more than 400 days/],
    [{ timeout: 25 * 3_600_000 }, /^CARTOUCHE_OPTION timeout seems/],
    [{ maxAge: 1300 }, /^CARTOUCHE_OPTION (?:cookieM|m)axAge is longer than timeout/],
    [{ maxAge: 0 }, /^CARTOUCHE_OPTION (?:cookieM|m)axAge of 0 or less/],
    [{ maxAge: -1 }, /^CARTOUCHE_OPTION (?:cookieM|m)axAge of 0 or less/],
    [
      { maxAge: 30 * DAY * 1000, timeout: null },
      /^CARTOUCHE_OPTION (?:cookieM|m)axAge is more than 400 days.*not milliseconds/,
    ],
    [{ maxAge: 500 * DAY, timeout: null }, /axAge is more than 400 days, and browsers keep no/],
    [{ maxAge: 1_200_000, timeout: null }, /axAge seems to be in milliseconds/],
    [{ path: '/a,b' }, /^CARTOUCHE_OPTION (?:cookieP|p)ath holds a comma/],
  ])('%j warns, once, in every factory', (options, expected) => {
    const {
      signedCookieSessionFactory: signed,
      baseCookieSessionFactory: base,
      unencryptedCookieSessionFactoryConfig: first,
      JSONSerializer,
    } = library
    for (const make of [
      () => signed(GOOD, options),
      () => base(new JSONSerializer(), options),
      () => first(GOOD, asFirst(options)),
    ]) {
      expect(make()).toHaveProperty('open')
    }
    const told = warnings()
    expect(told.length, told.join('\n')).toBeLessThan(3)
    for (const warning of told) expect(warning).toMatch(expected)
    expect(new Set(told).size).toBe(told.length)
    signed(GOOD, options)
    expect(warnings()).toEqual(told)
    expect(told.length).toBeGreaterThan(0)
  })

  test.each([[null], ['Lax'], ['strict']] as const)(
    'a partitioned cookie with sameSite %j warns: browsers do without it in a frame',
    (sameSite) => {
      const { sealedCookieSessionFactory, generateKey } = library
      sealedCookieSessionFactory(generateKey(), { sameSite, partitioned: true })
      expect(warnings()).toEqual([
        expect.stringMatching(/^CARTOUCHE_OPTION sameSite is not 'None'/),
      ])
    },
  )

  test("a partitioned cookie with sameSite 'none' does not", () => {
    const { sealedCookieSessionFactory, generateKey } = library
    sealedCookieSessionFactory(generateKey(), { sameSite: 'none', partitioned: true })
    expect(warnings()).toEqual([])
  })

  test.each<[Record<string, unknown>, RegExp]>([
    [{ reissueTime: 1200 }, /^CARTOUCHE_OPTION reissueTime is not less than timeout/],
    [{ reissueTime: 1199 }, /^CARTOUCHE_OPTION reissueTime is not less than timeout/],
    [
      { timeout: 1 },
      /^CARTOUCHE_OPTION reissueTime is not less than timeout by more than a second/,
    ],
    [{ reissueTime: 10_000 }, /^CARTOUCHE_OPTION reissueTime is not less than timeout/],
    [{ timeout: '60', reissueTime: 60.9 }, /^CARTOUCHE_OPTION reissueTime is not less/],
    [{ maxAge: 60, reissueTime: 60 }, /^CARTOUCHE_OPTION reissueTime is not less than maxAge/],
    [{ maxAge: 60, reissueTime: 59 }, /^CARTOUCHE_OPTION reissueTime is not less than maxAge/],
    [
      { timeout: null, reissueTime: 3_600_000 },
      /^CARTOUCHE_OPTION reissueTime seems to be in milliseconds/,
    ],
  ])('%j warns in the later factories', (options, expected) => {
    library.signedCookieSessionFactory(GOOD, options)
    expect(warnings()).toEqual([expect.stringMatching(expected)])
  })

  test.each<Record<string, unknown>>([
    {},
    { timeout: null },
    { timeout: 2 },
    { timeout: 14 * DAY, maxAge: 14 * DAY },
    { timeout: 400 * DAY },
    { timeout: 250 * DAY },
    { timeout: 1_000_000 },
    { maxAge: 1200 },
    { maxAge: 30 * DAY, timeout: null },
    { path: '/a%20b', domain: '.shop.example' },
  ])('%j does not', (options) => {
    library.signedCookieSessionFactory(GOOD, options)
    library.unencryptedCookieSessionFactoryConfig(GOOD, asFirst(options))
    expect(warnings()).toEqual([])
  })

  test.each<Record<string, unknown>>([
    { reissueTime: null },
    { reissueTime: -1 },
    { reissueTime: 1198 },
    { reissueTime: 60, maxAge: 62 },
    { timeout: null, reissueTime: 5000 },
  ])('%j does not, in the later factories', (options) => {
    library.signedCookieSessionFactory(GOOD, options)
    expect(warnings()).toEqual([])
  })

  test('the cookie of a CSRF token likewise', () => {
    expect(new library.CookieCSRFStoragePolicy({ maxAge: 0 })).toHaveProperty('commit')
    expect(warnings()).toEqual([expect.stringMatching(/^CARTOUCHE_OPTION maxAge of 0/)])
  })

  test('a clock that gives milliseconds', () => {
    const { session } = library.signedCookieSessionFactory(GOOD, { clock: () => Date.now() }).open()
    session.set('a', 1)
    expect(warnings()).toEqual([expect.stringMatching(/^CARTOUCHE_OPTION clock gives millisec/)])
  })
})

describe('checklist 1: weak secrets of Pyramid', () => {
  test.each<[string | Uint8Array | readonly (string | Uint8Array)[], RegExp]>([
    ['x', /shorter than the 20 bytes/],
    ['k'.repeat(100), /repeats fewer/],
    [Buffer.alloc(64), /repeats fewer/],
    ['seekritx'.repeat(20), /repeats fewer/],
    [`${'a'.repeat(64)}\n`, /repeats fewer/],
    [` ${'ab'.repeat(32)}a`, /repeats fewer/],
    [`${'seekrit'.repeat(10)}s`, /repeats fewer/],
    [`${'0123456789abcdefghi'.repeat(2)}`, /repeats fewer/],
    [' '.repeat(70), /blank/],
    [` ${'\t'.repeat(70)}\n`, /blank/],
    ['undefined', /example/],
    ['null', /example/],
    ['[object Object]', /example/],
    ['Seekrit', /example/],
    ['a long random secret', /example/],
    ['demo secret, known to everybody\n', /example/],
    [Buffer.from('secret'), /example/],
    [[GOOD, 'old one'], /shorter/],
  ])('%j warns of what is weak, and holds none of it', (secret, expected) => {
    library.unencryptedCookieSessionFactoryConfig(secret)
    const [warning, ...more] = warnings()
    expect(more).toEqual([])
    expect(warning).toMatch(/^CARTOUCHE_WEAK_SECRET secret (?:is|repeats) /)
    expect(warning).toMatch(expected)
    expect(warning).not.toMatch(/seekrit|undefined|old one|known to/i)
    library.unencryptedCookieSessionFactoryConfig(secret)
    expect(warnings()).toHaveLength(1)
  })

  test.each([
    ['SHA-1', GOOD.slice(0, 20)],
    ['SHA-1', Buffer.from(GOOD.slice(0, 20))],
    ['SHA-1', '\u00e9'.repeat(1) + GOOD.slice(0, 19)],
  ])('long enough for %s', (_, secret) => {
    library.unencryptedCookieSessionFactoryConfig(secret)
    expect(warnings()).toEqual([])
    library.unencryptedCookieSessionFactoryConfig(secret.slice(1))
    expect(warnings()).toHaveLength(1)
  })

  test.each([
    [undefined, 64],
    ['sha512', 64],
    ['SHA-256', 32],
    ['sha1', 20],
  ])('hashAlg %s needs %i bytes', (hashAlg, size) => {
    const options = hashAlg === undefined ? {} : { hashAlg }
    library.signedCookieSessionFactory(GOOD.slice(0, size), options)
    expect(warnings()).toEqual([])
    library.signedCookieSessionFactory(GOOD.slice(0, size - 1), options)
    expect(warnings()).toEqual([expect.stringContaining(`shorter than the ${size} bytes`)])
    const secret = GOOD.slice(0, size - 2)
    const serializer = new library.SignedSerializer(secret, 'a long salt does not help', options)
    expect(serializer).toHaveProperty('dumps')
    expect(warnings()).toHaveLength(1)
  })

  test('the functions without a factory stay silent', () => {
    const text = library.signedSerialize([1], 'seekrit')
    expect(library.signedDeserialize(text, 'seekrit')).toEqual([1])
    expect(warnings()).toEqual([])
  })

  test('where there is no process the console hears of it', async () => {
    vi.stubGlobal('process', undefined)
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const { warnOnce } = await import('../../src/lib/warn.js')
    warnOnce('CODE', 'what is wrong')
    warnOnce('CODE', 'what is wrong')
    vi.unstubAllGlobals()
    expect(warn.mock.calls).toEqual([['CODE: what is wrong']])
    warn.mockRestore()
  })
})
