/** The panel that shows the session's cookie taken apart. */
import type { DeserializeError, DeserializeErrorCode } from 'cartouche'
import { html } from '../html.js'
import type { Html } from '../html.js'
import type { Kind } from '../kinds.js'
import { inspectorLink } from '../inspector.js'
import { pyramidParts } from './pyramid-panel.js'
import type { PyramidCookie } from './pyramid-panel.js'
import { sealedCookieParts } from './sealed-panel.js'
import type { SealedCookie } from './sealed-panel.js'

/** What the panel shows. */
export interface PanelView {
  readonly kind: Kind
  /** The cookie that came with the request; `undefined` when none did. */
  readonly cookie: PyramidCookie | SealedCookie | undefined
  /** Why the library did not take it; `undefined` when it did. */
  readonly refusal: DeserializeError | undefined
}

/** What a person may want to know about each refusal, beyond the library's own words. */
export const REASONS: Readonly<Record<DeserializeErrorCode, string>> = {
  BAD_TEXT: 'It is none that this server could have made.',
  BAD_BASE64: 'Part of it is missing or was changed.',
  BAD_SIGNATURE:
    'Either it was changed, or it was made with another secret than the one this server has.',
  BAD_PAYLOAD: 'It was made with this secret, but what is in it cannot be read.',
  BAD_SESSION: 'It was made with this secret, but what is in it is not a session.',
  BAD_DATA: 'It was made with this secret, but its data are not what this application keeps.',
  UNKNOWN_KEY: 'It names a key that this server does not have: it makes new ones at each start.',
  NO_SESSION: 'It names a session that the store does not have, or no longer.',
  REVOKED: 'It was ended before its time: somebody signed out.',
  EXPIRED: 'It was not used for so long that it no longer counts.',
}

export function cookiePanel(view: PanelView): Html {
  return html`<section class="card panel" id="cookie" aria-labelledby="cookie-title" tabindex="-1">
    <div class="card-head">
      <h2 id="cookie-title">Your cookie, taken apart</h2>
      ${badge(view)}
    </div>
    ${view.cookie === undefined ? noCookie(view.kind) : [parts(view.cookie, view), inspectorCall(view.cookie)]}
  </section>`
}

function inspectorCall({ cookieName, text }: NonNullable<PanelView['cookie']>): Html {
  return html`<p>
    <a class="button" href="${inspectorLink(cookieName, text)}">Open it in the inspector</a>
  </p>`
}

function badge({ cookie, refusal }: PanelView): Html {
  if (cookie === undefined) return html`<span class="badge">None yet</span>`
  if (refusal !== undefined) return html`<span class="badge bad">Refused</span>`
  const text = cookie.kind === 'sealed' ? 'Opened with the key' : 'Signature is right'
  return html`<span class="badge good">${text}</span>`
}

const STEPS = {
  inCookie: [
    'All of it is put into one text, protected with a key that only the server knows, and sent as a cookie.',
    'The server keeps nothing.',
  ],
  inStore: [
    'The store keeps it. The cookie has an id, protected with a key that only the server knows.',
    'The server finds the session by it.',
  ],
} as const

function noCookie({ name }: Kind): Html {
  const [carries, keeps] = name === 'stored' ? STEPS.inStore : STEPS.inCookie
  return html`<p class="quiet">
      Your browser sent no session cookie with this request. The response sets one:
      <a href="">load the page again</a> to see it here.
    </p>
    <ol class="steps">
      <li><strong>The response sets the cookie.</strong> ${carries}</li>
      <li><strong>Your browser keeps it</strong> and sends it with each request. ${keeps}</li>
      <li>
        <strong>The server checks it.</strong> If one character was changed, the cookie is refused
        and a new session starts.
      </li>
      <li>
        <strong>Only pages that use the session set its cookie.</strong> The
        <a href="/about">About page</a> does not.
      </li>
    </ol>`
}

function parts(cookie: PyramidCookie | SealedCookie, { refusal }: PanelView): Html {
  return html`<p class="quiet">${whatItIs(cookie)}</p>
    ${refusal && refused(refusal)}
    ${cookie.kind === 'pyramid' ? pyramidParts(cookie, refusal) : sealedCookieParts(cookie)}`
}

function whatItIs({ kind }: PyramidCookie | SealedCookie): string {
  if (kind === 'stored') {
    return 'This is what your browser sent with this request. It stays as it is until you sign in or out.'
  }
  return kind === 'pyramid'
    ? 'This is what your browser sent with this request. The response replaces it, as after every use of the session.'
    : 'This is what your browser sent with this request. The response replaces it if the session was changed, or the cookie is a minute old.'
}

function refused({ code, message }: DeserializeError): Html {
  return html`<div class="notice bad" id="refusal">
    <p><strong>This cookie was refused.</strong> ${REASONS[code]}</p>
    <p><code>${code}</code> ${message}</p>
    <p>You have a new, empty session now. Its cookie replaces this one.</p>
  </div>`
}
