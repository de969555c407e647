/** The session of one request, wherever it is kept. */
import { after } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { tellOfOpening } from './open.js'
import type { Opened } from './open.js'
import { Session } from './session.js'
import type { DefaultData, SessionWay } from './session.js'
import type { SessionSettings } from './settings.js'
import type { SessionState } from './state.js'

/** A response header: name and value, as `new Headers()` and `new Response(body, { headers })` take them. */
export type HeaderLine = [name: string, value: string]

/** How a request ended. */
export interface RequestOutcome {
  /** What the request's handler threw, if it threw. */
  readonly exception?: unknown
  /** The status of the answer, where it is known. Decides nothing: it is shown in development. */
  readonly status?: number
  /**
   * Whether a CSRF check has refused the request as one from another site. No session begins with the answer then: that
   * of a visitor whose browser left out his `Lax` cookie would be gone.
   */
  readonly refused?: boolean
  /** Whether the request goes on, and may end otherwise: what fails now is tried again. */
  readonly undecided?: boolean
}

/** The session of one request, as bindings use it. */
export interface BoundSession<Data extends object = DefaultData> {
  readonly session: Session<Data>
  /**
   * For sessions in a store, or with a `revocation` list that may answer later: reads the session, where the request
   * has the cookie of one. What it gives is awaited before the session is used; it fails with a `StoreUnavailable`
   * where the store or the list does.
   */
  readonly load?: () => Awaitable<unknown>
  /**
   * For the same: writes what the request changed, or tells the list what the request has ended. It is awaited before
   * {@link headers} is called, and does not fail: `headers` does then. Called again, it writes what was changed since.
   */
  readonly flush?: (outcome?: RequestOutcome) => Awaitable<unknown>
  /** What the response needs, for bindings that cannot be sure yet that the headers go out. */
  readonly headers: (outcome?: RequestOutcome) => HeaderLine[]
  /**
   * What the answer must have where {@link headers} fails, whatever it tells: the browser's session goes on under
   * another id since, which went well, and has ended under the one that the browser knows.
   */
  readonly due?: () => HeaderLine[]
  /**
   * Whether an answer without those lines signs the visitor out. What is being written, or told to a list, is waited for: nothing
   * more is begun.
   */
  readonly isDue?: () => Awaitable<boolean>
  /**
   * Says that the headers have gone out: what is written to the session from now on is an error.
   *
   * @param why nothing can be written, where that is not why: the end of 'The session cannot be changed …'
   */
  readonly close: (why?: string) => void
  /** Whether `session.save()` has told the application that the session, as it is, cannot be written. */
  readonly saveFailed: () => boolean
  /** Counts what may have changed {@link headers}: accesses and changes. */
  readonly revision: () => number
  /** Counts changes, which would be lost after the headers have gone out. */
  readonly changes: () => number
  /**
   * Whether caches must be told that the answer depends on the cookie, and not to keep it where it sets one:
   * the session was touched, and the factory's `cacheHeaders` is not `false`.
   */
  readonly variesByCookie: () => boolean
}

const headerLines = (lines: readonly string[]): HeaderLine[] =>
  lines.map((line) => ['Set-Cookie', line])

/** What is alike for all sessions of requests. Its fields are private, so that logs do not show them. */
export abstract class RequestSession<Data extends object>
  implements BoundSession<Data>, SessionWay
{
  readonly session: Session<Data>
  readonly #request: unknown
  readonly #settings: SessionSettings
  #opened: SessionState | undefined
  /** Whether the request brought the session. */
  #isBrought = false
  #isClosed = false
  #closedWhy: string | undefined

  constructor(settings: SessionSettings, request: unknown) {
    this.#settings = settings
    this.#request = request
    this.session = new Session<Data>(this, settings, request)
  }

  /** Reads the session when it is first used. */
  protected abstract opening(): Opened
  /** The Set-Cookie lines for the session as it is. */
  protected abstract linesNow(): string[]
  abstract save(): Awaitable<void>
  abstract isDifferent(): boolean
  abstract byteLength(): number

  state(): SessionState {
    return this.#opened ?? this.#open()
  }

  #open(): SessionState {
    const opened = this.opening()
    this.#opened = opened.state
    this.#isBrought = !opened.state.isNew
    this.#opened.isClosed = this.#isClosed
    this.#opened.closedWhy = this.#closedWhy
    tellOfOpening(opened, this.#settings, this.#request)
    return this.#opened
  }

  // These are functions of the object itself, so that they come along where it is copied by `...`.
  readonly saveFailed = (): boolean => {
    const state = this.#opened
    return state !== undefined && state.failedSave === state.changes
  }

  readonly revision = (): number => this.#opened?.revision ?? 0

  readonly changes = (): number => this.#opened?.changes ?? 0

  readonly variesByCookie = (): boolean => this.#opened !== undefined && this.#settings.cacheHeaders

  readonly headers = (outcome?: RequestOutcome): HeaderLine[] => headerLines(this.lines(outcome))

  readonly due = (): HeaderLine[] => (this.#isClosed ? [] : headerLines(this.linesDue()))

  readonly isDue = (): Awaitable<boolean> =>
    after(this.underWay(), () => {
      const goesOn = this.#isBrought && this.#opened?.wasEnded === false
      return goesOn && this.due().length > 0
    })

  /** What is being written, or told to a list. Never fails. */
  protected underWay(): Awaitable<unknown> {
    return undefined
  }

  /** The Set-Cookie lines that must go out where the session as it is cannot. */
  protected linesDue(): readonly string[] {
    return []
  }

  protected lines(outcome?: RequestOutcome): string[] {
    if (this.#opened !== undefined) this.#opened.isReissue = false
    if (!this.#mayGoOut(outcome)) return []
    return this.goesOut(outcome) ? this.linesNow() : [...this.linesDue()]
  }

  /** Whether there is something to be written into an answer of that outcome. */
  protected goesOut(outcome: RequestOutcome = {}): boolean {
    const { exception } = outcome
    const failed = exception !== undefined && exception !== null
    return this.#mayGoOut(outcome) && (!failed || this.#settings.setOnException)
  }

  #mayGoOut({ refused }: RequestOutcome = {}): boolean {
    if (this.#isClosed || this.#opened === undefined) return false
    return refused !== true || this.#isBrought
  }

  readonly close = (why?: string): void => {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#closedWhy = why
    if (this.#opened === undefined) return
    this.#opened.isClosed = true
    this.#opened.closedWhy = why
    if (this.#opened.isReissue) this.#tellOfReissue(this.#opened)
  }

  #tellOfReissue({ record: { keyId } }: SessionState): void {
    const { format, hear } = this.#settings
    hear({ type: 'reissue', format: format.name, keyId, request: this.#request })
  }
}
