/** Where in a value something lies, while it is written. */

/**
 * A step on the way into a value: an index, or the key of a dict. It is noted while the stack may be full,
 * so it is made into text only when all is over.
 */
export type Step = number | { readonly key: unknown }

/** The step to a member of a set, which has no place. */
export const MEMBER: Step = { key: Symbol('member') }

/** The keys of steps that were noted from the innermost out, from the outermost in. */
export const keysOf = (steps: readonly Step[]): unknown[] =>
  steps.toReversed().map((step) => (typeof step === 'number' ? step : step.key))
