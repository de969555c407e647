export { PickleError, type PickleErrorCode, type PickleErrorDetails } from '../errors.js'
export { PyFloat, pyFloat } from '../lib/py-float.js'
export { dumps } from './write/dumps.js'
export type { DumpOptions } from './write/options.js'
export { HIGHEST_PROTOCOL, type DumpLimits, type LoadLimits } from './limits.js'
export type { LoadOptions } from './read/options.js'
export { loads } from './read/loads.js'
export { OPCODES, type Opcode, type OpcodeArgument, type OpcodeName } from './opcode-table.js'
export { PickleRegistry, type PickleCodec } from './registry.js'
export {
  Py2Str,
  PyByteArray,
  PyExt,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  type PyObjectKind,
  PyPersistentId,
  PyStr,
  PyTuple,
} from './values.js'
export { explain } from './explain/explain.js'
export { formatExplanation, type FormatOptions } from './explain/format.js'
export type { ExplainedError, ExplainedOpcode } from './explain/line.js'
export type { ExplainOptions } from './explain/options.js'
export * from './types/index.js'
