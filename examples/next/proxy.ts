import { sessionProxy } from './lib/session'

// Pages only read the session: what they show is made ready here, and forms are checked.
export const proxy = sessionProxy(
  (request, session) => {
    if (request.method !== 'GET') return
    session.getCsrfToken()
    if (session.has('user')) session.set('visits', session.get('visits', 0) + 1)
  },
  { csrf: {}, flash: true },
)

// Not for what the client fetches ahead: nobody has seen that page.
export const config = {
  matcher: [{ source: '/', missing: [{ type: 'header', key: 'next-router-prefetch' }] }],
}
