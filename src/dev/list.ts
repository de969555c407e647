/** Names with what they are, as HTML. */
import { html } from './html.js'
import type { Markup, Part } from './html.js'

export type Pair = readonly [name: string, value: Part]

/** Those without are left out. */
export function list(pairs: readonly Pair[]): Markup {
  const rows = pairs.filter(([, value]) => value !== undefined)
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}
