'use server'

import { redirect } from 'next/navigation'
import { action } from '../lib/session'

export const signIn = action(async (session, form: FormData) => {
  const user = String(form.get('name'))
  session.regenerate()
  session.set('user', user)
  session.flash(`Welcome, ${user}`)
  redirect('/')
})

export const signOut = action(async (session) => {
  session.invalidate()
  session.flash('Goodbye')
  redirect('/')
})
