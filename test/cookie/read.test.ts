import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCookie } from '../../src/cookie/read.js'
import { readStrictly } from '../../src/cookie/read-strictly.js'
import { unquote, utf8 } from '../../src/cookie/unquote.js'
import { setCookieWriter } from '../../src/cookie/write.js'
import { readVectors } from '../support/vectors.js'
import { timeOfWork } from '../support/time.js'

interface ReadVector {
  name: string
  header: string
  session: string | null
  all: [string, string][]
  webob_version: string
}

const vectors = readVectors<ReadVector>('pyramid/headers').filter(({ name }) =>
  name.startsWith('read_cookie/'),
)

/** What the newest WebOb makes of a header: older ones differ in a few, and we follow the newest. */
const newest = new Map(
  vectors
    .filter(({ webob_version }) => webob_version === '1.8.10')
    .map((vector) => [vector.header, vector]),
)

/** Headers that the newest WebOb was not given: each version's recording has one of its own. */
const OWN = /\/rand$/

describe('readCookie, as WebOb 1.8.10', () => {
  const counted = { 'as that version': 0, 'as 1.8.10': 0 }

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (name, vector) => {
    const expected = OWN.test(name) ? vector : newest.get(vector.header)!
    expect(readCookie(vector.header, 'session') ?? null).toBe(expected.session)
    for (const [other, value] of expected.all) expect(readCookie(vector.header, other)).toBe(value)
    counted[expected.session === vector.session ? 'as that version' : 'as 1.8.10']++
  })

  test('all were read', () => {
    console.log('headers.json, Cookie:', counted)
    expect(counted['as that version'] + counted['as 1.8.10']).toBe(vectors.length)
  })
})

describe('readCookie', () => {
  test.each(['[', ']', '[1]', 'a[b', '[]', 'a b[', '{"a":[1]}', "~!@#$%^&*()+-`.?|:/{}<>'="])(
    'reads the value %s that was written',
    (value) => {
      const attributes = { maxAge: null, path: '/', domain: null, secure: true, httpOnly: true }
      const rest = { ...attributes, sameSite: null, partitioned: false }
      for (const name of ['session', '__Host-session']) {
        const line = setCookieWriter({ ...rest, cookieName: name })(value, 0)
        expect(readCookie(`a=b; ${line.split('; ')[0]}; c=d`, name)).toBe(value)
      }
    },
  )

  test.each([
    ['a nameless cookie forges no name', '=session=evil', undefined],
    ['a percent-encoded name is another name', '%73ession=evil', undefined],
    ['a name is not right behind a date', 'a=Wed, 01-Jan-2020 00:00:00 GMTsession=x', undefined],
    ['a name is case-sensitive', 'SESSION=evil', undefined],
    ['U+00A0 is no white space', '\u00a0session\u00a0=\u00a0evil', undefined],
    ['the last of two wins', 'session=first; session=last', 'last'],
    ['__proto__ is a name like any other', '__proto__=1', undefined],
    ['an unterminated quote is an empty value', 'session="abc', ''],
    ['an escaped quote closes when no other quote does', String.raw`session="abc\"`, 'abc\\'],
  ])('%s', (_, header, expected) => {
    expect(readCookie(header, 'session')).toBe(expected)
  })

  test('reads plain headers as it reads unusual ones', () => {
    const parts = [
      'session',
      'session=',
      'x',
      '=',
      ';',
      '; ',
      ' ',
      '"',
      String.raw`\1`,
      ',',
      '/',
      'é',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 20 }), (list) => {
        const header = list.join('')
        // No pair begins in what is appended, and it makes any header an unusual one.
        expect(readCookie(header, 'session')).toBe(readCookie(`${header};,`, 'session'))
      }),
      { numRuns: 5000 },
    )
  })

  describe('as browsers send them', () => {
    // What Node tells to be base64, between names and values of any kind.
    const [first, last] = ['Zmlyc3Q=', 'bGFzdA==']

    test.each([
      ['the last of two wins', `session=${first}; session=${last}`, last],
      ['the last of three wins', `session=x; session=${first}; session=${last}`, last],
      ['also after another cookie', `a=1; session=${first}; b=2; session=${last}; c=3`, last],
      ['also where it is no base64', `session=${first}; session=a.b`, 'a.b'],
      ['also where it is empty', `session=${first}; session=`, ''],
      ['also where it comes without a blank', `session=${first};session=${last}`, last],
      ['a longer name is another', `session=${first}; xsession=${last}`, first],
      ['a longer name before it is another', `xsession=${first}; session=${last}`, last],
      ['a name in a value is no name', `a=session=${first}; session=${last}`, last],
    ])('%s', (_, header, expected) => {
      expect(readCookie(header, 'session')).toBe(expected)
    })
  })
})

// Names with a prefix are for browsers to hold to rules: they may be looked for in another way.
describe.each(['session', '__Host-session'])(
  'the time to find %s grows with the header',
  (name) => {
    const [SHORT, LONG] = [4_096, 65_536] // characters: 64 KB are more than any server takes
    const GROWTH = LONG / SHORT

    /** Milliseconds of the fastest of some readings of a header: what else the machine does is left out. */
    function timeOf(header: string): number {
      let [best, spent] = [Infinity, 0]
      for (let reading = 0; reading < 20 && spent < 500; reading++) {
        const started = performance.now()
        readCookie(header, name)
        const time = performance.now() - started
        best = Math.min(best, time)
        spent += time
      }
      return best
    }

    test.each([
      ['one run', 'x'],
      ['equals signs', '='],
      ['blanks after a name', ' ', 'a'],
      ['blanks after a sign', ' ', 'a='],
      ['names and blanks', 'a '],
      ['names like ours', `${name} `],
      ['open quotes', 'a="'],
      ['quotes', '"'],
      ['escaped quotes', String.raw`\"`, 'a="'],
      ['backslashes', '\\', 'a="'],
      ['escapes', String.raw`\101`, 'a='],
      ['pairs', 'a=1;'],
      ['pairs like ours', `${name}=a.b; `],
      ['base64 pairs like ours', `${name}=Zmlyc3Q=; `],
      ['dates', 'a=Wed, 01-Jan-2020 '],
      ['dates cut off', 'a=Wed, 01-Jan-2020 01:02:03 GM '],
    ])('%s', (_, piece, start = '') => {
      const headerOf = (length: number): string =>
        `${(start + piece.repeat(length)).slice(0, length)};${name}=v w`
      // The value stands at the end: all of the header is gone through.
      expect(readCookie(headerOf(LONG), name)).toMatch(/^v/)
      const [short, long] = [timeOf(headerOf(SHORT)), timeOf(headerOf(LONG))]
      // Linear time grows as the length does, quadratic time by the square of that.
      expect(long / short).toBeLessThan(GROWTH * 4)
    })
  },
)

describe('the name of a cookie that a browser vouches for', () => {
  const SPACES =
    '\u00a0\u000b\u000c\r\n\u0085\u1680\u2000\u2003\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u0000'

  test.each([
    ...[...SPACES].map((space) => `${space}__Host-s=evil`),
    ...[...SPACES].map((space) => `a=1;${space}__Host-s=evil`),
    ...[...SPACES].map((space) => `__Host-s${space}=evil`),
    'x=1,__Host-s=evil',
    'x=1 __Host-s=evil',
    'x="1"__Host-s=evil',
    'x="__Host-s=evil"',
    'x=\u00ff__Host-s=evil',
    'x[__Host-s=evil',
    '=__Host-s=evil',
    ' =__Host-s=evil',
    '__Host-s',
    '%5F%5FHost-s=evil',
    '__host-s=evil',
    '__HOST-s=evil',
    String.raw`\__Host-s=evil`,
    'x=\u00e9; x=__Host-s=evil',
  ])('is not in %j', (header) => expect(readCookie(header, '__Host-s')).toBeUndefined())

  test.each([
    ['__Host-s=good', 'good'],
    ['a=1;__Host-s=good', 'good'],
    ['a=1; \t__Host-s \t= \tgood\t ', 'good'],
    ['x="; __Host-s=good; y="', 'good'],
    ['__Host-s=a=b==', 'a=b=='],
    ['__Host-s=', ''],
    ['__Host-s=first; __Host-s=last', 'last'],
    ['__Host-s=%41', '%41'],
    [String.raw`__Host-s=\101`, String.raw`\101`],
    [String.raw`__Host-s="\101\303\251"`, 'A\u00e9'],
    ['__Host-s="', '"'],
    ['__Host-s="a', '"a'],
    ['__Host-s=a"b"', 'a"b"'],
    ['__Host-s=a b,c', 'a b,c'],
    ['__Host-s=\u00a0good\u00a0', '\ufffdgood\ufffd'],
  ])('is in %j', (header, value) => expect(readCookie(header, '__Host-s')).toBe(value))

  test.each(['__Secure-s', '__secure-s', '__Http-s', '__Host-Http-s', '__hOST-s'])(
    'may be %s',
    (name) => {
      expect(readCookie(`x=1,${name}=evil`, name)).toBeUndefined()
      expect(readCookie(`x=1; ${name}=good`, name)).toBe('good')
    },
  )

  test.each([
    ['blanks', `__Host-s=${' '.repeat(32_000)}x${' '.repeat(32_000)}`, 'x'],
    ['pairs', `${'__Host-s=1;'.repeat(6000)}`, '1'],
    ['equals signs', `__Host-s${'='.repeat(65_536)}`, '='.repeat(65_535)],
    ['quotes', `__Host-s=${'"'.repeat(65_536)}`, '"'.repeat(65_534)],
    ['semicolons', `${';'.repeat(65_536)}__Host-s=1`, '1'],
    ['escapes', `__Host-s="${String.raw`\101`.repeat(16_000)}"`, 'A'.repeat(16_000)],
  ])('is found among 64 KB of %s in linear time', (_, header, value) => {
    const started = timeOfWork()
    expect(readCookie(header, '__Host-s')).toBe(value)
    expect(timeOfWork() - started).toBeLessThan(250)
  })
})

describe('readStrictly', () => {
  test('gives the last four values, the last one first', () => {
    expect(readStrictly('s=1; s=2; t=0; s=3; s=4; s=5', 's')).toEqual(['5', '4', '3', '2'])
    expect(readStrictly('t=s=1; s; =s=2', 's')).toEqual([])
  })
})

describe('values beyond ASCII are UTF-8', () => {
  test.each([
    [String.raw`s="\303\251"`, '\u00e9'],
    [String.raw`s=\303\251`, '\u00e9'],
    ['s="\u00c3\u00a9"', '\u00e9'],
    [String.raw`s="\342\202\254"`, '\u20ac'],
    [String.raw`s="\351"`, '\ufffd'],
    [String.raw`s="\355\240\200"`, '\ufffd\ufffd\ufffd'],
    [String.raw`s="\357\273\277a"`, '\ufeffa'],
    ['s="\u20ac"', '\u20ac'],
    ['s="\u0161\u00e9"', '\u0161\u00e9'],
  ])('%s', (header, value) => expect(readCookie(header, 's')).toBe(value))
})

describe('escapes', () => {
  const ESCAPE = /\\(?:([0-3][0-7][0-7])|(.))/g
  const pieces = fc.constantFrom(
    '\\',
    '0',
    '3',
    '4',
    '7',
    '8',
    'a',
    '"',
    '\n',
    '\u2028',
    '\u00e9',
    '\u20ac',
  )

  test('are undone as the grammar says', () => {
    const text = fc.array(pieces).map((list) => list.join(''))
    const byGrammar = (value: string): string =>
      value.replace(ESCAPE, (_, octal?: string, character?: string) =>
        octal === undefined ? character! : String.fromCharCode(Number.parseInt(octal, 8)),
      )
    const isQuoted = (value: string): boolean => value.length > 1 && value.startsWith('"')
    const check = (value: string): void => {
      if (!isQuoted(value)) expect(unquote(value)).toBe(utf8(byGrammar(value)))
    }
    fc.assert(fc.property(text, check), { numRuns: 2000 })
  })
})

test('a name of one letter in a header of that letter alone takes no longer than to look through it', () => {
  const header = 's'.repeat(65_000)
  const work = (times: number): number => {
    const start = timeOfWork()
    for (let time = 0; time < times; time++) readStrictly(header, 's')
    return timeOfWork() - start
  }
  work(50)
  expect(work(50)).toBeLessThan(175)
})
