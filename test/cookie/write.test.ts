import { describe, expect, test } from 'vitest'
import { cookieSpecs } from '../../src/cookie/attributes.js'
import { baseCookieSessionFactory, unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
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
  pyramid_version: string
}

/** Names of options, in the first factory and in the later ones. */
const PREFIXED: Readonly<Record<string, string>> = {
  max_age: 'cookieMaxAge',
  path: 'cookiePath',
  domain: 'cookieDomain',
  secure: 'cookieSecure',
  httponly: 'cookieHttpOnly',
  samesite: 'cookieSameSite',
}
const PLAIN: Readonly<Record<string, string>> = {
  max_age: 'maxAge',
  httponly: 'httpOnly',
  samesite: 'sameSite',
}

/**
 * Options that WebOb escapes, coerces or lets fail when it writes, and that we refuse when the factory
 * is made: what looks like a mistake is said to be one.
 */
const REFUSED =
  /^(secure_(one|str|none)|httponly_(one|str|none)|max_age_(bad|nan)|samesite_(bad|empty|bytes|false|none_insecure)|path_(semicolon|newline|latin1|euro|no_slash|space|quote|backslash)|domain_(semicolon|idn|port|space)|name_(host_prefix|space|equals|dollar|empty|reserved_.*|slash|comma|colon))$/

/** The first factory takes no text and no fraction for a time; the later ones convert them. */
const REFUSED_BY_FIRST = /^max_age_(str|float|true|bad)$/

const vectors = readVectors<WriteVector>('pyramid/headers').filter(({ name }) =>
  name.startsWith('set_cookie/'),
)

/** Makes the recorded cookie by the factory of the recording. */
function lineOf({
  factory,
  options,
  cookie_value: value,
  now,
  pyramid_version,
}: WriteVector): string {
  const isFirst = factory === 'unencrypted'
  const given: Record<string, unknown> = { clock: () => now }
  // Pyramid has SameSite since 1.10.
  if (!/^(1\.10|2\.)/.test(pyramid_version)) given[isFirst ? 'cookieSameSite' : 'sameSite'] = null
  for (const [option, tagged] of Object.entries(options)) {
    const plain = option.replace(/^cookie_(?!name)/, '')
    const name = plain === 'cookie_name' ? 'cookieName' : (isFirst ? PREFIXED : PLAIN)[plain]
    given[name ?? plain] = fromTagged(tagged)
  }
  const made = isFirst
    ? unencryptedCookieSessionFactoryConfig('s', {
        signedSerialize: () => value,
        ...given,
      })
    : baseCookieSessionFactory(serializerOf(value), given)
  const { session, commit } = made.open()
  session.set('any', 1)
  return commit()[0]![1]
}

/** The serializer of the recording gave the text itself: to Pyramid, and here, that is its bytes in Latin-1. */
const serializerOf = (text: string) => ({
  dumps: () => Buffer.from(text, 'latin1'),
  loads: () => null,
})

/** A line's parts in any order, letter case and quoting: older versions of WebOb differ in these. */
function meaningOf(line: string): string[] {
  const parts = line.match(/(?:"(?:\\.|[^"])*"|[^;"])+/g)!
  return parts
    .map((part) => /^ *([^=]*)=?(.*)$/s.exec(part)!)
    .map(([, name, value]) => `${name!.toLowerCase()}=${unquoted(value!)}`)
    .toSorted()
}

const unquoted = (value: string): string =>
  value
    .replace(/^"(.*)"$/s, '$1')
    .replace(/\\([0-3][0-7][0-7])/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )

/** WebOb before 1.3 quotes these so that nobody reads back what was meant: we write what 1.8.10 does. */
const BROKEN_BEFORE =
  /^set_cookie\/1\.[03]\/.*\/(path|domain|value)_(quote|semicolon|comma|backslash|newline|nul|del|space|latin1)$/

/** WebOb writes these bare, and reads no more than what stands before the first bracket. */
const BRACKETS = /^value_parens$/

/** Pyramid takes a time through int() from 1.6 on; we always do in the factories that 1.5 has. */
const FAILS_IN_1_5 = /^set_cookie\/1\.5\/.*\/max_age_(str|float)$/

const newest = new Map(
  vectors
    .filter(({ webob_version, set_cookie }) => webob_version === '1.8.10' && set_cookie)
    .map(({ name, set_cookie }) => [name.split('/').at(-1)!, set_cookie![0]!]),
)

/** The part of a line that needed escaping. */
const escapedPart = (line: string, kind: string): string | undefined =>
  (kind.startsWith('value') ? /^session=("[^"]*"|[^;]*)/ : /(?:Path|Domain)=([^;]*)/).exec(
    line,
  )?.[1]

describe('Set-Cookie, as Pyramid and WebOb write it', () => {
  const counted = {
    same: 0,
    'same in meaning': 0,
    'as 1.8.10': 0,
    'in quotes': 0,
    'refused by both': 0,
    'refused by us': 0,
  }

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (name, vector) => {
    const isNewest = vector.webob_version === '1.8.10'
    const kind = name.split('/').at(-1)!
    let line: string
    try {
      line = lineOf(vector)
    } catch (error) {
      expect(error).toMatchObject({ code: 'BAD_OPTION' })
      const isListed =
        REFUSED.test(kind) || (vector.factory === 'unencrypted' && REFUSED_BY_FIRST.test(kind))
      expect(isListed || vector.set_cookie === undefined, kind).toBe(true)
      counted[vector.set_cookie === undefined ? 'refused by both' : 'refused by us']++
      return
    }
    if (FAILS_IN_1_5.test(name)) {
      expect(line).toMatch(/; Max-Age=(?:600|10); /)
      counted['as 1.8.10']++
      return
    }
    const [expected] = vector.set_cookie ?? []
    expect(expected, 'Pyramid writes it too').toBeDefined()
    if (line === expected) {
      counted.same++
      return
    }
    if (BRACKETS.test(kind)) {
      expect(line).toMatch(/^session="[^"]*"; /)
      expect(meaningOf(line)).toEqual(meaningOf(expected!))
      counted['in quotes']++
      return
    }
    expect(isNewest, 'the newest version is followed to the letter').toBe(false)
    if (BROKEN_BEFORE.test(name)) {
      expect(escapedPart(line, kind)).toBe(escapedPart(newest.get(kind)!, kind))
      counted['as 1.8.10']++
      return
    }
    expect(meaningOf(line)).toEqual(meaningOf(expected!))
    counted['same in meaning']++
  })

  test('all were written', () => {
    console.log('headers.json, Set-Cookie:', counted)
    expect(Object.values(counted).reduce((sum, count) => sum + count)).toBe(vectors.length)
  })
})

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
  ])('cookie name %j', (name) => expect(cookieSpecs.cookieName.check(name)).toMatch(/^must/))

  test('a name that leaves no room for a value', () => {
    expect(cookieSpecs.cookieName.check('n'.repeat(4096))).toContain('no room')
    expect(cookieSpecs.cookieName.check('n'.repeat(4095))).toBeUndefined()
  })

  test.each(['sid', 'my-session', 'a.b', '__Host-sid', 'SESSION'])('but not the name %j', (name) =>
    expect(cookieSpecs.cookieName.check(name)).toBeUndefined(),
  )

  test.each(['whatever', '', false, 'Lax; secure'])('sameSite %j', (value) =>
    expect(cookieSpecs.sameSite.check(value)).toMatch(/^must/),
  )

  test.each([
    '/a;b',
    '/a\r\nSet-Cookie: b=c',
    '/\u0000',
    '/\u007f',
    '/é',
    7,
    false,
    `/${'x'.repeat(1024)}`,
    `/${','.repeat(256)}`,
    'app',
    ' /',
    '/a b',
    '/a"b',
    '/a?b',
    'https://shop.example/',
  ])('path %j', (value) => expect(cookieSpecs.path.check(value)).toBeDefined())

  test.each([null, '', '/', '/a%20b', '/a=b', `/${'x'.repeat(1023)}`, `/${','.repeat(255)}`])(
    'but not the path %j',
    (value) => expect(cookieSpecs.path.check(value)).toBeUndefined(),
  )

  test.each([
    'https://shop.example',
    'shop.example:443',
    'localhost:3000',
    'shop.example/',
    'shop.example/a',
    'a b',
    ' shop.example',
    'shop.example,other.example',
    'shop.example;other',
    'shop.example.',
    'shop..example',
    '..shop.example',
    '.',
    '*.shop.example',
    'user@shop.example',
    '[::1]',
    '::1',
    'bücher.example',
    'shop%2eexample',
    'shop.example\n',
    `${'x'.repeat(64)}.example`,
    'x.'.repeat(128),
    7,
    true,
  ])('domain %j', (value) => expect(cookieSpecs.domain.check(value)).toMatch(/^must be/))

  test.each([
    null,
    '',
    'shop.example',
    '.shop.example',
    'SHOP.example',
    'localhost',
    'xn--bcher-kva.example',
    '127.0.0.1',
    'my_host.example',
  ])('but not the domain %j', (value) => expect(cookieSpecs.domain.check(value)).toBeUndefined())

  test.each(['600', 1.5, Number.NaN, Infinity, true, 1e12])('maxAge %j', (value) =>
    expect(cookieSpecs.maxAge.check(value)).toMatch(/^must/),
  )
})
