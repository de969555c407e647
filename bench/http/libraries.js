/**
 * The session libraries, each set up as its users do it, and what a request does with its session: the
 * same for all of them. A library is loaded only where it is asked for.
 */
import { createRequire } from 'node:module'
import { COOKIE_SESSIONS } from '../sessions.js'

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { SessionFactory } from 'cartouche' */

// They come without types.
const load = createRequire(import.meta.url)

const SECRET = 'a secret of 64 characters, as long as what SHA-512 makes of it...'
/** What the counter in every session starts with; where no session is asked, the response has another. */
export const VISITS = 7
/** What is in every session: about 1 KB, and the counter. */
const DATA = { ...COOKIE_SESSIONS.find(({ name }) => name === '1 KB')?.state, visits: VISITS }
/** Seconds after which our sessions end: longer than any run. */
const TIMEOUT = 86_400
/**
 * Milliseconds after which reading reissues a cookie of ours: its times are whole seconds, and what was
 * made in this second is not made anew.
 */
export const UNTIL_READING_REISSUES = 2000

/** @typedef {IncomingMessage & { session?: any }} Request */
/** @typedef {(request: Request, response: ServerResponse) => void} Handler */
/** @typedef {(request: any, response: any, next: () => void) => void} Middleware */

/**
 * What a request does with its session; the number goes into the response.
 *
 * - `login` fills the session
 * - `untouched` leaves it alone
 * - `read` reads the counter
 * - `extend` reads it and does what else the library's users do to have the cookie sent anew
 * - `write` counts on
 *
 * @typedef {Record<'login' | 'untouched' | 'read' | 'extend' | 'write', (request: Request) => number>} Actions
 */

/**
 * @typedef {object} Library
 * @property {(handler: Handler) => Handler} onNode what makes sessions of node:http
 * @property {Middleware} [middleware] the same for Express
 * @property {Actions} actions
 */

/** @type {Actions} */
const nothing = {
  login: () => 1,
  untouched: () => 1,
  read: () => 1,
  extend: () => 1,
  write: () => 1,
}

/** @type {Actions} */
const onMap = {
  ...nothing,
  login: ({ session }) => (session.update(DATA), VISITS),
  read: ({ session }) => session.get('visits'),
  extend: ({ session }) => session.get('visits'),
  write: ({ session }) => {
    const visits = session.get('visits') + 1
    session.set('visits', visits)
    return visits
  },
}

/** @type {Actions} */
const onObject = {
  ...nothing,
  login: ({ session }) => (Object.assign(session, DATA), VISITS),
  read: ({ session }) => session.visits,
  extend: ({ session }) => session.visits,
  write: ({ session }) => (session.visits += 1),
}

/** @type {(middleware: Middleware, actions: Actions) => Library} */
const connect = (middleware, actions) => ({
  onNode: (handler) => (request, response) => {
    middleware(request, response, () => handler(request, response))
  },
  middleware,
  actions,
})

/** @type {(factory: SessionFactory<Record<string, unknown>>) => Promise<Library>} */
async function ours(factory) {
  const { session } = await import('cartouche/express')
  const { withSession } = await import('cartouche/node')
  return {
    onNode: (handler) => withSession(factory, handler),
    middleware: session(factory),
    actions: onMap,
  }
}

/** @type {(format: 'sealedFormat' | 'signedFormat', reissueTime: number) => Promise<SessionFactory<Record<string, unknown>>>} */
async function modernFactory(format, reissueTime) {
  const cartouche = await import('cartouche')
  const times = { idleTimeout: TIMEOUT, absoluteTimeout: TIMEOUT, reissueTime }
  return cartouche.cookieSessionFactory(cartouche[format](cartouche.generateKey()), times)
}

/**
 * Our own formats. What was read is reissued as soon as the clock has gone on, or by none of the requests.
 *
 * @type {(format: 'sealedFormat' | 'signedFormat', reissueTime?: number) => Promise<Library>}
 */
const modern = async (format, reissueTime = 1) => ours(await modernFactory(format, reissueTime))

/** What any response takes that has a cookie, as long as that of a sealed session. */
async function fixedCookie() {
  const { generateKey, sealedCookieSessionFactory } = await import('cartouche')
  const { session, commit } = sealedCookieSessionFactory(generateKey()).open()
  session.update(DATA)
  const line = commit()[0]?.[1]
  return connect((_request, response, next) => {
    response.setHeader('Set-Cookie', line)
    next()
  }, nothing)
}

/** @param {boolean} rolling */
function expressSession(rolling) {
  const session = load('express-session')
  return connect(
    session({ secret: SECRET, resave: false, saveUninitialized: false, rolling }),
    onObject,
  )
}

const LIBRARIES = {
  none: () => ({ onNode: (/** @type {Handler} */ handler) => handler, actions: nothing }),

  'a plain property': () =>
    connect((request, _response, next) => {
      request.session = {}
      next()
    }, nothing),

  'cartouche, SHA-1 hex': async () => {
    const { unencryptedCookieSessionFactoryConfig } = await import('cartouche')
    return ours(unencryptedCookieSessionFactoryConfig(SECRET, { timeout: TIMEOUT }))
  },

  'cartouche, SHA-512 JSON': async () => {
    const { signedCookieSessionFactory } = await import('cartouche')
    return ours(signedCookieSessionFactory(SECRET, { timeout: TIMEOUT }))
  },

  'cartouche, SHA-512 JSON, reissueTime: null': async () => {
    const { signedCookieSessionFactory } = await import('cartouche')
    return ours(signedCookieSessionFactory(SECRET, { timeout: TIMEOUT, reissueTime: null }))
  },

  'cartouche, sealed': () => modern('sealedFormat'),

  'cartouche, sealed, not due': () => modern('sealedFormat', TIMEOUT / 2),

  'cartouche, signed': () => modern('signedFormat'),

  'cartouche, signed, not due': () => modern('signedFormat', TIMEOUT / 2),

  'a fixed Set-Cookie': fixedCookie,

  'cookie-session': () => {
    const cookieSession = load('cookie-session')
    return connect(cookieSession({ keys: [SECRET] }), {
      ...onObject,
      // What its README advises to have the cookie sent again, once a minute; the cookie of who has just
      // logged in does not have it yet.
      extend: ({ session }) => {
        session.nowInMinutes = Math.floor(Date.now() / 60e3)
        return session.visits
      },
    })
  },

  'express-session': () => expressSession(false),

  'express-session, rolling: true': () => expressSession(true),
}

/** The last is sealed as the one of that name is, but opens and commits each session so many times. */
/** @typedef {keyof typeof LIBRARIES | `cartouche, sealed × ${number}`} LibraryName */

/** @type {(times: number) => Promise<Library>} */
async function slowed(times) {
  const factory = await modernFactory('sealedFormat', 1)
  return ours({
    ...factory,
    open(source) {
      for (let left = times - 1; left > 0; left--) {
        const { session, commit } = factory.open(source)
        session.get('visits')
        commit()
      }
      return factory.open(source)
    },
  })
}

/**
 * @param {string | undefined} name
 * @returns {Promise<Library>}
 */
export async function loadLibrary(name) {
  const [, times] = /^cartouche, sealed × (\d+)$/.exec(name ?? '') ?? []
  if (times !== undefined) return slowed(Number(times))
  return LIBRARIES[/** @type {keyof typeof LIBRARIES} */ (name)]()
}
