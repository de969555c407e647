/** The cookies of Pyramid's sessions in Redis, which hold an id. */
import { signedIds } from '../../factories/shared-pyramid-redis.js'
import { beakerCookie } from '../../formats/pyramid-beaker.js'
import { PYRAMID_REDIS } from '../../formats/shared-pyramid-redis.js'
import { CartoucheError } from '../../errors.js'
import {
  decodeBase64Leniently,
  decodeBase64Strictly,
  decodeUrlsafeBase64Leniently,
  decodeUrlsafeBase64Strictly,
} from '../../lib/base64.js'
import { isLatin1 } from '../../lib/latin1.js'
import { latin1ToText } from '../../lib/text.js'
import { loads } from '../../pickle/index.js'
import { payloadLayer } from '../map/payload.js'
import { base64urlLayers, inRow, layer } from '../map/pieces.js'
import type { Layer } from '../inspection.js'
import { plainWays } from './row.js'
import type { FormatRow, Way } from './row.js'

const HEX_SIGNATURE = 40
const TEXT_SIGNATURE = 64 // bytes of SHA-512

/** Of 40 or 64 hexadecimal digits or 64 characters of base64url, behind what an application calls its prefix. */
const ID = /^[\w.:-]{0,64}?(?:[\da-f]{40}|[\da-f]{64}|[\w-]{64})$/

const NOTHING = new Uint8Array()

/** The pickle behind a signature of Pyramid's first format. */
const pickleIn = (text: string): Uint8Array =>
  (/^[\da-f]{40}/.test(text) && isLatin1(text)
    ? decodeBase64Leniently(text.slice(HEX_SIGNATURE))
    : undefined) ?? NOTHING

/** The bytes of a text that WebOb has signed. */
const bytesIn = (text: string): Uint8Array =>
  (/^[\w-]+$/.test(text) ? decodeUrlsafeBase64Leniently(text) : undefined) ?? NOTHING

function pickledId(text: string): string | undefined {
  const pickle = pickleIn(text)
  // No more than an id takes.
  if (pickle.length === 0 || pickle.length > 512) return undefined
  try {
    const id = loads(pickle)
    return typeof id === 'string' && ID.test(id) ? id : undefined
  } catch (error) {
    if (error instanceof CartoucheError) return undefined
    throw error
  }
}

function textId(text: string): string | undefined {
  const id = latin1ToText(bytesIn(text).subarray(TEXT_SIGNATURE))
  return ID.test(id) ? id : undefined
}

const wayOfIds = (open: (text: string) => unknown, settings: Way['settings']): Way => ({
  settings,
  see: (text) => ({ id: String(open(text)) }),
})

const PACKAGES = {
  pickle: PYRAMID_REDIS.pyramid_redis_sessions['1.0'],
  text: PYRAMID_REDIS.pyramid_session_redis['1.8'],
} as const

function redisLayers(text: string): Layer[] {
  if (pickledId(text) !== undefined) {
    const size = text.length - HEX_SIGNATURE
    return [
      layer(
        'cookie',
        'hexadecimal digits and base64',
        text,
        inRow([
          { kind: 'signature', label: 'signature (HMAC-SHA1)', size: HEX_SIGNATURE },
          { kind: 'data', label: 'base64', size, into: 'payload' },
        ]),
      ),
      payloadLayer(pickleIn(text)),
    ]
  }
  const bytes = bytesIn(text)
  const size = Math.max(0, bytes.length - TEXT_SIGNATURE)
  return [
    ...base64urlLayers(text, bytes, [
      { kind: 'signature', label: 'signature (HMAC-SHA512)', size: bytes.length - size },
      { kind: 'id', label: 'key in Redis', size },
    ]),
  ]
}

const STORED = {
  protection: 'signed',
  bindsName: false,
  times: 'none',
  idleTimeout: null,
  absoluteTimeout: null,
} as const

export const pyramidRedis: FormatRow = {
  ...STORED,
  id: 'pyramid-redis',
  title: "Id of Pyramid's session in Redis",
  names: ['session'],
  shape: (text) => ((pickledId(text) ?? textId(text)) === undefined ? 'no' : 'sure'),
  ways: (secret, text) =>
    plainWays(secret, function* (plain) {
      const kind = pickleIn(text).length > 0 ? 'pickle' : 'text'
      yield wayOfIds(signedIds(PACKAGES[kind], plain).open, { cookie: kind })
    }),
  bare: (text) => ({ id: pickledId(text) ?? textId(text) }),
  layers: redisLayers,
  isAsWritten: (text) =>
    pickleIn(text).length > 0
      ? decodeBase64Strictly(text.slice(HEX_SIGNATURE)) !== undefined
      : decodeUrlsafeBase64Strictly(text) !== undefined,
}

const BEAKER = /^[\da-f]{40}[\da-f]{32}$/

export const pyramidBeaker: FormatRow = {
  ...STORED,
  id: 'pyramid-beaker',
  title: "Id of Beaker's session (pyramid_beaker)",
  names: ['beaker.session.id'],
  shape: (text) => {
    if (BEAKER.test(text)) return 'sure'
    return /^[\da-f]{40}.{1,256}$/.test(text) ? 'possible' : 'no'
  },
  ways: (secret) =>
    plainWays(secret, function* (plain) {
      yield wayOfIds(beakerCookie(plain).open, {})
    }),
  bare: (text) => ({ id: text.slice(HEX_SIGNATURE) }),
  layers: (text) => [
    layer(
      'cookie',
      'hexadecimal digits',
      text,
      inRow([
        {
          kind: 'signature',
          label: 'signature (HMAC-SHA1)',
          size: Math.min(HEX_SIGNATURE, text.length),
        },
        { kind: 'id', label: 'id', size: Math.max(0, text.length - HEX_SIGNATURE) },
      ]),
    ),
  ],
  isAsWritten: () => true,
}
