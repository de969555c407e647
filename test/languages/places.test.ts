/** What every backend's sessions have in common: nothing that was written is gone, or something else, when it is read. */
import { describe, expect, test } from 'vitest'
import { CartoucheError, generateKey } from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { cookieParserSessionFactory } from '../../src/languages/cookie-session.js'
import { DjangoMessage, djangoSessionFactory } from '../../src/languages/django.js'
import { flaskFormat, flaskSessionFactory } from '../../src/languages/flask.js'
import { gorillaSessionFactory } from '../../src/languages/gorilla.js'
import { authJsSessionFactory, betterAuthSessionFactory } from '../../src/languages/jwt.js'
import { jwtSessionFactory, nextAuthSessionFactory } from '../../src/languages/jwt.js'
import { laravelSessionFactory } from '../../src/languages/laravel.js'
import { rackEncryptedSessionFactory, rackSessionFactory } from '../../src/languages/rack.js'
import { railsSessionFactory } from '../../src/languages/rails.js'
import { secureSessionFactory } from '../../src/languages/secure-session.js'
import { starletteSessionFactory } from '../../src/languages/starlette.js'
import { PyTuple } from '../../src/serializers/tagged-json.js'

const SECRET = `a secret of these tests: ${generateKey()}${generateKey()}`
const APP_KEY = 'base64:FqqyQZh5UIwwWyT3ZSTJf4xHtTU+WLBBXbI0Hyw6fk4='
const USER = { session: {}, user: {}, updatedAt: 1 }

interface Kind {
  readonly factory: SessionFactory
  /** What a session must have. */
  readonly base?: object
}

const KINDS: Readonly<Record<string, Kind>> = {
  'cookie-parser': { factory: cookieParserSessionFactory(SECRET, { cookieName: 's' }) },
  'secure-session': { factory: secureSessionFactory(generateKey()) },
  jwt: { factory: jwtSessionFactory(SECRET, { algorithm: 'HS256' }) },
  'auth-js': { factory: authJsSessionFactory(SECRET) },
  'next-auth': { factory: nextAuthSessionFactory(SECRET) },
  'better-auth compact': { factory: betterAuthSessionFactory(SECRET), base: USER },
  'better-auth jwe': {
    factory: betterAuthSessionFactory(SECRET, { strategy: 'jwe' }),
    base: USER,
  },
  django: { factory: djangoSessionFactory(SECRET) },
  flask: { factory: flaskSessionFactory(SECRET) },
  starlette: { factory: starletteSessionFactory(SECRET) },
  rails: { factory: railsSessionFactory(SECRET) },
  rack: { factory: rackSessionFactory(SECRET, { coder: 'json' }) },
  'rack-encrypted': { factory: rackEncryptedSessionFactory(SECRET) },
  laravel: { factory: laravelSessionFactory(APP_KEY) },
  gorilla: { factory: gorillaSessionFactory(SECRET, { cookieName: 's' }) },
}

type Change = (session: ReturnType<SessionFactory['open']>['session']) => void

/** The session that the next request has. */
function after({ factory, base = {} }: Kind, change: Change) {
  const { session, commit } = factory.open('')
  for (const [key, value] of Object.entries(base)) session.set(key, value)
  change(session)
  const cookies = commit().map(([, line]) => line.split(';')[0])
  return factory.open(cookies.join('; ')).session
}

describe('an equal flash message is not added where that is asked for', () => {
  test.each(Object.entries(KINDS))('%s', (_, kind) => {
    const session = after(kind, (session) => {
      for (const message of ['x', 'x', 'y']) session.flash(message, 'success', false)
    })
    expect(session.popFlash('success')).toEqual(['x', 'y'])
  })
})

/** Backend, key, value, and whether that is kept: what the backend would take for its own is refused. */
const PLACES: readonly [keyof typeof KINDS, string, unknown, boolean][] = [
  ['django', '_csrftoken', 'abc', false],
  ['django', '_messages', '[["__json_message",0,20,"x"]]', false],
  ['django', '_messages', 'text', true],
  ['django', '', new DjangoMessage('a'), false],
  ['flask', 'csrf_token', 'abc', false],
  ['flask', 'csrf_token', 5, true],
  ['flask', '_flashes', [PyTuple.of('message', 'x')], false],
  ['flask', '_flashes', 'text', true],
  ['flask', '_permanent', true, false],
  ['flask', '_permanent', 'yes', true],
  ['rails', '_csrf_token', 'abc', false],
  ['rails', '_csrf_token', 5, true],
  ['rails', 'flash', { flashes: { a: 1 }, discard: [] }, false],
  ['rails', 'flash', { flashes: { a: 1 }, discard: ['a'] }, false],
  ['rails', 'flash', { flashes: { a: 1 }, more: 2 }, true],
  ['rails', 'session_id', 'x', false],
  ['rack', 'session_id', 'x', false],
  ['laravel', '_token', 'abc', false],
  ['laravel', '_flash', { old: [], new: [] }, false],
  ['gorilla', '_flash', ['x'], false],
  ['gorilla', '_flash', 'text', true],
  ['jwt', 'nbf', true, false],
  ['jwt', 'nbf', 'soon', false],
  ['jwt', 'nbf', 1.5, true],
  ['jwt', 'exp', 1, false],
  ['auth-js', 'nbf', 'soon', false],
  ['next-auth', 'nbf', null, false],
  ['better-auth jwe', 'nbf', 'soon', false],
  ['better-auth compact', 'user', 'ada', false],
  ['better-auth compact', 'expiresAt', 1, false],
  ['secure-session', '__ts', 1, false],
]

test.each(PLACES)('%s: the key %j with %j, which is kept: %j', (name, key, value, isKept) => {
  const write = (): unknown => after(KINDS[name]!, (session) => session.set(key, value)).get(key)
  if (isKept) expect(write()).toEqual(value)
  else expect(write).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path: pathOf(key) }))
})

const pathOf = (key: string): string => (key === '' ? '["…"]' : key)

test('Django’s messages are text', () => {
  for (const given of [[5], [null], ['x', { extraTags: 5 }], ['x', { isSafe: 'no' }]]) {
    expect(() => new DjangoMessage(...(given as [string]))).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    )
  }
})

test.each(['_flashes', '_permanent'])('Flask’s own %s is no name of a token', (name) => {
  expect(() => flaskFormat(SECRET, { wtfCsrfFieldName: name })).toThrow(
    expect.objectContaining({ code: 'BAD_OPTION', option: 'wtfCsrfFieldName' }),
  )
})

describe('Laravel: a message that PHP has as a list is one message', () => {
  test.each([
    ['{}', {}, []],
    ['an empty Map', new Map(), []],
    ['the key 0', { 0: 'x' }, ['x']],
    ['a Map with it', new Map([[0, 'm']]), ['m']],
    ['other keys', { 1: 'x' }, { 1: 'x' }],
    ['names', { ok: 1 }, { ok: 1 }],
  ])('%s', (_, message, read) => {
    const session = after(KINDS['laravel']!, (session) => session.flash(message, 'a'))
    expect(session.popFlash('a')).toEqual([read])
  })
})

test('what is longer than maxLength of gorilla is refused with the largest keys', () => {
  const factory = gorillaSessionFactory(SECRET, { cookieName: 's', maxLength: 200 })
  const { session, commit } = factory.open()
  session.set('short', 'x')
  session.set('long', 'x'.repeat(300))
  expect(commit).toThrow(expect.objectContaining({ code: 'COOKIE_TOO_LARGE', limit: 200 }))
  try {
    commit()
  } catch (error) {
    expect((error as { keys?: readonly { key: string }[] }).keys?.[0]?.key).toBe('long')
    expect(error).toBeInstanceOf(CartoucheError)
  }
})
