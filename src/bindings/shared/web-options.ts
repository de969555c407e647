/** Options of the bindings for the web's `Request` and `Response`, and what they are resolved to. */
import { csrfSettingsFor } from './csrf.js'
import type { OnCommitError } from './outcome.js'
import { isCsrfOptions } from '../../csrf/protection.js'
import type { CsrfOptions, CsrfSettings } from '../../csrf/protection.js'
import { printError } from '../../lib/hook.js'
import { isFunction, isIntegerBetween } from '../../lib/options.js'
import type { Check, OptionSpecs } from '../../lib/options.js'
import type { BindableFactory } from '../../session/factory.js'

/** Options of every binding for the web's `Request` and `Response`. */
export interface WebOptions {
  /**
   * Hears of a session that could not be written into the answer to an error: that one goes out without it.
   * Default: prints the error.
   */
  onCommitError: OnCommitError<Request>
  /**
   * Checks every request of an unsafe method for its CSRF token and, over HTTPS, its origin, before the
   * handler runs; `{}` for Pyramid's defaults. Default: nothing is checked.
   *
   * The URL of the request says where it went. Where a proxy ends TLS it may not be what browsers see:
   * say `ownOrigin` then. Without a token in the header, the body is looked at if it is a form, with files
   * or without. The handler can read it all the same.
   *
   * With `mode: 'fetch-metadata'` no token is asked for and no body is read: see `checkFetchMetadata`.
   */
  csrf: CsrfOptions<Request> | null
  /**
   * The most bytes of a form, files and all, that are read to find its token; a longer one needs the header, or an
   * exemption and `checkCsrf` in its handler. Default 65536.
   */
  csrfBodyLimit: number
  /** The most seconds in which a form must have come that is read to find its token. Default 10. */
  csrfBodyTimeout: number
}

/** The longest time that a timer keeps to: a longer one would be over at once. */
const LONGEST_TIMEOUT = 2 ** 31 / 1000 - 1

const isTimeout: Check = (value) =>
  typeof value === 'number' && value > 0 && value <= LONGEST_TIMEOUT
    ? undefined
    : 'must be a number of seconds above 0'

export const webSpecs: OptionSpecs<WebOptions> = {
  onCommitError: { fallback: printError, check: isFunction },
  csrf: { fallback: null, check: isCsrfOptions },
  csrfBodyLimit: { fallback: 65_536, check: isIntegerBetween(0, Number.MAX_SAFE_INTEGER) },
  csrfBodyTimeout: { fallback: 10, check: isTimeout },
}

/** What is the same for all requests of a handler. Resolved once. */
export interface WebSettings extends Omit<WebOptions, 'csrf'> {
  readonly csrf: CsrfSettings<Request> | undefined
  readonly originOf: OriginOf
}

/** Where browsers have sent a request. */
export interface RequestOrigin {
  /** Without a colon. */
  readonly scheme: string
  /** With its port, where that is not the scheme's. */
  readonly host: string
}

export type OriginOf = (request: Request) => RequestOrigin

/**
 * Servers let hosts through that no URL can have, and Bun gives a path alone where a request names none. Those are nobody's
 * origin, which is no reason for an error.
 */
export const originInUrl: OriginOf = ({ url }) => {
  try {
    const { protocol, host } = new URL(url)
    return { scheme: protocol.slice(0, -1), host }
  } catch {
    return { scheme: url.startsWith('https:') ? 'https' : 'http', host: '' }
  }
}

/**
 * @param originOf for frameworks whose requests have it elsewhere than in their URLs
 * @throws {OptionError} for what is wrong with the options of the CSRF check
 */
export function webSettings(
  factory: Pick<BindableFactory, 'cookieName'>,
  { csrf, ...options }: WebOptions,
  originOf: OriginOf = originInUrl,
): WebSettings {
  return { ...options, originOf, csrf: csrf === null ? undefined : csrfSettingsFor(factory, csrf) }
}
