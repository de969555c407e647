/** What happened to a visitor's sessions, by `onEvent`. */
import { html } from '../html.js'
import type { Html } from '../html.js'
import type { Heard } from '../witness.js'

const MEANINGS: Readonly<Record<Heard['type'], string>> = {
  invalid: 'a cookie was not taken',
  reissue: 'the cookie was written anew: it was due',
  revoked: 'a session was ended, for all copies of its cookie',
  'legacy-format': 'a session was read in an older format',
  gone: 'a change went nowhere: another request had ended the session',
  'store-error': 'the store failed, and the request went on without a session',
}

export function eventsList(events: readonly Heard[]): Html {
  return html`<h3 id="events-title">Events, by <code>onEvent</code></h3>
    ${
      events.length === 0
        ? html`<p class="quiet" id="events">None yet. Experiments cause some.</p>`
        : html`<ol class="events" id="events" aria-labelledby="events-title">
            ${events.map(eventItem)}
          </ol>`
    }`
}

function eventItem({ type, reason, format, where, when }: Heard): Html {
  return html`<li>
    <code>${type}</code> ${reason !== undefined && html`<code class="bad">${reason}</code>`}
    <span>${MEANINGS[type]}</span>
    <span class="quiet"
      >${where}, format ${format}, at ${new Date(when * 1000).toISOString().slice(11, 19)} UTC</span
    >
  </li>`
}
