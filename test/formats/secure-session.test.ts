/** Sessions of @fastify/secure-session, as the real package writes and reads them. */
import { createHash } from 'node:crypto'
import secureSession from '@fastify/secure-session'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newRecord } from '../../src/index.js'
import type { Secrets } from '../../src/crypto/secret.js'
import {
  secureSessionFactory,
  secureSessionFormat,
  secureSessionKey,
} from '../../src/languages/secure-session.js'
import { keyOf } from '../support/jar.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, refusal } from './contract.js'
import { named } from './npm-vectors.js'
import type { NpmVector } from './npm-vectors.js'

interface Vector extends NpmVector {
  readonly key?: string | readonly string[]
  readonly secret?: string
  readonly salt?: string
  readonly expiry?: number
  readonly now: number
  readonly text: string
}

const all = readVectors<Vector>('languages/secure-session')
const keyed = all.filter(({ secret }) => secret === undefined)
const [KEY, OTHER] = ['key', 'other key'].map((name) => keyOf(name)) as [string, string]

/** What it takes for a session, and never writes: text that is base64 in another way, and sessions of another time. */
const NOT_WRITTEN =
  /^(?:three parts|urlsafe|genuine: (?:\{"a":1\}|\{"__ts":"1700000000","a":1\}|\{"__ts":1700003600\}|\[1,2\]))$/

test('there are vectors', () => {
  expect(all.length).toBeGreaterThan(200)
  expect(all.filter(({ name }) => NOT_WRITTEN.test(name))).toHaveLength(6)
})

test.each(named(keyed))('%s', (_, { name, key, expiry, now, text, accepted, data }) => {
  const factory = secureSessionFactory(key as Secrets, { expiry, clock: () => now })
  const { session } = factory.open(`session=${text}`)
  const isTaken = accepted && !NOT_WRITTEN.test(name)
  const read = Object.fromEntries(session.entries())
  expect([read, !session.new]).toEqual([isTaken ? data : {}, isTaken])
})

test.each(all.filter(({ secret }) => secret !== undefined))(
  'by $name',
  { timeout: 240_000 },
  async ({ secret, salt, now, text, data }) => {
    const key = await secureSessionKey(secret!, salt)
    const { session } = secureSessionFactory(key, { clock: () => now }).open(`session=${text}`)
    expect(Object.fromEntries(session.entries())).toEqual(data)
  },
)

test('why one is refused', () => {
  const codes = new Map(
    keyed.map(({ name, key, text }) => [name, refusal(secureSessionFormat(key as Secrets), text)]),
  )
  const names = {
    'three parts': 'BAD_TEXT',
    urlsafe: 'BAD_TEXT',
    'a long nonce': 'BAD_TEXT',
    'an empty box': 'BAD_TEXT',
    'another key': 'BAD_SIGNATURE',
    'the nonce of another': 'BAD_SIGNATURE',
    'genuine: {"a":1}': 'BAD_SESSION',
    'genuine: [1,2]': 'BAD_PAYLOAD',
    'genuine: ': 'BAD_PAYLOAD',
  }
  for (const [name, code] of Object.entries(names)) {
    expect([name, codes.get(name)]).toEqual([name, code])
  }
})

describe('what is written', () => {
  const app = fastify()
  beforeAll(async () => {
    await app.register(secureSession, {
      key: [KEY, OTHER].map((key) => Buffer.from(key, 'base64')),
    })
    await app.ready()
  })
  afterAll(() => app.close())

  const isWritten = ({ name, accepted, expiry }: Vector): boolean =>
    accepted && expiry === undefined && !/genuine|after/.test(name)

  test.each(named(keyed.filter(isWritten)))('%s is read', (_, { data }) => {
    const now = Date.now() / 1000
    const record = { ...newRecord(now), data: new Map(Object.entries(data as object)) }
    for (const key of [KEY, OTHER]) {
      const text = secureSessionFormat(key).write(record, 'session')
      const session = app.decodeSecureSession(decodeURIComponent(text))!
      expect(session.data()).toEqual(data)
      expect(session.get('__ts' as never)).toBe(Math.round(now))
    }
  })

  test('the key of the time is not for the application', () => {
    const record = { ...newRecord(0), data: new Map([['__ts', 1]]) }
    expect(() => secureSessionFormat(KEY).write(record, 'session')).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', path: '__ts' }),
    )
  })
})

describe('times', () => {
  const START = 1_700_000_000

  /** Whether a session lives on, that somebody reads after so many seconds, again and again. */
  function readAfter(options: object, ...steps: readonly number[]): boolean[] {
    let now = START
    const factory = secureSessionFactory<{ a?: number }>(KEY, { ...options, clock: () => now })
    const first = factory.open()
    first.session.set('a', 1)
    let cookie = first.commit()[0]![1].split(';')[0]
    return steps.map((seconds) => {
      now += seconds
      const { session, commit } = factory.open(cookie)
      const isAlive = session.get('a') === 1
      const line = commit().find(([name]) => name === 'Set-Cookie')
      if (line !== undefined) cookie = line[1].split(';')[0]
      return isAlive
    })
  }

  test('reading does not renew a session, as there', () => {
    expect(readAfter({}, 80_000, 6400, 1)).toEqual([true, true, false])
    expect(readAfter({ expiry: 100 }, 99, 1)).toEqual([true, false])
  })

  test('with an idle timeout it does', () => {
    expect(readAfter({ idleTimeout: 600 }, 500, 500, 500, 601)).toEqual([true, true, true, false])
  })

  test('there is no time of its making', () => {
    const wrong = expect.objectContaining({ option: 'absoluteTimeout' })
    expect(() => secureSessionFactory(KEY, { absoluteTimeout: 600 })).toThrow(wrong)
  })
})

describe('keys', () => {
  const bytes = Buffer.from(KEY, 'base64')
  const text = secureSessionFormat(KEY).write(newRecord(0), 'session')

  test.each([
    ['base64url', KEY],
    ['base64', bytes.toString('base64')],
    ['bytes', bytes],
    ['an array of bytes', new Uint8Array(bytes)],
    ['a list', [OTHER, KEY]],
  ])('%s', (_, key) => expect(refusal(secureSessionFormat(key), text)).toBe('read'))

  test.each<[string, unknown, object]>([
    ['key', 'not base64!', {}],
    ['key', bytes.subarray(1), {}],
    ['key', bytes.toString('hex'), {}],
    ['secret', '', {}],
    ['secret', [], {}],
    ['expiry', KEY, { expiry: 0 }],
    ['expiry', KEY, { expiry: Infinity }],
  ])('%s is refused where it is wrong', (option, key, options) => {
    expect(() => secureSessionFormat(key as string, options)).toThrow(
      expect.objectContaining({ option }),
    )
  })

  test('a secret that is short, and a salt of another length, make no key', async () => {
    await expect(secureSessionKey('short')).rejects.toMatchObject({ option: 'secret' })
    await expect(secureSessionKey('x'.repeat(32), 'short')).rejects.toMatchObject({
      option: 'salt',
    })
  })
})

formatContract('secure-session', {
  make: (name) => secureSessionFormat(createHash('sha256').update(name).digest()),
  isLenient: true,
  tick: 0.5,
})
