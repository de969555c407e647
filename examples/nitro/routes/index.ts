import { defineHandler, html } from 'nitro/h3'
import { getCsrfToken } from 'cartouche/h3'

export default defineHandler((event) => {
  const { session } = event.context
  const messages = session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`)
  const field = `<input type="hidden" name="csrf_token" value="${getCsrfToken(event)}">`
  const user = session.get('user')
  if (user === undefined) return page(messages, signIn(field))
  session.set('visits', Number(session.get('visits', 0)) + 1)
  return page(messages, signOut(user, session.get('visits'), field))
})

const page = (messages: string[], content: string) =>
  html(`<!doctype html>
<title>Sessions with Nitro</title>
${messages.join('')}
${content}
`)

const signIn = (field: string) => `<form method="post" action="/sign-in">
  ${field}
  <label>Name <input name="name" required></label>
  <button>Sign in</button>
</form>`

const signOut = (name: unknown, visits: unknown, field: string) => `<h1>Hello ${escape(name)}</h1>
<p>Visit ${escape(visits)}</p>
<form method="post" action="/sign-out">
  ${field}
  <button>Sign out</button>
</form>`

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(value: unknown): string {
  return String(value).replace(/[&<>"]/g, (character) => ENTITIES[character]!)
}
