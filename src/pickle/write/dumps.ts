import { resolveDumpOptions, type DumpOptions } from './options.js'
import { write } from './write.js'

/**
 * Writes a value as a pickle, byte for byte as CPython's C pickler writes the same value.
 *
 * | JavaScript | Python |
 * |---|---|
 * | null, boolean, string | None, bool, str |
 * | whole number up to 2^53, bigint | int |
 * | other number, `pyFloat(x)`, a number noted as a float | float |
 * | Uint8Array, `PyByteArray` | bytes, bytearray |
 * | Array, `PyTuple` | list, tuple |
 * | Map, plain object | dict |
 * | Set, `PyFrozenSet` | set, frozenset |
 * | the placeholders that `loads` makes | what they stand for |
 *
 * The same object met again is written as a reference, so circles are no trouble.
 *
 * @param value - what to write
 * @param options - see `DumpOptions`
 * @returns the pickle
 * @throws PickleError `UNSUPPORTED` for a value Python has no match for (`undefined`, a function, an
 *   instance of a class) or that the protocol cannot hold, `LIMIT` when it is over one of the limits; its
 *   `path` tells where in the value
 * @throws OptionError when an option is wrong
 *
 * @example
 * import { dumps, loads } from 'cartouche/pickle'
 *
 * Array.from(dumps([1, null], { protocol: 2 })) // → [0x80, 2, 0x5d, 0x71, 0, 0x28, 0x4b, 1, 0x4e, 0x65, 0x2e]
 * loads(dumps({ user: 7 }), { dicts: 'auto' }) // → { user: 7 }
 */
export function dumps(value: unknown, options?: DumpOptions): Uint8Array {
  return write(value, resolveDumpOptions(options)).slice()
}
