/** What of a session is to be written, field by field. */
import { SessionTooLargeError } from '../errors.js'
import {
  fieldsOf,
  fieldWith,
  headOf,
  isOfSession,
  renewedOf,
} from '../formats/shared-stored-fields.js'
import type { Known, PlainFields, Stored } from '../formats/shared-stored-fields.js'
import { EDITION, HEAD, RENEWED } from '../formats/shared-stored-names.js'
import { keyText } from '../lib/key-path.js'
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import type { SessionState } from '../session/state.js'
import type { SessionRecord } from '../session/record.js'
import type { StoredSettings } from './settings.js'

/** Changes by plain names: a text, or `undefined` for a field that is removed. */
export type Changes = Map<string, string | undefined>

const MILLISECONDS = 1000
const BASE = 36
const UID_BYTES = 6

/**
 * Names for messages, each after those before it, and unlike those of other requests. They begin with the time; what was
 * there before may have been written in the same millisecond, or by a machine whose clock is ahead.
 */
function uids({ clock, randomBytes }: StoredSettings): Known['uid'] {
  let [now, own, count] = [0, '', 0]
  return (last) => {
    now ||= Math.round(clock() * MILLISECONDS)
    own ||= encodeUrlsafeBase64(randomBytes(UID_BYTES))
    const time = last === '' ? now : Math.max(now, timeIn(last) + 1)
    return `${padded(time, TIME_DIGITS)}${padded(count++, COUNT_DIGITS)}${own}`
  }
}

const TIME_DIGITS = 9
const COUNT_DIGITS = 4

const timeIn = (uid: string): number => Number.parseInt(uid.slice(0, TIME_DIGITS), BASE)
const padded = (value: number, digits: number): string => value.toString(BASE).padStart(digits, '0')

/** The fields of a session that begins. */
export function allFields(record: SessionRecord, settings: StoredSettings): PlainFields {
  const fields = fieldsOf(record, {
    stored: undefined,
    isAsRead: () => false,
    uid: uids(settings),
  })
  checkSize(fields, record, settings)
  return fields.set(HEAD, headOf(record)).set(RENEWED, renewedOf(record))
}

/** What a request has changed of a session that is stored. Where nobody can have changed it, nothing is compared. */
export function changesOf(state: SessionState, stored: Stored, settings: StoredSettings): Changes {
  const isTouched = state.marked || state.changes > 0
  if (!isTouched && !state.handedOut) return new Map()
  if (stored.isMigrated !== true) return differences(state, stored, settings)
  // What was migrated is written whole, with the first change.
  const { fields, raw, lists, unsure } = stored
  const isChanged = isTouched || differences(state, stored, settings).size > 0
  return isChanged ? differences(state, { fields, raw, lists, unsure }, settings) : new Map()
}

function differences(state: SessionState, stored: Stored, settings: StoredSettings): Changes {
  const changes: Changes = new Map()
  const { record, isAllLent, lent } = state
  const isAsRead = (key: unknown): boolean => !isAllLent && !lent?.has(key)
  const fields = fieldsOf(record, { stored, isAsRead, uid: uids(settings) })
  // A loop over a Map makes a list of each entry.
  fields.forEach((text, name) => {
    if (stored.fields.get(name) !== text) changes.set(name, text)
  })
  stored.fields.forEach((_, name) => {
    if (!fields.has(name) && isOfSession(name, stored)) changes.set(name, undefined)
  })
  stored.unsure?.forEach((_, name) => {
    if (isSaidAgain(name)) changes.set(name, fields.get(name))
  })
  if (changes.size > 0) checkSize(fields, record, settings)
  return changes
}

/** What stands in the store by the way is sent with every write. */
const isSaidAgain = (name: string): boolean => name !== EDITION && name !== RENEWED

/** The stored fields after changes. */
export function changed(fields: PlainFields, changes: Changes): PlainFields {
  const after = new Map(fields)
  for (const [name, text] of changes) {
    if (text === undefined) after.delete(name)
    else after.set(name, text)
  }
  return after
}

export function sizeOf(fields: PlainFields): number {
  let size = 0
  fields.forEach((text, name) => (size += name.length + text.length))
  return size
}

const LISTED = 5

function checkSize(
  fields: PlainFields,
  { data }: SessionRecord,
  { maxSize }: StoredSettings,
): void {
  const size = sizeOf(fields)
  if (size <= maxSize) return
  const keys = [...data]
    .map(([key, value]) => ({
      key: keyText(key),
      size: fieldWith(key, value, undefined)?.length ?? 0,
    }))
    .toSorted((one, other) => other.size - one.size)
  throw new SessionTooLargeError(size, maxSize, keys.slice(0, LISTED))
}
