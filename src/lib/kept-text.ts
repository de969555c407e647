import { isBytes, isPlainObject } from './kinds.js'
import { latin1ToText } from './text.js'

/** The text that a `str` of Python 2 was, where it was read as bytes or kept; anything else as it is. */
export function textOfKept(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isPlainObject(value)) return value
  if (isBytes(value)) return latin1ToText(value)
  return 'text' in value ? value.text : value
}
