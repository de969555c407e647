import type { Awaitable } from '../lib/awaitable.js'

/** What is known of a session that may have been ended. */
export interface SessionIdentity {
  readonly id: string
  readonly subject: string | undefined
  /** When the session was made, or its user signed in, in seconds since 1970, with fractions. */
  readonly created: number
}

/** One session that has ended, or all of one subject that were made before a time. Seconds since 1970. */
export type Revocation =
  | { readonly id: string; readonly until: number | null }
  | { readonly subject: string; readonly before: number; readonly until: number | null }

/**
 * Knows the sessions that have ended before their time: a cookie cannot be called back, so that a copy of it
 * would go on. Share one list among all processes.
 *
 * Its functions may give promises. These are awaited by `load()` and `flush()`, which the bindings call, for at most 5
 * seconds; a promise that rejects is a `StoreUnavailable`.
 */
export interface RevocationList {
  /** Whether both functions always answer at once: then no session needs `load()`, and `commit()` is enough. */
  readonly answersAtOnce?: boolean
  /** Whether a session was ended, itself or with all of its subject. */
  readonly isRevoked: (session: SessionIdentity) => Awaitable<boolean>
  /** @param revocation to be kept up to its `until`, after which no such cookie is valid any more; `null`: for good */
  readonly revoke: (revocation: Revocation) => Awaitable<void>
}
