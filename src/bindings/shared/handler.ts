/** What the bindings have in common whose handlers give a `Response`, and whose `onError` answers errors. */
import { isLocked, isResponse, textResponse } from './body.js'
import { refusalOf } from './csrf.js'
import { webSpecs } from './web-options.js'
import type { Exchange } from './web.js'
import type { WebOptions } from './web-options.js'
import { CartoucheError } from '../../errors.js'
import { printError } from '../../lib/hook.js'
import { isFunction, orNull } from '../../lib/options.js'
import type { OptionSpecs } from '../../lib/options.js'

export type OnError<AnySession> = (
  error: unknown,
  request: Request,
  session: AnySession,
) => Response | Promise<Response>

export interface HandlerOptions<AnySession> extends WebOptions {
  onError: OnError<AnySession> | null
}

export const handlerSpecs: OptionSpecs<HandlerOptions<unknown>> = {
  onError: { fallback: null, check: orNull(isFunction) },
  ...webSpecs,
}

/**
 * The answer to an error, with the session; without `onError` what is no refused request is passed on, unless the answer must
 * carry the session.
 */
export async function answer<AnySession>(
  error: unknown,
  request: Request,
  session: AnySession,
  onError: OnError<AnySession> | null,
  exchange: Exchange,
): Promise<Response> {
  const send = async (make: () => Response | Promise<Response>): Promise<Response> =>
    exchange.finish(await exchange.answer(make))
  if (onError === null) return send(() => answerForPlatform(error, exchange))
  try {
    return await send(async () => checkResponse(await onError(error, request, session), 'onError'))
  } catch (failure) {
    return send(() => serverError(failure))
  }
}

/** The answer where nobody else has one. */
export function serverError(failure: unknown): Response {
  printError(failure)
  return textResponse('Internal Server Error\n', 500)
}

/** The answer to a refused request; what is none is thrown again. */
export function plainAnswer(error: unknown): Response {
  const refusal = refusalOf(error)
  if (refusal === undefined) throw error
  if (!refusal.isExpected) printError(error)
  return textResponse(refusal.body, refusal.status)
}

/**
 * The same, where who would answer what is thrown again sends no cookies: where the visitor would be signed out by that, it is
 * answered here. A response that was thrown is the answer.
 *
 * @param read finds a response in what the framework's own functions throw
 */
export async function answerForPlatform(
  error: unknown,
  exchange: Exchange,
  read: (error: unknown) => Response | undefined = () => undefined,
): Promise<Response> {
  if (refusalOf(error) !== undefined || !(await exchange.mustAnswer())) return plainAnswer(error)
  const thrown = isResponse(error) ? error : read(error)
  try {
    return thrown === undefined ? serverError(error) : checkResponse(thrown, 'What was thrown')
  } catch (failure) {
    return serverError(failure)
  }
}

export function checkResponse(response: unknown, whose: string): Response {
  if (!isResponse(response))
    throw noAnswer(`${whose} gave no Response: return one from every branch`)
  const { status, bodyUsed } = response
  if (status === 0) throw noAnswer(`${whose} gave Response.error(), which answers nothing`)
  if (bodyUsed || isLocked(response)) {
    throw noAnswer(`${whose} gave a Response whose body was used before: make one for each request`)
  }
  return response
}

function noAnswer(problem: string): CartoucheError {
  return new CartoucheError('NO_ANSWER', problem)
}
