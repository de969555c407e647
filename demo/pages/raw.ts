import { html } from '../html.js'
import type { Content, Html } from '../html.js'

/** What is long scrolls, and so has to be reached by the keyboard. */
export const SCROLLS = html`tabindex="0"`

/** A cookie's text as it is. `parts` are its characters too, marked up. */
export function rawText(text: string, parts: Content = html`<code>${text}</code>`): Html {
  return text === ''
    ? html`<p class="quiet" id="raw">None: the cookie is empty.</p>`
    : html`<p class="raw" id="raw" tabindex="0" role="region" aria-label="Text of the cookie">
        ${parts}
      </p>`
}
