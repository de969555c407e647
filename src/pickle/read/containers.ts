/** Instructions that make and fill containers, move values on the stack, and use the memo. */

import { copyFloatNotes, noteFloat } from '../../lib/hints.js'
import * as OP from '../opcodes.js'
import { PyFrozenSet, PyTuple } from '../values/containers.js'
import { PyObject } from '../values/objects.js'
import type { Handlers } from './handlers.js'
import { noteOwnParts } from './own-parts.js'
import type { Reader } from './reader.js'
import { textIndex } from './scalars.js'

export const containerHandlers = {
  [OP.MARK]: (reader) => reader.mark(),
  [OP.POP]: pop,
  [OP.POP_MARK]: (reader) => reader.cut(reader.popMark()),
  [OP.DUP]: (reader) => reader.dup(),

  [OP.EMPTY_TUPLE]: (reader) => reader.pushContainer(new PyTuple()),
  [OP.TUPLE]: (reader) => makeTuple(reader, reader.popMark()),
  [OP.TUPLE1]: (reader) => makeTuple(reader, topPlace(reader, 1)),
  [OP.TUPLE2]: (reader) => makeTuple(reader, topPlace(reader, 2)),
  [OP.TUPLE3]: (reader) => makeTuple(reader, topPlace(reader, 3)),

  [OP.EMPTY_LIST]: (reader) => reader.pushContainer([]),
  [OP.LIST]: (reader) => {
    const from = reader.popMark()
    const list: unknown[] = []
    extend(reader, list, from)
    reader.pushContainer(list)
  },
  [OP.APPEND]: (reader) => append(reader, topPlace(reader, 1)),
  [OP.APPENDS]: (reader) => append(reader, reader.popMark()),

  [OP.EMPTY_DICT]: (reader) => reader.pushContainer(reader.dicts.create()),
  [OP.DICT]: (reader) => {
    const from = reader.popMark()
    needPairs(reader, from)
    reader.pushContainer(fillDict(reader, reader.dicts.create(), from) as object)
  },
  [OP.SETITEM]: (reader) => setItems(reader, topPlace(reader, 2)),
  [OP.SETITEMS]: (reader) => setItems(reader, reader.popMark()),

  [OP.EMPTY_SET]: (reader) => reader.pushContainer(new Set()),
  [OP.ADDITEMS]: addItems,
  [OP.FROZENSET]: (reader) => {
    const from = reader.popMark()
    const set = new PyFrozenSet()
    addMembers(reader, set, from)
    reader.pushContainer(set)
  },

  [OP.GET]: (reader) => reader.get(textIndex(reader)),
  [OP.BINGET]: (reader) => reader.get(reader.u1()),
  [OP.LONG_BINGET]: (reader) => reader.get(reader.u4()),
  [OP.PUT]: (reader) => reader.put(textIndex(reader)),
  [OP.BINPUT]: (reader) => reader.put(reader.u1()),
  [OP.LONG_BINPUT]: (reader) => reader.put(reader.u4()),
  [OP.MEMOIZE]: (reader) => reader.memoize(),
} satisfies Partial<Handlers>

/** The place of the lowest of the top `count` values. */
function topPlace(reader: Reader, count: number): number {
  reader.need(count)
  return reader.sp - count
}

function makeTuple(reader: Reader, from: number): void {
  reader.pushContainer(takeTuple(reader, from))
}

/** Makes a tuple of the values from `from` on, and takes them off the stack. */
export function takeTuple(reader: Reader, from: number): PyTuple {
  const old = reader.complete(from)
  const { stack, sp } = reader
  // Made at its length: to push onto an array of a subclass takes ten times as long.
  const tuple = new PyTuple(sp - from)
  for (let place = from; place < sp; place++) tuple[place - from] = stack[place]
  reader.eachFloat(from, (place) => noteFloat(tuple, place - from, stack[place] as number))
  if (old !== undefined) reader.oldTexts?.note(tuple, 0, old)
  reader.cut(from)
  return tuple
}

/** Moves the values from `from` on to the end of `list`. */
function extend(reader: Reader, list: unknown[], from: number): void {
  const old = reader.complete(from)
  if (old !== undefined) reader.oldTexts?.note(list, list.length, old)
  const { stack, sp } = reader
  // A deque that is full drops items from its other end: in one go, when it is asked to add none.
  for (let place = from; place < sp; place++) list[list.length] = stack[place]
  list.push()
  const shift = list.length - sp
  reader.eachFloat(from, (place) => noteFloat(list, place + shift, stack[place] as number))
  reader.cut(from)
}

function append(reader: Reader, from: number): void {
  const target = reader.below(from)
  if (from === reader.sp) return
  if (target instanceof PyObject) extend(reader, target.items, from)
  else if (Array.isArray(target) && !(target instanceof PyTuple)) extend(reader, target, from)
  else reader.fail('TYPE', 'Items are appended to a value that is not a list')
}

function needPairs(reader: Reader, from: number): void {
  if ((reader.sp - from) % 2 === 1) reader.fail('STACK', 'A key has no value')
}

function setItems(reader: Reader, from: number): void {
  const target = reader.below(from)
  if (from === reader.sp) return
  needPairs(reader, from)
  reader.stack[from - 1] = fillDict(reader, target, from)
}

function fillDict(reader: Reader, dict: unknown, from: number): unknown {
  reader.complete(from)
  return reader.dicts.fill(dict, from)
}

function addItems(reader: Reader): void {
  const from = reader.popMark()
  const target = reader.below(from)
  if (from === reader.sp) return
  if (!(target instanceof Set) || target instanceof PyFrozenSet) {
    return reader.fail('TYPE', 'Items are added to a value that is not a set')
  }
  addMembers(reader, target, from)
}

function addMembers(reader: Reader, set: Set<unknown>, from: number): void {
  reader.complete(from)
  const { stack, sp } = reader
  for (let place = from; place < sp; place++) {
    set.add(reader.dicts.key(set, stack[place], reader.isFloat(place)))
  }
  reader.cut(from)
}

/**
 * POP drops a mark if that is on top. An object that comes from the memo is dropped only with a tuple that was
 * begun twice, and stays what it was.
 */
function pop(reader: Reader): void {
  if (reader.markOnTop) {
    reader.popMark()
    return
  }
  const dropped = reader.pop()
  if (!(dropped instanceof PyObject) || !reader.objects.isLatest(dropped)) return
  if (!attachSetter(reader, dropped)) noteOwnParts(reader, dropped)
}

/**
 * Python writes a state that is set by a function as a call of it with the object and the state,
 * whose result is dropped. The call must not be lost with it, so the object keeps it. Tells whether it was one.
 */
function attachSetter(reader: Reader, dropped: PyObject): boolean {
  if (dropped.kind !== 'reduce' || dropped.args.length !== 2) return false
  const [object, state] = dropped.args
  if (reader.sp === reader.fence || reader.top() !== object) return false
  if (!(object instanceof PyObject)) return false
  const setter: [unknown, unknown] = [dropped.cls, state]
  copyFloatNotes(dropped.args, setter)
  object.setters.push(setter)
  return true
}
