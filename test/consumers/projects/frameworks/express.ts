import express from 'express'
import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { csrf, getCsrfToken, session, sessionOf } from 'cartouche/express'
import { passportSession } from 'cartouche/express/passport'
import type { PassportSession } from 'cartouche/express/passport'
import 'cartouche/express/types'

const sessions = sealedCookieSessionFactory<{ visits: number }>(generateKey())

export const app = express()
app.use(session(sessions), passportSession(), csrf())
app.get('/', (request, response) => {
  const visits: number | undefined = sessionOf(request, sessions).get('visits')
  request.session.flash(getCsrfToken(request))
  response.json(visits)
})
app.post('/sign-out', (request, response, next) => {
  const own = request.session as PassportSession
  own.destroy((error) => (error === undefined ? response.end() : next(error)))
})
