/** A session in a cookie, of which a list knows that may answer later whether it was ended. */
import { CartoucheError } from '../errors.js'
import { after, settled } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isUnawaited } from '../lib/hook.js'
import { CookieSession } from './cookie-session.js'
import type { OpenSession } from './cookie-session.js'
import { Errands } from './errands.js'
import { AskedList, Unanswered } from './later-list.js'
import { openState } from './open.js'
import type { Opened } from './open.js'
import type { RequestCookies } from './request-cookies.js'
import type { RequestOutcome } from './request-session.js'
import type { Session } from './session.js'
import type { SessionSettings } from './settings.js'

const NOT_LOADED =
  'The revocation list answers later, and the session was not loaded: await load() first, or use a binding that does'
const NOT_SAVED =
  'The revocation list answers later, and was not told yet: await flush() before commit() or headers(), or use a binding that does'

interface Failure {
  readonly changes: number
  readonly error: unknown
  /** Whether it is tried again. */
  readonly isUndecided: boolean
}

export class RevocableSession<Data extends object>
  extends CookieSession<Data>
  implements OpenSession<Data>
{
  readonly #cookies: RequestCookies
  readonly #asking: SessionSettings
  readonly #errands = new Errands()
  #loading: Awaitable<unknown>
  #loaded: Opened | undefined
  /** Why the list could not be told, as of a number of changes. */
  #failed: Failure | undefined

  constructor(
    cookies: RequestCookies,
    request: unknown,
    isSecure: (() => boolean) | undefined,
    settings: SessionSettings,
  ) {
    super(cookies, request, isSecure, settings)
    this.#cookies = cookies
    this.#asking = { ...settings, revocation: new AskedList(settings.revocation!) }
  }

  // These are functions of the object itself, so that they come along where it is copied by `...`.
  readonly load = (): Awaitable<Session<Data>> => {
    this.#loading ??= this.#load()
    return after(this.#loading, () => this.session)
  }

  /** Each time that the list answers later it is opened anew, by what is known then. */
  #load(): Awaitable<void> {
    try {
      this.#loaded = this.#open()
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      return error.answer.then(() => this.#load())
    }
  }

  #open(): Opened {
    const opened = openState(this.#cookies, this.#asking)
    opened.state.errands = this.#errands
    return opened
  }

  protected override opening(): Opened {
    try {
      return this.#loaded ?? this.#open()
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      isUnawaited(error.answer)
      throw new CartoucheError('NOT_LOADED', NOT_LOADED)
    }
  }

  /** Never fails: what went wrong is thrown where the headers are asked for. */
  readonly flush = ({ undecided = false }: RequestOutcome = {}): Awaitable<void> => {
    const isLost = this.#hasFailed() && this.#failed?.isUndecided === false
    if (this.#errands.areDone || isLost) return undefined
    return settled(
      () => this.#errands.finish(),
      () => undefined,
      (error) => void (this.#failed = { changes: this.changes(), error, isUndecided: undecided }),
    )
  }

  protected override underWay(): Awaitable<unknown> {
    return this.#errands.underWay
  }

  #hasFailed(): boolean {
    return this.#failed?.changes === this.changes()
  }

  protected override linesNow(): string[] {
    if (this.#errands.areDone) return super.linesNow()
    if (this.#hasFailed()) throw this.#failed!.error
    throw new CartoucheError('NOT_SAVED', NOT_SAVED)
  }

  override save(): Awaitable<void> {
    const state = this.state()
    state.failedSave = state.changes
    return after(this.#errands.finish(), () => super.save())
  }
}
