import { createServer } from 'node:http'
import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { withSession } from 'cartouche/node'

const sessions = sealedCookieSessionFactory<{ visits: number }>(generateKey())

export const server = createServer(
  withSession(sessions, (request, response) => {
    const visits: number = request.session.get('visits', 0)
    response.end(String(visits))
  }),
)
