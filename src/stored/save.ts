/** How the session of a request is written, and what the browser is told of it. */
import { after, each } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isDifferent } from '../session/commit.js'
import { cookieAge } from '../session/ends.js'
import { PERSISTENT } from '../formats/shared-stored-names.js'
import type { Stored } from '../formats/stored.js'
import { takesOthers, withClearing } from '../session/clearing.js'
import type { LeftSession, SessionState } from '../session/state.js'
import { create, leave } from './create.js'
import { revokeAll } from './devices.js'
import { endWithSuccessors } from './successors.js'
import { update } from './update.js'
import { isStill, tellGone } from './writing.js'
import type { Writing } from './writing.js'

/** Whether there is nothing to be written, and nothing to be told: so it is with most requests. */
export function isIdle(
  state: SessionState,
  tried: Writing['tried'] | undefined,
  entry: Writing['entry'],
): boolean {
  const { record, changes, marked, handedOut, isDue, isUntold, wasEnded, left, endedSubject } =
    state
  const isTouched = changes > 0 || marked || handedOut || isDue || isUntold || wasEnded
  const isOpen = left.length > 0 || endedSubject !== undefined || (tried?.size ?? 0) > 0
  return record.origin !== undefined && !isTouched && !isOpen && entry === undefined
}

/** Writes the session, and gives the Set-Cookie lines: a cookie goes out only when its session is there. */
export function save(writing: Writing): Awaitable<string[]> {
  return after(endLeft(writing), () =>
    after(write(writing), (lines) =>
      after(endOthers(writing), () => after(endEntry(writing), () => lines)),
    ),
  )
}

/** What ended comes first: it is what must not fail to. */
function endLeft(writing: Writing): Awaitable<void> {
  const { state, settings, identity, tried, entry } = writing
  if (state.left.length === 0 && tried.size === 0 && !state.wasEnded) return undefined
  // One that goes on under another id ends when that is there; where nothing goes on, with the others.
  const ended = state.left.filter(({ isRenamed }) => !isRenamed || isNothing(writing))
  const left = [...tried].filter((id) => id !== identity.id).map(nobodys)
  const end = (ending: LeftSession): Awaitable<void> =>
    after(endWithSuccessors(ending, settings), () => {
      tried.delete(ending.id)
      state.left = state.left.filter(({ id }) => id !== ending.id)
    })
  return after(each([...ended, ...left], end), () =>
    state.wasEnded ? entry?.destroy() : undefined,
  )
}

/** What is in the store now is no longer that of express-session. */
function endEntry({ state, entry }: Writing): Awaitable<unknown> {
  return state.record.origin === undefined ? undefined : entry?.destroy()
}

/** Nothing else goes on from what was never told. */
const nobodys = (id: string): LeftSession => ({
  id,
  secret: undefined,
  subject: undefined,
  isRenamed: false,
})

/** What was asked for since the write began, or for another id than it has by now, is of the next write. */
function endOthers(writing: Writing): Awaitable<unknown> {
  const { state, settings, endedSubject, record } = writing
  if (endedSubject === undefined || !isStill(writing)) return undefined
  const { isDestroyed } = state
  const except = isDestroyed || record.origin === undefined ? undefined : record.id
  return after(revokeAll(endedSubject, except, settings), () => {
    if (isStill(writing)) state.endedSubject = undefined
  })
}

function write(writing: Writing): Awaitable<string[]> {
  const { state, record, settings } = writing
  const { origin } = record
  if (state.isDestroyed || isNothing(writing)) return cleared(writing)
  // One of an older format that was only looked at stays where it is.
  const isWanted = origin !== undefined || state.isNew || state.marked
  if (!isWanted && !isDifferent(state, settings)) return []
  return after(origin === undefined ? created(writing) : updated(writing), (isThere) => {
    // What the handler has left since is of the next write.
    if (!isStill(writing)) return []
    return after(leave(writing), (lives) => {
      const isTold = isThere && lives && state.isUntold && isStill(writing)
      return isTold ? line(writing) : []
    })
  })
}

/** Whether there is no session, and nothing to be kept in one. */
const isNothing = ({ state: { isNew }, record: { origin, data, subject } }: Writing): boolean =>
  isNew && origin === undefined && data.size === 0 && subject === undefined

/** A session of express-session that another request has ended meanwhile, or moved, does not begin here. */
function begin(writing: Writing): Awaitable<boolean> {
  const { state, entry } = writing
  if (entry === undefined || state.wasEnded) return create(writing)
  return after(entry.isThere(), (isThere) => {
    if (isThere) return create(writing)
    tellGone(writing)
    return false
  })
}

/** What the browser must be told of one that is there, where what it knows has ended, or there was none. */
export function untold(writing: Writing): string[] {
  const { state, record } = writing
  const isThere = record.origin !== undefined && !state.isDestroyed
  const hasLeft = !state.left.some(({ isRenamed }) => isRenamed)
  return state.isUntold && isThere && hasLeft ? line(writing) : []
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
  const set = setCookie(value, clock(), cookieAge(record, settings), isSecure)
  return withClearing([[cookieName, set]], state, isSecure)
}

function created(writing: Writing): Awaitable<boolean> {
  return after(begin(writing), (isThere) => {
    if (isThere) writing.state.isUntold = true
    return isThere
  })
}

/** The cookie of a session that goes on is set again where it says something else than the browser has. */
function updated(writing: Writing): Awaitable<boolean> {
  const { state, record, settings } = writing
  const wasPersistent = (record.origin as Stored).fields.has(PERSISTENT)
  return after(update(writing), (outcome) => {
    // Nothing more to write is no other answer than before.
    if (outcome !== 'same') state.isReissue = outcome === 'touched'
    const isOld = record.keyId !== undefined && record.keyId !== settings.format.firstKeyId
    const isOther = wasPersistent || record.persistent || isOld || takesOthers(state)
    if (isOther && (outcome === 'changed' || outcome === 'touched')) state.isUntold = true
    return outcome !== 'gone'
  })
}
