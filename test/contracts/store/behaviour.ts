/** What behaviours of the contract are made of. */
import type { Awaitable, SessionStore } from '../../../src/stores/shared-store.js'

/** What not every store has or can promise. A store without says why, by a sentence in `lacks`. */
export type Trait =
  /** Writers in several processes lose nothing: `isAtomic`. */
  | 'atomic'
  /** It goes by the clock that it is given; else the behaviours wait for the real one. */
  | 'clock'
  /** What has expired stays in the engine until `cleanup` takes it. */
  | 'expired'
  /** It keeps what never expires for any time. */
  | 'forever'
  /** It can tell the sessions of a subject. */
  | 'subjects'
  /** Several stores can share an engine. */
  | 'sharing'

/** How the stores of one kind are opened, and what they lack. */
export interface StoreKind {
  /**
   * A store over an engine that holds no sessions.
   *
   * @param clock seconds since 1970, for engines that have no time of their own
   */
  readonly open: (clock: () => number) => Awaitable<SessionStore>
  /** One more store over the engine that was opened last, by a connection of its own where there are some. */
  readonly openAgain?: (clock: () => number) => Awaitable<SessionStore>
  /** Called after each behaviour. */
  readonly close?: () => Awaitable<void>
  readonly lacks?: { readonly [T in Trait]?: string }
}

/** What a behaviour looks at. */
export interface Place {
  readonly store: SessionStore
  /** Another store over the same engine; where none can share it, the same. */
  readonly other: SessionStore
  /** Those that may write to one session at once. */
  readonly writers: readonly SessionStore[]
  /** Seconds since 1970, with fractions. */
  readonly now: () => number
  /** An hour from now, in whole seconds since 1970. */
  readonly later: () => number
  /** A whole second that is near, but leaves time to do something before it. */
  readonly soon: () => number
  /** Lets a time be reached. */
  readonly reach: (time: number) => Promise<void>
  /** Whether a near time came before it was to be reached: what was to be done before came after. */
  readonly isLate: () => boolean
}

/** Looks whether a store behaves so. */
export interface Behaviour {
  (at: Place): Promise<void>
  readonly needs?: readonly Trait[]
  /** What is so instead, for stores without the trait. */
  readonly otherwise?: (at: Place) => Promise<void>
}

/** Behaviours by the sentences that say what they are. */
export type Behaviours = Readonly<Record<string, Behaviour>>

/** Behaviours that need traits; `otherwise` is what stores without them are asked for instead of each. */
export function needing(
  needs: Trait | readonly Trait[],
  behaviours: Behaviours,
  otherwise?: (at: Place) => Promise<void>,
): Behaviours {
  const besides = { needs: [needs].flat(), ...(otherwise !== undefined && { otherwise }) }
  const marked = ([sentence, behaviour]: [string, Behaviour]): [string, Behaviour] => [
    sentence,
    Object.assign((at: Place) => behaviour(at), besides),
  ]
  return Object.fromEntries(Object.entries(behaviours).map(marked))
}
