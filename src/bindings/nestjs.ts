/** Sessions and CSRF protection for NestJS 12, on Express and on Fastify. */
import type { Request as ExpressRequest, RequestHandler } from 'express'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { checkFactory, noteException } from './shared/outcome.js'
import { attachSpecs } from './shared/attach.js'
import type { AttachOptions } from './shared/attach.js'
import { csrfMiddleware, sessionMiddleware } from './shared/express.js'
import { enforceCsrf, mountSession, settingsOf } from './shared/fastify.js'
import { isCsrfOptions } from '../csrf/protection.js'
import type { CsrfOptions } from '../csrf/protection.js'
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
   * Checks every request of an unsafe method for its CSRF token and, over HTTPS, its origin, before the guards of
   * controllers; `{}` for Pyramid's defaults. Default: nothing is checked.
   *
   * The token may be in the header or in `req.body`. `req.protocol` and the host say where the request went, so that
   * Express's setting `trust proxy`, or Fastify's `trustProxy`, decides whether X-Forwarded-Proto and
   * X-Forwarded-Host are believed.
   *
   * With `mode: 'fetch-metadata'` no token is asked for: see `checkFetchMetadata`.
   */
  readonly csrf?: CsrfOptions<AnyRequest> | null | undefined
}

/** What of an application of Nest's is used: `NestFactory.create()` gives one. */
export interface NestApplication {
  getHttpAdapter(): { getType(): string; getInstance(): unknown }
  useGlobalGuards(...guards: never[]): unknown
  useGlobalInterceptors(...interceptors: never[]): unknown
}

/**
 * Gives every request of an application a session: `@Session()` in handlers, or `req.session`.
 *
 * Call it after `NestFactory.create()` and before `app.listen()`. The session is opened when it is first read. Its
 * cookie is added when the response's headers are written, however that comes about. A session that cannot be written
 * (too large, say) goes to the global exception filters. Requests that a CSRF check refuses, which is a guard, go to the
 * exception filters, as a `BadCsrfToken` or `BadCsrfOrigin`: Nest's own answers them with 400. To find out in the
 * handler, call `session.save()`.
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
  const mount = adapter.getType() === 'fastify' ? mountOnFastify : mountOnExpress
  const check = mount(adapter.getInstance() as never, factory as never, resolved)
  app.useGlobalInterceptors(noting as never)
  if (check !== undefined) app.useGlobalGuards(guardOf(check) as never)
}

interface Resolved extends AttachOptions<never> {
  csrf: CsrfOptions<never> | null
}

const optionSpecs: OptionSpecs<Resolved> = {
  ...attachSpecs,
  csrf: { fallback: null, check: isCsrfOptions },
}

/** Makes the CSRF check of a request, or throws. */
type CsrfCheck = (request: never, response: never) => void

/** What of an application of Express's is used. */
interface ExpressInstance {
  use(middleware: RequestHandler): unknown
}

/** Nest reads bodies after what is used here: so the check is not among it. */
function mountOnExpress(
  instance: ExpressInstance,
  factory: BindableFactory<object>,
  { csrf, ...options }: Resolved,
): CsrfCheck | undefined {
  instance.use(sessionMiddleware(factory, options as Given<AttachOptions<ExpressRequest>>))
  if (csrf === null) return undefined
  const { property } = options
  const rules = { ...csrf, property } as CsrfOptions<ExpressRequest>
  const check = csrfMiddleware(rules, () => false)
  return (request, response) => void check(request, response, () => undefined)
}

function mountOnFastify(
  instance: FastifyInstance,
  factory: BindableFactory<object>,
  options: Resolved,
): CsrfCheck | undefined {
  const settings = settingsOf({ ...options, factory })
  mountSession(instance, settings)
  const { csrf } = settings
  return csrf === null ? undefined : (request) => enforceCsrf(request, csrf)
}

/** What of an `ExecutionContext` is used. */
interface Execution {
  getType(): string
  switchToHttp(): { getRequest(): never; getResponse(): never }
}

/** Nest answers what guards throw by its exception filters. */
function guardOf(check: CsrfCheck): { canActivate: (context: Execution) => boolean } {
  return {
    canActivate: (context) => {
      if (context.getType() !== 'http') return true
      const http = context.switchToHttp()
      const request = http.getRequest()
      try {
        check(request, http.getResponse())
      } catch (error) {
        noteException(request, error)
        throw error
      }
      return true
    },
  }
}

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
