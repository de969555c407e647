import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { carriesPersistent } from '../formats/shared-format.js'
import type { AcceptedFormat } from './accepted.js'
import type { FindClearing } from './clearing.js'
import type { Errands } from './errands.js'
import { newRecord } from './record.js'
import type { Identity, SessionRecord } from './record.js'
import type { SessionSettings } from './settings.js'

/** A session that a request goes on from under another id, or has ended. */
export interface LeftSession extends Pick<SessionRecord, 'secret' | 'subject'> {
  readonly id: string
  readonly isRenamed: boolean
}

/** What a session is between the request's cookie and the response's. */
export interface SessionState {
  record: SessionRecord
  /** The data as they were read; `undefined` where there were none, or nobody asks. */
  readText: string | undefined
  /** Whether a schema has made something of them, and what: no change, until somebody accesses it. */
  readonly isFitted: boolean
  /** Whether `migrate` has made them: all of them are written with the first change. */
  readonly isMigrated: boolean
  readonly fittedText: string | undefined
  isNew: boolean
  /** Whether the response is to set the cookie. */
  marked: boolean
  /** Whether the cookie is so old that reading sets it too. */
  isDue: boolean
  /** Whether that alone was why it was written. */
  isReissue: boolean
  /** Whether the request had a cookie for the session, good or not. */
  readonly hadCookie: boolean
  /** Whether the browser's cookie is of a session that was ended by this request. */
  wasEnded: boolean
  /** Likewise of one that signed out by Pyramid's rules: it goes on, without its data. */
  wasEmptied: boolean
  isDestroyed: boolean
  /** The older format that the session was read in. */
  readonly from: AcceptedFormat | undefined
  /** Whether the session is still that of an older format: the first access moves it. */
  isForeign: boolean
  /** Of the older cookies that came with the request, and those that held a part of one; `undefined`: of none. */
  clearing: FindClearing | undefined
  /** A session of this factory that was refused for its data: it can be ended all the same. */
  readonly refused: Pick<SessionRecord, 'id' | 'created'> | undefined
  /** Up to when this request has ended the sessions of a subject. */
  endedBefore: number
  /** Sessions that this request has left: by its sign-in, which gives another id, or by their end. */
  left: readonly LeftSession[]
  /** Whether the answer must set the cookie of a session in a store, which was written before the answer began. */
  isUntold: boolean
  /** What is to be done at a list that answers later; `undefined` where the list must answer at once. */
  errands: Errands | undefined
  /** Whether such a list was told that a session of this request has ended. */
  hasRevoked: boolean
  /** The session as it was when it got another id first, where a list is told of the old one. */
  before: SessionRecord | undefined
  /** The subject all of whose sessions are to end, but for this one. */
  endedSubject: string | undefined
  /** How often this request wrote to the session. */
  changes: number
  /** Whether a value was handed out that can be changed from within. */
  handedOut: boolean
  /** The keys whose values may be others than those that were read: written to, or handed out. */
  lent: Set<unknown> | undefined
  /** Whether that may be all of them. */
  isAllLent: boolean
  /** Whether the response's headers have gone out: what is written now would be lost. */
  isClosed: boolean
  /** Why else it is closed, as the error says it. */
  closedWhy: string | undefined
  /** Counts accesses and changes. */
  revision: number
  /** The changes there were when `save()` told the application that the session cannot be written. */
  failedSave: number | undefined
}

/** The state of a record, which is a new one unless something else is said. */
export function stateOf(record: SessionRecord, read: Partial<SessionState> = {}): SessionState {
  return {
    record,
    readText: read.readText,
    isFitted: read.isFitted ?? false,
    isMigrated: read.isMigrated ?? false,
    fittedText: read.fittedText,
    isNew: read.isNew ?? true,
    marked: false,
    isDue: false,
    isReissue: false,
    hadCookie: read.hadCookie ?? false,
    wasEnded: false,
    wasEmptied: false,
    isDestroyed: false,
    from: read.from,
    isForeign: read.from !== undefined,
    clearing: undefined,
    refused: read.refused,
    endedBefore: -Infinity,
    left: [],
    isUntold: false,
    errands: undefined,
    hasRevoked: false,
    before: undefined,
    endedSubject: undefined,
    changes: 0,
    handedOut: false,
    lent: undefined,
    // Of a new session nothing was read.
    isAllLent: read.isNew !== false || read.isFitted === true,
    isClosed: false,
    closedWhy: undefined,
    revision: 0,
    failedSave: undefined,
  }
}

const ID_BYTES = 16

/** An id that nobody can guess. */
export function newId({ randomBytes }: Pick<SessionSettings, 'randomBytes'>): Identity {
  return { id: encodeUrlsafeBase64(randomBytes(ID_BYTES)), secret: undefined }
}

const NOBODY: Identity = { id: undefined, secret: undefined }

/** A session that begins now: with an id, where the format carries one. */
export function freshRecord(settings: SessionSettings, now: number): SessionRecord {
  const { format, persistent, identity } = settings
  const { id, secret } = format.carriesId ? identity(settings) : NOBODY
  const record = newRecord(now, id)
  record.secret = secret
  record.persistent = carriesPersistent(format) && persistent
  return record
}
