/** Where in a value something lies, in words that tell nothing of what the value holds. */

/**
 * A step on the way into a value: an index, or the key of a dict. It is noted while the stack may be full,
 * so it is made into text only when all is over.
 */
export type Step = number | { readonly key: unknown }

/** The step to a member of a set, which has no place. */
export const MEMBER: Step = { key: Symbol('member') }

/** More steps than this are not shown: the outermost are what helps. */
const SHOWN_STEPS = 12

const NAME = /^[A-Za-z_$][\w$-]{0,39}$/

/** Steps, the innermost first, as a path: `cart[2].when`. `undefined` where there are none. */
export function pathOf(steps: readonly Step[]): string | undefined {
  if (steps.length === 0) return undefined
  const shown = steps.slice(-SHOWN_STEPS).toReversed().map(textOf).join('')
  return (steps.length > SHOWN_STEPS ? `${shown}…` : shown).replace(/^\./, '')
}

function textOf(step: Step): string {
  if (typeof step === 'number') return `[${step}]`
  const { key } = step
  // Any key but a plain name may be data.
  if (typeof key === 'string') return NAME.test(key) ? `.${key}` : '["…"]'
  return step === MEMBER ? '[member]' : `[${typeNameOf(key)}]`
}

/** The name of a value's type or class. */
export function typeNameOf(value: unknown): string {
  if (typeof value !== 'object') return typeof value
  if (value === null) return 'null'
  const name = (value.constructor as { name?: unknown } | undefined)?.name
  return typeof name === 'string' && name !== '' ? name : 'object'
}
