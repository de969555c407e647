import { PickleError } from '../../errors.js'
import { refuseByteStrings } from '../read/byte-strings.js'
import { HANDLER_OF_BYTE } from '../read/instructions.js'
import { OPCODES, type Opcode, type OpcodeName } from '../opcode-table.js'
import * as OP from '../opcodes.js'
import { argumentOf } from './argument.js'
import type { ExplainedError, ExplainedOpcode } from './line.js'
import { resolveExplainOptions, type ExplainOptions, type ExplainSettings } from './options.js'
import { preview } from './preview.js'
import { reprByte } from './repr.js'
import { Tracer } from './tracer.js'

/**
 * Takes a pickle apart for people to read: one line an instruction, with what is on top of the stack
 * after it. See `formatExplanation` for the text.
 *
 * Nothing is looked up, imported or run. A malformed pickle is explained as far as it goes, and the
 * last line has the `error`; nothing is thrown. Time and memory are bounded by the size of the pickle
 * and by the options. Persistent ids and buffers beside the pickle are shown as such.
 *
 * @param bytes - the pickle; what follows its end is ignored
 * @param options - see `ExplainOptions`
 * @returns the instructions in their order, at least one
 * @throws OptionError when an option is wrong, or `bytes` is no Uint8Array
 *
 * @example
 * import { explain } from 'cartouche/pickle'
 *
 * const lines = explain(Uint8Array.from([0x80, 2, 0x5d, 0x4b, 7, 0x61, 0x2e]))
 * lines.map(({ name }) => name) // → ['PROTO', 'EMPTY_LIST', 'BININT1', 'APPEND', 'STOP']
 * lines.map(({ top }) => top) // → [undefined, '[]', '7', '[7]', '[7]']
 * explain(Uint8Array.of(0x4b)).at(-1)?.error?.code // → 'TRUNCATED'
 */
export function explain(bytes: Uint8Array, options: ExplainOptions = {}): ExplainedOpcode[] {
  const settings = resolveExplainOptions(options)
  const reader = new Tracer(bytes, settings.load)
  const lines: ExplainedOpcode[] = []
  for (;;) {
    const byte = lines.length < settings.maxLines ? bytes[reader.pos] : undefined
    const line = explainNext(reader, byte, settings)
    lines.push(line)
    if (line.name === 'STOP' || line.error !== undefined) return lines
  }
}

const OPCODE_OF_BYTE: ReadonlyMap<number, Opcode> = new Map(
  OPCODES.map((opcode) => [opcode.byte, opcode]),
)

/** Instructions after which the value on top is another's work. */
const NOT_BUILDING: ReadonlySet<OpcodeName> = new Set<OpcodeName>([
  'PROTO',
  'FRAME',
  'MARK',
  'POP',
  'POP_MARK',
  'PUT',
  'BINPUT',
  'LONG_BINPUT',
  'MEMOIZE',
])

/** Carries out the instruction `byte`, if there is one, and tells what it did. */
function explainNext(
  reader: Tracer,
  byte: number | undefined,
  settings: ExplainSettings,
): ExplainedOpcode {
  reader.begin()
  const { at } = reader
  const opcode = byte === undefined ? undefined : OPCODE_OF_BYTE.get(byte)
  const markDepth = reader.markOffsets.length
  const error = errorOf(() => step(reader, byte))
  const argument = argumentOf(reader, opcode, error !== undefined, settings.maxArgument)
  return {
    offset: at,
    byteLength: reader.pos - at,
    character: byte === undefined ? '' : reprByte(byte),
    name: opcode?.name,
    protocol: opcode?.protocol ?? 0,
    argument: argument.value,
    argumentText: argument.text,
    markDepth,
    markOffset: reader.markOffset,
    memoIndex: reader.memoIndex,
    top: error === undefined ? topOf(reader, settings.maxValue) : undefined,
    builds: error === undefined && opcode !== undefined && !NOT_BUILDING.has(opcode.name),
    error,
  }
}

/** As `run` does it for `loads`, one instruction at a time; STOP leaves the result on the stack. */
function step(reader: Tracer, byte: number | undefined): void {
  if (byte === undefined) return failForLack(reader)
  reader.pos = reader.at + 1
  if (byte === OP.STOP) return refuseByteStrings(reader, reader.top())
  HANDLER_OF_BYTE[byte]!(reader)
  if (reader.sp > reader.settings.limits.stack) reader.over('stack')
}

function failForLack(reader: Tracer): never {
  if (reader.at < reader.end) reader.fail('LIMIT', 'There are more instructions than maxLines')
  reader.fail('TRUNCATED', 'The pickle has no end')
}

function errorOf(action: () => void): ExplainedError | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    if (!(error instanceof PickleError)) throw error
    return { code: error.code, message: error.message, offset: error.offset! }
  }
}

function topOf(reader: Tracer, limit: number): string | undefined {
  const isBare = reader.sp === 0 || reader.markOnTop
  return isBare ? undefined : preview(reader.stack[reader.sp - 1], limit)
}
