import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { withSession } from '../../src/bindings/fetch.js'
import {
  OptionError,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'

const configure = (options: unknown): unknown =>
  unencryptedCookieSessionFactoryConfig('seekrit', options as object)

describe('bad options throw when the factory is configured, with the name of the option', () => {
  test.each<[string, unknown]>([
    ['timeout', '1200'],
    ['timeout', true],
    ['timeout', Number.NaN],
    ['cookieName', 'a b'],
    ['cookieName', ''],
    ['cookieMaxAge', '60'],
    ['cookieMaxAge', 1.5],
    ['cookiePath', '/a;b'],
    ['cookiePath', '/a\r\nb'],
    ['cookiePath', 7],
    ['cookieDomain', 'a\nb'],
    ['cookieDomain', 'a; secure'],
    ['cookieSecure', 1],
    ['cookieHttpOnly', 'yes'],
    ['cookieSameSite', 'Sometimes'],
    ['cookieSameSite', 'None'],
    ['cookieOnException', null],
    ['protocol', 6],
    ['protocol', '2'],
    ['onInvalid', 'log'],
    ['clock', 7],
    ['randomBytes', null],
    ['cookie_name', 'session'],
    ['maxAge', 60],
    ['__proto__x', 1],
  ])('%s: %j', (option, value) => {
    const error = thrownBy(() => configure({ [option]: value }))
    expect(error).toBeInstanceOf(OptionError)
    expect(error).toMatchObject({ code: 'BAD_OPTION', option })
    expect(error.message).toContain(option)
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['text', 'text'],
    ['a number', 7],
    ['a list', ['a']],
    ['a promise, which nobody awaited', Promise.resolve({ cookieSecure: true })],
    ['a promise of another realm', runInNewContext('Promise.resolve({})')],
    ['a Map', new Map([['cookieSecure', true]])],
    ['a Map of another realm', runInNewContext('new Map()')],
    ['a Set', new Set()],
    ['a Date', new Date(0)],
    ['an object of a class', new URL('https://shop.example')],
  ])('options that are %s', (_, options) => {
    expect(thrownBy(() => configure(options))).toMatchObject({ option: 'options' })
  })

  test('options that are a promise which fails: its failure ends nothing', async () => {
    const failing = Promise.reject(new Error('no settings'))
    expect(thrownBy(() => configure(failing))).toMatchObject({ option: 'options' })
    // A rejection that nobody hears would be one of the whole test run.
    await new Promise((resolve) => setImmediate(resolve))
  })

  test.each<[string, object]>([
    ['another realm', runInNewContext('({ cookieSecure: true })') as object],
    ['no prototype', Object.assign(Object.create(null) as object, { cookieSecure: true })],
  ])('an object of %s is one', (_, options) => {
    const { session, commit } = unencryptedCookieSessionFactoryConfig('seekrit', options).open()
    session.set('a', 1)
    expect(commit()[0]![1]).toContain('; secure')
  })

  test.each([Promise.resolve({}), new Map()])('options of csrf that are %o', (csrf) => {
    const factory = signedCookieSessionFactory('seekrit')
    const error = thrownBy(() =>
      withSession(factory, () => new Response(), { csrf: csrf as object }),
    )
    expect(error).toMatchObject({ option: 'csrf' })
  })

  test('a message never holds the value', () => {
    expect(thrownBy(() => configure({ cookieName: 'hush hush' })).message).not.toContain('hush')
    expect(thrownBy(() => unencryptedCookieSessionFactoryConfig('')).message).toBe(
      'secret must not be empty',
    )
  })
})

test('what somebody put into Object.prototype is no option', () => {
  Object.assign(Object.prototype, { domain: 'evil.example', timeout: 'ten' })
  try {
    const { session, commit } = signedCookieSessionFactory('s').open()
    session.set('a', 1)
    expect(commit()[0]![1]).not.toContain('evil')
  } finally {
    Reflect.deleteProperty(Object.prototype, 'domain')
    Reflect.deleteProperty(Object.prototype, 'timeout')
  }
})

test.each(['shake128', 'RSA-SHA256', 'nothing', 7])('hashAlg %j is no hash function', (hashAlg) => {
  const make = () => signedCookieSessionFactory('s', { hashAlg: hashAlg as string })
  expect(make).toThrow(expect.objectContaining({ option: 'hashAlg' }))
})

test.each([-5e10, 0, 1e11, 8.6e12])('at %d seconds of the clock, expires is a date', (now) => {
  for (const maxAge of [3600, 100 * 365 * 86_400, -100 * 365 * 86_400]) {
    const { session, commit } = signedCookieSessionFactory('s', { clock: () => now, maxAge }).open()
    session.set('a', 1)
    expect(commit()[0]![1]).toMatch(
      /; expires=[A-Z][a-z]{2}, \d\d-[A-Z][a-z]{2}-\d{4,6} \d\d:\d\d:\d\d GMT/,
    )
  }
})

describe('good options', () => {
  test.each([
    {},
    { timeout: null },
    { timeout: 0.5 },
    { cookieMaxAge: 0 },
    { cookiePath: null, cookieDomain: '' },
    { cookieSameSite: 'None', cookieSecure: true },
    { cookieSameSite: null },
    { protocol: 0 },
    { onInvalid: undefined },
  ])('%j', (options) => expect(configure(options)).toHaveProperty('open'))
})

function thrownBy(action: () => unknown): Error {
  try {
    action()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
