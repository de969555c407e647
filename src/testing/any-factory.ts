import { CartoucheError } from '../errors.js'
import type { StoredSessionFactory } from '../factories/stored.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { SessionFactory } from '../session/factory.js'

/** A factory of this library, wherever it keeps its sessions. */
export type AnyFactory<Data extends object> = SessionFactory<Data> | StoredSessionFactory<Data>

/**
 * What is found out at once; of sessions in a store always the promise of it.
 *
 * @throws {CartoucheError} `NOT_LOADED` or `NOT_SAVED` for what a revocation list is to answer later
 */
export function answerOf<T>(factory: object, ask: () => Awaitable<T>): T | Promise<T> {
  if (isStored(factory)) return (async () => ask())()
  try {
    return ask() as T
  } catch (cause) {
    const code = (cause as Partial<CartoucheError> | null)?.code
    if (code !== 'NOT_LOADED' && code !== 'NOT_SAVED') throw cause
    throw new CartoucheError(code, LATER, { cause })
  }
}

const LATER =
  'The revocation list of the factory answers later, and here nothing is awaited: give it a MemoryRevocationList in tests, or await load() and flush() of what open() gives'

const isStored = (factory: Partial<StoredSessionFactory> | null | undefined): boolean =>
  factory?.isStored === true
