/** The automatic check: which requests it looks at, and how. */
import { BadCsrfToken, OptionError } from '../errors.js'
import { atOnce } from '../lib/hook.js'
import {
  isBoolean,
  isFunction,
  isOneOf,
  isOptions,
  isToken,
  orNull,
  resolveOptions,
} from '../lib/options.js'
import type { Check, OptionSpecs, Given } from '../lib/options.js'
import { warnOnce } from '../lib/warn.js'
import { fetchMetadataProblem, NO_RULES } from './check-fetch-metadata.js'
import { isHttps, originProblem, originSpecs } from './check-origin.js'
import type { OriginOptions, OriginRules } from './check-origin.js'
import { headerToken, tokenProblem, tokenSpecs } from './check-token.js'
import type { TokenOptions, TokenRules } from './check-token.js'
import { likelyOrigin, settingOrigin } from './host.js'
import type { CsrfRequest } from './request.js'

/** All options of the automatic check, by Pyramid's names. */
export interface CsrfSettings<Request> extends TokenOptions, OriginOptions {
  /**
   * What a request is asked for. `'token'`: its token and, over HTTPS, its origin, as by Pyramid.
   * `'fetch-metadata'`: that its browser does not tell of another origin, and nothing else: see
   * `checkFetchMetadata`. Neither session nor body is looked at, and `token`, `header`, `policy`, `mask` and
   * `checkOrigin` do not matter. `'both'`: that first, then all that `'token'` asks for. Default `'token'`.
   */
  mode: 'token' | 'fetch-metadata' | 'both'
  /** Whether requests are checked; with `false` only those that you check yourself. Default `true`. */
  requireCsrf: boolean
  /** Methods that change nothing, so that they need no token, in any letters. Default `GET HEAD OPTIONS TRACE`. */
  safeMethods: readonly string[]
  /** Whether the origin of requests is checked, before the token: see `checkCsrfOrigin`. Default `true`. */
  checkOrigin: boolean
  /**
   * Whether `getCsrfToken` and `newCsrfToken` of the binding give another text each time, from which the check
   * gets the token back; what is stored is the token. Recommended for pages that are compressed: where they
   * echo something of their request too, their length can tell the token piece by piece (BREACH). Default
   * `false`, as in Pyramid.
   */
  mask: boolean
  /**
   * Whether a request is let through unchecked: one that a browser cannot be made to send, because a
   * key in its headers signs it, say. A handler that calls `checkCsrf` for some of its requests exempts no
   * more than those. Nothing but `true` exempts a request; a promise is an error. Default: none is.
   */
  exempt: ((request: Request) => boolean) | null
  /**
   * Where browsers find the application (`'https://shop.example'`), if the server cannot see it: behind
   * a proxy that ends TLS. Scheme and host, with a port where it is not the scheme's. No header is believed
   * in its place. Default `null`: what the request says.
   */
  ownOrigin: string | null
}

/** Options of the automatic check; what is left out has its default. */
export type CsrfOptions<Request> = Given<CsrfSettings<Request>>

/** For options of bindings that hold these: what they are is checked when they are resolved. */
export const isCsrfOptions: Check = (value) =>
  value === null || isOptions(value) === undefined
    ? undefined
    : 'must be an object of options, {} for the defaults; without it nothing is checked'

const isOwnOrigin: Check = (value) => {
  if (typeof value === 'string' && settingOrigin(value) !== undefined) return undefined
  return `must be scheme and host, as in '${likelyOrigin(value) ?? 'https://shop.example'}'`
}

const isMethods: Check = (value) =>
  Array.isArray(value) && value.every((method) => isToken(method))
    ? undefined
    : "must be a list of methods, such as 'GET'"

const specs: OptionSpecs<CsrfSettings<unknown>> = {
  mode: { fallback: 'token', check: isOneOf(['token', 'fetch-metadata', 'both']) },
  requireCsrf: { fallback: true, check: isBoolean },
  ...tokenSpecs,
  safeMethods: {
    fallback: ['GET', 'HEAD', 'OPTIONS', 'TRACE'],
    check: isMethods,
    coerce: (value) => (value as string[]).map((method) => method.toUpperCase()),
  },
  checkOrigin: { fallback: true, check: isBoolean },
  ...originSpecs,
  mask: { fallback: false, check: isBoolean },
  exempt: { fallback: null, check: orNull(isFunction) },
  ownOrigin: {
    fallback: null,
    check: orNull(isOwnOrigin),
    coerce: (value) => (value === null ? null : settingOrigin(value as string)),
  },
}

/**
 * Completes the options of the automatic check.
 *
 * Source: `Configurator.set_default_csrf_options` and the setting `pyramid.csrf_trusted_origins`, Pyramid
 * 2.1. `exempt` is its `callback`, the other way round.
 *
 * @param more options that a binding has besides
 * @throws {OptionError} when one is unknown or not what it must be
 */
export function csrfSettings<Request, More extends object = object>(
  given: Given<CsrfSettings<Request> & More>,
  more: OptionSpecs<More> = {} as OptionSpecs<More>,
): CsrfSettings<Request> & More {
  type All = CsrfSettings<Request> & More
  const settings = resolveOptions<All>({ ...specs, ...more } as OptionSpecs<All>, given)
  if (asksForToken(settings) && settings.token === null && settings.header?.length === 0) {
    throw new OptionError('token', 'and header are both null: say requireCsrf: false instead')
  }
  return settings
}

function asksForToken({ mode }: Pick<CsrfSettings<never>, 'mode'>): boolean {
  return mode !== 'fetch-metadata'
}

/**
 * Whether the automatic check looks at a request.
 *
 * @throws {OptionError} when `exempt` answers with a promise
 */
export function isChecked<Request>(
  settings: CsrfSettings<Request>,
  { method }: CsrfRequest,
  request: Request,
): boolean {
  const { requireCsrf, safeMethods, exempt } = settings
  if (!requireCsrf || safeMethods.includes(method)) return false
  return exempt === null || atOnce<unknown>('exempt', 'exempt', exempt(request)) !== true
}

/**
 * Checks a request, whatever its method.
 *
 * @throws {BadCsrfOrigin}
 * @throws {BadCsrfToken}
 */
export function checkCsrfRequest(settings: CsrfSettings<never>, request: CsrfRequest): void {
  checkSource(settings, request)
  checkToken(settings, request)
}

/**
 * Checks where a request comes from, as far as the settings ask for it: all that needs no body.
 *
 * @throws {BadCsrfOrigin}
 */
export function checkSource(settings: CsrfSettings<never>, request: CsrfRequest): void {
  const sent = withOwnOrigin(request, settings.ownOrigin)
  const rules = settings as OriginRules
  const problem =
    (settings.mode === 'token' ? undefined : fetchMetadataProblem(sent, rules)) ??
    (asksForToken(settings) && settings.checkOrigin ? originProblem(sent, rules) : undefined)
  if (problem !== undefined) throw problem
}

/** Checks the token of a request, if the settings ask for one. */
function checkToken(settings: CsrfSettings<never>, request: CsrfRequest): void {
  if (!asksForToken(settings)) return
  const reason = tokenProblem(request, settings as TokenRules)
  if (reason !== undefined) throw new BadCsrfToken(reason)
}

/**
 * Whether a request comes from another site, as far as its browser tells, whatever `mode` is. One that is trusted is
 * another one too: what it sends may lack the `Lax` cookie of a visitor.
 */
export function isFromElsewhere({ ownOrigin }: CsrfSettings<never>, request: CsrfRequest): boolean {
  return fetchMetadataProblem(withOwnOrigin(request, ownOrigin), NO_RULES) !== undefined
}

/** Whether the body has to be looked at: a token is asked for, and can be in no other place. */
export function needsForm(settings: CsrfSettings<never>, request: CsrfRequest): boolean {
  if (!asksForToken(settings) || settings.token === null) return false
  return headerToken(request, settings as TokenRules) === ''
}

function withOwnOrigin(
  request: CsrfRequest,
  ownOrigin: string | null,
): Pick<CsrfRequest, 'scheme' | 'host' | 'header'> {
  if (ownOrigin === null) return request
  const [scheme, host] = ownOrigin.split('://') as [string, string]
  return { scheme, host, header: (name) => request.header(name) }
}

/**
 * Warns once if a request that seems to have come over plain HTTP says that a proxy took it over HTTPS, and
 * nothing was said of such a proxy: without that, the origin of requests is hardly checked.
 */
export function warnOfProxy(settings: CsrfSettings<never>, request: CsrfRequest): void {
  const { checkOrigin, ownOrigin } = settings
  if (!asksForToken(settings) || !checkOrigin || ownOrigin !== null || isHttps(request)) return
  if (!isForwardedHttps(request)) return
  warnOnce(
    'CARTOUCHE_PROXY_NOT_TRUSTED',
    'A request over plain HTTP says that a proxy took it over HTTPS. The origin of requests is not ' +
      "checked unless you say so too: in Express app.set('trust proxy', …), elsewhere the option " +
      "ownOrigin of csrf, as in 'https://shop.example'",
  )
}

function isForwardedHttps(request: CsrfRequest): boolean {
  return (
    /^\s*https\b/i.test(request.header('X-Forwarded-Proto') ?? '') ||
    /(?:^|[;,\s])proto="?https\b/i.test(request.header('Forwarded') ?? '')
  )
}
