import { isBoolean, isFunction, isOneOf, isOptions, orNull, type Check } from '../../lib/options.js'
import { checkOptions, isRegistry } from '../check-options.js'
import { LOAD_LIMITS, resolveLimits, type LoadLimits } from '../limits.js'
import type { PickleRegistry } from '../registry.js'
import { LOAD_DEFAULTS, type LoadSettings } from '../settings.js'

type Py2StrChoice = LoadSettings['py2str']

/** How a `str` of Python 2 can be read: for the option `py2str`, wherever there is one. */
export const isPy2StrChoice: Check = isOneOf([
  'ascii',
  'latin1',
  'bytes',
  'keep',
  'auto',
] satisfies Py2StrChoice[])

/** How `loads` reads a pickle. */
export interface LoadOptions {
  /**
   * What a dict becomes. `map` (default): a Map, whatever its keys. `object`: a plain object, and a
   * key that is no str is an error. `auto`: a plain object where all keys are str, else a Map.
   */
  readonly dicts?: 'map' | 'object' | 'auto' | undefined
  /**
   * What a float becomes. `hint` (default): a number; that it was a float is noted beside its
   * container, so that `dumps` writes 1.0 and not 1. `wrap`: a PyFloat. `plain`: a number, no note.
   */
  readonly floats?: 'hint' | 'wrap' | 'plain' | undefined
  /**
   * What a `str` of Python 2 becomes. `ascii` (default): a string; other bytes are an error, as in
   * Python 3. `latin1`: a string. `bytes`: a Uint8Array. `keep`: a Py2Str, which is written back as
   * it was. `auto`: a string where all of it is ASCII, else a Py2Str; sessions are read so. The arguments
   * and the state of a placeholder are then a Py2Str in any case: Python 2 often takes no other for them.
   * What an object is made of, as a date is of bytes, is read whatever this says.
   */
  readonly py2str?: Py2StrChoice | undefined
  /**
   * Whether each str becomes a PyStr of its own, so that `dumps` shares exactly those that were
   * shared. Default false: equal strings are the same.
   */
  readonly exact?: boolean | undefined
  /**
   * The classes to read as JavaScript values. Default: those of Python's standard library, see
   * `STANDARD_TYPES`. `null`: none, every object is a placeholder.
   */
  readonly registry?: PickleRegistry | null | undefined
  /** Gives the object for a persistent id. Default: a persistent id is an error. */
  readonly persistentLoad?: ((id: unknown) => unknown) | undefined
  /** The buffers that came beside the pickle (protocol 5), in order. They are taken as they are. */
  readonly buffers?: Iterable<unknown> | undefined
  /** What to spend at most on a pickle. */
  readonly limits?: Partial<LoadLimits> | undefined
}

const CHECKS: Readonly<Record<keyof LoadSettings, Check>> = {
  dicts: isOneOf(['map', 'object', 'auto']),
  floats: isOneOf(['hint', 'wrap', 'plain']),
  py2str: isPy2StrChoice,
  exact: isBoolean,
  registry: orNull(isRegistry),
  persistentLoad: isFunction,
  buffers: (value) =>
    typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] === 'function'
      ? undefined
      : 'must be iterable',
  limits: isOptions,
}

/** Checks the options and fills in the defaults; throws OptionError. */
export function resolveLoadOptions(options: LoadOptions | undefined): LoadSettings {
  if (options === undefined) return LOAD_DEFAULTS
  checkOptions(options, CHECKS)
  return {
    dicts: options.dicts ?? LOAD_DEFAULTS.dicts,
    floats: options.floats ?? LOAD_DEFAULTS.floats,
    py2str: options.py2str ?? LOAD_DEFAULTS.py2str,
    exact: options.exact ?? LOAD_DEFAULTS.exact,
    registry: options.registry === undefined ? LOAD_DEFAULTS.registry : options.registry,
    persistentLoad: options.persistentLoad,
    buffers: options.buffers,
    limits: resolveLimits(LOAD_LIMITS, options.limits),
  }
}
