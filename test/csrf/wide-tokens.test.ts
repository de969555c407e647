/** Tokens of characters that are more than a byte: they must not be taken for those of their lower bytes. */
import { describe, expect, test } from 'vitest'
import { SessionCSRFStoragePolicy, unencryptedCookieSessionFactoryConfig } from '../../src/index.js'

const policy = new SessionCSRFStoragePolicy()

function isTaken(stored: string, supplied: string): boolean {
  const factory = unencryptedCookieSessionFactoryConfig<Record<string, unknown>>(
    'a secret of these tests and of nothing else',
  )
  const { session } = factory.open()
  session.set('_csrft_', stored)
  const request = {
    method: 'POST',
    scheme: 'https',
    host: 'shop.example',
    header: () => null,
    session,
  }
  return policy.checkCsrfToken(request, supplied)
}

describe('a token beyond Latin-1 equals nothing', () => {
  test.each([
    ['\u0161ecret', 'aecret'],
    ['\u0100', '\u0000'],
    ['\u0161ecret', '\u0161ecret'],
    ['\u{1d7ce}', '\ud835\udfce'],
  ])('stored %j, supplied %j', (stored, supplied) => {
    expect(isTaken(stored, supplied)).toBe(false)
  })
})

test.each([
  ['aecret', '\u0161ecret', false],
  ['\u00e9cret', '\u00e9cret', true],
  ['\u00e9cret', 'ecret', false],
])('stored %j, supplied %j: %s', (stored, supplied, taken) => {
  expect(isTaken(stored, supplied)).toBe(taken)
})
