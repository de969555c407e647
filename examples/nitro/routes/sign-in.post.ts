import { defineHandler, redirect } from 'nitro/h3'

export default defineHandler(async (event) => {
  const { session } = event.context
  const name = String((await event.req.formData()).get('name'))
  session.regenerate()
  session.set('user', name)
  session.flash(`Welcome, ${name}`)
  return redirect('/', 303)
})
