/** The encrypted cookie of Rack. */
import { rackEncryptedFormat } from '../../formats/rack-encrypted.js'
import { encryptorV1, encryptorV2 } from '../../formats/shared-rack-encryptors.js'
import type { Layer, Part } from '../inspection.js'
import { payloadLayer } from '../map/payload.js'
import { inRow, layer } from '../map/pieces.js'
import { combined, plainWays, wayOf } from './row.js'
import type { FormatRow, Shape } from './row.js'
import { GCM, NOTHING, RACK, plainText, textLayers } from './shared-ruby.js'

const SALT = 32
const MAC = 32
const CTR_IV = 16

/** The bytes of base64 of either alphabet, with its padding. */
function rackBytes(text: string): Buffer {
  const plain = plainText(text)
  const isBase64 = /^[\w+/-]*={0,2}$/.test(plain) && plain.length % 4 === 0
  return isBase64 ? Buffer.from(plain, 'base64') : NOTHING
}

/** Random bytes behind a number; padded to a multiple of 32 bytes unless the application says otherwise. */
function rackEncryptedShape(text: string): Shape {
  const bytes = rackBytes(text)
  const [version] = bytes
  const sizes = version === 1 ? 1 + SALT + CTR_IV + MAC : 1 + SALT + GCM.iv + GCM.tag
  if ((version !== 1 && version !== 2) || bytes.length < sizes) return 'no'
  const fixed = version === 1 ? 1 + SALT + MAC : sizes
  return (bytes.length - fixed) % 32 === (version === 1 ? CTR_IV : 0) ? 'likely' : 'possible'
}

function rackEncryptedLayers(text: string): Layer[] {
  const bytes = rackBytes(text)
  const rest = bytes.length - 1 - SALT
  const pieces = [
    { kind: 'version', label: 'version', size: 1 },
    { kind: 'salt', label: 'salt of the key', size: SALT },
    ...(bytes[0] === 1
      ? ([
          {
            kind: 'ciphertext',
            label: 'ciphertext (AES-256-CTR)',
            size: rest - MAC,
            into: 'opened',
          },
          { kind: 'signature', label: 'signature (HMAC-SHA256)', size: MAC },
        ] as const)
      : ([
          { kind: 'nonce', label: 'initialization vector', size: GCM.iv },
          { kind: 'tag', label: 'tag', size: GCM.tag },
          {
            kind: 'ciphertext',
            label: 'ciphertext (AES-256-GCM)',
            size: rest - GCM.iv - GCM.tag,
            into: 'opened',
          },
        ] as const)),
  ] as const
  const plain = plainText(text)
  const whole: Part[] = [
    { kind: 'data', label: 'base64', start: 0, end: plain.length, into: 'bytes' },
  ]
  return [
    ...textLayers(text, 'base64', whole),
    layer('bytes', `${bytes.length} bytes`, bytes, inRow(pieces)),
  ]
}

function rackOpened(text: string, cookieName: string, secret: string | Uint8Array): Layer[] {
  const bytes = rackBytes(text)
  const key = typeof secret === 'string' ? Buffer.from(secret) : secret
  const encryptor = bytes[0] === 1 ? encryptorV1(key) : encryptorV2(key)
  const payload = encryptor.decrypt(bytes, cookieName)
  return payload === undefined ? [] : [payloadLayer(payload)]
}

export const rackEncrypted: FormatRow = {
  ...RACK,
  id: 'rack-encrypted',
  title: "Rack's encrypted session (rack-session 2)",
  protection: 'encrypted',
  bindsName: true,
  shape: rackEncryptedShape,
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const mode = [rackBytes(text)[0] === 1 ? 'v1' : 'v2']
      for (const options of combined({ mode, serializeJson: [false, true] }, given)) {
        yield wayOf(rackEncryptedFormat(plain, options), options, (one, cookieName) =>
          rackOpened(one, cookieName, plain),
        )
      }
    }),
  layers: rackEncryptedLayers,
}
