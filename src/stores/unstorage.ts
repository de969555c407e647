/** Stored sessions on what unstorage has a driver for. */
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { clockSpec } from '../lib/clock.js'
import type { Clock } from '../lib/clock.js'
import { resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { checkClient } from './shared-client.js'
import type { SessionStore } from './shared-store.js'
import { storable } from '../lib/storable.js'
import { turnsOf } from '../lib/turns.js'
import { WholeStore } from './shared-whole.js'
import type { Whole, WholeEngine } from './shared-whole.js'

/** What is used of a Storage of unstorage 1.10 or later. */
export interface UnstorageLike {
  getItem(key: string): Promise<unknown>
  setItem(key: string, value: string, options?: { ttl?: number }): Promise<void>
  removeItem(key: string): Promise<void>
  getKeys(base?: string): Promise<string[]>
}

interface Settings {
  readonly prefix: string
  readonly clock: Clock
}

/** Options of {@link unstorageStore}. */
export interface UnstorageStoreOptions extends Given<Settings> {
  /** What all keys begin with: letters, digits, "-" and "_", with ":" between. Default `'cartouche'`. */
  readonly prefix?: string | undefined
  /** The time, in seconds since 1970. Default: that of the system. */
  readonly clock?: (() => number) | undefined
}

const isPrefix: Check = (value) =>
  typeof value === 'string' && /^[\w-]+(?::[\w-]+)*$/.test(value)
    ? undefined
    : 'must be letters, digits, "-" and "_", with ":" between'

const SPECS: OptionSpecs<Settings> = {
  prefix: { fallback: 'cartouche', check: isPrefix },
  clock: clockSpec,
}

const METHODS = ['getItem', 'setItem', 'removeItem', 'getKeys'] as const

/**
 * Stored sessions on a Storage of unstorage 1.10 or later, with any of its drivers that writes: a folder, and many
 * services that have no store of their own here.
 *
 * An unstorage driver reads and writes whole entries, and has no way to say "if it is still so". **Several processes
 * can lose changes of each other**, bring back a session that another one has deleted, and count wrongly in
 * `transform`: `isAtomic` is false. Within one process nothing is lost, as writes of one session wait for each
 * other. Where several processes write, take a store of SQLite, PostgreSQL or Redis.
 *
 * A session is one entry, `cartouche:sessions:<id>`. Drivers that know `ttl` are told it, in seconds, and remove what
 * has expired; for the others `cleanup()` reads all sessions. The sessions of a subject have entries of their own,
 * `cartouche:subjects:<hash>:<id>`, that are written after the session's: where a process ends between the two, that
 * session is not in the list.
 *
 * @param storage of `createStorage`, or `prefixStorage`
 * @throws {OptionError} for what is no such storage, or an option that is unknown or wrong. The functions of the store
 * reject with the errors of the driver
 *
 * @example
 * import { unstorageStore } from 'cartouche/stores/unstorage'
 * import { createStorage } from 'unstorage'
 *
 * const store = unstorageStore(createStorage(), { prefix: 'shop' })
 * await store.create('an id', { fields: new Map([['cart', '[]']]), subject: 'user 7', expires: null })
 * await store.read('an id') // → new Map([['cart', '[]']])
 */
export function unstorageStore(
  storage: UnstorageLike,
  options: UnstorageStoreOptions = {},
): SessionStore {
  checkClient('storage', 'a Storage of unstorage', storage, METHODS)
  const { prefix, clock } = resolveOptions(SPECS, options)
  return new WholeStore(new Entries(storage, prefix, clock), turnsOf(storage), clock)
}

class Entries implements WholeEngine {
  readonly name = 'unstorage'
  readonly #storage: UnstorageLike
  readonly #prefix: string
  readonly #clock: Clock
  /** The sessions that the list of their subject may not have, or not for long enough, as that could not be written. */
  readonly #unlisted = new Set<string>()

  constructor(storage: UnstorageLike, prefix: string, clock: Clock) {
    this.#storage = storage
    this.#prefix = prefix
    this.#clock = clock
  }

  readonly get = (id: string): Promise<unknown> => this.#storage.getItem(this.#keyOf(id))

  readonly set = async (whole: Whole, old: Whole | undefined): Promise<void> => {
    const { id, subject, expires } = whole
    const options = expires === null ? {} : { ttl: Math.ceil(expires - this.#clock()) }
    await this.#storage.setItem(this.#keyOf(id), JSON.stringify(whole), options)
    const isListed = old?.subject === subject && old.expires === expires && !this.#unlisted.has(id)
    if (subject === null || isListed) return
    try {
      await this.#storage.setItem(await this.#listingOf(subject, id), LISTED, options)
      this.#unlisted.delete(id)
    } catch (error) {
      // Who asks again begins it again, or changes it.
      if (old === undefined) await this.#storage.removeItem(this.#keyOf(id))
      else this.#unlisted.add(id)
      throw error
    }
  }

  readonly remove = async ({ id, subject }: Whole): Promise<void> => {
    this.#unlisted.delete(id)
    await this.#storage.removeItem(this.#keyOf(id))
    if (subject !== null) await this.onStray(subject, id)
  }

  readonly idsOf = async (subject: string): Promise<string[]> =>
    this.#idsBelow(await this.#listOf(subject))

  readonly onStray = async (subject: string, id: string): Promise<void> =>
    this.#storage.removeItem(await this.#listingOf(subject, id))

  readonly ids = (): Promise<string[]> => this.#idsBelow(`${this.#prefix}:sessions`)

  #keyOf(id: string): string {
    return `${this.#prefix}:sessions:${id}`
  }

  async #listOf(subject: string): Promise<string> {
    return `${this.#prefix}:subjects:${await hashOf(subject)}`
  }

  async #listingOf(subject: string, id: string): Promise<string> {
    return `${await this.#listOf(subject)}:${id}`
  }

  async #idsBelow(base: string): Promise<string[]> {
    const keys = await this.#storage.getKeys(base)
    return keys.map((key) => key.slice(key.lastIndexOf(':') + 1))
  }
}

/** What stands at the key of a session in the list of its subject, where the key alone counts. */
const LISTED = '1'

/** Keys become names of files: a subject can be longer than those, and have other characters. */
async function hashOf(subject: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(storable(subject)))
  return encodeUrlsafeBase64(new Uint8Array(bytes)).replaceAll('=', '')
}
