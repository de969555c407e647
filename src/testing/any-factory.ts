import type { StoredSessionFactory } from '../factories/stored.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { SessionFactory } from '../session/factory.js'

/** A factory of this library, wherever it keeps its sessions. */
export type AnyFactory<Data extends object> = SessionFactory<Data> | StoredSessionFactory<Data>

/** What is found out at once; of sessions in a store always the promise of it. */
export function answerOf<T>(factory: object, ask: () => Awaitable<T>): T | Promise<T> {
  if (!isStored(factory)) return ask() as T
  return (async () => ask())()
}

const isStored = (factory: Partial<StoredSessionFactory> | null | undefined): boolean =>
  factory?.isStored === true
