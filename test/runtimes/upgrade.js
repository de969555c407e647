// @ts-nocheck -- where it is run, the package is found by its name
/** WebSockets that are opened under a session: what it was told is lost, and told of. */
import process from 'node:process'
import { sealedCookieSessionFactory } from 'cartouche'
import { withSession } from 'cartouche/fetch'

const { Bun, Deno } = globalThis
const sessions = sealedCookieSessionFactory('YN3cTrqV0pX7bJm5LhE2sKfUwz8aGdQi4oR1yB9CtMk')
const told = []

const open = withSession(
  sessions,
  (request, session, server) => {
    session.set('a', new URL(request.url).pathname === '/too-much' ? 'x'.repeat(9000) : 1)
    if (Deno) return Deno.upgradeWebSocket(request).response
    return server.upgrade(request) ? undefined : new Response('no WebSocket', { status: 400 })
  },
  { onCommitError: ({ code }) => void told.push(code) },
)

const fetch = (request, server) =>
  new URL(request.url).pathname === '/' ? Response.json(told) : open(request, server)

const where = { hostname: 'localhost', port: Number(process.env.PORT) }
if (Bun) Bun.serve({ ...where, fetch, websocket: { message: () => undefined } })
else Deno.serve(where, fetch)
console.log(`http://localhost:${where.port}`)
