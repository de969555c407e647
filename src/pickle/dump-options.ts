import { OptionError } from '../errors.js'
import { DUMP_LIMITS, resolveLimits, type DumpLimits } from './limits.js'
import { registryOf } from './load-options.js'
import { HIGHEST_PROTOCOL } from './opcodes.js'
import type { PickleRegistry } from './registry.js'

/** How `dumps` writes a pickle. */
export interface DumpOptions {
  /** 0 to 5. Default 4, as in Python 3.8 and later. Python 2 reads up to 2, Python 3.0 to 3.3 up to 3. */
  readonly protocol?: 0 | 1 | 2 | 3 | 4 | 5 | undefined
  /**
   * Which values are kept in the memo. `cpython` (default): every one that Python would keep, for the
   * same bytes. `minimal`: only those used again, which is smaller.
   */
  readonly memo?: 'cpython' | 'minimal' | undefined
  /**
   * Which strings count as the same object, and so are written once. `share` (default): equal ones.
   * `fresh`: none but those that CPython always shares. A `PyStr` is the same only as itself.
   */
  readonly strings?: 'share' | 'fresh' | undefined
  /** The classes to write JavaScript values as. Default none. */
  readonly registry?: PickleRegistry | undefined
  /** What to spend at most on a value. */
  readonly limits?: Partial<DumpLimits> | undefined
}

/** The options with every default filled in. */
export interface DumpSettings {
  readonly protocol: number
  readonly memo: 'cpython' | 'minimal'
  readonly strings: 'share' | 'fresh'
  readonly registry: PickleRegistry | undefined
  readonly limits: DumpLimits
}

const DEFAULTS: DumpSettings = {
  protocol: 4,
  memo: 'cpython',
  strings: 'share',
  registry: undefined,
  limits: DUMP_LIMITS,
}

/** Checks the options and fills in the defaults; throws OptionError. */
export function resolveDumpOptions(options: DumpOptions | undefined): DumpSettings {
  if (options === undefined) return DEFAULTS
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw new OptionError(name, 'is not an option of dumps')
  }
  const { protocol = 4, memo = 'cpython', strings = 'share' } = options
  if (!(Number.isInteger(protocol) && protocol >= 0 && protocol <= HIGHEST_PROTOCOL)) {
    throw new OptionError('protocol', `must be a whole number from 0 to ${HIGHEST_PROTOCOL}`)
  }
  if (memo !== 'cpython' && memo !== 'minimal') {
    throw new OptionError('memo', 'must be one of cpython, minimal')
  }
  if (strings !== 'share' && strings !== 'fresh') {
    throw new OptionError('strings', 'must be one of share, fresh')
  }
  const registry = registryOf(options.registry)
  return { protocol, memo, strings, registry, limits: resolveLimits(DUMP_LIMITS, options.limits) }
}
