/** The signed cookie of Rack. */
import { rackFormat } from '../../formats/rack.js'
import { rackHmac } from '../../formats/shared-rack-hmac.js'
import { escaped } from '../../formats/shared-ruby-text.js'
import { unzlib } from '../../lib/deflate.js'
import { SESSION_LIMITS } from '../../lib/session-limits.js'
import { encodingOf, payloadLayer } from '../map/payload.js'
import { inRow, layer } from '../map/pieces.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, Shape } from './row.js'
import {
  RACK,
  RACK_ID,
  isEnveloped,
  isHash,
  signedBytes,
  signedIn,
  signedLayers,
} from './shared-ruby.js'

/** What a coder has made of a Hash; `undefined` for other bytes. */
function coderOf(bytes: Buffer): 'marshal' | 'json' | 'zipJson' | undefined {
  if (isHash(bytes)) return encodingOf(bytes) === 'marshal' ? 'marshal' : 'json'
  return inflated(bytes) === undefined ? undefined : 'zipJson'
}

function inflated(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0x78) return undefined
  try {
    const json = unzlib(bytes, SESSION_LIMITS.input)
    return isHash(json) ? json : undefined
  } catch {
    return undefined
  }
}

function rackShape(text: string): Shape {
  const bytes = signedBytes(text)
  const coder = isEnveloped(bytes) ? undefined : coderOf(bytes)
  if (coder === undefined) return 'no'
  return coder === 'zipJson' || bytes.includes(RACK_ID) ? 'sure' : 'likely'
}

export const rack: FormatRow = {
  ...RACK,
  id: 'rack',
  title: "Rack's signed session (Rack::Session::Cookie of Rack 2)",
  protection: 'signed',
  bindsName: false,
  shape: rackShape,
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const coder = [coderOf(signedBytes(text)) ?? 'marshal']
      for (const options of combined({ coder, hmac: [signedIn(text)?.hash ?? 'SHA1'] }, given)) {
        yield wayOf(rackFormat(plain, options), options)
      }
    }),
  bare: (text) => {
    const secret = throwaway()
    const bytes = signedBytes(text)
    const format = rackFormat(secret, { coder: coderOf(bytes) })
    const again = rackHmac([Buffer.from(secret)], 'SHA1').sign(bytes)
    return { record: format.read(escaped(again), ''), format }
  },
  layers: (text) => {
    const bytes = signedBytes(text)
    const json = inflated(bytes)
    if (json === undefined) return [...signedLayers(text), payloadLayer(bytes)]
    const parts = inRow([{ kind: 'data', label: 'zlib', size: bytes.length, into: 'payload' }])
    return [
      ...signedLayers(text, 'bytes'),
      layer('bytes', 'zlib', bytes, parts),
      payloadLayer(json),
    ]
  },
}
