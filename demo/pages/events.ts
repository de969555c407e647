/** What happened to a visitor's sessions, by `onEvent`. */
import { html } from '../html.js'
import type { Html } from '../html.js'
import { clock } from './times.js'
import type { Heard } from '../witness.js'

const MEANINGS: Readonly<Record<Heard['type'], string>> = {
  invalid: 'a cookie was not taken',
  reissue: 'the cookie was written anew: it was due',
  revoked: 'a session was ended, for all copies of its cookie',
  'legacy-format': 'a session was read in an older format',
  gone: 'a change went nowhere: another request had ended the session',
  'store-error': 'the store failed, and the request went on without a session',
}

export function eventsCard(events: readonly Heard[]): Html {
  return html`<section class="card" aria-labelledby="events-title">
    <h2 id="events-title">Events, by <code>onEvent</code></h2>
    ${
      events.length === 0
        ? html`<p class="quiet" id="events">None yet. Experiments cause some.</p>`
        : html`<ol class="events" id="events" aria-labelledby="events-title">
            ${events.map(eventItem)}
          </ol>`
    }
  </section>`
}

function eventItem({ type, reason, format, where, when }: Heard): Html {
  return html`<li>
    <code>${type}</code> ${reason !== undefined && html`<code class="bad">${reason}</code>`}
    <span>${MEANINGS[type]}</span>
    <span class="quiet">${where}, format ${format}, at ${clock(when)}</span>
  </li>`
}
