/** Options of other backends' factories that defeat themselves. */
import { expect, test } from 'vitest'
import { generateKey, sealedCookieSessionFactory } from '../../src/index.js'
import { cookieSessionFactory } from '../../src/index.js'
import {
  cookieParserFormat,
  expressCookieSessionFormat,
} from '../../src/languages/cookie-session.js'
import { djangoSessionFactory } from '../../src/languages/django.js'
import { authJsSessionFactory, jwtSessionFactory } from '../../src/languages/jwt.js'
import { laravelFormat, laravelSessionFactory } from '../../src/languages/laravel.js'
import { secureSessionFormat } from '../../src/languages/secure-session.js'

const KEY = generateKey()
const SECRET = `a secret of these tests: ${generateKey()}${generateKey()}`
const APP_KEY = 'base64:FqqyQZh5UIwwWyT3ZSTJf4xHtTU+WLBBXbI0Hyw6fk4='
const times = { maxAge: 60, reissueTime: 600 }

test.each<[string, string, () => unknown]>([
  ['expiry', 'milliseconds', () => secureSessionFormat(KEY, { expiry: 86_400_000 })],
  ['expiry', 'milliseconds', () => secureSessionFormat(KEY, { expiry: 1_200_000 })],
  ['key', 'twice', () => secureSessionFormat([KEY, Buffer.from(KEY, 'base64url')])],
  ['secret', 'twice', () => expressCookieSessionFormat([SECRET, SECRET])],
  ['secret', 'twice', () => cookieParserFormat([SECRET, Buffer.from(SECRET)])],
  ['reissueTime', 'maxAge', () => jwtSessionFactory(SECRET, { algorithm: 'HS256', ...times })],
  ['reissueTime', 'maxAge', () => authJsSessionFactory(SECRET, times)],
  ['reissueTime', 'maxAge', () => djangoSessionFactory(SECRET, { ...times, idleTimeout: 3600 })],
])('%s: %s', (option, word, make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'BAD_OPTION', option }))
  expect(make).toThrow(word)
})

test('a cookie that the browser keeps for a minute is written again before', () => {
  const clock = { now: 1_700_000_000 }
  const factory = djangoSessionFactory(SECRET, { maxAge: 60, clock: () => clock.now })
  const { session, commit } = factory.open()
  session.set('a', 1)
  const cookie = commit()[0]![1].split(';')[0]!
  clock.now += 31
  const next = factory.open(cookie)
  next.session.get('a')
  expect(next.commit()).toHaveLength(1)
})

test.each([1, 30, 60, 120, 122, 480])(
  'a session of Laravel is read whatever its lifetime, which is %d minutes',
  (lifetime) => {
    const clock = { now: 1_700_000_000 }
    const time = { clock: () => clock.now }
    const laravel = laravelSessionFactory(APP_KEY, { lifetime, ...time }).open('')
    laravel.session.set('a', 1)
    const cookies = laravel.commit().map(([, line]) => line.split(';')[0])
    const old = { format: laravelFormat(APP_KEY), cookieName: 'laravel_session' }
    const accepting = sealedCookieSessionFactory(KEY, {
      ...time,
      acceptFormats: [{ ...old, until: '2099-01-01' }],
    })
    const general = cookieSessionFactory(old.format, { ...time, cookieName: 'laravel_session' })
    const read = (): unknown[] =>
      [accepting, general].map((factory) => factory.open(cookies.join('; ')).session.get('a'))
    clock.now += lifetime * 60
    expect(read()).toEqual([1, 1])
    clock.now += 1
    expect(read()).toEqual([undefined, undefined])
  },
)

test('with its lifetime, a cookie of Laravel tells when it was used', () => {
  const format = laravelFormat(APP_KEY, { lifetime: 60 })
  const options = { cookieName: 'laravel_session', idleTimeout: 600 }
  expect(() => cookieSessionFactory(format, options)).not.toThrow()
  expect(() => cookieSessionFactory(laravelFormat(APP_KEY), options)).toThrow(/^idleTimeout needs/)
})
