import { isIntegerBetween, isOptions, resolveOptions, type OptionSpec } from '../../lib/options.js'
import type { LoadLimits } from '../limits.js'
import { resolveLoadOptions, type LoadOptions } from '../read/options.js'
import type { LoadSettings } from '../settings.js'
import { PyPersistentId } from '../values/references.js'
import { sideBuffers } from './side-buffer.js'

/** How much `explain` tells, and how the pickle is read. */
export interface ExplainOptions {
  /** The most instructions to explain, up to 100,000. Default 10,000. */
  readonly maxLines?: number | undefined
  /** The most characters of the text of an argument, up to 2^29. Default 200. */
  readonly maxArgument?: number | undefined
  /** The most characters of the preview of a value, up to 1,000. Default 60. */
  readonly maxValue?: number | undefined
  /** What a `str` of Python 2 becomes, as for `loads`. Default `latin1`, which takes all of them. */
  readonly py2str?: LoadOptions['py2str']
  /**
   * What to spend on the stack, the memo, numbers and keys, as for `loads`, with the same defaults.
   * The limits on a pickle as a whole, `input` and `depth`, do not apply.
   */
  readonly limits?: Partial<LoadLimits> | undefined
}

/** The options with every default filled in. */
export interface ExplainSettings {
  readonly maxLines: number
  readonly maxArgument: number
  readonly maxValue: number
  /** How the pickle is read. */
  readonly load: LoadSettings
}

type Resolved = Omit<ExplainSettings, 'load'> & Pick<LoadOptions, 'py2str' | 'limits'>

const checkedForLoads = (): undefined => undefined

const SPECS: { readonly [Name in keyof Resolved]-?: OptionSpec<Resolved[Name]> } = {
  maxLines: { fallback: 10_000, check: isIntegerBetween(1, 100_000) },
  maxArgument: { fallback: 200, check: isIntegerBetween(1, 2 ** 29) },
  maxValue: { fallback: 60, check: isIntegerBetween(1, 1000) },
  py2str: { fallback: 'latin1', check: checkedForLoads },
  limits: { fallback: undefined, check: isOptions },
}

/** Checks the options and fills in the defaults; throws OptionError. */
export function resolveExplainOptions(options: ExplainOptions): ExplainSettings {
  const { py2str, limits, ...settings } = resolveOptions<Resolved>(SPECS, options)
  const load = resolveLoadOptions({
    py2str,
    limits: { ...limits, input: Infinity },
    dicts: 'map',
    // So that a preview can tell 1.0 from 1.
    floats: 'wrap',
    // What a class means is not the matter here: objects are shown as the pickle makes them.
    registry: null,
    persistentLoad: (id) => new PyPersistentId(id),
    buffers: sideBuffers(),
  })
  return { ...settings, load }
}
