/** What people paste. */
import { describe, expect, test } from 'vitest'
import { fromInput } from '../../src/inspect/index.js'

const VALUE = 'eyJhIjoxfQ.ZVPxAA.U5rieQXj4cmIlfTa0hTRU1wZPuQ'

/** Names and texts. */
const found = (text: string): [string | undefined, string][] =>
  fromInput(text).cookies.map(({ name, text }) => [name, text])

describe('a value', () => {
  test.each([
    ['bare', VALUE],
    ['with blanks around', `  ${VALUE}\n`],
    ['in double quotes', `"${VALUE}"`],
    ['in single quotes', `'${VALUE}'`],
    ['wrapped', `${VALUE.slice(0, 12)}\n${VALUE.slice(12)}`],
  ])('%s', (_, text) => {
    expect(fromInput(text)).toEqual({
      kind: 'value',
      cookies: [{ name: undefined, text: VALUE, also: [] }],
    })
  })

  test('that ends like base64 is no pair', () => {
    expect(found('eyJ2YWx1ZSI6bnVsbH0=')).toEqual([[undefined, 'eyJ2YWx1ZSI6bnVsbH0=']])
    expect(found('eyJ2YWx1ZSI6bnVs==')).toEqual([[undefined, 'eyJ2YWx1ZSI6bnVs==']])
  })

  test('nothing is no cookie', () => {
    expect(fromInput(' \n ')).toEqual({ kind: 'value', cookies: [] })
  })
})

describe('a Cookie header', () => {
  test.each([
    ['with its name', `Cookie: theme=dark; session=${VALUE}`],
    ['in small letters', `cookie:theme=dark;session=${VALUE}`],
    ['without its name', `theme=dark; session=${VALUE}`],
    ['among other headers', `Host: example.org\nCookie: theme=dark; session=${VALUE}\nAccept: */*`],
  ])('%s', (_, text) => {
    expect(fromInput(text).kind).toBe('cookie header')
    expect(found(text)).toEqual([
      ['theme', 'dark'],
      ['session', VALUE],
    ])
  })

  test('one pair', () => {
    expect(found(`session=${VALUE}`)).toEqual([['session', VALUE]])
  })

  test('quotes are taken away, and escapes stay', () => {
    expect(found(`Cookie: session="${VALUE}"; sid=s%3Aid.mac`)).toEqual([
      ['session', VALUE],
      ['sid', 's%3Aid.mac'],
    ])
  })

  test('a signature is no cookie by itself, and comes beside the others', () => {
    const { cookies } = fromInput('Cookie: session=eyJ9; session.sig=mac')
    expect(cookies).toEqual([
      { name: 'session', text: 'eyJ9', also: [{ name: 'session.sig', text: 'mac' }] },
    ])
  })

  test('pieces are one cookie', () => {
    const { cookies } = fromInput('Cookie: token.1=b; token.0=a; theme=x')
    expect(cookies.map(({ name, text }) => [name, text])).toEqual([
      ['theme', 'x'],
      ['token', 'ab'],
    ])
  })
})

describe('a Set-Cookie line', () => {
  test.each([
    ['with its name', 'Set-Cookie: '],
    ['without it', ''],
  ])('%s', (_, name) => {
    expect(fromInput(`${name}session=${VALUE}; Path=/; HttpOnly; SameSite=Lax`)).toEqual({
      kind: 'set-cookie',
      cookies: [
        {
          name: 'session',
          text: VALUE,
          also: [],
          attributes: ['Path=/', 'HttpOnly', 'SameSite=Lax'],
        },
      ],
    })
  })

  test('several lines', () => {
    expect(found('Set-Cookie: a=1; Path=/\nSet-Cookie: b=2; Secure')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  })
})

describe('curl', () => {
  test.each([
    ['-b', `curl https://example.org/ -b 'theme=dark; session=${VALUE}'`],
    ['-b in one word', `curl -b'theme=dark; session=${VALUE}' https://example.org/`],
    ['--cookie', `curl --cookie "theme=dark; session=${VALUE}" https://example.org/`],
    ['--cookie=', `curl --cookie=theme=dark\\;session=${VALUE} https://example.org/`],
    [
      '-H',
      `$ curl 'https://example.org/' \\\n  -H 'accept: */*' \\\n  -H 'cookie: theme=dark; session=${VALUE}'`,
    ],
    ['--header', `curl --header "Cookie: theme=dark; session=${VALUE}" https://example.org/`],
    ['in the quotes of a shell', `curl -H $'cookie: theme=dark; session=${VALUE}' x`],
    [
      'of Windows',
      `curl.exe ^"https://example.org/^" ^\n  -H ^"cookie: theme=dark; session=${VALUE}^"`,
    ],
  ])('%s', (_, text) => {
    expect(fromInput(text).kind).toBe('curl')
    expect(found(text)).toEqual([
      ['theme', 'dark'],
      ['session', VALUE],
    ])
  })

  test('the name of a file is no cookie', () => {
    expect(fromInput('curl -b jar.txt https://example.org/')).toEqual({ kind: 'curl', cookies: [] })
  })
})

describe('HAR', () => {
  const request = { method: 'GET', headers: [{ name: 'Cookie', value: `session=${VALUE}` }] }
  const response = { status: 200, headers: [{ name: 'set-cookie', value: 'a=1; Path=/\nb=2' }] }

  test.each([
    ['a file', { log: { version: '1.2', entries: [{ request, response }] } }],
    ['an entry', { request, response }],
    ['the same cookie twice', { log: { entries: [{ request }, { request, response }] } }],
  ])('%s', (_, har) => {
    expect(fromInput(JSON.stringify(har)).kind).toBe('har')
    expect(found(JSON.stringify(har))).toEqual([
      ['session', VALUE],
      ['a', '1'],
      ['b', '2'],
    ])
  })

  test('a request alone, and one without headers of cookies', () => {
    expect(found(JSON.stringify(request))).toEqual([['session', VALUE]])
    const listed = { request: { headers: [], cookies: [{ name: 'session', value: VALUE }] } }
    expect(found(JSON.stringify(listed))).toEqual([['session', VALUE]])
  })

  test('other JSON is a value', () => {
    expect(fromInput('{"a":1}').kind).toBe('value')
  })
})
