import { calculateJwkThumbprint } from 'jose'
import { expect, test } from 'vitest'
import { jwkThumbprint } from '../../src/crypto/jwk-thumbprint.js'

test.each(['sha256', 'sha512'] as const)('as jose makes it, by %s', async (hash) => {
  for (const size of [1, 32, 64]) {
    const key = Buffer.alloc(size, 0xfb)
    const jwk = { kty: 'oct', k: key.toString('base64url') }
    expect(jwkThumbprint(key, hash)).toBe(await calculateJwkThumbprint(jwk, hash))
  }
})
