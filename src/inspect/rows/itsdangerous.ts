/** The cookies that itsdangerous signs: Flask's and Starlette's. */
import { signatureSize } from '../../crypto/mac.js'
import { flaskFormat } from '../../formats/flask.js'
import { timestampSigner } from '../../formats/shared-itsdangerous.js'
import { starletteFormat } from '../../formats/starlette.js'
import { decodeBase64Strictly, decodeUrlsafeBase64Strictly } from '../../lib/base64.js'
import { unzlib } from '../../lib/deflate.js'
import { SESSION_LIMITS } from '../../lib/session-limits.js'
import { latin1ToText } from '../../lib/text.js'
import type { Layer } from '../inspection.js'
import { encodingOf, payloadLayer } from '../map/payload.js'
import { dateOf, inRow, layer, separated } from '../map/pieces.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow } from './row.js'

interface Pieces {
  readonly payload: string
  readonly time: string
  readonly signature: string
}

const TEXT = /^(.*)\.([\w-]{0,8})\.([\w-]{22,86})$/s

/** Whatever it is, in three parts. */
function piecesOf(text: string): Pieces {
  const [payload = '', time = '', signature = ''] = TEXT.exec(text)?.slice(1) ?? [text]
  return { payload, time, signature }
}

function secondsOf(time: string): number {
  const bytes = decodeUrlsafeBase64Strictly(time) ?? Buffer.alloc(0)
  return bytes.length === 0 || bytes.length > 6 ? 0 : bytes.readUIntBE(0, bytes.length)
}

const HASHES = ['sha1', 'sha256', 'sha512', 'sha384', 'sha224', 'md5'] as const

/** Those whose signature is as long. */
function digestsOf({ signature }: Pieces): readonly string[] {
  const size = Math.floor((signature.length * 3) / 4)
  return HASHES.filter((name) => signatureSize(name) === size)
}

const COMPRESSED = '.'

/** Flask's payload in its bytes, and inflated. */
function flaskBytes(
  payload: string,
): { readonly bytes: Buffer; readonly json: Buffer } | undefined {
  const isCompressed = payload.startsWith(COMPRESSED)
  const bytes = decodeUrlsafeBase64Strictly(isCompressed ? payload.slice(1) : payload)
  if (bytes === undefined) return undefined
  try {
    return { bytes, json: isCompressed ? unzlib(bytes, SESSION_LIMITS.output) : bytes }
  } catch {
    return undefined
  }
}

function textLayer(text: string, isCompressed: boolean): Layer {
  const { payload, time, signature } = piecesOf(text)
  if (signature === '') {
    return layer(
      'cookie',
      'text',
      text,
      inRow([{ kind: 'data', label: 'text', size: text.length }]),
    )
  }
  const hash = digestsOf({ payload, time, signature })[0]?.toUpperCase() ?? 'unknown hash'
  const marked = isCompressed ? payload.slice(1) : payload
  return layer('cookie', 'payload, time and signature in base64', text, [
    ...inRow([{ kind: 'marker', label: 'marks what is compressed', size: isCompressed ? 1 : 0 }]),
    ...inRow(
      separated('.', [
        { kind: 'data', label: 'payload', text: marked, into: isCompressed ? 'bytes' : 'payload' },
        { kind: 'time', label: 'time of its writing', text: time, note: dateOf(secondsOf(time)) },
        { kind: 'signature', label: `signature (HMAC-${hash})`, text: signature },
      ]),
      isCompressed ? 1 : 0,
    ),
  ])
}

function flaskLayers(text: string): Layer[] {
  const { payload } = piecesOf(text)
  const isCompressed = payload.startsWith(COMPRESSED)
  const outer = textLayer(text, isCompressed)
  const { bytes, json } = flaskBytes(payload) ?? {}
  if (bytes === undefined || json === undefined) return [outer]
  const compressed = layer(
    'bytes',
    `${bytes.length} bytes of zlib`,
    bytes,
    inRow([{ kind: 'data', label: 'zlib', size: bytes.length, into: 'payload' }]),
  )
  return [outer, ...(isCompressed ? [compressed] : []), payloadLayer(json, { tag: ' ' })]
}

const isObject = (json: Uint8Array | undefined): boolean =>
  json !== undefined && json[0] === 0x7b && encodingOf(json) === 'json'

export const flask: FormatRow = {
  id: 'flask',
  title: "Flask's session",
  protection: 'signed',
  names: ['session'],
  bindsName: false,
  times: 'renewed',
  idleTimeout: 31 * 86_400,
  absoluteTimeout: null,
  shape: (text) => {
    const pieces = piecesOf(text)
    if (pieces.signature === '' || pieces.payload.includes('=')) return 'no'
    const { json } = flaskBytes(pieces.payload) ?? {}
    // A byte that was changed in what is compressed is to be found by the signature.
    if (json === undefined) return pieces.payload.startsWith(ZLIB) ? 'likely' : 'no'
    if (!isObject(json)) return 'no'
    return digestsOf(pieces).length > 0 && !isSpaced(json) ? 'sure' : 'possible'
  },
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const tried = {
        digestMethod: digestsOf(piecesOf(text)),
        keyDerivation: ['hmac', 'django-concat', 'concat', 'none'],
      }
      for (const options of combined(tried, given)) {
        yield wayOf(flaskFormat(plain, options), options)
      }
    }),
  bare: (text) => {
    const { payload, time } = piecesOf(text)
    const secret = throwaway()
    const format = flaskFormat(secret)
    const settings = {
      salt: 'cookie-session',
      keyDerivation: 'hmac',
      digestMethod: 'sha1',
    } as const
    const again = timestampSigner(secret, settings).sign(payload, secondsOf(time))
    return { record: format.read(again, ''), format }
  },
  layers: flaskLayers,
  isAsWritten: () => true,
}

/** Bytes of `{}`. */
const EMPTY = 2

/** What zlib begins with, in base64. */
const ZLIB = '.eJ'

/** As Python writes JSON where nobody says otherwise; Flask does without blanks. */
const isSpaced = (json: Uint8Array): boolean => /^\{"(?:[^"\\]|\\.)*": /.test(latin1ToText(json))

const starletteJson = (payload: string): Buffer | undefined => decodeBase64Strictly(payload)

export const starlette: FormatRow = {
  id: 'starlette',
  title: "Starlette's SessionMiddleware (FastAPI)",
  protection: 'signed',
  names: ['session'],
  bindsName: false,
  times: 'renewed',
  idleTimeout: 14 * 86_400,
  absoluteTimeout: null,
  shape: (text) => {
    const pieces = piecesOf(text)
    const isSigned = digestsOf(pieces)[0] === 'sha1'
    const json = isSigned ? starletteJson(pieces.payload) : undefined
    if (json === undefined || !isObject(json)) return 'no'
    return isSpaced(json) || json.length === EMPTY ? 'sure' : 'possible'
  },
  ways: (secret) =>
    plainWays(secret, function* (plain) {
      yield wayOf(starletteFormat(plain))
    }),
  bare: (text) => {
    const { payload, time } = piecesOf(text)
    const secret = throwaway()
    const format = starletteFormat(secret)
    const signer = timestampSigner(secret, {
      salt: 'itsdangerous.Signer',
      keyDerivation: 'django-concat',
      digestMethod: 'sha1',
    })
    return { record: format.read(signer.sign(payload, secondsOf(time)), ''), format }
  },
  layers: (text) => {
    const json = starletteJson(piecesOf(text).payload)
    return [textLayer(text, false), ...(json === undefined ? [] : [payloadLayer(json)])]
  },
  isAsWritten: () => true,
}
