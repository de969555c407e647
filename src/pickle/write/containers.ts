/** How tuples, lists, dicts and sets are written. */

import { floatKeyNotes, floatNotes, notesOf, orderedKeys, type Notes } from '../../lib/hints.js'
import { entriesOf, membersOf, sizeOfMap } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import type { Iterated } from '../keys.js'
import * as OP from '../opcodes.js'
import { PyFrozenSet, PyTuple } from '../values/containers.js'
import { DICT, LIST, SET, fill, isOneBatch } from './batches.js'
import { writeBuiltinCall } from './builtins.js'
import { MEMBER } from './path.js'
import type { Floats, Pickler } from './pickler.js'

const SHORT_TUPLES: readonly number[] = [0, OP.TUPLE1, OP.TUPLE2, OP.TUPLE3]

export function writeTuple(pickler: Pickler, tuple: PyTuple): void {
  const { out } = pickler
  if (tuple.length === 0) return writeEmptyTuple(pickler)
  const isShort = tuple.length <= 3 && out.protocol >= 2
  if (!isShort) out.op(OP.MARK)
  const notes = floatNotes(tuple)
  pickler.saveItems(tuple, notes)
  const isAgain = pickler.has(tuple)
  const isDropped = isAgain && pickler.circles.isDropped(tuple)
  if (isAgain && !isDropped) return dropTuple(pickler, tuple, isShort)
  out.op(isShort ? SHORT_TUPLES[tuple.length]! : OP.TUPLE)
  pickler.memoize(isDropped ? {} : tuple)
}

function writeEmptyTuple(pickler: Pickler): void {
  if (!pickler.out.binary) pickler.out.op(OP.MARK)
  pickler.out.op(pickler.out.binary ? OP.EMPTY_TUPLE : OP.TUPLE)
}

/** A tuple that holds itself has been written on the way: drop its parts and fetch it. */
function dropTuple(pickler: Pickler, tuple: PyTuple, isShort: boolean): void {
  const { out } = pickler
  if (!isShort && out.binary) out.op(OP.POP_MARK)
  else for (let left = tuple.length + (isShort ? 0 : 1); left > 0; left--) out.op(OP.POP)
  pickler.recall(tuple)
}

export function writeList(pickler: Pickler, list: readonly unknown[]): void {
  writeEmpty(pickler, list, OP.EMPTY_LIST, OP.LIST)
  const notes = floatNotes(list)
  const count = list.length
  if (!isOneBatch(pickler.out, count)) {
    return fill(pickler.out, count, LIST, (index) => pickler.saveItem(list[index], notes, index))
  }
  pickler.out.op(OP.MARK)
  pickler.saveItems(list, notes)
  pickler.out.op(OP.APPENDS)
}

/** An empty list or dict, which goes into the memo before it is filled. */
function writeEmpty(pickler: Pickler, container: object, binaryOp: number, textOp: number): void {
  const { out } = pickler
  if (!out.binary) out.op(OP.MARK)
  out.op(out.binary ? binaryOp : textOp)
  pickler.memoize(container)
}

export function writeMap(pickler: Pickler, map: ReadonlyMap<unknown, unknown>): void {
  const size = sizeOfMap(map)
  pickler.keys.count(size)
  pickler.keys.checkCollisions(map, size)
  writeEmpty(pickler, map, OP.EMPTY_DICT, OP.DICT)
  const notes = notesOf(map)
  if (!isOneBatch(pickler.out, size)) {
    const entries = [...entriesOf(map)]
    return fill(pickler.out, entries.length, DICT, (index) =>
      saveEntry(pickler, map, ...entries[index]!, notes),
    )
  }
  pickler.out.op(OP.MARK)
  Map.prototype.forEach.call(map, (value, key) => saveEntry(pickler, map, key, value, notes))
  pickler.out.op(OP.SETITEMS)
}

function saveEntry(
  pickler: Pickler,
  map: ReadonlyMap<unknown, unknown>,
  key: unknown,
  value: unknown,
  notes: Readonly<Notes> | undefined,
): void {
  try {
    if (typeof key === 'string') pickler.save(key)
    else saveKey(pickler, map, key, notes?.floatKeys)
    pickler.saveSlot(value, notes?.floats, key)
  } catch (error) {
    pickler.failedAt(error, { key })
  }
}

export function writePlainObject(pickler: Pickler, object: Record<string, unknown>): void {
  writeEmpty(pickler, object, OP.EMPTY_DICT, OP.DICT)
  const notes = notesOf(object)
  const keys = notes?.keyOrder === undefined ? Object.keys(object) : orderedKeys(object)
  pickler.keys.count(keys.length)
  if (!isOneBatch(pickler.out, keys.length)) {
    return fill(pickler.out, keys.length, DICT, (index) =>
      saveProperties(pickler, object, [keys[index]!], notes?.floats),
    )
  }
  pickler.out.op(OP.MARK)
  saveProperties(pickler, object, keys, notes?.floats)
  pickler.out.op(OP.SETITEMS)
}

function saveProperties(
  pickler: Pickler,
  object: Record<string, unknown>,
  keys: readonly string[],
  floats: Floats,
): void {
  let key = ''
  try {
    for (key of keys) {
      pickler.out.boundary()
      pickler.saveText(key)
      pickler.saveSlot(object[key], floats, key)
    }
  } catch (error) {
    pickler.failedAt(error, { key })
  }
}

/** A key of a dict or a member of a set. */
function saveKey(pickler: Pickler, container: Iterated, key: unknown, floats: Floats): void {
  pickler.keys.checkKey(key, container)
  const float = typeof key === 'number' ? floats?.get(key) : undefined
  if (float === undefined) return pickler.save(key)
  pickler.out.boundary()
  pickler.out.float(float)
}

export function writeSet(pickler: Pickler, set: ReadonlySet<unknown>): void {
  const isFrozen = set instanceof PyFrozenSet
  const members = [...membersOf(set)]
  pickler.keys.checkCollisions(set, members.length)
  const floats = floatKeyNotes(set)
  try {
    if (pickler.settings.protocol < 4) writeSetCall(pickler, set, members, isFrozen)
    else if (isFrozen) writeFrozenSet(pickler, set, members, floats)
    else {
      pickler.out.op(OP.EMPTY_SET)
      pickler.memoize(set)
      fill(pickler.out, members.length, SET, (index) =>
        saveKey(pickler, set, members[index], floats),
      )
    }
  } catch (error) {
    // Members have no place, whatever place they have in a call that makes the set.
    if (pickler.settings.protocol < 4) pickler.steps.pop()
    pickler.failedAt(error, MEMBER)
  }
}

function writeFrozenSet(
  pickler: Pickler,
  set: ReadonlySet<unknown>,
  members: readonly unknown[],
  floats: Floats,
): void {
  pickler.out.op(OP.MARK)
  for (const member of members) saveKey(pickler, set, member, floats)
  if (pickler.has(set)) {
    pickler.out.op(OP.POP_MARK)
    pickler.recall(set)
  } else {
    pickler.out.op(OP.FROZENSET)
    pickler.memoize(set)
  }
}

function writeSetCall(
  pickler: Pickler,
  set: ReadonlySet<unknown>,
  members: unknown[],
  isFrozen: boolean,
): void {
  const floats = floatKeyNotes(set)
  for (const [index, member] of members.entries()) {
    pickler.keys.checkKey(member, set)
    const float = floats?.get(member)
    if (float !== undefined) members[index] = new PyFloat(float)
  }
  writeBuiltinCall(pickler, set, 'builtins', isFrozen ? 'frozenset' : 'set', PyTuple.of(members))
}
