/**
 * What Django keeps in a session beside the application's data, in its places and in ours:
 *
 *     _messages   JSON text of the messages of all levels    _f_<queue>  a list for each level
 *     _csrftoken  the CSRF token (CSRF_USE_SESSIONS)          _csrft_
 *
 * Where something else stands in one of these places, it stays there.
 *
 * Source: `django.contrib.messages.storage.session`, `django.middleware.csrf`.
 */
import { copyFloatNotes } from '../lib/hints.js'
import { latin1ToText } from '../lib/text.js'
import { readJson } from '../serializers/json-read.js'
import { writeJson } from '../serializers/json-write.js'
import { CSRF_KEY, flashKey, queueOf } from '../lib/session-keys.js'
import { refusePlace } from './shared-places.js'
import { jsonOfMessage, messagesOf } from './shared-django-messages.js'
import type { MessageLevels, ReadMessage } from './shared-django-messages.js'

type Data = ReadonlyMap<unknown, unknown>

const MESSAGES = '_messages'
const TOKEN = '_csrftoken'

/** The messages of the session that data were read from: their order over all levels is in no queue. */
const readFor = new WeakMap<Data, readonly ReadMessage[]>()

/** Django's data in our places. */
export function fromDjango(
  data: Map<unknown, unknown>,
  levels: MessageLevels,
): Map<unknown, unknown> {
  const queues = queuesIn(data, levels)
  const hasToken = data.has(TOKEN) && !data.has(CSRF_KEY)
  if (queues === undefined && !hasToken) return data
  const ours = new Map<unknown, unknown>()
  for (const [key, value] of data) {
    if (key === TOKEN && hasToken) ours.set(CSRF_KEY, value)
    else if (key !== MESSAGES || queues === undefined) ours.set(key, value)
    else for (const [name, list] of queues.lists) ours.set(name, list)
  }
  copyFloatNotes(data, ours)
  if (queues !== undefined) readFor.set(ours, queues.messages)
  return ours
}

interface Queues {
  readonly messages: readonly ReadMessage[]
  readonly lists: ReadonlyMap<string, readonly unknown[]>
}

/** The messages by their queues; `undefined` where there are none, or a queue's place is taken. */
function queuesIn(data: Data, { queueOf: nameOf }: MessageLevels): Queues | undefined {
  const messages = messagesIn(data.get(MESSAGES))
  if (messages === undefined || messages.length === 0) return undefined
  const lists = new Map<string, unknown[]>()
  for (const { level, message } of messages) {
    const name = flashKey(nameOf(level))
    if (data.has(name)) return undefined
    const list = lists.get(name)
    if (list === undefined) lists.set(name, [message])
    else list.push(message)
  }
  return { messages, lists }
}

function messagesIn(text: unknown): readonly ReadMessage[] | undefined {
  if (typeof text !== 'string' || !text.startsWith('[')) return undefined
  try {
    return messagesOf(readJson(text))
  } catch {
    return undefined
  }
}

/**
 * Our data in Django's places.
 *
 * @throws {CartoucheError} `BAD_VALUE` for a flash message that Django cannot hold, and for what would be read as a token
 * or as messages
 */
export function toDjango(data: Data, levels: MessageLevels): Data {
  checkPlaces(data, levels)
  const queues = [...data.keys()].filter((key) => isQueue(key, data, levels)) as string[]
  const hasMessages = queues.length > 0 && messagesIn(data.get(MESSAGES) ?? '[]')?.length === 0
  const hasToken = data.has(CSRF_KEY) && !data.has(TOKEN)
  if (!hasMessages && !hasToken) return data
  const left = new Set(hasMessages ? queues : [])
  const theirs = new Map<unknown, unknown>()
  for (const [key, value] of data) {
    if (key === CSRF_KEY && hasToken) theirs.set(TOKEN, value)
    else if (key === queues[0] && hasMessages)
      theirs.set(MESSAGES, messagesText(data, queues, levels))
    else if (!left.has(key as string) && (key !== MESSAGES || !hasMessages)) theirs.set(key, value)
  }
  copyFloatNotes(data, theirs)
  return theirs
}

function checkPlaces(data: Data, levels: MessageLevels): void {
  const isToken = data.has(TOKEN) && !data.has(CSRF_KEY)
  if (isToken || queuesIn(data, levels) !== undefined) {
    refusePlace(isToken ? TOKEN : MESSAGES)
  }
}

function isQueue(key: unknown, data: Data, { levelOf }: MessageLevels): key is string {
  const queue = queueOf(key)
  if (queue === undefined || levelOf(queue) === undefined) return false
  const list = data.get(key)
  return Array.isArray(list) && list.length > 0
}

/** As Python's `json.dumps` writes it. */
function messagesText(data: Data, queues: readonly string[], levels: MessageLevels): string {
  const read = readFor.get(data) ?? []
  const { kept, counts } = keptIn(data, read, levels)
  const added = queues.flatMap((name) => {
    const level = levels.levelOf(queueOf(name)!)!
    const start = counts.get(name) ?? 0
    const list = data.get(name) as readonly unknown[]
    return list
      .slice(start)
      .map((message, at) => jsonOfMessage(level, message, data, [name, start + at]))
  })
  return latin1ToText(writeJson([...kept.map(({ origin }) => origin), ...added]))
}

interface Kept {
  readonly kept: readonly ReadMessage[]
  /** How many of them are in a queue, by its key. */
  readonly counts: ReadonlyMap<string, number>
}

/** Those of the messages that were read that their queues begin with still. */
function keptIn(data: Data, read: readonly ReadMessage[], levels: MessageLevels): Kept {
  const counts = new Map<string, number>()
  const kept = read.filter(({ level, message }) => {
    const name = flashKey(levels.queueOf(level))
    const place = counts.get(name) ?? 0
    const list = data.get(name)
    const isKept = Array.isArray(list) && list[place] === message
    if (isKept) counts.set(name, place + 1)
    return isKept
  })
  return { kept, counts }
}
