/** Sessions by the interface of React Router's `SessionStorage`. */
import type { Session as RouterSession, SessionStorage } from 'react-router'
import { checkFactory } from './outcome.js'
import { OptionError } from '../../errors.js'
import type { BoundSession, BindableFactory } from '../../session/factory.js'
import { onlyLine } from '../../session/session-cookie.js'
import type { DefaultData, Session } from '../../session/session.js'

/** A session with the methods that React Router's have, around ours. */
export interface StoredSession<
  Data extends object = DefaultData,
  FlashData = Data,
> extends RouterSession<Data, FlashData> {
  /** The session itself: for `regenerate()` at sign-in, `getCsrfToken()` and the rest. */
  readonly session: Session<Data>
}

/** What {@link createSessionStorage} gives; React Router's own type takes it. */
export interface StoredSessions<
  Data extends object = DefaultData,
  FlashData = Data,
> extends SessionStorage<Data, FlashData> {
  readonly getSession: (cookieHeader?: string | null) => Promise<StoredSession<Data, FlashData>>
}

/**
 * A `SessionStorage` of React Router, in place of its `createCookieSessionStorage()`. Each loader and action asks for
 * the session and sets its cookie itself; with middleware, `session()` does both.
 *
 * `flash(name, value)` is React Router's: what the next `get(name)` returns, once. `commitSession()` gives the cookie to
 * set, also where nothing was changed. There is none for a session of today's rules that holds nothing, and for one in a store
 * whose cookie stays as it is: then it gives an empty text, which browsers pass over. When it was called, the session cannot be
 * changed any more: called again, it gives the same text. How cookies are read and written says the factory: these functions
 * take no options. Several cookies do not fit into the one text that they give, which is a `BAD_VALUE`: a format that has
 * several, and to take away one of `acceptFormats` that came, or may have come, is for `session()`.
 *
 * @throws {OptionError} when `factory` is none
 *
 * @example
 * import type { LoaderFunctionArgs } from 'react-router'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { createSessionStorage } from 'cartouche/react-router'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const factory = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * const { getSession, commitSession } = createSessionStorage(factory)
 * export async function loader({ request }: LoaderFunctionArgs) {
 *   const session = await getSession(request.headers.get('Cookie'))
 *   const visits = (session.get('visits') ?? 0) + 1
 *   session.set('visits', visits)
 *   return Response.json({ visits }, { headers: { 'Set-Cookie': await commitSession(session) } })
 * }
 */
export function createSessionStorage<Data extends object = DefaultData, FlashData = Data>(
  factory: BindableFactory<Data>,
): StoredSessions<Data, FlashData> {
  checkFactory(factory)
  return {
    getSession: async (cookieHeader, options?: unknown) => {
      checkNone(options)
      const open = factory.open(cookieHeader)
      await open.load?.()
      return storedSession<Data, FlashData>(open)
    },
    commitSession: async (stored, options) => {
      checkNone(options)
      const known = openedOf(stored)
      return known.committing ?? known.destroying ?? once(known, 'committing', committed)
    },
    destroySession: async (stored, options) => {
      checkNone(options)
      return once(openedOf(stored), 'destroying', destroyed)
    },
  }
}

interface Opened {
  readonly bound: BoundSession<object>
  /** What is given to be set: nobody gets another text, also who asks before it is there. */
  committing?: Promise<string>
  /** The same, where it takes the cookie away. */
  destroying?: Promise<string>
}

/** What was given before, but where that failed. */
function once(
  known: Opened,
  name: 'committing' | 'destroying',
  give: (known: Opened) => Promise<string>,
): Promise<string> {
  return (known[name] ??= give(known).catch((error: unknown) => {
    delete known[name]
    throw error
  }))
}

async function committed(known: Opened): Promise<string> {
  const { session } = known.bound
  // By Pyramid's first rules it is the access that sends the cookie.
  session.keys()
  session.changed()
  return lineOf(known)
}

async function destroyed(known: Opened): Promise<string> {
  // Where that succeeds, it is too late.
  if (known.committing !== undefined) await known.committing.catch(() => undefined)
  known.bound.session.destroy()
  return lineOf(known)
}

const opened = new WeakMap<object, Opened>()

/** @throws {OptionError} for the session of another storage */
function openedOf(stored: object): Opened {
  const found = opened.get(stored)
  if (found !== undefined) return found
  throw new OptionError('session', 'must be one that getSession() has given')
}

/** @throws {OptionError} for what would be passed over */
function checkNone(options: unknown): void {
  if (options === undefined) return
  throw new OptionError('options', 'of the cookie are those of the factory: leave them out here')
}

/** @throws {CartoucheError} `BAD_VALUE` for more cookies than fit into one text */
async function lineOf({ bound }: Opened): Promise<string> {
  await bound.flush?.()
  const lines = bound.headers().map(([, line]) => line)
  const line = onlyLine(lines, bound.session, 'use session() in place of createSessionStorage()')
  bound.close(COMMITTED)
  return line ?? ''
}

const COMMITTED =
  'after commitSession() or destroySession(), which gave the cookie to set. Change it before, or ask getSession() for it ' +
  'with that cookie'

const flashKey = (name: string): string => `__flash_${name}__`

type Values = Session<Record<string, unknown>>

function storedSession<Data extends object, FlashData>(
  open: BoundSession<Data>,
): StoredSession<Data, FlashData> {
  const session = open.session as unknown as Values
  const stored = {
    session: open.session,
    get id() {
      return session.id ?? ''
    },
    get data() {
      return Object.fromEntries(session.entries())
    },
    has: (name: string) => session.has(name) || session.has(flashKey(name)),
    get: (name: string) =>
      session.has(name) || !session.has(flashKey(name))
        ? session.get(name)
        : session.pop(flashKey(name)),
    set: (name: string, value: unknown) => void session.set(name, value),
    flash: (name: string, value: unknown) => void session.set(flashKey(name), value),
    unset: (name: string) => void session.delete(name),
  }
  opened.set(stored, { bound: open as unknown as BoundSession<object> })
  return stored as unknown as StoredSession<Data, FlashData>
}
