/** How large a cookie is, and may be. */
import { html } from '../html.js'
import type { Html } from '../html.js'

/** The size of what was sent, with its bar. */
export function sizeFigure(size: number, limit: number, what: string): Html {
  return html`<h3 id="size-title">Size</h3>
    <p class="figure" id="size"><strong>${size}</strong> of ${limit} ${what}</p>
    ${sizeMeter(size, limit)}`
}

/** How far the bar goes beyond the limit. The style marks the limit at the same place. */
const BEYOND = 1.25

/** A bar for a cookie's size, with a mark at the limit. Needs a label with the id `size-title`. */
export function sizeMeter(size: number, limit: number): Html {
  return html`<meter
      aria-labelledby="size-title"
      min="0"
      max="${limit * BEYOND}"
      low="${Math.round(limit * 0.7)}"
      high="${limit}"
      optimum="0"
      value="${size}"
    ></meter>
    <p class="limit quiet">limit ${limit}</p>`
}
