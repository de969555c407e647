/**
 * Hosts as the URL standard parses them, which is how browsers write them into Origin and Referer: names in
 * small letters and ASCII (`xn--`), IP addresses in one form, no port that the scheme implies.
 */

/** What the parser would take for the end of a host, or pass over. */
const NOT_OF_A_HOST = /[\s\p{Cc}/\\?#@%]/u
/** The parser lets more through than any host has: `*`, commas, empty labels. */
const HOST = /^(?:\[[\da-f:]+\]|[\w-]+(?:\.[\w-]+)*\.?)(?::\d+)?$/
/** 253 characters of a name, and a port. */
const MAX_HOST = 259

const IP_ADDRESS = /^(?:\[|\d+(?:\.\d+){3}(?::|$))/
const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/

/** `host[:port]` as browsers write it; `undefined` where `text` is none. */
export function canonicalHost(text: string, scheme: string): string | undefined {
  if (text.length > MAX_HOST || text.endsWith(':') || NOT_OF_A_HOST.test(text)) return undefined
  try {
    const { host } = new URL(`${scheme}://${text}`)
    return HOST.test(host) ? host : undefined
  } catch {
    return undefined
  }
}

/** Whether a host is this machine, which browsers trust over plain HTTP too. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host)
}

/** A host as a setting names it; `undefined` where it is none, or has a port that browsers leave out. */
function settingHost(text: string, scheme: string): string | undefined {
  const host = canonicalHost(text, scheme)
  const isPortLeftOut = /:\d+$/.test(text) && !/:\d+$/.test(host ?? '')
  return isPortLeftOut ? undefined : host
}

/** An entry of `trustedOrigins` in its one form; `undefined` where it is none. */
export function trustedEntry(text: string): string | undefined {
  if (text === 'null') return text
  const isDomain = text.startsWith('.')
  const host = settingHost(isDomain ? text.slice(1) : text, 'https')
  // 'NULL' would come to trust pages without an origin.
  if (!isDomain) return host === 'null' ? undefined : host
  return host !== undefined && canHaveSubdomains(host) ? `.${host}` : undefined
}

function canHaveSubdomains(host: string): boolean {
  return !IP_ADDRESS.test(host) && !/\.(?::|$)/.test(host)
}

/** The entry that was meant by a wrong one, as far as can be told. */
export function likelyEntry(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const rest = value.trim().replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
  // Of 'http://user:8080/x@host' nobody can tell what is a host and what a password.
  if (/[/\\?#].*@/s.test(rest)) return undefined
  const bare = rest
    .replace(/[/\\?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/^\*(?=\.)/, '')
    .replace(/:(?:443)?$/, '')
    .replace(/(.)\.$/, '$1')
  return trustedEntry(bare)
}

/** The origin that was meant by a wrong one, as far as can be told. */
export function likelyOrigin(value: unknown): string | undefined {
  const meant = likelyEntry(value)
  if (meant === undefined || meant === 'null' || meant.startsWith('.')) return undefined
  const isPlain = /^\s*http:/i.test(value as string)
  return isPlain ? `http://${meant.replace(/:80$/, '')}` : `https://${meant}`
}

/** `scheme://host[:port]` of a setting in its one form; `undefined` where it is none. */
export function settingOrigin(text: string): string | undefined {
  const found = /^(https?):\/\/(.+)$/is.exec(text)
  if (found === null) return undefined
  const scheme = found[1]!.toLowerCase()
  const host = settingHost(found[2]!, scheme)
  return host === undefined ? undefined : `${scheme}://${host}`
}

/** Whether `host` is the one of an entry, or below a dotted one. */
export function matchesEntry(host: string, entry: string): boolean {
  return entry.startsWith('.') ? `.${host}`.endsWith(entry) : host === entry && entry !== 'null'
}
