/** What a person is told when something goes wrong. */
import { BadCsrfOrigin, BadCsrfToken, CookieTooLargeError } from 'cartouche'
import type { Field } from './actions.js'
import { html } from './html.js'
import type { Html } from './html.js'
import type { Kind } from './kinds.js'
import { noteArea } from './pages/cards.js'
import { formTo, PRIMARY } from './pages/form.js'
import type { ErrorView } from './pages/error.js'
import { lostNotice } from './pages/home.js'
import { sizeMeter } from './pages/size.js'

/** A request that is answered with an error's page. */
export class PageError extends Error {
  readonly view: ErrorView

  constructor(view: ErrorView) {
    super(view.title)
    this.view = view
  }
}

export function noSuchPage(path: string): PageError {
  const text = html`<p>This demo has nothing at <code>${path}</code>.</p>`
  return new PageError({ status: 404, title: 'No such page', text })
}

/** The request in which an error came about. */
export interface Circumstances {
  /** The kind of session that its page is about. */
  readonly kind: Kind
  /** The session cookie that it has. */
  readonly sent: string | undefined
  /** The form that it has. */
  readonly field: Field
}

/** The page for whatever was thrown. */
export function explain(error: unknown, circumstances: Circumstances): ErrorView {
  if (error instanceof PageError) return error.view
  if (error instanceof CookieTooLargeError) return tooLarge(error, circumstances)
  if (error instanceof BadCsrfToken) return wrongForm(wrongToken(circumstances))
  if (error instanceof BadCsrfOrigin) return wrongForm(wrongOrigin())
  return badRequest(error) ?? unexpected()
}

function wrongForm(text: Html): ErrorView {
  return { status: 400, title: 'This form was not accepted', text }
}

function wrongToken({ kind, sent }: Circumstances): Html {
  return html`<p>
      It did not carry the token of your session, so nothing was done. That is how another site’s
      page is kept from sending forms in your name.
    </p>
    <p>
      It also happens when the form was made for another session than the one you have now: that one
      ended, you signed in or out in another tab, or its cookie was refused. Go back and try again.
    </p>
    ${sent === undefined && lostNotice(kind)}`
}

function wrongOrigin(): Html {
  return html`<p>
    Your browser says that another site’s page has sent it, so nothing was done. Open the demo by
    its own address, and send the form from there.
  </p>`
}

function tooLarge({ size, limit }: CookieTooLargeError, circumstances: Circumstances): ErrorView {
  const { sent = '', field } = circumstances
  const text = html`<p class="figure" id="size-title">
      The session’s cookie would have <strong>${size}</strong> of ${limit} characters.
    </p>
    ${sizeMeter(size, limit)}
    <p>
      Nothing is lost. This response sets no cookie, so your browser keeps the one it has, with
      ${sent.length} characters and all that is in it.
    </p>
    ${field('note') !== '' && shorten(circumstances)}`
  return { status: 413, title: 'That does not fit into the cookie', text }
}

/** The token was that of the session, or the error would be another. */
function shorten({ kind, field }: Circumstances): Html {
  const fields = html`<label for="note">Your note, to shorten it</label>
    ${noteArea(field('note'), 'autofocus', 'size-title')}
    <div class="row"><button ${PRIMARY}>Add note</button></div>`
  return formTo(`${kind.base}/notes`, field('csrf_token'), fields)
}

/** Express and its parsers throw errors that have a status and say whether the message is for all. */
function badRequest(error: unknown): ErrorView | undefined {
  const { expose, status, message } = error as Partial<Record<string, unknown>>
  if (expose !== true || typeof status !== 'number') return undefined
  const text = html`<p>The server says: ${String(message)}.</p>`
  return { status, title: 'This request was not understood', text }
}

function unexpected(): ErrorView {
  const text = html`<p>It is not your fault. The demo’s terminal tells what happened.</p>`
  return { status: 500, title: 'Something went wrong', text }
}
