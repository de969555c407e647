/**
 * Python values that JavaScript has no type for. All are inert: they hold what stood in the pickle and
 * do nothing. `loads` makes them, `dumps` writes them back.
 *
 * For other rooms, and for `types/`. The wings import the files below: where a test runner makes a getter of
 * each export, a getter behind a getter swallows the error of a full stack.
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
