/** The cookies that libsodium's secretbox encrypts: pyramid_nacl_session's and those of @fastify/secure-session. */
import { naclFormat } from '../../formats/nacl.js'
import { secureSessionFormat, secureSessionJson } from '../../formats/secure-session.js'
import { BOX_NONCE_SIZE, BOX_TAG_SIZE } from '../../crypto/secretbox.js'
import { decodeUrlsafeBase64Strictly } from '../../lib/base64.js'
import { JSONSerializer } from '../../serializers/json.js'
import { PickleSerializer } from '../../serializers/pickle.js'
import type { Serializer } from '../../serializers/shared.js'
import type { Layer } from '../inspection.js'
import { payloadLayer, triplePartsOf } from '../map/payload.js'
import { base64urlLayers, inRow, layer, separated } from '../map/pieces.js'
import type { Piece } from '../map/pieces.js'
import { plainWays } from './row.js'
import type { FormatRow } from './row.js'

const NOTHING = Buffer.alloc(0)

const naclBytes = (text: string): Buffer => decodeUrlsafeBase64Strictly(text) ?? NOTHING

/** A tag, and what is encrypted behind it. */
const boxPieces = (size: number): Piece[] => [
  { kind: 'tag', label: 'tag', size: Math.min(BOX_TAG_SIZE, size) },
  {
    kind: 'ciphertext',
    label: 'ciphertext (XSalsa20-Poly1305)',
    size: Math.max(0, size - BOX_TAG_SIZE),
    into: 'payload',
  },
]

const SERIALIZERS = { pickle: new PickleSerializer(), json: new JSONSerializer() } as const

/** All that is known of it is that its bytes look random. */
export const nacl: FormatRow = {
  id: 'nacl',
  title: "Pyramid's session by pyramid_nacl_session",
  protection: 'encrypted',
  names: ['session'],
  bindsName: false,
  idleTimeout: 1200,
  absoluteTimeout: null,
  shape: (text) => (naclBytes(text).length > BOX_NONCE_SIZE + BOX_TAG_SIZE ? 'possible' : 'no'),
  ways: (secret) =>
    plainWays(secret, function* (plain) {
      for (const [name, serializer] of Object.entries(SERIALIZERS)) {
        const format = naclFormat(plain, { serializer })
        yield {
          settings: { serializer: name },
          format,
          see: (text, cookieName) => {
            const noted = noting(serializer)
            const record = naclFormat(plain, { serializer: noted }).read(text, cookieName)
            return { record, format, layers: noted.layers }
          },
        }
      }
    }),
  layers: (text) => {
    const bytes = naclBytes(text)
    return [
      ...base64urlLayers(text, bytes, [
        { kind: 'nonce', label: 'nonce', size: Math.min(BOX_NONCE_SIZE, bytes.length) },
        ...boxPieces(bytes.length - BOX_NONCE_SIZE),
      ]),
    ]
  },
  isAsWritten: () => true,
}

/** A serializer that notes what it was given. */
function noting(serializer: Serializer): Serializer & { readonly layers: Layer[] } {
  const layers: Layer[] = []
  return {
    layers,
    dumps: (value) => serializer.dumps(value),
    loads: (bytes: Uint8Array) => {
      layers.push(payloadLayer(bytes, { partsOf: triplePartsOf }))
      return serializer.loads(bytes)
    },
  }
}

const JOINT = ';'
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

/** The percent-encoded text, without its escapes. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function halves(text: string): readonly [box: string, nonce: string] | undefined {
  const [box = '', nonce = '', ...others] = unescaped(text).split(JOINT)
  const isBox = others.length === 0 && BASE64.test(box) && BASE64.test(nonce) && box !== ''
  return isBox && Buffer.from(nonce, 'base64').length === BOX_NONCE_SIZE ? [box, nonce] : undefined
}

export const secureSession: FormatRow = {
  id: 'secure-session',
  title: '@fastify/secure-session',
  protection: 'encrypted',
  names: ['session'],
  bindsName: false,
  times: 'renewed',
  idleTimeout: null,
  absoluteTimeout: null,
  shape: (text) => (halves(text) === undefined ? 'no' : 'sure'),
  ways: (secret, _, given) =>
    plainWays(secret, function* (plain) {
      const format = secureSessionFormat(plain, given)
      yield {
        settings: given,
        format,
        see: (text, cookieName) => ({
          record: format.read(text, cookieName),
          format,
          layers: [payloadLayer(Buffer.from(secureSessionJson(text, plain)))],
        }),
      }
    }),
  layers: (text) => {
    const plain = unescaped(text)
    const [box = '', nonce = ''] = halves(text) ?? []
    const bytes = Buffer.from(box, 'base64')
    return [
      layer('cookie', 'percent-encoded', text, [
        { kind: 'data', label: 'percent-encoded', start: 0, end: text.length, into: 'unescaped' },
      ]),
      layer(
        'unescaped',
        'box and nonce in base64',
        plain,
        inRow(
          separated(JOINT, [
            { kind: 'data', label: 'box', text: box, into: 'bytes' },
            { kind: 'nonce', label: 'nonce', text: nonce },
          ]),
        ),
      ),
      layer('bytes', `box of ${bytes.length} bytes`, bytes, inRow(boxPieces(bytes.length))),
    ]
  },
  isAsWritten: (text) => encodeURIComponent(unescaped(text)) === text || !text.includes('%'),
}
