import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCookie } from '../../src/cookie/read.js'
import { readVectors } from '../support/vectors.js'

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
  test.each([
    ['a nameless cookie forges no name', '=session=evil', undefined],
    ['a percent-encoded name is another name', '%73ession=evil', undefined],
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

  test.each([
    ['one run', 'x'.repeat(65_536)],
    ['equals signs', '='.repeat(65_536)],
    ['white space', `a${' '.repeat(65_536)}`],
    ['open quotes', 'a="'.repeat(20_000)],
    ['escaped quotes', `a="${String.raw`\"`.repeat(30_000)}`],
    ['backslashes', `a="${'\\'.repeat(65_536)}`],
    ['pairs', 'a=1;'.repeat(16_000)],
    ['dates', 'a=Wed, 01-Jan-2020 '.repeat(3_000)],
  ])('64 KB of %s take no longer than linear time', (_, header) => {
    const started = performance.now()
    readCookie(header, 'session')
    // Quadratic time would be seconds; linear time is about a millisecond.
    expect(performance.now() - started).toBeLessThan(250)
  })
})
