/** Bodies of answers: what may be looked at, and the end of those that are not sent. */
import type { Readable } from 'node:stream'
import { isUnawaited } from '../../lib/hook.js'

/** Ends what would have filled a body: a stream, of Node's or the web's. Other bodies need nothing. */
export function endBody(body: unknown): void {
  if (body instanceof Response) cancel(body.body)
  else if (body instanceof ReadableStream) cancel(body)
  else (body as Partial<Readable> | null | undefined)?.destroy?.()
}

/** It may be a stream of another kind, or fail: whoever fills it is told what can be told. */
export function cancel(body: Partial<ReadableStream> | null): void {
  try {
    isUnawaited(body?.cancel?.())
  } catch {
    // It is not needed any more.
  }
}

/** Its type is said: see {@link isUntyped}. */
export function textResponse(body: string, status: number): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'text/plain;charset=UTF-8' } })
}

/**
 * Whether nothing says the type of a response, in a runtime that adds the type of a text as it sends it: Bun, up to 1.4.5
 * at least. It knows that type no more when somebody has looked at the body, nor does a copy
 * (https://github.com/oven-sh/bun/pull/42064).
 */
export function isUntyped({ headers }: Response): boolean {
  return !isTypeSaid() && headers.get('Content-Type') === null
}

let isSaid: boolean | undefined

/** As the Fetch Standard asks. */
function isTypeSaid(): boolean {
  return (isSaid ??= new Response('text').headers.has('Content-Type'))
}

/**
 * Whether a response of Bun is untyped and its body a text or bytes: no stream, which has no type to lose, and not
 * empty. Only what Bun prints of it tells, and how long it is: `Response (2 bytes) {…}`.
 */
export function losesType(response: Response): boolean {
  if (!isUntyped(response)) return false
  const { Bun } = globalThis as { Bun?: { inspect(value: unknown): string } }
  return Bun !== undefined && /^Response \([\d.]*[1-9]/.test(Bun.inspect(response))
}
