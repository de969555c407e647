import { redirect } from 'react-router'
import { visitor } from '../session.server'
import type { Route } from './+types/sign-out'

export function action({ context }: Route.ActionArgs) {
  const session = context.get(visitor)
  session.invalidate()
  session.flash('Goodbye')
  return redirect('/', 303)
}
