/** Copies of a web `Response`, with the headers of sessions. */
import { bytesOf, isText, losesType } from './body.js'
import { addLines } from './outcome.js'
import type { HeaderLine } from '../../session/factory.js'

/**
 * Whether a response can be copied. The answer to a WebSocket's request cannot, nor what stands in for a response of a
 * status that `Response` refuses, nor what has gone out already.
 */
export function canBeCopied(answer: Pick<Response, 'status'> & Partial<Response>): boolean {
  return hasOwnStatus(answer) && !isSpent(answer)
}

const hasOwnStatus = ({ status }: Pick<Response, 'status'>): boolean =>
  status >= 200 && status <= 599

/** Whether its body was read: by the application, or as it was sent. */
export const isSpent = ({ bodyUsed }: Partial<Response>): boolean => bodyUsed === true

/**
 * The response itself where nothing can be added, else a copy: the headers of Response.redirect() and of a fetched
 * response cannot be changed, and an application may give the same response to several visitors.
 */
export function withLines(response: Response, lines: readonly Readonly<HeaderLine>[]): Response {
  if (lines.length === 0 || !canBeCopied(response)) return response
  const copy = copyOf(response)
  addLines(copy.headers, lines)
  return copy
}

/** The response itself where it sets none of the cookies as `lines` do, else a copy that does not. */
export function withoutCookies(
  response: Response,
  lines: readonly Readonly<HeaderLine>[],
): Response {
  const own = lines.length === 0 ? [] : cookieLinesOf(response.headers)
  if (!canBeCopied(response) || !lines.some(([, value]) => own.includes(value))) return response
  const copy = copyOf(response)
  removeCookies(copy.headers, lines)
  return copy
}

/** Takes Set-Cookie lines away. */
export function removeCookies(headers: Headers, lines: readonly Readonly<HeaderLine>[]): void {
  if (lines.length === 0) return
  const kept = headers.getSetCookie().filter((own) => !lines.some(([, value]) => value === own))
  headers.delete('Set-Cookie')
  for (const own of kept) headers.append('Set-Cookie', own)
}

/**
 * For who makes a copy by the platform's means: the response, or one in its place. A copy would be without the type
 * that Bun adds, or fail for its status text.
 */
export function copyable(response: Response): Response {
  const isOwn = losesType(response) || !hasReasonPhrase(response) || isDecoded(response)
  return isOwn ? copyOf(response) : response
}

/** Whether its status text is one that `Response` takes. A fetched response has what the server has sent. */
function hasReasonPhrase({ statusText }: Response): boolean {
  return /^[\t -~\x80-\xff]*$/.test(statusText)
}

/** Whether Deno has decoded a fetched response. It leaves the headers that say otherwise, and sends neither. */
const isDecoded = ({ url, headers }: Response): boolean =>
  'Deno' in globalThis && url !== '' && /^(?:gzip|br)$/i.test(headers.get(ENCODING) ?? '')

const ENCODING = 'Content-Encoding'

/** A response of its own, whose headers can be changed. */
export function copyOf(response: Response): Response {
  const { status, headers } = response
  const bytes = bytesOf(response)
  const init = hasReasonPhrase(response) ? response : { status, headers }
  const copy = new Response(bytes ?? response.body, init)
  if (bytes !== null && isText(bytes)) copy.headers.set('Content-Type', 'text/plain;charset=utf-8')
  if (isDecoded(response)) {
    for (const name of [ENCODING, 'Content-Length']) copy.headers.delete(name)
  }
  if (response.headers.getSetCookie === undefined) {
    copy.headers.delete('Set-Cookie')
    for (const line of cookieLinesOf(response.headers)) copy.headers.append('Set-Cookie', line)
  }
  return copy
}

/** Headers of another implementation, node-fetch 2, say. These give a text that cannot be told apart again. */
type OtherHeaders = Partial<Headers> & {
  raw?: () => Readonly<Record<string, readonly string[]>>
}

/** The Set-Cookie lines of a response. */
function cookieLinesOf(headers: OtherHeaders): readonly string[] {
  if (headers.getSetCookie !== undefined) return headers.getSetCookie()
  const joined = headers.get?.('Set-Cookie') ?? null
  return headers.raw?.()['set-cookie'] ?? (joined === null ? [] : [joined])
}

export const isCookieLine = ([name]: Readonly<HeaderLine>): boolean => name === 'Set-Cookie'

/** Whether a response sets one of the cookies of `lines` already. */
export function hasCookieOf(
  headers: OtherHeaders,
  lines: readonly Readonly<HeaderLine>[],
): boolean {
  return unsaid(lines, headers).length < lines.length
}

/** Those of `lines` whose cookies are not set already, nor by what is `added`. */
export function unsaid(
  lines: readonly Readonly<HeaderLine>[],
  headers: OtherHeaders,
  added: readonly Readonly<HeaderLine>[] = [],
): readonly Readonly<HeaderLine>[] {
  // Of nearly all requests nothing is handed on.
  if (lines.length === 0) return lines
  const own = cookieLinesOf(headers).map((line) => ['Set-Cookie', line] as const)
  return lines.filter((line) => !isOfSameCookie(line, [...own, ...added]))
}

/** Whether a line sets a cookie that `lines` set too. */
export function isOfSameCookie(
  line: Readonly<HeaderLine>,
  lines: readonly Readonly<HeaderLine>[],
): boolean {
  const others = lines.filter(isCookieLine)
  return isCookieLine(line) && others.some(([, value]) => nameIn(value) === nameIn(line[1]))
}

/** The name in the value of a Set-Cookie line. */
const nameIn = (value: string): string => value.slice(0, value.indexOf('='))
