/** What most bindings let the application do, in one way. */
import type { Session } from '../../../src/index.js'
import type { Actions } from './harness.js'

/** The functions that a binding exports besides its middleware. */
interface Exports {
  readonly getCsrfToken: (request: never) => string
  readonly newCsrfToken: (request: never) => string
  readonly checkCsrf: (request: never, body?: never) => void
}

/** @param session where the sessions are no properties of the request */
export function actionsOf(
  { getCsrfToken, newCsrfToken, checkCsrf }: Exports,
  request: object,
  session?: Actions['session'],
): Actions {
  return {
    session: session ?? sessionsOf(request),
    getToken: () => getCsrfToken(request as never),
    newToken: () => newCsrfToken(request as never),
    check: (body) => checkCsrf(request as never, body as never),
    ...(session === undefined && {
      assign: (value) => Object.assign(request, { session: value }),
    }),
  }
}

/** The sessions that are properties of a request, or of what a framework has in its place. */
export function sessionsOf(request: object): Actions['session'] {
  return (property = 'session') => (request as Record<string, Session>)[property]!
}
