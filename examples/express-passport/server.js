import { sealedCookieSessionFactory } from 'cartouche'
import { csrf, getCsrfToken, session } from 'cartouche/express'
import { passportSession } from 'cartouche/express/passport'
import express from 'express'
import passport from 'passport'
import { Strategy } from 'passport-local'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

// In the place of a database of users: everybody has the same password.
const PASSWORD = 'open sesame'
const fields = { usernameField: 'name' }
passport.use(
  new Strategy(fields, (name, password, done) => done(null, password === PASSWORD && { name })),
)
passport.serializeUser(({ name }, done) => done(null, name))
passport.deserializeUser((name, done) => done(null, { name }))

const app = express()
app.use(session(sealedCookieSessionFactory(SESSION_KEY)))
app.use(express.urlencoded({ extended: false }), csrf())
app.use(passportSession(), passport.session())

app.get('/', (req, res) => {
  res.send(req.user === undefined ? signedOut(req) : signedIn(req, req.user.name))
})

app.post('/sign-in', passport.authenticate('local', { failureRedirect: '/' }), (req, res) => {
  req.session.flash(`Welcome, ${req.user.name}`)
  res.redirect(303, '/')
})

app.post('/sign-out', (req, res, next) => {
  req.logout((error) => {
    if (error) return next(error)
    req.session.flash('Goodbye')
    res.redirect(303, '/')
  })
})

app.listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${PORT}`))

function signedOut(req) {
  return page(
    req,
    `<form method="post" action="/sign-in">
      ${tokenField(req)}
      <label>Name <input name="name" required></label>
      <label>Password <input type="password" name="password" value="${PASSWORD}"></label>
      <button>Sign in</button>
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
  <title>cartouche with Passport</title>
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
