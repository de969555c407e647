/** The cookies of Pyramid's own factories. */
import { signatureSize } from '../../crypto/mac.js'
import { pyramidHexFormat } from '../../formats/pyramid-hex.js'
import { pyramidSignedFormat, SignedSerializer } from '../../formats/pyramid-signed.js'
import {
  decodeBase64Leniently,
  decodeBase64Strictly,
  decodeUrlsafeBase64Leniently,
  decodeUrlsafeBase64Strictly,
} from '../../lib/base64.js'
import { isLatin1 } from '../../lib/latin1.js'
import { JSONSerializer } from '../../serializers/json.js'
import { PickleSerializer } from '../../serializers/pickle.js'
import type { Serializer } from '../../serializers/shared.js'
import type { Layer } from '../inspection.js'
import { encodingOf, payloadLayer, triplePartsOf } from '../map/payload.js'
import { inRow, layer } from '../map/pieces.js'
import { hmac } from '../../crypto/mac.js'
import { encodeBase64 } from '../../lib/base64.js'
import { plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow } from './row.js'

const IDLE = 1200 // seconds

/** By the bytes of their signature: what the sizes of two have in common comes in the order in which it is tried. */
const HASHES = ['sha512', 'sha256', 'sha1', 'sha384', 'sha224', 'md5'] as const
const SIZES = new Map(HASHES.map((name) => [name, signatureSize(name)]))

/** The hash functions behind whose signature something stands that a serializer may have made. */
function hashesOf(bytes: Uint8Array): readonly string[] {
  return HASHES.filter((name) => isPayload(bytes.subarray(SIZES.get(name))))
}

/** The layout is `(accessed, created, data)`: an array of JSON, or a pickle of a tuple. */
function isPayload(bytes: Uint8Array): boolean {
  const encoding = encodingOf(bytes)
  if (encoding === 'json') return bytes[0] === 0x5b
  return encoding === 'pickle'
}

const serializerFor = (payload: Uint8Array): Serializer =>
  encodingOf(payload) === 'pickle' ? new PickleSerializer() : new JSONSerializer()

const RAW: Serializer = {
  dumps: (payload) => payload as Uint8Array,
  loads: (payload: Uint8Array) => payload,
}

const SALTS = ['pyramid.session.', '', 'pyramid.session'] as const
const LIKELY = /^[\w-]{40,}$/

function signedBytes(text: string): Uint8Array {
  return decodeUrlsafeBase64Leniently(text) ?? new Uint8Array()
}

function bareSigned(text: string): ReturnType<NonNullable<FormatRow['bare']>> {
  const bytes = signedBytes(text)
  const [hashAlg = 'sha512'] = hashesOf(bytes)
  const payload = bytes.subarray(SIZES.get(hashAlg as 'sha512'))
  const secret = throwaway()
  const signed = new SignedSerializer(secret, SALTS[0], { hashAlg, serializer: RAW })
  const again = Buffer.from(signed.dumps(payload)).toString('latin1')
  const format = pyramidSignedFormat(secret, { hashAlg, serializer: serializerFor(payload) })
  return { record: format.read(again, ''), format }
}

function signedLayers(text: string): Layer[] {
  const bytes = signedBytes(text)
  const [hash = 'sha512'] = hashesOf(bytes)
  const size = SIZES.get(hash as 'sha512')!
  return [
    layer('cookie', 'base64url', text, [
      { kind: 'data', label: 'base64url', start: 0, end: text.length, into: 'bytes' },
    ]),
    layer(
      'bytes',
      `${bytes.length} bytes`,
      bytes,
      inRow([
        { kind: 'signature', label: `signature (HMAC-${hash.toUpperCase()})`, size },
        { kind: 'data', label: 'payload', size: bytes.length - size, into: 'payload' },
      ]),
    ),
    payloadLayer(bytes.subarray(size), { partsOf: triplePartsOf }),
  ]
}

export const pyramidSigned: FormatRow = {
  id: 'pyramid-signed',
  title: "Pyramid's SignedCookieSessionFactory",
  protection: 'signed',
  names: ['session'],
  bindsName: false,
  idleTimeout: IDLE,
  absoluteTimeout: null,
  shape: (text) => (LIKELY.test(text) && hashesOf(signedBytes(text)).length > 0 ? 'sure' : 'no'),
  ways: (secret, text) =>
    plainWays(secret, function* (plain) {
      const bytes = signedBytes(text)
      for (const hashAlg of hashesOf(bytes)) {
        const serializer = serializerFor(bytes.subarray(SIZES.get(hashAlg as 'sha512')))
        const isPickle = serializer instanceof PickleSerializer
        for (const salt of SALTS) {
          const settings = { hashAlg, salt, serializer: isPickle ? 'pickle' : 'json' }
          yield wayOf(pyramidSignedFormat(plain, { hashAlg, salt, serializer }), settings)
        }
      }
    }),
  bare: bareSigned,
  layers: signedLayers,
  isAsWritten: (text) => decodeUrlsafeBase64Strictly(text) !== undefined,
}

const HEX_SIGNATURE = 40
const HEX = /^[\da-f]{40}(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

const pickleIn = (text: string): Uint8Array =>
  (isLatin1(text) ? decodeBase64Leniently(text.slice(HEX_SIGNATURE)) : undefined) ??
  new Uint8Array()

function bareHex(text: string): ReturnType<NonNullable<FormatRow['bare']>> {
  const secret = throwaway()
  const pickle = pickleIn(text)
  const format = pyramidHexFormat(secret)
  const again = hmac('sha1', Buffer.from(secret)).sign(pickle, 'hex') + encodeBase64(pickle)
  return { record: format.read(again, ''), format }
}

export const pyramidHex: FormatRow = {
  id: 'pyramid-hex',
  title: "Pyramid's UnencryptedCookieSessionFactoryConfig (1.0 to 1.10)",
  protection: 'signed',
  names: ['session'],
  bindsName: false,
  idleTimeout: IDLE,
  absoluteTimeout: null,
  shape: (text) => {
    if (encodingOf(pickleIn(text)) !== 'pickle') return 'no'
    return HEX.test(text) ? 'sure' : 'possible'
  },
  ways: (secret) =>
    plainWays(secret, function* (plain) {
      yield wayOf(pyramidHexFormat(plain))
    }),
  bare: bareHex,
  layers: (text) => {
    const pickle = pickleIn(text)
    return [
      layer(
        'cookie',
        'hexadecimal digits and base64',
        text,
        inRow([
          {
            kind: 'signature',
            label: 'signature (HMAC-SHA1)',
            size: Math.min(HEX_SIGNATURE, text.length),
          },
          {
            kind: 'data',
            label: 'base64',
            size: Math.max(0, text.length - HEX_SIGNATURE),
            into: 'payload',
          },
        ]),
      ),
      payloadLayer(pickle, { partsOf: triplePartsOf }),
    ]
  },
  isAsWritten: (text) => decodeBase64Strictly(text.slice(HEX_SIGNATURE)) !== undefined,
}
