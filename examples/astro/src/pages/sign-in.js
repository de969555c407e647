/** @type {import('astro').APIRoute} */
export async function POST({ request, locals: { session }, redirect }) {
  const user = String((await request.formData()).get('name'))
  session.regenerate()
  session.set('user', user)
  session.flash(`Welcome, ${user}`)
  return redirect('/', 303)
}
