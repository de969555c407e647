/** @type {import('astro').APIRoute} */
export function POST({ locals: { session }, redirect }) {
  session.invalidate()
  session.flash('Goodbye')
  return redirect('/', 303)
}
