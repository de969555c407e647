/** The inspector: what somebody pastes, and all that can be said of it. */
import { announce, byId, fill, h } from './dom.js'
import { exampleOf, exampleTitles } from './examples.js'
import { showChoices, showSecrets } from './input-view.js'
import { startLights } from './lights.js'
import { resultView } from './result-view.js'
import { keepQuiet } from './runtime/quiet.js'
import { NOTHING, pasteInto, subjectOf } from './state.js'
import type { State } from './state.js'
import { startTheme } from './theme.js'
import { wordsOf } from './verdict-view.js'

let state = NOTHING

const now = (): number => Date.now() / 1000

function update(next: State): void {
  state = next
  const subject = subjectOf(state)
  showChoices(state, subject, doings)
  if (subject === undefined) fill(byId('result'))
  else fill(byId('result'), ...resultView(subject, { now: now(), inspect: paste }))
  const { verdict, title } = subject?.inspection ?? {}
  announce(verdict === undefined ? '' : `${wordsOf(verdict).title}: ${title}`)
}

const doings = {
  choose: (chosen: number) => update({ ...state, chosen, format: undefined }),
  setFormat: (format: State['format']) => update({ ...state, format }),
  setSecrets: (secrets: readonly string[]) => update({ ...state, secrets }),
}

/** Puts a text into the field, as if somebody had pasted it. */
function paste(text: string): void {
  byId<HTMLTextAreaElement>('cookie').value = text
  update(pasteInto(state, text))
}

function tryExample(title: string): void {
  const { header, secret } = exampleOf(title, now())
  state = { ...state, secrets: [secret] }
  showSecrets(state.secrets, doings)
  paste(header)
}

/** What a link gave: `#cookie=…`. Behind the `#` it is sent to nobody; and it does not stay in the address. */
function pasteFragment(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get('cookie')
  if (given === null) return
  history.replaceState(null, '', location.pathname + location.search)
  paste(given)
}

keepQuiet()
startTheme()
startLights(byId('result'))
showSecrets([], doings)
// A form for the sake of password managers alone.
byId('secrets').addEventListener('submit', (event) => event.preventDefault())
fill(
  byId('examples'),
  exampleTitles.map((title) =>
    h(
      'li',
      {},
      h('button', { type: 'button', class: 'chip', onclick: () => tryExample(title) }, title),
    ),
  ),
)
const field = byId<HTMLTextAreaElement>('cookie')
field.addEventListener('input', () => update(pasteInto(state, field.value)))
addEventListener('hashchange', pasteFragment)
pasteFragment()
// Browsers keep what was in the field when a page is loaded again.
if (field.value !== '' && state === NOTHING) paste(field.value)
