/** The cards of experiments: what others could do with the cookie, and what stops them. */
import { html } from '../html.js'
import type { Html } from '../html.js'
import { partsOf } from '../trials.js'
import type { Outcome, Trial } from '../trials.js'
import { REASONS } from './cookie-panel.js'
import type { BothTabs } from '../tabs.js'
import { button, card, codeBlock, codeFor, form, formTo, other } from './form.js'
import type { FormView } from './form.js'

/** What the cards show. */
export interface LabView extends FormView {
  readonly user: string | undefined
  /** What was tried with the last form. */
  readonly trial: Trial | undefined
  /** Whether there is a cookie from before a sign-out. */
  readonly hasCopy: boolean
  /** What the cookie of the other browser is worth now; `undefined` where there is none. */
  readonly otherBrowser: Outcome | undefined
  /** What became of two forms that were sent at once with the last form. */
  readonly tabs: BothTabs | undefined
  /** The code of these two. */
  readonly tabsCode: readonly string[]
  /** The code that moves a session of Pyramid's. */
  readonly moveCode: readonly string[]
}

/** Those that are about the cookie. */
export function cookieCards(view: LabView): Html {
  return html`${changeCard(view)} ${replayCard(view)}`
}

/** What else one can do with sessions. */
export function sessionCards(view: LabView): Html {
  return html`${(view.kind.name === 'sealed' || view.kind.name === 'stored') && everywhereCard(view)}
  ${view.kind.name === 'pyramid' && moveCard(view)}`
}

function changeCard(view: LabView): Html {
  const { kind, trial } = view
  const fields = html`<label for="part">In which part</label>
    <div class="row">
      <select id="part" name="part">
        ${partsOf(kind).map((part) => html`<option ${part === trial?.change?.part && 'selected'}>${part}</option>`)}
      </select>
      ${button(view, '/change', 'Change one character')}
    </div>`
  return card(
    view,
    'change',
    'Forge the cookie',
    html`<p class="quiet">
        Your cookie with one other character, opened as another request’s would be. Your own stays
        as it is.
      </p>
      ${trial?.change !== undefined && trialNotice(trial)} ${form(view, '/change', fields)}`,
  )
}

function replayCard(view: LabView): Html {
  const { trial, hasCopy } = view
  return card(
    view,
    'replay',
    'Replay a copy',
    html`<p class="quiet">
        ${
          hasCopy
            ? 'The demo has kept your cookie from before the last sign-out, as a thief would have it.'
            : 'Sign in, then sign out: the demo keeps your cookie from before, as a thief would have it.'
        }
      </p>
      ${trial !== undefined && trial.change === undefined && trialNotice(trial)}
      ${form(
        view,
        '/replay',
        button(view, '/replay', 'Replay the cookie from before sign-out', {
          attributes: !hasCopy && 'disabled',
        }),
      )}
      <p class="quiet">${whatStopsIt(view)}</p>`,
  )
}

function whatStopsIt({ kind: { name } }: LabView): Html {
  if (name === 'sealed') {
    return html`The revocation list knows who signed out. See what happens
      <a href="/no-list">without it</a>.`
  }
  if (name === 'stored') return html`Sign-out deletes the session: its cookie is an id of nothing.`
  return name === 'unlisted'
    ? html`Nothing knows who signed out: a copy works until a timeout. See what happens
        <a href="/">with a list</a>.`
    : html`Pyramid’s cookies know no sign-out: a copy works for as long as somebody uses it.`
}

function trialNotice({ change, refusal, user }: Trial): Html {
  const taken = html`<strong>Taken.</strong> Whoever has the copy
    ${user === undefined ? 'has the session.' : html`is signed in as ${user}.`}`
  return html`<div
    class="notice ${refusal === undefined ? 'bad' : 'good'}"
    role="status"
    id="trial"
  >
    ${
      change !== undefined &&
      html`<p>
        <code
          >…${change.before}<del>${change.old}</del><ins>${change.new}</ins>${change.after}…</code
        >
      </p>`
    }
    ${
      refusal === undefined
        ? html`<p>${taken}</p>`
        : html`<p>
              <strong>Refused: <code>${refusal.code}</code></strong>
            </p>
            <p>${REASONS[refusal.code]}</p>`
    }
  </div>`
}

export function tabsCard(view: LabView): Html {
  const { kind, tabs } = view
  return card(
    view,
    'tabs',
    'Two tabs',
    html`<p class="quiet">
        The tabs of a browser are one session.
        <a href="${kind.base || '/'}" target="_blank">Open a second one</a>, sign in or out there,
        then send a form here: it is refused, for its token is that of the session before.
      </p>
      <p class="quiet">
        And two forms at once? Both requests have the same cookie, and neither knows of the other.
      </p>
      ${tabs !== undefined && tabsNotice(tabs)}
      ${form(view, '/two-tabs', button(view, '/two-tabs', 'Send two forms at once'))}
      ${view.tabsCode.map(codeBlock)}`,
  )
}

function tabsNotice({ one, other }: BothTabs): Html {
  const isWhole = one && other
  return html`<div class="notice ${isWhole ? 'good' : 'bad'}" role="status" id="both-tabs">
    <p>
      <strong
        >One tab’s count: ${one ? 'kept' : 'lost'}. The other’s note:
        ${other ? 'kept' : 'lost'}.</strong
      >
    </p>
    <p>
      ${
        isWhole
          ? 'Each request changed its own field in the store.'
          : 'The cookie of the answer that came last has replaced that of the other. A store keeps both.'
      }
    </p>
  </div>`
}

function everywhereCard(view: LabView): Html {
  const { user, otherBrowser } = view
  return card(
    view,
    'everywhere',
    'Sign out everywhere',
    html`<p class="quiet">
        Two sessions of one <code>subject</code>. The other browser’s is made by the demo, which
        keeps its cookie for you.
      </p>
      <dl class="facts">
        <dt>This browser</dt>
        <dd id="this-browser">${user === undefined ? 'not signed in' : `signed in as ${user}`}</dd>
        <dt>Another browser</dt>
        <dd id="other-browser">
          ${otherBrowser === undefined ? 'no session yet' : worthOf(otherBrowser)}
        </dd>
      </dl>
      ${
        user === undefined
          ? html`<p class="quiet">Sign in first.</p>`
          : form(
              view,
              '/sign-out-everywhere',
              html`<div class="row">
                ${button(view, '/sign-out-everywhere', 'Sign out everywhere')}
                ${other(view, '/other-browser', 'Sign in elsewhere too')}
              </div>`,
            )
      }
      ${codeFor(view, '/sign-out-everywhere')}`,
  )
}

function worthOf({ refusal, user }: Outcome): Html {
  return refusal === undefined
    ? html`signed in as ${user}`
    : html`ended: <code class="bad">${refusal.code}</code>`
}

function moveCard(view: LabView): Html {
  return card(
    view,
    'move',
    'Move to sealed sessions',
    html`<p class="quiet">
        The sealed factory reads this cookie too, until a day that you set, and writes its own in
        place of it: nobody is signed out.
      </p>
      ${formTo('/move', view.csrfToken, button(view, '/move', 'Move from Pyramid’s'))}
      ${view.moveCode.map(codeBlock)}`,
  )
}
