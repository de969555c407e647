/** The session of one request, of which the store has the data. */
import { CartoucheError, StoreUnavailable } from '../errors.js'
import { after, settled } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isThenable } from '../lib/hook.js'
import type { Cookies } from '../session/cookie-source.js'
import type { Opened } from '../session/open.js'
import { RequestSession } from '../session/request-session.js'
import type { BoundSession, HeaderLine, RequestOutcome } from '../session/request-session.js'
import { sessionCookie } from '../session/session-cookie.js'
import type { SessionCookie } from '../session/session-cookie.js'
import type { DefaultData, Session } from '../session/session.js'
import { freshRecord, stateOf } from '../session/state.js'
import { fieldWith } from '../formats/shared-stored-fields.js'
import { nameOfKey } from '../formats/shared-stored-names.js'
import type { Stored } from '../formats/stored.js'
import { find, openFound, tokensIn } from './load.js'
import type { Found } from './load.js'
import { allFields, changesOf, sizeOf } from './plan.js'
import { save } from './save.js'
import type { StoredSettings } from './settings.js'
import { Transforms } from './transforms.js'
import type { Change } from './transforms.js'
import { identityOf } from './writing.js'
import type { Writing } from './writing.js'

/** The session of one request, in a store: to be loaded before it is used, and committed before the answer goes out. */
export interface OpenStoredSession<Data extends object = DefaultData> extends BoundSession<Data> {
  /**
   * Reads the session, where the request has the cookie of one, and gives it.
   *
   * @throws {StoreUnavailable} when the store fails, or does not answer in time
   */
  readonly load: () => Awaitable<Session<Data>>
  readonly flush: (outcome?: RequestOutcome) => Awaitable<unknown>
  /**
   * Writes what the request changed, and gives the headers that the response needs, to be appended to those it has.
   * After that the session can no longer be changed.
   *
   * @throws {StoreUnavailable} when the store fails, or does not answer in time
   * @throws {SessionTooLargeError} when the session is larger than `maxSize`; {CartoucheError} `BAD_VALUE` when it
   * holds what cannot be kept
   */
  readonly commit: (outcome?: RequestOutcome) => Promise<HeaderLine[]>
  /** What {@link commit} gives, as the cookie stores of frameworks take it: all cookies that are to be set. */
  readonly commitCookies: (outcome?: RequestOutcome) => Promise<SessionCookie[]>
}

/** What came of a write, for the session as it was then. */
interface Written {
  readonly revision: number
  readonly lines: readonly string[]
  readonly isReissue: boolean
  readonly isBySave: boolean
  readonly error?: unknown
  readonly hasFailed: boolean
}

const NOT_LOADED =
  'The session is in a store, and was not loaded: await load() first, or use a binding that does'
const NOT_SAVED =
  'The session is in a store, and was not saved: await flush() before headers(), or use a binding that does'

export class StoredSession<Data extends object>
  extends RequestSession<Data>
  implements BoundSession<Data>
{
  readonly #cookies: () => Cookies
  readonly #request: unknown
  readonly #isSecure: (() => boolean) | undefined
  readonly #settings: StoredSettings
  readonly #transforms = new Transforms()
  #found: Found | undefined
  #loading: Awaitable<unknown>
  #failure: StoreUnavailable | undefined
  #written: Written | undefined
  /** A write that is under way. */
  #writing: PromiseLike<void> | undefined
  readonly #tried = new Set<string>()
  #cameAs: string | undefined

  constructor(
    cookies: () => Cookies,
    request: unknown,
    isSecure: (() => boolean) | undefined,
    settings: StoredSettings,
  ) {
    super(settings, request)
    this.#cookies = cookies
    this.#request = request
    this.#isSecure = isSecure
    this.#settings = settings
  }

  // These are functions of the object itself, so that they come along where it is copied by `...`.
  readonly load = (): Awaitable<Session<Data>> => {
    this.#loading ??= this.#find()
    return after(this.#loading, () => this.session)
  }

  #find(): Awaitable<Found> {
    const tokens = tokensIn(this.#cookies(), this.#settings)
    return settled(
      () => find(tokens, this.#settings),
      (found) => (this.#found = found),
      (error) => this.#fail(error),
    )
  }

  #fail(error: unknown): Found {
    const isForgiven = this.#settings.onStoreError === 'anonymous'
    if (!isForgiven || !(error instanceof StoreUnavailable)) throw error
    this.#failure = error
    this.#tellOf(error)
    return (this.#found = new Map())
  }

  #tellOf(error: StoreUnavailable): void {
    const { hear, format } = this.#settings
    hear({ type: 'store-error', error, format: format.name, request: this.#request })
  }

  protected override opening(): Opened {
    const cookies = this.#cookies()
    const settings = this.#settings
    if (this.#failure !== undefined) {
      const state = stateOf(freshRecord(settings, settings.clock()), { hadCookie: true })
      return { state, format: settings.format }
    }
    if (this.#found !== undefined) {
      const opened = openFound(cookies, this.#found, settings)
      const { id, origin } = opened.state.record
      if (origin !== undefined) this.#cameAs = id
      return opened
    }
    if (tokensIn(cookies, settings).size > 0) throw new CartoucheError('NOT_LOADED', NOT_LOADED)
    return openFound(cookies, new Map(), settings)
  }

  readonly flush = (outcome?: RequestOutcome): Awaitable<void> => {
    if (!this.goesOut(outcome)) return undefined
    return after(this.#writing, () => (this.#mayBeOther() ? this.#write() : undefined))
  }

  #isWritten(): boolean {
    return this.#written?.revision === this.revision()
  }

  /** After `save()` the handler may have changed values from within. */
  #mayBeOther(): boolean {
    if (!this.#isWritten()) return true
    return this.#written!.isBySave && this.state().handedOut
  }

  /** Never fails: what went wrong is thrown where the headers are asked for. */
  #write(isBySave = false): Awaitable<void> {
    const revision = this.revision()
    const note = (lines: readonly string[], error?: unknown, hasFailed = false): void => {
      const { isReissue } = this.state()
      this.#written = { revision, lines, isReissue, isBySave, error, hasFailed }
      this.#writing = undefined
    }
    const writing = settled(
      () => this.#save(),
      (lines) => note(lines),
      (error) => note([], error, true),
    )
    if (isThenable(writing)) this.#writing = writing as PromiseLike<void>
    return writing
  }

  #save(): Awaitable<string[]> {
    if (this.#failure !== undefined) return []
    return settled(
      () => save(this.#begin()),
      (lines) => lines,
      (error) => {
        const isForgiven = this.#settings.onStoreError === 'anonymous'
        if (!isForgiven || !(error instanceof StoreUnavailable)) throw error
        this.#tellOf(error)
        return []
      },
    )
  }

  #begin(): Writing {
    const state = this.state()
    const { record } = state
    return {
      state,
      record,
      identity: identityOf(record),
      settings: this.#settings,
      transforms: this.#transforms,
      standing: this.#transforms.standing(record.data),
      cameAs: this.#cameAs,
      tried: this.#tried,
      request: this.#request,
      isSecure: this.#isSecure,
    }
  }

  protected override linesNow(): string[] {
    if (!this.#isWritten()) throw new CartoucheError('NOT_SAVED', NOT_SAVED)
    const { lines, isReissue, error, hasFailed } = this.#written!
    if (hasFailed) throw error
    this.state().isReissue = isReissue
    return [...lines]
  }

  override save(): Awaitable<void> {
    const state = this.state()
    return after(this.#writing, () => {
      const { changes } = state
      return after(this.#mayBeOther() ? this.#write(true) : undefined, () => {
        const { hasFailed, error } = this.#written!
        state.failedSave = hasFailed ? changes : undefined
        if (hasFailed) throw error
      })
    })
  }

  override isDifferent(): boolean {
    const state = this.state()
    const { origin, data } = state.record
    if (origin === undefined) return data.size > 0
    return changesOf(state, origin as Stored, this.#settings).size > 0
  }

  override byteLength(): number {
    return sizeOf(allFields(this.state().record, this.#settings))
  }

  noteTransform(key: unknown, change: Change): () => void {
    const { data, origin } = this.state().record
    const known = (origin as Stored | undefined)?.fields.get(nameOfKey(key))
    // What a schema makes of a value is not told from what was written over it.
    const isAsRead = (): boolean =>
      this.#settings.fit !== null || fieldWith(key, data.get(key), known) === known
    return this.#transforms.note(key, change, data, isAsRead)
  }

  readonly commit = async (outcome?: RequestOutcome): Promise<HeaderLine[]> => {
    await this.flush(outcome)
    const headers = this.headers(outcome)
    this.close()
    return headers
  }

  readonly commitCookies = async (outcome?: RequestOutcome): Promise<SessionCookie[]> => {
    await this.flush(outcome)
    const cookies = this.lines(outcome).map(sessionCookie)
    this.close()
    return cookies
  }
}
