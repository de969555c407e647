/** What behaviours of the contract are made of. */
import type { App, Server, Setup } from './harness.js'

/**
 * What is not the same in every framework. A behaviour that needs a trait is, for a binding without it, an exception
 * in the table of the docs, with the reason that {@link WITHOUT} gives.
 */
export interface Traits {
  /** Whether the automatic check finds the token in the form that a request sends. */
  readonly readsBodies: boolean
  /** Whether the session is a property of the request or of its context, so that somebody may assign it. */
  readonly isProperty: boolean
  /** Whether the framework has a setting that believes X-Forwarded-Proto. */
  readonly trustsProxies: boolean
  /** Whether X-Forwarded-Proto is believed only where such a setting says so. Default true. */
  readonly asksForTrust?: boolean
}

/** Whether a binding has a trait. */
export function has(traits: Traits, trait: keyof Traits): boolean {
  return traits[trait] ?? true
}

/** Why a binding without a trait lacks what needs it. */
export const WITHOUT: Readonly<Record<keyof Traits, string>> = {
  readsBodies:
    'The framework parses no forms before its handler runs: the token goes into a header, or the handler ' +
    'parses the form and calls `checkCsrf` with it.',
  isProperty: 'The session is handed to the handler: there is no property that could be assigned.',
  trustsProxies:
    'The framework has no setting that believes X-Forwarded-Proto: what it is told of a request says whether that came over HTTPS.',
  asksForTrust: 'The framework always believes X-Forwarded-Proto: a proxy must set it.',
}

/** Starts a server, which is stopped when the behaviour has been looked at. */
export type Start = (app: App, setup?: Partial<Setup>) => Promise<Server>

/** Looks whether a binding behaves so. */
export interface Behaviour {
  (start: Start): Promise<void>
  readonly needs?: keyof Traits
  /** What is so instead, for bindings without the trait. */
  readonly otherwise?: (start: Start) => Promise<void>
}

/** Behaviours by the sentences that say what they are. */
export type Behaviours = Readonly<Record<string, Behaviour>>

/** Behaviours that need a trait; `otherwise` is what bindings without it are asked for instead of each. */
export function needing(
  needs: keyof Traits,
  behaviours: Behaviours,
  otherwise?: Behaviour,
): Behaviours {
  const besides = { needs, ...(otherwise !== undefined && { otherwise }) }
  const marked = ([sentence, behaviour]: [string, Behaviour]): [string, Behaviour] => [
    sentence,
    Object.assign((start: Start) => behaviour(start), besides),
  ]
  return Object.fromEntries(Object.entries(behaviours).map(marked))
}
