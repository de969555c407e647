/**
 * Python values that JavaScript has no type for. All are inert: they hold what stood in the pickle and
 * do nothing. `loads` makes them, `dumps` writes them back.
 */

export { PyByteArray, PyFrozenSet, PyTuple } from './values/containers.js'
export { PyObject, exactCalls, type PyObjectKind } from './values/objects.js'
export {
  PyExt,
  PyGlobal,
  PyPersistentId,
  exactNames,
  globalKey,
  oldNames,
} from './values/references.js'
export { Py2Str, PyStr, freshText, isSingleton } from './values/texts.js'
