/** A session as the fields that a store keeps of it, see shared-stored-names.ts. */
import { CartoucheError, DeserializeError } from '../errors.js'
import { sorted } from '../lib/sorted.js'
import { decodeValue, encodeValue } from '../serializers/modern.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import {
  EDITION,
  HEAD,
  isQueue,
  keyOfName,
  LABEL,
  nameOfKey,
  nameOfMessage,
  PERSISTENT,
  queueOf,
  RENEWED,
  SUPERSEDED,
  uidOf,
} from './shared-stored-names.js'

/** Texts by plain names. */
export type PlainFields = ReadonlyMap<string, string>

/** What stood in the store, by plain names. */
export interface Stored {
  readonly fields: PlainFields
  /** The lists that were made of flash messages, by their keys. */
  readonly lists: ReadonlyMap<string, unknown[]>
  /** The same fields as the store has them. */
  readonly raw: PlainFields
  /** What the store gave last, which may have been written since. */
  readonly from?: PlainFields | undefined
  /** What a schema made of the values when they were read, where there is one. */
  readonly given?: Given | undefined
  /** Whether `migrate` made them, and they were not written since. */
  readonly isMigrated?: boolean
  /** What was sent since, and not answered: the store has either, and nobody knows which. */
  readonly unsure?: Unsure | undefined
  /** The keys as they were read, in their order, where they are at hand. */
  readonly keys?: readonly KeyField[]
  /** Where each of the fields stood among them: made when somebody asks. */
  orders?: ReadonlyMap<string, number>
}

/** The texts of fields, `undefined` for one that is removed: those of each write whose answer was lost. */
export type Unsure = ReadonlyMap<string, readonly (string | undefined)[]>

/** Values as texts, by the names of their fields; `undefined` for a field that a schema left out. */
export type Given = ReadonlyMap<string, string | undefined>

const LAYOUT = 2
const MILLISECONDS = 1000
const BASE = 36

/**
 * The head of a new session: what does not change.
 *
 * @param predecessor the id of the session that it goes on from
 */
export function headOf({ created, subject }: SessionRecord, predecessor?: string): string {
  const head = [LAYOUT, Math.round(created * MILLISECONDS), subject ?? null]
  return JSON.stringify(predecessor === undefined ? head : [...head, predecessor])
}

/** The id of the session that another one goes on from. */
export function predecessorIn(fields: PlainFields): unknown {
  return (parsed(fields.get(HEAD)) as unknown[])[3]
}

export function renewedOf({ accessed, renewed }: SessionRecord): string {
  return String(Math.round((accessed ?? renewed) * MILLISECONDS))
}

/** What is known of a session when its fields are made. */
export interface Known {
  readonly stored: Stored | undefined
  /** Whether nobody can have changed the value of a key since it was read. */
  readonly isAsRead: (key: unknown) => boolean
  /** Makes names for messages, each after those before, and after those up to `last`. */
  readonly uid: (last: string) => string
}

/**
 * The fields that a session has, but for those that every write sets.
 *
 * @throws {CartoucheError} for a value that cannot be kept
 */
export function fieldsOf(record: SessionRecord, known: Known): Map<string, string> {
  const { data, persistent, label } = record
  const fields = new Map<string, string>()
  if (persistent) fields.set(PERSISTENT, '1')
  if (label !== undefined) fields.set(LABEL, JSON.stringify(label))
  let last = FIRST
  let at = 0
  // A loop over a Map makes a list of each entry.
  data.forEach((value, key) => {
    if (isQueue(key, value)) addMessages(fields, key as string, value, known)
    else last = addKey(fields, key, value, known, last, found(key, at++, known.stored))
  })
  return fields
}

/** Where a key stands among the others. */
interface Place {
  readonly name: string
  readonly place: number
}

const FIRST: Place = { name: '', place: -1 }

/** What was read of a key. Where it has no field, its place is -1. */
interface Found extends Place {
  readonly field: string | undefined
}

/** Finds what was read of a key: nearly all stand where they stood. */
function found(key: unknown, at: number, stored: Stored | undefined): Found {
  const read = stored?.keys?.[at]
  if (read !== undefined && read.key === key) return read
  const name = nameOfKey(key)
  const field = stored?.fields.get(name)
  return { name, field, place: field === undefined ? -1 : placeOf(field) }
}

/** Gives the last key by now, which is the one before where this one is not kept in the store. */
function addKey(
  fields: Map<string, string>,
  key: unknown,
  value: unknown,
  { stored, isAsRead }: Known,
  last: Place,
  { name, field: before, place: known }: Found,
): Place {
  const isRead = before !== undefined && isAsRead(key)
  const given = isRead ? undefined : textOf(key, value)
  // What a schema made of a field, or gives in its place, is no change.
  const isSame = isRead || (given !== undefined && given === stored?.given?.get(name))
  if ((isSame ? before : given) === undefined) return last
  const place = placeAfter(last, name, known, stored)
  const isKept = isSame && place === known
  fields.set(name, isKept ? before! : keyField(place, isSame ? textIn(before!) : given!))
  return { name, place }
}

/** A key keeps its place while it comes after those before it, so that only what changed is written. -1: it has none. */
function placeAfter(last: Place, name: string, place: number, stored: Stored | undefined): number {
  const isAfter = place > last.place || (place === last.place && isReadAfter(last, name, stored))
  return isAfter ? place : last.place + 1
}

/** Two requests at once may have given their keys one place: these keys keep the order in which they were read. */
function isReadAfter(last: Place, name: string, stored: Stored | undefined): boolean {
  if (stored === undefined) return false
  const orders = (stored.orders ??= ordersOf(stored.fields))
  return (orders.get(last.name) ?? Infinity) < orders.get(name)!
}

const ordersOf = (fields: PlainFields): Map<string, number> =>
  new Map(Array.from(fields.keys(), (name, at) => [name, at]))

/** The text of a key's value; one that is undefined is not there. */
const textOf = (key: unknown, value: unknown): string | undefined =>
  value === undefined ? undefined : encodeValue(value, key)

const keyField = (place: number, text: string): string => `${place.toString(BASE)}:${text}`
const placeOf = (field: string): number => Number.parseInt(field, BASE)

/** The field of a key whose value is another one, in the same place; `undefined` where it has none. */
export function fieldWith(
  key: unknown,
  value: unknown,
  before: string | undefined,
): string | undefined {
  const text = textOf(key, value)
  const place = before === undefined ? 0 : placeOf(before)
  return text === undefined ? undefined : keyField(place, text)
}

/** Whether the value of a key is that which was read. */
export function isAsFound(key: unknown, value: unknown, stored: Stored | undefined): boolean {
  const name = nameOfKey(key)
  const text = textOf(key, value)
  if (stored?.given !== undefined) return text === stored.given.get(name)
  const field = stored?.fields.get(name)
  return text === (field && textIn(field))
}

/** What a schema made of stored fields. */
export function givenOf(data: ReadonlyMap<unknown, unknown>, fields: PlainFields): Given {
  const given = new Map<string, string | undefined>()
  for (const name of fields.keys()) if (isOfKey(name)) given.set(name, undefined)
  for (const [key, value] of data) {
    if (!isQueue(key, value)) given.set(nameOfKey(key), textOrNone(key, value))
  }
  return given
}

/** What cannot be kept is an error where it is written, and not before. */
function textOrNone(key: unknown, value: unknown): string | undefined {
  try {
    return textOf(key, value)
  } catch (error) {
    if (error instanceof CartoucheError) return ''
    throw error
  }
}

const textIn = (field: string): string => field.slice(field.indexOf(':') + 1)
const messageField = (message: unknown): string => encodeValue(message, '')

function addMessages(
  fields: Map<string, string>,
  key: string,
  messages: readonly unknown[],
  { stored, isAsRead, uid }: Known,
): void {
  const known = knownOf(key, messages, stored)
  const isSame = known.length === messages.length && isAsRead(key)
  // A list may have holes.
  const texts = isSame ? known.map(([, text]) => text) : Array.from(messages, messageField)
  const kept: Field[] = []
  for (const field of known) if (field[1] === texts[kept.length]) kept.push(field)
  for (const [name, text] of kept) fields.set(name, text)
  const last = uidOf(kept.at(-1)?.[0] ?? '')
  for (const text of texts.slice(kept.length)) fields.set(nameOfMessage(key, uid(last)), text)
}

/**
 * The stored messages of a list. Another list than that which was read has been begun anew: its messages are others,
 * even where they say the same.
 */
function knownOf(
  key: string,
  messages: readonly unknown[],
  stored: Stored | undefined,
): readonly Field[] {
  if (stored?.lists.get(key) !== messages) return []
  const known: Field[] = []
  const start = nameOfMessage(key, '')
  stored.fields.forEach((text, name) => {
    if (name.startsWith(start)) known.push([name, text])
  })
  return sorted(known, byName)
}

type Field = readonly [name: string, text: string]

const byName = ([one]: Field, [other]: Field): number => (one < other ? -1 : Number(one > other))

/**
 * The record of a session that is in a store.
 *
 * @throws {DeserializeError} `BAD_PAYLOAD` for fields that nobody has written so
 */
export function recordOf(id: string, fields: PlainFields, raw: PlainFields): ReadRecord {
  const [layout, made, subject] = (parsed(fields.get(HEAD)) ?? []) as unknown[]
  const renewed = Number(fields.get(RENEWED))
  if (layout !== LAYOUT || !Number.isSafeInteger(made) || !Number.isSafeInteger(renewed)) {
    throw unreadable()
  }
  const { data, lists, keys } = valuesOf(fields)
  return {
    id,
    subject: typeof subject === 'string' ? subject : undefined,
    persistent: fields.has(PERSISTENT),
    label: parsed(fields.get(LABEL)) as string | undefined,
    data,
    created: (made as number) / MILLISECONDS,
    renewed: renewed / MILLISECONDS,
    accessed: undefined,
    // Changes are told field by field.
    dataText: '',
    origin: { fields, lists, raw, from: raw, keys } satisfies Stored,
  }
}

const unreadable = (): DeserializeError =>
  new DeserializeError('BAD_PAYLOAD', 'The stored session cannot be read')

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json)
  } catch {
    throw unreadable()
  }
}

const OWN: ReadonlySet<string> = new Set([HEAD, RENEWED, PERSISTENT, LABEL, SUPERSEDED, EDITION])

/** Whether a field is one that {@link fieldsOf} gives where the session still has it. */
export const isOfSession = (name: string, { given }: Stored): boolean =>
  (!OWN.has(name) && !isLeftOut(name, given)) || name === PERSISTENT || name === LABEL

/** What a schema does not know may be of another release of the application: it stays. */
const isLeftOut = (name: string, given: Given | undefined): boolean =>
  given?.has(name) === true && given.get(name) === undefined

const isOfKey = (name: string): boolean => !name.startsWith('^') && !OWN.has(name)

interface Values {
  readonly data: Map<unknown, unknown>
  /** The lists of flash messages among them. */
  readonly lists: ReadonlyMap<string, unknown[]>
  /** In their order. */
  readonly keys: readonly KeyField[]
}

/** In few steps: every request pays for it. */
function valuesOf(fields: PlainFields): Values {
  const keys: KeyField[] = []
  const messages: Field[] = []
  fields.forEach((field, name) => {
    if (name.startsWith('^')) messages.push([name, field])
    else if (!OWN.has(name)) {
      keys.push({ key: keyOfName(name), name, field, place: placeOf(field) })
    }
  })
  const data = new Map<unknown, unknown>()
  for (const { key, field } of sorted(keys, byPlace)) data.set(key, valueIn(field))
  if (data.size < keys.length) throw unreadable()
  const lists = messages.length === 0 ? NO_LISTS : listsOf(sorted(messages, byName))
  for (const [key, list] of lists) data.set(key, list)
  return { data, lists, keys }
}

/** Each place is read once: that takes longer than to sort. */
interface KeyField extends Place {
  readonly key: unknown
  readonly field: string
}

const byPlace = (one: Place, other: Place): number => one.place - other.place

/** A key whose value is undefined has no field. */
function valueIn(field: string): unknown {
  const value = decodeValue(textIn(field))
  if (value === undefined) throw unreadable()
  return value
}

const NO_LISTS: ReadonlyMap<string, unknown[]> = new Map()

function listsOf(messages: readonly Field[]): Map<string, unknown[]> {
  const lists = new Map<string, unknown[]>()
  for (const [name, text] of messages) {
    const key = queueOf(name)!
    const list = lists.get(key) ?? []
    list.push(decodeValue(text))
    lists.set(key, list)
  }
  return lists
}
