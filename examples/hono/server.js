import { serve } from '@hono/node-server'
import { sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, session } from 'cartouche/hono'
import { Hono } from 'hono'
import { html } from 'hono/html'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

const app = new Hono()
app.use(session(sealedCookieSessionFactory(SESSION_KEY), { csrf: {} }))

app.get('/', (c) => {
  const user = c.var.session.get('user')
  return c.html(user === undefined ? signedOut(c) : signedIn(c, user))
})

app.post('/sign-in', async (c) => {
  const { name: user } = await c.req.parseBody()
  const { session } = c.var
  session.regenerate()
  session.set('user', user)
  session.flash(`Welcome, ${user}`)
  return c.redirect('/', 303)
})

app.post('/sign-out', (c) => {
  const { session } = c.var
  session.invalidate()
  session.flash('Goodbye')
  return c.redirect('/', 303)
})

serve({ fetch: app.fetch, hostname: HOST, port: Number(PORT) }, () =>
  console.log(`http://${HOST}:${PORT}`),
)

function signedOut(c) {
  return page(
    c,
    html`<form method="post" action="/sign-in">
      ${tokenField(c)}
      <label>Name <input name="name" required /></label> <button>Sign in</button>
    </form>`,
  )
}

function signedIn(c, user) {
  const { session } = c.var
  const visits = session.get('visits', 0) + 1
  session.set('visits', visits)
  return page(
    c,
    html`<h1>Hello ${user}</h1>
      <p>Visit ${visits}</p>
      <form method="post" action="/sign-out">${tokenField(c)}<button>Sign out</button></form>`,
  )
}

function page(c, content) {
  const flashes = c.var.session.popFlash().map((text) => html`<p class="flash">${text}</p>`)
  return html`<!doctype html>
    <html lang="en">
      <title>cartouche with Hono</title>
      <body>
        ${flashes} ${content}
      </body>
    </html> `
}

function tokenField(c) {
  return html`<input type="hidden" name="csrf_token" value="${getCsrfToken(c)}" />`
}
