/** What an engine for stored sessions must do. */
import type { Awaitable } from '../lib/awaitable.js'

export type { Awaitable } from '../lib/awaitable.js'

/**
 * What is kept of a session: texts by their names. Stores do not look into them. Both are well-formed Unicode
 * without control characters; a name has at most 1,024 characters, unless the session's keys are longer.
 */
export type StoredFields = ReadonlyMap<string, string>

/** A session that begins. */
export interface NewStored {
  readonly fields: StoredFields
  /** Whose session it is, for {@link SessionStore.ofSubject}. It stays as it is. */
  readonly subject: string | undefined
  /** When it can be forgotten, in whole seconds since 1970; `null`: never. */
  readonly expires: number | null
}

/** What becomes of a session, all of it or nothing. */
export interface StoredChanges {
  readonly set: StoredFields
  readonly delete: readonly string[]
  /** What must stand there, for anything to be changed: a text, or `undefined` where no such field may be there. */
  readonly expect: ReadonlyMap<string, string | undefined>
  /**
   * The name of a field: where that is there, nothing is changed. All changes of a session have the same name here. One
   * that sets the field closes the session: it expects nothing, and makes it live no longer. Others do not touch it.
   */
  readonly unless?: string | undefined
  /**
   * What the store gave of the session when it was read or something else was expected, where it is at hand: by it a
   * store may know what it knew then, also how long the session lives: what another one has shortened since may not be
   * made longer again. Nothing is expected by it.
   */
  readonly from?: StoredFields | undefined
  /**
   * When it can be forgotten, in whole seconds since 1970; `null`: never. Where it lives longer already, it goes on
   * to, unless {@link shorten} is set.
   */
  readonly expires: number | null
  /** Whether it is to be forgotten then even where it would have lived longer. */
  readonly shorten?: boolean
}

/**
 * What came of changes. `'saved'`; `'gone'` where there is no such session (any more); or, where something else
 * stands there than was expected, or the session is closed, all that stands there.
 */
export type Updated = 'saved' | 'gone' | StoredFields

/**
 * An engine for `storedSessionFactory`. Write your own for an engine that no store of this library is for: what it
 * must do is held by the tests in `test/contracts/store`.
 *
 * Each function takes effect as a whole or not at all, however many requests and processes are at work; a store that
 * cannot promise that says so in `isAtomic`. What has expired is not there, for all of them. Where the engine fails,
 * they throw or reject with its error.
 *
 * An `id` is 43 letters, digits, "-" and "_": a hash, from which nobody can tell a cookie.
 */
export interface SessionStore {
  /** Stable: errors and events tell it. */
  readonly name: string
  /** Whether several processes can write to one session at once and lose nothing. */
  readonly isAtomic: boolean
  /** The fields of a session; `undefined` where there is none. One round trip. */
  readonly read: (id: string) => Awaitable<StoredFields | undefined>
  /** Keeps a session that begins; `false`, and nothing else, where the id is taken. */
  readonly create: (id: string, session: NewStored) => Awaitable<boolean>
  /** Changes a session that is there; never brings one back. One round trip, where it is there as it was known. */
  readonly update: (id: string, changes: StoredChanges) => Awaitable<Updated>
  /** Forgets a session; tells whether it was there. */
  readonly delete: (id: string) => Awaitable<boolean>
  /** The sessions of a subject, by their ids. */
  readonly ofSubject: (subject: string) => Awaitable<ReadonlyMap<string, StoredFields>>
  /**
   * Removes up to `most` of what has expired, and tells how much that was: to be called now and then, until it is less
   * than `most`, which may be Infinity. An engine that does so by itself has nothing to remove.
   */
  readonly cleanup: (most: number) => Awaitable<number>
}

const MOST = 2 ** 31 - 1

/** A number of sessions as all engines count them: whole, none where it says nothing, and of 32 bits. */
export const countOf = (most: number): number => (most > 0 ? Math.min(Math.ceil(most), MOST) : 0)
