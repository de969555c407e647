import { Elysia } from 'elysia'
import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, session } from 'cartouche/elysia'

const sessions = sealedCookieSessionFactory<{ visits: number }>(generateKey())

export const app = new Elysia()
  .use(session(sessions, { csrf: {} }))
  .get('/', ({ session }): number => session.get('visits', 0))
  .get('/token', ({ request }) => getCsrfToken({ request }))
