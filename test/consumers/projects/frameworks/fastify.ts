import Fastify from 'fastify'
import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, session } from 'cartouche/fastify'
import 'cartouche/fastify/types'

export const app = Fastify()
void app.register(session, { factory: sealedCookieSessionFactory(generateKey()), csrf: {} })
app.get('/', (request) => {
  request.session.flash('Hello')
  return getCsrfToken(request)
})
