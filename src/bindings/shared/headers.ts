/** The headers of a response of Node's: those given to `writeHead`, those of sessions, those to take back. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { addLines } from './outcome.js'
import type { HeadersToBe } from './outcome.js'
import { isStale } from './stale.js'
import type { HeaderLine } from '../../session/factory.js'

type HeaderValue = number | string | readonly string[] | undefined
type Pairs = readonly (readonly [string, HeaderValue])[]

/**
 * Writes a head with the lines of sessions. Where Node refuses it, all is taken back: another one will follow.
 *
 * @param args of `writeHead`
 * @param writeHead is given those that are left, and whether one of the cookies was there already
 */
export function writeWithLines(
  response: ServerResponse,
  lines: readonly Readonly<HeaderLine>[],
  args: readonly unknown[],
  writeHead: (left: readonly unknown[], isThere: boolean) => unknown,
): unknown {
  const given = lines.length > 0 ? pairsOf(headersIn(args), isAdded(response)) : undefined
  const takeBack = remember(response, [...lines, ...(given ?? [])])
  try {
    if (given !== undefined) replaceHeaders(response, given)
    const isThere = lines.length > 0 && setsOneOf(response, lines)
    addLines(headersToBe(response), lines)
    return writeHead(given === undefined ? args : args.filter(isNoHeaders), isThere)
  } catch (error) {
    takeBack()
    throw error
  }
}

/** Whether a response sets one of the cookies of `lines` already. */
function setsOneOf(response: ServerResponse, lines: readonly Readonly<HeaderLine>[]): boolean {
  const before = response.getHeader('Set-Cookie')
  if (before === undefined) return false
  const own = new Set([before].flat().map(String).filter(isKept).map(cookieIn))
  return lines.some(([name, line]) => name === 'Set-Cookie' && own.has(cookieIn(line)))
}

/** Whether a line is none that takes a cookie away, as `res.clearCookie()` does. */
const isKept = (line: string): boolean => !/;\s*(?:max-age=[-0]|expires=[^;]*\b1970\b)/i.test(line)

/** What tells browsers one cookie from another: its name, domain and path. */
function cookieIn(line: string): string {
  const [pair = '', ...attributes] = line.split(/\s*;\s*/)
  const valueOf = (name: RegExp): string =>
    attributes.findLast((attribute) => name.test(attribute))?.split('=', 2)[1] ?? ''
  return [pair.split('=', 1)[0], valueOf(/^domain=/i).toLowerCase(), valueOf(/^path=/i)].join(';')
}

/** Those among the arguments of `writeHead`: an object, a flat list or a list of pairs, second or third. */
function headersIn([, reason, last]: readonly unknown[]): unknown {
  return typeof reason === 'string' ? last : (last ?? reason)
}

const isNoHeaders = (arg: unknown): boolean => typeof arg !== 'object'

/** What puts back the headers of some names, the status message, and what `end` has noted of its data. */
function remember(response: ServerResponse, pairs: Pairs): () => void {
  const before = pairs.map(([name]) => [name, response.getHeader(name)] as const)
  const message = !isHttp2(response) ? response.statusMessage : undefined
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) response.removeHeader(name)
      else response.setHeader(name, value)
    }
    if (!isHttp2(response)) response.statusMessage = message as string
    forgetLength(response)
  }
}

/** What `end` has noted of its data Node writes into the next head too, whatever the data are then. */
function forgetLength(response: ServerResponse): void {
  if (LENGTH in response) Reflect.set(response, LENGTH, null)
}

const LENGTH = '_contentLength'

/**
 * Among the arguments of `writeHead` they would replace those set before, a Set-Cookie among them. Lists are
 * copied: Node keeps and extends the one that it is given, which the application may give to every answer.
 */
function replaceHeaders(response: ServerResponse, pairs: Pairs): void {
  const named =
    isAdded(response) && !isHttp2(response) ? pairs.filter(([name]) => name !== '') : pairs
  for (const [name] of named) response.removeHeader(name)
  for (const [name, value] of named) response.appendHeader(name, asText(value))
}

/**
 * Whether Node sets each header by itself, as those of a response that has some already: over HTTP/1 it leaves out one
 * without a name then, which it refuses otherwise.
 */
const isAdded = (response: ServerResponse): boolean =>
  isHttp2(response) || (response.getHeaderNames?.() ?? []).length > 0

/** The headers of a response as `addLines` wants them. A list in them is not extended, but replaced. */
function headersToBe(response: ServerResponse): HeadersToBe {
  return {
    get: (name) => response.getHeader(name)?.toString() ?? null,
    append: (name, value) => {
      const before = response.getHeader(name)
      response.setHeader(name, before === undefined ? value : [before, value].flat().map(String))
    },
  }
}

/** @param isAdded see {@link isAdded} */
function pairsOf(headers: unknown, isAdded: boolean): Pairs | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  if (!Array.isArray(headers)) {
    const pairs = Object.entries(headers as OutgoingHttpHeaders)
    return isAdded ? lastOfEach(pairs) : pairs
  }
  if (Array.isArray(headers[0])) return headers as unknown as Pairs
  if (headers.length % 2 === 1) return undefined
  return Array.from({ length: headers.length / 2 }, (_, at) => [
    String(headers[2 * at]),
    headers[2 * at + 1] as HeaderValue,
  ])
}

/** Of equal names in an object the last counts where Node sets each by itself; else all go out. */
function lastOfEach(pairs: Pairs): Pairs {
  return Array.from(new Map(pairs.map((pair) => [pair[0].toLowerCase(), pair])).values())
}

/** What is no value is left to Node to refuse. */
function asText(value: HeaderValue): string | readonly string[] {
  if (Array.isArray(value)) return [...value]
  return typeof value === 'number' ? String(value) : (value as string)
}

/** Takes back what a handler said of an answer that another takes the place of. */
export function removeStale(response: ServerResponse): void {
  for (const name of response.getHeaderNames?.() ?? [])
    if (isStale(name)) response.removeHeader(name)
  // Node forgets those that it was given before. Over HTTP/2 it does not.
  response.addTrailers?.({})
  forgetLength(response)
  response.statusCode = 500
  if (!isHttp2(response)) response.statusMessage = ''
}

/**
 * Whether a response is Node's for HTTP/2, known by what no application gives to one of HTTP/1. It has no status
 * message, and Node warns where that is read or set.
 */
export function isHttp2(response: ServerResponse): boolean {
  return 'createPushResponse' in response
}

const SENT = 'headersSent'

/**
 * Whether the head has gone out, as Node says it: `@fastify/express` puts a property of its own over Node's, which is true as soon as
 * an answer is there to be sent.
 */
export function isHeadOut(response: ServerResponse): boolean {
  const ofNode = Object.hasOwn(response, SENT)
    ? (Reflect.get(Object.getPrototypeOf(response) as object, SENT, response) as unknown)
    : undefined
  // A mock may have nothing but its own.
  return typeof ofNode === 'boolean' ? ofNode : response.headersSent
}

/** What HTTP/2 has below a response; `undefined` over HTTP/1. */
export function http2StreamOf(response: ServerResponse): Http2Stream | undefined {
  return isHttp2(response) ? (response as unknown as { stream: Http2Stream }).stream : undefined
}

export type Http2Stream = Duplex & {
  readonly headersSent: boolean
  readonly close: (code: number) => void
}
