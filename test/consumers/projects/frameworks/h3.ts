import { H3 } from 'h3'
import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, session } from 'cartouche/h3'

export const app = new H3()
app.use(session(sealedCookieSessionFactory(generateKey()), { csrf: {} }))
app.get('/', (event) => {
  event.context.session.flash('Hello')
  return getCsrfToken(event)
})
