// @ts-nocheck -- where it is run, the package is found by its name
/** A page with a session, as a worker. */
import { sealedCookieSessionFactory } from 'cartouche'
import { withSession } from 'cartouche/fetch'

const KEY = 'YN3cTrqV0pX7bJm5LhE2sKfUwz8aGdQi4oR1yB9CtMk'

const fetch = withSession(
  sealedCookieSessionFactory(KEY),
  (_, session) => {
    const visits = session.get('visits', 0) + 1
    session.set('visits', visits)
    return new Response(`Visit ${visits}`)
  },
  { csrf: {} },
)

export default { fetch }
