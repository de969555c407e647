/** Flash messages: lists in the session's data, one a queue. Pyramid's names, all versions. */
import { CartoucheError } from '../errors.js'
import { kindOf, pathText } from '../lib/key-path.js'
import { FORM } from '../lib/python-form.js'
import type { Comparable } from '../lib/python-form.js'
import { flashKey } from '../lib/session-keys.js'
import type { SessionSettings } from './settings.js'

type Data = Map<unknown, unknown>

/**
 * Nothing else has Python's `append`.
 *
 * @throws {CartoucheError} `BAD_VALUE` where something else stands in the queue's place
 */
export function checkQueue(data: Data, queue: string): void {
  const key = flashKey(queue)
  if (!data.has(key)) return
  const messages = data.get(key)
  if (Array.isArray(messages) && !isTuple(messages)) return
  const problem = `is ${kindOf(messages)} where a flash queue must be a list; delete it first`
  throw new CartoucheError('BAD_VALUE', problem, { path: pathText(data, [key]) })
}

function isTuple(list: object): boolean {
  return (list as Partial<Comparable>)[FORM]?.(undefined)?.[0] === 'tuple'
}

/** Adds a message, unless one that `hasEqual` calls equal is there. */
export function addFlash(
  data: Data,
  message: unknown,
  queue: string,
  hasEqual: SessionSettings['hasEqual'] | undefined,
): void {
  const messages = peekFlash(data, queue)
  const key = flashKey(queue)
  if (hasEqual?.(messages, message, key) === true) return
  messages.push(message)
  data.set(key, messages)
}

/** The stored list itself, or a new empty one that is not stored. */
export function peekFlash(data: Data, queue: string): unknown[] {
  const key = flashKey(queue)
  return data.has(key) ? (data.get(key) as unknown[]) : []
}

/** Removes the queue and returns its messages. */
export function popFlash(data: Data, queue: string): unknown[] {
  const messages = peekFlash(data, queue)
  data.delete(flashKey(queue))
  return messages
}
