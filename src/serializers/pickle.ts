import { isRegistry } from '../pickle/check-options.js'
import type { DumpOptions, PickleRegistry } from '../pickle/index.js'
import { isPy2StrChoice } from '../pickle/read/options.js'
import { read } from '../pickle/read/read.js'
import { Reader } from '../pickle/read/reader.js'
import { SESSION_DUMP_LIMITS, SESSION_LOAD_LIMITS } from '../pickle/limits.js'
import {
  DUMP_DEFAULTS,
  LOAD_DEFAULTS,
  type DumpSettings,
  type LoadSettings,
} from '../pickle/settings.js'
import { PyPersistentId } from '../pickle/values.js'
import { write } from '../pickle/write/write.js'
import { isIntegerBetween, orNull, resolveOptions } from '../lib/options.js'
import type { OptionSpecs } from '../lib/options.js'
import { OptionError } from '../errors.js'
import { JSONSerializer } from './json.js'
import { setDictOf, TAKES_TRIPLES, tupleFor } from './call.js'
import { dictOfPlaceholder } from './dict-subclass.js'
import type { Serializer } from './shared.js'

/** The limits of what need not be a session. */
export { DUMP_LIMITS, LOAD_LIMITS } from '../pickle/limits.js'

/** The pickle protocols, from the oldest to the newest. */
export type Protocol = NonNullable<DumpOptions['protocol']>

/** The `protocol` option of everything that writes pickles: 2, which every Python reads. */
export const protocolSpec: {
  readonly fallback: Protocol
  readonly check: (value: unknown) => string | undefined
} = {
  fallback: 2,
  check: isIntegerBetween(0, 5),
}

/** Options of everything that reads pickles. */
export interface PickleReadOptions {
  /**
   * What a `str` of Python 2 becomes. `'auto'` (default): text where all of it is ASCII, else a `Py2Str`,
   * which is written back as it was. For the others see `LoadOptions`.
   */
  readonly py2str?: LoadSettings['py2str']
  /** The classes to read and write as JavaScript values. Default: `STANDARD_TYPES`; `null`: none. */
  readonly registry?: PickleRegistry | null
}

type Resolved<Options> = Required<Options>

export const readSpecs: OptionSpecs<Resolved<PickleReadOptions>> = {
  py2str: { fallback: 'auto', check: isPy2StrChoice },
  registry: { fallback: LOAD_DEFAULTS.registry, check: orNull(isRegistry) },
}

/** Options of everything that writes pickles. */
export interface PickleWriteOptions extends Pick<PickleReadOptions, 'registry'> {
  /** The pickle protocol to write, 0 to 5. Default 2, which every Python reads. */
  readonly protocol?: Protocol
}

/** Read options, resolved. */
export type { LoadSettings as PickleReading }
/** Write options, resolved. */
export type { DumpSettings as PickleWriting }

export const writeSpecs: OptionSpecs<Resolved<PickleWriteOptions>> = {
  protocol: protocolSpec,
  registry: readSpecs.registry,
}

const READING: LoadSettings = {
  ...LOAD_DEFAULTS,
  dicts: 'auto',
  // What a session was given to keep comes back.
  persistentLoad: (id) => new PyPersistentId(id),
}

/** How `readPickle` reads: a dict with only text keys becomes a plain object. Within the limits of sessions. */
export const readingOf = (
  { py2str, registry }: Resolved<PickleReadOptions>,
  limits = SESSION_LOAD_LIMITS,
): LoadSettings => ({ ...READING, py2str, registry, limits })

/** How `writePickle` writes. Within the limits of sessions. */
export const writingOf = (
  { protocol, registry }: Resolved<PickleWriteOptions>,
  limits = SESSION_DUMP_LIMITS,
): DumpSettings => ({ ...DUMP_DEFAULTS, protocol, registry, limits })

/** Pickle bytes → value. */
export function readPickle(bytes: Uint8Array, settings: LoadSettings): unknown {
  return read(new Reader(bytes, settings))
}

/** Value → pickle bytes, valid until the next pickle is written: to be copied or used at once. */
export function writePickle(value: unknown, settings: DumpSettings): Uint8Array {
  return write(tupleFor(value), settings)
}

/**
 * Python's pickles, within the limits of a session: see `docs/limits.md`. Nothing that a pickle names is
 * ever imported or called.
 *
 * Source: `pyramid.session.PickleSerializer`, Pyramid 1.5 to 2.
 *
 * @example
 * import { PickleSerializer } from 'cartouche'
 *
 * const pickle = new PickleSerializer()
 * pickle.loads(pickle.dumps({ a: new Set([1]) })) // → { a: new Set([1]) }
 */
export class PickleSerializer implements Serializer {
  readonly #writing: DumpSettings
  readonly #reading: LoadSettings

  /**
   * @param protocol what to write, 0 to 5. Default 2, which every Python reads; Pyramid's default is
   * the highest that its Python knows
   * @param options how to read a `str` of Python 2, and which classes to read and write as values
   * @throws {OptionError} when the protocol or an option is not what it must be
   */
  constructor(protocol: Protocol = protocolSpec.fallback, options: PickleReadOptions = {}) {
    const problem = protocolSpec.check(protocol)
    if (problem !== undefined) throw new OptionError('protocol', problem)
    const resolved = resolveOptions(readSpecs, options)
    this.#reading = readingOf(resolved)
    this.#writing = writingOf({ protocol, registry: resolved.registry })
    setDictOf(this, dictOfPlaceholder)
  }

  /** @internal */
  get [TAKES_TRIPLES](): boolean {
    return this.dumps === PickleSerializer.prototype.dumps
  }

  /** @throws {PickleError} for what cannot be pickled, or is over a limit: see `limit` */
  dumps(value: unknown): Uint8Array {
    return writePickle(value, this.#writing).slice()
  }

  /** @throws {PickleError} for what is no pickle */
  loads(bytes: Uint8Array): unknown {
    return readPickle(bytes, this.#reading)
  }
}

/**
 * Writes JSON; reads JSON, and pickles besides: for the time in which sessions move from one to the
 * other, as Pyramid 2 recommends it.
 *
 * Source: the class of this name in Pyramid 2's documentation ("Upgrading session serialization").
 *
 * @example
 * import { JSONSerializerWithPickleFallback, PickleSerializer } from 'cartouche'
 *
 * const serializer = new JSONSerializerWithPickleFallback()
 * serializer.loads(new PickleSerializer().dumps({ old: true })) // → { old: true }
 */
export class JSONSerializerWithPickleFallback extends JSONSerializer {
  readonly #reading: LoadSettings

  /**
   * @param options how to read the pickles
   * @throws {OptionError} when an option is not what it must be
   */
  constructor(options: PickleReadOptions = {}) {
    super()
    this.#reading = readingOf(resolveOptions(readSpecs, options))
    setDictOf(this, dictOfPlaceholder)
  }

  /** @throws {PickleError} for what is neither */
  override loads(bytes: Uint8Array): unknown {
    try {
      return super.loads(bytes)
    } catch {
      return readPickle(bytes, this.#reading)
    }
  }
}
