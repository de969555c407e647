import { redirect } from 'react-router'
import { visitor } from '../session.server'
import type { Route } from './+types/sign-in'

export async function action({ request, context }: Route.ActionArgs) {
  const name = String((await request.formData()).get('name'))
  const session = context.get(visitor)
  session.regenerate()
  session.set('user', name)
  session.flash(`Welcome, ${name}`)
  return redirect('/', 303)
}
