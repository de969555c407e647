/** Stored sessions in any store that was written for express-session. */
import { CartoucheError } from '../errors.js'
import { clockSpec } from '../lib/clock.js'
import type { Clock } from '../lib/clock.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { checkClient, has } from './shared-client.js'
import { called, entryIn } from './shared-express.js'
import type { ExpressSessionStoreLike } from './shared-express.js'
import type { SessionStore } from './shared-store.js'
import { turnsOf } from '../lib/turns.js'
import { WholeStore, isWhole } from './shared-whole.js'
import type { Whole, WholeEngine } from './shared-whole.js'

export type { ExpressSessionStoreLike } from './shared-express.js'

interface Settings {
  readonly clock: Clock
}

/** Options of {@link expressSessionStore}. */
export interface ExpressSessionStoreOptions extends Given<Settings> {
  /**
   * The time, in seconds since 1970. Default: that of the system. The store has a time of its own: it is told how long
   * to keep a session from now on.
   */
  readonly clock?: (() => number) | undefined
}

const SPECS: OptionSpecs<Settings> = { clock: clockSpec }

const METHODS = ['get', 'set', 'destroy'] as const

/**
 * Stored sessions in any store for express-session: its MemoryStore, and the many packages named `connect-…`. For
 * engines that have no store of their own here.
 *
 * Such a store reads and writes whole sessions, and has no way to say "if it is still so". **Several processes can
 * lose changes of each other**, bring back a session that another one has deleted, and count wrongly in `transform`:
 * `isAtomic` is false. Within one process nothing is lost, as writes of one session wait for each other. Where several
 * processes write, take a store of SQLite, PostgreSQL or Redis.
 *
 * What the store is given is an object with a `cookie`, whose `expires`, `maxAge` and `originalMaxAge` tell how long
 * to keep it, beside the session as JSON in `cartouche`. A store that is told another time by an option of its own
 * (`ttl`) may forget sessions before they have expired. One that never expires is kept for ten years after its last
 * change, as stores keep those without a time for a day. `cleanup()` removes nothing: such stores do so themselves.
 *
 * `ofSubject()` looks through all sessions, where the store has `all()`, as that of connect-redis.
 *
 * @param store opened by the application, for express-session or not
 * @throws {OptionError} for what is no such store, or an option that is unknown or wrong. The
 * functions of the store reject with
 * its errors; `ofSubject` with a CartoucheError of code `UNSUPPORTED` where it has no `all()`
 *
 * @example
 * import { expressSessionStore } from 'cartouche/stores/express-session'
 *
 * // In an application: const connected = new RedisStore({ client }), of connect-redis, or what you have.
 * const kept = new Map<string, unknown>()
 * type Answer = (error?: unknown, session?: unknown) => void
 * const connected = {
 *   get: (id: string, answer: Answer) => answer(null, kept.get(id)),
 *   set: (id: string, session: object, answer: Answer) => answer(void kept.set(id, session)),
 *   destroy: (id: string, answer: Answer) => answer(void kept.delete(id)),
 * }
 * const store = expressSessionStore(connected)
 * await store.create('an id', { fields: new Map([['cart', '[]']]), subject: 'user 7', expires: null })
 * await store.read('an id') // → new Map([['cart', '[]']])
 */
export function expressSessionStore(
  store: ExpressSessionStoreLike,
  options: ExpressSessionStoreOptions = {},
): SessionStore {
  checkClient('store', 'a store for express-session', store, METHODS)
  const { clock } = resolveOptions(SPECS, options)
  return new WholeStore(new Sessions(store, clock), turnsOf(store), clock)
}

class Sessions implements WholeEngine {
  readonly name = 'express-session'
  readonly #store: ExpressSessionStoreLike
  readonly #clock: Clock

  constructor(store: ExpressSessionStoreLike, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  readonly get = async (id: string): Promise<unknown> => {
    const found = await entryIn(this.#store, id)
    return found === undefined ? undefined : ourPart(found)
  }

  readonly set = (whole: Whole): Promise<unknown> =>
    called((callback) => {
      const session = sessionOf(whole, this.#clock())
      return this.#store.set(whole.id, session as never, callback)
    })

  readonly remove = ({ id }: Whole): Promise<unknown> =>
    called((callback) => this.#store.destroy(id, callback))

  readonly idsOf = async (subject: string): Promise<string[]> => {
    if (!has(this.#store, 'all')) throw new CartoucheError('UNSUPPORTED', NO_LIST)
    const all = await called((callback) => this.#store.all!(callback))
    return Object.values(all ?? {})
      .map(ourPart)
      .filter((found): found is Whole => isWhole(found) && found.subject === subject)
      .map(({ id }) => id)
  }
}

const NO_LIST =
  'The store for express-session cannot tell the sessions of a subject: it has no all(). ' +
  'Take one that has it, or a store of SQLite, PostgreSQL or Redis'

const ourPart = (session: unknown): unknown => (session as { cartouche?: unknown }).cartouche

/** In the place of for ever. */
const TEN_YEARS = 315_360_000 // seconds

/** A session as such stores are given it. Each of them looks at another part of the cookie for its time. */
function sessionOf(whole: Whole, now: number): object {
  const seconds = whole.expires === null ? TEN_YEARS : whole.expires - now
  const maxAge = Math.round(seconds * 1000)
  const cookie = { expires: new Date(Date.now() + maxAge), maxAge, originalMaxAge: maxAge }
  return { cookie, cartouche: whole }
}
