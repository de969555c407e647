/** A sealed cookie, or that of a stored session, taken apart, and what the server sees. */
import { html } from '../html.js'
import type { Html } from '../html.js'
import type { Part } from '../sealed-anatomy.js'
import { rawText, SCROLLS } from './raw.js'
import { sizeFigure } from './size.js'
import { timesList } from './times.js'

/** What browsers keep: bytes of a cookie's name and value. */
export const MOST_BYTES = 4096

/** What the server sees. */
export interface Opened {
  readonly id: string | undefined
  readonly subject: string | undefined
  /** Seconds since 1970, as the following. */
  readonly created: number
  /** When the cookie was written. */
  readonly written: number
  /** The data as indented text. */
  readonly data: string
}

/** What of the cookie is shown. */
export interface SealedCookie {
  readonly kind: 'sealed' | 'stored'
  readonly cookieName: string
  readonly text: string
  /** None where the text is no such cookie. */
  readonly parts: readonly Part[]
  /** `undefined` when the cookie was not taken. */
  readonly opened: Opened | undefined
  readonly idleTimeout: number
  readonly absoluteTimeout: number
  /** Seconds since 1970. */
  readonly now: number
}

const NOTES: Readonly<Record<Part['name'], string>> = {
  version: 'of the format',
  'key id': 'which of the server’s keys it was made with',
  nonce: 'random, another each time',
  ciphertext: 'the session, encrypted',
  tag: 'tells whether anything was changed',
  secret: 'random, another for each session: the store knows its SHA-256 only',
  signature: 'HMAC-SHA-256: without it no id gets to the store',
}

export function sealedCookieParts(cookie: SealedCookie): Html {
  const { cookieName, text } = cookie
  return html`${sizeFigure(cookieName.length + text.length, MOST_BYTES, 'bytes, with its name')}
    <h3>Text</h3>
    ${rawText(text)} ${cookie.parts.length > 0 && partsOf(cookie)}
    ${cookie.opened !== undefined && openedBy(cookie.opened, cookie)}`
}

function partsOf({ kind, parts }: SealedCookie): Html {
  return html`<h3>The same in bytes</h3>
    <p class="quiet">
      All that can be told without the key.
      ${kind === 'sealed' && html`<code>XAES-256-GCM</code> is the cipher.`}
    </p>
    <dl class="parts" id="parts">
      ${parts.map(
        ({ name, start, end, hex }) =>
          html`<dt class="${classOf(name)}">
              <span class="part-name">${name}</span>
              <span class="quiet"
                >${end - start} ${end - start === 1 ? 'byte' : 'bytes'}: ${NOTES[name]}</span
              >
            </dt>
            <dd ${name === 'ciphertext' && SCROLLS}>
              <code class="${classOf(name)}">${hex}</code>
            </dd>`,
      )}
    </dl>`
}

const classOf = (name: Part['name']): string => (name === 'ciphertext' ? 'base64' : 'signature')

function openedBy({ id, subject, created, written, data }: Opened, cookie: SealedCookie): Html {
  const rows = [
    ['Created', created],
    ['Written', written],
    ['Ends if unused', written + cookie.idleTimeout],
    ['Ends in any case', created + cookie.absoluteTimeout],
  ] as const
  return html`<h3>What the server sees</h3>
    <p class="quiet">
      ${cookie.kind === 'sealed' ? 'With the key. As it was when the cookie was written:' : 'In the store, as it was'}
      before this page took the messages out.
    </p>
    <dl class="facts">
      <dt><code>session.id</code></dt>
      <dd><code id="session-id">${id}</code></dd>
      <dt><code>session.subject</code></dt>
      <dd><code id="session-subject">${subject ?? 'undefined'}</code></dd>
    </dl>
    <pre id="data" ${SCROLLS}>${data}</pre>
    ${timesList(rows, cookie.now)}`
}
