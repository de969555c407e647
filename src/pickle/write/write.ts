import { PickleError } from '../../errors.js'
import { STACK_ENDED, isStackOverflow } from '../../lib/call-stack.js'
import { COPY_ADVICE, REVOKED, pathText } from '../../lib/key-path.js'
import type { DumpSettings } from '../settings.js'
import { writeByType } from './by-type.js'
import { keysOf } from './path.js'
import { Pickler } from './pickler.js'

/** The pickle of a value, valid until the next one is written: to be copied or used at once. */
export function write(value: unknown, settings: DumpSettings): Uint8Array {
  const pickler = pickle(value, settings)
  const bytes = pickler.finish()
  if (pickler.used === undefined) return bytes
  const used = [...pickler.used].toSorted((a, b) => a - b)
  const kept = new Map(used.map((index, position) => [index, position]))
  return pickle(value, settings, kept).finish()
}

/** A Proxy that was revoked fails wherever it is met: as a part of a key too. By the words of all engines. */
const isOfRevoked = (error: unknown): boolean =>
  error instanceof TypeError && /proxy.* revoked|revoked proxy/i.test(error.message)

/** A high depth limit, little stack left by the caller, or a function of the application's without end. */
function stackEnded(most: number, cause: unknown): PickleError {
  const failure = new PickleError('LIMIT', STACK_ENDED, undefined, { limit: 'depth', most })
  failure.cause = cause
  return failure
}

/** The error for what ended the writing. */
function failureOf(error: unknown, { limits }: DumpSettings): unknown {
  if (isStackOverflow(error)) return stackEnded(limits.depth, error)
  if (!isOfRevoked(error)) return error
  return new PickleError('UNSUPPORTED', `${REVOKED} cannot be pickled; ${COPY_ADVICE}`)
}

function pickle(
  value: unknown,
  settings: DumpSettings,
  kept?: ReadonlyMap<number, number>,
): Pickler {
  const pickler = new Pickler(settings, writeByType, kept)
  try {
    pickler.save(value)
  } catch (error) {
    const failure = failureOf(error, settings)
    // Where the pickle got too long says nothing of what is too long in it.
    const isPlaced = failure instanceof PickleError && failure.limit !== 'output'
    throw isPlaced ? failure.at(pathText(value, keysOf(pickler.steps)) || undefined) : failure
  }
  return pickler
}
