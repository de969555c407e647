/** When a session has ended though its text is genuine. */
import { CartoucheError, DeserializeError } from '../errors.js'
import { askedTwice } from '../lib/asked-twice.js'
import { after } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { atOnce } from '../lib/hook.js'
import type { SessionLife } from './life.js'
import type { SessionRecord } from './record.js'
import type { Revocation, RevocationList } from './revocation.js'
import type { SessionSettings } from './settings.js'
import { freshRecord } from './state.js'
import type { SessionState } from './state.js'

/** A second has so many: milliseconds are the finest that a cookie tells. */
const TICKS = 1000

type Timed = Pick<SessionRecord, 'id' | 'subject' | 'created' | 'renewed' | 'expires' | 'notBefore'>

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
  if (record.notBefore !== undefined && !(now >= record.notBefore)) {
    throw badTime('from which on it is good, and which has not come')
  }
  if (record.expires !== undefined && !(now <= record.expires)) return expired('past its own time')
  const { idleTimeout, absoluteTimeout } = life
  if (idleTimeout !== null && now - record.renewed > idleTimeout) {
    return expired(`unused for longer than ${idleTimeout} seconds`)
  }
  if (isTooOld(record, now, life)) return expired(`made more than ${absoluteTimeout} seconds ago`)
  const isOver =
    revocation !== null && atOnce('revocation', 'isRevoked', isRevoked(record, revocation))
  return isOver
    ? new DeserializeError('REVOKED', 'The session was ended before its time')
    : undefined
}

/** Whether the absolute timeout has ended a session, whatever else has. */
export function isTooOld(
  { created }: Pick<SessionRecord, 'created'>,
  now: number,
  { absoluteTimeout }: SessionLife,
): boolean {
  return absoluteTimeout !== null && now - created > absoluteTimeout
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
function isRevoked(
  { id = '', subject, created }: Timed,
  revocation: RevocationList,
): Awaitable<boolean> {
  return after(revocation.isRevoked({ id, subject, created }), Boolean)
}

/** Does something at the list: at once where that answers, else before the answer to the request goes out. */
function atList(
  { errands }: SessionState,
  name: keyof RevocationList,
  errand: () => Awaitable<unknown>,
): void {
  if (errands === undefined) atOnce('revocation', name, errand())
  else errands.run(errand)
}

/** Makes all copies of a session's cookie worthless, where there is a store or a list that knows of them. */
function revoke(
  state: SessionState,
  { revocation, isStored, life, format, hear, clock }: SessionSettings,
  request: unknown,
  isRenamed = false,
): void {
  const { record, isNew, refused } = state
  // A store has what was read from it, or written by save(): not what has another id by now, or another format.
  const isThere = isStored ? record.origin !== undefined : !isNew
  const { id, created } = isThere ? record : (refused ?? { id: undefined, created: 0 })
  const { keyId } = record
  if (id === undefined) return
  if (isStored) {
    const { secret, subject } = record
    state.left = [...state.left, { id, secret, subject, isRenamed: isRenamed && isThere }]
  }
  const say = (): void => {
    state.hasRevoked = true
    hear({ type: 'revoked', format: format.name, keyId, request })
  }
  if (revocation !== null) {
    const ended: Revocation = { id, until: lastDay(created, clock(), life) }
    const tell = (): Awaitable<void> => revocation.revoke(ended)
    // Of one that goes on under another id nobody has the cookie yet.
    atList(state, 'revoke', () => after(isRenamed ? askedTwice(tell) : tell(), say))
  } else if (isStored) say()
}

/**
 * Makes all sessions of one subject worthless that were made up to now.
 *
 * @param goesOn whether this one is to go on
 */
export function revokeSubject(
  state: SessionState,
  { revocation, isStored, life, clock }: SessionSettings,
  goesOn = false,
): void {
  const { subject, created } = state.record
  if (revocation === null && !isStored) throw noList('the factory has no revocation list')
  if (subject === undefined) throw noList('the session has no subject')
  if (isStored) state.endedSubject = subject
  if (revocation === null) return
  const now = clock()
  // This one may be ahead of the clock: see firstAlive().
  const before = Math.max(created, Math.ceil(now * TICKS) / TICKS)
  const ended: Revocation = { subject, before, until: lastDay(before, now, life) }
  const note = (): void => void (state.hasRevoked = true)
  const tell = (): Awaitable<void> => revocation.revoke(ended)
  // Of one that goes on the browser has what is ended with all others.
  atList(state, 'revoke', () => after(goesOn ? askedTwice(tell) : tell(), note))
  state.endedBefore = before
}

/** Makes all other sessions of the subject worthless, and the one that the browser has by now. */
export function revokeOthers(state: SessionState, settings: SessionSettings): void {
  revokeSubject(state, settings, true)
  const { record, endedBefore } = state
  if (endedBefore !== -Infinity) record.created = tickAfter(endedBefore) / TICKS
  state.marked = true
}

const tickAfter = (time: number): number => Math.round(time * TICKS) + 1

const noList = (problem: string): CartoucheError =>
  new CartoucheError('BAD_VALUE', `The sessions of a subject cannot be ended: ${problem}`)

/** A request that has read a session before it ended may write it so many seconds later. */
const LONGEST_REQUEST = 86_400

/** When the last copy of a session's cookie has expired, by all clocks that are not too far from each other. */
function lastDay(created: number, now: number, life: SessionLife): number | null {
  const { idleTimeout, absoluteTimeout, mostAhead } = life
  const until = Math.min(
    idleTimeout === null ? Infinity : now + LONGEST_REQUEST + idleTimeout,
    absoluteTimeout === null ? Infinity : created + absoluteTimeout,
  )
  return until === Infinity ? null : until + mostAhead
}

/** Ends the session, for all its copies, and begins another in its place. */
export function endSession(state: SessionState, settings: SessionSettings, request: unknown): void {
  revoke(state, settings, request)
  // What this one had gone on from ends with it.
  state.left = state.left.map((left) => ({ ...left, isRenamed: false }))
  if (state.hadCookie) state.wasEnded = true
  state.record = freshRecord(settings, settings.clock())
  state.readText = undefined
  state.isForeign = false
  state.isNew = true
  state.marked = false
  state.isDue = false
}

/**
 * Gives the session another id, from now on, so that who knew the old one knows nothing. One that was ended
 * meanwhile, in another request, is not brought back: another one begins.
 */
export function renameSession(
  state: SessionState,
  settings: SessionSettings,
  request: unknown,
): void {
  const before = settings.revocation === null ? undefined : copyOf(state.record)
  if (isEndedMeanwhile(state, before, settings)) endSession(state, settings, request)
  else goOn(state, before, settings, request)
  const { id, secret, created } = freshRecord(settings, settings.clock())
  // Its times are no longer those that were read.
  Object.assign(state.record, { id, secret, created, origin: undefined })
}

const copyOf = (record: SessionRecord): SessionRecord => ({
  ...record,
  data: new Map(record.data),
})

function goOn(
  state: SessionState,
  before: SessionRecord | undefined,
  settings: SessionSettings,
  request: unknown,
): void {
  // First: where the list fails here, it may have been told of all of the subject.
  if (!state.isNew) state.before ??= before
  revoke(state, settings, request, true)
}

/** Of a list that answers later nobody knows yet: the session loses then what it was. */
function isEndedMeanwhile(
  state: SessionState,
  before: SessionRecord | undefined,
  settings: SessionSettings,
): boolean {
  const { revocation } = settings
  const { isNew, endedBefore } = state
  if (revocation === null || before === undefined || isNew || endedBefore !== -Infinity)
    return false
  if (state.before !== undefined) return isEndedSince(state.before, state, settings)
  return isOver(before, state, settings)
}

/** Of an id that this request has made nobody else knows: only with all of its subject can it have ended. */
function isEndedSince(
  read: SessionRecord,
  state: SessionState,
  settings: SessionSettings,
): boolean {
  const { subject } = state.record
  if (subject === undefined || subject !== read.subject) return false
  return isOver({ ...read, id: undefined }, state, settings)
}

function isOver(before: SessionRecord, state: SessionState, settings: SessionSettings): boolean {
  const { record } = state
  const revocation = settings.revocation!
  let [isEnded, isNow] = [false, true]
  const learn = (answer: boolean): void => {
    isEnded = answer
    if (isEnded && !isNow && state.record === record) forget(state, before, settings)
  }
  atList(state, 'isRevoked', () => after(isRevoked(before, revocation), learn))
  isNow = false
  return isEnded
}

/** Takes from a session what it was before it got another id: what was done with it since is that of another one. */
function forget(state: SessionState, before: SessionRecord, settings: SessionSettings): void {
  const { record } = state
  if (record.subject === before.subject) record.subject = undefined
  if (record.persistent === before.persistent) record.persistent = settings.persistent
  for (const [key, value] of before.data) {
    if (record.data.get(key) === value) record.data.delete(key)
  }
  if (state.hadCookie) state.wasEnded = true
  state.readText = undefined
  state.isForeign = false
  state.isNew = true
  state.revision++
}

/** Lets the session begin after those of its subject that were ended. */
export function beginAfterEnded(state: SessionState, settings: SessionSettings): void {
  const { record, endedBefore } = state
  const { revocation, life } = settings
  if (revocation === null) return
  const first = Math.max(Math.round(record.created * TICKS), tickAfter(endedBefore))
  record.created = first / TICKS
  const { id } = record
  // One that has another id by then begins by what is found for that.
  const note = (tick: number): void => {
    if (record.id === id) record.created = tick / TICKS
  }
  atList(state, 'isRevoked', () => after(firstAlive(record, first, life, revocation), note))
}

/**
 * Clocks differ by as much as times may be ahead: looked for in steps that double, and then between the last two. It
 * is no later than it has to be, so that who ends all sessions up to now ends this one.
 */
function firstAlive(
  record: SessionRecord,
  first: number,
  { mostAhead }: SessionLife,
  revocation: RevocationList,
): Awaitable<number> {
  const isOver: IsOver = (tick) => isRevoked({ ...record, created: tick / TICKS }, revocation)
  const search = (over: number, step: number): Awaitable<number> => {
    if (step >= mostAhead * TICKS) return first
    const tick = first + step - 1
    return after(isOver(tick), (answer) =>
      answer ? search(tick, step * 2) : firstBetween(over, tick, isOver),
    )
  }
  return search(first - 1, 1)
}

type IsOver = (tick: number) => Awaitable<boolean>

/** The first tick that is not over, after `over` and up to `alive`. */
function firstBetween(over: number, alive: number, isOver: IsOver): Awaitable<number> {
  if (alive - over <= 1) return alive
  const middle = Math.floor((over + alive) / 2)
  return after(isOver(middle), (answer) =>
    answer ? firstBetween(middle, alive, isOver) : firstBetween(over, middle, isOver),
  )
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
  return Math.floor(Math.min(LONGEST_USE, idleTimeout ?? LONGEST_USE, left))
}
