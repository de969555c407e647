/** What the bindings have in common: giving out the session's headers, and node's response. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { HeaderLine, OpenSession } from '../session/factory.js'

/** What a request's handler left behind, by request. Holds only requests that ended in an exception. */
const exceptions = new WeakMap<object, unknown>()

/** Notes that the handling of `request` ended in `exception`. */
export function noteException(request: object, exception: unknown): void {
  exceptions.set(request, exception)
}

/**
 * Wraps `commit` so that an error in it surfaces once. The response that then reports the error
 * would fail likewise if it tried to carry the same session: it goes out without it.
 */
export function committer(
  commit: OpenSession['commit'],
  request: object,
): () => readonly HeaderLine[] {
  let reported = false
  return () => {
    try {
      return commit({ exception: exceptions.get(request) })
    } catch (error) {
      if (reported) return []
      reported = true
      throw error
    }
  }
}

/** Appends what `headers` returns to the response at the last moment: when its headers are written. */
export function addHeadersTo(response: ServerResponse, headers: () => readonly HeaderLine[]): void {
  const { writeHead } = response
  response.writeHead = (...args: unknown[]) => {
    if (!response.headersSent) {
      const lines = headers()
      if (lines.length > 0) {
        setHeaders(response, args)
        for (const [name, value] of lines) response.appendHeader(name, value)
      }
      response.writeHead = writeHead
    }
    return Reflect.apply(writeHead, response, args) as ServerResponse
  }
}

/**
 * Moves the headers given to `writeHead` into the response: there they would replace those set
 * before, a Set-Cookie among them. They come as an object, a flat list or a list of pairs.
 */
function setHeaders(response: ServerResponse, args: unknown[]): void {
  const headers = args.at(-1)
  if (typeof headers !== 'object' || headers === null) return
  args.pop()
  const lines = Array.isArray(headers)
    ? pairsOf(headers)
    : Object.entries(headers as OutgoingHttpHeaders)
  for (const [name] of lines) response.removeHeader(name)
  for (const [name, value] of lines) {
    if (value !== undefined) response.appendHeader(name, asText(value))
  }
}

type HeaderValue = number | string | readonly string[] | undefined

function pairsOf(list: readonly unknown[]): readonly (readonly [string, HeaderValue])[] {
  if (Array.isArray(list[0])) return list as readonly [string, HeaderValue][]
  const pairs: [string, HeaderValue][] = []
  for (let i = 0; i + 1 < list.length; i += 2) {
    pairs.push([String(list[i]), list[i + 1] as HeaderValue])
  }
  return pairs
}

function asText(value: NonNullable<HeaderValue>): string | readonly string[] {
  return typeof value === 'number' ? String(value) : value
}
