/** Texts as the description of the formats has them, made with the key: for another purpose, or of another content. */
import { sealingKeys, signingKeys } from '../../src/crypto/keyring.js'
import { lengthPrefixed } from '../../src/crypto/length-prefixed.js'
import { keyOf } from '../support/jar.js'

export interface Token {
  /** The name of the key. */
  readonly key: string
  readonly purpose?: string
  readonly cookieName?: string
  /** Of the plaintext, the part before the data. */
  readonly header?: string
  readonly data?: string
}

export const tokenKinds = ['sealed', 'signed'] as const

/** @param kind by whose description */
export function tokenOf(kind: (typeof tokenKinds)[number], token: Token): string {
  const { key: name, purpose = 'session', cookieName = '__Host-session' } = token
  const { header = `[${Date.now()},0,"AAAAAAAAAAAAAAAAAAAAAA",null,0]`, data = '{"a":1}' } = token
  const payload = Buffer.from(`${header}\n${data}`)
  const contextOf = (head: Buffer): Buffer => lengthPrefixed(head, cookieName, purpose)
  if (kind === 'sealed') {
    const { id, key } = sealingKeys(keyOf(name)).first
    const head = headOf(1, id)
    const nonce = Buffer.alloc(24, 'nonce')
    const sealed = key.seal(payload, contextOf(head), nonce)
    return Buffer.concat([head, nonce, sealed]).toString('base64url')
  }
  const { id, key } = signingKeys(keyOf(name)).first
  const head = headOf(2, id)
  const mac = key.sign(Buffer.concat([contextOf(head), head, payload]), 'hex')
  return Buffer.concat([head, payload, Buffer.from(mac, 'hex')]).toString('base64url')
}

function headOf(version: number, id: number): Buffer {
  const head = Buffer.alloc(5, version)
  head.writeUInt32BE(id, 1)
  return head
}
