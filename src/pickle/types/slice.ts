import { FORM, type Form } from '../../lib/python-form.js'
import { CONTENT, toPlain } from '../plain.js'
import type { PickleCodec } from '../registry.js'
import {
  INSPECT,
  call,
  classCodec,
  costOfKept,
  inspectAs,
  isPlainCall,
  keepSource,
  sourceOf,
  textOfPart,
  type Inspect,
  type InspectOptions,
} from './shared.js'

/**
 * A Python `slice`: what stands between the brackets of `items[start:stop:step]`.
 *
 * @example
 * import { PySlice } from 'cartouche/pickle'
 *
 * new PySlice(1, 3).stop // → 3
 * new PySlice(null, 3).step // → null
 */
export class PySlice {
  /** Ints as a rule; `null` where left out. */
  readonly start: unknown
  readonly stop: unknown
  readonly step: unknown

  constructor(start: unknown, stop: unknown, step: unknown = null) {
    this.start = start
    this.stop = stop
    this.step = step
    Object.freeze(this)
  }

  /** @internal */
  [FORM](): Form {
    return ['slice', [this.start, this.stop, this.step]]
  }

  /** As Python's `str()`, for parts that are numbers or `null`: `slice(1, 3, None)`. */
  toString(): string {
    const parts = [this.start, this.stop, this.step].map((part) =>
      part === null ? 'None' : textOfPart(part),
    )
    return `slice(${parts.join(', ')})`
  }

  /** The parts by name. @throws PickleError `LIMIT` when what is shared within is too much */
  toJSON(): unknown {
    return toPlain(this)
  }

  [CONTENT](): unknown {
    return { ...this }
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return inspectAs('PySlice', depth, options, (deeper) => {
      const parts = [this.start, this.stop, this.step].map((part) => inspect(part, deeper))
      return `PySlice(${parts.join(', ')})`
    })
  }
}

/** `slice(start, stop, step)`. */
export const sliceCodec: PickleCodec<PySlice> = classCodec({
  module: 'builtins',
  name: 'slice',
  type: PySlice,
  cost: costOfKept,
  read: (object) => {
    const { args } = object
    if (!isPlainCall(object) || args.length !== 3) return undefined
    // The arguments remember which of their numbers were floats.
    return keepSource(new PySlice(args[0], args[1], args[2]), object)
  },
  write: (slice, protocol, cls) =>
    sourceOf(slice, protocol) ?? call(cls, slice.start, slice.stop, slice.step),
})
