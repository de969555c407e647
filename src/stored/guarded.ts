/** A store as the factory asks it: what fails, or takes too long, is a `StoreUnavailable`. */
import { CartoucheError, StoreUnavailable } from '../errors.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isThenable } from '../lib/hook.js'
import type { SessionStore } from '../stores/shared-store.js'

const MILLISECONDS = 1000

/** Asks a store, under the name that the error has for what was asked. */
export type Guard = <T>(operation: string, ask: () => Awaitable<T>) => Awaitable<T>

/** @param seconds in which each operation must be done */
export function guardOf(name: string, seconds: number): Guard {
  return <T>(operation: string, ask: () => Awaitable<T>): Awaitable<T> => {
    const fail = (cause: unknown): never => {
      throw cause instanceof CartoucheError
        ? cause
        : new StoreUnavailable(name, operation, { cause })
    }
    let answer: Awaitable<T>
    try {
      answer = ask()
    } catch (error) {
      return fail(error)
    }
    return isThenable(answer) ? inTime(answer as PromiseLike<T>, seconds).catch(fail) : answer
  }
}

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

/** What comes of it later goes nowhere. */
async function inTime<T>(answer: PromiseLike<T>, seconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`No answer within ${seconds} seconds`)
    timer = setTimeout(() => reject(error), seconds * MILLISECONDS)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
