import type { AcceptedFormat } from './accepted.js'
import { newRecord } from './record.js'
import type { SessionRecord } from './record.js'
import type { SessionSettings } from './settings.js'

/** What a session is between the request's cookie and the response's. */
export interface SessionState {
  record: SessionRecord
  /** The data as they were read; `undefined` where there were none, or nobody asks. */
  readText: string | undefined
  isNew: boolean
  /** Whether the response is to set the cookie. */
  marked: boolean
  /** Whether the cookie is so old that reading sets it too. */
  isDue: boolean
  /** Whether that alone was why it was written. */
  isReissue: boolean
  /** Whether the browser has a cookie of a session that was ended by this request. */
  wasEnded: boolean
  isDestroyed: boolean
  /** The older format that the session was read in. */
  readonly from: AcceptedFormat | undefined
  /** Whether somebody got hold, without an access, of what can be changed inside. */
  isPeeked: boolean
  /** How often this request wrote to the session. */
  changes: number
  /** Whether the response's headers have gone out: what is written now would be lost. */
  isClosed: boolean
  /** Counts accesses and changes. */
  revision: number
  /** Whether `save()` has told the application that the session cannot be written. */
  saveFailed: boolean
}

/** The state of a record, which is a new one unless something else is said. */
export function stateOf(
  record: SessionRecord,
  read: Partial<Pick<SessionState, 'isNew' | 'readText' | 'from'>> = {},
): SessionState {
  return {
    record,
    readText: read.readText,
    isNew: read.isNew ?? true,
    marked: read.from !== undefined,
    isDue: false,
    isReissue: false,
    wasEnded: false,
    isDestroyed: false,
    from: read.from,
    isPeeked: false,
    changes: 0,
    isClosed: false,
    revision: 0,
    saveFailed: false,
  }
}

const ID_BYTES = 16

/** A session that begins now: with an id that nobody can guess, where the format carries one. */
export function freshRecord(
  { format, persistent, randomBytes }: SessionSettings,
  now: number,
): SessionRecord {
  if (!format.carriesId) return newRecord(now)
  const id = Buffer.from(randomBytes(ID_BYTES)).toString('base64url')
  return { ...newRecord(now, id), persistent }
}
