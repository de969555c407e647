import { FORM, type Form } from '../../lib/python-form.js'
import { OptionError } from '../../errors.js'
import { orderedKeys } from '../../lib/hints.js'
import { isPlainObject } from '../../lib/kinds.js'
import { hexToBytes } from '../../lib/text.js'
import type { PickleCodec } from '../registry.js'
import { PyGlobal, PyObject } from '../values.js'
import {
  INSPECT,
  call,
  classCodec,
  isInt,
  isTextObject,
  keepSource,
  sourceOf,
  textOf,
  toInt,
} from './shared.js'

const TEXT = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const LIMIT = 1n << 128n

/**
 * A Python `uuid.UUID`.
 *
 * @throws OptionError when the number has more than 128 bits or is negative
 *
 * @example
 * import { PyUuid } from 'cartouche/pickle'
 *
 * const id = PyUuid.from('12345678-1234-5678-1234-567812345678')
 * String(id) // → '12345678-1234-5678-1234-567812345678'
 * id.int // → 0x12345678_1234_5678_1234_567812345678n
 */
export class PyUuid {
  /** The 128 bits as a number. */
  readonly int: bigint

  constructor(int: bigint) {
    if (typeof int !== 'bigint' || int < 0n || int >= LIMIT) {
      throw new OptionError('int', 'must be a bigint of 128 bits')
    }
    this.int = int
    Object.freeze(this)
  }

  /**
   * The UUID of its text: 32 hexadecimal digits with hyphens.
   *
   * @throws OptionError when the text is not that
   */
  static from(text: string): PyUuid {
    if (typeof text !== 'string' || !TEXT.test(text))
      throw new OptionError('text', 'must be a UUID')
    return new PyUuid(BigInt(`0x${text.replaceAll('-', '')}`))
  }

  /** The 16 bytes, the first of the text first. */
  get bytes(): Uint8Array {
    return hexToBytes(this.#hex())
  }

  #hex(): string {
    return this.int.toString(16).padStart(32, '0')
  }

  /** Whether `other` is the same UUID. */
  equals(other: unknown): boolean {
    return other instanceof PyUuid && other.int === this.int
  }

  /** @internal */
  [FORM](): Form {
    return ['UUID', [String(this)]]
  }

  /** 32 lower-case hexadecimal digits with hyphens, as `crypto.randomUUID()` gives them. */
  toString(): string {
    return this.#hex().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }

  /** The text of {@link toString}. */
  toJSON(): string {
    return this.toString()
  }

  [INSPECT](): string {
    return `PyUuid(${this.toString()})`
  }
}

/**
 * An instance without arguments, then its state: `{'int': n}`, to which Python 3.7 and later add
 * `is_safe` for a UUID of the operating system's making. The state is kept and written back; what has
 * another stays a placeholder.
 */
export const uuidCodec: PickleCodec<PyUuid> = classCodec({
  module: 'uuid',
  name: 'UUID',
  type: PyUuid,
  read: (object) => {
    const state =
      object.builds.length === 1 && isBare(object) ? stateEntries(object.state) : undefined
    const int = state?.find(([key]) => textOf(key) === 'int')?.[1]
    if (!isInt(int) || int < 0 || int >= LIMIT) return undefined
    const uuid = new PyUuid(BigInt(int))
    const isUsual = state?.length === 1 && !isTextObject(state[0]![0])
    return isUsual ? uuid : keepSource(uuid, new Map(state))
  },
  write: (uuid, protocol, cls) => {
    const object =
      protocol >= 2
        ? new PyObject('newobj', cls, [])
        : call(
            new PyGlobal('copyreg', '_reconstructor'),
            cls,
            new PyGlobal('builtins', 'object'),
            null,
          )
    object.builds.push(sourceOf(uuid, protocol) ?? new Map([['int', toInt(uuid.int)]]))
    return object
  },
})

/** Whether the object was made without arguments, and nothing but a state came after. */
function isBare({ kind, args, items, pairs, setters, cls, global }: PyObject): boolean {
  const isNew = kind === 'newobj' && args.length === 0
  // copyreg._reconstructor(UUID, object, None)
  const [, base, value] = args
  const isRebuilt =
    kind === 'reduce' &&
    cls !== global &&
    args.length === 3 &&
    base instanceof PyGlobal &&
    base.is('builtins', 'object') &&
    value === null
  return (isNew || isRebuilt) && items.length + pairs.length + setters.length === 0
}

function stateEntries(state: unknown): [unknown, unknown][] | undefined {
  if (state instanceof Map) return [...state]
  return isPlainObject(state) ? orderedKeys(state).map((key) => [key, state[key]]) : undefined
}
