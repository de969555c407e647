/**
 * Takes the front off a URL as Python's `urllib.parse.urlparse` does, which decides what
 * {@link checkCsrfOrigin} compares. The WHATWG parser would not do: it completes, folds case, drops
 * the port.
 */

/** `scheme "://" netloc`, each empty where the text does not have it. */
export interface UrlFront {
  /** In small letters. */
  readonly scheme: string
  /** As it stands: user, host, port. */
  readonly netloc: string
}

const FRONT = /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/([^/?#]*))?/i
const LEADING_BLANKS = /^[^\u0021-\u{10ffff}]+/u
const BRACKETED = /^[^[\]]*\[[^[\]]+\](?::\d*)?$/

/** `undefined` where brackets stand otherwise than around an IP address, which Python does not parse. */
export function urlFront(url: string): UrlFront | undefined {
  const text = url.replace(LEADING_BLANKS, '').replace(/[\t\r\n]/g, '')
  const [, scheme = '', netloc = ''] = FRONT.exec(text)!
  if (/[[\]]/.test(netloc) && !BRACKETED.test(netloc)) return undefined
  return { scheme: scheme.toLowerCase(), netloc }
}
