import formbody from '@fastify/formbody'
import { sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, session } from 'cartouche/fastify'
import Fastify from 'fastify'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

const app = Fastify()
await app.register(formbody)
await app.register(session, { factory: sealedCookieSessionFactory(SESSION_KEY), csrf: {} })

app.get('/', (request, reply) => {
  const user = request.session.get('user')
  reply.type('text/html; charset=utf-8')
  return user === undefined ? signedOut(request) : signedIn(request, user)
})

app.post('/sign-in', (request, reply) => {
  const user = String(request.body.name)
  request.session.regenerate()
  request.session.set('user', user)
  request.session.flash(`Welcome, ${user}`)
  return reply.redirect('/', 303)
})

app.post('/sign-out', (request, reply) => {
  request.session.invalidate()
  request.session.flash('Goodbye')
  return reply.redirect('/', 303)
})

await app.listen({ host: HOST, port: Number(PORT) })
console.log(`http://${HOST}:${PORT}`)

function signedOut(request) {
  return page(
    request,
    `<form method="post" action="/sign-in">
      ${tokenField(request)}
      <label>Name <input name="name" required></label> <button>Sign in</button>
    </form>`,
  )
}

function signedIn(request, user) {
  const visits = request.session.get('visits', 0) + 1
  request.session.set('visits', visits)
  return page(
    request,
    `<h1>Hello ${escape(user)}</h1>
    <p>Visit ${visits}</p>
    <form method="post" action="/sign-out">${tokenField(request)}<button>Sign out</button></form>`,
  )
}

function page(request, content) {
  const flashes = request.session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`)
  return `<!doctype html>
<html lang="en">
  <title>cartouche with Fastify</title>
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
