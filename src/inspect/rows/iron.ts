/** The seals of iron-session. */
import { ironFormat, ironJson } from '../../formats/iron.js'
import type { IronPassword } from '../../formats/iron.js'
import type { InspectSecret } from '../inspection.js'
import { payloadLayer } from '../map/payload.js'
import { dateOf, inRow, layer, separated } from '../map/pieces.js'
import { wayOf } from './row.js'
import type { FormatRow } from './row.js'
import { UNTIMED } from './row.js'

const IRON = /^Fe26\.2\*(\d*)\*([\da-f]*)\*([\w-]*)\*([\w-]*)\*(\d*)\*([\da-f]*)\*([\w-]*)(~\d)?$/

/** A password by itself is that of whatever id the seal has. */
function passwordOf(secret: InspectSecret, text: string): IronPassword | undefined {
  if (secret instanceof Uint8Array || Array.isArray(secret)) return undefined
  const id = IRON.exec(text)?.[1] ?? ''
  const given = typeof secret === 'string' ? { [id === '' ? '1' : id]: secret } : secret
  return given as Readonly<Record<number, string>>
}

export const iron: FormatRow = {
  ...UNTIMED,
  id: 'iron',
  title: "iron-session's seal",
  protection: 'encrypted',
  names: ['session'],
  bindsName: false,
  shape: (text) => {
    if (IRON.test(text)) return 'sure'
    return text.startsWith('Fe26.') ? 'likely' : 'no'
  },
  ways: function* (secret, text, given) {
    const password = passwordOf(secret, text)
    if (password === undefined) return
    yield wayOf(ironFormat(password, given), given, (one) => [
      payloadLayer(Buffer.from(ironJson(one, password))),
    ])
  },
  layers: (text) => {
    const [
      ,
      id = '',
      salt = '',
      iv = '',
      data = '',
      end = '',
      macSalt = '',
      mac = '',
      version = '',
    ] = IRON.exec(text) ?? []
    const expires = end === '' ? undefined : dateOf(Number(end) / 1000)
    const pieces = separated('*', [
      { kind: 'marker', label: "marks iron's seals", text: 'Fe26.2' },
      { kind: 'key id', label: "the password's id", text: id },
      { kind: 'salt', label: 'salt of the key that encrypts', text: salt },
      { kind: 'nonce', label: 'initialization vector', text: iv },
      { kind: 'ciphertext', label: 'ciphertext (AES-256-CBC)', text: data, into: 'payload' },
      { kind: 'time', label: 'when it is over', text: end, note: expires },
      { kind: 'salt', label: 'salt of the key that signs', text: macSalt },
      { kind: 'signature', label: 'signature (HMAC-SHA256)', text: mac },
    ])
    const last = { kind: 'version', label: 'version', size: version.length } as const
    return [layer('cookie', 'a seal', text, mac === '' ? [] : inRow([...pieces, last]))]
  },
  isAsWritten: () => true,
}
