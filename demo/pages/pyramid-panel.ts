/** A cookie of Pyramid's, taken apart. */
import { MAX_COOKIE_VALUE } from 'cartouche'
import type { DeserializeError } from 'cartouche'
import { html } from '../html.js'
import type { Html } from '../html.js'
import type { Anatomy, Content, Problem } from '../pyramid-anatomy.js'
import { rawText, SCROLLS } from './raw.js'
import { sizeFigure } from './size.js'
import { timesList } from './times.js'

/** What of the cookie is shown. */
export interface PyramidCookie {
  readonly kind: 'pyramid'
  readonly cookieName: string
  readonly text: string
  readonly anatomy: Anatomy
  /** Seconds without access after which a session starts empty. */
  readonly timeout: number
  /** Seconds since 1970. */
  readonly now: number
}

export function pyramidParts(
  { anatomy, timeout, now }: PyramidCookie,
  refusal: DeserializeError | undefined,
): Html {
  const { size, content } = anatomy
  return html`${sizeFigure(size, MAX_COOKIE_VALUE, 'characters')} ${raw(anatomy)}
  ${content.ok ? contentOf(content, timeout, now) : unreadable(content, refusal)}
  ${anatomy.isWhole && notEncrypted(anatomy)}`
}

function raw({ isWhole, signature, base64, byteCount }: Anatomy): Html {
  const text = signature + base64
  if (!isWhole)
    return html`<h3>Text</h3>
      ${text !== '' && html`<p class="quiet">Not as Pyramid writes it: 40 hex digits, then base64.</p>`}
      ${rawText(text)}`
  return html`<h3>Text</h3>
    <ul class="legend">
      <li class="signature">Signature: ${signature.length} hex digits, HMAC-SHA1</li>
      <li class="base64">
        Content: ${base64.length} characters of base64, a pickle of ${byteCount} bytes
      </li>
    </ul>
    ${rawText(text, html`<code class="signature">${signature}</code><code class="base64">${base64}</code>`)}`
}

function contentOf({ created, accessed, data }: Content, timeout: number, now: number): Html {
  const ends = accessed === undefined ? undefined : accessed + timeout
  const rows = [
    ['Created', created],
    ['Last used', accessed],
    ['Ends if unused', ends],
  ] as const
  return html`${ends !== undefined && ends < now && ended(timeout)} ${timesList(rows, now)}
    <h3>Decoded content</h3>
    <p class="quiet">
      As it was when the cookie was written: before this page took the messages out.
    </p>
    <pre id="data" ${SCROLLS}>${data}</pre>`
}

function ended(timeout: number): Html {
  return html`<p class="notice bad">
    This session had ended: it was not used for more than ${timeout / 60} minutes. You start with an
    empty one.
  </p>`
}

function unreadable(
  { code, message }: Problem,
  refusal: DeserializeError | undefined,
): Html | undefined {
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
    <p class="raw readable" id="readable" ${SCROLLS}><code>${readable}</code></p>`
}
