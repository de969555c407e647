import { PickleError } from '../../errors.js'
import { HANDLER_OF_BYTE } from '../read/instructions.js'
import * as OP from '../opcodes.js'
import { resolveExplainOptions } from './options.js'
import type { ExplainSettings } from './options.js'
import { Tracer } from './tracer.js'

/** Which bytes of a pickle make a value. */
export interface PickleSpan {
  readonly start: number
  /** The byte behind the last one that made or filled it. */
  readonly end: number
  /** The values in it that the pickle has put there, with their keys: of lists and tuples, their places. */
  readonly children: readonly PickleChild[]
}

export interface PickleChild {
  /** As `loads` gives it to a Map, but text of Python 2 is latin-1. */
  readonly key: unknown
  /** Where the key is made; `undefined` where it is a place in a list. */
  readonly keySpan: PickleSpan | undefined
  readonly value: PickleSpan
}

/**
 * Which bytes of a pickle make which of its values. What stands in several places is made in the first, and the others
 * have the instruction that fetches it.
 *
 * @param bytes - the pickle; what follows its end is ignored
 * @returns `undefined` for what is no pickle
 */
export function pickleSpans(bytes: Uint8Array): PickleSpan | undefined {
  const reader = new SpanReader(bytes, resolveExplainOptions({}))
  try {
    return reader.result()
  } catch (error) {
    if (error instanceof PickleError) return undefined
    throw error
  }
}

interface Node extends PickleSpan {
  end: number
  children: PickleChild[]
  /** For those that become keys. */
  readonly made: unknown
}

/** Whose values are those between the mark, or so many below the top, and the top. */
const COUNTED: ReadonlyMap<number, number> = new Map([
  [OP.TUPLE1, 1],
  [OP.TUPLE2, 2],
  [OP.TUPLE3, 3],
  [OP.APPEND, 1],
  [OP.SETITEM, 2],
])
const MAKES_LIST: ReadonlySet<number> = new Set([
  OP.TUPLE,
  OP.TUPLE1,
  OP.TUPLE2,
  OP.TUPLE3,
  OP.LIST,
  OP.FROZENSET,
])
const FILLS_LIST: ReadonlySet<number> = new Set([OP.APPEND, OP.APPENDS, OP.ADDITEMS])
const FILLS_DICT: ReadonlySet<number> = new Set([OP.SETITEM, OP.SETITEMS])
/** These leave what is below as it is. */
const UNCOVERS: ReadonlySet<number> = new Set([OP.POP, OP.POP_MARK, OP.MARK, OP.PROTO, OP.FRAME])

class SpanReader extends Tracer {
  readonly #bytes: Uint8Array
  /** Beside the stack: what made each of its values. */
  #nodes: Node[] = []
  /** Where the mark was that the last instruction has taken away: on the stack, and in the pickle. */
  #place: number | undefined

  constructor(bytes: Uint8Array, { load }: ExplainSettings) {
    super(bytes, load)
    this.#bytes = bytes
  }

  result(): PickleSpan | undefined {
    for (;;) {
      const byte = this.#bytes[this.pos]
      if (byte === undefined) return undefined
      if (byte === OP.STOP) return this.#nodes[this.sp - 1]
      this.#step(byte)
    }
  }

  override popMark(): number {
    return (this.#place = super.popMark())
  }

  #step(byte: number): void {
    this.begin()
    this.pos = this.at + 1
    this.#place = undefined
    const { sp } = this
    HANDLER_OF_BYTE[byte]!(this)
    const from = this.#place ?? sp - (COUNTED.get(byte) ?? 0)
    const taken = this.#nodes.slice(from, sp)
    this.#settle(byte, sp)
    const top = this.#nodes[this.sp - 1]
    if (top === undefined) return
    if (MAKES_LIST.has(byte) || FILLS_LIST.has(byte)) addItems(top, taken)
    if (byte === OP.DICT || FILLS_DICT.has(byte)) addPairs(top, taken)
  }

  /** Gives what is on top now its bytes. */
  #settle(byte: number, before: number): void {
    const nodes = this.#nodes
    const at = this.sp - 1
    nodes.length = Math.min(nodes.length, this.sp)
    if (UNCOVERS.has(byte) || at < 0) return
    const fills = FILLS_LIST.has(byte) || FILLS_DICT.has(byte) || KEEPS.has(byte)
    const below = at < before ? nodes[at] : undefined
    if (below !== undefined && fills) below.end = this.pos
    else {
      const start = this.markOffset ?? below?.start ?? this.at
      nodes[at] = {
        start: Math.min(start, below?.start ?? start),
        end: this.pos,
        children: [],
        made: this.stack[at],
      }
    }
  }
}

/** What notes a value, or gives an object its state. */
const KEEPS: ReadonlySet<number> = new Set([
  OP.PUT,
  OP.BINPUT,
  OP.LONG_BINPUT,
  OP.MEMOIZE,
  OP.BUILD,
])

function addItems({ children }: Node, items: readonly Node[]): void {
  for (const value of items) children.push({ key: children.length, keySpan: undefined, value })
}

function addPairs({ children }: Node, nodes: readonly Node[]): void {
  for (let at = 0; at + 1 < nodes.length; at += 2) {
    const [key, value] = [nodes[at]!, nodes[at + 1]!]
    children.push({ key: key.made, keySpan: key, value })
  }
}
