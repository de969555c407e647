import { redirect } from 'next/navigation'
import { getSession } from '../../../lib/session.js'

export default async function Away() {
  const session = await getSession()
  redirect(`/own?${session.size}`)
}
