/** What is in a cookie: of the recordings, and of cookies that were made for it. */
import { describe, expect, test } from 'vitest'
import {
  cookieSessionFactory,
  generateKey,
  pyramidSignedFormat,
  sealedCookieSessionFactory,
  signedFormat,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { inspectCookie } from '../../src/inspect/index.js'
import type { Inspection } from '../../src/inspect/index.js'
import { gorillaFormat } from '../../src/formats/gorilla.js'
import { storedFormat } from '../../src/formats/stored.js'
import { newRecord } from '../../src/session/record.js'
import { grouped, readSamples } from './samples.js'
import type { Sample } from './samples.js'

const key = generateKey()
const NOW = 1_700_000_000
const clock = (): number => NOW

function cookieOf(factory: SessionFactory, values: Record<string, unknown>): string {
  const { session, commit } = factory.open()
  for (const [name, value] of Object.entries(values)) session.set(name, value)
  session.flash('saved', 'notes')
  session.getCsrfToken()
  const [, line = ''] = commit()[0] ?? []
  return line.split(/[=;]/)[1]!
}

const sealed = cookieOf(sealedCookieSessionFactory(key, { clock }), { user: 7, cart: ['a'] })
const sealedInput = { text: sealed, cookieName: '__Host-session', now: NOW + 1 }

describe('a sealed session', () => {
  const inspection = inspectCookie({ ...sealedInput, secrets: ['no key', generateKey(), key] })

  test('is valid with its key', () => {
    expect(inspection).toMatchObject({
      format: 'sealed',
      verdict: 'valid',
      problem: undefined,
      protection: 'encrypted',
      fit: { index: 2, cookieName: '__Host-session' },
    })
  })

  test('shows its data, its flash messages and its token', () => {
    expect(inspection.data?.get('user')).toBe(7)
    expect(inspection.flash).toEqual([{ queue: 'notes', messages: ['saved'] }])
    expect(inspection.csrfToken).toMatch(/^[\da-f]{40}$/)
    expect(inspection.id).toMatch(/^[\w-]{22}$/)
  })

  test('shows its times, and when it ends by the defaults', () => {
    expect(inspection.times).toMatchObject({
      created: NOW,
      renewed: NOW,
      idleEnd: { at: NOW + 1800, timeout: 1800, isAssumed: true },
      absoluteEnd: { at: NOW + 43_200, timeout: 43_200, isAssumed: true },
    })
  })

  test('was not used before it was made, though its use is kept in whole seconds', () => {
    const made = NOW + 0.75
    const text = cookieOf(sealedCookieSessionFactory(key, { clock: () => made }), {})
    const { times } = inspectCookie({ ...sealedInput, text, secrets: [key] })
    expect([times.created, times.renewed]).toEqual([made, made])
    expect(times.idleEnd?.at).toBe(NOW + 1800)
  })

  test('shows what it takes', () => {
    const { characters, limit, byKey } = inspection.size
    expect([characters, limit]).toEqual([sealed.length, 4096])
    expect(byKey.map(({ key }) => key)).toEqual(['_csrft_', '_f_notes', 'cart', 'user'])
    const all = byKey.reduce((sum, { characters }) => sum + characters, 0)
    expect(all).toBeGreaterThan(sealed.length / 4)
    expect(all).toBeLessThan(sealed.length)
  })

  test('has ended after its timeout, which the caller can say', () => {
    const later = { ...sealedInput, secrets: [key], now: NOW + 1801 }
    expect(inspectCookie(later)).toMatchObject({ verdict: 'expired', problem: { code: 'EXPIRED' } })
    expect(inspectCookie({ ...later, idleTimeout: null })).toMatchObject({ verdict: 'valid' })
    expect(inspectCookie({ ...later, idleTimeout: 3600 }).times.idleEnd).toEqual({
      at: NOW + 3600,
      timeout: 3600,
      isAssumed: false,
    })
  })

  test.each([
    ['another key', [generateKey()], 'forged', 'UNKNOWN_KEY'],
    ['no key', ['a password'], 'unverified', 'BAD_SECRET'],
    ['nothing', [], 'unverified', 'NO_SECRET'],
  ])('with %s', (_, secrets, verdict, code) => {
    const inspection = inspectCookie({ ...sealedInput, secrets })
    expect(inspection).toMatchObject({ format: 'sealed', verdict, problem: { code } })
    expect(inspection.data).toBeUndefined()
    expect(inspection.layers.map(({ name }) => name)).toEqual(['cookie', 'bytes'])
  })

  test('is forged under another name', () => {
    const other = { ...sealedInput, cookieName: 'other', secrets: [key] }
    expect(inspectCookie(other)).toMatchObject({ verdict: 'forged' })
  })
})

test('errors do not hold the secret', () => {
  const { problem } = inspectCookie({ ...sealedInput, secrets: ['correct horse battery'] })
  expect(problem?.message).not.toContain('horse')
})

test.each([
  ['signed', cookieSessionFactory(signedFormat(key), { clock, cookieName: 'session' })],
  ['pyramid-signed', cookieSessionFactory(pyramidSignedFormat(key), { clock })],
] as const)('a %s session shows its data without a key, unverified', (format, factory) => {
  const inspection = inspectCookie({ text: cookieOf(factory, { user: 7 }), now: NOW })
  expect(inspection).toMatchObject({ format, verdict: 'unverified', protection: 'signed' })
  expect(inspection.problem?.code).toBe('NO_SECRET')
  expect(inspection.data?.get('user')).toBe(7)
  expect(inspection.fit).toBeUndefined()
})

test('a session in a store shows its id', () => {
  const format = storedFormat(key, false)
  const { secret, id } = format.identity({ randomBytes: (size) => new Uint8Array(size).fill(7) })
  const text = format.write({ ...newRecord(NOW, id), secret }, '__Host-session')
  expect(inspectCookie({ text })).toMatchObject({ format: 'stored', verdict: 'unverified', id })
  expect(inspectCookie({ text, secrets: [key] })).toMatchObject({ verdict: 'valid', id })
})

test('two keys that are given side by side are a pair, where a format needs one', () => {
  const [hashKey, blockKey] = ['h'.repeat(32), 'b'.repeat(32)]
  const data = new Map([['user', 7]])
  const text = gorillaFormat([hashKey, blockKey]).write({ ...newRecord(NOW), data }, 'session')
  const input = { text, cookieName: 'session', now: NOW }
  expect(inspectCookie({ ...input, secrets: [hashKey, blockKey] })).toMatchObject({
    verdict: 'valid',
    fit: { index: 0 },
  })
  expect(inspectCookie({ ...input, secrets: [[hashKey, blockKey]] }).data?.get('user')).toBe(7)
  expect(inspectCookie({ ...input, secrets: [hashKey] })).toMatchObject({ verdict: 'unreadable' })
})

test('what is of no format', () => {
  expect(inspectCookie({ text: 'hello', secrets: [key] })).toMatchObject({
    format: undefined,
    verdict: 'unknown',
    problem: { code: 'UNKNOWN_FORMAT' },
    guesses: [],
    data: undefined,
  })
})

// ---- recordings

const PER_SOURCE = 10

/** Some of each recording, at equal distances. */
function someOf(samples: readonly Sample[]): Sample[] {
  const sources = grouped(samples, ({ source, format }) => `${source} ${format}`)
  return [...sources.values()].flatMap((all) => {
    const step = Math.ceil(all.length / PER_SOURCE)
    return all.filter((_, at) => at % step === 0)
  })
}

/** A genuine text whose data this library refuses, or that was made with what is no secret here. */
const REFUSED = /secret_empty|refused|an object|sealed (?:\[1\]|"text")|created_huge|^secret/

const some = someOf(readSamples()).filter(({ name }) => !REFUSED.test(name))
/** Values of any kind, signed by Pyramid's own function: few of them are sessions. */
const sessions = some.filter(({ source }) => source !== 'pyramid/accept')

const VERIFIED = ['valid', 'expired']

test('recorded cookies are verified with their secrets', () => {
  const wrong = sessions
    .map((sample) => [sample, inspectCookie(sample)] as const)
    .filter(([{ format }, found]) => found.format !== format || !VERIFIED.includes(found.verdict))
  expect(wrong.map(([{ source, name }, { verdict }]) => `${source}: ${name}: ${verdict}`)).toEqual(
    [],
  )
})

test('what is only signed shows the same data without a secret', () => {
  const read = (sample: Sample): Inspection => inspectCookie(sample)
  const wrong = sessions.filter((sample) => {
    const [verified, bare] = [read(sample), read({ ...sample, secrets: [] })]
    if (bare.protection === 'encrypted') return bare.data !== undefined
    // The reader of cookie-session leaves some keys out.
    if (sample.name === 'dropped keys') return false
    const isAlike = bare.verdict === 'unverified' && bare.id === verified.id
    return !isAlike || !isEqual(bare.data, verified.data)
  })
  expect(wrong.map(({ source, name }) => `${source}: ${name}`)).toEqual([])
})

function isEqual(one: unknown, other: unknown): boolean {
  try {
    expect(one).toEqual(other)
    return true
  } catch {
    return false
  }
}

test('with another secret they are never called valid', () => {
  const secrets = ['another secret, which is as long as it needs to be: it has many bytes', key]
  const wrong = some.filter((sample) => {
    const { verdict } = inspectCookie({ ...sample, secrets })
    return VERIFIED.includes(verdict)
  })
  expect(wrong.map(({ source, name }) => `${source}: ${name}`)).toEqual([])
})
