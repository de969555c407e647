import * as OP from '../opcodes.js'
import { containerHandlers } from './containers.js'
import type { Handler, Handlers } from './handlers.js'
import { objectHandlers } from './objects.js'
import type { Reader } from './reader.js'
import { scalarHandlers } from './scalars.js'

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
