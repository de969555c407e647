import { containerHandlers } from './load-containers.js'
import { objectHandlers } from './load-objects.js'
import { scalarHandlers } from './load-scalars.js'
import * as OP from './opcodes.js'
import type { Reader } from './reader.js'

/** Carries out one instruction; its byte has been read. */
export type Handler = (reader: Reader) => void

/** One handler for each instruction but STOP, which ends the loop. */
export type Handlers = Readonly<Record<Exclude<OpcodeByte, typeof OP.STOP>, Handler>>

type OpcodeByte = (typeof OP)[keyof typeof OP]

const handlers: Handlers & Readonly<Record<number, Handler>> = {
  ...scalarHandlers,
  ...containerHandlers,
  ...objectHandlers,
}

const unknownOpcode: Handler = (reader) => reader.fail('OPCODE', 'Unknown instruction')

/** The handler of every byte. */
export const HANDLER_OF_BYTE: readonly Handler[] = Array.from(
  { length: 256 },
  (_, byte) => handlers[byte] ?? unknownOpcode,
)

/** Carries out a pickle up to STOP and returns the value on top. */
export function run(reader: Reader): unknown {
  const { bytes, end, settings } = reader
  const maxStack = settings.limits.stack
  for (;;) {
    const at = reader.pos
    reader.at = at
    if (at >= end) reader.fail('TRUNCATED', 'The pickle has no end')
    reader.pos = at + 1
    const byte = bytes[at]!
    if (byte === OP.STOP) return reader.popResult()
    HANDLER_OF_BYTE[byte]!(reader)
    if (reader.sp > maxStack) reader.over('stack')
  }
}
