import type { Keys } from '../crypto/keys.js'
import { OptionError } from '../errors.js'
import { storedFormat } from '../formats/stored.js'
import {
  isBoolean,
  isFunction,
  isIntegerBetween,
  isOneOf,
  isOptions,
  orNull,
  resolveOptions,
} from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import type { CheckStorable } from '../serializers/modern-types.js'
import { cookiesOf, isRequest } from '../session/cookie-source.js'
import { RequestCookies } from '../session/request-cookies.js'
import type { CookieSource } from '../session/cookie-source.js'
import type { BindableFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { checkSubject } from '../session/subject.js'
import { tokenKeysOf } from '../session/token-keys.js'
import { revokeAll, sessionsOf } from '../stored/devices.js'
import type { SessionOfSubject } from '../stored/devices.js'
import { guarded } from '../stored/guarded.js'
import type { SessionConflict, StoredSettings } from '../stored/settings.js'
import { StoredSession } from '../stored/stored-session.js'
import type { OpenStoredSession } from '../stored/stored-session.js'
import { Turns } from '../lib/turns.js'
import type { SessionStore } from '../stores/shared-store.js'
import { asOlder, olderOptions } from './shared-express-session.js'
import type { AcceptExpressSession } from './shared-express-session.js'
import { modernSettings, modernSpecs } from './shared-modern.js'
import type { ModernOptions } from './shared-modern.js'

interface StoreOptions {
  /**
   * Whether what the store keeps is sealed, with keys of the same masters: whoever reads the store, or a copy of it,
   * cannot read sessions. Each key takes about 200 characters more. Default `false`.
   */
  encrypt: boolean
  /** Seconds in which the store must answer. Default 5. */
  storeTimeout: number
  /**
   * What becomes of a request when the store fails: `'fail'`: it gets a `StoreUnavailable` (503), and the browser
   * keeps its cookie. `'anonymous'`: it goes on with an empty session, of which nothing is written. Default `'fail'`.
   */
  onStoreError: 'fail' | 'anonymous'
  /**
   * Decides where two requests have written one session: gives the data that are written in place of either. Without
   * it each writes what it changed: other keys never get into each other's way, and of one key the later counts.
   * It answers at once, and may be called several times. Default `null`. All processes must have the same.
   */
  onConflict: ((conflict: SessionConflict) => ReadonlyMap<unknown, unknown>) | null
  /**
   * Seconds for which requests that are under way can still read the session by its old id after `regenerate()`, as
   * it was before. They cannot change it. Default 0; else let it be more than `storeTimeout`.
   */
  rotationGrace: number
  /** The most characters of a session in the store; of one key 65,536. Default 1048576. */
  maxSize: number
  /**
   * Reads the sessions that express-session has left, until a day: its cookie, by its secret, and its entries, from its
   * store. When such a session is first used, its data become those of a new session in this store; the old cookie is
   * taken away, and the old entry destroyed. What the entry says of its cookie is left out; it is nobody's, until
   * `subject` is set. Of requests at once that use it first, one goes on, and changes of the others are lost: a `gone` event.
   * Default `null`.
   *
   * @example
   * import { generateKey, storedSessionFactory } from 'cartouche'
   * import { memoryStore } from 'cartouche/stores/memory'
   *
   * // In an application: const old = new RedisStore({ client }), of connect-redis, or what you have.
   * const kept = new Map<string, object>()
   * const old = {
   *   get: (id: string, answer: (error: unknown, entry?: object) => void) => answer(null, kept.get(id)),
   *   destroy: (id: string, answer: (error?: unknown) => void) => answer(void kept.delete(id)),
   * }
   * const factory = storedSessionFactory(memoryStore(), generateKey(), {
   *   acceptExpressSession: { store: old, secret: 'that of express-session', until: '2099-06-30' },
   * })
   * factory.open('connect.sid=s%3Amade-up').session.new // → true
   */
  acceptExpressSession: AcceptExpressSession | null
}

type Options<Data extends object> = Omit<ModernOptions<Data>, 'revocation'> & StoreOptions

/** Options of {@link storedSessionFactory}; what is left out has its default. */
export type StoredSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

/** Keys, for data that can be kept; else what is wrong with the data, so that the compiler tells. */
type KeysFor<Data> = CheckStorable<Data> extends Data ? Keys : CheckStorable<Data>

/** Opens the sessions of requests from a store, and knows who is signed in where. */
export interface StoredSessionFactory<
  Data extends object = DefaultData,
> extends BindableFactory<Data> {
  /** What tells it from a factory that keeps sessions in a cookie. */
  readonly isStored: true
  readonly needsLoad: true
  readonly open: (
    cookie?: CookieSource,
    request?: unknown,
    isSecure?: () => boolean,
  ) => OpenStoredSession<Data>
  /**
   * The sessions of a subject that are alive, the one that was used last first: for a page of "your devices".
   *
   * @throws {StoreUnavailable} {TypeError} for a subject that no session has: a number, say
   */
  readonly sessionsOf: (subject: string) => Promise<SessionOfSubject[]>
  /**
   * Ends a session, by its `session.id`; tells whether it was there.
   *
   * @throws {StoreUnavailable}
   */
  readonly revoke: (id: string) => Promise<boolean>
  /**
   * Ends all sessions of a subject, but for the one whose id is `except`; tells how many.
   *
   * @throws {StoreUnavailable} {TypeError} as {@link sessionsOf}
   */
  readonly revokeAll: (subject: string, options?: { readonly except?: string }) => Promise<number>
}

/** It may come from a form: what is no id does not get to the store. */
const isId = (id: unknown): boolean => typeof id === 'string' && /^[\w-]{43}$/.test(id)

const isStore: Check = (value) => {
  const methods = ['read', 'create', 'update', 'delete', 'ofSubject', 'cleanup'] as const
  const store = (value ?? {}) as Partial<SessionStore>
  const isOne = methods.every((name) => typeof store[name] === 'function')
  return isOne ? undefined : 'must be a store for sessions, such as memoryStore() makes'
}

const isTimeout: Check = (value) =>
  typeof value === 'number' && value > 0 && value <= 3600
    ? undefined
    : 'must be a number of seconds above 0'

const isGrace: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 3600
    ? undefined
    : 'must be a number of seconds from 0 to 3600'

const { revocation: _, ...specsOfModern } = modernSpecs

const specs: OptionSpecs<Options<never>> = {
  ...specsOfModern,
  encrypt: { fallback: false, check: isBoolean },
  storeTimeout: { fallback: 5, check: isTimeout },
  onStoreError: { fallback: 'fail', check: isOneOf(['fail', 'anonymous']) },
  onConflict: { fallback: null, check: orNull(isFunction) },
  rotationGrace: { fallback: 0, check: isGrace },
  maxSize: { fallback: 1 << 20, check: isIntegerBetween(1, Number.MAX_SAFE_INTEGER) },
  acceptExpressSession: { fallback: null, check: orNull(isOptions) },
}

/**
 * The session factory for what a cookie cannot hold, or must be called back: the cookie has a signed, random id, and
 * the data are in a store that the application runs already. It keeps what JavaScript has, as the sealed factory does.
 *
 * Only what a request changed is written, so that two requests at once lose nothing of each other. A session that was
 * ended is never brought back by a request that is still under way.
 *
 * @param store such as `memoryStore()`, `sqliteStore(database)`, `postgresStore(pool)` or `redisStore(client)`
 * @param keys of 32 random bytes or more, as `generateKey()` makes them. Of a list, the first signs and all verify
 * @throws {OptionError} when the store, a key or an option is not what it must be
 *
 * @example
 * import { generateKey, storedSessionFactory } from 'cartouche'
 * import { memoryStore } from 'cartouche/stores/memory'
 *
 * const factory = storedSessionFactory(memoryStore(), generateKey())
 * const open = factory.open()
 * const session = await open.load()
 * session.subject = 'user 7'
 * session.set('cart', ['apples'])
 * const headers = await open.commit()
 * headers[0]?.[1].startsWith('__Host-session=') // → true
 * const [device] = await factory.sessionsOf('user 7')
 * device?.id === session.id // → true
 */
export function storedSessionFactory<Data extends object = DefaultData>(
  store: SessionStore,
  keys: KeysFor<NoInfer<Data>>,
  options: StoredSessionOptions<Data> = {},
): StoredSessionFactory<Data> {
  const problem = isStore(store)
  if (problem !== undefined) throw new OptionError('store', problem)
  const resolved = resolveOptions(specs as OptionSpecs<Options<Data>>, options)
  const settings = storedSettings(store, keys as Keys, resolved)
  return {
    cookieName: settings.cookieName,
    dependsOnHttps: settings.dependsOnHttps,
    isStored: true,
    [tokenKeysOf]: settings.tokenKeys,
    needsLoad: true,
    open: (cookie, request = isRequest(cookie) ? cookie : undefined, isSecure) =>
      new StoredSession<Data>(
        new RequestCookies(cookiesOf(cookie), settings),
        request,
        isSecure,
        settings,
      ),
    sessionsOf: async (subject) => {
      checkSubject(subject)
      return sessionsOf(subject, settings)
    },
    revoke: async (id) => isId(id) && settings.store.delete(id),
    revokeAll: async (subject, { except } = {}) => {
      checkSubject(subject)
      return revokeAll(subject, except, settings)
    },
  }
}

function storedSettings<Data extends object>(
  store: SessionStore,
  keys: Keys,
  {
    encrypt,
    storeTimeout,
    onStoreError,
    onConflict,
    rotationGrace,
    maxSize,
    acceptExpressSession,
    ...rest
  }: Options<Data>,
): StoredSettings {
  const format = storedFormat(keys, encrypt)
  const older = acceptExpressSession && olderOptions(acceptExpressSession, storeTimeout)
  const acceptFormats = [...rest.acceptFormats, ...(older === null ? [] : [older.accept])]
  const modern = { ...rest, acceptFormats, revocation: null } as ModernOptions<Data>
  const settings = asOlder(rest.acceptFormats.length, () =>
    modernSettings(format, modern, { isStored: true, identity: format.identity }),
  )
  if (!settings.life.expiredIsNew || !settings.life.invalidateEnds) {
    throw new OptionError('life', 'must be rules by which sessions end, such as LIVES.modern')
  }
  return {
    ...settings,
    format,
    store: guarded(store, storeTimeout),
    onStoreError,
    onConflict,
    rotationGrace,
    maxSize,
    turns: new Turns(),
    older: older && { ...older.sessions, accepted: settings.accepted.at(-1)! },
  }
}
