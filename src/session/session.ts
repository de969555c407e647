import { PyFloat } from '../lib/py-float.js'
import { getCsrfToken, newCsrfToken } from './csrf.js'
import { addFlash, peekFlash, popFlash } from './flash.js'
import type { SessionSettings, SessionState } from './state.js'

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

const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom')

type Key<Data> = keyof Data & (string | number)
type Entry<Data> = { [K in Key<Data>]: [K, Data[K]] }[Key<Data>]

/**
 * A web session: dict-like, with flash messages and a CSRF token.
 *
 * Every method is an access: it sets {@link accessed} and makes the response carry the session's
 * cookie, whether it reads or writes. A session that is not touched sends nothing. Changes inside a
 * value (`session.get('cart').push(…)`) go into the cookie as well: it is written last of all.
 *
 * Source: `pyramid.session`, Pyramid 1.0 to 1.3. Obtained from a session factory, never constructed.
 */
export class Session<Data extends object = DefaultData> {
  readonly #state: () => SessionState
  readonly #settings: SessionSettings

  /**
   * @internal
   * @param state reads the cookie when it is first called
   */
  constructor(state: () => SessionState, settings: SessionSettings) {
    this.#state = state
    this.#settings = settings
  }

  /** When the session was made, in seconds since 1970, with fractions. */
  get created(): number {
    return unwrap(this.#state().created)
  }

  /** When the session was last accessed, in seconds since 1970; whole once this request accessed it. */
  get accessed(): number {
    return unwrap(this.#state().accessed)
  }

  /** Whether the request came without a usable cookie. An expired session is not new, only empty. */
  get new(): boolean {
    return this.#state().isNew
  }

  /** The value of `key`, else `fallback`, else `undefined`. */
  get<K extends Key<Data>>(key: K): Data[K] | undefined
  get<K extends Key<Data>, F>(key: K, fallback: F): Data[K] | F
  get(key: Key<Data>, fallback?: unknown): unknown {
    const data = this.#access()
    return data.has(key) ? data.get(key) : fallback
  }

  /** Sets `key` to `value`: null, boolean, number, bigint, text, bytes, array, object, Map or Set. */
  set<K extends Key<Data>>(key: K, value: Data[K]): this {
    this.#access().set(key, value)
    return this
  }

  has(key: Key<Data>): boolean {
    return this.#access().has(key)
  }

  /** Removes `key`; tells whether it was there. */
  delete(key: Key<Data>): boolean {
    return this.#access().delete(key)
  }

  keys(): MapIterator<Key<Data>> {
    return this.#access().keys() as MapIterator<Key<Data>>
  }

  values(): MapIterator<Data[Key<Data>]> {
    return this.#access().values() as MapIterator<Data[Key<Data>]>
  }

  entries(): MapIterator<Entry<Data>> {
    return this.#access().entries() as MapIterator<Entry<Data>>
  }

  [Symbol.iterator](): MapIterator<Entry<Data>> {
    return this.entries()
  }

  /** How many keys the session has. */
  get size(): number {
    return this.#access().size
  }

  /** Removes all keys. The session goes on, with an empty cookie: see also {@link invalidate}. */
  clear(): void {
    this.#access().clear()
  }

  /** Sets every key of an object, a Map, or any iterable of pairs. */
  update(values: Partial<Data> | Iterable<Entry<Data>>): void {
    const data = this.#access()
    const pairs = Symbol.iterator in values ? values : Object.entries(values)
    for (const [key, value] of pairs as Iterable<[unknown, unknown]>) data.set(key, value)
  }

  /** The value of `key`, which is first set to `value` if it is not there. */
  setDefault<K extends Key<Data>>(key: K, value: Data[K]): Data[K] {
    const data = this.#access()
    if (!data.has(key)) data.set(key, value)
    return data.get(key) as Data[K]
  }

  /** Removes `key` and returns its value, else `fallback`, else `undefined`. */
  pop<K extends Key<Data>>(key: K): Data[K] | undefined
  pop<K extends Key<Data>, F>(key: K, fallback: F): Data[K] | F
  pop(key: Key<Data>, fallback?: unknown): unknown {
    const data = this.#access()
    const value = data.has(key) ? data.get(key) : fallback
    data.delete(key)
    return value
  }

  /** Removes the key that was set last and returns it with its value; `undefined` when empty. */
  popItem(): Entry<Data> | undefined {
    const data = this.#access()
    const last = [...data].at(-1)
    if (last !== undefined) data.delete(last[0])
    return last as Entry<Data> | undefined
  }

  /**
   * Pyramid's way to say that a value inside the session was changed. Nothing needs saying here:
   * whoever got hold of the value has accessed the session, and it is written with all changes.
   */
  changed(): void {}

  /** Empties the session: what to call when a user signs out. */
  invalidate(): void {
    this.clear()
  }

  /**
   * Keeps a message until the next {@link popFlash} of its queue, in this request or a later one.
   *
   * @param message anything that the session can hold
   * @param queue keeps messages of different kinds apart
   * @param allowDuplicate with `false`, a message equal to a waiting one is left out
   */
  flash(message: unknown, queue = '', allowDuplicate = true): void {
    addFlash(this.#access(), message, queue, allowDuplicate)
  }

  /** Removes and returns the messages of a queue, the oldest first. */
  popFlash(queue = ''): unknown[] {
    return popFlash(this.#access(), queue)
  }

  /** The messages of a queue, the oldest first, left where they are. */
  peekFlash(queue = ''): unknown[] {
    return peekFlash(this.#access(), queue)
  }

  /** Makes a new CSRF token (40 hex digits), stores it in the session and returns it. */
  newCsrfToken(): string {
    return newCsrfToken(this.#access(), this.#settings.randomBytes)
  }

  /** The session's CSRF token, made now if it has none. */
  getCsrfToken(): string {
    return getCsrfToken(this.#access(), this.#settings.randomBytes)
  }

  /** A copy of the data for logs and debuggers. Not an access: it sends no cookie. */
  toJSON(): Partial<Data> {
    return Object.fromEntries(this.#state().data) as Partial<Data>
  }

  /** What `console.log` shows in Node and Deno. Not an access. */
  [inspect](
    _depth: number,
    options: object,
    show: (value: object, options: object) => string,
  ): string {
    const { created, accessed, new: isNew } = this
    return `Session ${show({ created, accessed, new: isNew, data: this.#state().data }, options)}`
  }

  /** The data, for an operation that counts as an access. */
  #access(): Map<unknown, unknown> {
    const state = this.#state()
    state.accessed = Math.trunc(this.#settings.clock())
    state.marked = true
    return state.data
  }
}

function unwrap(time: unknown): number {
  return (time instanceof PyFloat ? time.value : time) as number
}
