import type { PickleErrorCode } from '../../errors.js'
import type { OpcodeName } from '../opcode-table.js'

/** Why an explanation ends before the pickle does. */
export interface ExplainedError {
  /** The code that `loads` would throw, or `LIMIT` where there was more than `maxLines`. */
  readonly code: PickleErrorCode
  readonly message: string
  /** The byte at which the pickle goes wrong. */
  readonly offset: number
}

/** One instruction of a pickle. */
export interface ExplainedOpcode {
  /** The byte at which it stands. */
  readonly offset: number
  /** How many bytes it takes with its argument, as far as they could be read. */
  readonly byteLength: number
  /** Its byte as `pickletools` shows it: `K`, `\x80`. Empty where there is none. */
  readonly character: string
  /** Its name; `undefined` for an unknown byte, the missing end of a pickle, and beyond `maxLines`. */
  readonly name: OpcodeName | undefined
  /** The first protocol that has it. */
  readonly protocol: number
  /**
   * What follows the byte. A text, number or bytes; `[module, name]` for GLOBAL and INST; `undefined`
   * where there is none or it is cut off.
   */
  readonly argument: unknown
  /** The argument as Python's `repr` shows it, cut to `maxArgument`. Empty where there is none. */
  readonly argumentText: string
  /** How many marks are on the stack before it: how far `pickletools` indents it. */
  readonly markDepth: number
  /** The offset of the MARK that it takes away. */
  readonly markOffset: number | undefined
  /** The number of the memo entry that it reads or writes. */
  readonly memoIndex: number | undefined
  /**
   * The value on top of the stack after it, as Python's `repr` shows it, cut to `maxValue`. For STOP
   * that is the result. `undefined` where a mark is on top or nothing, and beside an `error`.
   */
  readonly top: string | undefined
  /** Whether it made, filled or returned that value, rather than left it there or uncovered it. */
  readonly builds: boolean
  /** What is wrong; only the last instruction can have one. */
  readonly error: ExplainedError | undefined
}
