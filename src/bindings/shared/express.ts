/** What Express's binding and that of frameworks upon Express have in common. */
import type { NextFunction, Request, RequestHandler } from 'express'
import { asError, checkFactory } from './outcome.js'
import {
  attachedTo,
  attachedUnder,
  attachOptions,
  attachSession,
  attachSpecs,
  whenLoaded,
} from './attach.js'
import type { AttachOptions } from './attach.js'
import { checkOtherCookie, csrfHeaders, enforce, protect } from './csrf.js'
import type { CsrfView } from './csrf.js'
import { hostOf, nodeView, sessionUnder } from './node-csrf.js'
import { addHeadersTo } from './response.js'
import type { ErrorHandling } from './takeover.js'
import { addTokenKey, followTokenKeys } from './token-keys.js'
import { csrfSettings } from '../../csrf/protection.js'
import type { CsrfOptions as SharedCsrfOptions } from '../../csrf/protection.js'
import { OptionError } from '../../errors.js'
import { printError } from '../../lib/hook.js'
import { makeNotes } from '../../lib/notes.js'
import type { Given } from '../../lib/options.js'
import type { BindableFactory } from '../../session/factory.js'
import type { Session } from '../../session/session.js'

/** Options of the CSRF check; what is left out has its default. */
export type CsrfOptions<AnyRequest = Request> = SharedCsrfOptions<AnyRequest> &
  Given<Pick<AttachOptions<Request>, 'property'>>

/** @throws {OptionError} when `factory` is none, or an option is not what it must be */
export function sessionMiddleware<Data extends object>(
  factory: BindableFactory<Data>,
  options: Given<AttachOptions<Request>>,
): RequestHandler {
  checkFactory(factory)
  const settings = { ...attachOptions<Request>(options), isSecure }
  const untyped = factory as unknown as BindableFactory<object>
  followTokenKeys(settings.property, factory)
  return (request, response, next) => {
    const handling = handlingOf(request, next)
    const attached = attachSession(untyped, request, response, settings, handling)
    whenLoaded(attached, () => next(), next)
  }
}

/**
 * The session that a request has by `factory`, under whatever property: typed, without a word to the compiler of what
 * requests hold.
 *
 * @throws {OptionError} where no `session(factory)` came before
 *
 * @example
 * import express from 'express'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session, sessionOf } from 'cartouche/express'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const sessions = unencryptedCookieSessionFactoryConfig<{ visits: number }>(secret)
 * const app = express()
 * app.use(session(sessions))
 * app.get('/', (req, res) => {
 *   const visits = sessionOf(req, sessions).get('visits', 0) + 1
 *   sessionOf(req, sessions).set('visits', visits)
 *   res.send(`Visit ${visits}`)
 * })
 */
export function sessionOf<Data extends object>(
  request: object,
  factory: BindableFactory<Data>,
): Session<Data> {
  const attached = attachedTo(request)?.of(factory as unknown as BindableFactory<object>)
  if (attached !== undefined) return attached.bound.session as unknown as Session<Data>
  throw new OptionError('factory', 'has no session here: use session(factory) before')
}

/** @throws {OptionError} when an option is unknown or not what it must be */
export function csrfMiddleware(
  options: CsrfOptions,
  isExempted: (request: Request) => boolean,
): RequestHandler {
  const settings = csrfSettings<Request, Pick<AttachOptions<Request>, 'property'>>(options, {
    property: attachSpecs.property,
  })
  addTokenKey(settings.property, settings.policy)
  return (request, response, next) => {
    const findSession = sessionUnder(request, settings.property)
    const makeView = (find: typeof findSession): CsrfView =>
      nodeView(request, find, { scheme: request.protocol, host: hostFor(request) })
    const view = protect(request, settings, findSession, makeView, leavingOf(request))
    if (settings.policy.commit !== undefined) {
      checkOtherCookie(settings, attachedUnder(request, settings.property)?.cookieName)
      addHeadersTo(response, {
        source: csrfHeaders(settings, view),
        request,
        ...handlingOf(request, next),
        onCommitError: printError,
      })
    }
    if (!isExempted(request)) enforce(request, settings, view)
    next()
  }
}

/** Express's setting `trust proxy` decides whether X-Forwarded-Proto is believed. */
const isSecure = ({ secure }: Request): boolean => secure

/** Milliseconds in which your error handlers must begin to answer. */
const PATIENCE = 10_000

/** Express's error handlers: those of the router that is at work, then those around it. */
function handlingOf(request: Request, next: NextFunction): ErrorHandling {
  return {
    handle: (error) => (request.next ?? next)(asError(error)),
    patience: PATIENCE,
  }
}

/** The routers in which {@link csrf} ran for a request, by their `next`. */
const routers = makeNotes<object, readonly (NextFunction | undefined)[]>()

/** Says whether the router at work now has passed on to one around it in which {@link csrf} ran too. */
function leavingOf(request: Request): () => boolean {
  const around = routers.get(request) ?? []
  const own = request.next
  routers.set(request, [...around, own])
  return () => request.next !== own && around.includes(request.next)
}

/** With its port, as `req.host` of Express 5 has it; that of Express 4 has none. */
function hostFor(request: Request): string {
  const forwarded = request.get('X-Forwarded-Host')
  if (!forwarded || !isProxyTrusted(request)) return hostOf(request)
  return forwarded.split(',')[0]!.trim()
}

/** Whether the setting `trust proxy` believes who has sent the request. */
function isProxyTrusted({ app, socket }: Request): boolean {
  const trusts = app.get('trust proxy fn') as (address: string | undefined, hop: number) => boolean
  return trusts(socket.remoteAddress, 0)
}
