/** The cookies of Pyramid's own factories. */
import { hashAlgorithm } from '../../crypto/hash.js'
import { pyramidHexFormat } from '../../formats/pyramid-hex.js'
import { pyramidSignedFormat, SignedSerializer } from '../../formats/pyramid-signed.js'
import {
  decodeBase64Leniently,
  decodeBase64Strictly,
  decodeUrlsafeBase64Leniently,
  decodeUrlsafeBase64Strictly,
} from '../../lib/base64.js'
import { latin1ToText } from '../../lib/text.js'
import { pickleSpans } from '../../pickle/explain/spans.js'
import { jsonSpan } from '../map/json.js'
import { isLatin1 } from '../../lib/latin1.js'
import { JSONSerializer } from '../../serializers/json.js'
import { PickleSerializer } from '../../serializers/pickle.js'
import type { Serializer } from '../../serializers/shared.js'
import type { Layer } from '../inspection.js'
import { encodingOf, payloadLayer, triplePartsOf } from '../map/payload.js'
import { base64urlLayers, inRow, layer } from '../map/pieces.js'
import { hmac } from '../../crypto/mac.js'
import { encodeBase64 } from '../../lib/base64.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow } from './row.js'

const IDLE = 1200 // seconds

/** Bytes of a signature, and what makes such, in the order in which it is tried. */
const HASHES: readonly (readonly [size: number, names: readonly string[]])[] = [
  [64, ['sha512', 'blake2b', 'sha3_512']],
  [32, ['sha256', 'sha3_256', 'blake2s', 'sha512_256']],
  [20, ['sha1', 'ripemd160']],
  [48, ['sha384', 'sha3_384']],
  [28, ['sha224', 'sha3_224', 'sha512_224']],
  [16, ['md5']],
]

/** The sizes of signatures behind which something stands that a serializer may have made. */
const sizesOf = (bytes: Uint8Array): readonly number[] =>
  HASHES.map(([size]) => size).filter((size) => isPayload(bytes.subarray(size)))

/** Of SHA-512, the default. */
const USUAL_SIZE = 64

/** Those that this runtime has. */
function hashesOf(size: number): readonly string[] {
  const names = HASHES.find(([known]) => known === size)?.[1] ?? []
  const known = supported.get(size) ?? names.filter((name) => hashAlgorithm(name) !== undefined)
  supported.set(size, known)
  return known
}

/** To ask takes longer than to verify. */
const supported = new Map<number, readonly string[]>()

/** The layout is `(accessed, created, data)`: an array of JSON, or a pickle of a tuple. */
function isPayload(bytes: Uint8Array): boolean {
  const encoding = encodingOf(bytes)
  if (encoding === 'json') return bytes[0] === 0x5b && jsonSpan(latin1ToText(bytes)) !== undefined
  return bytes[0] === PROTO && encoding === 'pickle' && pickleSpans(bytes) !== undefined
}

/** Pickles of the protocols that Pyramid has made begin with it. */
const PROTO = 0x80
const STOP = 0x2e

/** A byte that was changed in the payload is to be found by the signature. */
function mayBePayload(bytes: Uint8Array): boolean {
  if (bytes[0] === PROTO && bytes[1]! >= 2 && bytes[1]! <= 5) return bytes.at(-1) === STOP
  return /^\[\d+[.,]/.test(latin1ToText(bytes))
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
  const payload = bytes.subarray(sizesOf(bytes)[0] ?? USUAL_SIZE)
  const secret = throwaway()
  const signed = new SignedSerializer(secret, SALTS[0], { serializer: RAW })
  const again = Buffer.from(signed.dumps(payload)).toString('latin1')
  const format = pyramidSignedFormat(secret, { serializer: serializerFor(payload) })
  return { record: format.read(again, ''), format }
}

function signedLayers(text: string): Layer[] {
  const bytes = signedBytes(text)
  const [size = USUAL_SIZE] = sizesOf(bytes)
  const names = hashesOf(size).join(', ').toUpperCase()
  return [
    ...base64urlLayers(text, bytes, [
      { kind: 'signature', label: 'signature (HMAC)', note: `${names}: of ${size} bytes`, size },
      { kind: 'data', label: 'payload', size: bytes.length - size, into: 'payload' },
    ]),
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
  shape: (text) => {
    const bytes = LIKELY.test(text) ? signedBytes(text) : new Uint8Array()
    if (sizesOf(bytes).length > 0) return 'sure'
    return mayBePayload(bytes.subarray(USUAL_SIZE)) ? 'likely' : 'no'
  },
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const bytes = signedBytes(text)
      const sizes = sizesOf(bytes)
      for (const size of sizes.length > 0 ? sizes : [USUAL_SIZE]) {
        const serializer = serializerFor(bytes.subarray(size))
        const shown = serializer instanceof PickleSerializer ? 'pickle' : 'json'
        for (const tried of combined({ hashAlg: hashesOf(size), salt: SALTS }, given)) {
          const options = { serializer, ...tried }
          yield wayOf(pyramidSignedFormat(plain, options), { serializer: shown, ...tried })
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
  ways: (secret, _, given) =>
    plainWays(secret, function* (plain) {
      yield wayOf(pyramidHexFormat(plain, given), given)
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
