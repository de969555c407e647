/** The way of a request through Elysia, with its sessions. */
import type { AnyElysia } from 'elysia'
import { asError } from './context.js'
import { endBody, isResponse } from './body.js'
import { isStale } from './stale.js'
import { UPGRADE, asksForSocket } from './upgrade.js'
import type { Exchange } from './web.js'
import { OptionError } from '../../errors.js'
import { makeNotes } from '../../lib/notes.js'

/** What of a context the functions for CSRF need. */
export interface WithRequest {
  readonly request: Request
}

/** What of Elysia's context is needed here. */
export interface ElysiaContext extends WithRequest {
  readonly set: {
    readonly headers: Record<string, unknown> | Headers
    status?: number | string
  }
  readonly error?: unknown
  response?: unknown
  responseValue?: unknown
}

/** A session of a request, until that is answered. */
interface Pending {
  readonly exchange: Exchange
  readonly context: ElysiaContext
  /** The application that uses the plugin. */
  readonly app: AnyElysia
}

const requests = makeNotes<Request, Pending[]>()

/**
 * Whether a context is of no request: older versions of Elysia run hooks where a route is added that has a value in place of
 * a handler. Without its compiler the contexts of requests have a path.
 */
export function isMadeUp(context: ElysiaContext): boolean {
  return requests.get(context.request) === undefined && !('path' in context)
}

export function sessionsOf({ request }: ElysiaContext): Pending[] {
  const sessions = requests.get(request)
  if (sessions === undefined) {
    throw new OptionError('aot', 'of Elysia must not be false: its sessions would never be written')
  }
  return sessions
}

type Handle = (request: Request, ...rest: unknown[]) => unknown

/**
 * Stands around all that Elysia does for a request. There is one for all sessions: of functions that are written
 * alike Elysia keeps one, where it finds several.
 */
export function finishing(handle: Handle): Handle {
  return async (request, ...rest) => {
    if (requests.get(request) !== undefined) return handle(request, ...rest)
    const sessions: Pending[] = []
    requests.set(request, sessions)
    try {
      const response = await handle(request, ...rest)
      const finished = isResponse(response) ? await finish(sessions, response) : response
      // It may be sent all the same: then it has the cookie.
      if (isForNobody(request, response)) await finish(sessions, UPGRADE)
      return finished
    } finally {
      for (const { exchange } of sessions) exchange.close()
      requests.set(request, undefined)
    }
  }
}

/** When the server has opened a WebSocket, Elysia gives an empty response, or none, that is not sent. */
function isForNobody(request: Request, response: unknown): boolean {
  if (!isResponse(response)) return true
  return response.status === 200 && asksForSocket(request)
}

async function finish(sessions: readonly Pending[], response: Response): Promise<Response> {
  for (const { exchange, context } of sessions) {
    if (hasFailed(context)) exchange.fail(context.error)
  }
  const finishAll = async (answer: Response): Promise<Response> => {
    let finished = answer
    for (const { exchange } of sessions) finished = await exchange.finish(finished)
    return finished
  }
  try {
    return await finishAll(response)
  } catch (error) {
    const { exchange, context, app } = sessions[0]!
    exchange.fail(error)
    takeBack(context, error)
    return finishAll((await app['handleError'](context as never, asError(error))) as Response)
  }
}

/** Once there is a response, the `onError` of a part of the application does not hear of an error. */
export async function prepare(context: ElysiaContext): Promise<void> {
  const isError = !(statusOf(context) < 500)
  if (isError && hasFailed(context)) return
  const answer = answerOf(context)
  try {
    // On Bun a response of a text is one of bytes once somebody has asked for its body.
    const body = isResponse(answer) ? undefined : answer
    for (const { exchange } of requests.get(context.request) ?? [])
      await (isError ? exchange.flush(body) : exchange.prepare(body))
  } catch (error) {
    endBody(isResponse(answer) ? answer.body : answer, context.request)
    takeBack(context, error)
    throw asError(error)
  }
}

function hasFailed({ error }: ElysiaContext): boolean {
  return error !== undefined && typeof error !== 'function'
}

/** What `status()` gives, by its form: who minifies gives its class another name. */
const isCustomStatus = (response: unknown): boolean =>
  response instanceof Object &&
  response.constructor !== Object &&
  Object.keys(response).join() === 'code,response'

/** What the handler gave, without the status around it. */
function answerOf({ response }: ElysiaContext): unknown {
  return isCustomStatus(response) ? (response as { response?: unknown }).response : response
}

/** `NaN` where it is said by its name. */
function statusOf({ set, response }: ElysiaContext): number {
  const { status, code } = (response ?? {}) as { status?: unknown; code?: unknown }
  if (isResponse(response) && status !== 200) return status as number
  return Number(isCustomStatus(response) ? code : (set.status ?? 200))
}

/** What was said of the answer that is not sent would stand in that to the error. */
function takeBack(context: ElysiaContext, error: unknown): void {
  const { headers } = context.set
  const isHeaders = headers instanceof Headers
  for (const name of isHeaders ? Array.from(headers.keys()) : Object.keys(headers)) {
    if (!isStale(name)) continue
    if (isHeaders) headers.delete(name)
    else delete headers[name]
  }
  context.set.status = (error as { status?: number } | null)?.status ?? 500
  context.response = context.responseValue = undefined
}
