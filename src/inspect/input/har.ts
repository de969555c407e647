/** Cookies in a recording of a browser (HAR 1.2): a file, one of its entries, or a request or response alone. */
import { isPlainObject } from '../../lib/kinds.js'
import { cookiesOfHeader, setCookieOf } from './header.js'
import type { Found } from './header.js'

/** @returns `undefined` for what is no JSON object, or no recording */
export function harCookies(text: string): Found[] | undefined {
  const value = text.startsWith('{') ? parsed(text.replace(/,\s*$/, '')) : undefined
  if (!isPlainObject(value)) return undefined
  const log = isPlainObject(value['log']) ? value['log'] : value
  const entries = Array.isArray(log['entries']) ? (log['entries'] as unknown[]) : [log]
  const messages = entries.flatMap(messagesOf)
  return messages.length > 0 ? distinct(messages.flatMap(cookiesOf)) : undefined
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The request and the response of an entry, or what is one. */
function messagesOf(entry: unknown): Message[] {
  if (!isPlainObject(entry)) return []
  const { request, response } = entry
  return [request, response, entry].filter(
    (value): value is Message => isPlainObject(value) && Array.isArray(value['headers']),
  )
}

type Message = Readonly<Record<string, unknown>>

/** From the headers, which have them as they were; some browsers leave these out, and list the cookies. */
function cookiesOf({ headers, cookies }: Message): Found[] {
  const lines = (headers as unknown[]).filter(isNamed)
  const found = lines.flatMap(({ name, value }): Found[] => {
    if (/^cookie$/i.test(name)) return cookiesOfHeader(value)
    return /^set-cookie$/i.test(name) ? value.split('\n').map(setCookieOf) : []
  })
  if (found.length > 0 || !Array.isArray(cookies)) return found
  return (cookies as unknown[]).filter(isNamed).map(({ name, value }) => ({ name, text: value }))
}

interface Named {
  readonly name: string
  readonly value: string
}

const isNamed = (value: unknown): value is Named =>
  isPlainObject(value) && typeof value['name'] === 'string' && typeof value['value'] === 'string'

/** A recording has a cookie as often as it was sent. */
const distinct = (found: readonly Found[]): Found[] => [
  ...new Map(found.map((one) => [`${one.name}=${one.text}`, one])).values(),
]
