/**
 * What a JavaScript container cannot say about the Python one it came from.
 *
 * Python tells 1 from 1.0, and keeps the order of a dict's keys whatever they look like. A number
 * and a plain object cannot, so the readers note it here and the writers ask. Notes hang on the
 * container by a WeakMap: users see ordinary numbers and objects, and a note dies with its container.
 */

type Slot = unknown

const floatSlots = new WeakMap<object, Map<Slot, number>>()
const floatKeys = new WeakMap<object, Map<Slot, number>>()
const keyOrders = new WeakMap<object, readonly string[]>()

/** Notes that the integral `value` at `slot` (index, property or Map key) was a float in Python. */
export function noteFloat(container: object, slot: Slot, value: number): void {
  const slots = floatSlots.get(container)
  if (slots === undefined) floatSlots.set(container, new Map([[slot, value]]))
  else slots.set(slot, value)
}

/** Whether `slot` was noted as a float and still holds that very number. */
export function isNotedFloat(container: object, slot: Slot, value: number): boolean {
  const slots = floatSlots.get(container)
  return slots !== undefined && Object.is(slots.get(slot), value)
}

/** All float notes of `container`, for a writer that asks about many slots. */
export function floatNotes(container: object): ReadonlyMap<Slot, number> | undefined {
  return floatSlots.get(container)
}

/**
 * Notes that a Map key or Set member was a float in Python. `original` is the float itself: as a key
 * JavaScript turns -0 into 0.
 */
export function noteFloatKey(container: object, key: number, original: number): void {
  const keys = floatKeys.get(container)
  if (keys === undefined) floatKeys.set(container, new Map([[key, original]]))
  else keys.set(key, original)
}

/** The floats among the keys of a Map or the members of a Set: key to the float it was. */
export function floatKeyNotes(container: object): ReadonlyMap<Slot, number> | undefined {
  return floatKeys.get(container)
}

/** Carries the float notes of `from` over to `to`, whose slots have the same names. */
export function copyFloatNotes(from: object, to: object): void {
  const slots = floatSlots.get(from)
  if (slots !== undefined) floatSlots.set(to, new Map(slots))
}

/** Notes the order in which Python listed the keys of `object`, where JavaScript would list them otherwise. */
export function noteKeyOrder(object: object, keys: readonly string[]): void {
  keyOrders.set(object, keys)
}

/** The own string keys of `object`: those noted first, in Python's order, then the ones added since. */
export function orderedKeys(object: object): readonly string[] {
  const keys = Object.keys(object)
  const noted = keyOrders.get(object)
  if (noted === undefined) return keys
  const left = new Set(keys)
  return [...noted.filter((key) => left.delete(key)), ...left]
}
