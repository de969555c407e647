/** Set-Cookie lines, from whatever has some. */
import type { HeaderLine } from '../session/factory.js'

interface HeadersLike {
  getSetCookie(): readonly string[]
}

/**
 * What has Set-Cookie lines: a `Response` or its `Headers`, what `commit()` gave, the lines, or one line. Also the
 * responses of other clients, such as supertest's and Fastify's, that have `headers['set-cookie']`; and
 * `undefined`, which has none.
 */
export type SetCookieSource =
  | string
  | readonly (string | Readonly<HeaderLine>)[]
  | HeadersLike
  | { readonly headers: object }
  | null
  | undefined

/** @throws {TypeError} for what is no source */
export function setCookieLines(source: SetCookieSource): readonly string[] {
  if (source === undefined || source === null) return []
  if (typeof source === 'string') return [source]
  if (isList(source)) return source.flatMap(lineOf)
  if (isHeaders(source)) return source.getSetCookie()
  if (!('headers' in source)) throw notOne()
  const { headers } = source
  if (isHeaders(headers)) return headers.getSetCookie()
  return setCookieLines((headers as { 'set-cookie'?: string | readonly string[] })['set-cookie'])
}

const isList = (source: SetCookieSource): source is readonly (string | Readonly<HeaderLine>)[] =>
  Array.isArray(source)

const isHeaders = (value: object): value is HeadersLike =>
  typeof (value as Partial<HeadersLike>).getSetCookie === 'function'

function lineOf(line: string | Readonly<HeaderLine>): readonly string[] {
  if (typeof line === 'string') return [line]
  if (!Array.isArray(line)) throw notOne()
  return line[0].toLowerCase() === 'set-cookie' ? [line[1]] : []
}

const notOne = (): TypeError =>
  new TypeError('Set-Cookie lines are taken from a Response, Headers, commit() or a list of lines')
