import { isIntegerBetween, isOneOf, isOptions, orNull, type Check } from '../../lib/options.js'
import { checkOptions, isRegistry } from '../check-options.js'
import { DUMP_LIMITS, HIGHEST_PROTOCOL, resolveLimits, type DumpLimits } from '../limits.js'
import type { PickleRegistry } from '../registry.js'
import { DUMP_DEFAULTS, type DumpSettings } from '../settings.js'

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
  /**
   * The classes to write JavaScript values as. Default: those of Python's standard library, see
   * `STANDARD_TYPES`. `null`: none.
   */
  readonly registry?: PickleRegistry | null | undefined
  /** What to spend at most on a value. */
  readonly limits?: Partial<DumpLimits> | undefined
}

const CHECKS: Readonly<Record<keyof DumpSettings, Check>> = {
  protocol: isIntegerBetween(0, HIGHEST_PROTOCOL),
  memo: isOneOf(['cpython', 'minimal']),
  strings: isOneOf(['share', 'fresh']),
  registry: orNull(isRegistry),
  limits: isOptions,
}

/** Checks the options and fills in the defaults; throws OptionError. */
export function resolveDumpOptions(options: DumpOptions | undefined): DumpSettings {
  if (options === undefined) return DUMP_DEFAULTS
  checkOptions(options, CHECKS)
  return {
    protocol: options.protocol ?? DUMP_DEFAULTS.protocol,
    memo: options.memo ?? DUMP_DEFAULTS.memo,
    strings: options.strings ?? DUMP_DEFAULTS.strings,
    registry: options.registry === undefined ? DUMP_DEFAULTS.registry : options.registry,
    limits: resolveLimits(DUMP_LIMITS, options.limits),
  }
}
