/**
 * Where Laravel keeps in a session what the session's own methods keep:
 *
 *     `_token`  the CSRF token
 *     `_flash`  { old: list of keys, new: empty list }, once a request has ended: the values under these keys are
 *               flash messages, of which the next request is the last
 *
 * A key of `old` is a queue here. What it has is one message, or several as a list.
 */
import { DeserializeError } from '../errors.js'
import { isNotedFloat, noteFloat, orderedKeys } from '../lib/hints.js'
import { isMap, isPlainObject, keysOf } from '../lib/kinds.js'
import { CSRF_KEY, flashKey, isFlashKey, queueOf } from '../lib/session-keys.js'
import { intName, isIntKey } from '../serializers/php-limits.js'
import { refuse, refusePlace } from './shared-places.js'

type Data = Map<unknown, unknown>

const TOKEN = '_token'
const FLASH = '_flash'
/** Keys that are no queue, whatever `old` says. */
const RESERVED: ReadonlySet<string> = new Set([TOKEN, CSRF_KEY, FLASH])

/** What is kept of a `_flash` that was read. */
interface Flash {
  /** How many keys stood before it. */
  readonly at: number
  /** Keys that are no queues: of what is not there, or lies deeper. */
  readonly others: readonly string[]
  /** Whether `new` comes before `old`: it does once a message was kept. */
  readonly isNewFirst: boolean
}

const NO_FLASH = { others: [], isNewFirst: false } as const

/** By the data that were made of it. */
const flashes = new WeakMap<ReadonlyMap<unknown, unknown>, Flash>()
/** Queues that were read as lists, whatever they hold now. */
const lists = new WeakSet<object>()

/**
 * The session's data.
 *
 * @param array the attributes of Laravel's session, as PHP serialized them
 * @throws {DeserializeError} `BAD_PAYLOAD` for what is no array
 */
export function fromLaravel(array: unknown): Data {
  const attributes = attributesOf(array)
  const old = oldKeys(attributes.get(FLASH))
  const queues = new Set<unknown>(old?.filter((key) => isQueue(key, attributes)))
  const data: Data = new Map()
  for (const [key, value] of attributes) {
    const isFloat = isNotedFloat(attributes, key, value as number)
    if (key === FLASH && old !== undefined) {
      const others = old.filter((name) => !queues.has(name))
      flashes.set(data, {
        at: data.size,
        others,
        isNewFirst: Object.keys(value as object)[0] === 'new',
      })
    } else if (queues.has(key)) data.set(flashKey(String(key)), messagesOf(value, isFloat))
    else set(data, isToken(key, value) ? CSRF_KEY : key, value, isFloat)
  }
  return data
}

/** Keys that are ints are counted anew, from 0 on, as Laravel does when it reads them. */
function attributesOf(array: unknown): Data {
  if (!isPlainObject(array) && !Array.isArray(array)) {
    throw new DeserializeError('BAD_PAYLOAD', 'The data are no array of PHP')
  }
  const attributes: Data = new Map()
  let ints = 0
  for (const key of orderedKeys(array)) {
    const value = (array as Record<string, unknown>)[key]
    const slot = Array.isArray(array) ? Number(key) : key
    const isFloat = isNotedFloat(array, slot, value as number)
    set(attributes, isIntKey(key) ? String(ints++) : key, value, isFloat)
  }
  return attributes
}

/** The keys of messages, if there is such a list; no request has put new ones beside it. */
function oldKeys(flash: unknown): readonly string[] | undefined {
  if (!isPlainObject(flash) || Object.keys(flash).length !== 2) return undefined
  const { old, new: fresh } = flash
  const isAged = Array.isArray(fresh) && fresh.length === 0
  // Where Laravel has taken keys out of a list, it has gaps.
  const keys: unknown = isPlainObject(old) ? Object.values(old) : old
  const isOne = isAged && Array.isArray(keys) && keys.every((key) => typeof key === 'string')
  return isOne ? [...new Set(keys as string[])] : undefined
}

const isQueue = (key: string, attributes: Data): boolean =>
  attributes.has(key) && !RESERVED.has(key) && !isFlashKey(key)

const isToken = (key: unknown, value: unknown): boolean =>
  key === TOKEN && typeof value === 'string'

function messagesOf(value: unknown, isFloat: boolean): unknown[] {
  if (Array.isArray(value)) {
    lists.add(value)
    return value
  }
  const messages = [value]
  if (isFloat) noteFloat(messages, 0, value as number)
  return messages
}

function set(data: Data, key: unknown, value: unknown, isFloat: boolean): void {
  if (isFloat) noteFloat(data, key, value as number)
  data.set(key, value)
}

/**
 * The attributes of Laravel's session.
 *
 * @throws {CartoucheError} `BAD_VALUE` for a queue or a token beside something else under Laravel's key for it, for what
 * would become Laravel's own token or messages, and for keys that Laravel would count anew
 */
export function toLaravel(data: ReadonlyMap<unknown, unknown>): Data {
  const attributes: Data = new Map()
  const queues = [...data].filter(isQueueEntry).map(([key]) => queueOf(key)!)
  const { at, others, isNewFirst } = flashes.get(data) ?? { ...NO_FLASH, at: data.size }
  const old = [...others, ...queues]
  const flash = isNewFirst ? { new: [], old } : { old, new: [] }
  const isKept = flashes.has(data) || queues.length > 0
  for (const [place, entry] of [...data].entries()) {
    if (isKept && place === at) add(attributes, FLASH, flash, false)
    addEntry(attributes, entry, data)
  }
  if (isKept && at >= data.size) add(attributes, FLASH, flash, false)
  checkInts(attributes)
  return attributes
}

type Entry = [key: unknown, value: unknown]

const isQueueEntry = (entry: Entry): entry is [string, unknown[]] =>
  isFlashKey(entry[0]) && Array.isArray(entry[1])

function addEntry(attributes: Data, entry: Entry, data: ReadonlyMap<unknown, unknown>): void {
  const [key, value] = entry
  if (isToken(key, value) || (key === FLASH && oldKeys(value) !== undefined)) refusePlace(key)
  if (isQueueEntry(entry)) addQueue(attributes, ...entry)
  else {
    const isFloat = isNotedFloat(data, key, value as number)
    add(attributes, key === CSRF_KEY ? TOKEN : key, value, isFloat)
  }
}

function addQueue(attributes: Data, key: string, messages: readonly unknown[]): void {
  const name = queueOf(key)!
  const isTaken = RESERVED.has(name) || isFlashKey(name)
  if (isTaken) refuse(key, 'Laravel has no queue of this name: take another')
  const [message] = messages
  const isOne = messages.length === 1 && !isListInPhp(message) && !lists.has(messages)
  const isFloat = isOne && isNotedFloat(messages, 0, message as number)
  add(attributes, name, isOne ? message : messages, isFloat)
}

/** Whether PHP has it as a list, which would be read as several messages, or none. */
function isListInPhp(value: unknown): boolean {
  if (Array.isArray(value)) return true
  if (!isMap(value) && !isPlainObject(value)) return false
  const keys = isMap(value) ? [...keysOf(value)] : orderedKeys(value)
  return keys.every((key, at) => intName(key) === String(at))
}

function add(attributes: Data, name: unknown, value: unknown, isFloat: boolean): void {
  if (attributes.has(name)) {
    refuse(name, 'Laravel has one key for this and another of the session; rename one of them')
  }
  set(attributes, name, value, isFloat)
}

function checkInts(attributes: Data): void {
  let ints = 0
  for (const key of attributes.keys()) {
    const name = intName(key)
    if (name === undefined || !isIntKey(name) || name === String(ints++)) continue
    refuse(key, 'Laravel counts keys anew that are whole numbers; put something before it')
  }
}
