import { describe, expect, test } from 'vitest'
import { bringsCookies } from '../../src/bindings/shared/same-cookies.js'
import { leastRatio } from '../support/time.js'

const headersOf = (cookie?: string): Headers => new Headers(cookie === undefined ? {} : { cookie })

describe('a request inside the server brings the cookies of a session', () => {
  test.each([
    ['the same', 'session=a', 'session=a', true],
    ['none, as there are none', undefined, 'theme=dark', true],
    ['none of it', undefined, 'session=a', false],
    ['none of it, and others', 'theme=dark', 'session=a; theme=dark', false],
    ['another', 'session=b', 'session=a', false],
    ['another, where there is none', 'session=b', undefined, false],
    ['the same, encoded by the framework', 'session=a%2B%3D', 'session=a+=', true],
    ['the same, without its quotes', 'session=a%20b', 'session="a b"', true],
    ['a quote alone', 'session="', 'session="', true],
    ['nothing, in quotes', 'session=', 'session=""', true],
    ['what is no encoding', 'session=%', 'session=%', true],
    ['other cookies than before', 'session=a; theme=light', 'theme=dark;session=a', true],
    ['the first of two', 'session=a', 'session=a; session=b', true],
    ['its pieces', 'session.0=a; session.1=b', 'session.0=a; session.1=b', true],
    ['another piece', 'session.0=a; session.1=c', 'session.0=a; session.1=b', false],
  ])('%s', (_, inner, around, expected) => {
    expect(bringsCookies(headersOf(inner), headersOf(around), 'session')).toBe(expected)
  })
})

test.each(['="', '"', '=', '%', '; session='])(
  'a header of many %j takes no longer than it is long',
  (part) => {
    const headers = (bytes: number): Headers =>
      headersOf(`session${part.repeat(bytes / part.length)}=`)
    const read = (one: Headers): boolean => bringsCookies(one, one, 'session')
    const [long, short] = [headers(64_000), headers(4000)]
    expect(
      leastRatio(
        () => read(long),
        () => read(short),
        64,
      ),
    ).toBeLessThan(64)
  },
)
