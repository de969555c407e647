/** Names and attributes that browsers refuse together, by each of those who write cookies. */
import { describe, expect, test } from 'vitest'
import {
  CookieCSRFStoragePolicy,
  baseCookieSessionFactory,
  cookieSessionFactory,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { requestOf } from '../csrf/recorded.js'
import { keyOf } from '../support/jar.js'

interface Writer {
  /** Makes the one that writes the cookie, by options in the later factories' spelling. */
  readonly make: (options: Record<string, unknown>) => { line: () => string }
  readonly spelling: (option: string) => string
}

const asItIs = (option: string): string => option
const prefixed = (option: string): string =>
  option === 'cookieName' ? option : `cookie${option[0]!.toUpperCase()}${option.slice(1)}`

function lineOf(factory: SessionFactory): string {
  const { session, commit } = factory.open()
  session.set('a', 1)
  return commit()[0]![1]
}

/** What Pyramid's factories have unless somebody says otherwise. */
const OLD = { cookieName: 'session', secure: false, httpOnly: false }

const WRITERS: Readonly<Record<string, Writer>> = {
  unencryptedCookieSessionFactoryConfig: {
    make: (options) => {
      const entries = Object.entries(options).map(([name, value]) => [prefixed(name), value])
      const factory = unencryptedCookieSessionFactoryConfig('s', Object.fromEntries(entries))
      return { line: () => lineOf(factory) }
    },
    spelling: prefixed,
  },
  signedCookieSessionFactory: {
    make: (options) => {
      const factory = signedCookieSessionFactory('s', options)
      return { line: () => lineOf(factory) }
    },
    spelling: asItIs,
  },
  baseCookieSessionFactory: {
    make: (options) => {
      const serializer = { dumps: () => Buffer.from('x'), loads: () => null }
      const factory = baseCookieSessionFactory(serializer, options)
      return { line: () => lineOf(factory) }
    },
    spelling: asItIs,
  },
  sealedCookieSessionFactory: {
    make: (options) => {
      const factory = sealedCookieSessionFactory(keyOf('own'), { ...OLD, ...options })
      return { line: () => lineOf(factory) }
    },
    spelling: asItIs,
  },
  cookieSessionFactory: {
    make: (options) => {
      const factory = cookieSessionFactory(signedFormat(keyOf('own')), { ...OLD, ...options })
      return { line: () => lineOf(factory) }
    },
    spelling: asItIs,
  },
  CookieCSRFStoragePolicy: {
    make: (options) => {
      const policy = new CookieCSRFStoragePolicy(options)
      const request = requestOf({})
      return {
        line: () => {
          policy.newCsrfToken(request)
          return policy.commit(request)[0]![1]
        },
      }
    },
    spelling: asItIs,
  },
}

const secure = true
const httpOnly = true

describe.each(Object.entries(WRITERS))('checklist 16: %s', (_, { make, spelling }) => {
  test.each<[string, Record<string, unknown>]>([
    ['secure', { cookieName: '__Host-s' }],
    ['secure', { cookieName: '__host-s' }],
    ['secure', { cookieName: '__HOST-s' }],
    ['secure', { cookieName: '__Secure-s' }],
    ['secure', { cookieName: '__sEcUrE-' }],
    ['secure', { cookieName: '__Http-s', httpOnly }],
    ['secure', { cookieName: '__Host-Http-s', httpOnly }],
    ['domain', { cookieName: '__Host-s', secure, domain: 'shop.example' }],
    ['domain', { cookieName: '__host-Http-s', secure, httpOnly, domain: 'shop.example' }],
    ['path', { cookieName: '__Host-s', secure, path: '/a' }],
    ['path', { cookieName: '__Host-s', secure, path: null }],
    ['path', { cookieName: '__Host-s', secure, path: '' }],
    ['httpOnly', { cookieName: '__Http-s', secure }],
    ['httpOnly', { cookieName: '__Host-Http-s', secure }],
    ['sameSite', { sameSite: 'none' }],
    ['partitioned', { partitioned: true }],
    ['partitioned', { partitioned: 1 }],
    ['domain', { domain: 'https://shop.example' }],
    ['domain', { domain: 'b\u00fccher.example' }],
    ['path', { path: 'app' }],
    ['path', { path: '/a\\b' }],
    ['path', { path: '/a ' }],
    ['path', { path: '/a^b' }],
    ['path', { path: '/a|b' }],
    ['path', { path: '/a/../b' }],
    ['path', { path: '/a/.' }],
    ['path', { path: '/%2E%2e/a' }],
  ])('%s is refused by name in %j', (option, options) => {
    expect(() => make(options)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', option: spelling(option) }),
    )
  })

  test.each<[Record<string, unknown>, RegExp]>([
    [{ cookieName: '__Host-s', secure }, /^__Host-s=[^;]*; Path=\/; secure; SameSite=Lax$/],
    [{ cookieName: '__host-s', secure, domain: '' }, /^__host-s=[^;]*; Path=\/; secure/],
    [
      { cookieName: '__Secure-s', secure, path: '/a', domain: '.shop.example' },
      /; Domain=\.shop\.example; Path=\/a; secure; SameSite=Lax$/,
    ],
    [{ cookieName: '__Host-Http-s', secure, httpOnly }, /; secure; HttpOnly; SameSite=Lax$/],
    [{ cookieName: '__Hosts-s' }, /^__Hosts-s=/],
    [{ cookieName: 'x__Host-s' }, /^x__Host-s=/],
    [
      { partitioned: true, secure, sameSite: 'None' },
      /; Path=\/; secure; SameSite=None; Partitioned$/,
    ],
    [{ partitioned: true, secure, sameSite: null }, /; Path=\/; secure; Partitioned$/],
    [{ partitioned: false }, /; SameSite=Lax$/],
  ])('%j is written', (options, expected) => {
    expect(make(options).line()).toMatch(expected)
  })
})

describe('path', () => {
  const make = (path: string) => () => signedCookieSessionFactory('s', { path })
  // Whether "^" stands as it is depends on the age of a browser, "|" on which it is. ";" ends the attribute.
  const characters = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code)).filter(
    (character) => !'^|;'.includes(character),
  )

  test.each(characters)('with %j is taken where browsers ask for it so', (character) => {
    const path = `/a${character}b`
    if (new URL(`https://shop.example${path}`).pathname === path) expect(make(path)).not.toThrow()
    else expect(make(path)).toThrow(expect.objectContaining({ option: 'path' }))
  })

  test.each(['/', '/a/', '/.a', '/a..', '/...', '/%2e%2e%2e', '/my%20app'])(
    '%s is taken',
    (path) => {
      expect(make(path)).not.toThrow()
    },
  )
})
