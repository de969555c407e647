/** Bodies of answers: what may be looked at, and the end of those that are not sent. */
import { isUtf8 } from 'node:buffer'
import { isUnawaited } from '../../lib/hook.js'
import { endStream, isNodeStream } from './node-streams.js'

/**
 * Ends what would have filled a body: a stream, of Node's or the web's. Other bodies need nothing.
 *
 * @param request whose body is read to its end, if it is that: its connection is needed for the answer
 */
export function endBody(body: unknown, request?: Request): void {
  if (body instanceof Response) endBody(body.body, request)
  else if (isNodeStream(body)) endStream(body)
  else if (!isWebStream(body)) return
  else if (body === request?.body) isUnawaited(body.pipeTo(new WritableStream()))
  else cancel(body)
}

/** It may be one of another implementation. */
const isWebStream = (body: unknown): body is ReadableStream =>
  typeof (body as Partial<ReadableStream> | null | undefined)?.getReader === 'function'

/**
 * It may fail: whoever fills it is told what can be told. Not at once: a stream that Node has made of one of its own, which has
 * data and is about to give them, would throw then where nobody can catch it.
 */
function cancel(body: ReadableStream): void {
  setTimeout(() => {
    try {
      isUnawaited(body.cancel())
    } catch {
      // It is not needed any more.
    }
  })
}

/**
 * By its form: a platform, an adapter or a test may have another class of this name. Of its own the headers are not asked for: Bun
 * would send a part of a file as if it were all.
 */
export function isResponse(response: unknown): response is Response {
  if (response instanceof Response) return true
  if (typeof response !== 'object' || response === null) return false
  const { status, headers } = response as Partial<Response>
  // Answers of clients have no body (axios).
  return typeof status === 'number' && typeof headers?.get === 'function' && 'body' in response
}

/** Its type is said: see {@link losesType}. */
export function textResponse(body: string, status: number): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'text/plain;charset=UTF-8' } })
}

interface BunRuntime {
  inspect(value: unknown): string
  /** What a promise is kept with, or the promise where it is not yet. */
  peek(promise: Promise<unknown>): unknown
}

const { Bun } = globalThis as { Bun?: BunRuntime }

/**
 * Whether a response has a body in memory and nothing says its type, in a runtime that adds the type of a text as it
 * sends it: Bun, up to 1.4.5 at least. It knows that type no more when somebody has looked at the body, nor does a copy
 * (https://github.com/oven-sh/bun/pull/42064). Only what Bun prints tells this body from a stream or a file.
 */
export function losesType(response: Response): boolean {
  if (Bun === undefined || isTypeSaid() || response.headers.has('Content-Type')) return false
  return /\bBlob \([^()]*\)\s*\}$/.test(Bun.inspect(response))
}

let isSaid: boolean | undefined

/** As the Fetch Standard asks. */
function isTypeSaid(): boolean {
  return (isSaid ??= new Response('text').headers.has('Content-Type'))
}

/** A look at a body changes how it is sent: Bun knows its type no more, Deno its length. */
const canLook = Bun === undefined && !('Deno' in globalThis)

/** Whether somebody reads a body already, where that can be known. */
export const isLocked = (response: Response): boolean => canLook && response.body?.locked === true

/** Whether there is no body, where that can be known. */
export const isEmpty = (response: Response): boolean => canLook && response.body === null

/** What is in a body that {@link losesType}, which is left as it is; `null` for other bodies. */
export function bytesOf(response: Response): ArrayBuffer | null {
  const bytes = losesType(response) ? Bun!.peek(response.clone().arrayBuffer()) : null
  return bytes instanceof ArrayBuffer ? bytes : null
}

/** Whether bytes may be a text: nothing but what they are tells. */
export function isText(bytes: ArrayBuffer): boolean {
  return isUtf8(bytes) && !new Uint8Array(bytes).includes(0)
}
