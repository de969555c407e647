/**
 * What reading and writing pickles may cost. Every limit stands here and nowhere else;
 * `docs/limits.md` tells them to people, and a test compares the two.
 *
 * One rule ties the tables together: what is written with the defaults can be read with the defaults,
 * in each column. So where a limit stands on both sides it is one number.
 */

import { OptionError, PickleError } from '../errors.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'

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
  /** Values on the stack at a time. Default 1,048,576: one for each byte of input. */
  readonly stack: number
  /** Marks on the stack at a time. Default 1,000. */
  readonly marks: number
  /** Entries in the memo; their numbers may be 16 times as high. Default 524,288: one for two bytes. */
  readonly memo: number
  /** Characters of a number that is written as text. Default 4,300, as Python's own limit. */
  readonly digits: number
  /** Bytes of a binary int. Default 4,096: no int that fits into a cookie is longer. */
  readonly intBytes: number
  /** Keys set in one dict. Default 262,144. */
  readonly keysPerDict: number
  /** Keys set in all dicts together. Default 262,144. */
  readonly keys: number
  /** Containers inside each other, counted as `dumps` goes through them. Default 500. */
  readonly depth: number
}

/** What `dumps` is willing to spend on a value. Each is a whole number, or `Infinity` for no limit. */
export interface DumpLimits {
  /** Bytes of the pickle. Default 1 MiB, which is what `loads` reads. */
  readonly output: number
  /** Characters of a number in protocols 0 and 1, which write it as text. Default 4,300. */
  readonly digits: number
  /** Bytes of an int. Default 4,096. */
  readonly intBytes: number
  /** Keys of one dict. Default 262,144. */
  readonly keysPerDict: number
  /** Keys of all dicts together. Default 262,144. */
  readonly keys: number
  /** Containers inside each other. Default 500. */
  readonly depth: number
}

const BOTH = { digits: 4300, intBytes: 4096, depth: 500 }
const GENERAL = { ...BOTH, keysPerDict: 1 << 18, keys: 1 << 18 }
const SESSION = { ...BOTH, keysPerDict: SESSION_LIMITS.keysPerDict, keys: SESSION_LIMITS.keys }

/** The limits of a pickle of at most `input` bytes: a value takes at least one, a memo entry two. */
const reading = <Rest extends object>(input: number, rest: Rest) => ({
  ...rest,
  input,
  stack: input,
  marks: 1000,
  memo: input / 2,
})

export const LOAD_LIMITS: LoadLimits = reading(1 << 20, GENERAL)
export const DUMP_LIMITS: DumpLimits = { ...GENERAL, output: LOAD_LIMITS.input }

/** For sessions, and for what `signedSerialize` makes. */
export const SESSION_LOAD_LIMITS: LoadLimits = reading(SESSION_LIMITS.input, SESSION)
export const SESSION_DUMP_LIMITS: DumpLimits = { ...SESSION, output: SESSION_LIMITS.output }

/** What no option changes. */
export const FIXED_LIMITS = {
  /** How often the data of a pickle may be copied: memo entries are fetched by two bytes, however big. */
  copiesPerByte: 16,
  /** Bytes that may be copied besides. */
  freeCopies: 1 << 16,
  /** Number keys of one dict or set that the engine may have to look through to find one of them. */
  collidingKeys: 128,
  /** Shared values that `toJSON` writes out once more. */
  shownValues: SESSION_LIMITS.nodes,
  /** Characters of shared text that it writes out once more. */
  shownText: SESSION_LIMITS.text,
  /** Objects of our classes that are printed within another. */
  printedValues: 1000,
} as const

/** What a message says of each limit. */
export const OVER_LIMIT: Readonly<Record<keyof LoadLimits | keyof DumpLimits, string>> = {
  input: 'The pickle is too long',
  output: 'The pickle gets too long',
  stack: 'The stack is too deep',
  marks: 'There are too many marks',
  memo: 'The memo has too many entries',
  digits: 'A number has too many digits',
  intBytes: 'An int is too long',
  keysPerDict: 'A dict has too many keys',
  keys: 'There are too many keys',
  depth: 'Containers lie too deep inside each other',
}

/** The error of a pickle or a value that is over a limit; `offset` where a pickle is read. */
export const overLimit = (
  limit: keyof LoadLimits | keyof DumpLimits,
  most: number,
  offset?: number,
): PickleError => {
  const problem = `${OVER_LIMIT[limit]}: limits.${limit} is ${most}`
  return new PickleError('LIMIT', problem, offset, { limit, most })
}

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
