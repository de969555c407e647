/** How classes and objects are written: from placeholders, which hold what Python's reduce gives. */

import { floatNotes, noteFloat } from '../../lib/hints.js'
import { isMap, isPlainObject } from '../../lib/kinds.js'
import { python2Name } from '../names.js'
import * as OP from '../opcodes.js'
import { isData } from '../types/shared.js'
import { PyTuple } from '../values/containers.js'
import { PyObject, isPartial } from '../values/objects.js'
import { PyGlobal, exactNames, globalKey, oldNames } from '../values/references.js'
import { freshText } from '../values/texts.js'
import { OBJECT_ITEMS, OBJECT_PAIRS, fill } from './batches.js'
import type { Pickler } from './pickler.js'

/**
 * Classes and functions made in C: CPython makes the string of their name anew each time, so it is
 * shared with no equal string. Of `builtins`, `datetime` and `itertools` all are of this kind.
 */
const C_MODULES: ReadonlySet<string> = new Set(['builtins', 'datetime', 'itertools'])
const C_NAMES: ReadonlySet<string> = new Set([
  'collections.OrderedDict',
  'collections.defaultdict',
  'collections.deque',
  'decimal.Decimal',
  'zoneinfo.ZoneInfo',
])

const GETATTR = new PyGlobal('builtins', 'getattr')

const hasFreshName = ({ module, name }: PyGlobal): boolean =>
  C_MODULES.has(module) || C_NAMES.has(`${module}.${name}`)

export function writeGlobal(pickler: Pickler, global: PyGlobal): void {
  const key = memoKey(pickler, global)
  if (!pickler.recall(key)) writeNewGlobal(pickler, global, key)
  // The very same is found by itself from now on: to make a key of long names takes long.
  pickler.alias(global, key)
}

function writeNewGlobal(pickler: Pickler, global: PyGlobal, key: string): void {
  if (pickler.settings.protocol >= 4) writeStackGlobal(pickler, global)
  else if (global.name.includes('.')) writeNestedGlobal(pickler, global)
  else {
    pickler.out.op(OP.GLOBAL)
    writeNameLines(pickler, global)
  }
  pickler.memoize(key)
}

/** Two names of Python 2 can be one here. */
function memoKey({ settings }: Pickler, global: PyGlobal): string {
  const old = settings.protocol < 3 ? oldNames.get(global) : undefined
  const key = globalKey(global.module, global.name)
  return old === undefined ? key : `${key} ${globalKey(...old)}`
}

function writeStackGlobal(pickler: Pickler, global: PyGlobal): void {
  const exact = exactNames.get(global)
  pickler.save(exact?.[0] ?? global.module)
  if (exact !== undefined) pickler.save(exact[1])
  else if (hasFreshName(global)) pickler.saveFreshText(global.name)
  else pickler.save(global.name)
  pickler.out.op(OP.STACK_GLOBAL)
}

/** A class within a class is an attribute of that one, for protocols that know no dotted names. */
function writeNestedGlobal(pickler: Pickler, { module, name }: PyGlobal): void {
  const dot = name.lastIndexOf('.')
  const parent = new PyGlobal(module, name.slice(0, dot))
  writeCall(pickler, GETATTR, PyTuple.of<unknown>(parent, freshText(name.slice(dot + 1))))
}

function writeNameLines(pickler: Pickler, global: PyGlobal): void {
  const { module, name } = global
  const { protocol } = pickler.settings
  const names = protocol < 3 ? (oldNames.get(global) ?? python2Name(module, name)) : [module, name]
  for (const part of names) {
    // A line feed would end the name early; Python 2 reads ASCII only.
    const isLine = part !== '' && !part.includes('\n') && part.isWellFormed()
    if (!isLine) pickler.fail('A name cannot be written as a line')
    // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
    if (protocol < 3 && !/^[\0-\x7f]*$/.test(part))
      pickler.fail('A name is not ASCII, which needs protocol 3')
    pickler.out.textLine(part)
  }
}

/**
 * Writes an object: how it is made, then what is added to it. `key` is the value it stands for, by
 * which it is found again.
 */
export function writeObject(pickler: Pickler, object: PyObject, key: unknown): void {
  if (object === key) writePlaceholderMaking(pickler, object)
  else writeValueMaking(pickler, object)
  if (pickler.has(key)) {
    // What it was made of holds the object itself, which has thus been written on the way.
    pickler.out.op(OP.POP)
    pickler.recall(key)
    return
  }
  pickler.memoize(key)
  fillObject(pickler, object)
  const notes = floatNotes(object.builds)
  for (const [index, state] of object.builds.entries()) {
    if (object === key) pickler.saveItem(state, notes, index)
    else pickler.saveSlot(state, notes, index)
    pickler.out.op(OP.BUILD)
  }
  for (const setter of object.setters) writeSetter(pickler, setter, key)
}

/** What is added to an object once it is made. */
function fillObject(pickler: Pickler, object: PyObject): void {
  const { items, pairs } = object
  const notes = floatNotes(items)
  pickler.keys.count(pairs.length)
  fill(pickler.out, items.length, OBJECT_ITEMS, (index) =>
    pickler.saveItem(items[index], notes, index),
  )
  fill(pickler.out, pairs.length, OBJECT_PAIRS, (index) => savePair(pickler, pairs[index]!))
}

function savePair(pickler: Pickler, pair: readonly [unknown, unknown]): void {
  const notes = floatNotes(pair)
  try {
    pickler.saveSlot(pair[0], notes, 0)
    pickler.saveSlot(pair[1], notes, 1)
  } catch (error) {
    pickler.failedAt(error, { key: pair[0] })
  }
}

/** The arguments that stand for a value are no place in it: only what lies within them is. */
function writeValueMaking(pickler: Pickler, object: PyObject): void {
  try {
    writeMaking(pickler, object)
  } catch (error) {
    pickler.steps.pop()
    throw error
  }
}

/** An object that is made of nothing cannot lie within itself on the way. */
function writePlaceholderMaking(pickler: Pickler, object: PyObject): void {
  const { args, kwargs, cls } = object
  const isOfNothing = args.length === 0 && kwargs === undefined && !isPartial(cls)
  if (isOfNothing) return writeMaking(pickler, object)
  pickler.circles.make(object, pickler, () => writeMaking(pickler, object))
}

/** Refuses to call what no reader would. */
function checkCallable(pickler: Pickler, callee: unknown): void {
  if (callee === null || isData(callee)) pickler.fail('A value that cannot be called is called')
}

function writeMaking(pickler: Pickler, object: PyObject): void {
  checkCallable(pickler, object.cls)
  switch (object.kind) {
    case 'reduce':
      return writeCall(pickler, object.cls, object.args)
    case 'newobj':
      return writeNewObject(pickler, object)
    case 'newobj_ex':
      return writeNewObjectEx(pickler, object)
    case 'inst':
      return writeInstance(pickler, object)
  }
}

const writeCall = (pickler: Pickler, callee: unknown, args: PyTuple): void =>
  writeParts(pickler, OP.REDUCE, callee, args)

/** Writes an instruction behind the values that it takes. */
function writeParts(pickler: Pickler, opcode: number, ...parts: unknown[]): void {
  for (const part of parts) pickler.save(part)
  pickler.out.op(opcode)
}

function writeNewObject(pickler: Pickler, { cls, args }: PyObject): void {
  if (pickler.settings.protocol < 2) {
    return writeCall(pickler, new PyGlobal('copyreg', '__newobj__'), withFirst(cls, args))
  }
  writeParts(pickler, OP.NEWOBJ, cls, args)
}

function writeNewObjectEx(pickler: Pickler, object: PyObject): void {
  const { cls, args, kwargs } = object
  const { protocol } = pickler.settings
  if (!isMap(kwargs) && !isPlainObject(kwargs)) pickler.fail('Keyword arguments are not a dict')
  if (protocol < 2) {
    const callArgs = PyTuple.of(cls, args, kwargs)
    return writeCall(pickler, new PyGlobal('copyreg', '__newobj_ex__'), callArgs)
  }
  if (protocol < 4) return writeCall(pickler, partialOfNew(object), new PyTuple())
  writeParts(pickler, OP.NEWOBJ_EX, cls, args, kwargs)
}

/** The arguments behind another one, with their notes. */
function withFirst(first: unknown, args: PyTuple): PyTuple {
  const all = new PyTuple()
  all.push(first, ...args)
  for (const [slot, value] of floatNotes(args) ?? []) noteFloat(all, Number(slot) + 1, value)
  return all
}

/** `functools.partial(cls.__new__, cls, *args, **kwargs)`, by which protocols 2 and 3 say NEWOBJ_EX. */
function partialOfNew({ cls, args, kwargs }: PyObject): PyObject {
  const make = new PyObject('reduce', GETATTR, PyTuple.of(cls, freshText('__new__')))
  const partial = new PyObject('reduce', new PyGlobal('functools', 'partial'), PyTuple.of(make))
  const partialArgs = withFirst(cls, args)
  partial.builds.push(PyTuple.of<unknown>(make, partialArgs, kwargs, null))
  return partial
}

/** An object of an old-style class, as Python 2 writes it. */
function writeInstance(pickler: Pickler, { cls, args }: PyObject): void {
  const { out } = pickler
  const notes = floatNotes(args)
  out.op(OP.MARK)
  if (out.binary) pickler.save(cls)
  for (const [index, arg] of args.entries()) pickler.saveItem(arg, notes, index)
  if (out.binary) return out.op(OP.OBJ)
  if (!(cls instanceof PyGlobal) || cls.name.includes('.')) {
    return pickler.fail('Protocol 0 makes instances only of a class that a module names')
  }
  out.op(OP.INST)
  writeNameLines(pickler, cls)
}

/** A state that a function sets: a call of it whose result is dropped. */
function writeSetter(pickler: Pickler, setter: readonly [unknown, unknown], key: unknown): void {
  const notes = floatNotes(setter)
  checkCallable(pickler, setter[0])
  pickler.save(setter[0])
  pickler.recall(key)
  pickler.saveSlot(setter[1], notes, 1)
  for (const op of [OP.TUPLE2, OP.REDUCE, OP.POP]) pickler.out.op(op)
}
