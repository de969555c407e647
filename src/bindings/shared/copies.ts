/** Copies of a web `Response`, with the headers of sessions. */
import { addLines } from './outcome.js'
import type { HeaderLine } from '../../session/factory.js'

/**
 * Whether a response can be copied. The answer to a WebSocket's request cannot, nor what stands in for a response of a
 * status that `Response` refuses.
 */
export function canBeCopied({ status }: Pick<Response, 'status'>): boolean {
  return status >= 200 && status <= 599
}

/**
 * The response itself where nothing can be added, else a copy: the headers of Response.redirect() and of a fetched response cannot be changed, and an application may
 * give the same response to several visitors.
 */
export function withLines(response: Response, lines: readonly Readonly<HeaderLine>[]): Response {
  if (lines.length === 0 || !canBeCopied(response)) return response
  const copy = new Response(response.body, response)
  if (response.headers.getSetCookie === undefined) {
    copy.headers.delete('Set-Cookie')
    for (const line of cookieLinesOf(response.headers)) copy.headers.append('Set-Cookie', line)
  }
  addLines(copy.headers, lines)
  return copy
}

/** Headers of another implementation, node-fetch 2, say. These give a text that cannot be told apart again. */
type OtherHeaders = Partial<Headers> & {
  raw?: () => Readonly<Record<string, readonly string[]>>
}

/** The Set-Cookie lines of a response. */
export function cookieLinesOf(headers: OtherHeaders): readonly string[] {
  if (headers.getSetCookie !== undefined) return headers.getSetCookie()
  const joined = headers.get?.('Set-Cookie') ?? null
  return headers.raw?.()['set-cookie'] ?? (joined === null ? [] : [joined])
}
