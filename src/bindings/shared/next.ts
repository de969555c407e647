/** Sessions in the cookie store of Next.js, and what else of Next.js the binding must know. */
import { openWith } from './outcome.js'
import type { HeaderSource } from './outcome.js'
import { decoded } from './same-cookies.js'
import { originInUrl } from './web-options.js'
import type { OriginOf } from './web-options.js'
import { CartoucheError } from '../../errors.js'
import type {
  HeaderLine,
  BoundSession,
  RequestOutcome,
  BindableFactory,
} from '../../session/factory.js'
import { sessionCookie } from '../../session/session-cookie.js'
import type { SessionCookieOptions } from '../../session/session-cookie.js'

/** What `cookies()` gives. */
export interface CookieStore {
  get(name: string): { readonly value: string } | undefined
  set(name: string, value: string, options: SessionCookieOptions): unknown
}

/** What `headers()` gives, and what requests have. */
export type ReadHeaders = Pick<Headers, 'get'>

/** The module `next/headers`, as far as it is used here. */
interface NextHeaders {
  readonly cookies: () => Promise<CookieStore>
  readonly headers: () => Promise<ReadHeaders>
}

/**
 * A route that is made once for everybody would give them all the cookie of one. Next.js hides there what the request has,
 * and refuses what is written to its headers.
 *
 * @throws {CartoucheError} `NO_ANSWER` in such a route
 */
export function checkDynamic({ headers }: Request): void {
  if (headers.keys().next().done !== true || !isSealed(headers)) return
  throw new CartoucheError(
    'NO_ANSWER',
    `A route that says "export const dynamic = 'force-static'" has no session: Next.js gives everybody the answer ` +
      'that it made for one. Leave that line out, or do without withSession() there',
  )
}

/** Takes something away that is not there. */
function isSealed(headers: Headers): boolean {
  try {
    headers.delete('x-cartouche')
    return false
  } catch {
    return true
  }
}

/** Loaded when it is needed: the bundle that holds this is for applications without Next.js too. */
export async function nextHeaders(): Promise<NextHeaders> {
  // @ts-expect-error -- Next.js is installed below examples/ only
  return (await import('next/headers.js')) as NextHeaders
}

/** The store of the request that Next.js is at; `undefined` where it is at none, or gives none there. */
export async function storeHere(): Promise<CookieStore | undefined> {
  try {
    return await (await nextHeaders()).cookies()
  } catch {
    return undefined
  }
}

/** A session, and the cookie that it was opened with. */
interface OpenedIn<Data extends object> {
  readonly opened: BoundSession<Data>
  /** As {@link sentText} gives it; none where the request has another than the store. */
  readonly sent: string | undefined
}

/** Opens the session of what runs outside of a request's handler: a component, or a server action. */
export async function openIn<Data extends object>(
  factory: BindableFactory<Data>,
  store: CookieStore,
): Promise<OpenedIn<Data>> {
  const headers = await (await nextHeaders()).headers()
  const isSecure = (): boolean => isHttps(headers) ?? false
  const { cookieName } = factory
  const header = headers.get('cookie')
  const value = cookieName === undefined ? undefined : store.get(cookieName)?.value
  const isAsSent = cookieName === undefined || isIn(header, cookieName, value)
  const withValue = { open: () => factory.open({ value }, headers, isSecure) }
  const from = isAsSent ? factory : (withValue as BindableFactory<Data>)
  const opened = openWith(from, isAsSent ? header : undefined, headers, isSecure)
  await opened.load?.()
  return { opened, sent: isAsSent ? sentText(header, cookieName) : undefined }
}

/**
 * The parts of a Cookie header that may tell of a cookie, those of several that one session is in among them; `undefined`
 * where it is not there.
 */
export function sentText(header: string | null, name: string | undefined): string | undefined {
  if (header === null || name === undefined) return undefined
  const parts = header.split(';').map((part) => part.trim())
  if (!parts.some((part) => part.startsWith(`${name}=`))) return undefined
  return parts.filter((part) => part.includes(name)).join(';')
}

/** Whether the request has the cookie as the store has it, which decodes values: an action may have set it since. */
function isIn(header: string | null, name: string, value: string | undefined): boolean {
  const pairs = (header ?? '').split(/; */).filter((pair) => pair.startsWith(`${name}=`))
  if (value === undefined) return pairs.length === 0
  return pairs.some((pair) => decoded(pair.slice(name.length + 1)) === value)
}

/** A session that is refused where the store would change its cookie. */
export function storable(source: HeaderSource): HeaderSource {
  const headers = (outcome?: RequestOutcome): readonly Readonly<HeaderLine>[] => {
    const lines = source.headers(outcome)
    cookieLines(lines).forEach(checkStorable)
    return lines
  }
  return { ...source, headers }
}

/** The Set-Cookie lines among those of a session. */
export function cookieLines(lines: readonly Readonly<HeaderLine>[]): string[] {
  return lines.filter(([name]) => name === 'Set-Cookie').map(([, line]) => line)
}

/**
 * Has the store set the cookies of Set-Cookie lines.
 *
 * @throws {CartoucheError} `BAD_VALUE` for a value that the store would change; none is set then
 */
export function setCookies(store: CookieStore, lines: readonly string[]): void {
  lines.forEach(checkStorable)
  for (const { name, value, options } of lines.map(sessionCookie)) store.set(name, value, options)
}

function checkStorable(line: string): void {
  const { name, value } = sessionCookie(line)
  if (encodeURIComponent(value) === value) return
  throw new CartoucheError(
    'BAD_VALUE',
    `The cookie ${name} cannot be set by cookies() of Next.js, which would percent-encode its value: for sessions that ` +
      'server actions change, use sealedCookieSessionFactory() or signedCookieSessionFactory()',
  )
}

/** How Next.js itself is told to answer: its functions `redirect()`, `notFound()` and their kin throw that. */
export type Signal =
  | { readonly kind: 'redirect' | 'other' }
  | { readonly kind: 'status'; readonly status: number }

/** What a thrown value tells Next.js; `undefined` for an error. */
export function signalOf(thrown: unknown): Signal | undefined {
  const { digest } = (thrown ?? {}) as { digest?: unknown }
  if (typeof digest !== 'string') return undefined
  if (digest.startsWith('NEXT_REDIRECT;')) return { kind: 'redirect' }
  const status = /^NEXT_HTTP_ERROR_FALLBACK;(\d{3})$/.exec(digest)?.[1]
  if (status !== undefined) return { kind: 'status', status: Number(status) }
  return OTHERS.test(digest) ? { kind: 'other' } : undefined
}

/**
 * The answer to `permanentRedirect()` of a route handler. Caches may keep it, and what Next.js makes of it has no
 * `Cache-Control`.
 */
export function permanentRedirectOf(thrown: unknown): Response | undefined {
  if (signalOf(thrown)?.kind !== 'redirect') return undefined
  const [, Location = '', status] =
    /^NEXT_REDIRECT;[^;]*;(.*);(\d{3});$/.exec((thrown as { digest: string }).digest) ?? []
  if (status !== '301' && status !== '308') return undefined
  return new Response(null, { status: Number(status), headers: { Location } })
}

const OTHERS = /^(?:NEXT_|DYNAMIC_SERVER_USAGE$|BAILOUT_TO_CLIENT_SIDE_RENDERING$|HANGING_PROMISE)/

/**
 * Next.js believes X-Forwarded-Proto and X-Forwarded-Host, and sets them where no proxy does. Of a list, the first host
 * is what the browser asked for.
 */
export const originOf: OriginOf = (request) => {
  const { headers } = request
  const { scheme, host } = originInUrl(request)
  return {
    scheme: (isHttps(headers) ?? scheme === 'https') ? 'https' : 'http',
    host: headers.get('x-forwarded-host')?.split(',')[0]!.trim() ?? headers.get('host') ?? host,
  }
}

function isHttps(headers: ReadHeaders): boolean | undefined {
  return headers.get('x-forwarded-proto')?.includes('https')
}
