/** The session of one request, of which Redis has all as Pyramid's packages keep it there. */
import { DeserializeError } from '../errors.js'
import { after, each } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isDifferent } from '../session/commit.js'
import { openState } from '../session/open.js'
import type { Opened } from '../session/open.js'
import type { RequestOutcome } from '../session/request-session.js'
import type { ReadRecord } from '../session/record.js'
import type { RequestCookies } from '../session/request-cookies.js'
import { LoadedSession } from './loaded-session.js'
import { savePyramid, untold } from './pyramid-redis-save.js'
import type { Writing } from './pyramid-redis-save.js'
import type { PyramidRedisSettings } from './pyramid-redis-settings.js'

/** What Redis has for the cookies of a request, by the texts of these. */
type Found = ReadonlyMap<string, { readonly id: string; readonly value: Uint8Array | undefined }>

export class PyramidRedisSession<Data extends object> extends LoadedSession<Data, Found> {
  readonly #cookies: RequestCookies
  readonly #request: unknown
  readonly #isSecure: (() => boolean) | undefined
  readonly #settings: PyramidRedisSettings
  readonly #asked = new Set<string>()

  constructor(
    cookies: RequestCookies,
    request: unknown,
    isSecure: (() => boolean) | undefined,
    settings: PyramidRedisSettings,
  ) {
    super(request, settings)
    this.#cookies = cookies
    this.#request = request
    this.#isSecure = isSecure
    this.#settings = settings
  }

  protected override find(): Awaitable<Found> {
    const { store } = this.#settings
    const found = new Map<string, { id: string; value: Uint8Array | undefined }>()
    const ask = ([text, id]: readonly [string, string]): Awaitable<unknown> =>
      after(store.read(id), (value) => found.set(text, { id, value }))
    return after(each([...this.#ids()], ask), () => found)
  }

  /** The ids that somebody with a key has signed: for others Redis is not asked. */
  #ids(): Map<string, string> {
    const settings = this.#settings
    const ids = new Map<string, string>()
    for (const text of this.#cookies.textsOf(settings)) {
      try {
        ids.set(text, settings.format.open(text))
      } catch (error) {
        if (!(error instanceof DeserializeError)) throw error
      }
    }
    return ids
  }

  protected override isToBeFound(): boolean {
    return this.#ids().size > 0
  }

  protected override openFound(found: Found | undefined): Opened {
    const { format, clock } = this.#settings
    const read = (text: string): ReadRecord => {
      // It throws why this was not looked for.
      const { id, value } = found?.get(text) ?? { id: format.open(text), value: undefined }
      if (value === undefined) {
        throw new DeserializeError('NO_SESSION', 'Redis has no such session, or none any more')
      }
      return format.recordOf(id, value, clock())
    }
    return openState(this.#cookies, this.#settings, read)
  }

  /** What is stored is written after a failure too: only the cookie is withheld. */
  protected override isToBeWritten(): boolean {
    return this.goesOut()
  }

  /** They were made for the outcome already. */
  protected override lines(): string[] {
    return super.lines()
  }

  protected override write(outcome?: RequestOutcome): Awaitable<string[]> {
    return savePyramid(this.#begin(outcome))
  }

  protected override untoldLines(): string[] {
    return untold(this.#begin())
  }

  #begin(outcome?: RequestOutcome): Writing {
    const state = this.state()
    return {
      state,
      record: state.record,
      id: state.record.id,
      changes: state.changes,
      settings: this.#settings,
      request: this.#request,
      isSecure: this.#isSecure,
      isTold: this.goesOut(outcome),
      due: this.linesDue(),
      asked: this.#asked,
    }
  }

  override isDifferent(): boolean {
    return isDifferent(this.state(), this.#settings)
  }

  override byteLength(): number {
    const { format, clock } = this.#settings
    return format.valueOf(this.state().record, clock()).bytes.length
  }
}
