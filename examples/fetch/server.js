import { sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, withSession } from 'cartouche/fetch'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

const routes = { 'GET /': home, 'POST /sign-in': signIn, 'POST /sign-out': signOut }

function handle(request, session) {
  const { pathname } = new URL(request.url)
  const route = routes[`${request.method} ${pathname}`]
  return route === undefined
    ? new Response('Not found\n', { status: 404 })
    : route(request, session)
}

const fetch = withSession(sealedCookieSessionFactory(SESSION_KEY), handle, { csrf: {} })
const where = { hostname: HOST, port: Number(PORT) }

if (globalThis.Bun) globalThis.Bun.serve({ ...where, fetch })
else if (globalThis.Deno) globalThis.Deno.serve(where, (request) => fetch(request))
else (await import('./serve.js')).serve({ ...where, fetch })
console.log(`http://${HOST}:${PORT}`)

function home(request, session) {
  const user = session.get('user')
  const content = user === undefined ? signedOut(request) : signedIn(request, session, user)
  const headers = { 'Content-Type': 'text/html; charset=utf-8' }
  return new Response(page(session, content), { headers })
}

async function signIn(request, session) {
  const user = (await request.formData()).get('name')
  session.regenerate()
  session.set('user', user)
  session.flash(`Welcome, ${user}`)
  return toHome()
}

function signOut(_request, session) {
  session.invalidate()
  session.flash('Goodbye')
  return toHome()
}

function toHome() {
  return new Response(null, { status: 303, headers: { Location: '/' } })
}

function signedOut(request) {
  return `<form method="post" action="/sign-in">
      ${tokenField(request)}
      <label>Name <input name="name" required></label> <button>Sign in</button>
    </form>`
}

function signedIn(request, session, user) {
  const visits = session.get('visits', 0) + 1
  session.set('visits', visits)
  return `<h1>Hello ${escape(user)}</h1>
    <p>Visit ${visits}</p>
    <form method="post" action="/sign-out">${tokenField(request)}<button>Sign out</button></form>`
}

function page(session, content) {
  const flashes = session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`)
  return `<!doctype html>
<html lang="en">
  <title>cartouche with fetch</title>
  <body>
    ${flashes.join('\n    ')}
    ${content}
  </body>
</html>
`
}

function tokenField(request) {
  return `<input type="hidden" name="csrf_token" value="${escape(getCsrfToken(request))}">`
}

function escape(text) {
  return String(text).replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
