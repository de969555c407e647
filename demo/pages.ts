/** The pages: HTML and nothing else. What they show is handed to them. */
import { NAME_LENGTH } from './actions.js'
import { html } from './html.js'
import type { Content, Html } from './html.js'
import { cookiePanel } from './panel.js'
import type { PanelView } from './panel.js'

/** What the first page shows. */
export interface HomeView extends PanelView {
  readonly user: string | undefined
  readonly count: number
  readonly notes: readonly string[]
  readonly csrfToken: string
  /** Flash messages of the queue `''`. */
  readonly messages: readonly string[]
  /** Flash messages of the queue `'error'`. */
  readonly errors: readonly string[]
}

/** What an error's page says. */
export interface ErrorView {
  readonly status: number
  readonly title: string
  readonly text: Content
}

export function homePage(view: HomeView): string {
  return layout({
    title: 'A session in one cookie',
    path: '/',
    status:
      view.user === undefined ? 'Not signed in' : html`Signed in as <strong>${view.user}</strong>`,
    main: html`<h1>A session in one cookie</h1>
      <p class="lead">
        Sign in, count, leave a note: all of it is kept in one signed cookie in your browser, and
        nothing on the server.
      </p>
      ${view.refusal && refusalNotice()} ${flashes(view)}
      <div class="columns">
        <div class="stack">
          ${view.user === undefined ? signInCard(view) : signOutCard(view, view.user)}
          ${counterCard(view)} ${notesCard(view)}
        </div>
        ${cookiePanel(view)}
      </div>`,
  })
}

function refusalNotice(): Html {
  return html`<p class="notice bad" role="alert">
    Your cookie was refused, so you have a new session. <a href="#cookie">See why</a>.
  </p>`
}

function flashes({ messages, errors }: HomeView): Html {
  return html`<div class="flashes">
    ${errors.map((text) => html`<p class="notice bad" role="alert">${text}</p>`)}
    ${messages.map((text) => html`<p class="notice good" role="status">${text}</p>`)}
  </div>`
}

function signInCard({ csrfToken }: HomeView): Html {
  return html`<section class="card" aria-labelledby="sign-in-title">
    <h2 id="sign-in-title">Sign in</h2>
    <p class="quiet" id="name-hint">Any name will do: this is a demo and has no passwords.</p>
    <form method="post" action="/sign-in">
      ${csrfField(csrfToken)}
      <label for="name">Name</label>
      <div class="row">
        <input
          id="name"
          name="name"
          maxlength="${NAME_LENGTH}"
          autocomplete="username"
          aria-describedby="name-hint"
        />
        <button>Sign in</button>
      </div>
    </form>
  </section>`
}

function signOutCard({ csrfToken }: HomeView, user: string): Html {
  return html`<section class="card" aria-labelledby="sign-out-title">
    <h2 id="sign-out-title">Hello, ${user}</h2>
    <p class="quiet">Signing out empties the session: the counter and the notes go too.</p>
    <form method="post" action="/sign-out">
      ${csrfField(csrfToken)}
      <button>Sign out</button>
    </form>
  </section>`
}

function counterCard({ csrfToken, count }: HomeView): Html {
  return html`<section class="card" aria-labelledby="counter-title">
    <h2 id="counter-title">Counter</h2>
    <form method="post" action="/counter" class="row">
      ${csrfField(csrfToken)}
      <output class="count" id="count" aria-labelledby="counter-title">${count}</output>
      <button>Count</button>
      <button class="plain" formaction="/counter/reset">Reset</button>
    </form>
  </section>`
}

function notesCard({ csrfToken, notes }: HomeView): Html {
  return html`<section class="card" aria-labelledby="notes-title">
    <h2 id="notes-title">Guest book</h2>
    ${
      notes.length === 0
        ? html`<p class="quiet">No notes yet. Only you will see yours: they are in your cookie.</p>`
        : html`<ol class="notes">
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ol>`
    }
    <form method="post" action="/notes">
      ${csrfField(csrfToken)}
      <label for="note">Note</label>
      <textarea id="note" name="note" rows="3" aria-describedby="note-hint"></textarea>
      <p class="quiet" id="note-hint">
        A cookie holds about 3,000 bytes in all. “Overfill” tries to add 4,000.
      </p>
      <div class="row">
        <button>Add note</button>
        <button class="plain" formaction="/notes/overfill">Overfill</button>
        ${notes.length > 0 && html`<button class="plain" formaction="/notes/clear">Clear</button>`}
      </div>
    </form>
  </section>`
}

function csrfField(token: string): Html {
  return html`<input type="hidden" name="csrf_token" value="${token}" />`
}

export function aboutPage(): string {
  return layout({
    title: 'About',
    path: '/about',
    main: html`<article class="card prose">
      <h1>About this demo</h1>
      <p class="lead">
        It shows cartouche, Pyramid’s cookie sessions for TypeScript. A Pyramid application that has
        the same secret reads and writes the same cookie.
      </p>
      <h2>What the cookie is, and what it is not</h2>
      <ul>
        <li><strong>Signed.</strong> Change one character of it and you get a new session.</li>
        <li>
          <strong>Not encrypted.</strong> Anybody who has your browser can read all that is in it.
        </li>
        <li>
          <strong>Small.</strong> Its value has at most 4064 characters, because browsers drop
          cookies of more than 4096 bytes.
        </li>
        <li>
          <strong>Not erased elsewhere.</strong> Signing out empties the cookie in this browser. A
          copy that was made before works for as long as somebody uses it.
        </li>
      </ul>
      <h2>Things to try</h2>
      <ul>
        <li>Change a character of the cookie in your browser’s developer tools.</li>
        <li>Stop the demo and start it with another <code>SESSION_SECRET</code>.</li>
        <li>Write more into the guest book than the cookie holds.</li>
        <li>Delete the hidden field of a form, then send the form.</li>
        <li>Turn JavaScript off. Nothing changes: there is none.</li>
      </ul>
      <p class="quiet">This page does not use the session, so its response sets no cookie.</p>
    </article>`,
  })
}

export function errorPage({ status, title, text }: ErrorView): string {
  return layout({
    title,
    main: html`<article class="card prose">
      <p class="eyebrow">Error ${status}</p>
      <h1>${title}</h1>
      ${text}
      <p><a class="button" href="/">Back to the session</a></p>
    </article>`,
  })
}

const PAGES: readonly [path: string, label: string][] = [
  ['/', 'Session'],
  ['/about', 'About'],
]

interface Layout {
  readonly title: string
  /** The path of the page, if the navigation has it. */
  readonly path?: string
  /** Who is signed in; left out on pages that do not use the session. */
  readonly status?: Content
  readonly main: Html
}

function layout({ title, path, status, main }: Layout): string {
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
