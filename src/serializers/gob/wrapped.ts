/** What stands for a value of Go, so that its type is not lost. */
import { noteFloat } from '../../lib/hints.js'
import { TYPES } from './types.js'
import type { GoType } from './types.js'
import { GoNumber } from './values.js'

/** A float in an interface, until its container is there to be noted beside. */
class WholeFloat {
  constructor(readonly value: number) {}
}

/** A value out of an interface, as what tells its type. */
export function wrapped(type: GoType, value: unknown, isKey: boolean): unknown {
  if (type.name === TYPES.float64.name) return wrappedFloat(value as number, isKey)
  const isNumber =
    (type.kind === 'int' && type.name !== TYPES.int.name) ||
    type.kind === 'uint' ||
    type.kind === 'float'
  return isNumber ? new GoNumber(type.name, value as number | bigint) : value
}

/** As a key JavaScript takes 1 for 1.0, and 0 for -0. */
function wrappedFloat(value: number, isKey: boolean): unknown {
  if (isKey) return Number.isSafeInteger(value) ? new GoNumber(TYPES.float64.name, value) : value
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? new WholeFloat(value) : value
}

/** The item of a container; of a float that an `int` would be written for, a note is left beside it. */
export function noted(container: object, slot: unknown, value: unknown): unknown {
  if (!(value instanceof WholeFloat)) return value
  noteFloat(container, slot, value.value)
  return value.value
}
