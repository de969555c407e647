import { describe, expect, test } from 'vitest'
import {
  isAttributeValue,
  isCookieName,
  isMaxAge,
  isSameSite,
  writeSetCookie,
} from '../../src/cookie/write.js'
import { isBoolean } from '../../src/lib/options.js'
import type { CookieAttributes } from '../../src/cookie/write.js'
import { fromTagged } from '../support/tagged.js'
import type { Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'

interface WriteVector {
  name: string
  factory: string
  cookie_value: string
  now: number
  options: Record<string, Tagged>
  set_cookie?: string[]
  webob_version: string
}

const defaults: CookieAttributes = {
  name: 'session',
  maxAge: null,
  path: '/',
  domain: null,
  secure: false,
  httpOnly: false,
  sameSite: 'Lax',
}

const vectors = readVectors<WriteVector>('pyramid/headers').filter(
  (vector) =>
    vector.name.startsWith('set_cookie/') &&
    vector.webob_version === '1.8.10' &&
    vector.set_cookie !== undefined,
)

/** The bytes that the serializer of the recording made of a text, one character each. */
const asBytes = (text: string): string => Buffer.from(text).toString('latin1')

describe('writeSetCookie, as WebOb 1.8.10', () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const attributes: Record<string, unknown> = { ...defaults }
    for (const [option, tagged] of Object.entries(vector.options)) {
      attributes[attributeOf(option)] = fromTagged(tagged)
    }
    const refused = refusal(attributes)
    if (refused !== undefined) {
      expect(vector.name.split('/').at(-1)).toMatch(deliberatelyRefused)
      return
    }
    const line = writeSetCookie(
      attributes as unknown as CookieAttributes,
      asBytes(vector.cookie_value),
      vector.now,
    )
    expect([line]).toEqual(vector.set_cookie)
  })
})

/**
 * Options that WebOb escapes or coerces, and that we refuse when the factory is configured: what
 * looks like a mistake is said to be one.
 */
const deliberatelyRefused =
  /^(secure_(one|str|none)|httponly_(one|str|none)|max_age_(str|float|true)|samesite_bytes|path_(semicolon|newline|latin1)|domain_(semicolon|idn))$/

function attributeOf(option: string): string {
  const name = option.replace(/^cookie_/, '')
  const renamed: Record<string, string> = {
    max_age: 'maxAge',
    httponly: 'httpOnly',
    samesite: 'sameSite',
  }
  return renamed[name] ?? name
}

function refusal(attributes: Record<string, unknown>): string | undefined {
  return (
    isCookieName(attributes['name']) ??
    isBoolean(attributes['secure']) ??
    isBoolean(attributes['httpOnly']) ??
    isAttributeValue(attributes['path']) ??
    isAttributeValue(attributes['domain']) ??
    isMaxAge(attributes['maxAge']) ??
    isSameSite(attributes['sameSite'])
  )
}

describe('what WebOb refuses when it writes, we refuse when the factory is configured', () => {
  test.each([
    'a b',
    'a=b',
    '$x',
    '',
    'path',
    'Secure',
    'expires',
    'SameSite',
    'a/b',
    'a,b',
    'a:b',
    'a;b',
    'é',
    7,
  ])('cookie name %j', (name) => expect(isCookieName(name)).toMatch(/^must/))

  test.each(['sid', 'my-session', 'a.b', '__Host-sid', 'SESSION'])('but not the name %j', (name) =>
    expect(isCookieName(name)).toBeUndefined(),
  )

  test.each(['whatever', '', false, 'Lax; secure'])('sameSite %j', (value) =>
    expect(isSameSite(value)).toMatch(/^must/),
  )

  test.each(['/a;b', '/a\r\nSet-Cookie: b=c', '/\u0000', '/\u007f', '/é', 7, 'x'.repeat(1025)])(
    'path or domain %j',
    (value) => expect(isAttributeValue(value)).toBeDefined(),
  )

  test.each(['600', 1.5, Number.NaN, Infinity, true, 1e12])('maxAge %j', (value) =>
    expect(isMaxAge(value)).toMatch(/^must/),
  )
})
