/** Sessions in several cookies whose place changes: a session may grow into pieces, and shrink again, meanwhile. */
import { describe, expect, test } from 'vitest'
import { authJsFormat, authJsSessionFactory } from '../../src/languages/jwt.js'
import {
  expressCookieSessionFactory,
  expressCookieSessionFormat,
} from '../../src/languages/cookie-session.js'
import type { AcceptFormat, CookieSessionOptions, SessionFactory } from '../../src/index.js'
import { BrowserJar } from '../support/browser-jar.js'
import type { Data } from '../support/jar.js'

const SECRETS = [
  'the first secret of these tests 0123456789',
  'the next secret of these tests 9876543210',
]
const until = '2040-01-01'
const LARGE = 'x'.repeat(5000)

type Options = Pick<CookieSessionOptions, 'path' | 'domain' | 'partitioned' | 'sameSite' | 'secure'>
type Make = (
  secret: string,
  options: Options & { acceptFormats?: AcceptFormat[] },
) => SessionFactory<Data>

const kinds: [string, Make, (secret: string) => AcceptFormat['format']][] = [
  ['Auth.js', (secret, options) => authJsSessionFactory<Data>(secret, options), authJsFormat],
  [
    'cookie-session',
    (secret, options) => expressCookieSessionFactory<Data>(secret, { cookieName: 's', ...options }),
    expressCookieSessionFormat,
  ],
]
const places: [string, Options][] = [
  ['a longer path', { path: '/shop' }],
  ['a domain', { domain: 'shop.example' }],
  ['the partitions', { partitioned: true, sameSite: 'None', secure: true }],
]

function visit<T>(
  jar: BrowserJar,
  factory: SessionFactory<Data>,
  act: (session: ReturnType<SessionFactory<Data>['open']>['session']) => T,
): T {
  const { session, commit } = factory.open(jar.header)
  const result = act(session)
  jar.take(commit().map(([, line]) => line))
  return result
}

describe.each(kinds)('%s', (name, make, formatOf) => {
  const rows = places.flatMap(([to, options]) =>
    SECRETS.flatMap((secret) =>
      (name === 'Auth.js' ? [true, false] : [false]).flatMap((wasLarge) =>
        (name === 'Auth.js' ? [true, false] : [false]).map((isLarge) => ({
          to,
          options,
          secret,
          wasLarge,
          isLarge,
        })),
      ),
    ),
  )

  test.each(rows)(
    'to $to, secret "$secret", large before: $wasLarge, after: $isLarge',
    ({ options, secret, wasLarge, isLarge }) => {
      const jar = new BrowserJar()
      const [older] = SECRETS as [string]
      visit(jar, make(older, {}), (session) =>
        session.update({ user: 'old', text: wasLarge ? LARGE : '' }),
      )
      const entry = { format: formatOf(older), path: '/', domain: null, partitioned: false, until }
      const factory = make(secret, { ...options, acceptFormats: [entry] })
      expect(visit(jar, factory, (session) => session.peek('user'))).toBe('old')
      for (const user of ['ana', 'bob']) {
        visit(jar, factory, (session) => session.update({ user, text: isLarge ? LARGE : '' }))
        expect(visit(jar, factory, (session) => session.peek('user'))).toBe(user)
      }
      visit(jar, factory, (session) => session.invalidate())
      expect(jar.header).toBe('')
    },
  )
})
