/** Stored sessions in the memory of one process. */
import { clockSpec } from '../lib/clock.js'
import type { Clock } from '../lib/clock.js'
import { isIntegerBetween, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { applyChanges, isAsExpected, isOver, newExpiry } from './shared-changes.js'
import { ExpiryHeap } from './shared-heap.js'
import type { Expiring } from './shared-heap.js'
import { RecentList } from './shared-recent.js'
import type { Used } from './shared-recent.js'
import { countOf } from './shared-store.js'
import type {
  NewStored,
  SessionStore,
  StoredChanges,
  StoredFields,
  Updated,
} from './shared-store.js'

interface Settings {
  readonly maxSessions: number
  readonly clock: Clock
}

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions extends Given<Settings> {
  /**
   * The most sessions that are kept, from 2 to 16,000,000: one that gets another id is there twice for a moment. Where
   * one more begins, one that has expired goes; where none has, the one that was used longest ago. Default 100,000.
   */
  readonly maxSessions?: number | undefined
  /** The time, in seconds since 1970. Default: that of the system. */
  readonly clock?: (() => number) | undefined
}

const SPECS: OptionSpecs<Settings> = {
  // A Map has no place for more than 2^24.
  maxSessions: { fallback: 100_000, check: isIntegerBetween(2, 16_000_000) },
  clock: clockSpec,
}

/** A {@link SessionStore} that answers at once. */
export interface MemoryStore extends SessionStore {
  /** How many sessions are kept, with those that have expired and were not removed yet. */
  readonly size: number
  readonly read: (id: string) => StoredFields | undefined
  readonly create: (id: string, session: NewStored) => boolean
  readonly update: (id: string, changes: StoredChanges) => Updated
  readonly delete: (id: string) => boolean
  readonly ofSubject: (subject: string) => ReadonlyMap<string, StoredFields>
  readonly cleanup: (most: number) => number
}

/**
 * Stored sessions in the memory of one process: for tests, and for applications of one process whose sessions may
 * end with it. No other process knows them, and when this one ends they are gone.
 *
 * It is bounded: where `maxSessions` are kept and one more begins, the session that was used longest ago ends. Who
 * can begin sessions, which is anybody in most applications, can so end those of others: count on some hundred bytes
 * a session besides its data, and give it room.
 *
 * What has expired is removed by `cleanup()`, or where its room is needed.
 *
 * @throws {OptionError} for an option that is unknown or wrong
 *
 * @example
 * import { memoryStore } from 'cartouche/stores/memory'
 *
 * const store = memoryStore({ maxSessions: 10_000 })
 * store.create('an id', { fields: new Map([['cart', '[]']]), subject: 'user 7', expires: null })
 * store.read('an id') // → new Map([['cart', '[]']])
 * store.delete('an id') // → true
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new Memory(resolveOptions(SPECS, options))
}

interface Entry extends Expiring, Used<Entry> {
  readonly id: string
  readonly subject: string | undefined
  readonly fields: Map<string, string>
}

class Memory implements MemoryStore {
  readonly name = 'memory'
  readonly isAtomic = true
  readonly #settings: Settings
  readonly #entries = new Map<string, Entry>()
  readonly #subjects = new Map<string, Map<string, Entry>>()
  readonly #byExpiry = new ExpiryHeap<Entry>()
  readonly #byUse = new RecentList<Entry>()

  constructor(settings: Settings) {
    this.#settings = settings
  }

  get size(): number {
    return this.#entries.size
  }

  readonly read = (id: string): StoredFields | undefined => {
    const entry = this.#use(id)
    return entry && new Map(entry.fields)
  }

  readonly create = (id: string, { fields, subject, expires }: NewStored): boolean => {
    if (this.#find(id) !== undefined) return false
    this.#remove(this.#entries.get(id))
    if (this.#entries.size >= this.#settings.maxSessions) this.#makeRoom()
    const rest = { place: -1, older: undefined, newer: undefined }
    this.#add({ id, subject, fields: new Map(fields), expires, ...rest })
    return true
  }

  readonly update = (id: string, changes: StoredChanges): Updated => {
    const entry = this.#use(id)
    if (entry === undefined) return 'gone'
    if (!isAsExpected(entry.fields, changes)) return new Map(entry.fields)
    applyChanges(entry.fields, changes)
    entry.expires = newExpiry(entry.expires, changes)
    this.#byExpiry.update(entry)
    return 'saved'
  }

  readonly delete = (id: string): boolean => this.#remove(this.#find(id))

  readonly ofSubject = (subject: string): ReadonlyMap<string, StoredFields> => {
    const now = this.#settings.clock()
    const found = new Map<string, StoredFields>()
    for (const [id, { fields, expires }] of this.#subjects.get(subject) ?? []) {
      if (!isOver(expires, now)) found.set(id, new Map(fields))
    }
    return found
  }

  readonly cleanup = (most: number): number => {
    const now = this.#settings.clock()
    const end = countOf(most)
    let count = 0
    while (count < end && this.#removeExpired(now)) count++
    return count
  }

  #find(id: string): Entry | undefined {
    const entry = this.#entries.get(id)
    if (entry === undefined) return undefined
    return isOver(entry.expires, this.#settings.clock()) ? undefined : entry
  }

  #use(id: string): Entry | undefined {
    const entry = this.#find(id)
    if (entry !== undefined) this.#byUse.use(entry)
    return entry
  }

  #makeRoom(): void {
    if (!this.#removeExpired(this.#settings.clock())) this.#remove(this.#byUse.oldest)
  }

  #removeExpired(now: number): boolean {
    const { first } = this.#byExpiry
    return first !== undefined && isOver(first.expires, now) && this.#remove(first)
  }

  #add(entry: Entry): void {
    this.#entries.set(entry.id, entry)
    this.#byExpiry.update(entry)
    this.#byUse.add(entry)
    if (entry.subject === undefined) return
    const others = this.#subjects.get(entry.subject)
    if (others === undefined) this.#subjects.set(entry.subject, new Map([[entry.id, entry]]))
    else others.set(entry.id, entry)
  }

  #remove(entry: Entry | undefined): boolean {
    if (entry === undefined) return false
    this.#entries.delete(entry.id)
    this.#byExpiry.remove(entry)
    this.#byUse.remove(entry)
    if (entry.subject !== undefined) this.#forgetSubject(entry, entry.subject)
    return true
  }

  #forgetSubject({ id }: Entry, subject: string): void {
    const others = this.#subjects.get(subject)!
    others.delete(id)
    if (others.size === 0) this.#subjects.delete(subject)
  }
}
