/**
 * Where Rails keeps its own among a session's data, and where we do:
 *
 *     "_csrf_token"  the CSRF token
 *     "flash"        { "discard" => [key, …], "flashes" => { key => message, … } }: what was discarded has been shown
 *
 * A flash has one message for a key. So a list of messages is an Array to Rails, and an Array to it several to us. Its
 * key `notice` is the queue that has no name.
 */
import { copyFloatNotes, isNotedFloat, noteFloat, orderedKeys } from '../lib/hints.js'
import { isPlainObject } from '../lib/kinds.js'
import { objectOf } from '../lib/index-keys.js'
import { PyFloat } from '../lib/py-float.js'
import { CSRF_KEY, flashKey, queueOf as queueOfKey } from '../lib/session-keys.js'
import { refusePlace } from './shared-places.js'
import { refuseKey, withEntries } from './shared-ruby-data.js'
import type { Data } from './shared-ruby-data.js'

const TOKEN = '_csrf_token'
const FLASH = 'flash'
const DEFAULT_KEY = 'notice'

type Entry = [key: unknown, value: unknown]
type Queue = [key: string, messages: unknown[]]

/** Lists that Rails had as Arrays. */
const arrays = new WeakSet<object>()

export const queueOf = (key: string): string => (key === DEFAULT_KEY ? '' : key)

/** Rails' data as ours. */
export function fromRails(data: Data): Data {
  const isOurs = [...data.keys()].some((key) => key === TOKEN || key === FLASH)
  return isOurs ? withEntries(data, [...data].flatMap(entriesFrom)) : data
}

function entriesFrom([key, value]: Entry): Entry[] {
  if (key === TOKEN && typeof value === 'string') return [[CSRF_KEY, value]]
  const flashes = key === FLASH ? flashesOf(value) : undefined
  return flashes ?? [[key, value]]
}

/** @returns `undefined` for what is no flash */
function flashesOf(value: unknown): Entry[] | undefined {
  const { flashes, discard, ...others } = isPlainObject(value) ? value : {}
  if (!isPlainObject(flashes) || Object.keys(others).length > 0) return undefined
  const gone = new Set<unknown>(Array.isArray(discard) ? discard : [])
  const queues = orderedKeys(flashes)
    .filter((key) => !gone.has(key))
    .map((key): Queue => [flashKey(queueOf(key)), messagesOf(flashes, key)])
  return [...joined(queues)]
}

/** The queues, those of one key after another. */
function joined(queues: readonly Queue[]): Map<string, unknown[]> {
  const lists = new Map<string, unknown[]>()
  for (const [key, messages] of queues) {
    const before = lists.get(key)
    lists.set(key, before === undefined ? messages : appended(before, messages))
  }
  return lists
}

function appended(before: readonly unknown[], messages: readonly unknown[]): unknown[] {
  const all = [...before]
  copyFloatNotes(before, all)
  for (const [at, message] of messages.entries()) {
    if (isNotedFloat(messages, at, message as number)) noteFloat(all, all.length, message as number)
    all.push(message)
  }
  return all
}

function messagesOf(flashes: Readonly<Record<string, unknown>>, key: string): unknown[] {
  const message = flashes[key]
  if (!Array.isArray(message)) {
    const messages = [message]
    if (isNotedFloat(flashes, key, message as number)) noteFloat(messages, 0, message as number)
    return messages
  }
  arrays.add(message)
  return message as unknown[]
}

/**
 * Our data as Rails'. What is no list is no queue: it stays where it is.
 *
 * @throws {CartoucheError} `BAD_VALUE` where the application has put something into a place that is needed
 */
export function toRails(data: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown> {
  checkPlaces(data)
  const queues = [...data].filter(isQueue)
  const [first] = queues
  if (first === undefined && !data.has(CSRF_KEY)) return data
  const taken = new Set([...(first ? [FLASH] : []), ...(data.has(CSRF_KEY) ? [TOKEN] : [])])
  // `nil` is to Rails as good as nothing.
  for (const key of taken) if ((data.get(key) ?? null) !== null) refuseKey(data, key)
  const flash: Entry = [FLASH, { discard: [], flashes: flashesFor(queues) }]
  const entries = [...data].flatMap(([key, value]): Entry[] => {
    if (key === CSRF_KEY) return [[TOKEN, value]]
    if (key === first?.[0]) return [flash]
    return taken.has(key as string) || isList([key, value]) ? [] : [[key, value]]
  })
  return withEntries(data, entries)
}

function checkPlaces(data: ReadonlyMap<unknown, unknown>): void {
  if (typeof data.get(TOKEN) === 'string') refusePlace(TOKEN)
  if (flashesOf(data.get(FLASH)) !== undefined) refusePlace(FLASH)
}

const isList = (entry: Entry): entry is Queue =>
  queueOfKey(entry[0]) !== undefined && Array.isArray(entry[1])

const isQueue = (entry: Entry): entry is Queue => isList(entry) && entry[1].length > 0

function flashesFor(queues: readonly Queue[]): object {
  const named = queues.map(([key, list]): Queue => [queueOfKey(key) || DEFAULT_KEY, list])
  return objectOf(Array.from(joined(named), ([key, list]) => [key, messageFor(list)]))
}

function messageFor(list: unknown[]): unknown {
  const [only] = list
  if (list.length !== 1 || arrays.has(list) || Array.isArray(only)) return list
  return isNotedFloat(list, 0, only as number) ? new PyFloat(only as number) : only
}
