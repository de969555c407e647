/** Which cookies are taken away besides the session's own, and where their lines stand. */
import type { AcceptedFormat } from './accepted.js'
import { partsOf } from './parts.js'
import type { Holder, RequestCookies } from './request-cookies.js'
import type { SessionSettings } from './settings.js'

/** What takes a cookie away. */
export interface Clearing {
  readonly line: string
  /** The cookie's name, where the answer may set it again. */
  readonly name?: string
  /** Whether nobody knows that there is such a cookie. */
  readonly isGuess?: boolean
}

/**
 * Finds what takes other cookies away than the session's own. It is asked where a cookie is set: most requests set none.
 *
 * @param isEnd whether the session ends: that takes away what nobody knows to be there
 * @param isSecure whether the request came over HTTPS: asked where the cookie depends on it
 */
export type FindClearing = (isEnd: boolean, isSecure?: () => boolean) => readonly Clearing[]

/** What a request brought. */
interface Came {
  readonly cookies: RequestCookies
  /** Whether one of them was read as the factory's own, alive or not. */
  readonly isOwn: boolean
  /** The older format that the session was read in. */
  readonly from: AcceptedFormat | undefined
  readonly settings: SessionSettings
}

interface Ending extends Came {
  readonly isEnd: boolean
  readonly isSecure: (() => boolean) | undefined
}

/** `undefined` where there cannot be other cookies than the session's own. */
export function findClearing(came: Came): FindClearing | undefined {
  const { accepted, clearTwin, format } = came.settings
  const isAlone = accepted.length === 0 && clearTwin === undefined && format.cookies === undefined
  return isAlone ? undefined : (isEnd, isSecure) => allClearing({ ...came, isEnd, isSecure })
}

function allClearing(ending: Ending): readonly Clearing[] {
  const { cookies, settings, isSecure } = ending
  return [
    ...settings.accepted.flatMap((older) => olderClearing(older, ending)),
    ...twinClearing(ending),
    ...partsIn(cookies, settings).map((name) => {
      return { name, line: settings.setOther(name)('', 0, 0, isSecure) }
    }),
  ]
}

/**
 * What takes away an older cookie: where one of its name came that was not read as the factory's own, whatever it was
 * read as, and under the factory's own name at the end of a session in any case. Of one that nobody can read it is not
 * known whose it was: left where it is, it may stand before the factory's own in the next request.
 */
function olderClearing(older: AcceptedFormat, ending: Ending): readonly Clearing[] {
  const { cookieName } = older
  const { cookies, settings, isEnd } = ending
  const came = mayHaveCome(older, ending)
  const isMeant = came || mayBeOwn(older, ending) || (isEnd && cookieName === settings.cookieName)
  // Which one came, that or its twin, nobody knows: at the end of a session the twin must not stay.
  const isGuess = !came || (older.isReplaced && !isEnd)
  const lines = older.clearing(cookieName)
  const others = othersIn(cookies, older).flatMap((name) => otherClearing(older, name))
  if (isMeant) return [...all(lines, { isGuess }), ...others]
  return mayChange(cookieName, ending) ? [...unlessSet(lines, cookieName), ...others] : others
}

/** Of an older format's further cookies: what the answer sets takes the place of those alone that stand where it does. */
function otherClearing(older: AcceptedFormat, name: string): readonly Clearing[] {
  const elsewhere = older.elsewhere(name)
  return older.clearing(name).map((line) => (elsewhere.includes(line) ? { line } : { name, line }))
}

/** Whether a cookie came which the answer may set in other cookies: those of its place do not take the place of it. */
const mayChange = (name: string, { cookies, settings }: Ending): boolean =>
  settings.format.cookies !== undefined && cookies.countOf(name) > 0

const unlessSet = (lines: readonly string[], name: string): readonly Clearing[] =>
  all(lines, { name, isGuess: true })

function mayHaveCome(older: AcceptedFormat, { cookies, isOwn, from, settings }: Ending): boolean {
  const { cookieName } = older
  const own = isOwn && cookieName === settings.cookieName ? 1 : 0
  return from?.cookieName === cookieName || cookies.countOf(cookieName) > own
}

/**
 * Whether what was read as the factory's own may have been this one, of the same format. Left where it is, it would be
 * read from then on in place of that which is set now: it stands behind.
 */
function mayBeOwn({ format, isBehind }: AcceptedFormat, { isOwn, settings }: Ending): boolean {
  return isOwn && isBehind && format.name === settings.format.name
}

/**
 * What takes away the factory's own cookies out of the partitions: where several came, of which one may be such, and
 * at the end of a session in any case.
 */
function twinClearing(ending: Ending): readonly Clearing[] {
  const { cookies, settings, isEnd } = ending
  const { clearTwin, cookieName } = settings
  if (clearTwin === undefined) return []
  const names = new Set([cookieName, ...partsIn(cookies, settings)])
  return [...names].flatMap((name) => {
    if (isEnd || cookies.countOf(name) > 1) return all(clearTwin(name), { isGuess: true })
    return mayChange(name, ending) ? unlessSet(clearTwin(name), name) : []
  })
}

const all = (lines: readonly string[], known: Omit<Clearing, 'line'>): readonly Clearing[] =>
  lines.map((line) => ({ ...known, line }))

/** The names of the cookies that came, and hold a text together: those that the answer sets again are left. */
function partsIn(cookies: RequestCookies, holder: Holder): readonly string[] {
  const { format, cookieName } = holder
  if (format.cookies === undefined) return []
  const names = cookies
    .textsOf(holder)
    .flatMap((text) => partsOf(format, text, cookieName).map(([name]) => name))
  return [...new Set(names)]
}

/** Those of an older format, but for the one that {@link olderClearing} knows of. */
function othersIn(cookies: RequestCookies, holder: Holder): readonly string[] {
  return partsIn(cookies, holder).filter((name) => name !== holder.cookieName)
}

/** What of a session's state tells what is to be taken away. */
interface ClearingState {
  readonly clearing: FindClearing | undefined
  readonly wasEnded: boolean
  readonly wasEmptied: boolean
}

/** A line, and the name of the cookie that it sets. */
export type SetCookie = readonly [name: string, line: string]

/**
 * The lines that set cookies, or take the session's own away, and those that take others away. Stores of cookies by
 * name keep the last: so the session's own comes after others of its name.
 */
export function withClearing(
  set: readonly SetCookie[],
  state: ClearingState,
  isSecure: (() => boolean) | undefined,
): string[] {
  const lines = set.map(([, line]) => line)
  if (lines.length === 0 || state.clearing === undefined) return lines
  const names = set.map(([name]) => name)
  const others = [...clearingLines(state, isSecure, names)]
  const isNamesake = (line: string): boolean => names.some((name) => line.startsWith(`${name}=`))
  return [...others.filter(isNamesake), ...lines, ...others.filter((line) => !isNamesake(line))]
}

/** Whether more is taken away than the session's own cookie. */
export const takesOthers = (state: ClearingState): boolean => clearingOf(state).length > 0

const clearingOf = (
  { clearing, wasEnded, wasEmptied }: ClearingState,
  isSecure?: () => boolean,
): readonly Clearing[] => clearing?.(wasEnded || wasEmptied, isSecure) ?? []

/** Each once, and none of a cookie that is set. */
function clearingLines(
  state: ClearingState,
  isSecure: (() => boolean) | undefined,
  names: readonly string[],
): ReadonlySet<string> {
  const isLeft = ({ name }: Clearing): boolean => name === undefined || !names.includes(name)
  return new Set(
    clearingOf(state, isSecure)
      .filter(isLeft)
      .map(({ line }) => line),
  )
}

/** Lines without those of cookies that nobody knows to be there. */
export function sureLines(lines: readonly string[], state: ClearingState): readonly string[] {
  const all = clearingOf(state)
  const isSure = (line: string): boolean => {
    const meant = all.filter((one) => one.line === line)
    // What one way only guesses, another may know.
    return meant.length === 0 || meant.some(({ isGuess }) => isGuess !== true)
  }
  return lines.filter(isSure)
}
