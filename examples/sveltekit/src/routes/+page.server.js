import { redirect } from '@sveltejs/kit'
import { getCsrfToken } from 'cartouche/sveltekit'

/** @type {import('./$types').PageServerLoad} */
export function load(event) {
  const { session } = event.locals
  const user = session.get('user')
  const visits = session.get('visits', 0) + 1
  if (user !== undefined) session.set('visits', visits)
  return { flashes: session.popFlash(), user, visits, csrfToken: getCsrfToken(event) }
}

/** @type {import('./$types').Actions} */
export const actions = {
  async signIn({ request, locals: { session } }) {
    const user = String((await request.formData()).get('name'))
    session.regenerate()
    session.set('user', user)
    session.flash(`Welcome, ${user}`)
    redirect(303, '/')
  },

  signOut({ locals: { session } }) {
    session.invalidate()
    session.flash('Goodbye')
    redirect(303, '/')
  },
}
