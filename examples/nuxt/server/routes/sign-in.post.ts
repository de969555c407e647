export default defineEventHandler(async (event) => {
  const { session } = event.context
  const name = String((await readFormData(event)).get('name'))
  session.regenerate()
  session.set('user', name)
  session.flash(`Welcome, ${name}`)
  return sendRedirect(event, '/', 303)
})
