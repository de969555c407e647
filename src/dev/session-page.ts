/** The page that shows in development the session of whoever looks at it, and why its cookie was set. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { checkFactory } from '../bindings/shared/outcome.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { isRequest } from '../session/cookie-source.js'
import type { CookieSource } from '../session/cookie-source.js'
import type { BindableFactory } from '../session/factory.js'
import { insideOf } from '../session/inside.js'
import { checkDevelopment, forwardedFor } from './allowed.js'
import { answerTo } from './answer.js'
import type { Answer, Asked } from './answer.js'
import { memory } from './shared-memory.js'
import { watch } from './watch.js'

interface Options {
  /**
   * Whether the page also answers requests that come from other machines, or by another name than `localhost`. It
   * shows the session of whoever asks, and no other. Default `false`.
   */
  allowRemote: boolean
}

/** Options of {@link sessionPage}; what is left out has its default. */
export type SessionPageOptions = Given<Options>

const specs: OptionSpecs<Options> = { allowRemote: { fallback: false, check: isBoolean } }

/** What {@link sessionPage} gives. Its functions can be taken out of it. */
export interface SessionPage<Factory> {
  /** To be given to the binding in place of the factory: it is the same, and notes why cookies are set. */
  readonly factory: Factory
  /** Answers with the page, where requests are those of the web. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Answers with the page, where requests are those of `node:http`: to Express it is a handler. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** A factory of any data. */
interface AnyFactory {
  readonly open: (...args: never[]) => object
}

/**
 * A page for development: it shows the session of the browser that asks for it, and of its last 20 answers the
 * Set-Cookie lines, without their values, with the reason for each. Give `factory` to the binding, and have the route
 * `/__session` answered by `fetch` or `handle`.
 *
 * It is made only where `NODE_ENV` is `'development'` or `'test'`, and answers only who asks for it on the machine itself.
 *
 * @throws {OptionError} everywhere else, so that it cannot get into production; when `factory` is none, or an option is
 * not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { sessionPage } from 'cartouche/dev'
 * import { withSession } from 'cartouche/fetch'
 *
 * const page = sessionPage(sealedCookieSessionFactory<{ visits: number }>(generateKey()))
 * const app = withSession(page.factory, (_, session) => {
 *   session.set('visits', session.get('visits', 0) + 1)
 *   return new Response('Hello')
 * })
 * const fetch = (request: Request) =>
 *   new URL(request.url).pathname === '/__session' ? page.fetch(request) : app(request)
 * const response = await fetch(new Request('http://localhost/__session'))
 * response.headers.get('content-type') // → 'text/html; charset=utf-8'
 */
export function sessionPage<Factory extends AnyFactory>(
  factory: Factory,
  options: SessionPageOptions = {},
): SessionPage<Factory> {
  checkDevelopment()
  checkFactory(factory)
  const settings = resolveOptions(specs, options)
  const inner = factory as unknown as BindableFactory<never>
  const answer = (asked: Asked): Promise<Answer> => answerTo(asked, inner, settings, memory())
  return {
    factory: { ...factory, open: watchedOpen(inner) },
    fetch: async (request) => {
      const { status, headers, body } = await answer(askedOfWeb(request))
      return new Response(body, { status, headers })
    },
    handle: async (request, response) => {
      const { status, headers, body } = await answer(askedOfNode(request))
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      response.statusCode = status
      response.end(body)
    },
  }
}

function watchedOpen(factory: BindableFactory<never>): BindableFactory<never>['open'] {
  const shared = memory()
  return (cookie, request, isSecure) => {
    const opened = factory.open(cookie, request, isSecure)
    // A factory of the application's own may give something else, of which the binding complains.
    const isOurs = typeof opened?.session === 'object' && insideOf in opened.session
    if (isOurs) watch(opened, cookie, request ?? requestOf(cookie), shared)
    return opened
  }
}

const requestOf = (source: CookieSource): unknown => (isRequest(source) ? source : undefined)

function askedOfWeb(request: Request): Asked {
  const { method, url, headers } = request
  const { host, protocol } = new URL(url)
  return {
    request,
    method,
    host: headers.get('host') ?? host,
    addresses: forwardedFor((name) => headers.get(name) ?? undefined),
    cookies: headers.get('cookie') ?? '',
    isSecure: protocol === 'https:',
  }
}

function askedOfNode(request: IncomingMessage): Asked {
  const { method = 'GET', headers, socket } = request
  const { remoteAddress, encrypted } = socket as TLSSocket
  const header = (name: string): string | undefined => headers[name]?.toString()
  return {
    request,
    method,
    host: header(':authority') ?? headers.host,
    addresses: [...(remoteAddress === undefined ? [] : [remoteAddress]), ...forwardedFor(header)],
    cookies: headers.cookie ?? '',
    isSecure: encrypted === true,
  }
}
