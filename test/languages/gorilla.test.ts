/** The factory beside gorilla/sessions: its defaults, and how long a session lives. */
import { expect, test } from 'vitest'
import { gorillaSessionFactory } from '../../src/languages/gorilla.js'
import type { GorillaSessionOptions } from '../../src/languages/gorilla.js'
import { readVectors } from '../support/vectors.js'

const KEY = 'a hash key of the tests, of 32 bytes and more'
const MONTH = 30 * 86_400

function lineOf(options: GorillaSessionOptions): string {
  const { session, commit } = gorillaSessionFactory(KEY, options).open()
  session.set('user', 'ada')
  return commit()[0]![1].replace(/^(\w+=)[^;]*/, '$1…')
}

test('its cookie is as that of a new CookieStore, but for HttpOnly', () => {
  const line = lineOf({ clock: () => 0 })
  expect(line).toBe(
    `session=…; Max-Age=${MONTH}; Path=/; expires=Sat, 31-Jan-1970 00:00:00 GMT; HttpOnly`,
  )
  expect(lineOf({ maxAge: null })).toBe('session=…; Path=/; HttpOnly')
})

interface Vector {
  name: string
  keyPairs: string[]
  maxAge: number
  now: number
  cookie: string
  accepted: boolean
}

const ages = readVectors<Vector>('languages/gorilla').filter(({ name }) => name.startsWith('age '))
/** Go takes any time that is ahead, which no clock makes. */
const isFarAhead = ({ name }: Vector): boolean => Number(name.split(' ')[1]) < -60

test.each(ages.filter((vector) => !isFarAhead(vector)))('$name', (vector) => {
  const { keyPairs, maxAge, now, cookie, accepted } = vector
  const key = Buffer.from(keyPairs[0]!, 'hex')
  const factory = gorillaSessionFactory(key, { maxAge: maxAge || null, clock: () => now })
  const { session } = factory.open(`session=${cookie}`)
  expect([session.new, session.get('user')]).toEqual([!accepted, accepted ? 'ada' : undefined])
})

test('its own idle timeout, if it has one', () => {
  let now = 1_700_000_000
  const factory = gorillaSessionFactory(KEY, { idleTimeout: 60, clock: () => now })
  const { session, commit } = factory.open()
  session.set('user', 'ada')
  const cookie = commit()[0]![1].split(';')[0]
  now += 61
  expect(factory.open(cookie).session.get('user')).toBe(undefined)
})

test('times that are not in the cookie are no options', () => {
  expect(() => gorillaSessionFactory(KEY, { absoluteTimeout: 3600 })).toThrow(
    expect.objectContaining({ option: 'absoluteTimeout' }),
  )
  expect(() => gorillaSessionFactory(KEY, { persistent: true })).toThrow(
    expect.objectContaining({ option: 'persistent' }),
  )
})

test('what does not fit is told with its keys', () => {
  const { session, commit } = gorillaSessionFactory(KEY).open()
  session.set('long', 'x'.repeat(3000))
  expect(() => commit()).toThrow(expect.objectContaining({ code: 'COOKIE_TOO_LARGE' }))
})
