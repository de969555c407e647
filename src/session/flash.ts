/** Flash messages: lists in the session's data, one a queue. Pyramid's names, all versions. */
import { CartoucheError } from '../errors.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { kindOf, pathText } from '../lib/key-path.js'
import { FORM } from '../lib/python-form.js'
import type { Comparable } from '../lib/python-form.js'
import { copyFloatNotes } from '../lib/hints.js'
import { flashKey, queueOf } from '../lib/session-keys.js'
import type { SessionSettings } from './settings.js'

type Data = Map<unknown, unknown>

/**
 * The key of a queue, under which its messages come back.
 *
 * @throws {TypeError} for what is no text, as Python: it would become the name of another queue, which nobody reads
 */
export function queueKey(queue: unknown, { queueOf }: Pick<SessionFormat, 'queueOf'>): string {
  if (typeof queue !== 'string') throw new TypeError('queue must be text')
  return flashKey(queueOf?.(queue) ?? queue)
}

/** Data of another format, with each queue under the name by which this one's messages come back. */
export function withQueueNames(
  data: Data,
  { queueOf: nameOf }: Pick<SessionFormat, 'queueOf'>,
): Data {
  if (nameOf === undefined) return data
  const named: Data = new Map()
  copyFloatNotes(data, named)
  for (const [key, value] of data) {
    const queue = queueOf(key)
    const name = queue === undefined ? key : flashKey(nameOf(queue))
    const before = named.get(name)
    const isJoined = Array.isArray(before) && Array.isArray(value)
    named.set(name, isJoined ? [...(before as unknown[]), ...(value as unknown[])] : value)
  }
  return named
}

/**
 * Nothing else has Python's `append`.
 *
 * @throws {CartoucheError} `BAD_VALUE` where something else stands in the queue's place
 */
export function checkQueue(data: Data, key: string): void {
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
  key: string,
  hasEqual: SessionSettings['hasEqual'] | undefined,
): void {
  const messages = peekFlash(data, key)
  if (hasEqual?.(messages, message, key) === true) return
  messages.push(message)
  data.set(key, messages)
}

/** The stored list itself, or a new empty one that is not stored. */
export function peekFlash(data: Data, key: string): unknown[] {
  return data.has(key) ? (data.get(key) as unknown[]) : []
}

/** Removes the queue and returns its messages. */
export function popFlash(data: Data, key: string): unknown[] {
  const messages = peekFlash(data, key)
  data.delete(key)
  return messages
}
