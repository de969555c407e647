import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { getCsrfToken, session } from 'cartouche/hono'
import type { SessionVariables } from 'cartouche/hono'
import { Hono } from 'hono'

const sessions = sealedCookieSessionFactory<{ visits: number }>(generateKey())

export const app = new Hono().use(session(sessions, { csrf: {} })).get('/', (c) => {
  const visits: number = c.var.session.get('visits', 0)
  return c.text(`${visits} ${getCsrfToken(c)}`)
})
export const shop = new Hono<{ Variables: SessionVariables<{ cart: string[] }> }>()
