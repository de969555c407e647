/**
 * That secrets are compared by Node's own function, whose time tells nothing, and that what it answers
 * decides. A comparison by `===` would give the same answers.
 */
import crypto from 'node:crypto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { equalInConstantTime, hmac } from '../../src/crypto/mac.js'
import { maskToken } from '../../src/csrf/mask.js'
import {
  checkCsrfToken,
  CookieCSRFStoragePolicy,
  cookieSessionFactory,
  LegacySessionCSRFStoragePolicy,
  SessionCSRFStoragePolicy,
  signedCookieSessionFactory,
  signedDeserialize,
  signedFormat,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { keyOf } from '../support/jar.js'

vi.mock('node:crypto', async (importOriginal) => {
  const original = await importOriginal<typeof crypto>()
  const timingSafeEqual = vi.fn(original.timingSafeEqual)
  return { ...original, timingSafeEqual, default: { ...original, timingSafeEqual } }
})

const compared = vi.mocked(crypto.timingSafeEqual)
const SECRET = 'a secret of the tests, which nobody uses for anything else, and long enough for all'

beforeEach(() => {
  compared.mockClear()
})

const macs = hmac('sha1', Buffer.from('key'))
const message = Buffer.from('message')
const { session } = unencryptedCookieSessionFactoryConfig(SECRET).open()
const request = {
  method: 'POST',
  scheme: 'https',
  host: 'shop.example',
  header: () => undefined,
  session,
}

/** A cookie that a factory made, as the request's Cookie header. */
function cookieOf(factory: SessionFactory): string {
  const opened = factory.open()
  opened.session.set('userId', 7)
  return opened.commit()[0]![1].split(';', 1)[0]!
}

const factories = [
  unencryptedCookieSessionFactoryConfig(SECRET),
  signedCookieSessionFactory(SECRET),
  cookieSessionFactory(signedFormat(keyOf('own'))),
] as const
const cookies = factories.map((factory) => cookieOf(factory))
const signed = signedSerialize({ a: 1 }, SECRET)
const policies = [
  new LegacySessionCSRFStoragePolicy(),
  new SessionCSRFStoragePolicy({ key: 'other' }),
  new CookieCSRFStoragePolicy(),
] as const
const tokens = policies.map((policy) => policy.getCsrfToken(request))

const masked = { ...request, header: () => maskToken(tokens[0]!) }

/** What takes or refuses a secret; each is right. */
const checks: [string, () => boolean][] = [
  ['texts', () => equalInConstantTime('abc', 'abc')],
  ['a signature', () => macs.verify(message, macs.sign(message, 'hex'), 'hex')],
  ['signedDeserialize', () => isTaken(() => signedDeserialize(signed, SECRET))],
  ["the first factory's cookie", () => !factories[0].open(cookies[0]).session.new],
  ["the signed factory's cookie", () => !factories[1].open(cookies[1]).session.new],
  ["the signed format's cookie", () => !factories[2].open(cookies[2]).session.new],
  ["the session's token", () => policies[0].checkCsrfToken(request, tokens[0]!)],
  ['a token under a key', () => policies[1].checkCsrfToken(request, tokens[1]!)],
  ['a masked token', () => checkCsrfToken(masked, { raises: false })],
  ['a token in a cookie', () => policies[2].checkCsrfToken(request, tokens[2]!)],
]

function isTaken(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

describe.each(checks)('cookie-signature GHSA-92vm-wfm5-mxvv: %s', (_, check) => {
  test('is compared in constant time', () => {
    expect(check()).toBe(true)
    expect(compared).toHaveBeenCalledOnce()
  })

  test('is refused when that comparison says no', () => {
    compared.mockReturnValueOnce(false)
    expect(check()).toBe(false)
  })
})
