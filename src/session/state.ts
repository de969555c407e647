import type { RandomBytes } from '../crypto/random.js'
import type { SetCookieWriter } from '../cookie/write.js'
import type { DeserializeError } from '../errors.js'

/** What a session is between the request's cookie and the response's. Times in seconds since 1970. */
export interface SessionState {
  data: Map<unknown, unknown>
  /** As the cookie has it, or as it will be written: a PyFloat, a number, or whatever came. */
  created: unknown
  accessed: unknown
  /** When the cookie was written, or the session made: what `reissueAfter` counts from. */
  renewed: number
  isNew: boolean
  /** Whether the response is to set the cookie. */
  marked: boolean
  /** How often this request wrote to the session. */
  changes: number
  /** Whether the response's headers have gone out: what is written now would be lost. */
  isClosed: boolean
  /** Counts accesses and changes. */
  revision: number
  /** The changes there were when `save()` told the application that the session cannot be written. */
  failedSave: number | undefined
}

/**
 * Whose rules a session follows. Data, so that no other file needs to know the versions of Pyramid:
 * see factories/shared.ts.
 */
export interface SessionRules {
  /** Whether the times in a cookie are taken through Python's `float()`; else they stay as they are. */
  readonly floatTimes: boolean
  /** Whether reading reissues the cookie: always, or when it is older than so many seconds; `null`: never. */
  readonly reissueAfter: 'always' | number | null
  /** Whether `changed()` makes the response carry the cookie. */
  readonly changedMarks: boolean
}

/** Text of a cookie ↔ the value in it. */
export interface SessionCodec {
  /** @throws {DeserializeError} when the text cannot be read */
  read(text: string): unknown
  write(accessed: unknown, created: unknown, data: Map<unknown, unknown>): string
}

/** Which of several cookies of one name is taken: see `CommonOptions`. */
export type Duplicates = 'last' | 'verify'

/** All that a factory decides about the life of its sessions. Resolved once. */
export interface SessionSettings {
  readonly rules: SessionRules
  readonly codec: SessionCodec
  readonly cookieName: string
  readonly duplicates: Duplicates
  readonly setCookie: SetCookieWriter
  /** Seconds without access after which a session starts empty; `null`: never. */
  readonly timeout: number | null
  /** Whether the cookie is set on the response of a request that ended in an exception. */
  readonly setOnException: boolean
  /** Whether bindings tell caches of the session: see `OpenSession.variesByCookie`. */
  readonly cacheHeaders: boolean
  /** Hears why a cookie was not taken, and of which request where a binding opened the session. */
  readonly onInvalid: ((reason: DeserializeError, request?: unknown) => void) | null
  /** Seconds since 1970, with fractions. */
  readonly clock: () => number
  readonly randomBytes: RandomBytes
}
