/** Factories over stores, and a browser that visits them. */
import { storedSessionFactory } from '../../src/index.js'
import type {
  Session,
  SessionStore,
  StoredSessionFactory,
  StoredSessionOptions,
} from '../../src/index.js'
import { keyOf } from '../support/jar.js'
import { memoryStore } from '../../src/stores/memory.js'

export const KEY = keyOf('stored')

/** The same engine, whose answers are promises that take a turn of the event loop. */
export function later(store: SessionStore): SessionStore {
  const wait = async <T>(answer: () => T): Promise<Awaited<T>> => {
    await new Promise((resolve) => setImmediate(resolve))
    return await answer()
  }
  return {
    name: store.name,
    isAtomic: store.isAtomic,
    read: (id) => wait(() => store.read(id)),
    create: (id, session) => wait(() => store.create(id, session)),
    update: (id, changes) => wait(() => store.update(id, changes)),
    delete: (id) => wait(() => store.delete(id)),
    ofSubject: (subject) => wait(() => store.ofSubject(subject)),
    cleanup: (most) => wait(() => store.cleanup(most)),
  }
}

/** Notes what is asked of a store. */
export function counted(store: SessionStore): { store: SessionStore; calls: string[] } {
  const calls: string[] = []
  const note =
    <Args extends unknown[], Answer>(name: string, ask: (...args: Args) => Answer) =>
    (...args: Args): Answer => {
      calls.push(name)
      return ask(...args)
    }
  const { read, create, update, delete: remove, ofSubject, cleanup } = store
  return {
    calls,
    store: {
      ...store,
      read: note('read', read),
      create: note('create', create),
      update: note('update', update),
      delete: note('delete', remove),
      ofSubject: note('ofSubject', ofSubject),
      cleanup: note('cleanup', cleanup),
    },
  }
}

/** A clock that tests move. */
export class Clock {
  now = 1_800_000_000
  readonly read = (): number => this.now
}

export type AnySession = Session<Record<string, unknown>>

/** A browser with the cookie of one application. */
export class Browser {
  cookie: string | undefined
  lines: string[] = []
  readonly #factory: StoredSessionFactory<Record<string, unknown>>

  constructor(factory: StoredSessionFactory<Record<string, unknown>>, cookie?: string) {
    this.#factory = factory
    this.cookie = cookie
  }

  /** Sends a request, of which the handler has the session, and takes the cookie that comes. */
  async visit<T>(handler: (session: AnySession) => T): Promise<Awaited<T>> {
    const end = await this.begin()
    const result = await handler(end.session)
    await end.commit()
    return result
  }

  /** A request that is under way: its session is read. */
  async begin(): Promise<{ session: AnySession; commit: () => Promise<void> }> {
    const open = this.#factory.open(this.cookie)
    const session = await open.load()
    const commit = async (): Promise<void> => {
      this.take((await open.commit()).map(([, line]) => line))
    }
    return { session, commit }
  }

  take(lines: string[]): void {
    this.lines = lines
    for (const line of lines) {
      const pair = line.split(';')[0]!
      this.cookie = pair.endsWith('=') ? undefined : pair
    }
  }

  copy(): Browser {
    return new Browser(this.#factory, this.cookie)
  }
}

export function makeFactory(
  store: SessionStore = memoryStore(),
  options: StoredSessionOptions<Record<string, unknown>> = {},
): StoredSessionFactory<Record<string, unknown>> {
  return storedSessionFactory<Record<string, unknown>>(store, KEY, options)
}
