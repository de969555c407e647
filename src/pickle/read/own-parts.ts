/** What an object that holds itself through what it is made of holds, as against what is made for that alone. */

import { PyObject, isPartial, ownParts } from '../values/objects.js'
import { PyPersistentId } from '../values/references.js'
import { containersIn, valuesIn } from './contents.js'
import type { Reader } from './reader.js'

/**
 * Such an object is made within itself, and then once more and dropped. Python made lists and dicts for that,
 * which nothing else holds; the others are the object's own. What was noted is not gone into again, however many
 * objects are dropped.
 */
export function noteOwnParts(reader: Reader, { cls, args, kwargs }: PyObject): void {
  const pending = containersIn(reader, [cls, args, kwargs])
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (isObject(reader, part) || ownParts.get(part) === true) continue
    ownParts.set(part, true)
    for (const child of containersIn(reader, valuesIn(part))) pending.push(child)
  }
}

/** Whether a value is written as an object. The application may have made it, and frozen it. */
const isObject = (reader: Reader, value: object): boolean =>
  (value instanceof PyObject && !isPartial(value)) ||
  value instanceof PyPersistentId ||
  reader.objects.sourceOf(value) !== undefined
