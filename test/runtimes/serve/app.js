// @ts-nocheck -- the compiler need not have what only this folder installs
/** A page with a session, for servers whose handlers are functions of the web's Request. */
import { sealedCookieSessionFactory } from 'cartouche'
import { withSession } from 'cartouche/fetch'

const KEY = 'YN3cTrqV0pX7bJm5LhE2sKfUwz8aGdQi4oR1yB9CtMk'

export const handle = withSession(
  sealedCookieSessionFactory(KEY),
  (_, session) => {
    const visits = session.get('visits', 0) + 1
    session.set('visits', visits)
    return new Response(`Visit ${visits}`)
  },
  { csrf: {} },
)
