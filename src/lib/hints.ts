/**
 * What a JavaScript container cannot say about the Python one it came from.
 *
 * Python tells 1 from 1.0, and keeps the order of a dict's keys whatever they look like. A number
 * and a plain object cannot, so the readers note it here and the writers ask. Notes are hidden in the
 * container: users see ordinary numbers and objects, and a note dies with its container.
 */
import { hidden } from './hidden.js'

type Slot = unknown

/** What is noted of one container: kept together, so that a writer looks a container up once. */
export interface Notes {
  /** The slots that held a float, and the float. */
  floats?: Map<Slot, number>
  /** The Map keys or Set members that were floats, and the float: as a key JavaScript turns -0 into 0. */
  floatKeys?: Map<Slot, number>
  /** Python's order of keys, where JavaScript has another. */
  keyOrder?: readonly string[]
}

const notes = hidden<Notes>()

/** Everything noted of `container`, for a writer that asks about many slots. */
export function notesOf(container: object): Readonly<Notes> | undefined {
  return notes.get(container)
}

function ownNotes(container: object): Notes {
  let own = notes.get(container)
  if (own === undefined) notes.set(container, (own = {}))
  return own
}

/** Notes that the integral `value` at `slot` (index, property or Map key) was a float in Python. */
export function noteFloat(container: object, slot: Slot, value: number): void {
  const own = ownNotes(container)
  own.floats ??= new Map()
  own.floats.set(slot, value)
}

/** Whether `slot` was noted as a float and still holds that very number. */
export function isNotedFloat(container: object, slot: Slot, value: number): boolean {
  const floats = notes.get(container)?.floats
  return floats !== undefined && Object.is(floats.get(slot), value)
}

/** All float notes of `container`. */
export function floatNotes(container: object): ReadonlyMap<Slot, number> | undefined {
  return notes.get(container)?.floats
}

/** Notes that a Map key or Set member was the float `original` in Python. */
export function noteFloatKey(container: object, key: number, original: number): void {
  const own = ownNotes(container)
  own.floatKeys ??= new Map()
  own.floatKeys.set(key, original)
}

/** The floats among the keys of a Map or the members of a Set: key to the float it was. */
export function floatKeyNotes(container: object): ReadonlyMap<Slot, number> | undefined {
  return notes.get(container)?.floatKeys
}

/** Carries the float notes of `from` over to `to`, whose slots and keys have the same names. */
export function copyFloatNotes(from: object, to: object): void {
  const { floats, floatKeys } = notes.get(from) ?? {}
  if (floats !== undefined) ownNotes(to).floats = new Map(floats)
  if (floatKeys !== undefined) ownNotes(to).floatKeys = new Map(floatKeys)
}

/** Notes the order in which Python listed the keys of `object`, where JavaScript lists them otherwise. */
export function noteKeyOrder(object: object, keys: readonly string[]): void {
  if (keys.length < 2) return
  const isOther = Object.keys(object).some((key, at) => key !== keys[at])
  if (isOther) ownNotes(object).keyOrder = keys
}

/** The own string keys of `object`: those noted first, in Python's order, then the ones added since. */
export function orderedKeys(object: object): readonly string[] {
  const keys = Object.keys(object)
  const noted = notes.get(object)?.keyOrder
  if (noted === undefined) return keys
  const left = new Set(keys)
  return [...noted.filter((key) => left.delete(key)), ...left]
}
