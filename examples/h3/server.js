// Signing in and out with h3: see README.md.
import { sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, session } from 'cartouche/h3'
import { H3, html, raw, redirect, serve } from 'h3'

const { SESSION_KEY: key, HOST: hostname = 'localhost', PORT: port = '3000' } = process.env
if (!key) {
  console.error('Set SESSION_KEY to a key, made by: npx cartouche keygen')
  process.exit(1)
}

const app = new H3()

app.use(session(sealedCookieSessionFactory(key), { csrf: {} }))

app.get('/', (event) => {
  const { session } = event.context
  const messages = session.popFlash().map((text) => html`<p class="flash">${text}</p>`.body)
  const token = html`<input type="hidden" name="csrf_token" value="${getCsrfToken(event)}" />`.body
  const user = session.get('user')
  if (user === undefined) return page(messages, signIn(token))
  session.set('visits', session.get('visits', 0) + 1)
  return page(messages, signOut(user, session.get('visits'), token))
})

app.post('/sign-in', async (event) => {
  const { session } = event.context
  const name = String((await event.req.formData()).get('name'))
  session.regenerate()
  session.set('user', name)
  session.flash(`Welcome, ${name}`)
  return redirect('/', 303)
})

app.post('/sign-out', ({ context: { session } }) => {
  session.invalidate()
  session.flash('Goodbye')
  return redirect('/', 303)
})

const page = (messages, content) =>
  html`<!doctype html>
    <title>Sessions with h3</title>
    ${raw(messages.join(''))} ${raw(content)} `

const signIn = (token) =>
  html`<form method="post" action="/sign-in">
    ${raw(token)}
    <label>Name <input name="name" required /></label>
    <button>Sign in</button>
  </form>`.body

const signOut = (name, visits, token) =>
  html`<h1>Hello ${name}</h1>
    <p>Visit ${visits}</p>
    <form method="post" action="/sign-out">
      ${raw(token)}
      <button>Sign out</button>
    </form>`.body

serve(app, { hostname, port })
