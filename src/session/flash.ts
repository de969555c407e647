/** Flash messages: lists in the session's data, one a queue. Pyramid's names, all versions. */
import { CartoucheError } from '../errors.js'
import { equalAsPython } from './equal.js'

type Data = Map<unknown, unknown>

const keyOf = (queue: string): string => `_f_${queue}`

/** Adds a message, unless duplicates are refused and an equal one is there. */
export function addFlash(
  data: Data,
  message: unknown,
  queue: string,
  allowDuplicate: boolean,
): void {
  const key = keyOf(queue)
  if (!data.has(key)) data.set(key, [])
  const messages = data.get(key)
  if (!Array.isArray(messages)) {
    throw new CartoucheError('BAD_VALUE', 'The flash queue in the session is not a list')
  }
  if (allowDuplicate || !messages.some((other) => equalAsPython(other, message))) {
    messages.push(message)
  }
}

/** The stored list itself, or a new empty one that is not stored. */
export function peekFlash(data: Data, queue: string): unknown[] {
  const key = keyOf(queue)
  return data.has(key) ? (data.get(key) as unknown[]) : []
}

/** Removes the queue and returns its messages. */
export function popFlash(data: Data, queue: string): unknown[] {
  const messages = peekFlash(data, queue)
  data.delete(keyOf(queue))
  return messages
}
