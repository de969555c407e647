/** Instructions that name classes and make objects. All become inert placeholders. */

import { noteFloat } from '../../lib/hints.js'
import { isPlainObject } from '../../lib/kinds.js'
import { isAscii, utf8ToText } from '../../lib/text.js'
import { HIGHEST_PROTOCOL } from '../limits.js'
import { python2Name, python3Name } from '../names.js'
import * as OP from '../opcodes.js'
import { PyTuple } from '../values/containers.js'
import { PyObject, exactCalls } from '../values/objects.js'
import { PyExt, PyGlobal, PyPersistentId, exactNames, xranges } from '../values/references.js'
import { PyStr } from '../values/texts.js'
import { builtinValue, isText } from './builtins.js'
import { takeTuple } from './containers.js'
import type { Handlers } from './handlers.js'
import type { Reader } from './reader.js'

export const objectHandlers = {
  [OP.PROTO]: (reader) => {
    reader.protocol = reader.u1()
    if (reader.protocol > HIGHEST_PROTOCOL) reader.fail('PROTOCOL', 'The protocol is not known')
  },
  // A frame groups bytes for a reader that has not got them all. Here it only must not promise too much.
  [OP.FRAME]: (reader) => {
    const size = reader.u8()
    if (size > reader.end - reader.pos) reader.fail('TRUNCATED', 'The pickle ends within a frame')
  },

  [OP.GLOBAL]: (reader) => reader.push(globalOfLines(reader)),
  [OP.STACK_GLOBAL]: stackGlobal,
  [OP.EXT1]: (reader) => pushExtension(reader, reader.u1()),
  [OP.EXT2]: (reader) => pushExtension(reader, reader.u2()),
  [OP.EXT4]: (reader) => pushExtension(reader, reader.i4()),

  [OP.REDUCE]: reduce,
  [OP.NEWOBJ]: (reader) => {
    const args = popArgs(reader)
    pushObject(reader, new PyObject('newobj', popClass(reader), args))
  },
  [OP.NEWOBJ_EX]: (reader) => {
    const kwargs = reader.popValue()
    if (!isDict(kwargs)) reader.fail('TYPE', 'Keyword arguments are not a dict')
    const args = popArgs(reader)
    pushObject(reader, new PyObject('newobj_ex', popClass(reader), args, kwargs))
  },
  [OP.INST]: (reader) => {
    const cls = globalOfLines(reader)
    const args = takeTuple(reader, reader.popMark())
    pushObject(reader, new PyObject('inst', cls, args))
  },
  [OP.OBJ]: (reader) => {
    const place = reader.popMark()
    reader.need(1)
    if (place === reader.sp) reader.fail('STACK', 'The stack has too few values')
    const args = takeTuple(reader, place + 1)
    pushObject(reader, new PyObject('inst', popClass(reader), args))
  },
  [OP.BUILD]: build,

  [OP.PERSID]: (reader) => {
    const id = reader.line()
    // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
    if (!/^[\0-\x7f]*$/.test(id)) reader.fail('BAD_STRING', 'A persistent id is not ASCII')
    loadPersistent(reader, id)
  },
  [OP.BINPERSID]: (reader) => loadPersistent(reader, reader.popValue()),
  [OP.NEXT_BUFFER]: (reader) => reader.pushForeign(reader.nextBuffer()),
  [OP.READONLY_BUFFER]: (reader) => {
    const buffer = reader.top()
    // JavaScript has no read-only bytes, so there is nothing more to do.
    if (!ArrayBuffer.isView(buffer) && !(buffer instanceof ArrayBuffer)) {
      reader.fail('TYPE', 'A value that is no buffer is made read-only')
    }
  },
} satisfies Partial<Handlers>

// ---- names

/** A lone surrogate, which no name can hold. */
const SURROGATE = /\p{Surrogate}/u

function globalOfLines(reader: Reader): PyGlobal {
  const module = nameLine(reader)
  return global(reader, module, nameLine(reader))
}

function nameLine(reader: Reader): string {
  const start = reader.pos
  const line = reader.line()
  if (line === '') reader.fail('TRUNCATED', 'A name is missing')
  const end = reader.pos - 1
  if (isAscii(reader.bytes, start, end)) return line
  const name = utf8ToText(reader.bytes, start, end)
  if (typeof name !== 'string' || SURROGATE.test(name)) {
    return reader.fail('BAD_UTF8', 'A name is not UTF-8')
  }
  return name
}

/** The class or function of a name as the pickle has it. */
function global(reader: Reader, module: string, name: string): PyGlobal {
  if (reader.protocol < 4 && name.includes('.')) {
    reader.fail('TYPE', 'A name leads into a class, which only protocol 4 can say')
  }
  return reader.protocol < 3 ? oldGlobal(reader, module, name) : reader.global(module, name)
}

function oldGlobal(reader: Reader, module: string, name: string): PyGlobal {
  const known = python3Name(module, name)
  const [oldModule, oldName] = python2Name(...known)
  const isSame = oldModule === module && oldName === name
  if (module === '__builtin__' && name === 'xrange') return xrange(reader)
  return isSame ? reader.global(...known) : reader.global(...known, [module, name])
}

function xrange(reader: Reader): PyGlobal {
  const range = reader.global('builtins', 'range')
  xranges.add(range)
  return range
}

function stackGlobal(reader: Reader): void {
  const name = reader.popValue()
  const module = reader.popValue()
  if (!isText(name) || !isText(module)) {
    return reader.fail('TYPE', 'The name of a global is not a str')
  }
  reader.spend(String(module).length + String(name).length)
  const value = global(reader, String(module), String(name))
  if (module instanceof PyStr && name instanceof PyStr && !exactNames.has(value)) {
    exactNames.set(value, [module, name])
  }
  reader.push(value)
}

function pushExtension(reader: Reader, code: number): void {
  if (code <= 0) reader.fail('EXT', 'An extension code is not positive')
  reader.push(new PyExt(code))
}

// ---- objects

function pushObject(reader: Reader, object: PyObject): void {
  reader.objects.made(object)
  reader.oldTexts?.made(object)
  reader.pushContainer(object)
}

function popArgs(reader: Reader): PyTuple {
  const args = reader.pop()
  return args instanceof PyTuple ? args : reader.fail('TYPE', 'Arguments are not a tuple')
}

/** What can be called, as far as its name can tell. */
function popClass(reader: Reader): unknown {
  const cls = reader.pop()
  const isCallable =
    cls instanceof PyGlobal ||
    cls instanceof PyObject ||
    cls instanceof PyExt ||
    cls instanceof PyPersistentId ||
    reader.isForeign(cls)
  return isCallable ? cls : reader.fail('TYPE', 'A value that cannot be called is called')
}

function reduce(reader: Reader): void {
  const args = popArgs(reader)
  const cls = popClass(reader)
  const value = cls instanceof PyGlobal ? builtinValue(reader, cls, args) : undefined
  if (value === undefined) return pushObject(reader, new PyObject('reduce', cls, args))
  if (reader.settings.exact) exactCalls.set(value, new PyObject('reduce', cls, args))
  reader.pushContainer(value)
}

function build(reader: Reader): void {
  reader.need(2)
  const isFloat = reader.isFloat(reader.sp - 1)
  const state = reader.popValue()
  const object = reader.top()
  if (!(object instanceof PyObject)) {
    return reader.fail('TYPE', 'A state is given to a value that is not an object')
  }
  if (isFloat) noteFloat(object.builds, object.builds.length, state as number)
  object.builds.push(state)
}

function loadPersistent(reader: Reader, id: unknown): void {
  const { persistentLoad } = reader.settings
  if (persistentLoad === undefined) {
    return reader.fail('UNSUPPORTED', 'A persistent id needs the option persistentLoad')
  }
  const value = reader.guard('persistentLoad', () => persistentLoad(id))
  if (value instanceof PyPersistentId) reader.pushContainer(value)
  else reader.pushForeign(value)
}

const isDict = (value: unknown): boolean => value instanceof Map || isPlainObject(value)
