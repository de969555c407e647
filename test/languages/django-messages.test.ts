/** The cookie of Django's messages: what the real one wrote and what it read, and what is ours alone. */
import { describe, expect, test } from 'vitest'
import { DjangoMessage, DjangoMessagesCookie } from '../../src/languages/django.js'
import type { DjangoLevelMessage } from '../../src/languages/django.js'
import { CookieTooLargeError } from '../../src/index.js'
import { damaged } from '../formats/damage.js'
import { readVectors } from '../support/vectors.js'

const KEY = 'the SECRET_KEY of these vectors, wéll beyond the fifty characters of a new project'
const NOW = 1_700_000_000.5

type Shown = readonly [level: number, text: string, isSafe: boolean, extraTags: string]

interface Vector {
  readonly name: string
  readonly cookie: string
  /** The whole Set-Cookie line, where Django wrote it. */
  readonly line?: string
  readonly given?: readonly Shown[]
  /** Whether all that were given found room. */
  readonly isFinished?: boolean
  readonly accepted: boolean
  readonly messages: readonly Shown[]
}

const cookie = new DjangoMessagesCookie(KEY, { clock: () => NOW })

const shown = ({ level, message }: DjangoLevelMessage): Shown =>
  message instanceof DjangoMessage
    ? [level, message.text, message.isSafe, message.extraTags]
    : [level, message, false, '']

const messageOf = ([level, text, isSafe, extraTags]: Shown): DjangoLevelMessage => ({
  level,
  message: isSafe || extraTags !== '' ? new DjangoMessage(text, { isSafe, extraTags }) : text,
})

const valueOf = ([, line]: readonly [string, string]): string =>
  line.split(';')[0]!.slice('messages='.length)

describe.each(['django', 'django-5.2'])('recorded of Django: %s', (file) => {
  const vectors = readVectors<Vector>(`languages/${file}`, 'cookies')

  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s: read as Django reads it',
    (_, vector) => {
      const { messages, isFinished } = cookie.read(`a=b; messages=${vector.cookie}; c=d`)
      expect(messages.map(shown)).toEqual(vector.messages)
      expect(isFinished).toBe(vector.isFinished ?? true)
    },
  )

  test.each(
    vectors
      .filter(({ isFinished }) => isFinished === true)
      .map((vector) => [vector.name, vector] as const),
  )('%s: what we write is read as the same', (_, { given }) => {
    const line = cookie.write(given!.map(messageOf))
    expect(cookie.read(line[1].split(';')[0]).messages.map(shown)).toEqual(given)
  })
})

test('the line is Django’s, to the letter where nothing is compressed', () => {
  const [one] = readVectors<Vector>('languages/django', 'cookies')
  expect(valueOf(cookie.write(one!.given!.map(messageOf)))).toBe(one!.cookie)
  expect(cookie.write([{ level: 20, message: 'a' }])[1]).toMatch(
    /^messages=[\w-]+:1r31eq:[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  expect(one!.line).toMatch(/; HttpOnly; Path=\/; SameSite=Lax$/)
})

test('none take the cookie away', () => {
  expect(cookie.write([])).toEqual([
    'Set-Cookie',
    'messages=; Max-Age=0; Path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
  ])
})

test('options are those of cookies and of Django’s signing', () => {
  const other = new DjangoMessagesCookie([`another ${KEY}`, KEY], {
    cookieName: 'news',
    path: '/shop',
    secure: 'auto',
    defaultHashingAlgorithm: 'sha1',
    legacyAlgorithm: 'sha256',
  })
  const [, line] = other.write([{ level: 40, message: 'a' }], () => true)
  expect(line).toMatch(/^news=[\w-]+:\w+:[\w-]{27}; Path=\/shop; secure; HttpOnly; SameSite=Lax$/)
  const old = valueOf(cookie.write([{ level: 40, message: 'b' }]))
  expect(other.read(`news=${old}`).messages).toEqual([{ level: 40, message: 'b' }])
  expect(other.write([], () => false)[1]).not.toContain('secure')
  expect(() => new DjangoMessagesCookie('')).toThrow('secret must not be empty')
  expect(() => new DjangoMessagesCookie(KEY, { maxAge: 5 } as never)).toThrow(
    'maxAge is not an option',
  )
})

test('what does not fit is refused, and so is what is no message', () => {
  const noise = Array.from({ length: 2000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('')
  expect(() => cookie.write([{ level: 20, message: noise }])).toThrow(CookieTooLargeError)
  expect(() => cookie.write([{ level: 20, message: 5 as never }])).toThrow(
    "[0].message: Django's messages are text or a DjangoMessage, not a number",
  )
  expect(() => cookie.write([{ level: 1.5, message: 'a' }])).toThrow(
    'the level of a message must be a whole number',
  )
})

test.each([
  [undefined],
  [null],
  [''],
  ['messages'],
  ['messages='],
  ['other=a'],
  [`messages=${'a'.repeat(70_000)}`],
])('a header without it has none: %o', (header) => {
  expect(cookie.read(header)).toEqual({ messages: [], isFinished: true })
})

test('of 25,000 that somebody changed none is read', () => {
  const texts = [[], ['', 'x']].map((more) =>
    valueOf(cookie.write(['a', 'b', ...more].map((message) => ({ level: 20, message })))),
  )
  let read = 0
  for (const text of damaged(texts, texts, 25_000, 20_261_128)) {
    read += cookie.read(`messages=${text}`).messages.length
  }
  expect(read).toBe(0)
})
