/** How values that hold others print themselves for `util.inspect` of Node. */

import { FIXED_LIMITS } from './limits.js'

/** The method by which `util.inspect` prints an object. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom')

/** What `util.inspect` hands to such a method. */
export interface InspectOptions {
  readonly depth?: number | null
}
/** `util.inspect` as it is handed to such a method. */
export type Inspect = (value: unknown, options: InspectOptions) => string

/** How many more may be printed within the outermost one; `undefined` while none is. */
let left: number | undefined

/**
 * What `print` makes of the options for what lies one level deeper; or `[label]` where that is too deep,
 * or more than a person reads has been printed: what is shared is printed once for each place.
 */
export function inspectAs(
  label: string,
  depth: number,
  options: InspectOptions,
  print: (deeper: InspectOptions) => string,
): string {
  if (depth < 0 || left === 0) return `[${label}]`
  const outer = left
  left = (left ?? FIXED_LIMITS.printedValues) - 1
  const above = options.depth ?? null
  try {
    return print({ ...options, depth: above === null ? null : above - 1 })
  } finally {
    if (outer === undefined) left = undefined
  }
}

/** What `String()` makes of a part that is a plain value; objects can be endless. */
export const textOfPart = (part: unknown): string =>
  typeof part === 'object' && part !== null ? '…' : String(part)
