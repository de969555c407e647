// @ts-nocheck -- plain JavaScript: the tests run it as it stands
/**
 * An application with better-auth and its cookie cache, whose users are in memory: see better-auth.test.ts. The
 * arguments: its secret, and the strategy of the cache. Prints its port, then serves until it is killed.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { pageOf, tellPort } from './npm_pages.mjs'

// By a name that the compiler does not see: the packages' types bring those of browsers with them.
const { getCookieCache, loadBetterAuth } = await import(
  String(new URL('../auth/packages.mjs', import.meta.url))
)
const { betterAuth, fromNodeHeaders, memoryAdapter } = await loadBetterAuth()

// Its logger is not to be stopped, and the tests send much that is no session.
Object.assign(console, { warn() {}, error() {} })

const [secret, strategy] = process.argv.slice(2)
const { api } = betterAuth({
  secret,
  baseURL: 'http://127.0.0.1',
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  emailAndPassword: { enabled: true },
  user: { additionalFields: { settings: { type: 'json', required: false } } },
  session: { cookieCache: { enabled: true, strategy, maxAge: 300 } },
  telemetry: { enabled: false },
})

/** Each gives better-auth's own answer to the browser, whose cookies are sent on, or text alone. */
const pages = {
  /** Form: `user`, `settings` in JSON. A new user, who is signed in. */
  sign_in: (_, form) =>
    api.signUpEmail({
      body: {
        name: form.get('user'),
        email: `${randomUUID()}@example.org`,
        password: 'a password of this user',
        settings: JSON.parse(form.get('settings')),
      },
      asResponse: true,
    }),
  sign_out: (headers) => api.signOut({ headers, asResponse: true }),
  /** Form: `user`, another name. */
  rename: (headers, form) =>
    api.updateUser({ headers, body: { name: form.get('user') }, asResponse: true }),
  /** What its applications ask: the cache first, then the database, for who has the cookie of a sign-in. */
  session: (headers) => api.getSession({ headers, asResponse: true }),
  /** What its middleware asks: the cache alone. `null` for none. */
  cached: async (headers) =>
    new Response(
      JSON.stringify(
        await getCookieCache(headers, { secret, strategy, isSecure: false }).catch(() => null),
      ),
    ),
}

const server = createServer(async (request, response) => {
  const form = new URLSearchParams(await text(request))
  const answer = await pages[pageOf(request.url)](fromNodeHeaders(request.headers), form)
  response.writeHead(answer.status, { 'Set-Cookie': answer.headers.getSetCookie() })
  response.end(await answer.text())
})
server.listen(0, '127.0.0.1', () => tellPort(server))
