/** Session data as a tree. */
import { inspect } from 'node:util'
import { entriesOf, isBytes, isDate, isMap, isPlainObject, isSet, membersOf } from '../lib/kinds.js'
import { orWord } from '../session/show.js'
import { html, trusted } from './html.js'
import type { Markup } from './html.js'
import { cut, nameOf } from './words.js'

/** Levels of containers that are shown, and those of them that are open at first. */
const MOST_LEVELS = 8
const OPEN_LEVELS = 3
/** Entries that are shown of a container, and of all together. */
const MOST_ENTRIES = 100
const MOST_NODES = 2000
const MOST_TEXT = 500
const MOST_BYTES = 32

type Entry = readonly [key: unknown, value: unknown]

/** The entries of a session. */
export function treeOf(data: Iterable<Entry>): Markup {
  return new Tree().list([...data], 0)
}

class Tree {
  #left = MOST_NODES

  list(entries: readonly Entry[], level: number): Markup {
    const shown = entries.slice(0, Math.min(MOST_ENTRIES, Math.max(0, this.#left)))
    this.#left -= shown.length
    const rest = entries.length - shown.length
    const more = rest > 0 ? html`<li class="quiet">… and ${rest} more</li>` : undefined
    return html`<ul class="tree">
      ${shown.map((entry) => this.#item(entry, level))}${more}
    </ul>`
  }

  #item([key, value]: Entry, level: number): Markup {
    const name = html`<code class="key">${nameOf(key)}</code>`
    const inner = containerOf(value)
    if (inner === undefined) return html`<li>${name} ${leafOf(value)}</li>`
    const kind = html`<span class="quiet">${inner.kind} (${inner.entries.length})</span>`
    if (inner.entries.length === 0 || level + 1 >= MOST_LEVELS)
      return html`<li>${name} ${kind}</li>`
    const list = this.list(inner.entries, level + 1)
    const open = level < OPEN_LEVELS - 1 ? trusted(' open') : undefined
    return html`<li>
      <details${open}>
        <summary>${name} ${kind}</summary>
        ${list}
      </details>
    </li>`
  }
}

/** What a value holds, if it is of a kind whose parts are shown one by one. */
function containerOf(value: unknown): { kind: string; entries: readonly Entry[] } | undefined {
  if (Array.isArray(value)) return { kind: 'list', entries: [...value.entries()] }
  if (isMap(value)) return { kind: 'Map', entries: [...entriesOf(value)] }
  if (isSet(value)) return { kind: 'Set', entries: [...[...membersOf(value)].entries()] }
  return isPlainObject(value) ? { kind: 'object', entries: Object.entries(value) } : undefined
}

function leafOf(value: unknown): Markup {
  if (typeof value === 'string') return html`<code class="text">${textOf(value)}</code>`
  if (typeof value !== 'object' || value === null) return html`<code>${literalOf(value)}</code>`
  const name = isBytes(value) ? bytesText(value) : isDate(value) ? dateText(value) : printed(value)
  return html`<code>${name}</code>`
}

function textOf(text: string): string {
  const shown = JSON.stringify(cut(text, MOST_TEXT))
  return text.length > MOST_TEXT ? `${shown} (${text.length} characters)` : shown
}

const literalOf = (value: unknown): string =>
  typeof value === 'bigint'
    ? cut(`${value}n`, MOST_TEXT)
    : Object.is(value, -0)
      ? '-0'
      : String(value)

function bytesText(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, MOST_BYTES), (byte) =>
    byte.toString(16).padStart(2, '0'),
  )
  return `${bytes.length} bytes: ${shown.join(' ')}${bytes.length > MOST_BYTES ? ' …' : ''}`
}

const dateText = (date: Date): string =>
  orWord(() => `Date ${Number.isNaN(date.getTime()) ? 'that is none' : date.toISOString()}`)

/** Objects of classes, such as those that a pickle names. */
function printed(value: object): string {
  const options = { depth: 2, maxArrayLength: 20, maxStringLength: MOST_TEXT, getters: false }
  return cut(
    orWord(() => inspect(value, options)),
    4 * MOST_TEXT,
  )
}
