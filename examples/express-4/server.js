import { sealedCookieSessionFactory } from 'cartouche'
import { csrf, getCsrfToken, session } from 'cartouche/express'
import express from 'express'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

const app = express()
app.use(session(sealedCookieSessionFactory(SESSION_KEY)))
app.use(express.urlencoded({ extended: false }), csrf())

app.get('/', (req, res) => {
  const user = req.session.get('user')
  res.send(user === undefined ? signedOut(req) : signedIn(req, user))
})

app.post('/sign-in', (req, res) => {
  const user = String(req.body.name)
  req.session.regenerate()
  req.session.set('user', user)
  req.session.flash(`Welcome, ${user}`)
  res.redirect(303, '/')
})

app.post('/sign-out', (req, res) => {
  req.session.invalidate()
  req.session.flash('Goodbye')
  res.redirect(303, '/')
})

app.listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${PORT}`))

function signedOut(req) {
  return page(
    req,
    `<form method="post" action="/sign-in">
      ${tokenField(req)}
      <label>Name <input name="name" required></label> <button>Sign in</button>
    </form>`,
  )
}

function signedIn(req, user) {
  const visits = req.session.get('visits', 0) + 1
  req.session.set('visits', visits)
  return page(
    req,
    `<h1>Hello ${escape(user)}</h1>
    <p>Visit ${visits}</p>
    <form method="post" action="/sign-out">${tokenField(req)}<button>Sign out</button></form>`,
  )
}

function page(req, content) {
  const flashes = req.session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`)
  return `<!doctype html>
<html lang="en">
  <title>cartouche with Express 4</title>
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
