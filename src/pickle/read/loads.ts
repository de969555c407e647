import { resolveLoadOptions, type LoadOptions } from './options.js'
import { read } from './read.js'
import { Reader } from './reader.js'

/**
 * Reads a pickle of any protocol, from Python 2 or 3.
 *
 * Nothing in it is looked up, imported or run: classes and objects become inert placeholders
 * (`PyGlobal`, `PyObject`), unless `registry` has a codec for them. What follows the end of the pickle
 * is ignored, as in Python.
 *
 * | Python | JavaScript |
 * |---|---|
 * | None, bool, str | null, boolean, string (`PyStr` where a string cannot hold it) |
 * | int | number, or bigint beyond 2^53 |
 * | float | number; see the option `floats` |
 * | bytes, bytearray | Uint8Array, `PyByteArray`: copies, never views of the input |
 * | list, tuple | Array, `PyTuple` |
 * | dict | Map, or a plain object: see the option `dicts` |
 * | set, frozenset | Set, `PyFrozenSet` |
 *
 * @param bytes - the pickle
 * @param options - see `LoadOptions`
 * @returns the value
 * @throws PickleError with a `code` and the byte `offset` when the pickle is malformed or over a limit
 * @throws OptionError when an option is wrong
 *
 * @example
 * import { loads } from 'cartouche/pickle'
 *
 * const bytes = Uint8Array.from([0x80, 2, 0x5d, 0x28, 0x4b, 1, 0x4e, 0x65, 0x2e])
 * loads(bytes) // → [1, null]
 */
export function loads(bytes: Uint8Array, options?: LoadOptions): unknown {
  return read(new Reader(bytes, resolveLoadOptions(options)))
}
