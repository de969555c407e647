import { storedSessionFactory } from 'cartouche'
import { nextSession } from 'cartouche/next'
import { memoryStore } from 'cartouche/stores/memory'
import { KEY } from '../key.js'

// Next.js has the proxy, pages and handlers in bundles of their own, in one process.
const store = (globalThis.cartoucheStore ??= memoryStore())

export const { getSession, sessionProxy } = nextSession(
  storedSessionFactory(store, KEY, { cookieName: 'stored', secure: false }),
)
