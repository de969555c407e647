/** Sessions and CSRF protection for NestJS 12, on Express and on Fastify. */
import type { Request as ExpressRequest, RequestHandler } from 'express'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { checkFactory, noteException } from './shared/outcome.js'
import { attachedTo, attachSpecs } from './shared/attach.js'
import type { AttachOptions } from './shared/attach.js'
import { refusalOf } from './shared/csrf.js'
import { csrfMiddleware, sessionMiddleware } from './shared/express.js'
import { mountSession, settingsOf } from './shared/fastify.js'
import { csrfSettings, isCsrfOptions } from '../csrf/protection.js'
import type { CsrfOptions } from '../csrf/protection.js'
import { OptionError } from '../errors.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared/csrf.js'
export { sessionOf } from './shared/express.js'
export type { CsrfOptions } from '../csrf/protection.js'

/** A request of Express or of Fastify: functions for either take it. */
type AnyRequest = ExpressRequest & FastifyRequest

/** Options of {@link useSession}; what is left out has its default. */
export type SessionOptions = Given<AttachOptions<AnyRequest>> & {
  /**
   * Checks every request of an unsafe method for its CSRF token and, over HTTPS, its origin, once its body was parsed:
   * before controllers, GraphQL resolvers and what else has a route; `{}` for Pyramid's defaults. Default: nothing is
   * checked.
   *
   * Not what is answered before bodies are parsed: by `app.use()`, and on Fastify by Nest's middleware. On Express with
   * `bodyParser: false` a guard checks controllers and resolvers, and nothing else.
   *
   * The token may be in the header or in `req.body`. `req.protocol` and the host say where the request went, so that
   * Express's setting `trust proxy`, or Fastify's `trustProxy`, decides whether X-Forwarded-Proto and
   * X-Forwarded-Host are believed.
   *
   * With `mode: 'fetch-metadata'` no token is asked for: see `checkFetchMetadata`.
   */
  readonly csrf?: CsrfOptions<AnyRequest> | null | undefined
}

/** What of Nest's adapter to Express or Fastify is used. */
interface HttpAdapter {
  getType(): string
  getInstance(): unknown
  registerParserMiddleware?: ((...args: never[]) => unknown) | undefined
  mapException?: ((error: unknown) => unknown) | undefined
}

/** What of an application of Nest's is used: `NestFactory.create()` gives one. */
export interface NestApplication {
  getHttpAdapter(): HttpAdapter
  useGlobalGuards(...guards: never[]): unknown
  useGlobalInterceptors(...interceptors: never[]): unknown
}

/**
 * Gives every request of an application a session: `@Session()` in handlers, or `req.session`.
 *
 * Call it after `NestFactory.create()` and before `app.listen()`. The session is opened when it is first read. Its
 * cookie is added when the response's headers are written, however that comes about. A session that cannot be written
 * (too large, say) goes to the global exception filters. So do requests that a CSRF check refuses, as a `BadCsrfToken` or
 * `BadCsrfOrigin`: Nest's own answers them with 400. To find out in the handler, call `session.save()`.
 *
 * Called twice for one cookie it is one session. Sessions of other cookies go under another property:
 * `useSession(app, factory, { property: 'admin' })`, found by {@link sessionOf}.
 *
 * @param app on Nest's Express or Fastify
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 */
export function useSession<Data extends object>(
  app: NestApplication,
  factory: BindableFactory<Data>,
  options: SessionOptions = {},
): void {
  checkFactory(factory)
  const resolved = resolveOptions(optionSpecs, options)
  const adapter = app.getHttpAdapter()
  app.useGlobalInterceptors(noting as never)
  keepRefusals(adapter)
  if (adapter.getType() === 'fastify') {
    const instance = adapter.getInstance() as FastifyInstance
    mountSession(instance, settingsOf({ ...resolved, factory }))
    return
  }
  const guard = mountOnExpress(adapter, factory as never, resolved)
  if (guard !== undefined) app.useGlobalGuards(guard as never)
}

interface Resolved extends AttachOptions<never> {
  csrf: CsrfOptions<never> | null
}

const optionSpecs: OptionSpecs<Resolved> = {
  ...attachSpecs,
  csrf: { fallback: null, check: isCsrfOptions },
}

/** What of an application of Express's is used. */
interface ExpressInstance {
  use(middleware: RequestHandler): unknown
}

/**
 * Nest reads bodies after what is used here, and before all that has a route: so the check is used then.
 *
 * @returns a guard for applications whose bodies Nest does not read
 */
function mountOnExpress(
  adapter: HttpAdapter,
  factory: BindableFactory<object>,
  { csrf, ...options }: Resolved,
): Guard | undefined {
  const instance = adapter.getInstance() as ExpressInstance
  instance.use(sessionMiddleware(factory, options as Given<AttachOptions<ExpressRequest>>))
  if (csrf === null) return undefined
  const rules = csrfSettings<ExpressRequest>(csrf as CsrfOptions<ExpressRequest>)
  const check = csrfMiddleware({ ...rules, property: options.property }, () => false)
  let isUsed = false
  afterParsers(adapter, () => {
    instance.use(check)
    isUsed = true
  })
  return { canActivate: (context) => isUsed || checkIn(context, check) }
}

/** Does something once Nest's parsers are used, if they are. */
function afterParsers(adapter: HttpAdapter, run: () => void): void {
  const register = adapter.registerParserMiddleware
  adapter.registerParserMiddleware = (...args) => {
    register?.apply(adapter, args)
    run()
  }
}

/** Filters get a refused check as it is: of errors that look like HTTP's, Nest makes others before controllers. */
function keepRefusals(adapter: HttpAdapter): void {
  const map = adapter.mapException
  adapter.mapException = (error) =>
    refusalOf(error) === undefined && map !== undefined ? map.call(adapter, error) : error
}

/** What of an `ExecutionContext` is used. */
interface Execution {
  getType(): string
  switchToHttp(): { getRequest(): never }
  getArgByIndex(index: number): unknown
}

interface Guard {
  canActivate(context: Execution): boolean
}

/** Makes the check of what came as a request, or throws: Nest answers that by its exception filters. */
function checkIn(context: Execution, check: RequestHandler): true {
  const request = requestOf(context)
  if (request !== undefined) void check(request, request.res!, () => undefined)
  return true
}

/** @throws {OptionError} where a resolver hides its request */
function requestOf(context: Execution): ExpressRequest | undefined {
  const type = context.getType()
  if (type === 'http') return context.switchToHttp().getRequest()
  if (type !== 'graphql') return undefined
  const { req } = (context.getArgByIndex(2) ?? {}) as { readonly req?: ExpressRequest }
  if (req === undefined) throw new OptionError('csrf', NO_REQUEST)
  // That of a WebSocket has no session.
  return attachedTo(req) === undefined ? undefined : req
}

const NO_REQUEST = 'finds no request: the GraphQL context must have it as its property req'

/** What of an `Observable` is used: Nest's interceptors give them. */
interface Observable {
  subscribe(observer: Required<Observer>): unknown
}

interface Observer {
  next: (value: unknown) => void
  error: (error: unknown) => void
  complete: () => void
}

/** Has the sessions know of what handlers throw: Nest answers it without a word to Express or Fastify. */
const noting = {
  intercept: (context: Execution, next: { handle(): Observable }): Observable => {
    const answers = next.handle()
    if (context.getType() !== 'http') return answers
    const request = context.switchToHttp().getRequest()
    const OfRxjs = answers.constructor as new (run: (to: Observer) => unknown) => Observable
    return new OfRxjs((to) =>
      answers.subscribe({
        next: (value) => to.next(value),
        complete: () => to.complete(),
        error: (error) => {
          noteException(request, error)
          to.error(error)
        },
      }),
    )
  },
}
