/** How a stored session is read: first the cookie, then the store, then what both say of it. */
import { DeserializeError } from '../errors.js'
import { SUPERSEDED } from '../formats/shared-stored-names.js'
import type { Stored, StoredToken } from '../formats/stored.js'
import { after, each } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import type { Cookies } from '../session/cookie-source.js'
import { openState, textsOf } from '../session/open.js'
import type { Opened } from '../session/open.js'
import type { ReadRecord } from '../session/record.js'
import type { StoredFields } from '../stores/shared-store.js'
import type { StoredSettings } from './settings.js'
import { livesOn } from './successors.js'
import { listsIn } from './writing.js'

/** What the store has for the cookies of a request, by the texts of these. */
export type Found = ReadonlyMap<
  string,
  { readonly token: StoredToken; readonly fields: StoredFields | undefined }
>

/** The cookies of a request that somebody with a key has made: for others no store is asked. */
export function tokensIn(cookies: Cookies, settings: StoredSettings): Map<string, StoredToken> {
  const tokens = new Map<string, StoredToken>()
  for (const text of textsOf(cookies, settings, settings)) {
    try {
      tokens.set(text, settings.format.open(text, settings.cookieName))
    } catch (error) {
      if (!(error instanceof DeserializeError)) throw error
    }
  }
  return tokens
}

/** Asks the store for the sessions of tokens. */
export function find(
  tokens: ReadonlyMap<string, StoredToken>,
  settings: StoredSettings,
): Awaitable<Found> {
  const found = new Map<string, { token: StoredToken; fields: StoredFields | undefined }>()
  const ask = ([text, token]: [string, StoredToken]): Awaitable<unknown> =>
    after(read(token, settings), (fields) => found.set(text, { token, fields }))
  return after(each([...tokens], ask), () => found)
}

function read(token: StoredToken, settings: StoredSettings): Awaitable<StoredFields | undefined> {
  return after(settings.store.read(token.id), (fields) => {
    const isSuperseded = fields?.has(settings.format.codec.nameOf(token, SUPERSEDED)) === true
    if (!isSuperseded) return fields
    return after(livesOn(token, fields!, settings), (lives) => (lives ? fields : undefined))
  })
}

/** Makes the session of a request, of what was found. */
export function openFound(cookies: Cookies, found: Found, settings: StoredSettings): Opened {
  const { format } = settings
  const read = (text: string, cookieName: string): ReadRecord => {
    const { token, fields } = found.get(text) ?? notFound(text, cookieName, settings)
    if (fields === undefined) {
      throw new DeserializeError('NO_SESSION', 'The store has no such session, or none any more')
    }
    const { secret, keyId } = token
    return { ...format.recordOf(token, fields), secret, keyId }
  }
  const opened = openState(cookies, { ...settings, format: { ...format, read } })
  const { record } = opened.state
  // A schema gives copies of what was read.
  if (record.origin !== undefined && settings.fit !== null) {
    record.origin = { ...(record.origin as Stored), lists: listsIn(record.data) } satisfies Stored
  }
  return opened
}

/** @throws {DeserializeError} which says why it was not asked for */
function notFound(
  text: string,
  cookieName: string,
  { format }: StoredSettings,
): { token: StoredToken; fields: undefined } {
  return { token: format.open(text, cookieName), fields: undefined }
}
