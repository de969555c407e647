/** The cards of what an application does with its session. */
import { ITEMS, NAME_LENGTH } from '../actions.js'
import { html } from '../html.js'
import type { Content, Html } from '../html.js'
import { button, card, codeFor, form, other, PRIMARY } from './form.js'
import type { FormView } from './form.js'

/** What the cards show. */
export interface CardsView extends FormView {
  readonly user: string | undefined
  readonly cart: ReadonlyMap<string, number>
  readonly count: number
  readonly notes: readonly string[]
  /** What was typed and not taken. */
  readonly typed: Typed | undefined
}

/** A note that was not taken, and why. */
export interface Typed {
  readonly note: string
  readonly problem: string
}

export function cards(view: CardsView): Html {
  return html`${view.user === undefined ? signInCard(view) : signOutCard(view, view.user)}
  ${view.kind.name === 'pyramid' ? counterCard(view) : cartCard(view)} ${notesCard(view)}`
}

function signInCard(view: CardsView): Html {
  const fields = html`<label for="name">Name</label>
    <div class="row">
      <input
        id="name"
        name="name"
        maxlength="${NAME_LENGTH}"
        autocomplete="username"
        aria-describedby="name-hint"
        ${view.acted?.path === '/sign-in' && 'autofocus'}
      />
      <button ${PRIMARY}>Sign in</button>
    </div>`
  return card(
    view,
    'account',
    'Sign in',
    html`<p class="quiet" id="name-hint">Any name will do: this is a demo and has no passwords.</p>
      ${form(view, '/sign-in', fields)} ${codeFor(view, '/sign-in')}`,
  )
}

function signOutCard(view: CardsView, user: string): Html {
  return card(
    view,
    'account',
    html`Hello, ${user}`,
    html`<p class="quiet">Signing out empties the session: all that you see here goes too.</p>
      ${form(view, '/sign-out', button(view, '/sign-out', 'Sign out'))}
      ${codeFor(view, '/sign-out')}`,
  )
}

function cartCard(view: CardsView): Html {
  const { cart } = view
  const fields = html`<div class="row">
    ${ITEMS.map((item) => button(view, '/cart', item, { item, attributes: html`aria-label="Add ${item}"` }))}
    ${cart.size > 0 && other(view, '/cart/empty', 'Empty')}
  </div>`
  return card(
    view,
    'cart',
    'Cart',
    html`${
      cart.size === 0
        ? html`<p class="quiet" id="cart">Empty. It will be a Map, and comes back as one.</p>`
        : html`<ul class="notes" id="cart">
            ${[...cart].map(([item, count]) => html`<li>${count} × ${item}</li>`)}
          </ul>`
    }
    ${form(view, '/cart', fields)} ${codeFor(view, '/cart')}`,
  )
}

function counterCard(view: CardsView): Html {
  const fields = html`<div class="row">
    <output class="count" id="count" aria-labelledby="counter-title">${view.count}</output>
    ${button(view, '/counter', 'Count')} ${other(view, '/counter/reset', 'Reset')}
  </div>`
  return card(
    view,
    'counter',
    'Counter',
    html`${form(view, '/counter', fields)} ${codeFor(view, '/counter')}`,
  )
}

function notesCard(view: CardsView): Html {
  const { notes, user } = view
  const attributes = user !== undefined && PRIMARY
  const fields = html`${noteField(view)}
    <div class="row">
      ${button(view, '/notes', 'Add note', { attributes })}
      ${other(view, '/notes/overfill', 'Overfill')}
      ${notes.length > 0 && other(view, '/notes/clear', 'Clear')}
    </div>`
  return card(
    view,
    'notes',
    'Guest book',
    html`${
      notes.length === 0
        ? html`<p class="quiet">
            No notes yet. Only you will see yours: they are in your session.
          </p>`
        : html`<ol class="notes" tabindex="0" aria-label="What you wrote">
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ol>`
    }
    ${form(view, '/notes', fields)} ${codeFor(view, '/notes')}`,
  )
}

function noteField({ kind, typed }: CardsView): Html {
  const isWrong = typed !== undefined
  return html`<label for="note">Note</label>
    ${isWrong && html`<p class="notice bad" id="note-problem" role="alert">${typed.problem}</p>`}
    ${noteArea(typed?.note, isWrong && html`autofocus aria-invalid="true"`, isWrong ? 'note-problem' : 'note-hint')}
    <p class="quiet" id="note-hint">
      ${kind.name === 'stored' ? 'A store holds more than a cookie:' : 'A cookie holds about 3,000 bytes in all.'}
      “Overfill” tries to add 4,000.
    </p>`
}

/** A field for a note, with what was typed before. HTML takes a first line break out of it. */
export function noteArea(note: string | undefined, attributes: Content, hint: string): Html {
  return html`<textarea id="note" name="note" rows="3" aria-describedby="${hint}" ${attributes}>
${note}</textarea>`
}
