/** The headers of a response of Node's: those given to `writeHead`, those of sessions, those to take back. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { addLines } from './shared.js'
import type { HeaderLine } from '../session/factory.js'

type HeaderValue = number | string | readonly string[] | undefined
type Pairs = readonly (readonly [string, HeaderValue])[]

/**
 * Moves the headers among the arguments of `writeHead` into the response: there they would replace those
 * set before, a Set-Cookie among them. They come as an object, a flat list or a list of pairs, second or
 * third. Returns the arguments that are left; those that Node refuses stay as they are.
 */
export function moveHeaders(
  response: ServerResponse,
  args: readonly unknown[],
): readonly unknown[] {
  const [status, reason, last] = args
  const headers = typeof reason === 'string' ? last : (last ?? reason)
  const pairs = pairsOf(headers)
  if (pairs === undefined) return args
  for (const [name] of pairs) response.removeHeader(name)
  for (const [name, value] of pairs) response.appendHeader(name, asText(value))
  return typeof reason === 'string' ? [status, reason] : [status]
}

function pairsOf(headers: unknown): Pairs | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  if (!Array.isArray(headers)) return Object.entries(headers as OutgoingHttpHeaders)
  if (Array.isArray(headers[0])) return headers as unknown as Pairs
  if (headers.length % 2 === 1) return undefined
  return Array.from({ length: headers.length / 2 }, (_, at) => [
    String(headers[2 * at]),
    headers[2 * at + 1] as HeaderValue,
  ])
}

/** What is no value is left to Node to refuse. */
function asText(value: HeaderValue): string | readonly string[] {
  return typeof value === 'number' ? String(value) : (value as string | readonly string[])
}

/** Adds lines for `writeHead`, and takes them back where Node refuses the head: another one will follow. */
export function withLines(
  response: ServerResponse,
  lines: readonly HeaderLine[],
  writeHead: () => unknown,
): unknown {
  const before = lines.map(([name]) => [name, response.getHeader(name)] as const)
  const message = hasMessage(response) ? response.statusMessage : undefined
  addLines(
    {
      get: (name) => response.getHeader(name)?.toString() ?? null,
      append: (name, value) => void response.appendHeader(name, value),
    },
    lines,
  )
  try {
    return writeHead()
  } catch (error) {
    for (const [name, value] of before) {
      if (value === undefined) response.removeHeader(name)
      else response.setHeader(name, value)
    }
    if (hasMessage(response)) response.statusMessage = message as string
    throw error
  }
}

/** What was said of a body that is not sent, or of another answer. A policy for contents stands. */
const STALE = new RegExp(
  '^(?:content-(?!security-policy)|.*cache-control$|(?:etag|location|last-modified|expires|age|pragma|' +
    'accept-ranges|transfer-encoding|trailer|refresh|retry-after|www-authenticate|link|' +
    'surrogate-control|clear-site-data)$)',
  'i',
)

/** Takes back what a handler said of an answer that another takes the place of. */
export function removeStale(response: ServerResponse): void {
  for (const name of response.getHeaderNames?.() ?? [])
    if (STALE.test(name)) response.removeHeader(name)
  response.statusCode = 500
  if (hasMessage(response)) response.statusMessage = ''
}

/** Whether there is a status message. HTTP/2 has none, and Node warns where it is read or set. */
export function hasMessage(response: ServerResponse): boolean {
  return !('stream' in response)
}
