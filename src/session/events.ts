/** What happens to sessions, for logs and metrics. Holds no token, no secret and no data. */
import { channel } from 'node:diagnostics_channel'
import type { DeserializeError, StoreUnavailable } from '../errors.js'
import { tell } from '../lib/hook.js'

interface Happened {
  /** The name of the format it happened to. */
  readonly format: string
  /** Which of several keys had made the cookie, where the format tells. */
  readonly keyId?: string | undefined
  /** What a binding, or whoever called `open`, said of the request. It is not enumerable: it holds cookies, and logs would too. */
  readonly request?: unknown
}

/** A cookie was not taken: damaged, forged, expired, revoked, or of data that do not fit. */
export interface InvalidEvent extends Happened {
  readonly type: 'invalid'
  /** The error's code. */
  readonly reason: DeserializeError['code']
  readonly error: DeserializeError
}

/** The cookie was written anew though nothing had changed: it was due. */
export interface ReissueEvent extends Happened {
  readonly type: 'reissue'
}

/** A session was ended by the application: by `invalidate()`, `destroy()` or `regenerate()`, for all its copies. */
export interface RevokedEvent extends Happened {
  readonly type: 'revoked'
}

/** A session was read in one of the factory's older formats. */
export interface LegacyFormatEvent extends Happened {
  readonly type: 'legacy-format'
}

/** A session in a store was changed that another request had ended meanwhile: the change went nowhere. */
export interface GoneEvent extends Happened {
  readonly type: 'gone'
}

/** A store failed, and `onStoreError: 'anonymous'` let the request go on without it. */
export interface StoreErrorEvent extends Happened {
  readonly type: 'store-error'
  readonly error: StoreUnavailable
}

/** What `onEvent` hears, and subscribers of the diagnostics channel `cartouche:session`. */
export type SessionEvent =
  | InvalidEvent
  | ReissueEvent
  | RevokedEvent
  | LegacyFormatEvent
  | GoneEvent
  | StoreErrorEvent

const sessions = channel('cartouche:session')

/** Hooks of an application. */
export interface Listeners {
  readonly onEvent: ((event: SessionEvent) => void) | null
  readonly onInvalid?: ((reason: DeserializeError, request?: unknown) => void) | null
}

/** Tells all who listen. Where a hook fails, at once or later, that is printed. */
export function teller({ onEvent, onInvalid = null }: Listeners): (event: SessionEvent) => void {
  return (event) => {
    if (onEvent === null && onInvalid === null && !sessions.hasSubscribers) return
    Object.defineProperty(event, 'request', { enumerable: false })
    if (onEvent !== null) tell(onEvent, event)
    if (onInvalid !== null && event.type === 'invalid') {
      const { error, request } = event
      if (request === undefined) tell(onInvalid, error)
      else tell(onInvalid, error, request)
    }
    if (sessions.hasSubscribers) sessions.publish(event)
  }
}
