'use server'

import { redirect } from 'next/navigation'
import { action, getSession } from '../../lib/session.js'

export const write = action(async (session, form) => {
  session.set('a', form.get('a'))
  const same = await getSession()
  same.set('b', 2)
})

export const leave = action(async (session) => {
  session.set('a', 'left')
  redirect('/own?left')
})

export const fail = action(async (session) => {
  session.set('a', 'failed')
  throw new Error('failed')
})

export const spoil = action(async (session) => {
  session.set('a', 'x'.repeat(5000))
})

export const spoilAndFail = action(async (session) => {
  session.set('a', 'x'.repeat(5000))
  throw new Error('failed')
})

export async function bare() {
  const session = await getSession()
  session.set('a', 'bare')
}
