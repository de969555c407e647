import { sealedCookieSessionFactory } from 'cartouche'
import { session } from 'cartouche/react-router'
import { createContext } from 'react-router'
import type { Session } from 'cartouche'

interface Visitor {
  user: string
  visits: number
}

/** `context.get(visitor)` in loaders and actions. */
export const visitor = createContext<Session<Visitor>>()

const sessions = sealedCookieSessionFactory<Visitor>(process.env.SESSION_KEY!)

export const visitorSession = session(sessions, { context: visitor, csrf: {} })
