/** How pickles are read and written, with every option decided. What is here has been checked. */

import { DUMP_LIMITS, LOAD_LIMITS, type DumpLimits, type LoadLimits } from './limits.js'
import type { PickleRegistry } from './registry.js'
import { STANDARD_REGISTRY } from './types/standard.js'

/** How a pickle is read: see `LoadOptions`. */
export interface LoadSettings {
  readonly dicts: 'map' | 'object' | 'auto'
  readonly floats: 'hint' | 'wrap' | 'plain'
  readonly py2str: 'ascii' | 'latin1' | 'bytes' | 'keep' | 'auto'
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
