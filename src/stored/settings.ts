import type { StoredFormat } from '../formats/stored.js'
import type { SessionSettings } from '../session/settings.js'
import type { SessionStore } from '../stores/shared-store.js'
import type { Turns } from '../lib/turns.js'
import type { OlderSessions } from './older.js'

/** What two requests have made of one session. The Maps hold its data by their keys. */
export interface SessionConflict {
  /** As this request has read it. */
  readonly base: ReadonlyMap<unknown, unknown>
  /** As this request would write it. */
  readonly mine: ReadonlyMap<unknown, unknown>
  /** As another request has written it meanwhile. */
  readonly theirs: ReadonlyMap<unknown, unknown>
}

/** All that a factory decides about sessions in a store. Resolved once. */
export interface StoredSettings extends SessionSettings {
  readonly format: StoredFormat
  /** Fails with a `StoreUnavailable`, and in time. */
  readonly store: SessionStore
  readonly onStoreError: 'fail' | 'anonymous'
  /** Gives the data that are written in place of either. */
  readonly onConflict: ((conflict: SessionConflict) => ReadonlyMap<unknown, unknown>) | null
  /** Seconds for which the old id of a session can be read after `regenerate()`. */
  readonly rotationGrace: number
  /** The most characters of a session. */
  readonly maxSize: number
  readonly turns: Turns
  /** Sessions of express-session that are read too. */
  readonly older: OlderSessions | null
}
