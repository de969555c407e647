/** Where in a value something lies, in words that tell nothing of what the value holds. */

/** More steps than this are not shown: the outermost are what helps. */
const SHOWN_STEPS = 12

const NAME = /^[A-Za-z_$][\w$-]{0,39}$/

/** The step to what stands at an index, or under the key of a dict. Any key but a plain name may be data. */
export function stepOf(key: unknown): string {
  if (typeof key === 'string') return NAME.test(key) ? `.${key}` : '["…"]'
  return `[${typeNameOf(key)}]`
}

/** The name of a value's type or class. */
export function typeNameOf(value: unknown): string {
  if (typeof value !== 'object') return typeof value
  if (value === null) return 'null'
  const name = (value.constructor as { name?: unknown } | undefined)?.name
  return typeof name === 'string' && name !== '' ? name : 'object'
}

/** Steps, the innermost first, as a path: `cart[2].when`. `undefined` where there are none. */
export function pathOf(steps: readonly string[]): string | undefined {
  if (steps.length === 0) return undefined
  const shown = steps.slice(-SHOWN_STEPS).toReversed().join('')
  return (steps.length > SHOWN_STEPS ? `${shown}…` : shown).replace(/^\./, '')
}
