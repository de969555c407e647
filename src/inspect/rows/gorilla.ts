/** The cookies of Go's gorilla/securecookie and gorilla/sessions. */
import { gorillaFormat } from '../../formats/gorilla.js'
import { secureCookie } from '../../formats/shared-securecookie.js'
import type { GorillaKeyPairs } from '../../formats/shared-securecookie.js'
import { hashAlgorithm } from '../../crypto/hash.js'
import { CartoucheError } from '../../errors.js'
import { decodeUrlsafeBase64Strictly } from '../../lib/base64.js'
import { readGob } from '../../serializers/gob/index.js'
import type { InspectSecret, Layer } from '../inspection.js'
import { encodingOf, payloadLayer } from '../map/payload.js'
import { dateOf, inRow, layer, separated } from '../map/pieces.js'
import { combined, throwaway, wayOf } from './row.js'
import type { FormatRow, GivenOptions } from './row.js'

const NOTHING = Buffer.alloc(0)

function decoded(padded: string): Buffer {
  const text = padded.replace(/={1,2}$/, '')
  return (padded.length % 4 === 0 ? decodeUrlsafeBase64Strictly(text) : undefined) ?? NOTHING
}

const TEXT = /^(0|-?[1-9]\d{0,14})\|([\w-]*={0,2})\|(.{16,64})$/s

interface Pieces {
  readonly date: string
  readonly body: string
  readonly mac: string
}

function piecesOf(text: string): Pieces | undefined {
  const [, date, body, mac] = TEXT.exec(decoded(text).toString('latin1')) ?? []
  return date === undefined ? undefined : { date, body: body!, mac: mac! }
}

const HASHES = ['sha256', 'sha512', 'sha1', 'sha384', 'md5'] as const
const SIZES = { sha256: 32, sha512: 64, sha1: 20, sha384: 48, md5: 16 } as const

const hashOf = (text: string): string =>
  HASHES.find((name) => SIZES[name] === piecesOf(text)?.mac.length) ?? 'sha256'

const bodyOf = (text: string): Buffer => decoded(piecesOf(text)?.body ?? '')

/** What is not encrypted; `undefined` for bytes that nobody can read. */
function readableAs(bytes: Uint8Array): GivenOptions | undefined {
  if (encodingOf(bytes) === 'json' && bytes[0] === 0x7b) return { serializer: 'json' }
  try {
    return { serializer: 'gob', values: readGob(bytes).type }
  } catch (error) {
    if (error instanceof CartoucheError) return undefined
    throw error
  }
}

const isPairs = (secret: InspectSecret): secret is string | Uint8Array | (string | null)[] =>
  typeof secret === 'string' || secret instanceof Uint8Array || Array.isArray(secret)

/** The maps that a gob may be of, where it cannot be seen: those that gorilla itself has come first. */
const VALUES = ['map[interface {}]interface {}', 'map[string]interface {}', 'map[string]string']

function triedFor(text: string): Readonly<Record<string, readonly unknown[]>> {
  const readable = readableAs(bodyOf(text))
  const hashFunc = [hashOf(text)]
  if (readable === undefined) return { hashFunc, serializer: ['gob', 'json'], values: VALUES }
  const { serializer, values = VALUES[0] } = readable
  return { hashFunc, serializer: [serializer], values: [values] }
}

/** The payload, as the keys that fit have decrypted it. */
function openedLayers(
  text: string,
  cookieName: string,
  keyPairs: GorillaKeyPairs,
  { hashFunc }: GivenOptions,
): Layer[] {
  const { open } = secureCookie(keyPairs, hashAlgorithm(hashFunc as string)!, 0)
  const { value } = open(text, cookieName, (payload) => payload)
  return [payloadLayer(value)]
}

export const gorilla: FormatRow = {
  id: 'gorilla',
  title: "Go's gorilla/sessions (securecookie)",
  protection: 'signed',
  names: ['session', 'session-name'],
  bindsName: true,
  times: 'renewed',
  idleTimeout: 30 * 86_400,
  absoluteTimeout: null,
  shape: (text) => (piecesOf(text) === undefined ? 'no' : 'sure'),
  ways: function* (secret, text, given) {
    if (!isPairs(secret)) return
    const isEncrypted = readableAs(bodyOf(text)) === undefined
    for (const options of combined(triedFor(text), given)) {
      const format = gorillaFormat(secret, { maxLength: 0, ...options })
      yield wayOf(format, options, (one, cookieName) =>
        isEncrypted ? openedLayers(one, cookieName, secret, options) : [],
      )
    }
  },
  bare: (text, cookieName) => {
    const readable = readableAs(bodyOf(text))
    // Nobody can see what is in it without the block key.
    if (readable === undefined) return {}
    const secret = throwaway()
    const format = gorillaFormat(secret, { maxLength: 0, ...readable })
    const date = Number(piecesOf(text)?.date)
    const again = secureCookie(secret, 'sha256', 0).seal(bodyOf(text), cookieName, date)
    return { record: format.read(again, cookieName), format }
  },
  layers: (text) => {
    const whole = {
      kind: 'data',
      label: 'base64url',
      start: 0,
      end: text.length,
      into: 'bytes',
    } as const
    const outer = layer('cookie', 'base64url', text, [whole])
    const pieces = piecesOf(text)
    if (pieces === undefined) return [outer]
    const { date, body, mac } = pieces
    const bytes = bodyOf(text)
    const isEncrypted = readableAs(bytes) === undefined
    const inner = layer(
      'bytes',
      'date, body and MAC',
      decoded(text),
      inRow(
        separated('|', [
          { kind: 'time', label: 'time of its writing', text: date, note: dateOf(Number(date)) },
          isEncrypted
            ? { kind: 'data', label: 'body in base64url', text: body, into: 'inner' }
            : { kind: 'data', label: 'body in base64url', text: body, into: 'payload' },
          { kind: 'signature', label: `signature (HMAC-${hashOf(text).toUpperCase()})`, text: mac },
        ]),
      ),
    )
    return [outer, inner, isEncrypted ? encryptedLayer(bytes) : payloadLayer(bytes)]
  },
  isAsWritten: () => true,
}

const BLOCK = 16 // bytes

const encryptedLayer = (bytes: Uint8Array): Layer =>
  layer(
    'inner',
    'encrypted (AES-CTR)',
    bytes,
    inRow([
      { kind: 'nonce', label: 'initialization vector', size: Math.min(BLOCK, bytes.length) },
      {
        kind: 'ciphertext',
        label: 'ciphertext',
        size: Math.max(0, bytes.length - BLOCK),
        into: 'payload',
      },
    ]),
  )
