/** How pickles are read and written, with every option decided. What is here has been checked. */

import {
  DUMP_LIMITS,
  LOAD_LIMITS,
  SESSION_DUMP_LIMITS,
  SESSION_LOAD_LIMITS,
  type DumpLimits,
  type LoadLimits,
} from './limits.js'
import type { PickleRegistry } from './registry.js'
import { STANDARD_REGISTRY } from './types/standard.js'

/** How a pickle is read: see `LoadOptions`. */
export interface LoadSettings {
  readonly dicts: 'map' | 'object' | 'auto'
  readonly floats: 'hint' | 'wrap' | 'plain'
  readonly py2str: 'ascii' | 'latin1' | 'bytes' | 'keep'
  readonly exact: boolean
  readonly registry: PickleRegistry | null
  readonly persistentLoad: ((id: unknown) => unknown) | undefined
  readonly buffers: Iterable<unknown> | undefined
  readonly limits: LoadLimits
}

export const LOAD_DEFAULTS: LoadSettings = {
  dicts: 'map',
  floats: 'hint',
  py2str: 'ascii',
  exact: false,
  registry: STANDARD_REGISTRY,
  persistentLoad: undefined,
  buffers: undefined,
  limits: LOAD_LIMITS,
}

/** How a pickle is written: see `DumpOptions`. */
export interface DumpSettings {
  readonly protocol: number
  readonly memo: 'cpython' | 'minimal'
  readonly strings: 'share' | 'fresh'
  readonly registry: PickleRegistry | null
  readonly limits: DumpLimits
}

export const DUMP_DEFAULTS: DumpSettings = {
  protocol: 4,
  memo: 'cpython',
  strings: 'share',
  registry: STANDARD_REGISTRY,
  limits: DUMP_LIMITS,
}

/** How sessions are read, and what else has the form of a session's data. */
export const GENERAL_LOAD: LoadSettings = { ...LOAD_DEFAULTS, dicts: 'auto' }
export const SESSION_LOAD: LoadSettings = { ...GENERAL_LOAD, limits: SESSION_LOAD_LIMITS }

/** By protocol. */
const dumping = (limits: DumpLimits): readonly DumpSettings[] =>
  Array.from({ length: 6 }, (_, protocol) => ({ ...DUMP_DEFAULTS, protocol, limits }))

/** How they are written, by protocol. */
export const GENERAL_DUMP: readonly DumpSettings[] = dumping(DUMP_LIMITS)
export const SESSION_DUMP: readonly DumpSettings[] = dumping(SESSION_DUMP_LIMITS)
