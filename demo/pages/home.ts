/** The page of a kind of session. What it shows is handed to it. */
import { html } from '../html.js'
import type { Html } from '../html.js'
import type { Kind, KindName } from '../kinds.js'
import type { Heard } from '../witness.js'
import { cards } from './cards.js'
import type { CardsView } from './cards.js'
import { cookiePanel } from './cookie-panel.js'
import type { PanelView } from './cookie-panel.js'
import { eventsCard } from './events.js'
import { codeBlock, flashes } from './form.js'
import { cookieCards, sessionCards, tabsCard } from './lab-cards.js'
import type { LabView } from './lab-cards.js'
import { layout } from './layout.js'
import type { Place } from './layout.js'
import { placeOf } from './places.js'

/** What the page shows. */
export interface HomeView extends PanelView, CardsView, LabView {
  readonly events: readonly Heard[]
  /** Whether the browser should have sent a cookie, and has not. */
  readonly isLost: boolean
}

const LEADS: Readonly<Record<KindName, string>> = {
  sealed:
    'all of it is kept in one cookie in your browser, encrypted, and nothing on the server but a list of who signed out.',
  stored:
    'all of it is kept on the server, and your browser has a cookie that says which one is yours.',
  unlisted:
    'all of it is kept in one cookie in your browser, encrypted, and nothing on the server.',
  pyramid:
    'all of it is kept in one signed cookie in your browser, as Pyramid does it, and nothing on the server.',
}

const IN_ONE_COOKIE = 'A session in one cookie'

const TITLES: Readonly<Record<KindName, string>> = {
  sealed: IN_ONE_COOKIE,
  unlisted: IN_ONE_COOKIE,
  pyramid: IN_ONE_COOKIE,
  stored: 'A session in a store',
}

const PLACES: readonly Place[] = [
  ['forms', 'Forms'],
  ['cookie', 'Cookie'],
  ['change-title', 'Experiments'],
]

export function homePage(view: HomeView): string {
  const { kind, user } = view
  return layout({
    title: TITLES[kind.name],
    path: '/',
    places: PLACES,
    status: user === undefined ? 'Not signed in' : html`Signed in as <strong>${user}</strong>`,
    main: html`<h1>${TITLES[kind.name]}</h1>
      <p class="lead">Sign in, shop or count, leave a note: ${LEADS[kind.name]}</p>
      ${switches(kind.name)} ${madeBy(kind)} ${view.isLost && lostNotice(kind)}
      ${view.refusal && refusalNotice()} ${placeOf(view.acted) === undefined && flashes(view)}
      ${columns(view)}`,
  })
}

/** The two tabs stand where there is room for them: a cookie that was opened is long. */
function columns(view: HomeView): Html {
  const isLong = view.cookie !== undefined && view.refusal === undefined
  return html`<div class="columns">
    <div class="stack" id="forms" tabindex="-1">
      ${cards(view)} ${isLong && tabsCard(view)} ${sessionCards(view)}
    </div>
    <div class="stack">
      ${cookiePanel(view)} ${cookieCards(view)} ${!isLong && tabsCard(view)}
      ${eventsCard(view.events)}
    </div>
  </div>`
}

type Choice = readonly [path: string, label: string, isCurrent: boolean]

function switches(name: KindName): Html {
  const isSealed = name === 'sealed' || name === 'unlisted'
  return html`<div class="switches">
    ${choices('Kind of session', [
      ['/', 'Sealed (for new applications)', isSealed],
      ['/stored', 'Stored', name === 'stored'],
      ['/pyramid', 'Pyramid’s', name === 'pyramid'],
    ])}
    ${
      isSealed &&
      choices('Revocation', [
        ['/', 'With a revocation list', name === 'sealed'],
        ['/no-list', 'Without a revocation list', name === 'unlisted'],
      ])
    }
  </div>`
}

function choices(label: string, of: readonly Choice[]): Html {
  return html`<nav class="switch" aria-label="${label}">
    ${of.map(([path, label, isCurrent]) => html`<a href="${path}" ${isCurrent && html`aria-current="true"`}>${label}</a>`)}
  </nav>`
}

function madeBy({ code, cookieName, place }: Kind): Html {
  return html`<details class="made">
    <summary>How these sessions are made: cookie <code>${cookieName}</code></summary>
    ${code.map(codeBlock)}
    <p class="quiet">
      The demo makes its keys when it starts: a restart signs everybody out. Yours come from where
      your secrets are kept.
    </p>
    ${place !== undefined && storedIn(place)}
  </details>`
}

function storedIn(place: string): Html {
  return html`<p class="quiet" id="store">
    ${
      place === 'memory'
        ? html`These are in memory, and end with the demo.
            <code>SESSION_STORE=sqlite npm start</code> puts them into a database of SQLite.`
        : html`These are in a database of SQLite, <code>${place}</code>.
            <code>npm start</code> without <code>SESSION_STORE</code> keeps them in memory.`
    }
  </p>`
}

/** What may have become of a cookie that did not come back. */
export function lostNotice({ cookieName, isSecure }: Kind): Html {
  return html`<div class="notice bad" role="alert" id="lost">
    <p>
      <strong>Your browser did not keep the cookie <code>${cookieName}</code></strong> that the last
      page set${isSecure ? because() : html`: it refuses cookies, or somebody deleted it.`}
    </p>
  </div>`
}

function because(): Html {
  return html`, because it is <code>Secure</code> and this is plain HTTP. Chromium and Firefox make
    an exception for <code>http://localhost</code>, Safari makes none. Start the demo by
    <code>INSECURE_COOKIES=1 npm start</code>, which sets
    <code>{ cookieName: 'sealed', secure: false }</code>, or serve it over HTTPS. If you deleted the
    cookie yourself, all is well.`
}

function refusalNotice(): Html {
  return html`<p class="notice bad" role="alert">
    Your cookie was refused, so you have a new session. <a href="#cookie">See why</a>.
  </p>`
}
