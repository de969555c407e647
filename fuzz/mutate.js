/** Makes new pickles of old ones: by instruction, so that most of them run for a while. */
import { OPCODES } from 'cartouche/pickle'

/** @import { Opcode, OpcodeArgument } from 'cartouche/pickle' */
/** @import { Random } from './random.js' */

export const MAX_SIZE = 65_535

/** @type {ReadonlyMap<number, Opcode>} */
const OPCODE_OF_BYTE = new Map(OPCODES.map((opcode) => [opcode.byte, opcode]))

/** How many bytes of an argument are a number: its value, or the length of what follows.
 * @type {Readonly<Record<OpcodeArgument, number>>}
 */
const NUMBER_SIZES = {
  none: 0,
  line: 0,
  'two lines': 0,
  u1: 1,
  u2: 2,
  u4: 4,
  u8: 8,
  i4: 4,
  f8: 8,
  bytes1: 1,
  bytes4: 4,
  ibytes4: 4,
  bytes8: 8,
}

/**
 * A pickle as a list of instructions. What is no instruction is a piece of one byte.
 *
 * @param {Buffer} bytes
 * @returns {Buffer[]}
 */
export function disassemble(bytes) {
  const pieces = []
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(at + 1 + argumentSize(bytes, at), bytes.length)
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}

/**
 * @param {Buffer} bytes
 * @param {number} at where the instruction begins
 */
function argumentSize(bytes, at) {
  const argument = OPCODE_OF_BYTE.get(bytes[at] ?? 0)?.argument ?? 'none'
  if (argument === 'line') return lineEnd(bytes, at + 1) - at - 1
  if (argument === 'two lines') return lineEnd(bytes, lineEnd(bytes, at + 1)) - at - 1
  const size = NUMBER_SIZES[argument]
  if (!argument.includes('bytes') || at + size >= bytes.length) return size
  return size + bytes.readUIntLE(at + 1, Math.min(size, 6))
}

/**
 * @param {Buffer} bytes
 * @param {number} from
 */
function lineEnd(bytes, from) {
  const feed = bytes.indexOf(0x0a, from)
  return feed < 0 ? bytes.length : feed + 1
}

// ---- instructions out of nothing

const LINES = [
  '',
  'é',
  '9'.repeat(50),
  ..."0 1 2 00 01 -1 255 99999 7L 1.0 -0.0 nan -inf 1e999 1e5 'a' '\\xe9' \"b\\n\" ' \\u0041 \\ud83d\\ude00".split(
    ' ',
  ),
]

const GLOBALS =
  `builtins set, builtins frozenset, builtins bytearray, builtins bytes, __builtin__ set,
_codecs encode, copyreg _reconstructor, copy_reg _reconstructor, builtins object, copyreg __newobj__,
copyreg __newobj_ex__, functools partial, builtins getattr, collections OrderedDict, uuid UUID, a b.c,
collections defaultdict, collections Counter, collections deque, datetime datetime, datetime date,
datetime time, datetime timedelta, datetime timezone, decimal Decimal, fractions Fraction,
builtins complex, builtins range, builtins slice, zoneinfo ZoneInfo._unpickle`.split(/,\s/)

const TEXTS = ['', 'a', 'latin1', 'é', '€', '\u{1f600}', '__proto__', '1', 'x'.repeat(40)]
const SURROGATES = Buffer.from('eda0bdedb880', 'hex')
const NUMBERS = [0, 1, 2, 3, 127, 128, 255, 256, 65_535, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]

/** @param {Random} random */
function instruction(random) {
  const { byte, argument } = random.of(OPCODES)
  return Buffer.concat([Buffer.of(byte), newArgument(argument, random)])
}

/**
 * @param {OpcodeArgument} argument
 * @param {Random} random
 */
function newArgument(argument, random) {
  if (argument === 'line') return Buffer.from(`${random.of(LINES)}\n`, 'latin1')
  if (argument === 'two lines') return Buffer.from(`${random.of(GLOBALS).replace(' ', '\n')}\n`)
  const size = NUMBER_SIZES[argument]
  if (!argument.includes('bytes')) return number(random.of(NUMBERS), size)
  const data = random.below(8) === 0 ? SURROGATES : Buffer.from(random.of(TEXTS))
  return Buffer.concat([number(data.length, size), data])
}

/**
 * @param {number} value
 * @param {number} size
 */
function number(value, size) {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < Math.min(size, 4); at++) bytes[at] = value >>> (8 * at)
  return bytes
}

// ---- mutations

/** @typedef {(pieces: Buffer[], random: Random, other: () => Buffer[]) => Buffer[]} Mutation */

/** @type {readonly Mutation[]} */
const MUTATIONS = [
  (pieces, random) => pieces.toSpliced(random.below(pieces.length + 1), 0, instruction(random)),
  (pieces, random) => pieces.toSpliced(random.below(pieces.length), 1, instruction(random)),
  (pieces, random) => pieces.toSpliced(random.below(pieces.length), 1 + random.below(3)),
  (pieces, random) => insert(pieces, random, range(pieces, random)),
  (pieces, random, other) => insert(pieces, random, range(other(), random)),
  (pieces, random) => pieces.slice(0, random.below(pieces.length) + 1),
  changeNumber,
  changeByte,
  swap,
  repeat,
]

/**
 * A mutant of `parent`; `other` gives a pickle to take parts from.
 *
 * @param {Buffer} parent
 * @param {Random} random
 * @param {() => Buffer} other
 */
export function mutate(parent, random, other) {
  let pieces = disassemble(parent)
  for (let left = 1 + random.below(4); left > 0; left--) {
    if (pieces.length === 0) pieces = [instruction(random)]
    pieces = random.of(MUTATIONS)(pieces, random, () => disassemble(other()))
  }
  return Buffer.concat(pieces).subarray(0, MAX_SIZE)
}

/**
 * @param {Buffer[]} pieces
 * @param {Random} random
 */
function range(pieces, random) {
  const start = random.below(pieces.length)
  return pieces.slice(start, start + 1 + random.below(8))
}

/**
 * @param {Buffer[]} pieces
 * @param {Random} random
 * @param {Buffer[]} added
 */
function insert(pieces, random, added) {
  return pieces.toSpliced(random.below(pieces.length + 1), 0, ...added)
}

/** @type {Mutation} */
function changeNumber(pieces, random) {
  const place = random.below(pieces.length)
  const piece = Buffer.from(pieces[place] ?? [])
  const argument = OPCODE_OF_BYTE.get(piece[0] ?? 0)?.argument ?? 'none'
  number(random.of(NUMBERS), NUMBER_SIZES[argument]).copy(piece, 1)
  return pieces.with(place, piece)
}

/** @type {Mutation} */
function changeByte(pieces, random) {
  const place = random.below(pieces.length)
  const piece = Buffer.from(pieces[place] ?? [])
  piece[random.below(piece.length)] = random.below(256)
  return pieces.with(place, piece)
}

/** @type {Mutation} */
function swap(pieces, random) {
  const [one, other] = [random.below(pieces.length), random.below(pieces.length)]
  return pieces
    .with(one, pieces[other] ?? Buffer.alloc(0))
    .with(other, pieces[one] ?? Buffer.alloc(0))
}

/** The same part over and over, now and then as often as fits: what is slow shows when there is much of it.
 * @type {Mutation}
 */
function repeat(pieces, random) {
  const part = Buffer.concat(range(pieces, random))
  const most = random.below(6) === 0 ? MAX_SIZE : 200
  const times = 1 + random.below(Math.max(1, Math.floor(most / Math.max(1, part.length))))
  return insert(pieces, random, [Buffer.concat(Array(times).fill(part))])
}
