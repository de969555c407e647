import { CartoucheError } from '../errors.js'
import { atOnce, isUnawaited } from '../lib/hook.js'
import { carriesPersistent } from '../formats/shared-format.js'
import { accessed, checkOpen, lend } from './access.js'
import { deleteTokens, getCsrfToken, newCsrfToken } from './csrf.js'
import { beginAfterEnded, endSession, renameSession, revokeOthers, revokeSubject } from './ends.js'
import { insideOf } from './inside.js'
import type { SessionRecord } from './record.js'
import { refuseProperties } from './no-properties.js'
import { pairsOf } from './pairs.js'
import { LONGEST_SUBJECT, checkSubject, isSubject } from './subject.js'
import { addFlash, checkQueue, peekFlash, popFlash, queueKey } from './flash.js'
import { inspect, orWord, shownCopy, shownData, shownJson, shownObject } from './show.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { SessionSettings } from './settings.js'
import type { SessionState } from './state.js'
import { tokenKeysOf } from './token-keys.js'
import type { TokenKeys } from './token-keys.js'

/**
 * The data of your sessions, for the frameworks that have one session type for all routes. Empty
 * until you say what is in it:
 *
 *     declare module 'cartouche' {
 *       interface SessionData { userId: number }
 *     }
 */
// oxlint-disable-next-line typescript/no-empty-interface -- filled by declaration merging
export interface SessionData {}

/** What a session holds when nothing else is said: {@link SessionData}, or anything while that is empty. */
export type DefaultData = keyof SessionData extends never
  ? Record<string | number, unknown>
  : SessionData

/** What {@link Session.peek} shows. */
export type SessionView<Data extends object = DefaultData> = View<Key<Data>, Data[Key<Data>]>

interface View<Key, Value> {
  readonly data: ReadonlyMap<Key, Value>
  /** When the session was made, in seconds since 1970, with fractions. */
  readonly created: number
  /** When the session was last accessed, in seconds since 1970. */
  readonly accessed: number
  readonly new: boolean
}

/** Where a session is read and written. */
export interface SessionWay {
  /** Reads it when it is first called. */
  state(): SessionState
  /** See {@link Session.save}. */
  save(): Awaitable<void>
  /** Whether the data are others than those that were read. */
  isDifferent(): boolean
  /** See {@link Session.byteLength}. */
  byteLength(): number
  /**
   * Hears of {@link Session.transform} before it changes the value, where somebody else can do so at the same time.
   *
   * @returns what is called after it
   */
  noteTransform?(key: unknown, change: (old: never) => unknown): () => void
}

/** For the compiler alone. */
declare const dataOf: unique symbol

type Key<Data> = keyof Data & (string | number)
type Entry<Data> = { [K in Key<Data>]: [K, Data[K]] }[Key<Data>]

/**
 * A web session: dict-like, with flash messages and a CSRF token.
 *
 * Every method is an access: it sets {@link accessed}. What writes makes the response carry the
 * session's cookie; what only reads does so by the factory's rule (always in Pyramid 1.0 to 1.4, after
 * `reissueTime` later). A session that is not touched sends nothing. The cookie is written last of
 * all, so that changes inside a value (`session.get('cart').push(…)`) go into it as well; where
 * reading does not always reissue the cookie, say `session.changed()`.
 *
 * Source: `pyramid.session`, all versions. Obtained from a session factory, never constructed.
 */
export class Session<Data extends object = DefaultData> {
  /**
   * Never there. It is a mapped type, so that the compiler, where `Data` alone do not fit as no interface fits a
   * Record, goes on to compare member by member: a session of some data is one of any.
   *
   * @internal
   */
  declare readonly [dataOf]?: { [K in keyof Data]: Data[K] }
  readonly #way: SessionWay
  readonly #settings: SessionSettings
  readonly #request: unknown

  /** @internal */
  constructor(way: SessionWay, settings: SessionSettings, request?: unknown) {
    this.#way = way
    this.#settings = settings
    this.#request = request
    Object.preventExtensions(this)
  }

  /** When the session was made, in seconds since 1970, with fractions. */
  get created(): number {
    return this.#way.state().record.created
  }

  /** When the session was last accessed, in seconds since 1970; whole once this request accessed it. */
  get accessed(): number {
    const { accessed, renewed } = this.#way.state().record
    return accessed ?? renewed
  }

  /** Whether the request came without a usable cookie. An expired session is not new, only empty. */
  get new(): boolean {
    return this.#way.state().isNew
  }

  /**
   * Whether this request wrote to the session. Changes inside a value show only after {@link changed}, or where
   * the factory notices them by itself; what this library can no longer write has changed. An error of the
   * application's own, as of a getter in the data, is thrown.
   */
  get isChanged(): boolean {
    const state = this.#way.state()
    return state.changes > 0 || isDifferent(this.#way)
  }

  /**
   * What tells this session from all others: 22 characters that nobody can guess, others after
   * {@link regenerate}. `undefined` where the format carries none, as Pyramid's.
   */
  get id(): string | undefined {
    return this.#way.state().record.id
  }

  /**
   * Whose session it is, such as the user's id: `undefined` until you say. With it all sessions of one subject can
   * be ended at once, where the factory has a `revocation` list. To set another one is a sign-in: it calls
   * {@link regenerate}.
   */
  get subject(): string | undefined {
    return this.#way.state().record.subject
  }

  set subject(subject: string | undefined) {
    if (subject !== undefined) checkSubject(subject, ', or undefined')
    if (subject === this.subject) return
    this.#carrier('subject', this.#settings.format.carriesId)
    this.#rename((record) => (record.subject = subject))
  }

  /** Whether the browser keeps the cookie when it is closed ("remember me"), for as long as it can live. */
  get persistent(): boolean {
    return this.#way.state().record.persistent
  }

  set persistent(persistent: boolean) {
    if (typeof persistent !== 'boolean') throw new TypeError('persistent must be true or false')
    if (persistent === this.persistent) return
    const state = this.#carrier('persistent', carriesPersistent(this.#settings.format))
    state.record.persistent = persistent
    state.marked = true
    state.revision++
    state.changes++
  }

  /**
   * What you call this session among those of its subject, for a page of "your devices": the name of a browser, say.
   * Only sessions in a store have one.
   */
  get label(): string | undefined {
    return this.#way.state().record.label
  }

  set label(label: string | undefined) {
    if (label !== undefined && !isSubject(label)) {
      throw new TypeError(`label must be text of 1 to ${LONGEST_SUBJECT} characters, or undefined`)
    }
    if (label === this.label) return
    const state = this.#open()
    if (!this.#settings.isStored) {
      throw new CartoucheError('BAD_VALUE', 'Only sessions in a store can have a label')
    }
    state.record.label = label
    state.marked = true
    state.revision++
    state.changes++
  }

  /**
   * What the session holds and its times, looked at without consequences: not an access, so that it neither
   * reissues the cookie nor keeps the session from its timeout. The data are a copy, without the CSRF token, which is given by its key alone: a key of your own
   * for it is known once its policy was given to a binding, or used.
   */
  peek(): SessionView<Data>
  /** The value of `key`, likewise. */
  peek<K extends Key<Data>>(key: K): Data[K] | undefined
  peek(...keys: [Key<Data>?]): unknown {
    const state = this.#way.state()
    const {
      isNew,
      record: { data },
    } = state
    if (keys.length > 0) return this.#out(keys[0], data.get(keys[0]))
    this.#outAll()
    const copy = shownCopy(data, this.#settings.tokenKeys)
    return { data: copy, created: this.created, accessed: this.accessed, new: isNew }
  }

  /** The value of `key`, else `fallback`, else `undefined`. */
  get<K extends Key<Data>>(key: K): Data[K] | undefined
  get<K extends Key<Data>, F>(key: K, fallback: F): Data[K] | F
  get(key: Key<Data>, fallback?: unknown): unknown {
    const data = this.#read()
    return data.has(key) ? this.#out(key, data.get(key)) : fallback
  }

  /** Sets `key` to `value`: null, boolean, number, bigint, text, bytes, array, object, Map or Set. */
  set<K extends Key<Data>>(key: K, value: Data[K]): this {
    this.#write([key]).set(key, value)
    return this
  }

  has(key: Key<Data>): boolean {
    return this.#read().has(key)
  }

  /**
   * Sets `key` to what `change` makes of its value; where that is `undefined`, the key is removed. Sessions in a store
   * call it again, of what stands there then, where another request has changed the key meanwhile: a counter is exact.
   * Only where the store's answer was lost, and the request saves again, it may be counted twice.
   *
   * @param change answers at once, and does nothing else; it may be called several times
   * @throws {OptionError} for a promise
   */
  transform<K extends Key<Data>>(
    key: K,
    change: (old: Data[K] | undefined) => Data[K] | undefined,
  ): this {
    const data = this.#write([key])
    const note = this.#way.noteTransform?.(key, change)
    const value = atOnce('transform', 'change', change(data.get(key) as Data[K] | undefined))
    if (value === undefined) data.delete(key)
    else data.set(key, value)
    note?.()
    return this
  }

  /** Removes `key`; tells whether it was there. */
  delete(key: Key<Data>): boolean {
    return this.#write([key]).delete(key)
  }

  keys(): IterableIterator<Key<Data>> {
    return this.#read().keys() as IterableIterator<Key<Data>>
  }

  values(): IterableIterator<Data[Key<Data>]> {
    this.#outAll()
    return this.#read().values() as IterableIterator<Data[Key<Data>]>
  }

  entries(): IterableIterator<Entry<Data>> {
    this.#outAll()
    return this.#read().entries() as IterableIterator<Entry<Data>>
  }

  [Symbol.iterator](): IterableIterator<Entry<Data>> {
    return this.entries()
  }

  /** How many keys the session has. */
  get size(): number {
    return this.#read().size
  }

  /** Removes all keys. The session goes on, with an empty cookie: see also {@link invalidate}. */
  clear(): void {
    this.#write().clear()
  }

  /** Sets every key of an object, a Map, or any iterable of pairs. */
  update(values: Partial<Data> | Iterable<Entry<Data>>): void {
    // Looked through first: where a pair is none, nothing is changed.
    const pairs = pairsOf(values)
    const data = this.#write(pairs.map(([key]) => key))
    for (const [key, value] of pairs) data.set(key, value)
  }

  /** The value of `key`, which is first set to `value` if it is not there. */
  setDefault<K extends Key<Data>>(key: K, value: Data[K]): Data[K] {
    const data = this.#write([key])
    if (!data.has(key)) data.set(key, value)
    return data.get(key) as Data[K]
  }

  /** Removes `key` and returns its value, else `fallback`, else `undefined`. */
  pop<K extends Key<Data>>(key: K): Data[K] | undefined
  pop<K extends Key<Data>, F>(key: K, fallback: F): Data[K] | F
  pop(key: Key<Data>, fallback?: unknown): unknown {
    const data = this.#write([key])
    const value = data.has(key) ? data.get(key) : fallback
    data.delete(key)
    return value
  }

  /** Removes the key that was set last and returns it with its value; `undefined` when empty. */
  popItem(): Entry<Data> | undefined {
    const data = this.#write()
    const last = [...data].at(-1)
    if (last !== undefined) data.delete(last[0])
    return last as Entry<Data> | undefined
  }

  /**
   * Says that a value inside the session was changed, so that the response carries the cookie. Not an
   * access. Under the rules of Pyramid 1.0 to 1.4 it does something only after {@link peek}: whoever got hold of
   * the value otherwise has accessed the session, and that is enough.
   */
  changed(): void {
    const state = this.#open()
    state.revision++
    state.changes++
    if (this.#settings.life.changedMarks || state.handedOut) state.marked = true
  }

  /**
   * Writes the session now, to find out here whether it can be written; without it, an error surfaces
   * where the response's headers are written. What is changed afterwards goes into the cookie too. Called again after a
   * failure, it asks a store again.
   *
   * @throws {CookieTooLargeError} when the session does not fit into a cookie
   * @throws {PickleError} when the session holds something that cannot be pickled; {CartoucheError}
   * `BAD_VALUE` when it is something that JSON cannot hold
   * @throws {SessionCommittedError} when the response's headers have gone out
   */
  save(): void | PromiseLike<void> {
    this.#open()
    const saving = this.#way.save()
    // Where nobody waits for it, what went wrong is told where the headers are written.
    isUnawaited(saving)
    return saving
  }

  /**
   * What to call when a user signs out. With Pyramid's rules it empties the session. With today's it ends it: the
   * browser's cookie is taken away, copies are worthless where the factory has a `revocation` list, and what is
   * written afterwards begins another session.
   */
  invalidate(): void {
    if (this.#settings.life.invalidateEnds) {
      this.#end()
      return
    }
    this.clear()
    const state = this.#way.state()
    // They are beside the data, which may be empty as before.
    const { record } = state
    if (record.subject !== undefined || record.persistent) state.marked = true
    record.subject = undefined
    record.persistent = this.#settings.persistent
    state.wasEmptied = state.hadCookie
  }

  /** What can fail comes first: a session that could not be ended stays as it was. */
  #end(): SessionState {
    const state = this.#open()
    endSession(state, this.#settings, this.#request)
    this.#write()
    return state
  }

  /**
   * Ends the session, as {@link invalidate} with today's rules, and begins no other in this request.
   *
   * @throws {SessionCommittedError} when the response's headers have gone out
   */
  destroy(): void {
    this.#end().isDestroyed = true
  }

  /**
   * Signs out everywhere: ends all sessions of this one's {@link subject} that were made up to now, this one
   * among them.
   *
   * @throws {CartoucheError} `BAD_VALUE` where the factory has no `revocation` list, or the session no subject
   */
  invalidateAll(): void {
    revokeSubject(this.#open(), this.#settings)
    this.invalidate()
  }

  /**
   * Ends all other sessions of this one's {@link subject}, as after a change of the password: this one goes on,
   * with another id.
   *
   * @throws {CartoucheError} as {@link invalidateAll}
   */
  invalidateOthers(): void {
    revokeOthers(this.#open(), this.#settings)
    this.regenerate()
  }

  /**
   * What to call when a user signs in: the session keeps its data and becomes another one. It gets another id, its
   * CSRF token is replaced, and its absolute timeout begins anew. Whoever made the browser use a session
   * that he knows (fixation) does not know this one.
   */
  regenerate(): void {
    this.#rename()
  }

  /** @param change what else becomes of it, once the old one has ended */
  #rename(change: (record: SessionRecord) => void = () => undefined): void {
    const state = this.#open()
    renameSession(state, this.#settings, this.#request)
    change(state.record)
    deleteTokens(this.#write(), this.#settings.tokenKeys)
    state.marked = true
    // Last: a list that fails here has ended what the browser has.
    beginAfterEnded(state, this.#settings)
  }

  /**
   * How many characters the cookie's value has if it is written now: to find out in time what does not fit.
   *
   * @throws {CookieTooLargeError} far beyond what fits, where it is not counted; {CartoucheError} as {@link save}
   */
  byteLength(): number {
    return this.#way.byteLength()
  }

  /**
   * Keeps a message until the next {@link popFlash} of its queue, in this request or a later one.
   *
   * @param message anything that the session can hold
   * @param queue keeps messages of different kinds apart
   * @param allowDuplicate with `false`, a message equal to a waiting one is left out. With Pyramid's factories that is
   * equal in Python, where `1 == 1.0 == Decimal('1')` and a `Date` is the datetime it is written as; with the others, what
   * would be written alike
   * @throws {CartoucheError} `BAD_VALUE` when the queue's key holds no list; {TypeError} for a queue that is no text
   */
  flash(message: unknown, queue = '', allowDuplicate = true): void {
    const key = queueKey(queue, this.#settings.format)
    checkQueue(this.#open().record.data, key)
    const { hasEqual } = this.#settings
    addFlash(this.#write([key]), message, key, allowDuplicate ? undefined : hasEqual)
  }

  /**
   * Removes and returns the messages of a queue, the oldest first.
   *
   * @throws {TypeError} for a queue that is no text, as {@link peekFlash}
   */
  popFlash(queue = ''): unknown[] {
    const key = queueKey(queue, this.#settings.format)
    return popFlash(this.#write([key]), key)
  }

  /** The messages of a queue, the oldest first, left where they are. */
  peekFlash(queue = ''): unknown[] {
    const key = queueKey(queue, this.#settings.format)
    return this.#out(key, peekFlash(this.#read(), key))
  }

  /** Makes a new CSRF token (40 hex digits, or as the format's backend makes them), stores it in the session and returns it. */
  newCsrfToken(): string {
    const { format, randomBytes } = this.#settings
    return newCsrfToken(this.#write(), format, randomBytes)
  }

  /** The session's CSRF token, made now if it has none. */
  getCsrfToken(): string {
    return getCsrfToken(this.#read()) ?? this.newCsrfToken()
  }

  /**
   * A copy of the data for logs and debuggers, without the CSRF token. Not an access: it sends no cookie.
   * Values that would unfold to more than 10,000 are left out with a word.
   *
   * @param key what `JSON.stringify` hands on: for it bigints, which JSON has not, are text
   * @throws {CartoucheError} `NOT_LOADED` where the session has to be loaded first: what is made of it may be an answer
   */
  toJSON(key?: string): Partial<Data> {
    const { data } = this.#shown()
    const shown = key === undefined ? shownObject(data) : shownJson(data)
    return shown as Partial<Data>
  }

  /** What `console.log` shows in Node and Deno: likewise. */
  [inspect](
    _depth: number,
    options: object,
    show: (value: object, options: object) => string,
  ): string {
    const text = orWord(() => {
      const { created, accessed, new: isNew } = this
      return show({ created, accessed, new: isNew, data: shownData(this.#shown().data) }, options)
    })
    return `Session ${text}`
  }

  /** @internal */
  get [tokenKeysOf](): TokenKeys {
    return this.#settings.tokenKeys
  }

  /** @internal */
  get [insideOf](): { readonly way: SessionWay; readonly settings: SessionSettings } {
    return { way: this.#way, settings: this.#settings }
  }

  /** A value that the application gets hold of: what is not plain can be changed from within. */
  #out<T>(key: unknown, value: T): T {
    if (typeof value === 'object' && value !== null) {
      const state = this.#way.state()
      state.handedOut = true
      lend(state, key)
    }
    return value
  }

  #outAll(): void {
    const state = this.#way.state()
    state.handedOut = true
    state.isAllLent = true
  }

  /** The record, for who prints it: that is no reason to compare, but where that is done something may be other. */
  #shown(): SessionRecord {
    const state = this.#way.state()
    state.isAllLent = true
    return state.record
  }

  /** The data, for an operation that only reads. */
  #read(): Map<unknown, unknown> {
    return accessed(this.#way.state(), this.#settings)
  }

  /** The data, for an operation that may change it: the values of some keys, or of all where none is said. */
  #write(keys?: readonly unknown[]): Map<unknown, unknown> {
    const state = this.#open()
    if (keys === undefined) state.isAllLent = true
    else for (const key of keys) lend(state, key)
    if (this.#settings.life.writesMark) state.marked = true
    state.changes++
    return accessed(state, this.#settings)
  }

  /** The state, for what is lost unless the cookie is still to be written. */
  #open(): SessionState {
    const state = this.#way.state()
    checkOpen(state)
    return state
  }

  /** The state, to set what not every format carries. */
  #carrier(what: string, isCarried: boolean): SessionState {
    const { format } = this.#settings
    if (isCarried) return this.#open()
    throw new CartoucheError('BAD_VALUE', `Sessions in the format ${format.name} carry no ${what}`)
  }
}

/** What was read can be written, as long as nobody changes it. */
function isDifferent(way: SessionWay): boolean {
  try {
    return way.isDifferent()
  } catch (error) {
    if (error instanceof CartoucheError) return true
    throw error
  }
}

refuseProperties(Session.prototype)
