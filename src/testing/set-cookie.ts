/**
 * Set-Cookie lines, from whatever has some, taken apart as browsers do (RFC 6265bis, 5.6):
 *
 *     line      = [ name "=" ] value *( ";" attribute )
 *     attribute = name [ "=" value ], in any letter case, with blanks around; of two, the last counts
 */
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
  | readonly (string | HeaderLine)[]
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

const isList = (source: SetCookieSource): source is readonly (string | HeaderLine)[] =>
  Array.isArray(source)

const isHeaders = (value: object): value is HeadersLike =>
  typeof (value as Partial<HeadersLike>).getSetCookie === 'function'

function lineOf(line: string | HeaderLine): readonly string[] {
  if (typeof line === 'string') return [line]
  if (!Array.isArray(line)) throw notOne()
  return line[0].toLowerCase() === 'set-cookie' ? [line[1]] : []
}

const notOne = (): TypeError =>
  new TypeError('Set-Cookie lines are taken from a Response, Headers, commit() or a list of lines')

/** A line as it stands. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  /** By their names in lower case. */
  readonly attributes: ReadonlyMap<string, string>
}

export function parseSetCookie(line: string): SetCookie {
  const [pair, ...rest] = line.split(';') as [string, ...string[]]
  const [value, name = ''] = cut(pair).toReversed() as [string, string?]
  const attributes = rest.map((attribute): [string, string] => {
    const [name, value = ''] = cut(attribute) as [string, string?]
    return [name.toLowerCase(), value]
  })
  return { name, value, attributes: new Map(attributes) }
}

/** A text and, behind its first "=", another; without the blanks around them. */
function cut(pair: string): readonly string[] {
  const at = pair.indexOf('=')
  return (at < 0 ? [pair] : [pair.slice(0, at), pair.slice(at + 1)]).map(trim)
}

const trim = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '')

/** Whole seconds that a browser keeps the cookie; `undefined` where Max-Age does not say. */
export function maxAgeOf({ attributes }: SetCookie): number | undefined {
  const text = attributes.get('max-age') ?? ''
  return /^-?\d+$/.test(text) ? Number(text) : undefined
}
