/** Cookies in the lines of headers, as they stand there. */
import { parseSetCookie } from '../../cookie/parse-set-cookie.js'
import { unquote } from '../../cookie/unquote.js'

/** A cookie that was found; with its attributes where it was set. */
export interface Found {
  readonly name?: string | undefined
  readonly text: string
  readonly attributes?: readonly string[] | undefined
}

/** The pairs between semicolons: also those that no server would read, such as names with blanks around. */
export function cookiesOfHeader(header: string): Found[] {
  return header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    const name = pair.slice(0, Math.max(0, at)).trim()
    return at < 0 || name === '' ? [] : [{ name, text: valueOf(pair.slice(at + 1)) }]
  })
}

export function setCookieOf(line: string): Found {
  const { name, value } = parseSetCookie(line)
  const attributes = line
    .split(';')
    .slice(1)
    .map((attribute) => attribute.trim())
    .filter((attribute) => attribute !== '')
  return { name: name === '' ? undefined : name, text: valueOf(value), attributes }
}

const QUOTES = /^(["'`])(.*)\1$/s

/** A value without the quotes of a header, of a shell or of a language around it. */
export function valueOf(text: string): string {
  const trimmed = text.trim()
  if (trimmed.startsWith('"')) return unquote(trimmed)
  return QUOTES.exec(trimmed)?.[2] ?? trimmed
}
