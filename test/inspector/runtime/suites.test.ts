/** The suites of crypto once more, over what browsers run in place of `node:crypto`: the same vectors, the same answers. */
import { vi } from 'vitest'

vi.mock('../../../src/crypto/native.js', () => import('../../../src/inspector/runtime/crypto.js'))

await import('../../crypto/aes-cbc.test.js')
await import('../../crypto/aes-cbc-hmac.test.js')
await import('../../crypto/aes-ctr.test.js')
await import('../../crypto/aes-gcm.test.js')
await import('../../crypto/hkdf.test.js')
await import('../../crypto/jwk-thumbprint.test.js')
await import('../../crypto/keyring.test.js')
await import('../../crypto/mac.test.js')
await import('../../crypto/xaes.test.js')
await import('../../formats/nacl.test.js')
