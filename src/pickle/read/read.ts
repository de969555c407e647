import { refuseByteStrings } from './byte-strings.js'
import { checkDepth } from './depth.js'
import { run } from './instructions.js'
import type { Reader } from './reader.js'
import { settle } from './settle.js'

/** The value of the pickle that `reader` holds. */
export function read(reader: Reader): unknown {
  const { dicts, objects } = reader
  const value = run(reader)
  dicts.noteOrders()
  // What has been replaced late is put in its place.
  const settled = objects.isLate || dicts.stale ? settle(reader, value) : value
  refuseByteStrings(reader, settled)
  reader.oldTexts?.restore()
  const { depth } = reader.settings.limits
  // Most have fewer containers than may lie inside each other.
  if (reader.containers > depth) checkDepth(reader, settled, depth)
  return settled
}
