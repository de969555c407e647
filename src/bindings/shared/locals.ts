/** What the bindings have in common for frameworks whose requests have `locals`, in which the session is. */
import { contextSpecs, takenName } from './context.js'
import { putGetter } from './getter.js'
import type { ContextOptions, SessionOptions } from './context.js'
import { checkResponse } from './handler.js'
import type { Exchange } from './web.js'
import { isFunction, orNull } from '../../lib/options.js'
import type { OptionSpecs } from '../../lib/options.js'
import type { DefaultData, Session } from '../../session/session.js'

/** The locals that {@link session} sets. */
export type SessionLocals<Data extends object = DefaultData, Name extends string = 'session'> = {
  [Key in Name]: Session<Data>
}

/** What of a request's event or context the bindings need. */
export interface WithLocals {
  readonly request: Request
  readonly locals: object
}

/** Options of {@link session}; what is left out has its default. */
export interface LocalsOptions<
  Data extends object,
  Name extends string,
> extends SessionOptions<Name> {
  /**
   * Answers a request whose CSRF check failed, whose session cannot be written, or in which something was thrown up to
   * the middleware. The session's cookie is set on this response too, unless the factory has
   * `setOnException: false`. What it throws itself goes to the framework. Default: a `BadCsrfToken` or
   * `BadCsrfOrigin` is answered with 400, a `CsrfBodyTimeout` with 408, any other error goes to the framework's own
   * error handling.
   */
  onError?(
    error: unknown,
    context: { readonly request: Request; readonly locals: SessionLocals<Data, Name> },
  ): Response | Promise<Response>
}

type OnError = (error: unknown, context: never) => Response | Promise<Response>

interface Resolved extends ContextOptions {
  onError: OnError | null
}

export const localsSpecs: OptionSpecs<Resolved> = {
  onError: { fallback: null, check: orNull(isFunction) },
  ...contextSpecs,
}

/**
 * The answer to what was thrown; where nobody here has one, it is thrown again.
 *
 * @param onError that of the application, or what stands in its place
 */
export function answerTo(
  error: unknown,
  context: WithLocals,
  onError: OnError,
  exchange: Exchange,
): Promise<Response> {
  return exchange.answer(async () =>
    checkResponse(await onError(error, context as never), 'onError'),
  )
}

/** The sessions that stand in locals because they were put there, and by which middleware. */
const owners = new WeakMap<object, Map<string, object>>()

/**
 * Puts a session into the locals of a request.
 *
 * @param owner the same each time that one middleware handles a request, which may be more than once
 * @throws {OptionError} when something else is there
 */
export function setLocal(locals: object, name: string, opened: object, owner: object): void {
  const taken = (locals as Record<string, unknown>)[name]
  const own = owners.get(locals) ?? new Map<string, object>()
  if (taken !== undefined && taken !== opened && own.get(name) !== owner) throw takenName(name)
  owners.set(locals, own.set(name, owner))
  const refuse = (): never => {
    throw new TypeError(
      `${name} of the locals cannot be assigned: change the session by its methods, or empty it by invalidate()`,
    )
  }
  putGetter(locals, name, () => opened, refuse)
}
