import { PickleError } from '../../errors.js'
import { PyFloat } from '../../lib/py-float.js'
import { utf8ToText } from '../../lib/text.js'
import { scalarHandlers } from '../read/scalars.js'
import { OPCODES, type Opcode, type OpcodeArgument, type OpcodeName } from '../opcode-table.js'
import type { Reader } from '../read/reader.js'
import { cut, reprScalar } from './repr.js'
import type { Tracer } from './tracer.js'

/** What follows an instruction's byte: the value, and the text that shows it. */
export interface Argument {
  readonly value: unknown
  readonly text: string
}

const NO_ARGUMENT: Argument = { value: undefined, text: '' }

/** The instructions that only push a plain value: their argument, if they have one. */
export const SCALARS: ReadonlySet<OpcodeName | undefined> = new Set(
  OPCODES.filter(({ byte }) => Object.hasOwn(scalarHandlers, byte)).map(({ name }) => name),
)

/**
 * The argument of the instruction at `reader.at`, which has been carried out or has `failed`. A value
 * that cannot be made is shown by its bytes, and data that is not there by the length it claims.
 */
export function argumentOf(
  reader: Tracer,
  opcode: Opcode | undefined,
  failed: boolean,
  limit: number,
): Argument {
  if (opcode === undefined || opcode.argument === 'none') return NO_ARGUMENT
  if (!failed && SCALARS.has(opcode.name)) return shown(reader.top(), limit)
  if (reader.memoIndex !== undefined) return shown(reader.memoIndex, limit)
  const end = reader.pos
  reader.pos = reader.at + 1
  try {
    return shown(RAW[opcode.argument](reader), limit)
  } catch (error) {
    if (error instanceof PickleError) return NO_ARGUMENT
    throw error
  } finally {
    reader.pos = end
  }
}

function shown(value: unknown, limit: number): Argument {
  if (value instanceof MissingData) return { value: undefined, text: `<length ${value.length}>` }
  // As pickletools has it, module and name make one text.
  const text = Array.isArray(value) ? value.join(' ') : value
  return {
    value: value instanceof PyFloat ? value.value : value,
    text: cut(reprScalar(text, limit) ?? '', limit),
  }
}

/** In place of data that is not there. */
class MissingData {
  readonly length: number | bigint

  constructor(length: number | bigint) {
    this.length = length
  }
}

/** Reads an argument without making a value of it. */
const RAW: Readonly<Record<OpcodeArgument, (reader: Reader) => unknown>> = {
  none: () => undefined,
  u1: (reader) => reader.u1(),
  u2: (reader) => reader.u2(),
  u4: (reader) => reader.u4(),
  u8: exactU8,
  i4: (reader) => reader.i4(),
  f8: (reader) => data(reader, 8),
  bytes1: (reader) => data(reader, reader.u1()),
  bytes4: (reader) => data(reader, reader.u4()),
  ibytes4: (reader) => data(reader, reader.i4()),
  bytes8: (reader) => data(reader, exactU8(reader)),
  line: (reader) => reader.line(),
  'two lines': (reader) => [nameLine(reader), nameLine(reader)],
}

/** 64 bits: the reader's own `u8` is exact only as far as there can be data. */
function exactU8(reader: Reader): number | bigint {
  const low = reader.u4()
  const value = (BigInt(reader.u4()) << 32n) | BigInt(low)
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

function data(reader: Reader, size: number | bigint): Uint8Array | MissingData {
  if (size < 0 || size > reader.end - reader.pos) return new MissingData(size)
  const start = reader.take(Number(size))
  return reader.bytes.slice(start, start + Number(size))
}

/** A module or a name: UTF-8, or where it is not, one character a byte. */
function nameLine(reader: Reader): string {
  const start = reader.pos
  const line = reader.line()
  const text = utf8ToText(reader.bytes, start, reader.pos - 1)
  return typeof text === 'string' ? text : line
}
