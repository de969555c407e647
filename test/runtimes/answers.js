// @ts-nocheck -- where it is run, the package is found by its name
/**
 * Answers of many kinds, as a runtime sends them itself and with a session: `/<way>/<kind>`, the way of a binding or
 * `plain`.
 */
import { sealedCookieSessionFactory } from 'cartouche'
import { session as astro } from 'cartouche/astro'
import { session as elysia } from 'cartouche/elysia'
import { withSession } from 'cartouche/fetch'
import { session as h3 } from 'cartouche/h3'
import { session as hono } from 'cartouche/hono'
import { session as sveltekit } from 'cartouche/sveltekit'
import { Elysia } from 'elysia'
import { H3 } from 'h3'
import { Hono } from 'hono'

const where = { hostname: 'localhost', port: Number(globalThis.process?.env.PORT) }
const origin = `http://localhost:${where.port}`

const sessions = sealedCookieSessionFactory('YN3cTrqV0pX7bJm5LhE2sKfUwz8aGdQi4oR1yB9CtMk')

const SHARED = new Response(null, { status: 404 })

/** Few say their type themselves. Bytes are no text here: on Bun nothing tells a text from bytes that could be one. */
const KINDS = {
  text: () => new Response('Zoë'),
  'empty-text': () => new Response(''),
  page: () => new Response('<p>Zoë', { headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
  json: () => Response.json({ name: 'Zoë' }),
  form: () => new Response(new URLSearchParams({ name: 'Zoë' })),
  blob: () => new Response(new Blob([new Uint8Array([90, 111, 235])])),
  image: () => new Response(new Blob(['Zoë'], { type: 'image/png' })),
  bytes: () => new Response(new Uint8Array(3)),
  stream: () => new Response(new Blob(['Zoë']).stream()),
  nothing: () => new Response(null, { status: 204 }),
  redirect: () => Response.redirect('http://localhost/elsewhere', 303),
  fetched: () => globalThis.fetch('data:text/css,a{}'),
  ...(globalThis.Deno && { compressed: () => globalThis.fetch(`${origin}/upstream`) }),
  ...(globalThis.Bun && {
    part: () => new Response(globalThis.Bun.file(process.argv[1]).slice(2, 9)),
  }),
  shared: () => SHARED,
  'own-cookie': () =>
    new Response('Zoë', { headers: { 'Set-Cookie': '__Host-session=; Max-Age=0; Path=/old' } }),
}

/** Texts that are given to everybody, each made once, by name. */
const common = {}

function kindOf({ url }) {
  const kind = new URL(url).pathname.split('/').at(-1)
  return KINDS[kind]?.() ?? (common[kind] ??= new Response(kind))
}

function touched(session, request) {
  session.set('seen', true)
  return kindOf(request)
}

const inHono = new Hono().use(hono(sessions))
inHono.get('/hono-untouched/*', (c) => kindOf(c.req.raw))
inHono.get('*', (c) => touched(c.var.session, c.req.raw))
const inH3 = new H3().use(h3(sessions))
inH3.get('/h3-untouched/**', ({ req }) => kindOf(req))
inH3.get('/**', ({ context, req }) => touched(context.session, req))
const inAstro = astro(sessions)
const inSvelteKit = sveltekit(sessions)

const WAYS = {
  untouched: withSession(sessions, kindOf),
  fetch: withSession(sessions, (request, session) => touched(session, request)),
  inside: withSession(
    sessions,
    withSession(sessions, (request, session) => touched(session, request)),
  ),
  error: withSession(
    sessions,
    (_request, session) => {
      session.set('seen', true)
      throw new Error('for onError')
    },
    { onError: (_error, request) => kindOf(request) },
  ),
  hono: (request) => inHono.fetch(request),
  h3: (request) => inH3.fetch(request),
  'hono-untouched': (request) => inHono.fetch(request),
  'h3-untouched': (request) => inH3.fetch(request),
  astro(request) {
    const context = { request, locals: {} }
    return inAstro(context, async () => touched(context.locals.session, request))
  },
  'astro-untouched': (request) => inAstro({ request, locals: {} }, async () => kindOf(request)),
  sveltekit(request) {
    const event = { request, locals: {}, url: new URL(request.url) }
    return inSvelteKit({ event, resolve: () => touched(event.locals.session, request) })
  },
  elysia: elysiaApp((context) => touched(context.session, context.request)),
  'elysia-untouched': elysiaApp(({ request }) => kindOf(request)),
}

/** What Deno decodes when it fetches it. */
function upstream() {
  const body = new Blob(['Zoë']).stream().pipeThrough(new CompressionStream('gzip'))
  return new Response(body, { headers: { 'Content-Encoding': 'gzip' } })
}

/** A worker cannot make functions of texts, as Elysia does. */
function elysiaApp(handler) {
  const app = new Elysia().use(elysia(sessions)).get('/*', handler)
  return (request) => app.handle(request)
}

const hasElysia = globalThis.Bun !== undefined || globalThis.Deno !== undefined
const ways = Object.keys(WAYS).filter((way) => hasElysia || !way.startsWith('elysia'))

async function fetch(request) {
  const { pathname, search } = new URL(request.url)
  const way = pathname.split('/')[1]
  if (way === 'upstream') return upstream()
  if (way === '') return Response.json({ ways, kinds: Object.keys(KINDS), onlyUntouched: ['part'] })
  const response = way === 'plain' ? kindOf(request) : await WAYS[way](request)
  if (search === '?late') await new Promise((resolve) => setTimeout(resolve, 50))
  return response
}

if (globalThis.Bun) globalThis.Bun.serve({ ...where, fetch })
else if (globalThis.Deno) globalThis.Deno.serve(where, (request) => fetch(request))
if (hasElysia) console.log(origin)

// Bun would serve it a second time.
export default globalThis.Bun ? undefined : { fetch }
