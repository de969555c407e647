/** What an access does to a session, and when it can no longer be changed. */
import { CartoucheError, SessionCommittedError } from '../errors.js'
import type { SessionSettings } from './settings.js'
import type { SessionState } from './state.js'

/** Notes an access, and gives the data. */
export function accessed(
  state: SessionState,
  { clock, life: { reissueTime } }: SessionSettings,
): Map<unknown, unknown> {
  const { record } = state
  const now = Math.trunc(clock())
  state.revision++
  if (state.isForeign) state.marked = true
  record.accessed = now
  if (reissueTime === 'always') state.isDue = true
  else if (reissueTime !== null && now - record.renewed > reissueTime) state.isDue = true
  return record.data
}

/** Notes that the value of a key may be another one from now on. */
export function lend(state: SessionState, key: unknown): void {
  if (state.isAllLent) return
  state.lent ??= new Set()
  state.lent.add(key)
}

/** @throws {CartoucheError} where a change would be lost: the headers have gone out, or the session was destroyed */
export function checkOpen({ isClosed, closedWhy, isDestroyed }: SessionState): void {
  if (isClosed) throw new SessionCommittedError('session', closedWhy)
  if (!isDestroyed) return
  throw new CartoucheError(
    'SESSION_DESTROYED',
    'The session was ended by destroy(): to begin another one, call invalidate() in its place',
  )
}
