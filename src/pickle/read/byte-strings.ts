import { PyObject } from '../values/objects.js'
import { Py2Str } from '../values/texts.js'
import { isContainer, valuesIn } from './contents.js'
import type { Reader } from './reader.js'

/**
 * Refuses a value in which a Python 2 str stands that is not ASCII, where the option `py2str` asks for
 * that. As an argument of a call it is no text but what an object is made of, such as the state of a date.
 */
export function refuseByteStrings(reader: Reader, root: unknown): void {
  if (reader.beyondAscii === undefined) return
  const found = new Set([root])
  // A Set gives what is added to it on the way.
  for (const value of found) {
    if (value instanceof Py2Str) {
      reader.at = reader.beyondAscii.get(value) ?? reader.at
      reader.fail('BAD_STRING', 'A Python 2 str is not ASCII: see the option py2str')
    }
    if (isContainer(reader, value)) for (const part of textsIn(value)) found.add(part)
  }
}

function* textsIn(container: object): Iterable<unknown> {
  const args = container instanceof PyObject ? container.args : undefined
  for (const value of valuesIn(container)) if (value !== args) yield value
  for (const arg of args ?? []) if (!(arg instanceof Py2Str)) yield arg
}
