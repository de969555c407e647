import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { sealedCookieSessionFactory } from 'cartouche'
import { csrf, getCsrfToken, session } from 'cartouche/koa'
import Koa from 'koa'

const { SESSION_KEY, HOST = 'localhost', PORT = '3000' } = process.env
if (!SESSION_KEY) {
  console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
  process.exit(1)
}

const app = new Koa()
app.use(session(sealedCookieSessionFactory(SESSION_KEY)))
app.use(bodyParser())
app.use(csrf())

const router = new Router()

router.get('/', (ctx) => {
  const user = ctx.session.get('user')
  ctx.body = user === undefined ? signedOut(ctx) : signedIn(ctx, user)
})

router.post('/sign-in', (ctx) => {
  const user = String(ctx.request.body.name)
  ctx.session.regenerate()
  ctx.session.set('user', user)
  ctx.session.flash(`Welcome, ${user}`)
  ctx.status = 303
  ctx.redirect('/')
})

router.post('/sign-out', (ctx) => {
  ctx.session.invalidate()
  ctx.session.flash('Goodbye')
  ctx.status = 303
  ctx.redirect('/')
})

app.use(router.routes())
app.listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${PORT}`))

function signedOut(ctx) {
  return page(
    ctx,
    `<form method="post" action="/sign-in">
      ${tokenField(ctx)}
      <label>Name <input name="name" required></label> <button>Sign in</button>
    </form>`,
  )
}

function signedIn(ctx, user) {
  const visits = ctx.session.get('visits', 0) + 1
  ctx.session.set('visits', visits)
  return page(
    ctx,
    `<h1>Hello ${escape(user)}</h1>
    <p>Visit ${visits}</p>
    <form method="post" action="/sign-out">${tokenField(ctx)}<button>Sign out</button></form>`,
  )
}

function page(ctx, content) {
  const flashes = ctx.session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`)
  return `<!doctype html>
<html lang="en">
  <title>cartouche with Koa</title>
  <body>
    ${flashes.join('\n    ')}
    ${content}
  </body>
</html>
`
}

function tokenField(ctx) {
  return `<input type="hidden" name="csrf_token" value="${escape(getCsrfToken(ctx))}">`
}

function escape(text) {
  return String(text).replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
