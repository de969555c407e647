/**
 * What the demo remembers of a visitor besides the session: copies of cookies, as a thief would have them, what was
 * tried with them, and what happened. An application has nothing like it.
 */
import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import { cookieIn } from './cookie-in.js'
import type { Heard } from './witness.js'
import type { KindName } from './kinds.js'
import type { BothTabs } from './tabs.js'
import type { Trial } from './trials.js'

/** The form that was sent last. */
export interface Acted {
  /** Below the kind's. */
  readonly path: string
  /** Which of several buttons with that path it was; empty where there is one. */
  readonly item: string
}

export interface Visitor {
  /** The cookie from before the last sign-out, of each kind. */
  readonly copies: Map<KindName, string>
  /** The cookie of a second session of the same user, as if in another browser, of each kind. */
  readonly others: Map<KindName, string>
  /** What was tried last and not shown yet, of each kind. */
  readonly trials: Map<KindName, Trial>
  /** What became of two forms that were sent at once, and was not shown yet, of each kind. */
  readonly tabs: Map<KindName, BothTabs>
  /** Where the next page has its focus and its messages, of each kind. */
  readonly acted: Map<KindName, Acted>
  /** What happened to the visitor's sessions, the newest first. */
  readonly heard: Heard[]
  /** The kinds whose page has set a cookie, so that the browser should send it. */
  readonly served: Set<KindName>
}

const COOKIE = 'demo-visitor'

/** The oldest are forgotten then: the demo's memory has an end. */
const MOST_VISITORS = 1000

export class Visitors {
  readonly #byId = new Map<string, Visitor>()

  /** Who sent the request. Somebody new gets a cookie. */
  of(req: Request, res: Response): Visitor {
    return this.#byId.get(cookieIn(req, COOKIE) ?? '') ?? this.#welcome(res)
  }

  #welcome(res: Response): Visitor {
    const id = randomUUID()
    const visitor: Visitor = {
      copies: new Map(),
      others: new Map(),
      trials: new Map(),
      tabs: new Map(),
      acted: new Map(),
      heard: [],
      served: new Set(),
    }
    this.#byId.set(id, visitor)
    if (this.#byId.size > MOST_VISITORS) this.#byId.delete(this.#byId.keys().next().value!)
    res.append('Set-Cookie', `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`)
    return visitor
  }
}
