/** The panel that shows the session's cookie taken apart. */
import { MAX_COOKIE_VALUE } from 'cartouche'
import type { DeserializeError, DeserializeErrorCode } from 'cartouche'
import type { Anatomy, Content, Problem } from './anatomy.js'
import { html } from './html.js'
import type { Html } from './html.js'

/** What the panel shows. */
export interface PanelView {
  /** The cookie that came with the request; `undefined` when none did. */
  readonly cookie: Anatomy | undefined
  /** Why the library did not take it; `undefined` when it did. */
  readonly refusal: DeserializeError | undefined
  /** Seconds without access after which a session starts empty. */
  readonly timeout: number
  /** Seconds since 1970. */
  readonly now: number
}

/** What a person may want to know about each refusal, beyond the library's own words. */
const REASONS: Readonly<Record<DeserializeErrorCode, string>> = {
  BAD_TEXT: 'It holds characters that no session cookie has.',
  BAD_BASE64: 'Part of it is missing or was changed.',
  BAD_SIGNATURE:
    'Either it was changed, or it was signed with another secret than the one this server has.',
  BAD_PAYLOAD: 'It was signed with this secret, but what was signed cannot be read.',
  BAD_SESSION: 'It was signed with this secret, but what was signed is not a session.',
  BAD_DATA: 'It was signed with this secret, but its data are not what this application keeps.',
  UNKNOWN_KEY: 'It was made with a key that this server does not have.',
  REVOKED: 'It was ended before its time: somebody signed out.',
  EXPIRED: 'It was not used for so long that it no longer counts.',
}

export function cookiePanel(view: PanelView): Html {
  return html`<section class="card panel" id="cookie" aria-labelledby="cookie-title">
    <div class="card-head">
      <h2 id="cookie-title">Your cookie, taken apart</h2>
      ${badge(view)}
    </div>
    ${view.cookie === undefined ? noCookie() : parts(view.cookie, view)}
  </section>`
}

function badge({ cookie, refusal }: PanelView): Html {
  if (cookie === undefined) return html`<span class="badge">None yet</span>`
  return refusal === undefined
    ? html`<span class="badge good">Signature is right</span>`
    : html`<span class="badge bad">Refused</span>`
}

function noCookie(): Html {
  return html`<p class="quiet">
      Your browser sent no session cookie with this request. The response sets one:
      <a href="/">load the page again</a> to see it here.
    </p>
    <ol class="steps">
      <li>
        <strong>The response carries the session.</strong> All of it is put into one text, signed
        with a secret that only the server knows, and sent as a cookie.
      </li>
      <li>
        <strong>Your browser keeps it</strong> and sends it with each request. The server keeps
        nothing.
      </li>
      <li>
        <strong>The server checks the signature.</strong> If one character was changed, the cookie
        is refused and a new session starts.
      </li>
      <li>
        <strong>Only pages that use the session set its cookie.</strong> The
        <a href="/about">About page</a> does not.
      </li>
    </ol>`
}

function parts(cookie: Anatomy, view: PanelView): Html {
  return html`<p class="quiet">
      This is what your browser sent with this request. The response replaces it, as after every use
      of the session.
    </p>
    ${view.refusal && refused(view.refusal)} ${size(cookie)} ${raw(cookie)}
    ${cookie.content.ok ? content(cookie.content, view) : unreadable(cookie.content, view)}
    ${notEncrypted(cookie)}`
}

function refused({ code, message }: DeserializeError): Html {
  return html`<div class="notice bad" id="refusal">
    <p><strong>This cookie was refused.</strong> ${REASONS[code]}</p>
    <p><code>${code}</code> ${message}</p>
    <p>You have a new, empty session now. Its cookie replaces this one.</p>
  </div>`
}

function size(cookie: Anatomy): Html {
  return html`<h3 id="size-title">Size</h3>
    <p class="figure" id="size">
      <strong>${cookie.size}</strong> of ${MAX_COOKIE_VALUE} characters
    </p>
    ${sizeMeter(cookie.size)}`
}

/** A bar for a cookie's size; full when it is too large. Needs a label with the id `size-title`. */
export function sizeMeter(size: number): Html {
  return html`<meter
    aria-labelledby="size-title"
    min="0"
    max="${MAX_COOKIE_VALUE}"
    low="${Math.round(MAX_COOKIE_VALUE * 0.7)}"
    high="${Math.round(MAX_COOKIE_VALUE * 0.9)}"
    optimum="0"
    value="${size}"
  ></meter>`
}

function raw({ signature, base64, byteCount }: Anatomy): Html {
  return html`<h3>Text</h3>
    <ul class="legend">
      <li class="signature">Signature: ${signature.length} hex digits, HMAC-SHA1</li>
      <li class="base64">
        Content: ${base64.length} characters of base64, a pickle of ${byteCount} bytes
      </li>
    </ul>
    <p class="raw" id="raw">
      <code class="signature">${signature}</code><code class="base64">${base64}</code>
    </p>`
}

function content({ created, accessed, data }: Content, view: PanelView): Html {
  const ends = accessed === undefined ? undefined : accessed + view.timeout
  return html`${ends !== undefined && ends < view.now && ended(view.timeout)}
    <h3 id="times-title">Times</h3>
    <table aria-labelledby="times-title">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">When, in UTC</th>
          <th scope="col">Seconds since 1970</th>
        </tr>
      </thead>
      <tbody>
        ${timeRow('Created', created, view.now)} ${timeRow('Last used', accessed, view.now)}
        ${timeRow('Ends if unused', ends, view.now)}
      </tbody>
    </table>
    <h3>Decoded content</h3>
    <p class="quiet">
      As it was when the cookie was written: before this page took the messages out.
    </p>
    <pre id="data">${data}</pre>`
}

function ended(timeout: number): Html {
  return html`<p class="notice bad">
    This session had ended: it was not used for more than ${timeout / 60} minutes. You start with an
    empty one.
  </p>`
}

function timeRow(label: string, seconds: number | undefined, now: number): Html {
  return html`<tr>
    <th scope="row">${label}</th>
    ${
      seconds === undefined
        ? html`<td colspan="2">not a time</td>`
        : html`<td>${inUtc(seconds)} <span class="quiet">${distance(seconds - now)}</span></td>
            <td><code>${Math.round(seconds * 1000) / 1000}</code></td>`
    }
  </tr>`
}

function unreadable({ code, message }: Problem, { refusal }: PanelView): Html | undefined {
  // Said already, unless the library took a cookie that this page cannot show.
  if (refusal !== undefined) return undefined
  return html`<div class="notice bad">
    <p>This cookie cannot be shown: <code>${code}</code> ${message}</p>
  </div>`
}

function notEncrypted({ readable }: Anatomy): Html {
  return html`<h3>Signed, not encrypted</h3>
    <p>
      The signature protects the cookie from changes. It hides nothing: here is the content again,
      as anybody who has your browser can read it without the secret.
    </p>
    <p class="raw readable" id="readable"><code>${readable}</code></p>`
}

/** The date and time in UTC, to the second. */
function inUtc(seconds: number): Html {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return html`beyond the calendar`
  const [day, time] = date.toISOString().split(/[T.]/)
  return html`<time datetime="${day}T${time}Z"><span>${day}</span> <span>${time}</span></time>`
}

/** How far away, in the largest unit that fits. */
function distance(seconds: number): string {
  const away = Math.abs(Math.round(seconds))
  if (away === 0) return 'now'
  const [count, unit] =
    away < 120
      ? [away, 'second']
      : away < 7200
        ? [Math.round(away / 60), 'minute']
        : [Math.round(away / 3600), 'hour']
  const text = `${count} ${unit}${count === 1 ? '' : 's'}`
  return seconds < 0 ? `${text} ago` : `in ${text}`
}
