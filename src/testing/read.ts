/** What a cookie holds. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { checkFactory } from '../bindings/shared/outcome.js'
import type { DeserializeError } from '../errors.js'
import type { StoredSessionFactory } from '../factories/stored.js'
import { after } from '../lib/awaitable.js'
import type { Awaitable } from '../lib/awaitable.js'
import { CSRF_KEY, isFlashKey, queueOf } from '../lib/session-keys.js'
import type { SessionEvent } from '../session/events.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData, Session } from '../session/session.js'
import { answerOf } from './any-factory.js'
import type { AnyFactory } from './any-factory.js'
import { maxAgeOf, parseSetCookie } from '../cookie/parse-set-cookie.js'
import { setCookieLines } from './set-cookie.js'
import type { SetCookie } from '../cookie/parse-set-cookie.js'
import type { SetCookieSource } from './set-cookie.js'

/** What {@link readCookie} found. Times are seconds since 1970. */
export interface ReadSession<Data extends object = DefaultData> {
  /** What the application put in, flash messages and CSRF token left out. */
  readonly data: Partial<Data>
  /** The flash messages that wait, by queue; `''` is the usual one. */
  readonly flash: Readonly<Record<string, readonly unknown[]>>
  /** The CSRF token; `undefined` where none was made. */
  readonly csrfToken: string | undefined
  /** `undefined` where the format carries none. */
  readonly id: string | undefined
  readonly subject: string | undefined
  readonly persistent: boolean
  /** When the session was made, or signed in. */
  readonly created: number
  /** When the cookie was written; of a session in a store, when it was used last, to `reissueTime` seconds. */
  readonly accessed: number
}

/**
 * The session that a cookie holds, as a plain object; `undefined` where there is no cookie of the factory's, or the
 * last line takes it away. Reading is no access and changes nothing. Listeners of the factory hear what they hear
 * of a request. Of a factory over a store it is the promise of that, which rejects with the errors, and with
 * {StoreUnavailable}.
 *
 * What a `revocation` list answers later is not awaited: give the factory a `MemoryRevocationList` in tests.
 *
 * @param source what has the cookie: a `Response`, `Headers` or Set-Cookie lines, or one text, a Cookie header's too
 * @throws {DeserializeError} why the factory refuses the cookie, such as `EXPIRED` or `BAD_SIGNATURE`;
 * {OptionError} for what is no factory; {TypeError} for what is no source; {CartoucheError} `NOT_LOADED` where a
 * revocation list answers later
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { withSession } from 'cartouche/fetch'
 * import { readCookie } from 'cartouche/testing'
 *
 * const sessions = sealedCookieSessionFactory<{ cart: string[] }>(generateKey())
 * const app = withSession(sessions, (_, session) => {
 *   session.set('cart', ['apples'])
 *   session.flash('Saved.')
 *   return new Response('')
 * })
 *
 * const response = await app(new Request('https://shop.example/'))
 * readCookie(sessions, response)?.data // → { cart: ['apples'] }
 * readCookie(sessions, response)?.flash // → { '': ['Saved.'] }
 */
export function readCookie<Data extends object = DefaultData>(
  factory: StoredSessionFactory<Data>,
  source: SetCookieSource,
): Promise<ReadSession<Data> | undefined>
export function readCookie<Data extends object = DefaultData>(
  factory: SessionFactory<Data>,
  source: SetCookieSource,
): ReadSession<Data> | undefined
export function readCookie<Data extends object>(
  factory: AnyFactory<Data>,
  source: SetCookieSource,
): ReadSession<Data> | undefined | Promise<ReadSession<Data> | undefined> {
  return answerOf(factory, () => read(factory, source))
}

function read<Data extends object>(
  factory: AnyFactory<Data>,
  source: SetCookieSource,
): Awaitable<ReadSession<Data> | undefined> {
  checkFactory(factory)
  const open = factory.open(cookieHeader(source))
  const loading = 'isStored' in factory ? open.load?.() : undefined
  return after(loading, () => readOf(open.session))
}

function readOf<Data extends object>(session: Session<Data>): ReadSession<Data> | undefined {
  const refusal = refusalWhile(() => session.peek())
  if (refusal !== undefined) throw refusal
  return session.new ? undefined : shown(session)
}

const isRemoval = (cookie: SetCookie): boolean => (maxAgeOf(cookie) ?? 1) <= 0

/** The header that a browser sends after it was given these lines. A text that is none is one already. */
function cookieHeader(source: SetCookieSource): string {
  const cookies = setCookieLines(source).map(parseSetCookie)
  if (typeof source === 'string' && !cookies.some(isRemoval)) return source
  const pairs = new Map<string, string>()
  for (const cookie of cookies) {
    const { name, value } = cookie
    if (isRemoval(cookie)) pairs.delete(name)
    else pairs.set(name, `${name}=${value}`)
  }
  return [...pairs.values()].join('; ')
}

const CHANNEL = 'cartouche:session'

/** Why a cookie was refused in the meantime: all factories say so on the channel. */
function refusalWhile(open: () => unknown): DeserializeError | undefined {
  let refusal: DeserializeError | undefined
  const hear = (message: unknown): void => {
    const event = message as SessionEvent
    if (event.type === 'invalid') refusal = event.error
  }
  subscribe(CHANNEL, hear)
  try {
    open()
  } finally {
    unsubscribe(CHANNEL, hear)
  }
  return refusal
}

function shown<Data extends object>(session: Session<Data>): ReadSession<Data> {
  const { data, created, accessed } = session.peek()
  const entries: readonly (readonly [unknown, unknown])[] = [...data]
  const own = entries.filter(([key]) => !isFlashKey(key))
  const { id, subject, persistent } = session
  return {
    data: Object.fromEntries(own) as Partial<Data>,
    flash: queuesOf(entries),
    csrfToken: session.peek(CSRF_KEY as never) as string | undefined,
    id,
    subject,
    persistent,
    created,
    accessed,
  }
}

function queuesOf(entries: readonly (readonly [unknown, unknown])[]): ReadSession['flash'] {
  const queues = entries.flatMap(([key, list]) => {
    const queue = queueOf(key)
    return queue === undefined ? [] : [[queue, list as unknown[]] as const]
  })
  return Object.fromEntries(queues)
}
