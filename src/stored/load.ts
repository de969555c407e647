/** How a stored session is read: first the cookie, then the store, then what both say of it. */
import { DeserializeError } from '../errors.js'
import { SUPERSEDED } from '../formats/shared-stored-names.js'
import { expressRecord } from '../formats/express-session.js'
import type { Stored, StoredToken } from '../formats/stored.js'
import { after, each } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { openState } from '../session/open.js'
import type { Opened } from '../session/open.js'
import type { ReadRecord } from '../session/record.js'
import type { RequestCookies } from '../session/request-cookies.js'
import type { StoredFields } from '../stores/shared-store.js'
import { OlderEntry } from './older.js'
import type { StoredSettings } from './settings.js'
import { livesOn } from './successors.js'
import { originOf } from './seen.js'

/** What a cookie names, and what the store has of it. */
interface FoundSession {
  readonly text: string
  readonly token: StoredToken
  readonly fields: StoredFields | undefined
}

interface FoundEntry {
  readonly text: string
  readonly id: string
  readonly entry: unknown
}

/** What was found for the cookies of a request. */
export interface Found {
  /** In the store. */
  readonly sessions: readonly FoundSession[]
  /** In the store of express-session. */
  readonly entries: readonly FoundEntry[]
}

export const NOTHING: Found = { sessions: [], entries: [] }

/** Whether a request has a cookie for which a store must be asked. */
export function needsFinding(cookies: RequestCookies, settings: StoredSettings): boolean {
  return tokensIn(cookies, settings).length > 0 || idsIn(cookies, settings).length > 0
}

/** The cookies of a request that somebody with a key has made: for others no store is asked. */
function tokensIn(cookies: RequestCookies, settings: StoredSettings): Read<StoredToken>[] {
  const open = (text: string): StoredToken => settings.format.open(text, settings.cookieName)
  return readable(cookies.textsOf(settings), open)
}

/** The cookies of express-session, likewise. */
function idsIn(cookies: RequestCookies, settings: StoredSettings): Read<string>[] {
  const { older, clock } = settings
  if (older === null || clock() >= older.accepted.until) return []
  return readable(cookies.textsOf(older.accepted), older.idOf)
}

type Read<T> = readonly [text: string, value: T]

function readable<T>(texts: readonly string[], read: (text: string) => T): Read<T>[] {
  const all: Read<T>[] = []
  texts.forEach((text, at) => {
    try {
      if (texts.indexOf(text) === at) all.push([text, read(text)])
    } catch (error) {
      if (!(error instanceof DeserializeError)) throw error
    }
  })
  return all
}

/** Asks the store for the sessions of a request; that of express-session, where the request has no other. */
export function find(cookies: RequestCookies, settings: StoredSettings): Awaitable<Found> {
  const tokens = tokensIn(cookies, settings)
  if (tokens.length === 0) return findEntries(cookies, settings)
  return findSessions(tokens, settings, [])
}

/** One after the other: all but a few requests have one, which takes no more promises than it must. */
function findSessions(
  tokens: readonly Read<StoredToken>[],
  settings: StoredSettings,
  sessions: FoundSession[],
): Awaitable<Found> {
  const { length } = sessions
  if (length === tokens.length) return { sessions, entries: [] }
  const [text, token] = tokens[length]!
  return after(read(token, settings), (fields) => {
    sessions.push({ text, token, fields })
    return findSessions(tokens, settings, sessions)
  })
}

function findEntries(cookies: RequestCookies, settings: StoredSettings): Awaitable<Found> {
  const ids = idsIn(cookies, settings)
  if (ids.length === 0) return NOTHING
  const entries: FoundEntry[] = []
  const ask = ([text, id]: Read<string>): Awaitable<unknown> =>
    after(settings.older!.get(id), (entry) => entries.push({ text, id, entry }))
  return after(each(ids, ask), () => ({ sessions: [], entries }))
}

const of =
  (text: string) =>
  (found: { readonly text: string }): boolean =>
    found.text === text

/** What came of it, and which entry of express-session it was. */
export interface FoundOpened extends Opened {
  readonly entry: OlderEntry | undefined
}

function read(token: StoredToken, settings: StoredSettings): Awaitable<StoredFields | undefined> {
  return after(settings.store.read(token.id), (fields) => {
    const isSuperseded = fields?.has(settings.format.codec.nameOf(token, SUPERSEDED)) === true
    if (!isSuperseded) return fields
    if (settings.rotationGrace === 0) return undefined
    return after(livesOn(token, fields!, settings), (lives) => (lives ? fields : undefined))
  })
}

/** Makes the session of a request, of what was found. */
export function openFound(
  cookies: RequestCookies,
  found: Found,
  settings: StoredSettings,
): FoundOpened {
  const { format } = settings
  const read = (text: string, cookieName: string): ReadRecord => {
    const { token, fields } = found.sessions.find(of(text)) ?? notFound(text, cookieName, settings)
    if (fields === undefined) throw noSession()
    const { secret, keyId } = token
    return Object.assign(format.recordOf(token, fields), { secret, keyId })
  }
  const older = olderFound(found, settings)
  const all = older === undefined ? settings : { ...settings, accepted: older.accepted }
  const opened = openState(cookies, all, read)
  const { record, from, isFitted, isMigrated } = opened.state
  if (isFitted && record.origin !== undefined) {
    record.origin = originOf(record.data, record.origin as Stored, isMigrated)
  }
  return { ...opened, entry: from?.format.name === older?.name ? older?.entry() : undefined }
}

const noSession = (): DeserializeError =>
  new DeserializeError('NO_SESSION', 'The store has no such session, or none any more')

/** @throws {DeserializeError} which says why it was not asked for */
function notFound(
  text: string,
  cookieName: string,
  { format }: StoredSettings,
): { token: StoredToken; fields: undefined } {
  return { token: format.open(text, cookieName), fields: undefined }
}

/** The formats that are read, with that of express-session reading what was found. */
function olderFound({ entries }: Found, { older, accepted, clock }: StoredSettings) {
  if (older === null) return undefined
  const { format } = older.accepted
  let id = ''
  const read = (text: string): ReadRecord => {
    const known = entries.find(of(text)) ?? { id: older.idOf(text), entry: undefined }
    if (known.entry === undefined) throw noSession()
    id = known.id
    return expressRecord(known.entry, clock())
  }
  const reading = { ...older.accepted, format: { ...format, read } }
  return {
    name: format.name,
    accepted: accepted.map((one) => (one === older.accepted ? reading : one)),
    entry: () => new OlderEntry(id, older),
  }
}
