import { sealedCookieSessionFactory } from 'cartouche'
import { nextSession } from 'cartouche/next'
import { KEY } from '../key.js'

export const { getSession, withSession, action, sessionProxy } = nextSession(
  sealedCookieSessionFactory(KEY, { cookieName: 'own', secure: false }),
  { onCommitError: (error) => globalThis.cartoucheContract.failed.push(error.code) },
)
