/** Sessions that no request made. */
import { checkFactory } from '../bindings/shared/outcome.js'
import { CartoucheError } from '../errors.js'
import type { StoredSessionFactory } from '../factories/stored.js'
import { after } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isBoolean, orNull, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { isPlainObject } from '../lib/kinds.js'
import type { HeaderLine, SessionFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'
import { answerOf } from './any-factory.js'
import type { AnyFactory } from './any-factory.js'

interface Options {
  /** Whose session it is: see `Session.subject`. Default `null`: nobody's. */
  subject: string | null
  /** Whether the browser keeps the cookie when it is closed: see `Session.persistent`. Default: as the factory says. */
  persistent: boolean | null
  /** Whether the session has a CSRF token, as that of somebody who has seen a form. Default `false`. */
  csrfToken: boolean
  /** Flash messages that wait, by queue; `''` is the usual one. Default: none. */
  flash: Readonly<Record<string, readonly unknown[]>>
}

/** Options of {@link mintCookie}; what is left out has its default. */
export type MintOptions = Given<Options>

/** Data for a session: an object, a Map or pairs. */
export type MintData<Data extends object> = Parameters<Session<Data>['update']>[0]

const isSubject: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be text, not empty, or null'

const isFlash: Check = (value) =>
  isPlainObject(value) && Object.values(value).every((messages) => Array.isArray(messages))
    ? undefined
    : "must be lists of messages by queue, such as { '': ['Saved.'] }"

const specs: OptionSpecs<Options> = {
  subject: { fallback: null, check: orNull(isSubject) },
  persistent: { fallback: null, check: orNull(isBoolean) },
  csrfToken: { fallback: false, check: isBoolean },
  flash: { fallback: {}, check: isFlash },
}

/**
 * The cookie of a session that holds `data`, as the value of a Cookie header (`name=value`; `; ` between several).
 * The factory makes it as it does for a request: now, by its own clock. A session in a store is there when the
 * promise is fulfilled.
 *
 * A factory with a `revocation` list that answers later can only mint sessions without a subject: give it a
 * `MemoryRevocationList` in tests.
 *
 * @throws {OptionError} for an option that is none; {CartoucheError} `BAD_VALUE` for what the factory's format does
 * not hold or carry, and where it sets no cookie for a session without data, `NOT_SAVED` where a revocation list
 * answers later; {CookieTooLargeError}. For a session in a store the promise rejects with these, and with
 * {StoreUnavailable}
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { withSession } from 'cartouche/fetch'
 * import { mintCookie } from 'cartouche/testing'
 *
 * const sessions = sealedCookieSessionFactory<{ userId: number }>(generateKey())
 * const app = withSession(sessions, (_, session) => new Response(`User ${session.get('userId')}`))
 *
 * const cookie = mintCookie(sessions, { userId: 7 })
 * const response = await app(new Request('https://shop.example/', { headers: { cookie } }))
 * await response.text() // → 'User 7'
 *
 * @example
 * import { generateKey, storedSessionFactory } from 'cartouche'
 * import { memoryStore } from 'cartouche/stores/memory'
 * import { mintCookie, readCookie } from 'cartouche/testing'
 *
 * const sessions = storedSessionFactory(memoryStore(), generateKey())
 * const cookie = await mintCookie(sessions, { userId: 7 }, { subject: 'user 7' })
 * const session = await readCookie(sessions, cookie)
 * session?.data // → { userId: 7 }
 */
export function mintCookie<Data extends object = DefaultData>(
  factory: StoredSessionFactory<Data>,
  data: MintData<Data>,
  options?: MintOptions,
): Promise<string>
export function mintCookie<Data extends object = DefaultData>(
  factory: SessionFactory<Data>,
  data: MintData<Data>,
  options?: MintOptions,
): string
export function mintCookie<Data extends object>(
  factory: AnyFactory<Data>,
  data: MintData<Data>,
  options?: MintOptions,
): string | Promise<string> {
  return answerOf(factory, () =>
    after(minted(factory, data, options), (lines) => lines.map(pairOf).join('; ')),
  )
}

/**
 * The same as a whole Set-Cookie line, to be stored in a {@link CookieJar}.
 *
 * @throws {CartoucheError} as {@link mintCookie}; and `BAD_VALUE` where the format has several cookies
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { CookieJar, mintSetCookie } from 'cartouche/testing'
 *
 * const sessions = sealedCookieSessionFactory(generateKey())
 * const jar = new CookieJar()
 * jar.store('https://shop.example/', mintSetCookie(sessions, { userId: 7 }))
 * jar.cookies()[0]?.httpOnly // → true
 */
export function mintSetCookie<Data extends object = DefaultData>(
  factory: StoredSessionFactory<Data>,
  data: MintData<Data>,
  options?: MintOptions,
): Promise<string>
export function mintSetCookie<Data extends object = DefaultData>(
  factory: SessionFactory<Data>,
  data: MintData<Data>,
  options?: MintOptions,
): string
export function mintSetCookie<Data extends object>(
  factory: AnyFactory<Data>,
  data: MintData<Data>,
  options?: MintOptions,
): string | Promise<string> {
  return answerOf(factory, () => after(minted(factory, data, options), onlyLine))
}

function onlyLine([line, ...others]: readonly string[]): string {
  if (others.length === 0) return line!
  throw new CartoucheError(
    'BAD_VALUE',
    'The factory sets several cookies for a session: give the CookieJar what commit() gives',
  )
}

function minted<Data extends object>(
  factory: AnyFactory<Data>,
  data: MintData<Data>,
  options: MintOptions = {},
): Awaitable<readonly string[]> {
  checkFactory(factory)
  const resolved = resolveOptions(specs, options)
  const { session, commit } = factory.open()
  fill(session, data, resolved)
  return after<HeaderLine[], readonly string[]>(commit(), linesIn)
}

/** Name and value of a line. */
const pairOf = (line: string): string => line.split(';')[0]!

function linesIn(headers: readonly HeaderLine[]): readonly string[] {
  const lines = headers.filter(([name]) => name === 'Set-Cookie').map(([, line]) => line)
  if (lines.length > 0) return lines
  throw new CartoucheError(
    'BAD_VALUE',
    'The factory sets no cookie for a session that holds nothing: give it data, a flash message or a subject',
  )
}

function fill<Data extends object>(
  session: Session<Data>,
  data: MintData<Data>,
  { subject, persistent, csrfToken, flash }: Options,
): void {
  // First, for it is a sign-in, which makes the CSRF token another one.
  if (subject !== null) session.subject = subject
  if (persistent !== null) session.persistent = persistent
  session.update(data)
  if (csrfToken) session.getCsrfToken()
  for (const [queue, messages] of Object.entries(flash)) {
    for (const message of messages) session.flash(message, queue)
  }
}
