/** Sessions of cookie-session and cookie-parser, as the real packages write and read them. */
import { describe, expect, test } from 'vitest'
import { DeserializeError, newRecord } from '../../src/index.js'
import type { SessionEvent } from '../../src/index.js'
import {
  cookieParserFormat,
  cookieParserSessionFactory,
  expressCookieSessionFactory,
  expressCookieSessionFormat,
  readSignedCookie,
} from '../../src/languages/cookie-session.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, recordOf, refusal } from './contract.js'
import { named, outcomeOf } from './npm-vectors.js'
import type { NpmVector } from './npm-vectors.js'

interface Vector extends NpmVector {
  readonly kind: 'cookie-session' | 'cookie-parser'
  readonly cookieName: string
  readonly keys: readonly string[]
  readonly algorithm?: string
  readonly encoding?: 'base64' | 'hex'
  readonly cookie: string
}

const vectors = readVectors<Vector>('languages/cookie-session')
const of = (kind: string, without?: string) =>
  named(vectors.filter((vector) => vector.kind === kind && vector.cookieName !== without))

const SECRET = 'a secret of cookie-session, long enough'
const SESSION_NAMES = ['__proto__', 'constructor', 'isNew', '_ctx', 'toString']

const ODD_NAME = 'express:sess'

/** What cookie-session takes for a session, and never writes. */
const NO_OBJECT = /^genuine: (?:\[1,2\]|"text"|7|null|true)$/

test('there are vectors', () => {
  expect(vectors.length).toBeGreaterThan(300)
  expect(vectors.filter(({ name }) => NO_OBJECT.test(name))).toHaveLength(5)
})

describe('cookie-session', () => {
  const formatOf = ({ keys, algorithm, encoding }: Vector) =>
    expressCookieSessionFormat(keys, { algorithm, encoding })

  test('a name that is no token of HTTP is none here, as that of cookie-session 1 is', () => {
    const wrong = expect.objectContaining({ option: 'cookieName' })
    expect(() => expressCookieSessionFactory(SECRET, { cookieName: ODD_NAME })).toThrow(wrong)
  })

  test.each(of('cookie-session', ODD_NAME))('%s', (_, vector) => {
    const { name, cookie, cookieName, accepted, data, keys, algorithm, encoding } = vector
    const heard: SessionEvent[] = []
    const factory = expressCookieSessionFactory(keys, {
      algorithm,
      encoding,
      cookieName,
      secure: cookieName.startsWith('__Host-') ? true : 'auto',
      onEvent: (event) => heard.push(event),
    })
    const { session } = factory.open(cookie)
    const read = Object.fromEntries(session.entries())
    if (NO_OBJECT.test(name)) {
      expect([read, heard.map(({ type }) => type)]).toEqual([{}, ['invalid']])
    } else expect([read, !session.new]).toEqual([data ?? {}, accepted])
  })

  test.each(
    of('cookie-session').filter(([, { name, accepted }]) => {
      return accepted && !/genuine|order|others|quotes|padding|rotation|dropped/.test(name)
    }),
  )('%s is written as cookie-session writes it', (_, vector) => {
    const format = formatOf(vector)
    const { cookieName, data, cookie } = vector
    const text = format.write(
      { ...newRecord(0), data: new Map(Object.entries(data as object)) },
      cookieName,
    )
    const parts = format.cookies!.split(text, cookieName)
    expect(parts.map(([name, value]) => `${name}=${value}`).join('; ')).toBe(cookie)
  })

  test.each(SESSION_NAMES)('%s is a key that it drops: not written', (key) => {
    const format = expressCookieSessionFormat(SECRET)
    const data = new Map<unknown, unknown>([['a', 1]]).set(key, 1)
    expect(() => format.write({ ...newRecord(0), data }, 'session')).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', path: key }),
    )
    expect(format.write(recordOf({ a: { [key]: 1 } }), 'session')).toContain('|')
  })

  test('without timeouts, which it has no times for', () => {
    const wrong = expect.objectContaining({ option: 'idleTimeout' })
    expect(() => expressCookieSessionFactory(SECRET, { idleTimeout: 60 })).toThrow(wrong)
  })

  test.each<[string, unknown, object]>([
    ['algorithm', SECRET, { algorithm: 'md17' }],
    ['encoding', SECRET, { encoding: 'binary' }],
    ['secret', '', {}],
    ['secret', [], {}],
    ['secret', 7, {}],
  ])('%s is refused where it is wrong', (option, keys, options) => {
    expect(() => expressCookieSessionFormat(keys as string, options)).toThrow(
      expect.objectContaining({ option }),
    )
  })

  formatContract('cookie-session', {
    make: (name) => expressCookieSessionFormat(`${name}, and a secret of its own`),
    isLenient: false,
    tick: 0,
    dropped: ['__proto__', 'constructor'],
  })
})

describe('cookie-parser', () => {
  /** The whole header, as it has one cookie. */
  const textOf = ({ cookie }: Vector): string => cookie.slice('session='.length)

  test.each(of('cookie-parser'))('%s', (_, vector) => {
    const { keys, accepted, data } = vector
    const read = outcomeOf(() => cookieParserFormat(keys).read(textOf(vector), 'session').data)
    if (!accepted) expect(['BAD_TEXT', 'BAD_SIGNATURE']).toContain(read)
    else if (typeof data === 'string') {
      expect(read).toBe('BAD_PAYLOAD')
      expect(readSignedCookie(textOf(vector), keys)).toBe(data)
    } else expect(read).toEqual(data)
  })

  test.each(
    of('cookie-parser').filter(
      ([, { name, data }]) => typeof data === 'object' && !/escaped|rotation/.test(name),
    ),
  )('%s is written as Express writes it', (_, vector) => {
    const record = { ...newRecord(0), data: new Map(Object.entries(vector.data as object)) }
    expect(cookieParserFormat(vector.keys).write(record, 'session')).toBe(textOf(vector))
  })

  test('its factory shares the cookie', () => {
    const factory = cookieParserSessionFactory(SECRET, { cookieName: 'visitor' })
    const { session, commit } = factory.open()
    session.set('a', 'é')
    const cookie = commit()[0]![1].split(';')[0]
    expect(cookie).toMatch(/^visitor=s%3Aj%3A/)
    expect(factory.open(cookie).session.get('a')).toBe('é')
  })

  test('a value that nobody signed is refused', () => {
    expect(() => readSignedCookie('s:ada.x', SECRET)).toThrow(DeserializeError)
    expect(refusal(cookieParserFormat(SECRET), 'ada')).toBe('BAD_TEXT')
  })

  formatContract('cookie-parser', {
    make: (name) => cookieParserFormat(`${name}, and a secret of its own`),
    isLenient: true,
    tick: 0,
  })
})
