/** Ports in the Host header: only the scheme's own may be left out of an origin. */
import { describe, expect, test } from 'vitest'
import { checkCsrfOrigin } from '../../src/index.js'

const isAllowed = (host: string, origin: string): boolean =>
  checkCsrfOrigin(
    {
      scheme: 'https',
      host,
      header: (name) => (name.toLowerCase() === 'origin' ? origin : undefined),
    },
    { raises: false },
  )

describe('checkCsrfOrigin', () => {
  test.each([
    ['shop.example:443', 'https://shop.example', true],
    ['shop.example:4430', 'https://shop.example:4430', true],
    ['shop.example:8080', 'https://shop.example:8080', true],
    // What would be left if a port were cut out of another.
    ['shop.example:4430', 'https://shop.example0', false],
    ['shop.example:8080', 'https://shop.example80', false],
    ['shop.example:4430', 'https://shop.example', false],
    ['shop.example:1443', 'https://shop.example', false],
    ['shop.example:1443', 'https://shop.example:1443', true],
    ['shop.example', 'https://shop.example:8443', false],
  ])('Host: %s, Origin: %s: %s', (host, origin, allowed) => {
    expect(isAllowed(host, origin)).toBe(allowed)
  })
})
