/** Handlers and actions of Next.js that call each other: what one calls has its session, and leaves the cookie to it. */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { sentText, storeHere } from './next.js'
import type { CookieStore } from './next.js'
import type { BindableFactory } from '../../session/factory.js'
import type { Session } from '../../session/session.js'

/** How a handler or an action began. */
interface Start {
  /** Under which it is noted how that ends. */
  readonly request: object
  /** The text of its cookie in the request; `undefined` where there was none. */
  readonly sent: string | undefined
  /** The store of Next.js where it was begun: our note of what is at work may have come elsewhere with a queue. */
  readonly store: () => Promise<CookieStore | undefined>
}

interface Begun<Data extends object> extends Start {
  readonly session: Session<Data>
}

/** The session of a handler or action at work. */
interface Work<Data extends object> extends Begun<Data> {
  /** Whether that has ended: what it has begun may still go on, and must see nothing of it. */
  isOver: boolean
}

/** What is at work, by cookie: a {@link Work} each, of that cookie's data. */
const atWork = new AsyncLocalStorage<ReadonlyMap<unknown, unknown>>()

/** The sessions of one cookie that handlers and actions at work have for what they call. */
export class OuterSessions<Data extends object> {
  readonly #cookieName: string | undefined
  readonly #cookie: unknown

  constructor(factory: BindableFactory<Data>) {
    this.#cookieName = factory.cookieName
    this.#cookie = factory.cookieName ?? factory
  }

  /** The session of what is at work for the request that Next.js is at. */
  async here(): Promise<Session<Data> | undefined> {
    const work = this.#around()
    if (work === undefined) return undefined
    const here = await storeHere()
    const its = await work.store()
    // It may have ended meanwhile.
    return here === its ? this.#around()?.session : undefined
  }

  /**
   * The session of what is at work for the visitor of another request: it has the same cookie. That of the same request is
   * found where that is opened.
   */
  of(request: Request): Session<Data> | undefined {
    const work = this.#around()
    if (work?.sent === undefined || work.request === request) return undefined
    return work.sent === this.#sentWith(request) ? work.session : undefined
  }

  /** How a handler begins: asked while Next.js is at its request. */
  startOf(request: Request): Start {
    return { request, sent: this.#sentWith(request), store: AsyncResource.bind(storeHere) }
  }

  /** Runs a handler or an action, whose session what it calls has until it ends. */
  async run<Result>(begun: Begun<Data>, run: () => Result | Promise<Result>): Promise<Result> {
    const work: Work<Data> = { ...begun, isOver: false }
    try {
      return await atWork.run(new Map([...(atWork.getStore() ?? []), [this.#cookie, work]]), run)
    } finally {
      work.isOver = true
    }
  }

  #around(): Work<Data> | undefined {
    const work = atWork.getStore()?.get(this.#cookie) as Work<Data> | undefined
    return work?.isOver === false ? work : undefined
  }

  #sentWith({ headers }: Request): string | undefined {
    return sentText(headers.get('cookie'), this.#cookieName)
  }
}
