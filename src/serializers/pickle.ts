import type { DumpOptions } from '../pickle/index.js'
import { read } from '../pickle/read.js'
import { Reader } from '../pickle/reader.js'
import {
  GENERAL_DUMP,
  GENERAL_LOAD,
  SESSION_DUMP,
  SESSION_LOAD,
  type DumpSettings,
  type LoadSettings,
} from '../pickle/settings.js'
import { write } from '../pickle/write.js'
import { isIntegerBetween } from '../lib/options.js'
import { OptionError } from '../errors.js'
import { JSONSerializer } from './json.js'
import type { Serializer } from './shared.js'

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

/** Pickles within limits. A dict with only text keys becomes a plain object. */
export interface Pickles {
  readonly read: (bytes: Uint8Array) => unknown
  /** The bytes are valid until the next pickle is written: to be copied or used at once. */
  readonly write: (value: unknown, protocol: Protocol) => Uint8Array
}

const pickles = (loading: LoadSettings, dumping: readonly DumpSettings[]): Pickles => ({
  read: (bytes) => read(new Reader(bytes, loading)),
  write: (value, protocol) => write(value, dumping[protocol]!),
})

/** Those of sessions. */
export const SESSION_PICKLES: Pickles = pickles(SESSION_LOAD, SESSION_DUMP)

/** Those of data that someone else keeps. */
export const GENERAL_PICKLES: Pickles = pickles(GENERAL_LOAD, GENERAL_DUMP)

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
  readonly #protocol: Protocol

  /**
   * @param protocol what to write, 0 to 5. Default 2, which every Python reads; Pyramid's default is
   * the highest that its Python knows
   * @throws {OptionError} when it is no such number
   */
  constructor(protocol: Protocol = protocolSpec.fallback) {
    const problem = protocolSpec.check(protocol)
    if (problem !== undefined) throw new OptionError('protocol', problem)
    this.#protocol = protocol
  }

  /** @throws {PickleError} for what cannot be pickled, or is over a limit: see `limit` */
  dumps(value: unknown): Uint8Array {
    return SESSION_PICKLES.write(value, this.#protocol).slice()
  }

  /** @throws {PickleError} for what is no pickle */
  loads(bytes: Uint8Array): unknown {
    return SESSION_PICKLES.read(bytes)
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
  /** @throws {PickleError} for what is neither */
  override loads(bytes: Uint8Array): unknown {
    try {
      return super.loads(bytes)
    } catch {
      return SESSION_PICKLES.read(bytes)
    }
  }
}
