/** An application of ours, with the pages that language.ts asks of every backend. */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { withSession } from '../../src/bindings/node.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { PyDateTime } from '../../src/pickle/index.js'

type Page = (session: Session, form: URLSearchParams, flashQueue?: string) => string

const pages: Readonly<Record<string, Page>> = {
  /** Form: `user`. */
  sign_in: (session, form) => {
    session.set('user', form.get('user'))
    return 'signed in'
  },
  /** Ends the session as the backend ends one. */
  sign_out: (session) => {
    session.invalidate()
    return 'signed out'
  },
  /** The user, or `nobody`. */
  who: (session) => String(session.get('user') ?? 'nobody'),
  /** Adds one to `count`, and gives it. */
  count: (session) => {
    session.set('count', Number(session.get('count') ?? 0) + 1)
    return String(session.get('count'))
  },
  /** Form: `json`. Keeps its value under `value`. */
  keep: (session, form) => {
    session.set('value', JSON.parse(form.get('json')!))
    return 'kept'
  },
  /** The value as JSON; the test compares what it means. */
  kept: (session) => JSON.stringify(session.get('value') ?? null),
  /** Form: `iso`. Keeps this time under `value`, as what the language has for times. */
  keep_date: (session, form) => {
    session.set('value', new Date(form.get('iso')!))
    return 'kept'
  },
  /** The value as `toISOString()` has it; if it is text now, that with `text` before it. */
  date: (session) => {
    const value = session.get('value')
    const time = value instanceof PyDateTime ? value.toDate() : value
    return time instanceof Date ? time.toISOString() : `text ${String(time)}`
  },
  /** Form: `message`. */
  flash: (session, form, flashQueue) => {
    session.flash(form.get('message'), flashQueue)
    return 'flashed'
  },
  /** All messages, with `|` between them; they are gone afterwards. */
  messages: (session, _, flashQueue) => session.popFlash(flashQueue).join('|'),
  /** The session's CSRF token, in the form that a form of this side sends. */
  token: (session) => session.getCsrfToken(),
  /** Form: `csrf_token`. `done`, or `refused` with status 400 or 403. */
  protected: (session, form) =>
    form.get('csrf_token') === session.getCsrfToken() ? 'done' : 'refused',
}

/** @param flashQueue the queue of its flash messages */
export const createOurs = (factory: BindableFactory, flashQueue?: string): Server =>
  createServerOf(factory, (page, session, form) => pages[page]!(session, form, flashQueue))

/** @param answerOf answers `/here/PAGE`, with status 400 if it is `refused` */
export function createServerOf<Data extends object>(
  factory: BindableFactory<Data>,
  answerOf: (page: string, session: Session<Data>, form: URLSearchParams) => string,
): Server {
  return createServer(
    withSession<Data>(
      factory,
      async (request, response) => {
        const page = request.url!.split('/')[2]!
        const form = new URLSearchParams(await text(request))
        const answer = answerOf(page, request.session, form)
        response.statusCode = answer === 'refused' ? 400 : 200
        response.end(answer)
      },
      // Nothing is printed: some tests are of what cannot be written.
      {
        onError: (error, _, response) => response.writeHead(500).end(String(error)),
        onCommitError: () => undefined,
      },
    ),
  )
}
