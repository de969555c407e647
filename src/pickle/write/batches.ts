import * as OP from '../opcodes.js'
import type { Writer } from './writer.js'

/** How many items CPython puts into a container with one instruction. */
const BATCH = 1000

/** The instructions that fill a container, and where CPython's C pickler treats them differently. */
export interface Filling {
  /** Adds one item; a set has no such instruction. */
  readonly one?: number
  /** Adds everything from the mark on. */
  readonly many: number
  /** Writes an empty batch behind a last one that was full. */
  readonly endsEmpty?: boolean
  /** Looks ahead, so that a last batch of one item needs no mark. */
  readonly looksAhead?: boolean
}

export const LIST: Filling = { one: OP.APPEND, many: OP.APPENDS }
export const DICT: Filling = { one: OP.SETITEM, many: OP.SETITEMS, endsEmpty: true }
export const SET: Filling = { many: OP.ADDITEMS, endsEmpty: true }
export const OBJECT_ITEMS: Filling = { one: OP.APPEND, many: OP.APPENDS, looksAhead: true }
export const OBJECT_PAIRS: Filling = { one: OP.SETITEM, many: OP.SETITEMS, looksAhead: true }

/** Whether `count` items are one batch, as most are: a plain loop writes them, without a closure. */
export const isOneBatch = (out: Writer, count: number): boolean =>
  count > 1 && count < BATCH && out.binary

/** Adds `count` items; `save(index)` writes one. */
export function fill(
  out: Writer,
  count: number,
  filling: Filling,
  save: (index: number) => void,
): void {
  const { one, many, endsEmpty, looksAhead } = filling
  const addsSingly = one !== undefined && (count === 1 || !out.binary)
  let index = 0
  while (index < count) {
    const left = count - index
    if (addsSingly || (looksAhead === true && left === 1)) {
      save(index++)
      out.op(one!)
      continue
    }
    out.op(OP.MARK)
    for (const end = index + Math.min(left, BATCH); index < end; index++) save(index)
    out.op(many)
  }
  if (endsEmpty === true && count > 0 && count % BATCH === 0 && !addsSingly) {
    out.op(OP.MARK)
    out.op(many)
  }
}
