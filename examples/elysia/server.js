import { node } from '@elysiajs/node'
import { sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, session } from 'cartouche/elysia'
import { Elysia, t } from 'elysia'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

new Elysia({ adapter: node() })
  .use(session(sealedCookieSessionFactory(SESSION_KEY), { csrf: {} }))
  .get('/', ({ session, request }) => {
    const user = session.get('user')
    return user === undefined ? signedOut(session, request) : signedIn(session, request, user)
  })
  .post(
    '/sign-in',
    ({ session, body: { name: user } }) => {
      session.regenerate()
      session.set('user', user)
      session.flash(`Welcome, ${user}`)
      return seeOther('/')
    },
    { body: t.Object({ name: t.String(), csrf_token: t.String() }) },
  )
  .post('/sign-out', ({ session }) => {
    session.invalidate()
    session.flash('Goodbye')
    return seeOther('/')
  })
  .listen({ hostname: HOST, port: Number(PORT) }, () => console.log(`http://${HOST}:${PORT}`))

function signedOut(session, request) {
  return page(
    session,
    `<form method="post" action="/sign-in">
      ${tokenField(request)}
      <label>Name <input name="name" required></label> <button>Sign in</button>
    </form>`,
  )
}

function signedIn(session, request, user) {
  const visits = session.get('visits', 0) + 1
  session.set('visits', visits)
  return page(
    session,
    `<h1>Hello ${escape(user)}</h1>
    <p>Visit ${visits}</p>
    <form method="post" action="/sign-out">${tokenField(request)}<button>Sign out</button></form>`,
  )
}

function page(session, content) {
  const flashes = session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`)
  const html = `<!doctype html>
<html lang="en">
  <title>cartouche with Elysia</title>
  <body>
    ${flashes.join('\n    ')}
    ${content}
  </body>
</html>
`
  return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
}

/** Elysia's own `redirect()` takes no paths on Node. */
function seeOther(location) {
  return new Response(null, { status: 303, headers: { Location: location } })
}

function tokenField(request) {
  return `<input type="hidden" name="csrf_token" value="${escape(getCsrfToken({ request }))}">`
}

function escape(text) {
  return String(text).replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
