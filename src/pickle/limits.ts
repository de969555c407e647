import { OptionError } from '../errors.js'

/**
 * The highest protocol there is.
 *
 * @example
 * import { HIGHEST_PROTOCOL } from 'cartouche/pickle'
 *
 * HIGHEST_PROTOCOL // → 5
 */
export const HIGHEST_PROTOCOL = 5

/** What `loads` is willing to spend on a pickle. Each is a whole number, or `Infinity` for no limit. */
export interface LoadLimits {
  /** Bytes of the pickle. Default 1 MiB. */
  readonly input: number
  /** Values on the stack at a time. Default 10,000. */
  readonly stack: number
  /** Marks on the stack at a time. Default 1,000. */
  readonly marks: number
  /** Entries in the memo; their numbers may be 16 times as high. Default 65,536. */
  readonly memo: number
  /** Characters of a number that is written as text. Default 4,300. */
  readonly digits: number
  /** Bytes of a binary int. Default 1,786: as many as 4,300 digits fill. */
  readonly intBytes: number
  /** Keys set in one dict. Default no limit; 1,000 suits session data. */
  readonly keysPerDict: number
  /** Keys set in all dicts together. Default no limit; 4,000 suits session data. */
  readonly keys: number
  /** Containers inside each other. Default no limit; 64 suits session data. */
  readonly depth: number
}

/** What `dumps` is willing to spend on a value. */
export interface DumpLimits {
  /** Containers inside each other. Default 500. */
  readonly depth: number
}

export const LOAD_LIMITS: LoadLimits = {
  input: 1 << 20,
  stack: 10_000,
  marks: 1000,
  memo: 1 << 16,
  digits: 4300,
  intBytes: 1786,
  keysPerDict: Infinity,
  keys: Infinity,
  depth: Infinity,
}

export const DUMP_LIMITS: DumpLimits = { depth: 500 }

/** The defaults with the caller's changes; throws OptionError for one that is unknown or no count. */
export function resolveLimits<Limits extends object>(
  defaults: Limits,
  changes: Partial<Limits> | undefined,
): Limits {
  if (changes === undefined) return defaults
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(defaults, name)) throw new OptionError(`limits.${name}`, 'is not a limit')
    if (value === undefined) continue
    if (!(value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 0))) {
      throw new OptionError(`limits.${name}`, 'must be a whole number or Infinity')
    }
  }
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}
