/** What the bindings have in common whose handlers give a `Response`, and whose `onError` answers errors. */
import { losesType, textResponse } from './body.js'
import { refusalOf } from './csrf.js'
import { webSpecs } from './web.js'
import type { Exchange, WebOptions } from './web.js'
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

/** The answer to an error, with the session; without `onError` what is no refused request is passed on. */
export async function answer<AnySession>(
  error: unknown,
  request: Request,
  session: AnySession,
  onError: OnError<AnySession> | null,
  exchange: Exchange,
): Promise<Response> {
  if (onError === null) {
    const { status, body, isExpected } = refusalOf(error) ?? (await passOn(error, exchange))
    exchange.settle()
    if (!isExpected) printError(error)
    return await exchange.finish(textResponse(body, status))
  }
  exchange.settle()
  try {
    return await exchange.finish(checkResponse(await onError(error, request, session), 'onError'))
  } catch (failure) {
    printError(failure)
    return exchange.finish(textResponse('Internal Server Error\n', 500))
  }
}

async function passOn(error: unknown, exchange: Exchange): Promise<never> {
  await exchange.passOn()
  throw error
}

/** By its form: a platform or a test may have another class of this name. */
export function checkResponse(response: unknown, whose: string): Response {
  const { status, headers, bodyUsed } = (response ?? {}) as Partial<Response>
  const isOne = typeof status === 'number' && typeof headers?.get === 'function'
  if (!isOne) throw noAnswer(`${whose} gave no Response: return one from every branch`)
  if (status === 0) throw noAnswer(`${whose} gave Response.error(), which answers nothing`)
  if (bodyUsed === true || isLocked(response as Response)) {
    throw noAnswer(`${whose} gave a Response whose body was used before: make one for each request`)
  }
  return response as Response
}

function isLocked(response: Response): boolean {
  return !losesType(response) && response.body?.locked === true
}

function noAnswer(problem: string): CartoucheError {
  return new CartoucheError('NO_ANSWER', problem)
}
