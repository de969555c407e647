import { redirect } from 'next/navigation'
import { withSession } from '../../../lib/session.js'

export const GET = withSession((request, session) => {
  session.set('a', new URL(request.url).searchParams.has('spoil') ? 'x'.repeat(5000) : 1)
  redirect('/elsewhere')
})
