/** Cookie values beyond ASCII: the installed WebOb reads what we write, and we read what it writes. */
import { describe, expect, test } from 'vitest'
import { baseCookieSessionFactory, unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { findPythonWith, runPython } from '../support/python.js'

const python = findPythonWith('webob.cookies', 'python3-webob')

const VALUES = [
  '\u00e9',
  '\u20ac',
  '\u{1f600}',
  'a\u00e9"b\\;,c',
  '\u0000\u007f\u0080',
  '\u00c3\u00a9',
  '"',
]

/** Values that WebOb writes bare and does not read again. */
const BRACKETED = ['[', 'a]', '[1]']

/** A factory whose cookie holds `value`, and the texts that it was given to read. */
function factoryOf(value: string): { factory: SessionFactory; read: string[] } {
  const read: string[] = []
  const factory = unencryptedCookieSessionFactoryConfig('s', {
    signedSerialize: () => value,
    signedDeserialize: (text) => {
      read.push(text)
      return [0, 0, {}]
    },
  })
  return { factory, read }
}

const pairOf = (value: string): string => {
  const { session, commit } = factoryOf(value).factory.open()
  session.set('a', 1)
  return commit()[0]![1].split('; ')[0]!
}

/** What we read of a header; `null` where nothing was handed on. */
const readBack = (header: string): string | null => {
  const { factory, read } = factoryOf('')
  expect(factory.open(header).session.size).toBe(0)
  return read[0] ?? null
}

describe.runIf(python)('WebOb', () => {
  const PROGRAM = `
import json, sys, warnings
warnings.simplefilter('ignore')
from webob.cookies import RequestCookies, make_cookie
out = []
for value, pair in json.load(sys.stdin):
    data = value.encode('utf-8')
    out.append([RequestCookies({'HTTP_COOKIE': pair})['session'], make_cookie('session', data).split('; ')[0]])
print(json.dumps(out))
`

  test('reads what we write, and writes the same', async () => {
    const input = JSON.stringify(VALUES.map((value) => [value, pairOf(value)]))
    const output = JSON.parse(await runPython(PROGRAM, input, python)) as [string, string][]
    expect(output).toEqual(VALUES.map((value) => [value, pairOf(value)]))
  })

  test('reads what we write of brackets', async () => {
    const input = JSON.stringify(BRACKETED.map((value) => [value, pairOf(value)]))
    const output = JSON.parse(await runPython(PROGRAM, input, python)) as [string, string][]
    expect(output).toEqual(BRACKETED.map((value) => [value, `session=${value}`]))
  })
})

test.each([
  ['\u00e9', String.raw`session="\303\251"`],
  ['\u20ac', String.raw`session="\342\202\254"`],
  ['\u{1f600}', String.raw`session="\360\237\230\200"`],
])('%j is written as octal escapes of its UTF-8', (value, pair) => {
  expect(pairOf(value)).toBe(pair)
})

test.each(VALUES)('%j is read back', (value) => {
  expect(readBack(pairOf(value))).toBe(value)
})

test('bytes that are UTF-8 need no escapes', () => {
  expect(readBack('session="\u00c3\u00a9"')).toBe('\u00e9')
})

test.each([
  String.raw`session="\351"`,
  'session="\u00e9"',
  String.raw`session="\355\240\200"`,
  String.raw`session="\300\200"`,
])('bytes that are not UTF-8, which WebOb dies of, are no session: %s', (header) => {
  const reasons: string[] = []
  const onInvalid = ({ code }: { code: string }) => reasons.push(code)
  const signedDeserialize = () => expect.unreachable()
  const factory = unencryptedCookieSessionFactoryConfig('s', { signedDeserialize, onInvalid })
  expect(factory.open(header).session.new).toBe(true)
  expect(reasons).toEqual(['BAD_TEXT'])
})

test('bytes of a serializer come back, each of them', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
  let given: Uint8Array | undefined
  const factory = baseCookieSessionFactory({
    dumps: () => bytes,
    loads: (read) => {
      given = read
      return [0, 0, {}]
    },
  })
  const { session, commit } = factory.open()
  session.set('a', 1)
  const pair = commit()[0]![1].split('; ')[0]!
  expect(pair).toContain(String.raw`\303\251`)
  expect(factory.open(pair).session.size).toBe(0)
  expect([...given!]).toEqual([...bytes])
})

test('half a surrogate pair is an error, not a question mark', () => {
  expect(() => pairOf('\ud83d')).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
})

test('what escapes make longer than browsers keep is an error', () => {
  // 7 + 2 quotes + 1021 * 4 = 4093 bytes
  expect(pairOf('\u0001'.repeat(1021)).length).toBe(4094)
  expect(() => pairOf('\u0001'.repeat(1022))).toThrow(
    expect.objectContaining({ code: 'COOKIE_TOO_LARGE', size: 4090, limit: 4089 }),
  )
})

test('a long name leaves less room', () => {
  const factory = unencryptedCookieSessionFactoryConfig('s', {
    cookieName: 'n'.repeat(40),
    signedSerialize: () => 'x'.repeat(4064),
  })
  const { session, commit } = factory.open()
  session.set('a', 1)
  expect(() => commit()).toThrow(expect.objectContaining({ size: 4064, limit: 4056 }))
})
