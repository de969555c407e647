import Koa from 'koa'
import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { csrf, getCsrfToken, session } from 'cartouche/koa'

export const app = new Koa()
app.use(session(sealedCookieSessionFactory(generateKey())))
app.use(csrf())
app.use((ctx) => {
  ctx.session.flash('Hello')
  ctx.body = getCsrfToken(ctx)
})
