/**
 * The pickle machine's instructions, all 68 of them. The reader, the writer and anything that prints
 * a pickle take them from this one table.
 *
 * A pickle is a program for a stack machine: instructions push values, gather them from the last MARK
 * on, and keep them in a numbered memo. Numbers are little-endian but for BINFLOAT.
 */

/**
 * What follows an instruction's byte:
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

/** One row of the table: the byte, its argument, the first protocol that has it, what it does. */
export interface Opcode {
  readonly name: OpcodeName
  readonly byte: number
  readonly argument: OpcodeArgument
  readonly protocol: number
  readonly effect: string
}

type Row = readonly [byte: number, argument: OpcodeArgument, protocol: number, effect: string]

const rows = {
  // The frame of a pickle.
  PROTO: [0x80, 'u1', 2, 'names the protocol'],
  FRAME: [0x95, 'u8', 4, 'tells how many bytes belong together; a hint for reading from a file'],
  STOP: [0x2e, 'none', 0, 'ends the pickle: the value on top is the result'],

  // Plain values.
  NONE: [0x4e, 'none', 0, 'pushes None'],
  NEWTRUE: [0x88, 'none', 2, 'pushes True'],
  NEWFALSE: [0x89, 'none', 2, 'pushes False'],
  INT: [0x49, 'line', 0, 'pushes an int in decimal; 00 and 01 are False and True'],
  BININT: [0x4a, 'i4', 1, 'pushes an int'],
  BININT1: [0x4b, 'u1', 1, 'pushes an int'],
  BININT2: [0x4d, 'u2', 1, 'pushes an int'],
  LONG: [0x4c, 'line', 0, "pushes an int in decimal, with Python 2's L behind it or not"],
  LONG1: [0x8a, 'bytes1', 2, "pushes an int of any size, two's complement"],
  LONG4: [0x8b, 'ibytes4', 2, "pushes an int of any size, two's complement"],
  FLOAT: [0x46, 'line', 0, 'pushes a float in decimal'],
  BINFLOAT: [0x47, 'f8', 1, 'pushes a float'],

  // Text and bytes. The first three are byte strings of Python 2.
  STRING: [0x53, 'line', 0, "pushes a Python 2 str, quoted and escaped as in Python's source"],
  BINSTRING: [0x54, 'ibytes4', 1, 'pushes a Python 2 str'],
  SHORT_BINSTRING: [0x55, 'bytes1', 1, 'pushes a Python 2 str'],
  UNICODE: [0x56, 'line', 0, 'pushes a str: Latin-1 with \\u and \\U escapes'],
  BINUNICODE: [0x58, 'bytes4', 1, 'pushes a str in UTF-8'],
  SHORT_BINUNICODE: [0x8c, 'bytes1', 4, 'pushes a str in UTF-8'],
  BINUNICODE8: [0x8d, 'bytes8', 4, 'pushes a str in UTF-8'],
  BINBYTES: [0x42, 'bytes4', 3, 'pushes bytes'],
  SHORT_BINBYTES: [0x43, 'bytes1', 3, 'pushes bytes'],
  BINBYTES8: [0x8e, 'bytes8', 4, 'pushes bytes'],
  BYTEARRAY8: [0x96, 'bytes8', 5, 'pushes a bytearray'],
  NEXT_BUFFER: [0x97, 'none', 5, 'pushes the next buffer that came beside the pickle'],
  READONLY_BUFFER: [0x98, 'none', 5, 'makes the buffer on top read-only'],

  // Containers.
  MARK: [0x28, 'none', 0, 'marks a place on the stack'],
  EMPTY_TUPLE: [0x29, 'none', 1, 'pushes ()'],
  TUPLE: [0x74, 'none', 0, 'makes a tuple of everything from the mark on'],
  TUPLE1: [0x85, 'none', 2, 'makes a tuple of the top value'],
  TUPLE2: [0x86, 'none', 2, 'makes a tuple of the top two'],
  TUPLE3: [0x87, 'none', 2, 'makes a tuple of the top three'],
  EMPTY_LIST: [0x5d, 'none', 1, 'pushes []'],
  LIST: [0x6c, 'none', 0, 'makes a list of everything from the mark on'],
  APPEND: [0x61, 'none', 0, 'appends the top value to the list below it'],
  APPENDS: [0x65, 'none', 1, 'appends everything from the mark on to the list below it'],
  EMPTY_DICT: [0x7d, 'none', 1, 'pushes {}'],
  DICT: [0x64, 'none', 0, 'makes a dict of the pairs from the mark on'],
  SETITEM: [0x73, 'none', 0, 'puts the top key and value into the dict below them'],
  SETITEMS: [0x75, 'none', 1, 'puts the pairs from the mark on into the dict below it'],
  EMPTY_SET: [0x8f, 'none', 4, 'pushes set()'],
  ADDITEMS: [0x90, 'none', 4, 'adds everything from the mark on to the set below it'],
  FROZENSET: [0x91, 'none', 4, 'makes a frozenset of everything from the mark on'],

  // The stack.
  POP: [0x30, 'none', 0, 'drops the top value, or the mark if that is on top'],
  POP_MARK: [0x31, 'none', 1, 'drops everything from the mark on'],
  DUP: [0x32, 'none', 0, 'pushes the top value again'],

  // The memo.
  GET: [0x67, 'line', 0, 'pushes the memo entry of that number'],
  BINGET: [0x68, 'u1', 1, 'pushes the memo entry of that number'],
  LONG_BINGET: [0x6a, 'u4', 1, 'pushes the memo entry of that number'],
  PUT: [0x70, 'line', 0, 'keeps the top value in the memo under that number'],
  BINPUT: [0x71, 'u1', 1, 'keeps the top value in the memo under that number'],
  LONG_BINPUT: [0x72, 'u4', 1, 'keeps the top value in the memo under that number'],
  MEMOIZE: [0x94, 'none', 4, 'keeps the top value in the memo under the next number'],

  // Classes and objects. This package makes inert placeholders of them.
  GLOBAL: [0x63, 'two lines', 0, 'pushes the class or function of that module and name'],
  STACK_GLOBAL: [0x93, 'none', 4, 'the same, with module and name taken from the stack'],
  EXT1: [0x82, 'u1', 2, "pushes the class of that number in copyreg's extension registry"],
  EXT2: [0x83, 'u2', 2, "pushes the class of that number in copyreg's extension registry"],
  EXT4: [0x84, 'i4', 2, "pushes the class of that number in copyreg's extension registry"],
  REDUCE: [0x52, 'none', 0, 'calls the function below with the argument tuple on top'],
  NEWOBJ: [0x81, 'none', 2, 'makes an object: class, arguments'],
  NEWOBJ_EX: [0x92, 'none', 4, 'makes an object: class, arguments, keyword arguments'],
  INST: [0x69, 'two lines', 0, 'makes an old-style object; arguments from the mark on'],
  OBJ: [0x6f, 'none', 1, 'makes an old-style object; class and arguments from the mark on'],
  BUILD: [0x62, 'none', 0, 'gives the state on top to the object below it'],
  PERSID: [0x50, 'line', 0, 'pushes the object that the application knows by that id'],
  BINPERSID: [0x51, 'none', 1, 'the same, with the id taken from the stack'],
} as const satisfies Record<string, Row>

/** The name of an instruction, as Python's `pickletools` has it. */
export type OpcodeName = keyof typeof rows

const names = Object.keys(rows) as OpcodeName[]

/**
 * Every instruction, by name.
 *
 * @example
 * import { OPCODES } from 'cartouche/pickle'
 *
 * OPCODES.find(({ byte }) => byte === 0x2e)?.name // → 'STOP'
 */
export const OPCODES: readonly Opcode[] = names.map((name) => {
  const [byte, argument, protocol, effect] = rows[name]
  return { name, byte, argument, protocol, effect }
})

/** The byte of each instruction. */
export const OP = Object.fromEntries(OPCODES.map(({ name, byte }) => [name, byte])) as {
  readonly [Name in OpcodeName]: (typeof rows)[Name][0]
}

/**
 * The highest protocol there is.
 *
 * @example
 * import { HIGHEST_PROTOCOL } from 'cartouche/pickle'
 *
 * HIGHEST_PROTOCOL // → 5
 */
export const HIGHEST_PROTOCOL = 5
