/** The commits as HTML, the latest first. */
import type { Commit, SetLine } from './commits.js'
import { html } from './html.js'
import type { Markup } from './html.js'
import { agoText } from './times.js'

export function commitsOf(commits: readonly Commit[], now: number): Markup {
  if (commits.length === 0) return html`<p class="quiet">${NONE}</p>`
  return html`<ol class="commits">
    ${commits.toReversed().map((commit) => itemOf(commit, now))}
  </ol>`
}

const NONE =
  'None is known of this browser yet: they are noted from now on. Use the application, and reload the page.'

const BADGES: Readonly<Record<Commit['effect'], readonly [word: string, look: string]>> = {
  set: ['Set-Cookie', 'set'],
  'taken away': ['cookie taken away', 'clay'],
  'left alone': ['no cookie', 'none'],
  'not written': ['not written', 'bad'],
}

function itemOf(commit: Commit, now: number): Markup {
  const { method, path, status, effect, answers, time, reasons, lines } = commit
  const [word, look] = BADGES[effect]
  const asked = method === undefined ? 'no request is known' : `${method} ${path}`
  const to = status === undefined ? '' : ` → ${status}`
  const several =
    answers > 1 ? html` <span class="quiet">and ${answers - 1} before</span>` : undefined
  return html`<li>
    <p class="asked">
      <code>${asked}${to}</code>${several} <span class="badge ${look}">${word}</span>
      <span class="quiet when">${agoText(time, now)}</span>
    </p>
    <ul class="reasons">
      ${reasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>
    ${lines.map(lineOf)}
  </li>`
}

function lineOf(line: SetLine): Markup {
  const { name, size, isRemoval } = line
  const what = isRemoval ? 'taken away' : `${size} characters`
  const attributes = lasting(line).map((attribute) => `; ${attribute}`)
  return html`<p class="line quiet"><code>${name}</code> ${what}<code>${attributes}</code></p>`
}

export function attributesOf(line: SetLine): Markup {
  const chips = lasting(line).map((attribute) => html`<li><code>${attribute}</code></li>`)
  return html`<ul class="chips">
    ${chips}
  </ul>`
}

/** `expires` says what Max-Age says, for old browsers. */
const lasting = ({ attributes }: SetLine): string[] =>
  attributes.filter((attribute) => !/^expires=/i.test(attribute))
