/** Values as `console.log` prints them, but for those that would be printed without an end. */
import { inspect } from 'node:util'
import type { InspectOptions } from 'node:util'
import { entriesOf, isBytes, isMap, isSet, membersOf } from '../lib/kinds.js'

/** Values within one that is printed, shared ones counted each time: a few bytes of a pickle unfold to any number. */
const MOST_PARTS = 1000

/** On one line; of what holds too much, or itself, its kind alone. */
export function printed(
  value: unknown,
  options: InspectOptions & { readonly depth: number },
): string {
  const depth = isSmall(value) ? options.depth : -1
  return inspect(value, { ...options, depth, breakLength: Infinity, compact: true })
}

function isSmall(value: unknown): boolean {
  const pending = [value]
  for (const next of pending) {
    for (const part of partsOf(next)) pending.push(part)
    if (pending.length > MOST_PARTS) return false
  }
  return true
}

function partsOf(value: unknown): Iterable<unknown> {
  if (typeof value !== 'object' || value === null || isBytes(value)) return []
  if (isMap(value)) return [...entriesOf(value)].flat()
  if (isSet(value)) return membersOf(value)
  return Array.isArray(value) ? value : Object.values(value)
}
