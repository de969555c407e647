/** How such a session is written, and what the browser is told of it. */
import { CartoucheError } from '../errors.js'
import { PyramidStored } from '../formats/shared-pyramid-store.js'
import type { PyramidValue } from '../formats/shared-pyramid-store.js'
import { after, each } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isDifferent } from '../session/commit.js'
import { withClearing } from '../session/clearing.js'
import type { LeftSession, SessionState } from '../session/state.js'
import type { PyramidRedisSettings } from './pyramid-redis-settings.js'

/** What is needed to write one request's session. */
interface Writing {
  readonly state: SessionState
  readonly settings: PyramidRedisSettings
  readonly request: unknown
  readonly isSecure: (() => boolean) | undefined
  /** Whether the answer may set the cookie. */
  readonly isTold: boolean
}

/** Writes the session, and gives the Set-Cookie lines: a cookie goes out only when its session is there. */
export function savePyramid(writing: Writing): Awaitable<string[]> {
  const { state, settings } = writing
  const ended = state.left.filter(({ isRenamed }) => !isRenamed)
  return after(
    each(ended, ({ id }) => settings.store.delete(id)),
    () => {
      state.left = state.left.filter(({ isRenamed }) => isRenamed)
      return write(writing)
    },
  )
}

function write(writing: Writing): Awaitable<string[]> {
  const { state, settings, isTold } = writing
  const { record, isDestroyed, isNew, marked } = state
  if (isDestroyed) return cleared(writing)
  if (record.origin instanceof PyramidStored) return updated(writing)
  const isWanted = record.data.size > 0 && (isNew || marked || isDifferent(state, settings))
  if (!isTold || !isWanted) return cleared(writing)
  return after(create(writing), (isThere) => {
    state.isUntold = isThere
    return isThere ? line(writing) : []
  })
}

/** Takes the cookie of a session away that has ended. */
function cleared({ state, settings, isSecure }: Writing): string[] {
  const { setCookie, clock, cookieName } = settings
  if (!state.wasEnded) return []
  const own = setCookie('', clock(), 0, isSecure)
  return withClearing([[cookieName, own]], state, isSecure)
}

function line({ state, settings, isSecure, isTold }: Writing): string[] {
  if (!isTold) return []
  const { setCookie, clock, format, cookieName } = settings
  const value = format.write(state.record, cookieName)
  const set = setCookie(value, clock(), undefined, isSecure)
  return withClearing([[cookieName, set]], state, isSecure)
}

/** @returns whether the session is there, for the browser to have its cookie */
function create(writing: Writing): Awaitable<boolean> {
  const { state, settings } = writing
  const { store, format, clock, randomBytes } = settings
  const id = format.newId(randomBytes)
  const value = format.valueOf({ ...state.record, origin: undefined }, clock())
  return after(store.create(id, value.bytes, value.seconds), (isNew) => {
    if (!isNew) throw new CartoucheError('CONFLICT', TAKEN)
    state.record.id = id
    noteWritten(writing, value)
    return leave(writing)
  })
}

const TAKEN = 'The id of a new session is taken: randomBytes gives what it gave before'

/** Ends what the session goes on from. If another request has ended that meanwhile, this one does not live on. */
function leave(writing: Writing): Awaitable<boolean> {
  const { state, settings } = writing
  const renamed: LeftSession | undefined = state.left[0]
  state.left = []
  if (renamed === undefined) return true
  return after(settings.store.delete(renamed.id), (wasThere) => {
    if (wasThere) return true
    tellGone(writing)
    return after(settings.store.delete(state.record.id!), () => false)
  })
}

/** The cookie of a session that goes on stays as it is. */
function updated(writing: Writing): Awaitable<string[]> {
  const { state, settings } = writing
  const { record, isDue, marked } = state
  if (settings.endsEmpty && record.data.size === 0 && (isDue || marked)) return ended(writing)
  return after(update(writing), (isThere) => (isThere && state.isUntold ? line(writing) : []))
}

function ended(writing: Writing): Awaitable<string[]> {
  const { state, settings } = writing
  return after(settings.store.delete(state.record.id!), () => {
    state.record.origin = undefined
    state.wasEnded ||= state.hadCookie
    return cleared(writing)
  })
}

/** Tells whether the session is there still. */
function update(writing: Writing): Awaitable<boolean> {
  const { state, settings } = writing
  const { store, format, clock } = settings
  const { record, isDue, marked } = state
  const id = record.id!
  const isChanged = marked || isDifferent(state, settings)
  if (!isChanged && !isDue) return true
  const value = format.valueOf(record, clock())
  state.isReissue = !isChanged
  if (!isChanged && !format.isStale(record, clock())) {
    return value.seconds === null ? true : store.touch(id, value.seconds)
  }
  return after(store.replace(id, value.bytes, value.seconds), (wasThere) => {
    if (wasThere) noteWritten(writing, value)
    else if (isChanged) tellGone(writing)
    return wasThere
  })
}

/** What stands in Redis from now on: a session that is saved twice is written once. */
function noteWritten({ state, settings }: Writing, { stored }: PyramidValue): void {
  const { life, format } = settings
  state.record.origin = stored
  state.marked = false
  if (life.detectChanges) state.readText = format.dataText(state.record.data)
}

/** Says that a change went nowhere, as another request has ended the session. */
function tellGone({ state, settings, request }: Writing): void {
  const { format, hear } = settings
  hear({ type: 'gone', format: format.name, keyId: state.record.keyId, request })
}
