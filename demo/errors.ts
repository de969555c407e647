/** What a person is told when something goes wrong. */
import { CookieTooLargeError } from 'cartouche'
import { html } from './html.js'
import type { ErrorView } from './pages.js'
import { sizeMeter } from './panel.js'

/** A request that is answered with an error's page. */
export class PageError extends Error {
  readonly view: ErrorView

  constructor(view: ErrorView) {
    super(view.title)
    this.view = view
  }
}

export function wrongToken(): PageError {
  const text = html`<p>
      It did not carry the token of your session, so nothing was done. That is how another site’s
      page is kept from sending forms in your name.
    </p>
    <p>
      It also happens when the form was made for another session than the one you have now: that one
      ended, you signed in or out in another tab, or its cookie was refused. Go back and try again.
    </p>`
  return new PageError({ status: 400, title: 'This form was not accepted', text })
}

export function noSuchPage(path: string): PageError {
  const text = html`<p>This demo has nothing at <code>${path}</code>.</p>`
  return new PageError({ status: 404, title: 'No such page', text })
}

/**
 * The page for whatever was thrown.
 *
 * @param oldSize how many characters the request's session cookie has
 */
export function explain(error: unknown, oldSize: number): ErrorView {
  if (error instanceof PageError) return error.view
  if (error instanceof CookieTooLargeError) return tooLarge(error, oldSize)
  return badRequest(error) ?? unexpected()
}

function tooLarge({ size, limit }: CookieTooLargeError, oldSize: number): ErrorView {
  const text = html`<p class="figure" id="size-title">
      The session’s cookie would have <strong>${size}</strong> of ${limit} characters.
    </p>
    ${sizeMeter(size)}
    <p>
      Nothing is lost. This response sets no cookie, so your browser keeps the one it has, with
      ${oldSize} characters and all that is in it.
    </p>`
  return { status: 413, title: 'That does not fit into the cookie', text }
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
