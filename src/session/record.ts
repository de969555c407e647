/**
 * A session at rest: what a format makes of a text, and a text of. Times are seconds since 1970, with
 * fractions.
 */
export interface SessionRecord {
  /** What tells this session from all others; `undefined` where the format carries none. */
  id: string | undefined
  /** Whose session it is, if the application said so: see `Session.subject`. */
  subject: string | undefined
  /** Whether the browser is to keep the cookie when it is closed: see `Session.persistent`. */
  persistent: boolean
  /** What the application calls it among its subject's, where it is in a store: see `Session.label`. */
  label?: string | undefined
  /** What the cookie holds in place of the session, where that is in a store. */
  secret?: string | undefined
  data: Map<unknown, unknown>
  /** When the session was made. Pyramid's oldest cookies may hold anything in its place, which stays. */
  created: number
  /** When the text was written or, before there is one, the session made. */
  renewed: number
  /** The last moment at which the text is good, by what it says itself; `undefined` where it does not say. */
  expires?: number | undefined
  /** The first moment at which it is, if it says one. */
  notBefore?: number | undefined
  /** When this request accessed the session; `undefined`: not yet. */
  accessed: number | undefined
  /** The data as they stand in the text, where the format has them at hand: see `SessionFormat.dataText`. */
  dataText?: string | undefined
  /** Which of several keys made the text, where the format tells. */
  keyId?: string | undefined
  /** What the format wants to know again when the record is written. */
  origin?: unknown
}

/** What a session is known by. */
export type Identity = Pick<SessionRecord, 'id' | 'secret'>

/** What a format could read. A session lacks neither; one that has expired needs no data any more. */
export type ReadRecord = Omit<SessionRecord, 'created' | 'data'> & {
  readonly created: number | undefined
  readonly data: Map<unknown, unknown> | undefined
}

/** A session that begins at `now`, with all that is to be set later in its place: to V8 new ones are then of one kind. */
export function newRecord(now: number, id?: string): SessionRecord {
  return {
    id,
    subject: undefined,
    persistent: false,
    label: undefined,
    secret: undefined,
    data: new Map(),
    created: now,
    renewed: now,
    accessed: undefined,
    dataText: undefined,
    origin: undefined,
  }
}
