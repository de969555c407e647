/**
 * The text of a modern session, sealed or signed:
 *
 *     text    = base64url of: version key-id body; unpadded, in the one way that there is
 *     version = one byte: which of the two formats it is
 *     key-id  = 4 bytes: which of several keys
 *     payload = header LF data, in UTF-8
 *     header  = "[" created "," renewed "," id "," subject "," persistent "]", as JSON
 *     created = milliseconds since 1970
 *     renewed = milliseconds since then, with blanks before it: of 12 characters
 *     id      = text
 *     subject = text / "null"
 *     persistent = "0" / "1"
 *     data    = as serializers/modern.ts writes them: with no LF in it
 *
 * What is authenticated is bound to the name of the cookie and to its purpose, so that a text is worth nothing
 * under another name or as another kind of token.
 */
import { lengthPrefixed } from '../crypto/length-prefixed.js'
import type { Keyring } from '../crypto/keyring.js'
import { DeserializeError } from '../errors.js'
import { decodeUrlsafeBase64Strictly } from '../lib/base64.js'
import { decodeData, encodeData } from '../serializers/modern.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import { urlsafeWriter } from './shared-format.js'
import type { SessionFormat } from './shared-format.js'

const KEY_ID = 4
/** Bytes of version and key id. */
export const HEAD = 1 + KEY_ID

/** Of tokens that hold a session themselves. */
export const PURPOSE = 'session'

/** A payload: its header, with the LF, and the data. */
export interface Payload {
  readonly header: string
  readonly data: string
}

/** How a format protects a payload. `head` is version and key id, `context` what is bound in, the head with it. */
export interface Protection<Key> {
  readonly name: string
  readonly version: number
  readonly keyring: Keyring<Key>
  /** The fewest bytes that come behind the head. */
  readonly overhead: number
  /** Payload → text. */
  readonly protect: (payload: Payload, key: Key, context: Buffer, head: Buffer) => string
  /** The bytes of a text, head and body → payload; `undefined` where it is not authentic. */
  readonly unprotect: (bytes: Buffer, key: Key, context: Buffer) => string | undefined
}

/** The format whose texts are protected in that way. */
export function tokenFormat<Key>(protection: Protection<Key>): SessionFormat {
  const { read, write } = tokens(protection, PURPOSE)
  return {
    name: protection.name,
    isAuthenticated: true,
    carriesId: true,
    read: (text, cookieName) => {
      const { keyId, payload } = read(text, cookieName)
      return recordOfPayload(payload, keyId)
    },
    write: urlsafeWriter((record, cookieName, dataText = encodeData(record.data)) =>
      write({ header: `${headerOf(record)}\n`, data: dataText }, cookieName),
    ),
    dataText: encodeData,
  }
}

/** Tokens of one purpose, which say nothing of what their payloads are. */
export interface Tokens {
  /** @throws {DeserializeError} for a text that is none of them */
  readonly read: (
    text: string,
    cookieName: string,
  ) => { readonly keyId: string; readonly payload: string }
  readonly write: (payload: Payload, cookieName: string) => string
  /** The id of the key that writes. */
  readonly firstId: string
}

/** @param purpose is bound in, as the cookie's name is */
export function tokens<Key>(protection: Protection<Key>, purpose: string): Tokens {
  const { version, keyring, protect } = protection
  const { id: first, key } = keyring.first
  const head = headOf(version, first)
  const contextOf = contexts(version, purpose)
  const firstId = idText(first)
  return {
    firstId,
    read: (text, cookieName) => {
      const [keyId, payload] = opened(text, protection, (id) => contextOf(id, cookieName))
      return { keyId: keyId === first ? firstId : idText(keyId), payload }
    },
    write: (payload, cookieName) => protect(payload, key, contextOf(first, cookieName), head),
  }
}

function headOf(version: number, keyId: number): Buffer {
  const head = Buffer.alloc(HEAD)
  head[0] = version
  head.writeUInt32BE(keyId, 1)
  return head
}

const idText = (keyId: number): string => keyId.toString(16).padStart(2 * KEY_ID, '0')

/** What is bound into a text: kept for the key and the cookie that were used last, which hardly ever change. */
function contexts(version: number, purpose: string): (keyId: number, cookieName: string) => Buffer {
  let latest:
    | { readonly keyId: number; readonly cookieName: string; readonly context: Buffer }
    | undefined
  return (keyId, cookieName) => {
    if (latest?.keyId !== keyId || latest.cookieName !== cookieName) {
      const context = lengthPrefixed(headOf(version, keyId), cookieName, purpose)
      latest = { keyId, cookieName, context }
    }
    return latest.context
  }
}

function opened<Key>(
  text: string,
  { version, keyring, overhead, unprotect }: Protection<Key>,
  contextOf: (keyId: number) => Buffer,
): [keyId: number, payload: string] {
  const bytes = decodeUrlsafeBase64Strictly(text)
  if (bytes === undefined) throw new DeserializeError('BAD_BASE64', 'The text is not base64url')
  if (bytes.length < HEAD + overhead || bytes[0] !== version) {
    throw new DeserializeError('BAD_TEXT', 'The text is none of this format and version')
  }
  const keyId = bytes.readUInt32BE(1)
  const key = keyring.find(keyId)
  if (key === undefined)
    throw new DeserializeError('UNKNOWN_KEY', 'The text was made with another key')
  const payload = unprotect(bytes, key, contextOf(keyId))
  if (payload === undefined)
    throw new DeserializeError('BAD_SIGNATURE', 'The text is not authentic')
  return [keyId, payload]
}

const MILLISECONDS = 1000
/** Characters for 31 years: a session has to fit into its cookie for as long as it lives, not only when it is new. */
const SINCE = 12

function headerOf({ created, accessed, renewed, id, subject, persistent }: SessionRecord): string {
  const made = Math.round(created * MILLISECONDS)
  const since = Math.round((accessed ?? renewed) * MILLISECONDS) - made
  const whose = subject === undefined ? 'null' : JSON.stringify(subject)
  return `[${made},${String(since).padStart(SINCE)},${JSON.stringify(id)},${whose},${persistent ? 1 : 0}]`
}

/** @throws {DeserializeError} `BAD_PAYLOAD` for what holds no session */
export function recordOfPayload(payload: string, keyId: string): ReadRecord {
  const end = payload.indexOf('\n')
  const header = end < 0 ? undefined : (parsed(payload.slice(0, end)) as unknown)
  if (!isHeader(header)) throw new DeserializeError('BAD_PAYLOAD', 'The data cannot be read')
  const [made, since, id, subject, persistent] = header
  const dataText = payload.slice(end + 1)
  return {
    id,
    subject: subject ?? undefined,
    persistent: persistent === 1,
    created: made / MILLISECONDS,
    renewed: (made + since) / MILLISECONDS,
    accessed: undefined,
    data: decodeData(dataText),
    dataText,
    keyId,
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

type Header = [made: number, since: number, id: string, subject: string | null, persistent: 0 | 1]

function isHeader(header: unknown): header is Header {
  if (!Array.isArray(header) || header.length !== 5) return false
  const [made, since, id, subject, persistent] = header as unknown[]
  return (
    Number.isSafeInteger(made) &&
    Number.isSafeInteger(since) &&
    typeof id === 'string' &&
    (subject === null || typeof subject === 'string') &&
    (persistent === 0 || persistent === 1)
  )
}
