import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { nextSession } from 'cartouche/next'

interface Data {
  user: string
  visits: number
}

// A build has no key, and opens no session. A server has one: see instrumentation.ts.
const key = process.env.SESSION_KEY || generateKey()

export const { getSession, action, sessionProxy } = nextSession(
  sealedCookieSessionFactory<Data>(key),
)
