/** Sessions and CSRF protection for Fastify 5. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asError, checkFactory, noteException } from './shared.js'
import { attachSession, attachSpecs, descriptorOf } from './shared-attach.js'
import type { AttachOptions, AttachSettings } from './shared-attach.js'
import { endBody } from './shared-body.js'
import { csrfHeaders, enforce, protect } from './shared-csrf.js'
import type { CsrfView } from './shared-csrf.js'
import { isStale } from './shared-stale.js'
import { hostOf, nodeView, sessionUnder } from './shared-node-csrf.js'
import { addHeadersTo, failWith, failureBefore, isDropped } from './shared-response.js'
import type { NodeAttachment } from './shared-response.js'
import { answerPlainly } from './shared-takeover.js'
import type { ErrorHandling } from './shared-takeover.js'
import { csrfSettings, isCsrfOptions } from '../csrf/protection.js'
import type { CsrfOptions, CsrfSettings } from '../csrf/protection.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'

export { checkCsrf, getCsrfToken, newCsrfToken } from './shared-csrf.js'
export type { CsrfOptions } from '../csrf/protection.js'

interface Resolved extends AttachOptions<never> {
  factory: SessionFactory<object>
  csrf: CsrfOptions<FastifyRequest> | null
}

/** Options of {@link session}; what is left out has its default. */
export type SessionOptions<Data extends object = object> = Given<AttachOptions<FastifyRequest>> & {
  /** Makes the sessions. */
  readonly factory: SessionFactory<Data>
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

/**
 * The plugin that gives every request of the instance that it is registered with, and of those below it, a
 * `session`.
 *
 * The session is opened when `request.session` is first read. Its cookie is added when the reply's headers
 * are written, however that comes about, past `reply.hijack()` too. A session that cannot be written (too large,
 * say) goes to your `setErrorHandler`, as an error of the handler does; with a reply that was hijacked, where there
 * is no error handler, the answer is a plain 500 and the error is logged. To find out in the handler, call
 * `request.session.save()`.
 *
 * Requests that a CSRF check refuses go there too, as a `BadCsrfToken` or `BadCsrfOrigin`, whose `status` is 400:
 * Fastify answers with that where nobody else does.
 *
 * Registered twice for one cookie, as in an instance and one below it, it is one session, and the CSRF rules of the
 * one below count. Sessions of other cookies go under another property: `{ factory, property: 'admin' }`. The type of
 * `request.session` comes with `import 'cartouche/fastify/types'`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import formbody from '@fastify/formbody'
 * import Fastify from 'fastify'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { getCsrfToken, session } from 'cartouche/fastify'
 *
 * const factory = unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')
 * const app = Fastify()
 * await app.register(formbody)
 * await app.register(session, { factory, csrf: {} })
 * app.get('/', (request, reply) => {
 *   const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken(request)}">`
 *   reply.type('text/html').send(`<form method="post">${field}<button>Buy</button></form>`)
 * })
 * app.post('/', () => 'Bought')
 */
export async function session<Data extends object>(
  fastify: FastifyInstance,
  options: SessionOptions<Data>,
): Promise<void> {
  const { factory, ...settings } = settingsOf(options)
  decorate(fastify, settings.property)
  fastify.addHook('onRequest', (request, reply, done) => {
    const handling = handlingOf(reply)
    attachSession(factory, request, reply.raw, settings, handling)
    if (settings.csrf !== null) startCsrf(request, reply, settings.csrf, settings, handling)
    done()
  })
  const { csrf } = settings
  if (csrf !== null) {
    fastify.addHook('preHandler', (request, _reply, done) => {
      const started = rulesOf.get(request)
      if (started?.csrf === csrf) enforce(request, csrf, started.view)
      done()
    })
  }
  fastify.addHook('onError', (request, _reply, error, done) => {
    noteException(request, error)
    done()
  })
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    const failure = failureBefore(reply.raw, reply.statusCode)
    if (failure === undefined && !isDropped(reply.raw)) return done()
    // Without done() this answer goes no further: that of the error handler takes its place.
    endBody(payload)
    if (failure !== undefined)
      failWith(reply.raw, failure.attachment as NodeAttachment, failure.error)
  })
}

// What fastify-plugin would set: the hooks are those of the instance that registers it.
Object.assign(session, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'cartouche',
  [Symbol.for('plugin-meta')]: { name: 'cartouche', fastify: '>=5' },
})

const optionSpecs: OptionSpecs<Resolved> = {
  ...attachSpecs,
  // What is none is told by checkFactory.
  factory: { fallback: undefined as never, check: () => undefined },
  csrf: { fallback: null, check: isCsrfOptions },
}

interface Settings extends AttachSettings {
  readonly factory: SessionFactory<object>
  readonly csrf: CsrfSettings<FastifyRequest> | null
}

function settingsOf(given: unknown): Settings {
  const { csrf, ...options } = resolveOptions(optionSpecs, given)
  checkFactory(options.factory)
  return {
    ...options,
    isSecure,
    isDecorated: true,
    csrf: csrf === null ? null : csrfSettings<FastifyRequest>(csrf),
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

/** The rules that count for a request, and what they look at: for the hook that makes the check. */
const rulesOf = new WeakMap<FastifyRequest, { csrf: object; view: CsrfView }>()

function startCsrf(
  request: FastifyRequest,
  reply: FastifyReply,
  csrf: CsrfSettings<FastifyRequest>,
  { property, onCommitError }: AttachOptions<never>,
  handling: ErrorHandling,
): void {
  const findSession = sessionUnder(request, property)
  const from = { scheme: request.protocol, host: request.host ?? hostOf(request.raw) }
  const makeView = (): CsrfView => nodeView(request, findSession, from)
  const view = protect(request, csrf, findSession, makeView, () => false)
  rulesOf.set(request, { csrf, view })
  if (csrf.policy.commit === undefined) return
  addHeadersTo(reply.raw, { source: csrfHeaders(csrf, view), request, ...handling, onCommitError })
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

/** Fastify keeps headers until they are written. */
function removeStaleOf(reply: FastifyReply): void {
  for (const name of Object.keys(reply.getHeaders())) if (isStale(name)) reply.removeHeader(name)
}
