/** Stores over engines that know whole sessions only: to change one is to read it and to write it again. */
import type { Clock } from '../lib/clock.js'
import { isPlainObject } from '../lib/kinds.js'
import { applyChanges, isAsExpected, isOver, newExpiry } from './shared-changes.js'
import { countOf } from './shared-store.js'
import type {
  Awaitable,
  NewStored,
  SessionStore,
  StoredChanges,
  StoredFields,
  Updated,
} from './shared-store.js'
import type { Turns } from '../lib/turns.js'

/** A session as an engine keeps it. It is JSON, where no name of a field is a key. */
export interface Whole {
  readonly version: 1
  readonly id: string
  readonly subject: string | null
  /** In seconds since 1970. */
  readonly expires: number | null
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** What an engine must be able to do. Its errors pass through. */
export interface WholeEngine {
  readonly name: string
  /** What was set for an id: `null` or `undefined` for nothing. */
  readonly get: (id: string) => Awaitable<unknown>
  /** @param old what stood there */
  readonly set: (whole: Whole, old: Whole | undefined) => Awaitable<unknown>
  readonly remove: (whole: Whole) => Awaitable<unknown>
  /** The ids of the sessions that a subject has; some may be over, or of others. */
  readonly idsOf: (subject: string) => Awaitable<readonly string[]>
  /** Hears of an id that it told for a subject and that is none of its. */
  readonly onStray?: (subject: string, id: string) => Awaitable<unknown>
  /** The ids of all sessions. Where there is no such function, the engine removes by itself what is over. */
  readonly ids?: () => Awaitable<readonly string[]>
}

/** How many sessions are read at once. */
const AT_ONCE = 50

/**
 * One after another for each session, as far as one process sees: several can lose what another one writes, and bring
 * back what another one has deleted.
 */
export class WholeStore implements SessionStore {
  readonly name: string
  readonly isAtomic = false
  readonly #engine: WholeEngine
  readonly #turns: Turns
  readonly #clock: Clock

  constructor(engine: WholeEngine, turns: Turns, clock: Clock) {
    this.name = engine.name
    this.#engine = engine
    this.#turns = turns
    this.#clock = clock
  }

  readonly read = (id: string): Promise<StoredFields | undefined> =>
    this.#turns.take(id, async () => {
      const found = await this.#living(id)
      return found && new Map(found.fields)
    })

  readonly create = (id: string, session: NewStored): Promise<boolean> =>
    this.#turns.take(id, async () => {
      const old = await this.#find(id)
      if (old !== undefined && !this.#isOver(old)) return false
      await this.#put(wholeOf(id, session), old)
      return true
    })

  readonly update = (id: string, changes: StoredChanges): Promise<Updated> =>
    this.#turns.take(id, async () => {
      const old = await this.#living(id)
      if (old === undefined) return 'gone'
      const fields = new Map(old.fields)
      if (!isAsExpected(fields, changes)) return fields
      await this.#change(old, fields, changes)
      return 'saved'
    })

  readonly delete = (id: string): Promise<boolean> =>
    this.#turns.take(id, async () => {
      const old = await this.#find(id)
      if (old !== undefined) await this.#engine.remove(old)
      return old !== undefined && !this.#isOver(old)
    })

  readonly ofSubject = async (subject: string): Promise<ReadonlyMap<string, StoredFields>> => {
    const ids = await this.#engine.idsOf(subject)
    const found = new Map<string, StoredFields>()
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE)
      await Promise.all(some.map((id) => this.#collect(subject, id, found)))
    }
    return found
  }

  readonly cleanup = async (most: number): Promise<number> => {
    const ids = (await this.#engine.ids?.()) ?? []
    const end = countOf(most)
    let count = 0
    for (let at = 0; at < ids.length && count < end;) {
      const some = ids.slice(at, at + Math.min(AT_ONCE, end - count))
      const removed = await Promise.all(some.map((id) => this.#removeExpired(id)))
      count += removed.filter(Boolean).length
      at += some.length
    }
    return count
  }

  async #collect(subject: string, id: string, found: Map<string, StoredFields>): Promise<void> {
    const session = await this.#turns.take(id, () => this.#living(id))
    if (session?.subject === subject) found.set(id, new Map(session.fields))
    else await this.#engine.onStray?.(subject, id)
  }

  #removeExpired(id: string): Promise<boolean> {
    return this.#turns.take(id, async () => {
      const old = await this.#find(id)
      if (old === undefined || !this.#isOver(old)) return false
      await this.#engine.remove(old)
      return true
    })
  }

  #isOver({ expires }: Whole): boolean {
    return isOver(expires, this.#clock())
  }

  /** What the engine has of a session, which may be over. */
  async #find(id: string): Promise<Whole | undefined> {
    for (let tries = 1; ; tries++) {
      const found = await this.#engine.get(id)
      if (isWhole(found)) return found.id === id ? found : undefined
      if (found === null || found === undefined || tries === MOST_READS) return undefined
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_READS))
    }
  }

  async #living(id: string): Promise<Whole | undefined> {
    const found = await this.#find(id)
    return found === undefined || this.#isOver(found) ? undefined : found
  }

  async #change(old: Whole, fields: Map<string, string>, changes: StoredChanges): Promise<void> {
    const expires = newExpiry(old.expires, changes)
    const isSame = changes.set.size + changes.delete.length === 0 && expires === old.expires
    if (isSame) return
    applyChanges(fields, changes)
    await this.#put({ ...old, expires, fields: [...fields] }, old)
  }

  /** What would be over is not written: not every engine knows times that are past. */
  async #put(whole: Whole, old: Whole | undefined): Promise<void> {
    if (!this.#isOver(whole)) await this.#engine.set(whole, old)
    else if (old !== undefined) await this.#engine.remove(old)
  }
}

/**
 * What cannot be read may be half of what another process is writing: it is read again. What then cannot be read
 * either is what a crash has left, and no session.
 */
const MOST_READS = 3
const BETWEEN_READS = 20 // milliseconds

const wholeOf = (id: string, { fields, subject, expires }: NewStored): Whole => ({
  version: 1,
  id,
  subject: subject ?? null,
  expires,
  fields: [...fields],
})

/** Whether something is a session that was written here. */
export function isWhole(value: unknown): value is Whole {
  if (!isPlainObject(value)) return false
  const { version, id, subject, expires, fields } = value
  return (
    version === 1 &&
    typeof id === 'string' &&
    (subject === null || typeof subject === 'string') &&
    (expires === null || typeof expires === 'number') &&
    Array.isArray(fields) &&
    fields.every(isPair)
  )
}

const isPair = (pair: unknown): boolean =>
  Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string')
