/** The cookie with other data, newly signed. */
import type { InspectInput, Rewritten } from '../inspect/index.js'
import { rewrite } from '../inspect/index.js'
import { CartoucheError } from '../errors.js'
import { announce, card, h } from './dom.js'
import { withEdits } from './edits.js'
import type { Edit } from './edits.js'

export interface Rewriting {
  readonly input: InspectInput
  /** Which of the secrets signs. */
  readonly secret: string | undefined
  readonly edits: readonly Edit[]
  readonly undo: () => void
  /** Looks at the new one. */
  readonly inspect: (header: string) => void
}

export function rewriteView(rewriting: Rewriting): HTMLElement {
  const { edits, undo, secret } = rewriting
  const count = edits.length === 1 ? 'One change' : `${edits.length} changes`
  const made = secret === undefined ? NO_SECRET : outcomeOf(rewriting, secret)
  return card(
    'New cookie',
    `${count}, newly signed.`,
    typeof made === 'string'
      ? h('p', { class: 'notice bad', role: 'alert' }, made)
      : cookieOf(made, rewriting),
    h(
      'div',
      { class: 'row' },
      h(
        'button',
        { type: 'button', class: 'plain small', 'data-keep': 'undo', onclick: undo },
        'Undo all changes',
      ),
    ),
  )
}

const NO_SECRET = 'Give a secret to sign it with.'

function outcomeOf({ input, edits }: Rewriting, secret: string): Rewritten | string {
  try {
    return rewrite(input, (data) => replaceBy(data, withEdits(data, edits)), secret)
  } catch (error) {
    if (error instanceof CartoucheError) return error.message
    throw error
  }
}

function replaceBy(data: Map<unknown, unknown>, next: ReadonlyMap<unknown, unknown>): void {
  const entries = [...next]
  data.clear()
  for (const [key, value] of entries) data.set(key, value)
}

function cookieOf({ text, cookies }: Rewritten, { inspect }: Rewriting): HTMLElement {
  const area = h('textarea', { id: 'made', readonly: true, rows: 4, 'data-keep': 'made' }, text)
  const header = cookies.map(({ name, text }) => `${name}=${text}`).join('; ')
  return h(
    'div',
    {},
    h('label', { for: 'made' }, 'Value of the new cookie'),
    area,
    cookies.length > 1 &&
      h(
        'p',
        { class: 'quiet' },
        `In ${cookies.length} cookies: ${cookies.map(({ name }) => name).join(', ')}.`,
      ),
    h(
      'div',
      { class: 'row' },
      copyButton('Copy value', text, area),
      copyButton('Copy header', `Cookie: ${header}`, area),
      h(
        'button',
        { type: 'button', class: 'plain small', onclick: () => inspect(`Cookie: ${header}`) },
        'Inspect it',
      ),
    ),
  )
}

function copyButton(name: string, text: string, area: HTMLTextAreaElement): HTMLElement {
  const copy = async (): Promise<void> => {
    announce((await copied(text)) ? 'Copied' : 'Copying is not allowed here: the value is selected')
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = name), 1500)
  }
  const copied = async (text: string): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      area.select()
      return false
    }
  }
  const button = h(
    'button',
    { type: 'button', class: 'small', 'data-keep': name, onclick: () => void copy() },
    name,
  )
  return button
}
