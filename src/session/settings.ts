import type { SetCookieWriter } from '../cookie/write.js'
import type { RandomBytes } from '../crypto/random.js'
import type { SessionFormat } from '../formats/shared-format.js'
import type { AcceptedFormat } from './accepted.js'
import type { SessionEvent } from './events.js'
import type { SessionLife } from './life.js'
import type { RevocationList } from './revocation.js'
import type { Fit } from './schema.js'
import type { Identity } from './record.js'
import type { TokenKeys } from './token-keys.js'

/** All that a factory decides about its sessions. Resolved once. */
export interface SessionSettings {
  readonly format: SessionFormat
  readonly life: SessionLife
  readonly cookieName: string
  /** What may be the session in a Cookie header, the first choice first. */
  readonly valuesIn: (header: string, cookieName: string) => readonly string[]
  /** The line that sets the cookie; its empty value takes it away. */
  readonly setCookie: SetCookieWriter
  /** The same for a cookie of another name, where the format has several. */
  readonly setOther: (name: string) => SetCookieWriter
  /** Whether these lines depend on whether the request came over HTTPS. */
  readonly dependsOnHttps: boolean
  /** The lines that take away a cookie of the factory's, or of another name, where one may be out of the partitions. */
  readonly clearTwin: ((name: string) => readonly string[]) | undefined
  /** The most characters a cookie value may have. */
  readonly mostValue: number
  /** Whether the browser keeps the cookie of a session that does not say otherwise when it is closed. */
  readonly persistent: boolean
  /** Whether the cookie is set on the response of a request that ended in an exception. */
  readonly setOnException: boolean
  /** Whether bindings tell caches of the session: see `OpenSession.variesByCookie`. */
  readonly cacheHeaders: boolean
  /** Older formats that are read too. */
  readonly accepted: readonly AcceptedFormat[]
  readonly revocation: RevocationList | null
  /** Whether sessions are in a store, which forgets those that end: no list need know of them. */
  readonly isStored: boolean
  /** Makes of data that were read what the application wants; throws where they do not fit. */
  readonly fit: Fit | null
  /** Where its sessions keep CSRF tokens. */
  readonly tokenKeys: TokenKeys
  /** Whether one of the flash messages equals another, which goes into the queue under that key. */
  readonly hasEqual: (messages: readonly unknown[], message: unknown, key: string) => boolean
  /** Hears of what happens to sessions. */
  readonly hear: (event: SessionEvent) => void
  /** What a session that begins is known by. */
  readonly identity: (settings: SessionSettings) => Identity
  /** Seconds since 1970, with fractions. */
  readonly clock: () => number
  readonly randomBytes: RandomBytes
}
