/** The session of one request, of which the store has the data. */
import { CartoucheError, StoreUnavailable } from '../errors.js'
import { after, settled } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { Cookies } from '../session/cookie-source.js'
import type { Opened } from '../session/open.js'
import { RequestSession } from '../session/request-session.js'
import type { BoundSession, HeaderLine, RequestOutcome } from '../session/request-session.js'
import { sessionCookie } from '../session/session-cookie.js'
import type { SessionCookie } from '../session/session-cookie.js'
import type { DefaultData, Session } from '../session/session.js'
import { freshRecord, stateOf } from '../session/state.js'
import type { Stored } from '../formats/stored.js'
import { find, needsFinding, NOTHING, openFound } from './load.js'
import type { Found } from './load.js'
import type { OlderEntry } from './older.js'
import { allFields, changesOf, sizeOf } from './plan.js'
import { save } from './save.js'
import type { StoredSettings } from './settings.js'
import { Transforms } from './transforms.js'
import type { Change } from './transforms.js'

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
  #entry: OlderEntry | undefined
  #loading: Awaitable<unknown>
  #failure: StoreUnavailable | undefined
  #written: Written | undefined

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
    return settled(
      () => find(this.#cookies(), this.#settings),
      (found) => (this.#found = found),
      (error) => this.#fail(error),
    )
  }

  #fail(error: unknown): Found {
    const isForgiven = this.#settings.onStoreError === 'anonymous'
    if (!isForgiven || !(error instanceof StoreUnavailable)) throw error
    this.#failure = error
    this.#tellOf(error)
    return (this.#found = NOTHING)
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
    if (this.#found === undefined && needsFinding(cookies, settings)) {
      throw new CartoucheError('NOT_LOADED', NOT_LOADED)
    }
    const opened = openFound(cookies, this.#found ?? NOTHING, settings)
    this.#entry = opened.entry
    return opened
  }

  readonly flush = (outcome?: RequestOutcome): Awaitable<void> => {
    if (!this.goesOut(outcome) || this.#isWritten()) return undefined
    return this.#write()
  }

  #isWritten(): boolean {
    return this.#written?.revision === this.revision()
  }

  /** Never fails: what went wrong is thrown where the headers are asked for. */
  #write(): Awaitable<void> {
    const revision = this.revision()
    const note = (lines: readonly string[], error?: unknown, hasFailed = false): void => {
      const { isReissue } = this.state()
      this.#written = { revision, lines, isReissue, error, hasFailed }
    }
    return settled(
      () => this.#save(),
      (lines) => note(lines),
      (error) => note([], error, true),
    )
  }

  #save(): Awaitable<string[]> {
    if (this.#failure !== undefined) return []
    const writing = {
      state: this.state(),
      settings: this.#settings,
      transforms: this.#transforms,
      request: this.#request,
      isSecure: this.#isSecure,
      entry: this.#entry,
    }
    return settled(
      () => save(writing),
      (lines) => lines,
      (error) => {
        const isForgiven = this.#settings.onStoreError === 'anonymous'
        if (!isForgiven || !(error instanceof StoreUnavailable)) throw error
        this.#tellOf(error)
        return []
      },
    )
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
    state.failedSave = state.changes
    return after(this.#isWritten() ? undefined : this.#write(), () => {
      const { hasFailed, error } = this.#written!
      if (hasFailed) throw error
      state.failedSave = undefined
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

  noteTransform(key: unknown, change: Change): void {
    this.#transforms.note(key, change, this.state().record.data.get(key))
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
