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

// WebOb 1.8.10, the newest: what older ones read otherwise is their fault, not the header's.
const vectors = readVectors<ReadVector>('pyramid/headers').filter(
  (vector) => vector.name.startsWith('read_cookie/') && vector.webob_version === '1.8.10',
)

describe('readCookie, as WebOb 1.8.10', () => {
  test('there are vectors', () => expect(vectors.length).toBeGreaterThan(70))

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    expect(readCookie(vector.header, 'session') ?? null).toBe(vector.session)
    for (const [name, value] of vector.all) expect(readCookie(vector.header, name)).toBe(value)
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
