/** What forms and cards are made of. */
import { html } from '../html.js'
import type { Content, Html } from '../html.js'
import type { Kind } from '../kinds.js'
import type { Acted } from '../visitors.js'
import { placeOf } from './places.js'

/** Where a form goes, by what token it is known to be ours, and what the last one came to. */
export interface FormView {
  readonly kind: Kind
  readonly csrfToken: string
  /** The form that was sent last, if this page is the answer to it. */
  readonly acted: Acted | undefined
  /** Flash messages of the queue `''`. */
  readonly messages: readonly string[]
  /** Flash messages of the queue `'error'`. */
  readonly errors: readonly string[]
}

/** A card with a title; `name` is the beginning of its ids. */
export function card(view: FormView, name: string, title: Content, content: Html): Html {
  const place = placeOf(view.acted)
  const isHere = place?.card === name
  const isGone = isHere && place.isGone && view.errors.length === 0
  return html`<section class="card" aria-labelledby="${name}-title">
    <h2 id="${name}-title" tabindex="-1" ${isGone && 'autofocus'}>${title}</h2>
    ${isHere && flashes(view)} ${content}
  </section>`
}

/** Messages stand where the form was whose answer they are, or else where the page begins. */
export function flashes({ messages, errors }: FormView): Html {
  return html`${errors.map((text) => html`<p class="notice bad" role="alert">${text}</p>`)}
  ${messages.map((text) => html`<p class="notice good" role="status">${text}</p>`)}`
}

/** @param path of the form, below the kind's */
export function form({ kind, csrfToken }: FormView, path: string, content: Html): Html {
  return formTo(`${kind.base}${path}`, csrfToken, content)
}

/** @param path of the form, from the root */
export function formTo(path: string, csrfToken: string, content: Html): Html {
  return html`<form method="post" action="${path}">
    <input type="hidden" name="csrf_token" value="${csrfToken}" />
    ${content}
  </form>`
}

/** A button that sends its form. It has the focus where it was the last one that was pressed. */
export function button(
  view: FormView,
  path: string,
  label: string,
  { item = '', attributes }: { item?: string; attributes?: Content } = {},
): Html {
  const { acted } = view
  const isPressed = acted?.path === path && acted.item === item
  const value = item !== '' && html`name="item" value="${item}"`
  return html`<button ${value} ${attributes} ${isPressed && 'autofocus'}>${label}</button>`
}

/** A button that sends its form elsewhere. */
export function other(view: FormView, path: string, label: string): Html {
  const attributes = html`formaction="${view.kind.base}${path}"`
  return button(view, path, label, { attributes })
}

/** What a person most likely does next. There is one of them on a page. */
export const PRIMARY = html`class="primary"`

/** The code of what the form of that path does. */
export function codeFor({ kind }: FormView, path: string): Html {
  const code = kind.actions[path]?.code
  return html`${code !== undefined && codeBlock(code)}`
}

export function codeBlock(code: string): Html {
  return html`<pre class="code"><code>${code}</code></pre>`
}
