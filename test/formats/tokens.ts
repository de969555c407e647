/** The texts of modern sessions, made by hand from the grammar in src/formats/shared-token.ts. */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { xaes } from '../../src/crypto/xaes.js'

/** What is made otherwise than it should be. */
export interface Odd {
  readonly cookieName?: string
  readonly purpose?: string
  readonly version?: number
  readonly boundVersion?: number
  readonly keyId?: Buffer
}

function parts(...given: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    given.flatMap((part) => {
      const bytes = Buffer.from(part as string)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

const known = new Map<string, Buffer>()

/** Derived once: the decoders are given many texts by one key. */
function derived(key: string, kind: string, use: string, size: number): Buffer {
  const name = [key, kind, use, size].join()
  const bytes = known.get(name) ?? derivedKey(key, kind, use, size)
  known.set(name, bytes)
  return bytes
}

const derivedKey = (key: string, kind: string, use: string, size: number): Buffer =>
  Buffer.from(
    hkdfSync(
      'sha256',
      Buffer.from(key, 'base64url'),
      '',
      parts('cartouche', Uint8Array.of(1), kind, use),
      size,
    ),
  )

interface Head {
  readonly head: Buffer
  readonly context: Buffer
}

function headOf(key: string, kind: 'seal' | 'sign', odd: Odd): Head {
  const { cookieName = '__Host-session', purpose = 'session' } = odd
  const { version = kind === 'seal' ? 1 : 2, boundVersion = version } = odd
  const id = odd.keyId ?? derived(key, kind, 'key id', 4)
  const head = Buffer.concat([Buffer.of(version), id])
  const bound = Buffer.concat([Buffer.of(boundVersion), id])
  return { head, context: parts(bound, cookieName, purpose) }
}

export function sealedText(key: string, plain: string | Uint8Array, odd: Odd = {}): string {
  const { head, context } = headOf(key, 'seal', odd)
  const nonce = randomBytes(24)
  const { seal } = xaes(derived(key, 'seal', 'key', 32))
  const sealed = seal(Buffer.from(plain as string), context, nonce)
  return Buffer.concat([head, nonce, sealed]).toString('base64url')
}

export function signedText(key: string, payload: string | Uint8Array, odd: Odd = {}): string {
  const { head, context } = headOf(key, 'sign', odd)
  const bytes = Buffer.from(payload as string)
  const mac = createHmac('sha256', derived(key, 'sign', 'key', 32))
  const signature = mac.update(Buffer.concat([context, bytes])).digest()
  return Buffer.concat([head, bytes, signature]).toString('base64url')
}

export const compressed = (payload: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(0), deflateRawSync(Buffer.from(payload as string))])
