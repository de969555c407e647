/**
 * What there is to tell of each instruction: for `explain`, for the tests and fuzzers, and for whoever
 * prints a pickle. To read and write pickles it is not needed.
 */

import * as OP from './opcodes.js'

/**
 * What follows an instruction's byte; numbers are little-endian but for `f8`:
 *
 * - `u1 u2 u4 u8 i4 f8`: a fixed number of bytes (`f8` is a big-endian double)
 * - `bytes1 bytes4 bytes8`: that many bytes of length, then the data (`i` before it: length is signed)
 * - `line`, `two lines`: text that ends with a line feed
 */
export type OpcodeArgument =
  | 'none'
  | 'u1'
  | 'u2'
  | 'u4'
  | 'u8'
  | 'i4'
  | 'f8'
  | 'bytes1'
  | 'bytes4'
  | 'ibytes4'
  | 'bytes8'
  | 'line'
  | 'two lines'

/** The name of an instruction, as Python's `pickletools` has it. */
export type OpcodeName = keyof typeof OP

/** One row of the table: the byte, its argument, the first protocol that has it, what it does. */
export interface Opcode {
  readonly name: OpcodeName
  readonly byte: number
  readonly argument: OpcodeArgument
  readonly protocol: number
  readonly effect: string
}

type Row<Name extends OpcodeName> = readonly [
  byte: (typeof OP)[Name],
  argument: OpcodeArgument,
  protocol: number,
  effect: string,
]

const ROWS: { readonly [Name in OpcodeName]: Row<Name> } = {
  // The frame of a pickle.
  PROTO: [OP.PROTO, 'u1', 2, 'names the protocol'],
  FRAME: [
    OP.FRAME,
    'u8',
    4,
    'tells how many bytes belong together; a hint for reading from a file',
  ],
  STOP: [OP.STOP, 'none', 0, 'ends the pickle: the value on top is the result'],

  // Plain values.
  NONE: [OP.NONE, 'none', 0, 'pushes None'],
  NEWTRUE: [OP.NEWTRUE, 'none', 2, 'pushes True'],
  NEWFALSE: [OP.NEWFALSE, 'none', 2, 'pushes False'],
  INT: [OP.INT, 'line', 0, 'pushes an int in decimal; 00 and 01 are False and True'],
  BININT: [OP.BININT, 'i4', 1, 'pushes an int'],
  BININT1: [OP.BININT1, 'u1', 1, 'pushes an int'],
  BININT2: [OP.BININT2, 'u2', 1, 'pushes an int'],
  LONG: [OP.LONG, 'line', 0, "pushes an int in decimal, with Python 2's L behind it or not"],
  LONG1: [OP.LONG1, 'bytes1', 2, "pushes an int of any size, two's complement"],
  LONG4: [OP.LONG4, 'ibytes4', 2, "pushes an int of any size, two's complement"],
  FLOAT: [OP.FLOAT, 'line', 0, 'pushes a float in decimal'],
  BINFLOAT: [OP.BINFLOAT, 'f8', 1, 'pushes a float'],

  // Text and bytes. The first three are byte strings of Python 2.
  STRING: [OP.STRING, 'line', 0, "pushes a Python 2 str, quoted and escaped as in Python's source"],
  BINSTRING: [OP.BINSTRING, 'ibytes4', 1, 'pushes a Python 2 str'],
  SHORT_BINSTRING: [OP.SHORT_BINSTRING, 'bytes1', 1, 'pushes a Python 2 str'],
  UNICODE: [OP.UNICODE, 'line', 0, 'pushes a str: Latin-1 with \\u and \\U escapes'],
  BINUNICODE: [OP.BINUNICODE, 'bytes4', 1, 'pushes a str in UTF-8'],
  SHORT_BINUNICODE: [OP.SHORT_BINUNICODE, 'bytes1', 4, 'pushes a str in UTF-8'],
  BINUNICODE8: [OP.BINUNICODE8, 'bytes8', 4, 'pushes a str in UTF-8'],
  BINBYTES: [OP.BINBYTES, 'bytes4', 3, 'pushes bytes'],
  SHORT_BINBYTES: [OP.SHORT_BINBYTES, 'bytes1', 3, 'pushes bytes'],
  BINBYTES8: [OP.BINBYTES8, 'bytes8', 4, 'pushes bytes'],
  BYTEARRAY8: [OP.BYTEARRAY8, 'bytes8', 5, 'pushes a bytearray'],
  NEXT_BUFFER: [OP.NEXT_BUFFER, 'none', 5, 'pushes the next buffer that came beside the pickle'],
  READONLY_BUFFER: [OP.READONLY_BUFFER, 'none', 5, 'makes the buffer on top read-only'],

  // Containers.
  MARK: [OP.MARK, 'none', 0, 'marks a place on the stack'],
  EMPTY_TUPLE: [OP.EMPTY_TUPLE, 'none', 1, 'pushes ()'],
  TUPLE: [OP.TUPLE, 'none', 0, 'makes a tuple of everything from the mark on'],
  TUPLE1: [OP.TUPLE1, 'none', 2, 'makes a tuple of the top value'],
  TUPLE2: [OP.TUPLE2, 'none', 2, 'makes a tuple of the top two'],
  TUPLE3: [OP.TUPLE3, 'none', 2, 'makes a tuple of the top three'],
  EMPTY_LIST: [OP.EMPTY_LIST, 'none', 1, 'pushes []'],
  LIST: [OP.LIST, 'none', 0, 'makes a list of everything from the mark on'],
  APPEND: [OP.APPEND, 'none', 0, 'appends the top value to the list below it'],
  APPENDS: [OP.APPENDS, 'none', 1, 'appends everything from the mark on to the list below it'],
  EMPTY_DICT: [OP.EMPTY_DICT, 'none', 1, 'pushes {}'],
  DICT: [OP.DICT, 'none', 0, 'makes a dict of the pairs from the mark on'],
  SETITEM: [OP.SETITEM, 'none', 0, 'puts the top key and value into the dict below them'],
  SETITEMS: [OP.SETITEMS, 'none', 1, 'puts the pairs from the mark on into the dict below it'],
  EMPTY_SET: [OP.EMPTY_SET, 'none', 4, 'pushes set()'],
  ADDITEMS: [OP.ADDITEMS, 'none', 4, 'adds everything from the mark on to the set below it'],
  FROZENSET: [OP.FROZENSET, 'none', 4, 'makes a frozenset of everything from the mark on'],

  // The stack.
  POP: [OP.POP, 'none', 0, 'drops the top value, or the mark if that is on top'],
  POP_MARK: [OP.POP_MARK, 'none', 1, 'drops everything from the mark on'],
  DUP: [OP.DUP, 'none', 0, 'pushes the top value again'],

  // The memo.
  GET: [OP.GET, 'line', 0, 'pushes the memo entry of that number'],
  BINGET: [OP.BINGET, 'u1', 1, 'pushes the memo entry of that number'],
  LONG_BINGET: [OP.LONG_BINGET, 'u4', 1, 'pushes the memo entry of that number'],
  PUT: [OP.PUT, 'line', 0, 'keeps the top value in the memo under that number'],
  BINPUT: [OP.BINPUT, 'u1', 1, 'keeps the top value in the memo under that number'],
  LONG_BINPUT: [OP.LONG_BINPUT, 'u4', 1, 'keeps the top value in the memo under that number'],
  MEMOIZE: [OP.MEMOIZE, 'none', 4, 'keeps the top value in the memo under the next number'],

  // Classes and objects. This package makes inert placeholders of them.
  GLOBAL: [OP.GLOBAL, 'two lines', 0, 'pushes the class or function of that module and name'],
  STACK_GLOBAL: [OP.STACK_GLOBAL, 'none', 4, 'the same, with module and name taken from the stack'],
  EXT1: [OP.EXT1, 'u1', 2, "pushes the class of that number in copyreg's extension registry"],
  EXT2: [OP.EXT2, 'u2', 2, "pushes the class of that number in copyreg's extension registry"],
  EXT4: [OP.EXT4, 'i4', 2, "pushes the class of that number in copyreg's extension registry"],
  REDUCE: [OP.REDUCE, 'none', 0, 'calls the function below with the argument tuple on top'],
  NEWOBJ: [OP.NEWOBJ, 'none', 2, 'makes an object: class, arguments'],
  NEWOBJ_EX: [OP.NEWOBJ_EX, 'none', 4, 'makes an object: class, arguments, keyword arguments'],
  INST: [OP.INST, 'two lines', 0, 'makes an old-style object; arguments from the mark on'],
  OBJ: [OP.OBJ, 'none', 1, 'makes an old-style object; class and arguments from the mark on'],
  BUILD: [OP.BUILD, 'none', 0, 'gives the state on top to the object below it'],
  PERSID: [OP.PERSID, 'line', 0, 'pushes the object that the application knows by that id'],
  BINPERSID: [OP.BINPERSID, 'none', 1, 'the same, with the id taken from the stack'],
}

/**
 * Every instruction, by name.
 *
 * @example
 * import { OPCODES } from 'cartouche/pickle'
 *
 * OPCODES.find(({ byte }) => byte === 0x2e)?.name // → 'STOP'
 */
export const OPCODES: readonly Opcode[] = (Object.keys(ROWS) as OpcodeName[]).map((name) => {
  const [byte, argument, protocol, effect] = ROWS[name]
  return { name, byte, argument, protocol, effect }
})
