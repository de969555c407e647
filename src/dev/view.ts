/** The page as HTML. */
import { isFlashKey, queueOf } from '../lib/session-keys.js'
import { cookieAge } from '../session/ends.js'
import type { SessionEvent } from '../session/events.js'
import type { SessionSettings } from '../session/settings.js'
import type { SessionState } from '../session/state.js'
import { attributesOf, commitsOf } from './commits-view.js'
import { setLineOf } from './commits.js'
import type { Commit } from './commits.js'
import { queueText } from './difference-text.js'
import { html, trusted } from './html.js'
import type { Markup, Part } from './html.js'
import { pairsIn, sessionPairs } from './marks.js'
import { css } from './style.js'
import { list } from './list.js'
import type { Pair } from './list.js'
import { timesOf } from './times.js'
import { treeOf } from './tree.js'
import { messageOf } from './words.js'

/** All that the page shows. */
export interface Shown {
  readonly state: SessionState
  readonly settings: SessionSettings
  /** The Cookie header. */
  readonly cookies: string
  /** What happened when the session was opened for the page. */
  readonly events: readonly SessionEvent[]
  readonly isSecure: boolean
  readonly commits: readonly Commit[]
}

/** Its content is what the hash in the Content-Security-Policy is of, to a blank. */
const STYLE = trusted(`<style>${css}</style>`)

export function pageOf(shown: Shown): string {
  const { settings, commits } = shown
  const now = settings.clock()
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Session ${settings.cookieName}</title>
        ${STYLE}
      </head>
      <body>
        <header>
          <div class="bar">
            <span class="mark">cartouche</span> <span class="quiet">for development only</span>
          </div>
        </header>
        <main>
          <h1>The session of this browser</h1>
          <p class="quiet">
            Reload the page to see what has become of it: to look is no access, and sets no cookie
            of the session.
          </p>
          <div class="columns">
            <div class="stack">
              ${sessionCard(shown)}${cookieCard(shown)}${flashCard(shown)}${dataCard(shown)}
            </div>
            <div class="stack">${card('commits', 'Its last answers', commitsOf(commits, now))}</div>
          </div>
        </main>
      </body>
    </html> `.text
}

function card(id: string, title: string, content: Part): Markup {
  return html`<section class="card" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section>`
}

function sessionCard(shown: Shown): Markup {
  const { state, settings } = shown
  const how = list([
    ['Format', code(settings.format.name)],
    ['Kept in', settings.isStored ? 'a store' : 'the cookie'],
    ...(state.isNew ? [] : knownOf(state.record)),
  ])
  const times = state.isNew ? undefined : timesOf(state, settings)
  return card('session', 'Session', [stateOf(shown), how, times])
}

function knownOf({ id, subject, label, keyId, persistent }: SessionState['record']): Pair[] {
  return [
    ['Id', code(id)],
    ['Subject', code(subject)],
    ['Label', code(label)],
    ['Key', code(keyId)],
    ['Persistent', persistent ? 'yes: the browser keeps it when it is closed' : undefined],
  ]
}

const code = (text: string | undefined): Markup | undefined =>
  text === undefined ? undefined : html`<code>${text}</code>`

function stateOf({ state, events }: Shown): Markup {
  const refusals = events.filter((event) => event.type === 'invalid')
  const refused = refusals.map(
    ({ error }) => html`<p class="notice bad">Refused. ${messageOf(error)}</p>`,
  )
  if (refused.length > 0) return html`${refused}`
  if (state.from !== undefined) {
    return html`<p class="notice good">
      Read in an older format, ${state.from.format.name}: the next access moves it.
    </p>`
  }
  if (!state.isNew) return html`<p class="notice good">Read from the cookie of this browser.</p>`
  return html`<p class="notice">This browser has no session: its next request begins one.</p>`
}

/** Characters of name and value that browsers keep: RFC 6265bis, 5.7. */
const MOST = 4096

function cookieCard({ state, settings, cookies, isSecure }: Shown): Markup {
  const pairs = sessionPairs(pairsIn(cookies, settings), settings)
  const { setCookie, cookieName, clock } = settings
  const line = setCookie('', clock(), cookieAge(state.record, settings), () => isSecure)
  const none = html`<p>The request had no cookie named <code>${cookieName}</code>.</p>`
  return card('cookie', 'Cookie', [
    pairs.length > 0 ? pairs.map(sizeOf) : none,
    html`<p class="quiet">The factory sets it with</p>`,
    attributesOf(setLineOf(line)),
  ])
}

function sizeOf(pair: string): Markup {
  const name = pair.slice(0, pair.indexOf('='))
  // The sign between them does not count.
  const size = pair.length - 1
  return html`<p><code>${name}</code> <span class="quiet">${size} of ${MOST} characters</span></p>
    <meter
      min="0"
      max="${MOST}"
      low="${MOST * 0.75}"
      high="${MOST * 0.9}"
      optimum="0"
      value="${size}"
      aria-label="Size of ${name}"
    ></meter>`
}

function flashCard({ state: { record }, settings: { tokenKeys } }: Shown): Markup {
  const entries = [...record.data]
  const queues = entries.flatMap(([key, messages]) => {
    const queue = queueOf(key)
    return queue === undefined ? [] : [[queueText(queue), messages] as const]
  })
  const tokens = entries.filter(([key]) => tokenKeys.has(key))
  const shown = tokens.map(([, token]) => html`<p><code>${String(token)}</code></p>`)
  return card('messages', 'Flash messages and CSRF token', [
    queues.length > 0 ? treeOf(queues) : html`<p class="quiet">No messages wait.</p>`,
    shown.length > 0 ? shown : html`<p class="quiet">No token was made yet.</p>`,
  ])
}

function dataCard({ state: { record }, settings: { tokenKeys } }: Shown): Markup {
  const own = [...record.data].filter(([key]) => !isFlashKey(key) && !tokenKeys.has(key))
  const none = html`<p class="quiet">It holds nothing else.</p>`
  return card('data', 'Data', own.length > 0 ? treeOf(own) : none)
}
