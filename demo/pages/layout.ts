/** The frame of all pages. */
import { html } from '../html.js'
import type { Content, Html } from '../html.js'

const PAGES: readonly [path: string, label: string][] = [
  ['/', 'Session'],
  ['/about', 'About'],
  ['/inspector/', 'Inspector'],
]

/** A part of a page. */
export type Place = readonly [id: string, label: string]

export interface Layout {
  readonly title: string
  /** The path of the page, if the navigation has it. */
  readonly path?: string
  /** Who is signed in; left out on pages that do not use the session. */
  readonly status?: Content
  readonly main: Html
  /** Where in the page one may want to be at once, besides its beginning. */
  readonly places?: readonly Place[]
}

export function layout({ title, path, status, main, places = [] }: Layout): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · cartouche demo</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
        <script src="/local-times.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <div class="bar">
            <a class="mark" href="/" aria-label="cartouche demo, first page">cartouche</a>
            <nav aria-label="Pages">
              ${PAGES.map(([to, label]) => html`<a href="${to}" ${to === path && html`aria-current="page"`}>${label}</a>`)}
            </nav>
            ${status !== undefined && html`<p class="status">${status}</p>`}
          </div>
        </header>
        <div class="page">
          ${places.length > 0 && placesNav(places)}
          <main id="main" tabindex="-1">${main}</main>
        </div>
      </body>
    </html>`.text
}

/** On a narrow screen, where all is below each other, it stays in sight. */
function placesNav(places: readonly Place[]): Html {
  return html`<nav class="places" aria-label="On this page">
    ${places.map(([id, label]) => html`<a href="#${id}">${label}</a>`)}
  </nav>`
}
