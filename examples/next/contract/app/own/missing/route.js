import { notFound } from 'next/navigation'
import { getSession, withSession } from '../../../lib/session.js'

export const GET = withSession(async () => {
  const session = await getSession()
  session.set('a', 1)
  notFound()
})
