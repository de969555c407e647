export default defineEventHandler((event) => {
  const { session } = event.context
  session.invalidate()
  session.flash('Goodbye')
  return sendRedirect(event, '/', 303)
})
