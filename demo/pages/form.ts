/** What forms and cards are made of. */
import { html } from '../html.js'
import type { Content, Html } from '../html.js'
import type { Kind } from '../kinds.js'

/** Where a form goes, and by what token it is known to be ours. */
export interface FormView {
  readonly kind: Kind
  readonly csrfToken: string
}

/** A card with a title; `name` is the beginning of its ids. */
export function card(name: string, title: Content, content: Html): Html {
  return html`<section class="card" aria-labelledby="${name}-title">
    <h2 id="${name}-title">${title}</h2>
    ${content}
  </section>`
}

/** @param path of the form, below the kind's */
export function form({ kind, csrfToken }: FormView, path: string, content: Html): Html {
  return html`<form method="post" action="${kind.base}${path}">
    <input type="hidden" name="csrf_token" value="${csrfToken}" />
    ${content}
  </form>`
}

/** A button that sends its form elsewhere. */
export function other({ kind }: FormView, path: string, label: string): Html {
  return html`<button class="plain" formaction="${kind.base}${path}">${label}</button>`
}

/** The code of what the form of that path does. */
export function codeFor({ kind }: FormView, path: string): Html {
  const code = kind.actions[path]?.code
  return html`${code !== undefined && codeBlock(code)}`
}

export function codeBlock(code: string): Html {
  return html`<pre class="code"><code>${code}</code></pre>`
}
