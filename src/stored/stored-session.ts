/** The session of one request, of which the store has the data. */
import type { Awaitable } from '../lib/awaitable.js'
import type { Cookies } from '../session/cookie-source.js'
import type { Opened } from '../session/open.js'
import type { Stored } from '../formats/stored.js'
import { find, openFound, tokensIn } from './load.js'
import type { Found } from './load.js'
import { LoadedSession } from './loaded-session.js'
import { allFields, changesOf, sizeOf } from './plan.js'
import { save } from './save.js'
import type { StoredSettings } from './settings.js'
import { Transforms } from './transforms.js'
import type { Change } from './transforms.js'

export type { OpenStoredSession } from './loaded-session.js'

export class StoredSession<Data extends object> extends LoadedSession<Data, Found> {
  readonly #cookies: () => Cookies
  readonly #request: unknown
  readonly #isSecure: (() => boolean) | undefined
  readonly #settings: StoredSettings
  readonly #transforms = new Transforms()

  constructor(
    cookies: () => Cookies,
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
    return find(tokensIn(this.#cookies(), this.#settings), this.#settings)
  }

  protected override openFound(found: Found | undefined): Opened {
    return openFound(this.#cookies(), found ?? new Map(), this.#settings)
  }

  protected override isToBeFound(): boolean {
    return tokensIn(this.#cookies(), this.#settings).size > 0
  }

  protected override write(): Awaitable<string[]> {
    return save({
      state: this.state(),
      settings: this.#settings,
      transforms: this.#transforms,
      request: this.#request,
      isSecure: this.#isSecure,
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
}
