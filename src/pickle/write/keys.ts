import { PickleError } from '../../errors.js'
import { keysOf } from '../../lib/kinds.js'
import { FEW_KEYS, haveCollisions } from '../collisions.js'
import { KeyCheck, twinError, type Iterated } from '../keys.js'
import { overLimit, type DumpLimits } from '../limits.js'
import type { DumpSettings } from '../settings.js'

/** The keys of the dicts of one pickle, and the members of its sets, while it is written. */
export class WrittenKeys {
  readonly #limits: DumpLimits
  readonly #protocol: number
  #check: KeyCheck | undefined
  #count = 0
  /** As many keys in all break no limit. */
  readonly #fewest: number

  constructor({ limits, protocol }: DumpSettings) {
    this.#limits = limits
    this.#protocol = protocol
    this.#fewest = Math.min(limits.keys, limits.keysPerDict)
  }

  /** Counts the keys of a dict. */
  count(added: number): void {
    this.#count += added
    if (this.#count > this.#fewest) checkCounts(this.#limits, added, this.#count)
  }

  /** Made when it is needed: keys that are text need none. */
  get check(): KeyCheck {
    this.#check ??= new KeyCheck(this.#protocol)
    return this.#check
  }

  /** Refuses a value that cannot be a key in Python, and one that is the same as another in `container`. */
  checkKey(key: unknown, container: Iterated): void {
    const problem = this.check.problem(key)
    if (problem !== undefined) {
      const message = `A ${problem} cannot be a key in Python; ${KEY_ADVICE[problem]}`
      throw new PickleError('UNSUPPORTED', message)
    }
    if (this.check.hasTwin(container, key)) throw twinError()
  }

  /** Refuses number keys that the engine would be slow with. */
  checkCollisions(container: Iterated, size: number): void {
    if (size > FEW_KEYS && haveCollisions(keysOf(container))) {
      throw new PickleError('LIMIT', 'Number keys are chosen so that they are slow to find')
    }
  }
}

function checkCounts({ keys, keysPerDict }: DumpLimits, added: number, all: number): void {
  if (added > keysPerDict) throw overLimit('keysPerDict', keysPerDict)
  if (all > keys) throw overLimit('keys', keys)
}

/** What to use in place of a key of a Python type. */
const KEY_ADVICE: Readonly<Record<string, string>> = {
  list: 'use a PyTuple',
  dict: 'use text or numbers',
  set: 'use a PyFrozenSet',
  bytearray: 'use a Uint8Array',
}
