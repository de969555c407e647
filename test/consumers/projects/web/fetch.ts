import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { checkCsrf, getCsrfToken, withSession } from 'cartouche/fetch'

const sessions = sealedCookieSessionFactory<{ visits: number }>(generateKey())

export const handle: (request: Request) => Promise<Response> = withSession(
  sessions,
  async (request, session) => {
    const visits: number = session.get('visits', 0) + 1
    session.set('visits', visits)
    if (request.method === 'POST') checkCsrf(request, await request.formData())
    return new Response(getCsrfToken(request))
  },
  { csrf: { exempt: ({ url }) => url.endsWith('/webhook') } },
)

/** The further arguments of a worker. */
export const fetch: (request: Request, env: { name: string }) => Promise<Response> = withSession(
  sessions,
  (_request, _session, env: { name: string }) => new Response(env.name),
)
