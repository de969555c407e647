import { PickleError } from '../../errors.js'
import { HANDLER_OF_BYTE } from '../read/instructions.js'
import * as OP from '../opcodes.js'
import { resolveExplainOptions } from './options.js'
import type { ExplainOptions, ExplainSettings } from './options.js'
import { preview } from './preview.js'
import { Tracer } from './tracer.js'

/** What the pickle machine holds between two instructions. */
export interface PickleState {
  /** From the bottom up, as Python's `repr` shows the values; `mark` for a mark. */
  readonly stack: readonly (string | typeof mark)[]
  /** By the numbers of the entries. */
  readonly memo: ReadonlyMap<number, string>
}

/** Stands on the stack where a mark does. */
export const mark: unique symbol = Symbol('mark')

/**
 * What the machine holds after `count` instructions of a pickle, or before the one that cannot be carried out. STOP leaves the
 * result on the stack, as in `explain`.
 *
 * @param options - as of `explain`; `maxValue` is how long the texts of values are
 * @throws OptionError when an option is wrong
 */
export function stateAfter(
  bytes: Uint8Array,
  count: number,
  options: ExplainOptions = {},
): PickleState {
  const settings = resolveExplainOptions(options)
  const machine = new Machine(bytes, settings)
  for (let done = 0; done < count && machine.step(); done++);
  return machine.state()
}

class Machine extends Tracer {
  readonly #settings: ExplainSettings
  /** How many values are below each mark. */
  readonly #places: number[] = []
  readonly #memo = new Map<number, unknown>()

  constructor(bytes: Uint8Array, settings: ExplainSettings) {
    super(bytes, settings.load)
    this.#settings = settings
  }

  override mark(): void {
    super.mark()
    this.#places.push(this.sp)
  }

  override popMark(): number {
    this.#places.pop()
    return super.popMark()
  }

  override put(index: number): void {
    super.put(index)
    this.#memo.set(index, this.top())
  }

  /** Carries out an instruction; `false` at the end. */
  step(): boolean {
    const byte = this.bytes[this.pos]
    if (byte === undefined || byte === OP.STOP) return false
    this.begin()
    this.pos++
    try {
      HANDLER_OF_BYTE[byte]!(this)
      return this.sp <= this.settings.limits.stack
    } catch (error) {
      if (error instanceof PickleError) return false
      throw error
    }
  }

  state(): PickleState {
    const show = (value: unknown): string => preview(value, this.#settings.maxValue)
    const stack: (string | typeof mark)[] = this.stack.slice(0, this.sp).map(show)
    for (const place of this.#places.toReversed()) stack.splice(place, 0, mark)
    return { stack, memo: new Map([...this.#memo].map(([index, value]) => [index, show(value)])) }
  }
}
