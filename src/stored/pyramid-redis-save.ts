/** How such a session is written, and what the browser is told of it. */
import { CartoucheError } from '../errors.js'
import { PyramidStored } from '../formats/shared-pyramid-store.js'
import type { PyramidValue } from '../formats/shared-pyramid-store.js'
import { after, each, settled } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isDifferent } from '../session/commit.js'
import { withClearing } from '../session/clearing.js'
import type { SessionRecord } from '../session/record.js'
import type { SessionState } from '../session/state.js'
import { askedTwice } from '../lib/asked-twice.js'
import type { PyramidRedisSettings } from './pyramid-redis-settings.js'

/** One write of a session. The handler may go on meanwhile: what it changes then is of the next one. */
export interface Writing {
  readonly state: SessionState
  /** The session as it is known when the write begins, and its id where it has one. */
  readonly record: SessionRecord
  readonly id: string | undefined
  /** The changes that there were then. */
  readonly changes: number
  readonly settings: PyramidRedisSettings
  readonly request: unknown
  readonly isSecure: (() => boolean) | undefined
  /** Whether the answer may set the cookie. */
  readonly isTold: boolean
  /** The lines of the write before, where what that has made is there still. */
  readonly due: readonly string[]
  /** The ids that the store was asked to delete in this request, and may have, without a word of it. */
  readonly asked: Set<string>
}

/** Whether the handler has not ended the session since, nor given it another id. */
function isStill({ state, record, id }: Writing): boolean {
  return state.record === record && record.id === id
}

/** Writes the session, and gives the Set-Cookie lines: a cookie goes out only when its session is there. */
export function savePyramid(writing: Writing): Awaitable<string[]> {
  const { state, settings } = writing
  const ended = state.left.filter(({ isRenamed }) => !isRenamed)
  return after(
    each(ended, ({ id }) => settings.store.delete(id)),
    () => {
      state.left = state.left.filter((one) => !ended.includes(one))
      return isStill(writing) ? write(writing) : []
    },
  )
}

function write(writing: Writing): Awaitable<string[]> {
  const { state, record, settings, isTold } = writing
  if (state.isDestroyed) return cleared(writing)
  if (record.origin instanceof PyramidStored) return updated(writing)
  if (!isTold) return unbegun(writing)
  const isChanged = state.marked || isDifferent(state, settings)
  if (record.data.size === 0) return emptied(writing, isChanged)
  if (!state.isNew && !isChanged) return cleared(writing)
  return after(create(writing), (created) => (created === undefined ? [] : told(created)))
}

/** What is not to begin leaves what it would go on from as it is: the browser may not have been told of that yet. */
function unbegun(writing: Writing): string[] {
  const goesOn = writing.state.left.some(({ isRenamed }) => isRenamed)
  return goesOn && writing.due.length > 0 ? [...writing.due] : cleared(writing)
}

/** What holds nothing does not begin: what it goes on from ends all the same, in the store or in an older cookie. */
function emptied(writing: Writing, isChanged: boolean): Awaitable<string[]> {
  const { state } = writing
  const goesOn = state.left.length > 0 || (state.isForeign && isChanged)
  return goesOn ? over(writing) : cleared(writing)
}

function over(writing: Writing): Awaitable<string[]> {
  const { state } = writing
  return after(leave(writing), () => {
    if (!isStill(writing)) return []
    state.wasEnded ||= state.hadCookie
    return cleared(writing)
  })
}

/** Takes the cookie of a session away that has ended. */
function cleared({ state, settings, isSecure }: Writing): string[] {
  const { setCookie, clock, cookieName } = settings
  if (!state.wasEnded) return []
  const own = setCookie('', clock(), 0, isSecure)
  return withClearing([[cookieName, own]], state, isSecure)
}

function line({ state, record, settings, isSecure }: Writing): string[] {
  const { setCookie, clock, format, cookieName } = settings
  const value = format.write(record, cookieName)
  const set = setCookie(value, clock(), undefined, isSecure)
  return withClearing([[cookieName, set]], state, isSecure)
}

/** @returns the write of a session that is there; `undefined` where the handler has left it meanwhile */
function create(writing: Writing): Awaitable<Writing | undefined> {
  const { state, record, settings } = writing
  const { store, format, randomBytes } = settings
  const id = format.newId(randomBytes)
  const value = valueOf({ ...record, origin: undefined }, writing)
  return after(store.create(id, value.bytes, value.seconds), (isNew) => {
    if (!isNew) throw new CartoucheError('CONFLICT', TAKEN)
    // Nobody has its id yet.
    if (!isStill(writing)) return after(store.delete(id), () => undefined)
    record.id = id
    // Whatever comes next: it is there, and nobody has its cookie.
    state.isUntold = true
    const created = { ...writing, id }
    noteWritten(created, value)
    return created
  })
}

const TAKEN = 'The id of a new session is taken: randomBytes gives what it gave before'

/** Tells the browser of a session that is there, when what it goes on from has ended. */
function told(writing: Writing): Awaitable<string[]> {
  const { state, isTold } = writing
  // What save() has begun is told whatever became of the request since: the session before has ended.
  if (!isTold) return untold(writing)
  // What is to be left by now is another one's, which is not there yet.
  if (!isStill(writing)) return []
  return after(leave(writing), (lives) => {
    if (lives) return state.isUntold && isStill(writing) ? line(writing) : []
    tellGone(writing)
    state.isUntold = false
    return after(end(writing), () => [])
  })
}

/** Ends the session that is written. Where this fails it has ended all the same: who asks again ends it first. */
function end({ state, settings, id, asked }: Writing): Awaitable<void> {
  const ended = { id: id!, secret: undefined, subject: undefined, isRenamed: false }
  asked.add(ended.id)
  state.left = [...state.left, ended]
  return after(settings.store.delete(ended.id), () => {
    state.left = state.left.filter((one) => one !== ended)
  })
}

/** What the browser must be told of one that is there, where what it knows has ended, or there was none. */
export function untold(writing: Writing): string[] {
  const { state, record } = writing
  const isThere = record.origin instanceof PyramidStored && !state.isDestroyed
  return state.isUntold && isThere && state.left.length === 0 ? line(writing) : []
}

/** Ends what a session goes on from, and tells whether it was there: else another request has ended it meanwhile. */
function leave(writing: Writing): Awaitable<boolean> {
  const { state, settings, asked } = writing
  const [renamed] = state.left
  if (renamed === undefined) return true
  const wasAsked = asked.has(renamed.id)
  asked.add(renamed.id)
  const ask = (isAgain: boolean): Awaitable<boolean> =>
    after(settings.store.delete(renamed.id), (wasThere) => wasThere || wasAsked || isAgain)
  return after(askedTwice(ask), (isOurs) => {
    state.left = state.left.filter((one) => one !== renamed)
    return isOurs && leave(writing)
  })
}

/** The cookie of a session that goes on stays as it is. */
function updated(writing: Writing): Awaitable<string[]> {
  const { state, record, settings } = writing
  const { isDue, marked } = state
  if (settings.endsEmpty && record.data.size === 0 && (isDue || marked)) return ended(writing)
  return after(update(writing), (isThere) => (isThere ? told(writing) : []))
}

function ended(writing: Writing): Awaitable<string[]> {
  const { state, record } = writing
  record.origin = undefined
  state.wasEnded ||= state.hadCookie
  return after(end(writing), () => (isStill(writing) ? over(writing) : []))
}

/** Tells whether the session is there still. */
function update(writing: Writing): Awaitable<boolean> {
  const { state, record, settings, id } = writing
  const { store, format, clock } = settings
  const { isDue, marked } = state
  const isChanged = marked || isDifferent(state, settings)
  if (!isChanged && !isDue) return true
  const value = valueOf(record, writing)
  state.isReissue = !isChanged
  state.isDue = false
  if (!isChanged && !format.isStale(record, clock())) {
    return value.seconds === null ? true : store.touch(id!, value.seconds)
  }
  const answered = (wasThere: boolean): boolean => {
    if (wasThere) noteWritten(writing, value)
    else if (isChanged) tellGone(writing)
    return wasThere
  }
  return settled<boolean, boolean>(
    () => store.replace(id!, value.bytes, value.seconds),
    answered,
    (error) => {
      // Nobody knows what stands there: what was taken back meanwhile is written too.
      state.marked = true
      throw error
    },
  )
}

/** A value, and the text by which changes are told from then on. */
interface Sent extends PyramidValue {
  readonly text: string | undefined
}

function valueOf(record: SessionRecord, { settings }: Writing): Sent {
  const { life, format, clock } = settings
  const text = life.detectChanges ? format.dataText(record.data) : undefined
  return { ...format.valueOf(record, clock()), text }
}

/** What stands in Redis from now on: a session that is saved twice is written once. */
function noteWritten(writing: Writing, { stored, text }: Sent): void {
  if (!isStill(writing)) return
  const { state, record, changes } = writing
  record.origin = stored
  if (state.changes === changes) state.marked = false
  if (text !== undefined) state.readText = text
}

/** Says that a change went nowhere, as another request has ended the session. */
function tellGone({ record, settings, request }: Writing): void {
  const { format, hear } = settings
  hear({ type: 'gone', format: format.name, keyId: record.keyId, request })
}
