/** The cards of what an application does with its session. */
import { ITEMS, NAME_LENGTH } from '../actions.js'
import { html } from '../html.js'
import type { Html } from '../html.js'
import { card, codeFor, form, other } from './form.js'
import type { FormView } from './form.js'

/** What the cards show. */
export interface CardsView extends FormView {
  readonly user: string | undefined
  readonly cart: ReadonlyMap<string, number>
  readonly count: number
  readonly notes: readonly string[]
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
      />
      <button>Sign in</button>
    </div>`
  return card(
    'sign-in',
    'Sign in',
    html`<p class="quiet" id="name-hint">Any name will do: this is a demo and has no passwords.</p>
      ${form(view, '/sign-in', fields)} ${codeFor(view, '/sign-in')}`,
  )
}

function signOutCard(view: CardsView, user: string): Html {
  return card(
    'sign-out',
    html`Hello, ${user}`,
    html`<p class="quiet">Signing out empties the session: all that you see here goes too.</p>
      ${form(view, '/sign-out', html`<button>Sign out</button>`)} ${codeFor(view, '/sign-out')}`,
  )
}

function cartCard(view: CardsView): Html {
  const { cart } = view
  const fields = html`<div class="row">
    ${ITEMS.map((item) => html`<button name="item" value="${item}" aria-label="Add ${item}">${item}</button>`)}
    ${cart.size > 0 && other(view, '/cart/empty', 'Empty')}
  </div>`
  return card(
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
    <button>Count</button>
    ${other(view, '/counter/reset', 'Reset')}
  </div>`
  return card(
    'counter',
    'Counter',
    html`${form(view, '/counter', fields)} ${codeFor(view, '/counter')}`,
  )
}

function notesCard(view: CardsView): Html {
  const { notes, kind } = view
  const fields = html`<label for="note">Note</label>
    <textarea id="note" name="note" rows="3" aria-describedby="note-hint"></textarea>
    <p class="quiet" id="note-hint">
      ${kind.name === 'stored' ? 'A store holds more than a cookie:' : 'A cookie holds about 3,000 bytes in all.'}
      “Overfill” tries to add 4,000.
    </p>
    <div class="row">
      <button>Add note</button>
      ${other(view, '/notes/overfill', 'Overfill')}
      ${notes.length > 0 && other(view, '/notes/clear', 'Clear')}
    </div>`
  return card(
    'notes',
    'Guest book',
    html`${
      notes.length === 0
        ? html`<p class="quiet">
            No notes yet. Only you will see yours: they are in your session.
          </p>`
        : html`<ol class="notes">
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ol>`
    }
    ${form(view, '/notes', fields)} ${codeFor(view, '/notes')}`,
  )
}
