/** How the session of a request is written, and what the browser is told of it. */
import { after, each } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isDifferent } from '../session/commit.js'
import { cookieAge } from '../session/ends.js'
import { PERSISTENT } from '../formats/shared-stored-names.js'
import type { Stored } from '../formats/stored.js'
import { create } from './create.js'
import { revokeAll } from './devices.js'
import { update } from './update.js'
import { tellGone } from './writing.js'
import type { Writing } from './writing.js'

/** Writes the session, and gives the Set-Cookie lines: a cookie goes out only when its session is there. */
export function save(writing: Writing): Awaitable<string[]> {
  return after(endLeft(writing), () =>
    after(write(writing), (lines) => {
      writing.transforms.clear()
      return after(endOthers(writing), () => after(endEntry(writing), () => lines))
    }),
  )
}

/** What ended comes first: it is what must not fail to. */
function endLeft({ state, settings, entry }: Writing): Awaitable<void> {
  const ended = state.left.filter(({ isRenamed }) => !isRenamed)
  return after(
    each(ended, ({ id }) => settings.store.delete(id)),
    () => {
      state.left = state.left.filter(({ isRenamed }) => isRenamed)
      return state.wasEnded ? entry?.destroy() : undefined
    },
  )
}

/** What is in the store now is no longer that of express-session. */
function endEntry({ state, entry }: Writing): Awaitable<unknown> {
  return state.record.origin === undefined ? undefined : entry?.destroy()
}

function endOthers({ state, settings }: Writing): Awaitable<unknown> {
  const { endedSubject, isDestroyed, record } = state
  if (endedSubject === undefined) return undefined
  const except = isDestroyed || record.origin === undefined ? undefined : record.id
  return after(
    revokeAll(endedSubject, except, settings),
    () => void (state.endedSubject = undefined),
  )
}

function write(writing: Writing): Awaitable<string[]> {
  const { state, settings } = writing
  const { data, subject, origin } = state.record
  const isEmpty = state.isNew && origin === undefined && data.size === 0 && subject === undefined
  if (state.isDestroyed || isEmpty) return cleared(writing)
  if (origin !== undefined) return updated(writing)
  // One of an older format that was only looked at stays where it is.
  const isWanted = state.isNew || state.marked || isDifferent(state, settings)
  if (!isWanted) return []
  return after(begin(writing), (isThere) => {
    state.isUntold = isThere
    return isThere ? line(writing) : []
  })
}

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

/** Takes the cookie of a session away that has ended. */
function cleared({ state, settings, isSecure }: Writing): string[] {
  const { setCookie, clock } = settings
  return state.wasEnded ? [setCookie('', clock(), 0, isSecure), ...state.clearing] : []
}

function line({ state: { record, clearing }, settings, isSecure }: Writing): string[] {
  const { setCookie, clock, format, cookieName } = settings
  const value = format.write(record, cookieName)
  return [setCookie(value, clock(), cookieAge(record, settings), isSecure), ...clearing]
}

/** The cookie of a session that goes on is set again where it says something else than the browser has. */
function updated(writing: Writing): Awaitable<string[]> {
  const { state, settings } = writing
  const { record, clearing } = state
  const wasPersistent = (record.origin as Stored).fields.has(PERSISTENT)
  return after(update(writing), (outcome) => {
    if (outcome === 'gone') return []
    state.isReissue = outcome === 'touched'
    const isOld = record.keyId !== undefined && record.keyId !== settings.format.firstKeyId
    const isOther = wasPersistent || record.persistent || isOld || clearing.length > 0
    if (outcome !== 'same' && isOther) state.isUntold = true
    return state.isUntold ? line(writing) : []
  })
}
