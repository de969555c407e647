/** What an object of a dict's subclass holds, where only a placeholder of it is known. */

import { PickleError } from '../errors.js'
import { addPairs } from '../pickle/types/collections.js'
import { PyGlobal, PyObject } from '../pickle/values.js'

import type { DictOf } from './call.js'

type Dict = Map<unknown, unknown>

/** Python's `dict(object)` of a placeholder; `undefined` for what need not be a dict. */
export const dictOfPlaceholder: DictOf = (object, toDict) => {
  if (!(object instanceof PyObject)) return undefined
  const entries = madeOf(object)
  if (entries === undefined && object.pairs.length === 0) return undefined
  const dict = entries === undefined ? new Map<unknown, unknown>() : toDict(entries)
  return dict === undefined ? undefined : withPairs(dict, object)
}

/** The entries of which the object was made: none of them as a rule, as they are set afterwards. */
function madeOf({ cls, args }: PyObject): unknown {
  if (!(cls instanceof PyGlobal)) return undefined
  // Python 2 makes it of the list of its pairs.
  if (cls.is('collections', 'OrderedDict')) return args[0] ?? []
  if (cls.is('collections', 'Counter')) return args[0] ?? []
  const [, base, entries] = args
  const isRebuilt = cls.is('copyreg', '_reconstructor') && base instanceof PyGlobal
  return isRebuilt && base.is('builtins', 'dict') ? entries : undefined
}

function withPairs(dict: Dict, { pairs }: PyObject): Dict | undefined {
  try {
    addPairs(dict, pairs)
    return dict
  } catch (error) {
    if (error instanceof PickleError) return undefined
    throw error
  }
}
