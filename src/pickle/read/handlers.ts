import type * as OP from '../opcodes.js'
import type { Reader } from './reader.js'

/** Carries out one instruction; its byte has been read. */
export type Handler = (reader: Reader) => void

/** One handler for each instruction but STOP, which ends the loop. */
export type Handlers = Readonly<Record<Exclude<OpcodeByte, typeof OP.STOP>, Handler>>

type OpcodeByte = (typeof OP)[keyof typeof OP]
