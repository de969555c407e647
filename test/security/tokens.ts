/** Texts of today's formats that were made with the key: for another purpose, or of another content. */
import { sealedText, signedText } from '../formats/tokens.js'
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

export function tokenOf(kind: (typeof tokenKinds)[number], token: Token): string {
  const {
    key,
    header = `[${Date.now()},0,"AAAAAAAAAAAAAAAAAAAAAA",null,0]`,
    data = '{"a":1}',
  } = token
  const { purpose = 'session', cookieName = '__Host-session' } = token
  const make = kind === 'sealed' ? sealedText : signedText
  return make(keyOf(key), `${header}\n${data}`, { purpose, cookieName })
}
