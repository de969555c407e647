/** Sessions and CSRF protection for h3 2, and so for Nitro 3. */
import type { HTTPEvent, Middleware } from 'h3'
import { checkFactory } from './shared/outcome.js'
import { contextSpecs, putIntoContext } from './shared/context.js'
import * as shared from './shared/csrf.js'
import { Passage, asHTTPError, watchErrors } from './shared/h3.js'
import type { SessionOptions } from './shared/h3-context.js'
import { webSettings } from './shared/web-options.js'
import { makeNotes } from '../lib/notes.js'
import { resolveOptions } from '../lib/options.js'
import type { BindableFactory } from '../session/factory.js'

export type { SessionOptions } from './shared/h3-context.js'
export type { CsrfOptions } from '../csrf/protection.js'

/**
 * Middleware that gives every request a session, as `event.context.session`.
 *
 * The session is opened when it is first used. Its cookie is added to what the handler gives, by the headers of
 * `event.res`. A session that cannot be written (too large, say) counts as an error of the handler, and goes to
 * `onError` as that does: of the application, or of middleware that was used before. To find out in the handler, call
 * `event.context.session.save()`. The answer to an error carries the cookie too, unless the factory has
 * `setOnException: false`.
 *
 * A check that is refused is an `HTTPError` of h3's, of status 400 or 408, whose `cause` is the `BadCsrfToken`,
 * `BadCsrfOrigin` or `CsrfBodyTimeout`.
 *
 * Used twice for one cookie it is one session. Sessions of other cookies go under another name:
 * `session(factory, { name: 'admin' })`.
 *
 * @throws {OptionError} when `factory` is none, or an option is not what it must be
 *
 * @example
 * import { H3 } from 'h3'
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 * import { session } from 'cartouche/h3'
 *
 * const app = new H3()
 * app.use(session(unencryptedCookieSessionFactoryConfig(process.env['SESSION_SECRET'] ?? '')))
 * app.get('/', (event) => {
 *   const visits = Number(event.context.session.get('visits', 0)) + 1
 *   event.context.session.set('visits', visits)
 *   return `Visit ${visits}`
 * })
 * const response = await app.request('/')
 * await response.text() // → 'Visit 1'
 */
export function session<Data extends object>(
  factory: BindableFactory<Data>,
  options: SessionOptions = {},
): Middleware {
  checkFactory(factory)
  const { name, ...rest } = resolveOptions(contextSpecs, options)
  const settings = webSettings(factory, rest)
  return async (event, next) => {
    const passage = new Passage(event, settings)
    watchErrors(event.app)
    try {
      const opened = await passage.exchange.open(factory)
      putIntoContext(event.context, name, () => opened)
      requests.set(event, event.req)
      await passage.exchange.protect(opened)
      const answer = await next()
      await passage.finish(answer)
      return passage.copyable(answer)
    } catch (error) {
      await passage.fail(error)
      throw asHTTPError(error)
    }
  }
}

/** The requests under which CSRF rules are kept: middleware may put another one into the event. */
const requests = makeNotes<HTTPEvent, object>()

const requestOf = (event: HTTPEvent): object => requests.get(event) ?? event.req

/**
 * Checks a request by the options that {@link session} was given, whatever they say of its method and of
 * exemptions. For handlers that parse forms themselves: exempt them from the automatic check and call this with
 * the form.
 *
 * @param body the parsed form: a FormData, a URLSearchParams, or an object of texts and lists of texts.
 * Without it the token must be in the header
 * @throws {BadCsrfOrigin} when the request comes from elsewhere
 * @throws {BadCsrfToken} when its token is wrong or missing; `reason` says which
 */
export function checkCsrf(event: HTTPEvent, body?: unknown): void {
  shared.checkCsrf(requestOf(event), body)
}

/**
 * The CSRF token for the forms of a page, by the policy that {@link session} was given; masked, so that it is
 * another text each time, where its option `mask` says so.
 *
 * @throws {SessionCommittedError} when a token is to be made whose cookie can no longer be set
 */
export function getCsrfToken(event: HTTPEvent): string {
  return shared.getCsrfToken(requestOf(event))
}

/**
 * Makes a new CSRF token, which puts all forms handed out before out of use, and returns it: for the moment when a
 * user signs in.
 *
 * @throws {SessionCommittedError} when the headers have gone out
 */
export function newCsrfToken(event: HTTPEvent): string {
  return shared.newCsrfToken(requestOf(event))
}
