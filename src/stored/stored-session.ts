/** The session of one request, of which the store has the data. */
import type { Awaitable } from '../lib/awaitable.js'
import type { Opened } from '../session/open.js'
import type { RequestCookies } from '../session/request-cookies.js'
import { isAsFound } from '../formats/shared-stored-fields.js'
import type { Stored } from '../formats/stored.js'
import { find, needsFinding, NOTHING, openFound } from './load.js'
import type { Found } from './load.js'
import { LoadedSession } from './loaded-session.js'
import type { OlderEntry } from './older.js'
import { allFields, changesOf, sizeOf } from './plan.js'
import { isIdle, save, untold } from './save.js'
import type { StoredSettings } from './settings.js'
import { Transforms } from './transforms.js'
import type { Change } from './transforms.js'
import { identityOf } from './writing.js'
import type { Writing } from './writing.js'

export type { OpenStoredSession } from './loaded-session.js'

export class StoredSession<Data extends object> extends LoadedSession<Data, Found> {
  readonly #cookies: RequestCookies
  readonly #request: unknown
  readonly #isSecure: (() => boolean) | undefined
  readonly #settings: StoredSettings
  readonly #transforms = new Transforms()
  /** Made for the first write: most requests have none. */
  #tried: Set<string> | undefined
  #named: Set<string> | undefined
  #entry: OlderEntry | undefined
  #cameAs: string | undefined

  constructor(
    cookies: RequestCookies,
    request: unknown,
    isSecure: (() => boolean) | undefined,
    settings: StoredSettings,
  ) {
    super(request, settings)
    this.#cookies = cookies
    this.#request = request
    this.#isSecure = isSecure
    this.#settings = settings
  }

  protected override find(): Awaitable<Found> {
    return find(this.#cookies, this.#settings)
  }

  protected override isToBeFound(): boolean {
    return needsFinding(this.#cookies, this.#settings)
  }

  protected override openFound(found: Found = NOTHING): Opened {
    const opened = openFound(this.#cookies, found, this.#settings)
    const { id, origin } = opened.state.record
    if (origin !== undefined) this.#cameAs = id
    this.#entry = opened.entry
    return opened
  }

  protected override write(): Awaitable<string[]> {
    const isIdling = isIdle(this.state(), this.#tried, this.#entry)
    return isIdling ? [] : save(this.#begin())
  }

  protected override untoldLines(): string[] {
    return untold(this.#begin())
  }

  #begin(): Writing {
    const state = this.state()
    const { record } = state
    return {
      state,
      record,
      identity: identityOf(record),
      endedSubject: state.endedSubject,
      settings: this.#settings,
      transforms: this.#transforms,
      cameAs: this.#cameAs,
      tried: (this.#tried ??= new Set()),
      named: (this.#named ??= new Set()),
      request: this.#request,
      isSecure: this.#isSecure,
      entry: this.#entry,
    }
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
    const isAsRead = (): boolean => isAsFound(key, data.get(key), origin as Stored | undefined)
    return this.#transforms.note(key, change, data, isAsRead)
  }
}
