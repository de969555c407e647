/** The fields: the cookie, which of several, its format, the secrets. */
import type { FormatId } from '../inspect/index.js'
import { byId, fill, h } from './dom.js'
import type { State, Subject } from './state.js'

/** What somebody did. */
export interface Doings {
  readonly choose: (index: number) => void
  readonly setFormat: (format: FormatId | undefined) => void
  readonly setSecrets: (secrets: readonly string[]) => void
}

/** Which of several cookies, and which format where the text may be of several. */
export function showChoices(state: State, subject: Subject | undefined, doings: Doings): void {
  fill(byId('choices'), cookieChoice(state, doings), formatChoice(state, subject, doings))
}

function cookieChoice({ pasted, chosen }: State, { choose }: Doings): HTMLElement | undefined {
  if (pasted.cookies.length < 2) return undefined
  const options = pasted.cookies.map(({ name, text }, index) =>
    h('option', { value: index, selected: index === chosen }, name ?? text.slice(0, 24)),
  )
  return selectField('Which cookie', 'which', options, (value) => choose(Number(value)))
}

function formatChoice(
  { format }: State,
  subject: Subject | undefined,
  { setFormat }: Doings,
): HTMLElement | undefined {
  const { guesses = [] } = subject?.inspection ?? {}
  const shown = format === undefined ? guesses : (known ?? guesses)
  if (format === undefined) known = guesses
  if (shown.length < 2) return undefined
  const options = shown.map((guess) =>
    h('option', { value: guess.format, selected: guess.format === format }, guess.title),
  )
  const automatic = h('option', { value: '', selected: format === undefined }, 'As it looks')
  return selectField('Format', 'format', [automatic, ...options], (value) =>
    setFormat(value === '' ? undefined : (value as FormatId)),
  )
}

/** The guesses of when no format was chosen: with one, there is but that. */
let known: Subject['inspection']['guesses'] | undefined

function selectField(
  label: string,
  id: string,
  options: readonly HTMLElement[],
  set: (value: string) => void,
): HTMLElement {
  const select = h('select', { id, 'data-keep': id, onchange: () => set(select.value) }, options)
  return h('div', { class: 'field' }, h('label', { for: id }, label), select)
}

/** Fields for the secrets, as many as there are, and a button for another. */
export function showSecrets(
  given: readonly string[],
  { setSecrets }: Pick<Doings, 'setSecrets'>,
): void {
  const values = given.length === 0 ? [''] : [...given]
  const set = (index: number, value: string): void => {
    values[index] = value
    setSecrets([...values])
  }
  const add = (): void => {
    showSecrets([...values, ''], { setSecrets })
    byId(`secret-${values.length}`).focus()
  }
  fill(
    byId('secrets'),
    values.map((value, index) => secretField(value, index, set)),
    h('p', { class: 'quiet', id: 'secret-hint' }, SECRET_HINT),
    h('button', { type: 'button', class: 'link', onclick: add }, 'Another secret'),
  )
}

const SECRET_HINT =
  'As in the settings of the backend, or a key in base64url. With it the signature is verified, what is encrypted is opened, and an edited cookie is signed.'

function secretField(
  value: string,
  index: number,
  set: (index: number, value: string) => void,
): HTMLElement {
  const id = `secret-${index}`
  const input = h('input', {
    id,
    type: 'password',
    value,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'secret-hint',
    oninput: () => set(index, input.value),
  })
  const show = h(
    'button',
    {
      type: 'button',
      class: 'plain small',
      'aria-pressed': 'false',
      'aria-controls': id,
      onclick: () => {
        const isHidden = input.type === 'password'
        input.type = isHidden ? 'text' : 'password'
        show.setAttribute('aria-pressed', String(isHidden))
      },
    },
    'Show',
  )
  const label = index === 0 ? 'Secret or key' : `Secret ${index + 1}`
  return h('div', {}, h('label', { for: id }, label), h('div', { class: 'with' }, input, show))
}
