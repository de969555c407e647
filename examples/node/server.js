import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { sealedCookieSessionFactory } from 'cartouche'
import { checkCsrf, getCsrfToken, withSession } from 'cartouche/node'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

const routes = { 'GET /': home, 'POST /sign-in': signIn, 'POST /sign-out': signOut }

// One and the same question decides who is exempt and who is checked with the form.
const isForm = ({ method }) => method === 'POST'

async function handle(req, res) {
  const form = new URLSearchParams(isForm(req) ? await text(req) : '')
  if (isForm(req)) checkCsrf(req, form)
  const route = routes[`${req.method} ${req.url}`]
  if (route === undefined) res.writeHead(404).end('Not found\n')
  else route(req, res, form)
}

const sessions = sealedCookieSessionFactory(SESSION_KEY)
const listener = withSession(sessions, handle, { csrf: { exempt: isForm } })
createServer(listener).listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${PORT}`))

function home(req, res) {
  const user = req.session.get('user')
  const content = user === undefined ? signedOut(req) : signedIn(req, user)
  res.setHeader('Content-Type', 'text/html; charset=utf-8')
  res.end(page(req, content))
}

function signIn({ session }, res, form) {
  const user = form.get('name')
  session.regenerate()
  session.set('user', user)
  session.flash(`Welcome, ${user}`)
  res.writeHead(303, { Location: '/' }).end()
}

function signOut({ session }, res) {
  session.invalidate()
  session.flash('Goodbye')
  res.writeHead(303, { Location: '/' }).end()
}

function signedOut(req) {
  return `<form method="post" action="/sign-in">
      ${tokenField(req)}
      <label>Name <input name="name" required></label> <button>Sign in</button>
    </form>`
}

function signedIn(req, user) {
  const visits = req.session.get('visits', 0) + 1
  req.session.set('visits', visits)
  return `<h1>Hello ${escape(user)}</h1>
    <p>Visit ${visits}</p>
    <form method="post" action="/sign-out">${tokenField(req)}<button>Sign out</button></form>`
}

function page({ session }, content) {
  const flashes = session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`)
  return `<!doctype html>
<html lang="en">
  <title>cartouche with node:http</title>
  <body>
    ${flashes.join('\n    ')}
    ${content}
  </body>
</html>
`
}

function tokenField(req) {
  return `<input type="hidden" name="csrf_token" value="${escape(getCsrfToken(req))}">`
}

function escape(text) {
  return String(text).replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
