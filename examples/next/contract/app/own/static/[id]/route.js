import { withSession } from '../../../../lib/session.js'

export const dynamic = 'force-static'

export const GET = withSession((_request, session) => {
  session.set('a', 1)
  return new Response('for everybody')
})
