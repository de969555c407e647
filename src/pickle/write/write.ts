import { PickleError } from '../../errors.js'
import { pathText } from '../../lib/key-path.js'
import { overLimit } from '../limits.js'
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

/** By the words of V8 and JavaScriptCore, and of SpiderMonkey: functions of the application throw RangeErrors too. */
const isStackOverflow = (error: unknown): boolean =>
  error instanceof Error && /^(?:Maximum call stack size|too much recursion)/.test(error.message)

function pickle(
  value: unknown,
  settings: DumpSettings,
  kept?: ReadonlyMap<number, number>,
): Pickler {
  const pickler = new Pickler(settings, writeByType, kept)
  try {
    pickler.save(value)
  } catch (error) {
    // A high depth limit, or little stack left by the caller.
    const failure = isStackOverflow(error) ? overLimit('depth', settings.limits.depth) : error
    // Where the pickle got too long says nothing of what is too long in it.
    const isPlaced = failure instanceof PickleError && failure.limit !== 'output'
    throw isPlaced ? failure.at(pathText(value, keysOf(pickler.steps)) || undefined) : failure
  }
  return pickler
}
