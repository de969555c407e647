/** A cartouche application with the same pages as pyramid_app.py. */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { withSession } from '../../src/bindings/node.js'
import { checkCsrfToken } from '../../src/index.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { pyFloat } from '../../src/pickle/index.js'

type Page = (session: Session, form: URLSearchParams) => string

const pages: Readonly<Record<string, Page>> = {
  sign_in: (session, form) => {
    session.update({ user: form.get('user'), when: pyFloat(2) })
    return 'signed in'
  },
  sign_out: (session) => {
    session.invalidate()
    return 'signed out'
  },
  who: (session) => `${session.get('user') ?? 'None'} ${showFloat(session.get('when'))}`,
  flash: (session, form) => {
    session.flash(form.get('message'))
    return 'flashed'
  },
  messages: (session) => session.popFlash().join('|'),
  token: (session) => session.getCsrfToken(),
  protected: (session, form) => {
    const request = {
      method: 'POST',
      scheme: 'http',
      host: 'localhost',
      header: () => undefined,
      bodyValue: (name: string) => form.get(name) ?? undefined,
      session,
    }
    return checkCsrfToken(request, { raises: false }) ? 'done' : 'refused'
  },
}

/** Python's way to print what `when` holds, so that both applications answer alike. */
const showFloat = (value: unknown): string => (value === undefined ? 'None' : `${String(value)}.0`)

export function createApp(factory: BindableFactory): Server {
  return createServer(
    withSession(factory, async (request, response) => {
      const name = request.url!.split('/')[2]!
      const answer = pages[name]!(request.session, new URLSearchParams(await text(request)))
      response.statusCode = answer === 'refused' ? 400 : 200
      response.end(answer)
    }),
  )
}
