/**
 * Sessions of express-session. Their cookies hold, percent-encoded:
 *
 *     text = "s:" id "." mac, the latter in base64 without padding: HMAC-SHA-256 of the id in UTF-8
 *
 * The rest is in a store: an object of the application's data, and `cookie`, which tells when it ends.
 *
 * Source: the packages express-session 1.18 and cookie-signature 1.0.
 */
import { hmac, signatureSize } from '../crypto/mac.js'
import { utf8KeysOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { DeserializeError } from '../errors.js'
import { encodeData } from '../serializers/modern.js'
import { newRecord } from '../session/record.js'
import type { ReadRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'

const PREFIX = 's:'
const MAC = /^[A-Za-z0-9+/]{43}$/

export interface ExpressSessionFormat extends SessionFormat {
  /** @throws {DeserializeError} for a text that nobody with a secret has made */
  readonly idOf: (text: string) => string
}

/** @throws {OptionError} when a secret is empty, or neither text nor bytes; when one comes twice */
export function expressSessionFormat(secrets: Secrets): ExpressSessionFormat {
  const macs = utf8KeysOf(secrets).map((key) => hmac('sha256', key))
  warnOfWeakSecrets(secrets, signatureSize('sha256'))
  const isGenuine = (id: string, mac: string): boolean => {
    const given = Buffer.from(mac, 'base64').toString('hex')
    return macs.some(({ verify }) => verify(Buffer.from(id), given, 'hex'))
  }
  return {
    name: 'express-session',
    isAuthenticated: true,
    carriesId: false,
    idOf: (text) => {
      const signed = decoded(text)
      const dot = signed.lastIndexOf('.')
      const [id, mac] = [signed.slice(PREFIX.length, dot), signed.slice(dot + 1)]
      if (!signed.startsWith(PREFIX) || dot < PREFIX.length || !MAC.test(mac)) throw badText()
      if (isGenuine(id, mac)) return id
      throw new DeserializeError('BAD_SIGNATURE', 'The signature is that of no secret')
    },
    read: () => {
      throw new DeserializeError('BAD_TEXT', 'The session is in a store')
    },
    write: () => {
      throw new TypeError('Sessions of express-session are read, and never written')
    },
    dataText: encodeData,
  }
}

const badText = (): DeserializeError =>
  new DeserializeError('BAD_TEXT', 'The text is no cookie of express-session')

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badText()
  }
}

/**
 * What a store of express-session has, as a session that begins at `now`: there is no telling when it was made.
 *
 * @throws {DeserializeError} for what is no session, or one that has ended
 */
export function expressRecord(entry: unknown, now: number): ReadRecord {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw new DeserializeError('BAD_SESSION', 'The store of express-session has something else')
  }
  const { cookie, ...data } = entry as { cookie?: { expires?: unknown } | null }
  const end = cookie?.expires
  const isOver = end !== undefined && end !== null && Number(new Date(end as string)) <= now * 1000
  if (isOver) throw new DeserializeError('EXPIRED', 'The session of express-session has ended')
  return { ...newRecord(now), data: new Map(Object.entries(data)) }
}
