import { quote } from '../cookie/write.js'
import { CartoucheError, CookieTooLargeError } from '../errors.js'
import type { KeySize, PickleError } from '../errors.js'
import type { CookiePart } from '../formats/shared-format.js'
import { keyText } from '../lib/key-path.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { withClearing } from './clearing.js'
import type { SetCookie } from './clearing.js'
import { cookieAge } from './ends.js'
import { byEstimate } from './largest-keys.js'
import { partsOf } from './parts.js'
import type { SessionRecord } from './record.js'
import type { SessionSettings } from './settings.js'
import type { SessionState } from './state.js'

/**
 * The Set-Cookie lines that a session needs: one that carries it to the browser, or takes it away; and those that
 * take away the older cookies that came with the request.
 *
 * @param isSecure whether the request came over HTTPS: asked where the cookie depends on it
 * @throws {CookieTooLargeError} when it is longer than the factory's limit, or than what browsers keep
 * @throws {CartoucheError} when the data hold something that the format does not
 */
export function linesOf(
  state: SessionState,
  settings: SessionSettings,
  isSecure?: () => boolean,
): string[] {
  return withClearing(setCookies(state, settings, isSecure), state, isSecure)
}

function setCookies(
  state: SessionState,
  settings: SessionSettings,
  isSecure: (() => boolean) | undefined,
): readonly SetCookie[] {
  const { life, cookieName, setCookie, clock } = settings
  state.isReissue = false
  if (state.isDestroyed || !(life.sendsEmpty || holdsAnything(state))) {
    return state.wasEnded ? [[cookieName, setCookie('', clock(), 0, isSecure)]] : []
  }
  const dataText = textNow(state, settings)
  const isOtherNow = mayDiffer(state, settings) && isOther(dataText, state)
  // One that has ended must not stay in the browser, whatever takes its place.
  const isChanged = state.marked || state.wasEnded || isOtherNow
  if (!isChanged && !state.isDue) return []
  const set = orTooLarge(state, settings, () =>
    cookiesWith(state.record, settings, isSecure, dataText),
  )
  // Only now is it sure that there is a cookie.
  state.isReissue = !isChanged
  return set
}

function cookiesWith(
  record: SessionRecord,
  settings: SessionSettings,
  isSecure: (() => boolean) | undefined,
  dataText?: string,
): readonly SetCookie[] {
  const { cookieName, setCookie, setOther, clock } = settings
  const age = cookieAge(record, settings)
  return written(record, settings, dataText).map(([name, value]): SetCookie => {
    if (name !== cookieName) return [name, setOther(name)(value, clock(), age, isSecure)]
    return [name, setCookie(checkSize(value, settings), clock(), age, isSecure)]
  })
}

/** The lines that carry the session as it was before this request gave it another id, under that id. */
export function linesAsRead(
  state: SessionState,
  settings: SessionSettings,
  isSecure?: () => boolean,
): string[] {
  const { before, readText, record } = state
  if (before === undefined) return []
  // Who has taken his name away gets nothing that has it.
  if (record.subject === undefined && before.subject !== undefined) return []
  const { id, secret, created } = record
  const asRead = { ...before, id, secret, created }
  return withClearing(cookiesWith(asRead, settings, isSecure, readText), state, isSecure)
}

/** What the browser has already is worth a cookie, whatever it holds. */
const holdsAnything = ({ isNew, record: { data, subject } }: SessionState): boolean =>
  !isNew || data.size > 0 || subject !== undefined

/**
 * Whether the data are others than those that were read, however they came to be. Of those of an older format that
 * this one cannot write nobody knows.
 */
export function isDifferent(state: SessionState, settings: SessionSettings): boolean {
  return mayDiffer(state, settings) && isOther(textOf(state, settings), state)
}

/** To write the data takes longer than to read them: only where somebody can have changed them. */
function mayDiffer(state: SessionState, { life }: SessionSettings): boolean {
  const { changes, handedOut, isForeign, readText, isFitted, revision } = state
  const isUnknown = isForeign && readText === undefined
  return (
    life.detectChanges && !isUnknown && (changes > 0 || handedOut || (isFitted && revision > 0))
  )
}

/** The data as they were read. */
const textBefore = ({
  isFitted,
  revision,
  fittedText,
  readText,
}: SessionState): string | undefined => (isFitted && revision === 0 ? fittedText : readText)

/**
 * The data as text, where they are compared with those that were read. Those that stood nowhere are compared with
 * nothing: they are made into text once, where they are written.
 */
function textNow(state: SessionState, settings: SessionSettings): string | undefined {
  if (!mayDiffer(state, settings)) return untouchedText(state)
  if (textBefore(state) === undefined) return undefined
  return orTooLarge(state, settings, () => textOf(state, settings))
}

/** The text that was read, where nobody can have changed the data: it need not be written again. */
function untouchedText({ readText, lent, isAllLent }: SessionState): string | undefined {
  return lent === undefined && !isAllLent ? readText : undefined
}

/** A new session differs where it holds something. */
function isOther(text: string | undefined, state: SessionState): boolean {
  const before = textBefore(state)
  return before === undefined ? state.record.data.size > 0 : text !== before
}

function textOf({ record }: SessionState, settings: SessionSettings): string {
  return settings.format.dataText(record.data, record.origin)
}

/** How long the cookie's value is, or would be; of several, the longest. */
export function sizeOf(state: SessionState, settings: SessionSettings): number {
  const parts = orTooLarge(state, settings, () => written(state.record, settings))
  return Math.max(...parts.map(([, value]) => quote(value).length))
}

function written(
  record: SessionRecord,
  { format, cookieName }: SessionSettings,
  dataText?: string,
): readonly CookiePart[] {
  return partsOf(format, format.write(record, cookieName, dataText), cookieName)
}

function checkSize(value: string, { mostValue }: SessionSettings): string {
  if (value.length > mostValue) throw new CookieTooLargeError(quote(value).length, mostValue)
  return value
}

function orTooLarge<T>(state: SessionState, settings: SessionSettings, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw withKeys(error, state, settings)
  }
}

/** An error for a session that is too large, with its largest keys; other errors as they are. */
function withKeys(error: unknown, state: SessionState, settings: SessionSettings): unknown {
  const isKnown = error instanceof CookieTooLargeError
  const size = leastSize(error, settings)
  if (size === undefined) return error
  const { format, mostValue } = settings
  const most = format.cookies === undefined ? mostValue : SESSION_LIMITS.output
  const limit = isKnown ? error.limit : most
  const keys = largestKeys(state, settings)
  return new CookieTooLargeError(size, limit, { keys, cause: isKnown ? undefined : error })
}

/** What would have been written at least when it was given up for its size; else `undefined`. */
function leastSize(error: unknown, { mostValue }: SessionSettings): number | undefined {
  if (error instanceof CookieTooLargeError) return error.size
  if (!(error instanceof CartoucheError) || error.code !== 'LIMIT') return undefined
  const { limit = 'output', path } = error as Partial<PickleError>
  // A thousand keys fill a cookie, as short as they may be. Without a path they are the session's own.
  if (limit === 'keysPerDict' && path === undefined) return mostValue
  return limit === 'output' ? SESSION_LIMITS.output : undefined
}

/** How many keys an error lists. */
const LISTED = 5
/** Characters written to find their sizes: to tell them takes no longer than it took to write. */
const MEASURED = SESSION_LIMITS.output
/** To write a key by itself counts as so many characters at least: no more than 16 are. */
const CALL = MEASURED / 16

/**
 * Each key is written by itself, so that the sizes are what it takes in the cookie. What cannot be written
 * has none, and may have taken as long as the largest.
 */
function largestKeys({ record }: SessionState, settings: SessionSettings): KeySize[] {
  const { format, cookieName } = settings
  const sizeOf = (entries: [unknown, unknown][]): number | undefined => {
    const part = { ...record, data: new Map(entries) }
    // Some formats write no part of a session.
    return (
      sizeWritten(() => format.write(part, cookieName), settings) ??
      sizeWritten(() => format.dataText(part.data, part.origin), settings)
    )
  }
  const empty = sizeOf([]) ?? 0
  const sizes: KeySize[] = []
  let left = MEASURED
  for (const [key, value] of byEstimate(record.data)) {
    if (left <= 0) break
    const written = sizeOf([[key, value]])
    if (written !== undefined) {
      sizes.push({ key: keyText(key), size: Math.max(0, written - empty) })
    }
    left -= written === undefined ? SESSION_LIMITS.output : Math.max(CALL, written)
  }
  return sizes.toSorted((one, other) => other.size - one.size).slice(0, LISTED)
}

/** What cannot be written to its end counts as what was written of it at least. */
function sizeWritten(write: () => string, settings: SessionSettings): number | undefined {
  try {
    return quote(write()).length
  } catch (error) {
    return leastSize(error, settings)
  }
}
