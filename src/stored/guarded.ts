/** A store as the factory asks it: what fails, or takes too long, is a `StoreUnavailable`. */
import type { Awaitable } from '../lib/awaitable.js'
import { isThenable } from '../lib/hook.js'
import { inTime, storeFailure } from '../lib/in-time.js'
import type { SessionStore } from '../stores/shared-store.js'

/** @param seconds in which each operation must be done */
export function guarded(store: SessionStore, seconds: number): SessionStore {
  const guard = guardOf(store.name, seconds)
  return {
    name: store.name,
    isAtomic: store.isAtomic,
    read: (id) => guard('read', () => store.read(id)),
    create: (id, session) => guard('create', () => store.create(id, session)),
    update: (id, changes) => guard('update', () => store.update(id, changes)),
    delete: (id) => guard('delete', () => store.delete(id)),
    ofSubject: (subject) => guard('ofSubject', () => store.ofSubject(subject)),
    cleanup: (most) => guard('cleanup', () => store.cleanup(most)),
  }
}

/** Asks a store of that name, likewise. */
export function guardOf(name: string, seconds: number) {
  return <T>(operation: string, ask: () => Awaitable<T>): Awaitable<T> => {
    let answer: Awaitable<T>
    try {
      answer = ask()
    } catch (error) {
      throw storeFailure(error, name, operation)
    }
    return isThenable(answer) ? inTime(answer as PromiseLike<T>, seconds, name, operation) : answer
  }
}
