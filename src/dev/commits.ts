/** What an answer said of a session, as the page lists it: no value of a cookie is in it. */
import { parseSetCookie } from '../cookie/parse-set-cookie.js'
import type { RequestOutcome } from '../session/request-session.js'
import type { Effect } from './reasons.js'

/** A Set-Cookie line without its value. */
export interface SetLine {
  readonly name: string
  /** Characters of name and value, of which browsers keep 4096. */
  readonly size: number
  readonly attributes: readonly string[]
  readonly isRemoval: boolean
}

/** The headers of one answer. */
export interface Commit {
  /** Seconds since 1970. */
  readonly time: number
  /** `undefined` where nothing is known of the request, as in a server action of Next.js. */
  readonly method: string | undefined
  readonly path: string | undefined
  readonly status: number | undefined
  /** Of answers after each other that have not touched the session, the last counts for all. */
  readonly answers: number
  readonly isTouched: boolean
  readonly lines: readonly SetLine[]
  readonly effect: Effect | 'not written'
  readonly reasons: readonly string[]
}

export function setLineOf(line: string): SetLine {
  const { name, value } = parseSetCookie(line)
  const [, ...attributes] = line.split(';').map((part) => part.trim())
  return { name, size: name.length + value.length, attributes, isRemoval: value === '' }
}

export function effectOf(lines: readonly SetLine[]): Effect {
  if (lines.some(({ isRemoval }) => !isRemoval)) return 'set'
  return lines.length > 0 ? 'taken away' : 'left alone'
}

/** What bindings hand on of a request: one of Node's or of the web, or what a framework has around it. */
interface AnyRequest {
  readonly method?: unknown
  readonly url?: unknown
  readonly originalUrl?: unknown
  readonly raw?: unknown
  readonly req?: unknown
}

/** The request that a framework's own is made around. */
export function innermost(request: unknown): object | undefined {
  if (typeof request !== 'object' || request === null) return undefined
  const { raw, req } = request as AnyRequest
  const inner = raw ?? req
  return typeof inner === 'object' && inner !== null ? inner : request
}

/** The method, the path without its query, and the status of an answer. */
export function answerOf(
  request: unknown,
  { status }: RequestOutcome,
): Pick<Commit, 'method' | 'path' | 'status'> {
  const { method, url } = (innermost(request) ?? {}) as AnyRequest
  // Routers inside others shorten the other one.
  const { originalUrl } = (request ?? {}) as AnyRequest
  const isKnown = typeof method === 'string'
  return {
    method: isKnown ? method : undefined,
    path: isKnown ? pathOf(originalUrl ?? url) : undefined,
    status,
  }
}

function pathOf(url: unknown): string {
  try {
    return new URL(String(url), 'http://localhost').pathname
  } catch {
    return String(url).split('?')[0]!
  }
}
