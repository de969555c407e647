import { defineHandler, redirect } from 'nitro/h3'

export default defineHandler((event) => {
  const { session } = event.context
  session.invalidate()
  session.flash('Goodbye')
  return redirect('/', 303)
})
