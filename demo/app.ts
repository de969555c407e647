/** The demo: an Express application whose whole state is in its session. */
import { timingSafeEqual } from 'node:crypto'
import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
import type { DeserializeError } from 'cartouche'
import { session } from 'cartouche/express'
import express from 'express'
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express'
import { actions } from './actions.js'
import type { Field } from './actions.js'
import { anatomyOf } from './anatomy.js'
import { explain, noSuchPage, wrongToken } from './errors.js'
import { aboutPage, errorPage, homePage } from './pages.js'
import type { HomeView } from './pages.js'
import { css } from './style.js'

const COOKIE_NAME = 'session'
const TIMEOUT = 1200 // seconds

/** No script at all, the style from its own file, forms to this server only. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:', // the empty icon
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface AppOptions {
  /** What the cookies are signed with. */
  readonly secret: string
}

export function createApp({ secret }: AppOptions): Express {
  const refusals = new WeakMap<object, DeserializeError>()
  const sessions = unencryptedCookieSessionFactoryConfig(secret, {
    cookieName: COOKIE_NAME,
    timeout: TIMEOUT,
    cookieHttpOnly: true,
    cookieSameSite: 'Lax',
    onInvalid: (reason, request) => void refusals.set(request as Request, reason),
  })

  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders)
  app.use(express.urlencoded({ extended: false, limit: '64kb' }))
  app.use(session(sessions))
  addStaticPages(app)
  app.get('/', (req, res) => {
    const view = { ...sessionView(req), ...cookieView(req, secret) }
    // Read last: only the use of the session tells whether its cookie was refused.
    sendPage(res, homePage({ ...view, refusal: refusals.get(req) }))
  })
  addForms(app)
  app.use((req) => {
    throw noSuchPage(req.path)
  })
  app.use(showError)
  return app
}

const securityHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
  })
  next()
}

/** These do not use the session, so they neither read nor set its cookie. */
function addStaticPages(app: Express): void {
  app.get('/style.css', (_req, res) => void res.type('css').send(css))
  app.get('/about', (_req, res) => void res.send(aboutPage()))
}

/** Every form is answered with a redirect, so that loading the page again does not send it again. */
function addForms(app: Express): void {
  for (const [path, action] of Object.entries(actions)) {
    app.post(path, (req, res) => {
      const field = fieldsOf(req)
      if (!isSameText(field('csrf_token'), req.session.getCsrfToken())) throw wrongToken()
      action(req.session, field)
      res.redirect(303, '/')
    })
  }
}

function fieldsOf(req: Request): Field {
  const body = req.body as Partial<Record<string, unknown>> | undefined
  return (name) => {
    const value = body?.[name]
    return typeof value === 'string' ? value : ''
  }
}

/** Compares in a time that does not tell where the texts differ. */
function isSameText(one: string, other: string): boolean {
  const [oneBytes, otherBytes] = [Buffer.from(one), Buffer.from(other)]
  return oneBytes.length === otherBytes.length && timingSafeEqual(oneBytes, otherBytes)
}

type CookieView = Pick<HomeView, 'cookie' | 'timeout' | 'now'>
type SessionView = Omit<HomeView, keyof CookieView | 'refusal'>

function sessionView({ session }: Request): SessionView {
  return {
    user: session.get('user'),
    count: session.get('count', 0),
    notes: session.get('notes', []),
    csrfToken: session.getCsrfToken(),
    messages: session.popFlash().map(String),
    errors: session.popFlash('error').map(String),
  }
}

function cookieView(req: Request, secret: string): CookieView {
  const text = sentCookie(req)
  const cookie = text === undefined ? undefined : anatomyOf(text, secret)
  return { cookie, timeout: TIMEOUT, now: Date.now() / 1000 }
}

/** The session cookie as the browser sent it. */
function sentCookie({ headers }: Request): string | undefined {
  const prefix = `${COOKIE_NAME}=`
  const pairs = (headers.cookie ?? '').split(/; */)
  return pairs.findLast((pair) => pair.startsWith(prefix))?.slice(prefix.length)
}

// Express knows error handlers by their four parameters.
const showError: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) {
    next(error)
    return
  }
  const view = explain(error, sentCookie(req)?.length ?? 0)
  if (view.status === 500) console.error(error)
  // Left behind by a redirect whose cookie was too large.
  res.removeHeader('Location')
  sendPage(res.status(view.status), errorPage(view))
}

/** Pages with a person's data or token are for nobody's cache. */
function sendPage(res: Response, page: string): void {
  res.set('Cache-Control', 'no-store').send(page)
}
