import { isPlainObject } from '../lib/kinds.js'
import { PyObject } from './values/objects.js'
import { PyPersistentId } from './values/references.js'

/** Whether a value is of a kind that holds others: what counts for the depth, both ways. */
export const holdsValues = (value: object): boolean =>
  Array.isArray(value) ||
  value instanceof Map ||
  value instanceof Set ||
  value instanceof PyObject ||
  value instanceof PyPersistentId ||
  isPlainObject(value)
