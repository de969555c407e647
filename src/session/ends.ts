/** When a session has ended though its text is genuine. */
import { CartoucheError, DeserializeError } from '../errors.js'
import { atOnce } from '../lib/hook.js'
import type { SessionLife } from './life.js'
import type { SessionRecord } from './record.js'
import type { RevocationList } from './revocation.js'
import type { SessionSettings } from './settings.js'
import { freshRecord } from './state.js'
import type { SessionState } from './state.js'

type Timed = Pick<SessionRecord, 'id' | 'subject' | 'created' | 'renewed'>

/**
 * Why a session has ended; `undefined` while it goes on.
 *
 * @throws {DeserializeError} `BAD_SESSION` for times that no clock gives, which would make it endless
 */
export function endOf(
  record: Timed,
  now: number,
  { life, revocation }: Pick<SessionSettings, 'life' | 'revocation'>,
): DeserializeError | undefined {
  checkTime(record.renewed, now, life)
  checkTime(record.created, now, life)
  const { idleTimeout, absoluteTimeout } = life
  if (idleTimeout !== null && now - record.renewed > idleTimeout) {
    return expired(`unused for longer than ${idleTimeout} seconds`)
  }
  if (absoluteTimeout !== null && now - record.created > absoluteTimeout) {
    return expired(`made more than ${absoluteTimeout} seconds ago`)
  }
  const isOver = revocation !== null && isRevoked(record, revocation)
  return isOver
    ? new DeserializeError('REVOKED', 'The session was ended before its time')
    : undefined
}

function checkTime(time: unknown, now: number, { mostAhead, takesAnyTime }: SessionLife): void {
  if (takesAnyTime && typeof time !== 'number') return
  if (!Number.isFinite(time)) throw badTime('that is no finite number')
  if ((time as number) > now + mostAhead)
    throw badTime(`that is more than ${mostAhead} seconds ahead`)
}

const badTime = (problem: string): DeserializeError =>
  new DeserializeError('BAD_SESSION', `The session has a time ${problem}`)

const expired = (problem: string): DeserializeError =>
  new DeserializeError('EXPIRED', `The session was ${problem}`)

/** Without an id, as in an older format, a session can be ended with all of its subject only. */
function isRevoked({ id = '', subject, created }: Timed, { isRevoked }: RevocationList): boolean {
  return atOnce('revocation', 'isRevoked', isRevoked({ id, subject, created })) === true
}

/** Makes all copies of a session's cookie worthless, where there is a list that knows of them. */
function revoke(
  { record: { id, created, keyId }, isNew }: SessionState,
  { revocation, life, format, hear, clock }: SessionSettings,
  request: unknown,
): void {
  if (revocation === null || id === undefined || isNew) return
  revocation.revoke({ id, until: lastDay(created, clock(), life) })
  hear({ type: 'revoked', format: format.name, keyId, request })
}

/** Makes all sessions of one subject worthless that were made up to now. */
export function revokeSubject(
  { record: { subject } }: SessionState,
  { revocation, life, clock }: SessionSettings,
): void {
  if (revocation === null) throw noList('the factory has no revocation list')
  if (subject === undefined) throw noList('the session has no subject')
  const now = clock()
  revocation.revoke({ subject, before: now, until: lastDay(now, now, life) })
}

const noList = (problem: string): CartoucheError =>
  new CartoucheError('BAD_VALUE', `The sessions of a subject cannot be ended: ${problem}`)

/** When the last copy of a session's cookie has expired. */
function lastDay(created: number, now: number, life: SessionLife): number | null {
  const { idleTimeout, absoluteTimeout } = life
  const until = Math.min(
    idleTimeout === null ? Infinity : now + idleTimeout,
    absoluteTimeout === null ? Infinity : created + absoluteTimeout,
  )
  return until === Infinity ? null : until
}

/** Ends the session, for all its copies, and begins another in its place. */
export function endSession(state: SessionState, settings: SessionSettings, request: unknown): void {
  revoke(state, settings, request)
  if (!state.isNew) state.wasEnded = true
  state.record = freshRecord(settings, settings.clock())
  state.readText = undefined
  state.isNew = true
  state.marked = false
  state.isDue = false
}

/** Milliseconds are the finest that a cookie tells. */
const TICK = 0.001

/** Gives the session another id, from now on, so that who knew the old one knows nothing. */
export function renameSession(
  state: SessionState,
  settings: SessionSettings,
  request: unknown,
): void {
  const { record } = state
  revoke(state, settings, request)
  const { id, created } = freshRecord(settings, settings.clock())
  Object.assign(record, { id, created })
  // Made in the moment in which all older sessions of its subject were ended, it is none of them.
  if (settings.revocation !== null && isRevoked(record, settings.revocation)) record.created += TICK
}

/** Browsers keep no cookie for longer: RFC 6265bis, 5.5. */
const LONGEST_USE = 400 * 86_400

/** Seconds that the browser keeps the cookie of a persistent session: as long as it can live. */
export function cookieAge(
  { persistent, created, accessed, renewed }: SessionRecord,
  { life: { idleTimeout, absoluteTimeout } }: Pick<SessionSettings, 'life'>,
): number | undefined {
  if (!persistent) return undefined
  const now = accessed ?? renewed
  const left = absoluteTimeout === null ? LONGEST_USE : Math.ceil(created + absoluteTimeout - now)
  return Math.min(LONGEST_USE, idleTimeout ?? LONGEST_USE, left)
}
