/** Sessions of express-session, which become those of this library when they are first used. */
import { after } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { AcceptedFormat } from '../session/accepted.js'

/** The sessions that are left, where the application wants them to be read. */
export interface OlderSessions {
  /** As it stands among the formats that are read. */
  readonly accepted: AcceptedFormat
  /** @throws {DeserializeError} for a cookie that nobody with the secret has made */
  readonly idOf: (text: string) => string
  /** Fails with a `StoreUnavailable`, and in time; `undefined` where there is none. */
  readonly get: (id: string) => Awaitable<unknown>
  readonly destroy: (id: string) => Awaitable<unknown>
}

/** The entry that the session of a request was read from. */
export class OlderEntry {
  readonly #id: string
  readonly #sessions: OlderSessions
  #isDestroyed = false

  constructor(id: string, sessions: OlderSessions) {
    this.#id = id
    this.#sessions = sessions
  }

  /** Whether nobody has ended it, or moved it, since it was read. */
  isThere(): Awaitable<boolean> {
    return after(this.#sessions.get(this.#id), (entry) => entry !== undefined)
  }

  destroy(): Awaitable<void> {
    if (this.#isDestroyed) return undefined
    return after(this.#sessions.destroy(this.#id), () => void (this.#isDestroyed = true))
  }
}
