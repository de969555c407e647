/** What Fastify's binding and that of frameworks upon Fastify have in common. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asError, checkFactory, noteException } from './outcome.js'
import { attachSession, attachSpecs, descriptorOf, whenLoaded } from './attach.js'
import type { AttachOptions, AttachSettings } from './attach.js'
import { endBody, isResponse } from './body.js'
import { csrfHeaders, csrfSettingsFor, enforce, protect } from './csrf.js'
import type { CsrfView } from './csrf.js'
import { isStale } from './stale.js'
import { hostOf, nodeView, sessionUnder } from './node-csrf.js'
import { addHeadersTo, failWith, failureBefore, flushWith, isDropped } from './response.js'
import type { NodeAttachment } from './response.js'
import { answerPlainly } from './takeover.js'
import type { ErrorHandling } from './takeover.js'
import { isCsrfOptions } from '../../csrf/protection.js'
import type { CsrfOptions, CsrfSettings } from '../../csrf/protection.js'
import { makeNotes } from '../../lib/notes.js'
import { resolveOptions } from '../../lib/options.js'
import type { Given, OptionSpecs } from '../../lib/options.js'
import type { BindableFactory } from '../../session/factory.js'

interface Resolved extends AttachOptions<never> {
  factory: BindableFactory<object>
  csrf: CsrfOptions<FastifyRequest> | null
}

/** Options of {@link session}; what is left out has its default. */
export type SessionOptions<Data extends object = object> = Given<AttachOptions<FastifyRequest>> & {
  /** Makes the sessions. */
  readonly factory: BindableFactory<Data>
  /**
   * Checks every request of an unsafe method for its CSRF token and, over HTTPS, its origin, after its body was
   * parsed and before its handler runs; `{}` for Pyramid's defaults. Default: nothing is checked.
   *
   * The token may be in the header or in `request.body`. `request.protocol` and `request.host` say where the request
   * went, so that Fastify's option `trustProxy` decides whether X-Forwarded-Proto and X-Forwarded-Host are believed.
   *
   * With `mode: 'fetch-metadata'` no token is asked for: see `checkFetchMetadata`.
   */
  readonly csrf?: CsrfOptions<FastifyRequest> | null | undefined
}

/** Gives the requests of an instance their session, and makes the CSRF check where the settings ask for one. */
export function mountSession(fastify: FastifyInstance, given: Settings): void {
  const { factory, ...settings } = given
  decorate(fastify, settings.property)
  fastify.addHook('onRequest', (request, reply, done) => {
    const handling = handlingOf(reply)
    const attached = attachSession(factory, request, reply.raw, settings, handling)
    if (settings.csrf !== null) startCsrf(request, reply, settings.csrf, given, handling)
    whenLoaded(attached, () => done(), done as (error: unknown) => void)
  })
  fastify.addHook('onError', (request, _reply, error, done) => {
    noteException(request, error)
    done()
  })
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    const send = (): void => {
      const failure = failureBefore(reply.raw, statusOf(reply, payload))
      if (failure === undefined && !isDropped(reply.raw)) return done()
      // Without done() this answer goes no further: that of the error handler takes its place.
      endBody(payload)
      if (failure !== undefined)
        failWith(reply.raw, failure.attachment as NodeAttachment, failure.error)
    }
    const waiting = flushWith(reply.raw, payload)
    if (waiting === undefined) send()
    else Promise.resolve(waiting).then(send).catch(done).catch(failLate(reply))
  })
  if (settings.csrf !== null) checkBeforeHandlers(fastify, settings.csrf, cookieOf(factory))
}

/** Fastify takes that of a `Response` after all hooks. */
const statusOf = ({ statusCode }: FastifyReply, payload: unknown): number =>
  isResponse(payload) ? payload.status : statusCode

/** Makes the check of the rules `csrf`, where they are those that count for the session of `cookie`. */
function checkBeforeHandlers(
  fastify: FastifyInstance,
  csrf: CsrfSettings<FastifyRequest>,
  cookie: unknown,
): void {
  fastify.addHook('preHandler', (request, _reply, done) => {
    const rules = rulesOf.get(request)
    const started = rules?.ofCookies.get(cookie)
    if (started?.csrf === csrf) makeCheck(request, csrf, started.view, rules!)
    done()
  })
}

function makeCheck(
  request: FastifyRequest,
  csrf: CsrfSettings<FastifyRequest>,
  view: CsrfView,
  rules: Rules,
): void {
  rules.checked = csrf
  try {
    enforce(request, csrf, view)
  } finally {
    rules.checked = undefined
  }
}

const optionSpecs: OptionSpecs<Resolved> = {
  ...attachSpecs,
  // What is none is told by checkFactory.
  factory: { fallback: undefined as never, check: () => undefined },
  csrf: { fallback: null, check: isCsrfOptions },
}

export interface Settings extends AttachSettings {
  readonly factory: BindableFactory<object>
  readonly csrf: CsrfSettings<FastifyRequest> | null
}

/** @throws {OptionError} when there is no factory, or an option is not what it must be */
export function settingsOf(given: unknown): Settings {
  const { csrf, ...options } = resolveOptions(optionSpecs, given)
  checkFactory(options.factory)
  return {
    ...options,
    isSecure,
    isDecorated: true,
    csrf: csrf === null ? null : csrfSettingsFor(options.factory, csrf),
  }
}

/** Fastify's option `trustProxy` decides whether X-Forwarded-Proto is believed. */
const isSecure = ({ protocol }: FastifyRequest): boolean => protocol === 'https'

/** One getter for all requests. Who registers a second session of one cookie finds that of the first. */
function decorate(fastify: FastifyInstance, property: string): void {
  const mark = Symbol.for(`cartouche.decorated.${property}`)
  if (fastify.hasRequestDecorator(mark)) return
  const { get, set } = descriptorOf(property) as Required<PropertyDescriptor>
  fastify.decorateRequest(property, { getter: get, setter: set })
  fastify.decorateRequest(mark, { getter: () => true })
}

/** The rules of a request, for the hooks that make the checks. */
interface Rules {
  /** Those that count for each session, and what they look at. */
  readonly ofCookies: Map<unknown, { csrf: object; view: CsrfView }>
  /** Those that are being checked, which look at their own session. Otherwise the last ones count. */
  checked: object | undefined
}

const rulesOf = makeNotes<FastifyRequest, Rules>()

/** Factories of one cookie have one session. */
const cookieOf = (factory: BindableFactory<object>): unknown => factory.cookieName ?? factory

function startCsrf(
  request: FastifyRequest,
  reply: FastifyReply,
  csrf: CsrfSettings<FastifyRequest>,
  { factory, property, onCommitError }: Settings,
  handling: ErrorHandling,
): void {
  const findSession = sessionUnder(request, property)
  const from = { scheme: request.protocol, host: hostFor(request) }
  const makeView = (find: typeof findSession): CsrfView => nodeView(request, find, from)
  const rules = rulesOf.get(request) ?? { ofCookies: new Map(), checked: undefined }
  const isOver = (): boolean => rules.checked !== undefined && rules.checked !== csrf
  const view = protect(request, csrf, findSession, makeView, isOver)
  rules.ofCookies.set(cookieOf(factory), { csrf, view })
  rulesOf.set(request, rules)
  if (csrf.policy.commit === undefined) return
  addHeadersTo(reply.raw, { source: csrfHeaders(csrf, view), request, ...handling, onCommitError })
}

/** What Fastify has of the Host header is so where no trusted proxy says otherwise: HTTP/2 has it elsewhere. */
function hostFor({ host, headers, raw }: FastifyRequest): string {
  return host === undefined || host === headers.host ? hostOf(raw) : host
}

/** Milliseconds in which your error handler must begin to answer. */
const PATIENCE = 10_000

/** Fastify's error handlers. */
function handlingOf(reply: FastifyReply): ErrorHandling {
  return {
    handle: (error) => answer(reply, asError(error)),
    patience: PATIENCE,
    clear: () => removeStaleOf(reply),
  }
}

function answer(reply: FastifyReply, error: Error): void {
  if (!reply.sent) {
    reply.send(error)
    return
  }
  reply.log.error(error)
  answerPlainly(reply.raw)
}

/** Fastify catches what an answer throws which is sent at once: here nobody is left to. */
const failLate =
  (reply: FastifyReply) =>
  (error: unknown): void =>
    answer(reply, asError(error))

/** Fastify keeps headers until they are written. */
function removeStaleOf(reply: FastifyReply): void {
  for (const name of Object.keys(reply.getHeaders())) if (isStale(name)) reply.removeHeader(name)
}
