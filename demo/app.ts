/** The demo: an Express application whose whole state is in its sessions. */
import { csrf, session } from 'cartouche/express'
import 'cartouche/express/types'
import express from 'express'
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express'
import { move } from './actions.js'
import type { Field } from './actions.js'
import { cookieIn } from './cookie-in.js'
import { explain, noSuchPage } from './errors.js'
import { homeView } from './home-view.js'
import { localTimes } from './local-times.js'
import { makeKinds } from './kinds.js'
import type { Kind, KindOptions, Kinds } from './kinds.js'
import { inspectorRoutes } from './inspector.js'
import { experimentsOf, keepCopy } from './lab.js'
import type { Bench } from './lab.js'
import type { Typed } from './pages/cards.js'
import { aboutPage } from './pages/about.js'
import { errorPage } from './pages/error.js'
import { homePage } from './pages/home.js'
import { css } from './style.js'
import { Visitors } from './visitors.js'
import type { Visitor } from './visitors.js'
import { Witness } from './witness.js'

/** The style and the one script from their own files, forms to this server only. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'", // for the times
  'img-src data:', // the empty icon
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What all routes share. */
interface Demo {
  readonly kinds: Kinds
  readonly secret: string
  readonly witness: Witness
  readonly visitorOf: (req: Request) => Visitor
  /** Welcomes the visitor, before the session is used. */
  readonly welcome: (kind: Kind) => RequestHandler
}

export function createApp(options: KindOptions): Express {
  const demo = makeDemo(options)
  const { sealed, unlisted, stored, pyramid } = demo.kinds
  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders)
  app.use(express.urlencoded({ extended: false, limit: '64kb' }))
  addStaticPages(app)
  app.use('/move', routesOfMoving(demo))
  for (const kind of [pyramid, stored, unlisted, sealed]) {
    app.use(kind.base || '/', routesOf(kind, demo), showError(kind))
  }
  return app
}

function makeDemo(options: KindOptions): Demo {
  const witness = new Witness()
  const visitors = new Visitors()
  const present = new WeakMap<Request, Visitor>()
  return {
    kinds: makeKinds(options, witness.hear),
    secret: options.secret,
    witness,
    visitorOf: (req) => present.get(req)!,
    welcome: (kind) => (req, res, next) => {
      const visitor = visitors.of(req, res)
      present.set(req, visitor)
      const where = `${req.method} ${req.originalUrl.split('?')[0]}`
      witness.watch(req, { visitor, kind: kind.name, where })
      next()
    },
  }
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
  app.get('/local-times.js', (_req, res) => void res.type('js').send(localTimes))
  app.get('/about', (_req, res) => void res.send(aboutPage()))
  app.use('/inspector', inspectorRoutes())
}

/** What kept a session from being written has come to {@link showError} before. */
const saidAlready = { onCommitError: (): void => {} }

/** Every form is answered with a redirect, so that loading the page again does not send it again. */
function routesOf(kind: Kind, demo: Demo): express.Router {
  const { witness, visitorOf, secret, welcome, kinds } = demo
  const benchOf = (req: Request): Bench => ({ kind, witness, visitor: visitorOf(req) })
  const router = express.Router()
  const protect = [welcome(kind), session(kind.factory, saidAlready), csrf({ mode: 'both' })]
  const moveCode = [kinds.moving.code, move.code]
  const sendHome = async (req: Request, res: Response, typed?: Typed): Promise<void> =>
    sendPage(res, homePage(await homeView(req, { ...benchOf(req), secret, moveCode, typed })))
  router.get('/', protect, (req: Request, res: Response) => sendHome(req, res))
  const back = kind.base || '/'
  const note = (req: Request, path: string): unknown =>
    visitorOf(req).acted.set(kind.name, { path, item: fieldsOf(req)('item') })
  for (const [path, action] of Object.entries(kind.actions)) {
    router.post(path, protect, async (req: Request, res: Response) => {
      const field = fieldsOf(req)
      note(req, path)
      const problem = action.problemOf?.(field)
      if (problem !== undefined) {
        await sendHome(req, res.status(422), { note: field('note'), problem })
        return
      }
      if (action.endsSession === true) keepCopy(req, benchOf(req))
      action.act(req.session, field)
      res.redirect(303, back)
    })
  }
  for (const [path, run] of Object.entries(experimentsOf(kind))) {
    router.post(path, protect, async (req: Request, res: Response) => {
      note(req, path)
      await run(req, fieldsOf(req), benchOf(req))
      res.redirect(303, back)
    })
  }
  router.use((req) => {
    throw noSuchPage(req.originalUrl)
  })
  return router
}

/** A request with no cookie but Pyramid's, whose session is answered as a sealed one. */
function routesOfMoving({ kinds, welcome, visitorOf }: Demo): express.Router {
  const { sealed, pyramid, moving } = kinds
  const router = express.Router()
  const steps = [
    welcome(sealed),
    onlyCookie(pyramid.cookieName),
    session(moving.factory, saidAlready),
    csrf({ mode: 'both' }),
  ]
  router.post('/', steps, (req: Request, res: Response) => {
    visitorOf(req).acted.set(sealed.name, { path: '/move', item: '' })
    move.act(req.session, fieldsOf(req))
    res.redirect(303, '/')
  })
  router.use(showError(pyramid))
  return router
}

/** Leaves one cookie of a request. */
function onlyCookie(name: string): RequestHandler {
  return (req, _res, next) => {
    const value = cookieIn(req, name)
    if (value === undefined) delete req.headers.cookie
    else req.headers.cookie = `${name}=${value}`
    next()
  }
}

function fieldsOf(req: Request): Field {
  const body = req.body as Partial<Record<string, unknown>> | undefined
  return (name) => {
    const value = body?.[name]
    return typeof value === 'string' ? value : ''
  }
}

// Express knows error handlers by their four parameters.
function showError(kind: Kind): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    const sent = cookieIn(req, kind.cookieName)
    const view = explain(error, { kind, sent, field: fieldsOf(req) })
    if (view.status === 500) console.error(error)
    // Left behind by a redirect whose cookie was too large.
    res.removeHeader('Location')
    sendPage(res.status(view.status), errorPage(view, kind.base || '/'))
  }
}

/** Pages with a person's data or token are for nobody's cache. */
function sendPage(res: Response, page: string): void {
  res.set('Cache-Control', 'no-store').send(page)
}
