/** Hears what happens to sessions, by the factories' `onEvent`, and notes whose they are. */
import type { DeserializeError, SessionEvent } from 'cartouche'
import type { KindName } from './kinds.js'
import type { Visitor } from './visitors.js'

/** One event, without the request that it came with. */
export interface Heard {
  readonly type: SessionEvent['type']
  /** Why a cookie was not taken; `undefined` for other events. */
  readonly reason: string | undefined
  readonly format: string
  readonly kind: KindName
  /** In which request it happened, for people. */
  readonly where: string
  /** Seconds since 1970. */
  readonly when: number
}

/** Whose request it is, and what it is called. */
export interface Source {
  readonly visitor: Visitor
  readonly kind: KindName
  readonly where: string
}

/** How many events of a visitor are kept. */
const KEPT = 12

export class Witness {
  readonly #sources = new WeakMap<object, Source>()
  readonly #refusals = new WeakMap<object, DeserializeError>()

  /** Says whose request it is, before its session is used. */
  watch(request: object, source: Source): void {
    this.#sources.set(request, source)
  }

  /** Why the cookie of a request was not taken; `undefined` when it was, or none has looked yet. */
  refusalOf(request: object): DeserializeError | undefined {
    return this.#refusals.get(request)
  }

  readonly hear = (event: SessionEvent): void => {
    const request = event.request as object
    if (event.type === 'invalid') this.#refusals.set(request, event.error)
    const source = this.#sources.get(request)
    if (source !== undefined) note(event, source)
  }
}

function note(event: SessionEvent, { visitor: { heard }, kind, where }: Source): void {
  const reason = event.type === 'invalid' ? event.reason : undefined
  const { type, format } = event
  heard.unshift({ type, reason, format, kind, where, when: Date.now() / 1000 })
  heard.length = Math.min(heard.length, KEPT)
}
