/** better-auth's session data. */
import { utf8KeysOf } from '../../crypto/secret.js'
import { DeserializeError } from '../../errors.js'
import { betterAuthEncrypted, betterAuthFormat } from '../../formats/better-auth.js'
import { decodeUrlsafeBase64Strictly } from '../../lib/base64.js'
import { decodePlain } from '../../serializers/plain-json.js'
import { newRecord } from '../../session/record.js'
import type { Layer } from '../inspection.js'
import { jsonSpan } from '../map/json.js'
import { payloadLayer } from '../map/payload.js'
import { dateOf, layer } from '../map/pieces.js'
import { childOf } from '../map/span.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, Seen, Shape } from './row.js'
import {
  KID,
  TOKEN,
  bareToken,
  claimsIn,
  claimsLayer,
  encryptedShape,
  isBetterAuth,
  isEncrypted,
  isSigned,
  joined,
  tokenLayers,
} from './shared-jose.js'

const COMPACT = /^\{"session":\{.*\},"expiresAt":\d{1,15},"signature":"[\w-]{43}"\}$/s

const compactIn = (text: string): string | undefined => {
  const json = decodeUrlsafeBase64Strictly(text)?.toString()
  return json !== undefined && COMPACT.test(json) ? json : undefined
}

function betterAuthShape(text: string): Shape {
  if (compactIn(text) !== undefined) return 'sure'
  if (isSigned(text)) return isBetterAuth(claimsIn(text)) ? 'sure' : 'no'
  return encryptedShape('A256CBC-HS512', KID.sha256, 'possible')(text)
}

const strategyOf = (text: string): 'compact' | 'jwt' | 'jwe' => {
  if (!text.includes('.')) return 'compact'
  return isSigned(text) ? 'jwt' : 'jwe'
}

function compactLayers(json: string, text: string): Layer[] {
  const bytes = Buffer.from(json)
  const root = jsonSpan(bytes.toString('latin1'))
  const [data, end, mac] = ['session', 'expiresAt', 'signature'].map((key) => childOf(root, key))
  if (!data || !end || !mac) throw new DeserializeError('BAD_PAYLOAD', 'The session is no JSON')
  const note = dateOf(Number(bytes.toString('latin1', end.start, end.end)) / 1000)
  return [
    layer('cookie', 'base64url', text, [
      { kind: 'data', label: 'base64url', start: 0, end: text.length, into: 'bytes' },
    ]),
    layer('bytes', 'JSON', bytes, [
      { kind: 'data', label: 'data', start: data.start, end: data.end, into: 'payload' },
      { kind: 'time', label: 'when it is over', start: end.start, end: end.end, note },
      {
        kind: 'signature',
        label: 'signature (HMAC-SHA256)',
        start: mac.start + 1,
        end: mac.end - 1,
      },
    ]),
    payloadLayer(bytes.subarray(data.start, data.end)),
  ]
}

const MAX_AGE = 400 * 86_400

function bareBetterAuth(text: string): Seen {
  const json = compactIn(text)
  if (json === undefined) return bareToken(text, { algorithm: 'HS256' })
  const { session, expiresAt } = parsed(json) as { session: object; expiresAt: number }
  const data = decodePlain(JSON.stringify(session))
  const format = betterAuthFormat(throwaway(), { maxAge: MAX_AGE })
  return { record: { ...newRecord(0), data, expires: expiresAt / 1000 }, format }
}

/** The brackets and quotes are where they should be, but somebody may have changed what is between them. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new DeserializeError('BAD_PAYLOAD', 'The session is no JSON', { cause })
  }
}

export const betterAuth: FormatRow = {
  ...TOKEN,
  id: 'better-auth',
  title: "better-auth's session data",
  protection: 'signed',
  names: ['better-auth.session_data', '__Secure-better-auth.session_data'],
  bindsName: false,
  join: joined,
  shape: betterAuthShape,
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      for (const options of combined({ strategy: [strategyOf(text)] }, given)) {
        yield wayOf(betterAuthFormat(plain, options), options, (one) =>
          strategyOf(one) === 'jwe'
            ? [claimsLayer(betterAuthEncrypted(utf8KeysOf(plain)).read(one).json)]
            : [],
        )
      }
    }),
  bare: (text) => (isEncrypted(text) ? {} : bareBetterAuth(text)),
  layers: (text) => {
    const json = compactIn(text)
    return json === undefined ? tokenLayers(text) : compactLayers(json, text)
  },
}
