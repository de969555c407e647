import { DeserializeError, OptionError } from '../errors.js'
import { carriesPersistent } from '../formats/shared-format.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { atOnce, tell } from '../lib/hook.js'
import { isMap } from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import type { AcceptedFormat } from './accepted.js'
import { findClearing } from './clearing.js'
import { endOf, isTooOld } from './ends.js'
import { withQueueNames } from './flash.js'
import type { ReadRecord, SessionRecord } from './record.js'
import type { Holder, RequestCookies } from './request-cookies.js'
import type { SessionSettings } from './settings.js'
import { freshRecord, stateOf } from './state.js'
import type { SessionState } from './state.js'

/** What came out of a request's cookies. */
export interface Opened {
  readonly state: SessionState
  /** Why the text is no session, or none that is still alive. */
  readonly reason?: DeserializeError
  /** What the text was read as. */
  readonly format: SessionFormat
  readonly keyId?: string | undefined
  /** Whose format that is, where it is an older one. */
  readonly from?: AcceptedFormat | undefined
}

/** A way to read a cookie: the factory's own, or an older one. */
interface Way extends Holder {
  readonly from?: AcceptedFormat
  /** Where the format does not read by itself. */
  readonly read?: SessionFormat['read'] | undefined
}

/**
 * Makes the session that a cookie's text describes, or a new one.
 *
 * The first text that is a session, and alive, is taken; else the first that was one; else the session is
 * new, for the reason that the first has. A session in the factory's own format that has ended (by its age, a
 * sign-out or a revocation, or for its data) is not replaced by an older one; of one in an older format that has
 * ended the data are not taken, and it hides no other.
 *
 * @param read in place of that of the factory's own format
 */
export function openState(
  cookies: RequestCookies,
  settings: SessionSettings,
  read?: SessionFormat['read'],
): Opened {
  const now = settings.clock()
  const { format, cookieName } = settings
  const own = openWay(cookies, { format, cookieName, read }, undefined, now, settings)
  const isOwn = isAlive(own) || isEnded(own)
  let chosen = own
  for (const from of isOwn ? [] : settings.accepted) {
    if (isAlive(chosen)) break
    if (now < from.until) chosen = openWay(cookies, { ...from, from }, chosen, now, settings)
  }
  const opened: Opened = chosen ?? { state: stateOf(freshRecord(settings, now)), format }
  opened.state.clearing = findClearing({ cookies, isOwn, from: opened.from, settings })
  return opened
}

/** Tells of what came out. Listeners may use the session, which has to be open by then. */
export function tellOfOpening(
  { state, reason, format: { name: format }, keyId }: Opened,
  { hear }: SessionSettings,
  request: unknown,
): void {
  if (reason !== undefined) {
    hear({ type: 'invalid', reason: reason.code, error: reason, format, keyId, request })
  } else if (state.from !== undefined) {
    hear({ type: 'legacy-format', format, keyId, request })
    if (state.from.onUse !== null) tell(state.from.onUse)
  }
}

const isAlive = (opened: Opened | undefined): boolean =>
  opened !== undefined && opened.reason === undefined

const ENDED: ReadonlySet<string | undefined> = new Set([
  'EXPIRED',
  'REVOKED',
  'BAD_DATA',
  'NO_SESSION',
])

/** Whether the text was once a session, made by who has a key. */
const isEnded = (opened: Opened | undefined): boolean => ENDED.has(opened?.reason?.code)

function openWay(
  cookies: RequestCookies,
  way: Way,
  before: Opened | undefined,
  now: number,
  settings: SessionSettings,
): Opened | undefined {
  let chosen = before
  for (const text of cookies.textsOf(way)) {
    const opened = openText(text, way, now, settings)
    if (isAlive(opened)) return opened
    if (chosen === undefined || (isEnded(opened) && !isEnded(chosen))) chosen = opened
  }
  return chosen
}

function openText(text: string, way: Way, now: number, settings: SessionSettings): Opened {
  const { format, cookieName, from, read } = way
  let record: ReadRecord | undefined
  try {
    checkLength(text)
    record = timed((read ?? format.read)(text, cookieName), way, now, settings)
    const { keyId } = record
    return { state: stateOfText(record, from, now, settings), format, keyId, from }
  } catch (reason) {
    if (!(reason instanceof DeserializeError)) throw reason
    const state = stateOfEnded(record, reason, now, settings)
    return { state, reason, format, keyId: record?.keyId, from }
  }
}

/**
 * What the format does not carry is as if the session began with this request. An older format without ids does not
 * tell of the sign-in, as Pyramid's, of which `created` is the first visit: it was no later than the last writing.
 */
function timed(
  read: ReadRecord,
  { format: { times = 'both', carriesId }, from }: Way,
  now: number,
  settings: SessionSettings,
): ReadRecord {
  const isKnown = from === undefined || carriesId || !asksForSignIn(settings)
  if (times === 'both' && (isKnown || !Number.isFinite(read.created))) return read
  const renewed = times === 'none' ? now : read.renewed
  // What a format that carries both has kept is the times as they were, to be written so.
  const origin = times === 'both' ? undefined : read.origin
  return { ...read, renewed, created: renewed, origin }
}

/** Whether `created` is the time of the sign-in, now or where the same cookies get an absolute timeout later. */
const asksForSignIn = ({ format, life }: SessionSettings): boolean =>
  format.carriesId || life.absoluteTimeout !== null

/** Whoever made a cookie: what it may cost to read it is bounded before it is read. */
function checkLength({ length }: string): void {
  if (length <= SESSION_LIMITS.input) return
  const problem = `has ${length} characters; ${SESSION_LIMITS.input} are read`
  throw new DeserializeError('BAD_TEXT', `The text ${problem}`)
}

/** @throws {DeserializeError} for a session that has ended, and for what is none */
function stateOfText(
  read: ReadRecord,
  from: AcceptedFormat | undefined,
  now: number,
  settings: SessionSettings,
): SessionState {
  if (!isTimed(read)) throw badSession('has no number for the time it was made')
  const ended = endOf(read, now, settings)
  if (ended !== undefined) throw ended
  if (!isWhole(read)) throw badSession('has data that makes no dict')
  const { format, life, fit, tokenKeys } = settings
  let readText =
    life.detectChanges && from === undefined ? (read.dataText ?? textOf(read, format)) : undefined
  if (from?.convert) read.data = converted(from.convert(read.data))
  if (from !== undefined) read.data = withQueueNames(read.data, format)
  const fitted = fit?.(read.data, tokenKeys)
  if (fitted !== undefined) read.data = fitted.data
  if (from !== undefined) {
    // To move it is no change; what cannot be moved has no text.
    if (life.detectChanges) readText = textOf(read, format)
    adopt(read, from, settings)
  }
  const isFitted = fitted !== undefined
  const fittedText = isFitted && life.detectChanges ? textOf(read, format) : undefined
  const isMigrated = fitted?.isMigrated ?? false
  const known = { readText, isFitted, isMigrated, fittedText, from }
  return stateOf(read, { isNew: false, hadCookie: true, ...known })
}

/** What one of the two formats does not carry is as in a new session. */
function adopt(
  read: SessionRecord,
  { format: older }: AcceptedFormat,
  settings: SessionSettings,
): void {
  const { format, persistent, isStored, identity } = settings
  if (format.carriesId && (isStored || read.id === undefined)) {
    Object.assign(read, identity(settings), { origin: undefined })
  }
  if (!carriesPersistent(format)) read.persistent = false
  else if (!carriesPersistent(older)) read.persistent = persistent
}

/** What cannot be written, for whatever reason, can be read all the same: it is an error where it is written. */
function textOf({ data, origin }: SessionRecord, { dataText }: SessionFormat): string | undefined {
  try {
    return dataText(data, origin)
  } catch (error) {
    if (error instanceof OptionError) throw error
    return undefined
  }
}

function converted(data: unknown): Map<unknown, unknown> {
  if (isMap(atOnce('convert', 'convert', data))) return data as Map<unknown, unknown>
  throw new OptionError('convert', 'must give a Map')
}

const isTimed = (read: ReadRecord): read is ReadRecord & Pick<SessionRecord, 'created'> =>
  read.created !== undefined

const isWhole = (read: ReadRecord): read is SessionRecord => read.data !== undefined

function badSession(problem: string): DeserializeError {
  return new DeserializeError('BAD_SESSION', `The signed value ${problem}`)
}

/**
 * To Pyramid a session too long unused is the old one: it keeps its times, not its data. One that is too old cannot
 * keep them: it would be over again at once.
 */
function stateOfEnded(
  read: ReadRecord | undefined,
  { code }: DeserializeError,
  now: number,
  settings: SessionSettings,
): SessionState {
  const fresh = freshRecord(settings, now)
  const hadCookie = true
  if (read === undefined) return stateOf(fresh, { hadCookie })
  const { created, renewed, origin, id } = read
  const refused = code === 'BAD_DATA' && created !== undefined ? { id, created } : undefined
  if (settings.life.expiredIsNew) return stateOf(fresh, { hadCookie, refused })
  // Pyramid has taken the time of access by then.
  if (created === undefined) return stateOf({ ...fresh, renewed, origin }, { hadCookie })
  const isOver = code !== 'EXPIRED' || isTooOld({ created }, now, settings.life)
  if (isOver) return stateOf(fresh, { hadCookie, refused })
  const kept = { ...read, created, data: new Map(), id: fresh.id, subject: undefined }
  return stateOf(kept, { isNew: false, hadCookie })
}
