/** What is alike for all sessions that are loaded before they are used, and flushed before the answer goes out. */
import { CartoucheError, StoreUnavailable } from '../errors.js'
import { after, settled } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isThenable } from '../lib/hook.js'
import type { Opened } from '../session/open.js'
import { RequestSession } from '../session/request-session.js'
import type { BoundSession, HeaderLine, RequestOutcome } from '../session/request-session.js'
import { sessionCookie } from '../session/session-cookie.js'
import type { SessionCookie } from '../session/session-cookie.js'
import type { DefaultData, Session } from '../session/session.js'
import type { SessionSettings } from '../session/settings.js'
import { freshRecord, stateOf } from '../session/state.js'

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

/** What such a session decides besides what every one does. */
export interface LoadedSettings extends SessionSettings {
  readonly onStoreError: 'fail' | 'anonymous'
}

/** What came of a write, for the session as it was then. */
interface Written {
  readonly revision: number
  readonly changes: number
  readonly lines: readonly string[]
  /** The session that they are of. */
  readonly id: string | undefined
  readonly isReissue: boolean
  readonly isBySave: boolean
  readonly error?: unknown
  readonly hasFailed: boolean
}

const NOT_LOADED =
  'The session is in a store, and was not loaded: await load() first, or use a binding that does'
const NOT_SAVED =
  'The session is in a store, and was not saved: await flush() before headers(), or use a binding that does'
const CHANGED =
  'The session is in a store, and was changed since it was saved: await flush() before headers(); where a binding does that, change it before the handler gives its answer'

/** Who changes a session whenever it is written would have it written forever. */
const MOST_WRITES = 10

/** @typeParam Found what the store has for the cookies of a request */
export abstract class LoadedSession<Data extends object, Found>
  extends RequestSession<Data>
  implements OpenStoredSession<Data>
{
  readonly #request: unknown
  readonly #settings: LoadedSettings
  #found: Found | undefined
  #loading: Awaitable<Session<Data>> | undefined
  #failure: StoreUnavailable | undefined
  #written: Written | undefined
  /** A write that is under way. */
  #writing: PromiseLike<void> | undefined
  #isFlushed = false

  constructor(request: unknown, settings: LoadedSettings) {
    super(settings, request)
    this.#request = request
    this.#settings = settings
  }

  /** Asks the store for what the request's cookies name. */
  protected abstract find(): Awaitable<Found>
  /** Makes the session of what was found; `undefined` where it was not looked for. */
  protected abstract openFound(found: Found | undefined): Opened
  /** Whether the request has a cookie for which the store must be asked. */
  protected abstract isToBeFound(): boolean
  /** Writes the session, and gives the Set-Cookie lines. */
  protected abstract write(outcome?: RequestOutcome): Awaitable<string[]>
  /** Those of what was written by now, where the browser has nothing else. */
  protected abstract untoldLines(): string[]

  // These are functions of the object itself, so that they come along where it is copied by `...`.
  readonly load = (): Awaitable<Session<Data>> => {
    return (this.#loading ??= this.#find())
  }

  #find(): Awaitable<Session<Data>> {
    return settled<Found, Session<Data>>(
      () => this.find(),
      (found) => {
        this.#found = found
        return this.session
      },
      (error) => {
        this.#failure = this.#forgiven(error)
        return this.session
      },
    )
  }

  /** The error, where the request goes on without the session. */
  #forgiven(error: unknown): StoreUnavailable {
    const isForgiven = this.#settings.onStoreError === 'anonymous'
    if (!isForgiven || !(error instanceof StoreUnavailable)) throw error
    const { hear, format } = this.#settings
    hear({ type: 'store-error', error, format: format.name, request: this.#request })
    return error
  }

  protected override opening(): Opened {
    const settings = this.#settings
    if (this.#failure !== undefined) {
      const state = stateOf(freshRecord(settings, settings.clock()), { hadCookie: true })
      return { state, format: settings.format }
    }
    if (this.#found === undefined && this.isToBeFound()) {
      throw new CartoucheError('NOT_LOADED', NOT_LOADED)
    }
    return this.openFound(this.#found)
  }

  readonly flush = (outcome?: RequestOutcome): Awaitable<void> => {
    this.#isFlushed = true
    const isWritten = this.isToBeWritten(outcome)
    return isWritten ? this.#writeAll(outcome, MOST_WRITES) : this.#whenIdle(() => undefined)
  }

  /** What is changed while the session is on its way to the store is written too. */
  #writeAll(outcome: RequestOutcome | undefined, left: number): Awaitable<void> {
    return this.#whenIdle(() => {
      if (!this.#mayBeOther() || left === 0) return undefined
      return after(this.#write(outcome, outcome?.undecided), () =>
        this.#written!.hasFailed ? undefined : this.#writeAll(outcome, left - 1),
      )
    })
  }

  /** One write after another: of several that wait for one, the first to go on may begin another. */
  #whenIdle(next: () => Awaitable<void>): Awaitable<void> {
    return this.#writing === undefined ? next() : after(this.#writing, () => this.#whenIdle(next))
  }

  protected override underWay(): Awaitable<unknown> {
    return this.#whenIdle(() => undefined)
  }

  protected isToBeWritten(outcome?: RequestOutcome): boolean {
    return this.goesOut(outcome)
  }

  /**
   * Whether there may be more than was written. Who has only read since, as a page that is rendered while the store is
   * asked, has changed nothing, but what was handed out may be another from within; also after `save()`.
   */
  #mayBeOther(): boolean {
    if (this.#written === undefined) return true
    const { revision, changes, isBySave, hasFailed } = this.#written
    if (changes !== this.changes()) return true
    const { handedOut, lent, isAllLent, isDue } = this.state()
    const isReadSince = revision !== this.revision()
    if (!isBySave) return isReadSince && (hasFailed || handedOut)
    if (hasFailed || (isReadSince && isDue)) return true
    // What the application has put in it may still have, and change from within.
    return (isAllLent || lent !== undefined) && this.#isOther()
  }

  /** What cannot be compared cannot be written either: that is said where it is tried. */
  #isOther(): boolean {
    try {
      return this.isDifferent()
    } catch {
      return true
    }
  }

  /** Never fails: what went wrong is thrown where the headers are asked for. */
  #write(outcome?: RequestOutcome, isBySave = false): Awaitable<void> {
    const [revision, changes] = [this.revision(), this.changes()]
    const note = (lines: readonly string[], error?: unknown, hasFailed = false): void => {
      const { isReissue } = this.state()
      const { id } = this.state().record
      this.#written = { revision, changes, lines, id, isReissue, isBySave, error, hasFailed }
      this.#writing = undefined
    }
    const writing = settled(
      () => this.#save(outcome),
      (lines) => note(lines),
      (error) => note(this.#linesAfterFailure(), error, true),
    )
    if (isThenable(writing)) this.#writing = writing as PromiseLike<void>
    return writing
  }

  #save(outcome?: RequestOutcome): Awaitable<string[]> {
    if (this.#failure !== undefined) return []
    return settled(
      () => this.write(outcome),
      (lines) => lines,
      (error) => {
        this.#forgiven(error)
        return this.#linesAfterFailure()
      },
    )
  }

  /** Where the last write has not taken the place of the one before, the session goes on from that. */
  #linesAfterFailure(): string[] {
    const isBefore = this.state().left.some(({ isRenamed }) => isRenamed)
    return isBefore ? [...this.linesDue()] : this.untoldLines()
  }

  protected override linesNow(): string[] {
    if (this.#written === undefined) return this.#unwritten()
    const { revision, changes, lines, isReissue, error, hasFailed } = this.#written
    if (hasFailed) throw error
    this.#checkSame(revision, changes)
    this.state().isReissue = isReissue
    return [...lines]
  }

  protected override linesDue(): readonly string[] {
    const { isUntold, left } = this.state()
    if (!isUntold || this.#written === undefined) return []
    const { lines, id } = this.#written
    // Not of one that this request has ended since.
    return left.some((ended) => ended.id === id && !ended.isRenamed) ? [] : lines
  }

  /** One that was first read when there was nothing to be written yet: the next request notes it. */
  #unwritten(): string[] {
    if (!this.#isFlushed) throw new CartoucheError('NOT_SAVED', NOT_SAVED)
    this.#checkSame(0, 0)
    return []
  }

  /** @throws {CartoucheError} where the session is another one than that which was written: more than reading was done */
  #checkSame(revision: number, changes: number): void {
    const isSame = changes === this.changes()
    const isLent = revision !== this.revision() && this.state().handedOut
    if (!isSame || (isLent && this.isDifferent())) throw new CartoucheError('NOT_SAVED', CHANGED)
  }

  override save(): Awaitable<void> {
    const state = this.state()
    return this.#whenIdle(() => {
      const { changes } = state
      const isAgain = this.#written?.hasFailed === true
      return after(isAgain || this.#mayBeOther() ? this.#write(undefined, true) : undefined, () => {
        const { hasFailed, error } = this.#written!
        state.failedSave = hasFailed ? changes : undefined
        if (hasFailed) throw error
      })
    })
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
