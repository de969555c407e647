/** The frame of all pages. */
import { html } from '../html.js'
import type { Content, Html } from '../html.js'

const PAGES: readonly [path: string, label: string][] = [
  ['/', 'Session'],
  ['/about', 'About'],
  ['/inspector/', 'Inspector'],
]

export interface Layout {
  readonly title: string
  /** The path of the page, if the navigation has it. */
  readonly path?: string
  /** Who is signed in; left out on pages that do not use the session. */
  readonly status?: Content
  readonly main: Html
}

export function layout({ title, path, status, main }: Layout): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · cartouche demo</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <div class="bar">
            <a class="mark" href="/" aria-label="cartouche demo, first page">cartouche</a>
            <nav aria-label="Pages">
              ${PAGES.map(([to, label]) => html`<a href="${to}" ${to === path && html`aria-current="page"`}>${label}</a>`)}
            </nav>
            ${status !== undefined && html`<p class="status">${status}</p>`}
          </div>
        </header>
        <main>${main}</main>
      </body>
    </html>`.text
}
