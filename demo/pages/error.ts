/** The page for whatever went wrong. */
import { html } from '../html.js'
import type { Content } from '../html.js'
import { layout } from './layout.js'

/** What an error's page says. */
export interface ErrorView {
  readonly status: number
  readonly title: string
  readonly text: Content
}

/** @param back the path of the page to go back to */
export function errorPage({ status, title, text }: ErrorView, back: string): string {
  return layout({
    title,
    main: html`<article class="card prose">
      <p class="eyebrow">Error ${status}</p>
      <h1>${title}</h1>
      ${text}
      <p><a class="button" href="${back}">Back to the session</a></p>
    </article>`,
  })
}
