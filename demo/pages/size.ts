/** How large a cookie is, and may be. */
import { html } from '../html.js'
import type { Html } from '../html.js'

/** The size of what was sent, with its bar. */
export function sizeFigure(size: number, limit: number, what: string): Html {
  return html`<h3 id="size-title">Size</h3>
    <p class="figure" id="size"><strong>${size}</strong> of ${limit} ${what}</p>
    ${sizeMeter(size, limit)}`
}

/** A bar for a cookie's size; full when it is too large. Needs a label with the id `size-title`. */
export function sizeMeter(size: number, limit: number): Html {
  return html`<meter
    aria-labelledby="size-title"
    min="0"
    max="${limit}"
    low="${Math.round(limit * 0.7)}"
    high="${Math.round(limit * 0.9)}"
    optimum="0"
    value="${size}"
  ></meter>`
}
