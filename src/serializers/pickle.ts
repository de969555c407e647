import { dumps, loads } from '../pickle/index.js'
import type { DumpOptions } from '../pickle/index.js'

export { PyTuple } from '../pickle/index.js'

/** The pickle protocols, from the oldest to the newest. */
export type Protocol = NonNullable<DumpOptions['protocol']>

/** What every Python that ever ran Pyramid can read. */
export const DEFAULT_PROTOCOL: Protocol = 2

/** Pickle bytes → value; a dict with only text keys becomes a plain object. */
export function readPickle(bytes: Uint8Array): unknown {
  return loads(bytes, { dicts: 'auto' })
}

/** Value → pickle bytes. */
export function writePickle(value: unknown, protocol: Protocol): Uint8Array {
  return dumps(value, { protocol })
}
