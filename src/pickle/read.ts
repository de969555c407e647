import { refuseByteStrings } from './byte-strings.js'
import { run } from './load-table.js'
import type { Reader } from './reader.js'
import { settle } from './settle.js'

/** The value of the pickle that `reader` holds: of all limits only that on depth is not kept to here. */
export function read(reader: Reader): unknown {
  const { dicts, objects } = reader
  const value = run(reader)
  // What has been replaced late is put in its place.
  const settled = objects.isLate || dicts.stale ? settle(reader, value) : value
  dicts.finishOrders()
  refuseByteStrings(reader, settled)
  return settled
}
