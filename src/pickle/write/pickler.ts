import { PickleError } from '../../errors.js'
import { floatKeyNotes, floatNotes, notesOf, orderedKeys, type Notes } from '../../lib/hints.js'
import { kindOf } from '../../lib/key-path.js'
import { isBytes, isDate, isMap, isPlainObject, isSet } from '../../lib/kinds.js'
import { PyFloat } from '../../lib/py-float.js'
import { latin1ToText } from '../../lib/text.js'
import { FEW_KEYS, haveCollisions } from '../collisions.js'
import { holdsValues } from '../holds-values.js'
import { KeyCheck, withKeyCheck } from '../keys.js'
import { overLimit, type DumpLimits } from '../limits.js'
import * as OP from '../opcodes.js'
import type { DumpSettings } from '../settings.js'
import {
  Py2Str,
  PyByteArray,
  PyExt,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyPersistentId,
  PyStr,
  PyTuple,
  exactCalls,
  freshText,
  isSingleton,
} from '../values.js'
import { writeExtension, writeGlobal, writeObject, writePersistentId } from './objects.js'
import { MEMBER, type Step } from './path.js'
import { returnTextMemo, takeTextMemo } from './text-memo.js'
import { Writer } from './writer.js'

/** How many items CPython puts into a container with one instruction. */
const BATCH = 1000

/** How many levels deeper a call writes what it is made of: its arguments, and the list of a set's members. */
const CALL_LEVELS = 2

type Floats = ReadonlyMap<unknown, number> | undefined

/** The instructions that fill a container, and where CPython's C pickler treats them differently. */
interface Filling {
  /** Adds one item; a set has no such instruction. */
  readonly one?: number
  /** Adds everything from the mark on. */
  readonly many: number
  /** Writes an empty batch behind a last one that was full. */
  readonly endsEmpty?: boolean
  /** Looks ahead, so that a last batch of one item needs no mark. */
  readonly looksAhead?: boolean
}

const LIST: Filling = { one: OP.APPEND, many: OP.APPENDS }
const DICT: Filling = { one: OP.SETITEM, many: OP.SETITEMS, endsEmpty: true }
const SET: Filling = { many: OP.ADDITEMS, endsEmpty: true }
const OBJECT_ITEMS: Filling = { one: OP.APPEND, many: OP.APPENDS, looksAhead: true }
const OBJECT_PAIRS: Filling = { one: OP.SETITEM, many: OP.SETITEMS, looksAhead: true }

/**
 * Writes one value as CPython's C pickler does, byte for byte. How objects and classes are written
 * stands in `objects.ts`, the forms of plain values in `writer.ts`.
 *
 * A container is put into the memo when Python does so: a list, dict or set before what it holds, so
 * that it may hold itself; a tuple or frozenset after.
 */
export class Pickler {
  readonly out: Writer
  readonly settings: DumpSettings
  /**
   * Memo indices: by identity of object, by value of bytes that CPython always shares (-1 for none), and
   * by `globalKey` of classes.
   */
  readonly #memo = new Map<unknown, number>()
  /** Memo indices by string, apart from the others. */
  readonly #texts = takeTextMemo()
  #memoSize = 0
  /** With `memo: 'minimal'`: the memo indices that were used again. */
  readonly used: Set<number> | undefined
  /** With `memo: 'minimal'`: the indices to keep, and what they become. */
  readonly #kept: ReadonlyMap<number, number> | undefined
  readonly #keys = new KeyCheck()
  readonly #shares: boolean
  /** Once something cannot be written: the way to it, the innermost step first. */
  readonly steps: Step[] = []
  /** The lists, dicts and sets that placeholders are made of, while they are written as that. */
  readonly open = new Set<unknown>()
  #keyCount = 0
  /** As many keys in all break no limit. */
  readonly #fewestKeys: number
  #freshBytes: Uint8Array | undefined
  #depth = 0

  constructor(settings: DumpSettings, kept?: ReadonlyMap<number, number>) {
    const { keys, keysPerDict } = settings.limits
    this.settings = settings
    this.#fewestKeys = Math.min(keys, keysPerDict)
    this.out = new Writer(settings.protocol, settings.limits)
    this.#kept = kept
    this.#shares = settings.strings === 'share'
    this.used = settings.memo === 'minimal' ? new Set() : undefined
  }

  /** The bytes of the pickle, valid until the next one is written. */
  finish(): Uint8Array {
    returnTextMemo(this.#texts)
    return this.out.finish()
  }

  fail(message: string): never {
    throw new PickleError('UNSUPPORTED', message)
  }

  #over(limit: keyof DumpLimits): never {
    throw overLimit(limit, this.settings.limits[limit])
  }

  /** Notes a step on the way to what cannot be written. Nothing is noted, or costs, where all goes well. */
  failedAt(error: unknown, step: Step): never {
    this.steps.push(step)
    throw error
  }

  // ---- memo

  memoize(key: unknown): void {
    this.#memo.set(key, this.#nextIndex())
  }

  /** Writes PUT for the value just written, and returns its index. */
  #nextIndex(): number {
    const index = this.#memoSize++
    const written = this.#kept === undefined ? index : this.#kept.get(index)
    if (written !== undefined) this.out.put(written)
    return index
  }

  #writeGet(index: number): void {
    this.used?.add(index)
    this.out.get(this.#kept?.get(index) ?? index)
  }

  /** Writes GET if `key` is in the memo, and tells whether it was. */
  recall(key: unknown): boolean {
    const index = this.#memo.get(key)
    if (index !== undefined) this.#writeGet(index)
    return index !== undefined
  }

  has(key: unknown): boolean {
    return this.#memo.has(key)
  }

  // ---- values

  save(value: unknown): void {
    this.out.boundary()
    switch (typeof value) {
      case 'string':
        return this.#saveText(value)
      case 'number':
        return this.#saveNumber(value)
      case 'boolean':
        return this.out.bool(value)
      case 'bigint':
        return this.out.int(value)
      case 'object':
        return value === null ? this.out.op(OP.NONE) : this.#saveObject(value)
      default:
        return this.fail(
          `${typeof value} cannot be pickled; ${ADVICE[typeof value] ?? 'leave it out'}`,
        )
    }
  }

  /** Saves what stands in a slot of a list or its like. */
  saveItem(value: unknown, notes: Floats, index: number): void {
    try {
      this.saveSlot(value, notes, index)
    } catch (error) {
      this.failedAt(error, index)
    }
  }

  /** Saves what stands in a slot of a container, whose notes tell a float. */
  saveSlot(value: unknown, notes: Floats, slot: unknown): void {
    if (notes !== undefined && typeof value === 'number' && Object.is(notes.get(slot), value)) {
      this.out.boundary()
      this.out.float(value)
    } else this.save(value)
  }

  #saveNumber(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.out.int(value)
    else this.out.float(value)
  }

  #saveText(text: string): void {
    const isShared = this.#shares || isSingleton(text)
    const known = isShared ? this.#texts.get(text) : undefined
    if (known !== undefined) return this.#writeGet(known)
    if (isShared) this.#texts.add(text, this.#memoSize)
    this.#newText(text)
  }

  #newText(text: string): void {
    if (this.#kept === undefined && this.out.shortText(text, this.#memoSize)) this.#memoSize++
    else {
      this.out.text(text)
      this.#nextIndex()
    }
  }

  /** A string that is shared with no other, whatever the settings. */
  saveFreshText(text: string): void {
    this.out.boundary()
    this.#newText(text)
  }

  #saveObject(value: object): void {
    if (this.recall(value)) return
    if (++this.#depth > this.settings.limits.depth) this.#refuseContainer(value)
    this.#saveByType(value)
    this.#depth--
  }

  /** Only containers count for the depth, as they do for the reader: what holds no others is let pass. */
  #refuseContainer(value: object): void {
    if (holdsValues(value) || isMap(value) || isSet(value)) this.#over('depth')
  }

  /** The commonest types by their prototype: one comparison each, and no registry is asked. */
  #saveByType(value: object): void {
    switch (Object.getPrototypeOf(value)) {
      case Object.prototype:
        return this.#savePlainObject(value as Record<string, unknown>)
      case Array.prototype:
        return this.#saveList(value as unknown[])
      case PyTuple.prototype:
        return this.#saveTuple(value as PyTuple)
      case Map.prototype:
        return this.#saveMap(value as Map<unknown, unknown>)
      case PyFloat.prototype:
        return this.out.float((value as PyFloat).value)
      default:
        return this.#saveOther(value)
    }
  }

  #saveOther(value: object): void {
    // The Date of another realm is written as one of this, which codecs know.
    const isStrange = !(value instanceof Date) && isDate(value)
    const known = isStrange ? new Date(value.getTime()) : value
    const { protocol, registry } = this.settings
    const codec = registry?.findFor(known)
    if (codec?.encode !== undefined) {
      const object = withKeyCheck(this.#keys, () => codec.encode!(known, protocol))
      if (!(object instanceof PyObject)) this.fail(`The codec of ${codec.name} gave no PyObject`)
      writeObject(this, object, value)
    } else if (Array.isArray(value)) {
      if (value instanceof PyTuple) this.#saveTuple(value)
      else this.#saveList(value)
    } else if (isMap(value)) this.#saveMap(value)
    else if (isSet(value)) this.#saveAnySet(value)
    else if (isBytes(value)) this.#saveBytes(value)
    else if (isPlainObject(value)) this.#savePlainObject(value)
    else this.#saveClassInstance(value)
  }

  #saveClassInstance(value: object): void {
    if (value instanceof PyFloat) this.out.float(value.value)
    else if (value instanceof PyObject) writeObject(this, value, value)
    else if (value instanceof PyGlobal) writeGlobal(this, value)
    else if (value instanceof PyStr) this.#savePyStr(value)
    else if (value instanceof Py2Str) {
      this.out.py2Str(value.bytes)
      this.memoize(value)
    } else if (value instanceof PyExt) writeExtension(this, value)
    else if (value instanceof PyPersistentId) writePersistentId(this, value)
    else {
      this.fail(
        `${kindOf(value)} cannot be pickled; ` +
          'store plain data, or add a codec of the class to the registry',
      )
    }
  }

  #savePyStr(value: PyStr): void {
    if (value.isSplit) this.out.codePoints(value.codePoints)
    else this.out.text(value.text)
    this.memoize(value)
  }

  // ---- bytes

  #saveBytes(bytes: Uint8Array): void {
    if (bytes instanceof PyByteArray) return this.#saveByteArray(bytes)
    // CPython has only one empty bytes, and one of each single byte.
    const isShared = bytes.length < 2 && bytes !== this.#freshBytes
    const key = isShared ? (bytes[0] ?? -1) : bytes
    if (isShared && this.recall(key)) return
    if (this.settings.protocol >= 3) {
      this.out.bytes(bytes)
      this.memoize(key)
    } else if (bytes.length === 0) this.#saveCall(bytes, 'builtins', 'bytes', new PyTuple(), key)
    else {
      const [known, encoding = 'latin1'] = exactCalls.get(bytes)?.args ?? []
      const text = latin1ToText(bytes)
      const args = PyTuple.of(String(known) === text ? known : freshText(text), encoding)
      this.#saveCall(bytes, '_codecs', 'encode', args, key)
    }
  }

  #saveByteArray(bytes: PyByteArray): void {
    if (this.settings.protocol >= 5) {
      this.out.byteArray(bytes)
      this.memoize(bytes)
    } else {
      const args = new PyTuple()
      if (bytes.length > 0) args.push(this.#bytesOf(bytes))
      this.#saveCall(bytes, 'builtins', 'bytearray', args)
    }
  }

  /** Python makes these bytes on the spot, so they are shared with no others. */
  #bytesOf(bytes: PyByteArray): Uint8Array {
    const copy = new Uint8Array(bytes)
    const call = exactCalls.get(exactCalls.get(bytes)?.args[0] as object)
    if (call !== undefined) exactCalls.set(copy, call)
    this.#freshBytes = copy
    return copy
  }

  /** A call of a global, for a value that has no instruction of its own. */
  #saveCall(
    value: object,
    module: string,
    name: string,
    args: PyTuple,
    key: unknown = value,
  ): void {
    const known = exactCalls.get(value)?.cls
    const isSame = known instanceof PyGlobal && known.is(module, name)
    const callee = isSame ? known : new PyGlobal(module, name)
    // To the reader the value is bytes or a set, whatever its call is made of.
    this.#depth -= CALL_LEVELS
    writeObject(this, new PyObject('reduce', callee, args), key)
    this.#depth += CALL_LEVELS
  }

  // ---- containers

  #saveTuple(tuple: PyTuple): void {
    const { out } = this
    if (tuple.length === 0) return this.#saveEmptyTuple()
    const isShort = tuple.length <= 3 && out.protocol >= 2
    if (!isShort) out.op(OP.MARK)
    const notes = floatNotes(tuple)
    this.#saveItems(tuple, notes)
    if (this.has(tuple)) return this.#dropTuple(tuple, isShort)
    out.op(isShort ? SHORT_TUPLES[tuple.length]! : OP.TUPLE)
    this.memoize(tuple)
  }

  #saveEmptyTuple(): void {
    if (!this.out.binary) this.out.op(OP.MARK)
    this.out.op(this.out.binary ? OP.EMPTY_TUPLE : OP.TUPLE)
  }

  /** A tuple that holds itself has been written on the way: drop its parts and fetch it. */
  #dropTuple(tuple: PyTuple, isShort: boolean): void {
    const { out } = this
    if (!isShort && out.binary) out.op(OP.POP_MARK)
    else for (let left = tuple.length + (isShort ? 0 : 1); left > 0; left--) out.op(OP.POP)
    this.recall(tuple)
  }

  #saveList(list: readonly unknown[]): void {
    this.#saveEmpty(list, OP.EMPTY_LIST, OP.LIST)
    const notes = floatNotes(list)
    const count = list.length
    if (!this.#isOneBatch(count)) {
      return this.#fill(count, LIST, (index) => this.saveItem(list[index], notes, index))
    }
    this.out.op(OP.MARK)
    this.#saveItems(list, notes)
    this.out.op(OP.APPENDS)
  }

  #saveItems(items: readonly unknown[], notes: Floats): void {
    const { length } = items
    let index = 0
    try {
      for (; index < length; index++) this.saveSlot(items[index], notes, index)
    } catch (error) {
      this.failedAt(error, index)
    }
  }

  /** An empty list or dict, which goes into the memo before it is filled. */
  #saveEmpty(container: object, binaryOp: number, textOp: number): void {
    const { out } = this
    if (!out.binary) out.op(OP.MARK)
    out.op(out.binary ? binaryOp : textOp)
    this.memoize(container)
  }

  /** Whether `count` items are one batch, as most are: a plain loop writes them, without a closure. */
  #isOneBatch(count: number): boolean {
    return count > 1 && count < BATCH && this.out.binary
  }

  /** Adds `count` items; `save(index)` writes one. */
  #fill(count: number, filling: Filling, save: (index: number) => void): void {
    const { out } = this
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

  #saveMap(map: ReadonlyMap<unknown, unknown>): void {
    this.#countKeys(map.size)
    this.#checkCollisions(map)
    this.#saveEmpty(map, OP.EMPTY_DICT, OP.DICT)
    const notes = notesOf(map)
    if (!this.#isOneBatch(map.size)) {
      const entries = [...map]
      return this.#fill(entries.length, DICT, (index) => this.#saveEntry(...entries[index]!, notes))
    }
    this.out.op(OP.MARK)
    map.forEach((value, key) => this.#saveEntry(key, value, notes))
    this.out.op(OP.SETITEMS)
  }

  #saveEntry(key: unknown, value: unknown, notes: Readonly<Notes> | undefined): void {
    try {
      if (typeof key === 'string') this.save(key)
      else this.#saveKey(key, notes?.floatKeys)
      this.saveSlot(value, notes?.floats, key)
    } catch (error) {
      this.failedAt(error, { key })
    }
  }

  /** Counts the keys of a dict. */
  #countKeys(count: number): void {
    this.#keyCount += count
    if (this.#keyCount > this.#fewestKeys) this.#checkKeys(count)
  }

  #checkKeys(count: number): void {
    const { keys, keysPerDict } = this.settings.limits
    if (count > keysPerDict) this.#over('keysPerDict')
    if (this.#keyCount > keys) this.#over('keys')
  }

  #checkCollisions(container: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): void {
    if (container.size > FEW_KEYS && haveCollisions(container.keys())) {
      throw new PickleError('LIMIT', 'Number keys are chosen so that they are slow to find')
    }
  }

  #savePlainObject(object: Record<string, unknown>): void {
    this.#saveEmpty(object, OP.EMPTY_DICT, OP.DICT)
    const notes = notesOf(object)
    const keys = notes?.keyOrder === undefined ? Object.keys(object) : orderedKeys(object)
    this.#countKeys(keys.length)
    if (!this.#isOneBatch(keys.length)) {
      return this.#fill(keys.length, DICT, (index) =>
        this.#saveProperties(object, [keys[index]!], notes?.floats),
      )
    }
    this.out.op(OP.MARK)
    this.#saveProperties(object, keys, notes?.floats)
    this.out.op(OP.SETITEMS)
  }

  #saveProperties(object: Record<string, unknown>, keys: readonly string[], floats: Floats): void {
    let key = ''
    try {
      for (key of keys) {
        this.out.boundary()
        this.#saveText(key)
        this.saveSlot(object[key], floats, key)
      }
    } catch (error) {
      this.failedAt(error, { key })
    }
  }

  #checkKey(key: unknown): void {
    const problem = this.#keys.problem(key)
    if (problem !== undefined) {
      this.fail(`A ${problem} cannot be a key in Python; ${KEY_ADVICE[problem]}`)
    }
  }

  /** A key of a dict or a member of a set. */
  #saveKey(key: unknown, floats: Floats): void {
    this.#checkKey(key)
    const float = typeof key === 'number' ? floats?.get(key) : undefined
    if (float === undefined) return this.save(key)
    this.out.boundary()
    this.out.float(float)
  }

  #saveAnySet(set: ReadonlySet<unknown>): void {
    const isFrozen = set instanceof PyFrozenSet
    this.#checkCollisions(set)
    const members = [...set]
    const floats = floatKeyNotes(set)
    try {
      if (this.settings.protocol < 4) this.#saveSetCall(set, members, isFrozen)
      else if (isFrozen) this.#saveFrozenSet(set, members, floats)
      else {
        this.out.op(OP.EMPTY_SET)
        this.memoize(set)
        this.#fill(members.length, SET, (index) => this.#saveKey(members[index], floats))
      }
    } catch (error) {
      // Members have no place, whatever place they have in a call that makes the set.
      if (this.settings.protocol < 4) this.steps.pop()
      this.failedAt(error, MEMBER)
    }
  }

  #saveFrozenSet(set: ReadonlySet<unknown>, members: readonly unknown[], floats: Floats): void {
    this.out.op(OP.MARK)
    for (const member of members) this.#saveKey(member, floats)
    if (this.has(set)) {
      this.out.op(OP.POP_MARK)
      this.recall(set)
    } else {
      this.out.op(OP.FROZENSET)
      this.memoize(set)
    }
  }

  #saveSetCall(set: ReadonlySet<unknown>, members: unknown[], isFrozen: boolean): void {
    const floats = floatKeyNotes(set)
    for (const [index, member] of members.entries()) {
      this.#checkKey(member)
      const float = floats?.get(member)
      if (float !== undefined) members[index] = new PyFloat(float)
    }
    this.#saveCall(set, 'builtins', isFrozen ? 'frozenset' : 'set', PyTuple.of(members))
  }

  /** What is added to an object once it is made. */
  fillObject(object: PyObject): void {
    const { items, pairs } = object
    const notes = floatNotes(items)
    this.#countKeys(pairs.length)
    this.#fill(items.length, OBJECT_ITEMS, (index) => this.saveItem(items[index], notes, index))
    this.#fill(pairs.length, OBJECT_PAIRS, (index) => this.#savePair(pairs[index]!))
  }

  #savePair(pair: readonly [unknown, unknown]): void {
    const notes = floatNotes(pair)
    try {
      this.saveSlot(pair[0], notes, 0)
      this.saveSlot(pair[1], notes, 1)
    } catch (error) {
      this.failedAt(error, { key: pair[0] })
    }
  }
}

/** What to do in place of writing a value of a type. */
const ADVICE: Readonly<Record<string, string>> = {
  undefined: 'leave it out, or store null',
  function: 'store data only',
  symbol: 'store text',
}

/** What to use in place of a key of a Python type. */
const KEY_ADVICE: Readonly<Record<string, string>> = {
  list: 'use a PyTuple',
  dict: 'use text or numbers',
  set: 'use a PyFrozenSet',
  bytearray: 'use a Uint8Array',
}

const SHORT_TUPLES: readonly number[] = [0, OP.TUPLE1, OP.TUPLE2, OP.TUPLE3]
