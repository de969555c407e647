/** The session's data as a tree, in which values can be edited. */
import { announce, card, fill, h } from './dom.js'
import type { Edit } from './edits.js'
import { keyText, pathId, pathText } from './paths.js'
import { editable, edited, entriesOf, textOf, typeOf } from './values.js'

/** What the tree shows, and what hears of changes. */
export interface Tree {
  readonly data: ReadonlyMap<unknown, unknown>
  /** Whether values can be edited. */
  readonly canEdit: boolean
  readonly change: (edit: Edit) => void
}

/** Containers below this depth are closed at first; from the other on they are one line. */
const [OPEN_DEPTH, MOST_DEPTH] = [3, 20]
/** Entries that are shown: lists that hold each other, or themselves, have any number of them. */
const MOST_ENTRIES = 5000

/** A tree that is being made, and how many entries more it may have. */
interface Growing extends Tree {
  room: number
}

export function treeView(tree: Tree): HTMLElement {
  const { data, canEdit } = tree
  const hint = canEdit ? 'Choose a value to edit it.' : ''
  return card(
    'Data',
    hint,
    data.size === 0
      ? h('p', { class: 'quiet' }, 'The session is empty.')
      : listOf(data, [], { ...tree, room: MOST_ENTRIES }),
    canEdit && adding(tree),
  )
}

function listOf(holder: unknown, path: readonly unknown[], tree: Growing): HTMLElement {
  const entries = entriesOf(holder) ?? []
  const shown = entries.slice(0, tree.room)
  tree.room -= shown.length
  const left = entries.length - shown.length
  return h(
    'ul',
    { class: path.length === 0 ? 'tree' : undefined },
    shown.map(({ key, value }) => nodeOf(key, value, [...path, key], tree)),
    left > 0 && h('li', { class: 'quiet' }, `… and ${left} more`),
  )
}

function nodeOf(
  key: unknown,
  value: unknown,
  path: readonly unknown[],
  tree: Growing,
): HTMLElement {
  const entries = entriesOf(value)
  const id = pathId(path)
  const name = h('span', { class: 'name' }, keyText(key))
  if (entries === undefined || entries.length === 0 || path.length >= MOST_DEPTH)
    return h('li', {}, leafOf(name, value, path, tree))
  const summary = h(
    'summary',
    { 'data-path': id, 'data-keep': id },
    name,
    h('span', { class: 'type' }, textOf(value)),
  )
  return h(
    'li',
    {},
    h('details', { open: path.length < OPEN_DEPTH }, summary, listOf(value, path, tree)),
  )
}

function leafOf(
  name: HTMLElement,
  value: unknown,
  path: readonly unknown[],
  tree: Tree,
): HTMLElement {
  const id = pathId(path)
  const place = h('div', { class: 'leaf' })
  const content = [name, h('span', { class: `value ${typeOf(value)}` }, textOf(value))]
  const verb = h(
    'span',
    { class: 'unseen' },
    `Edit ${path.length > 1 ? pathText(path.slice(0, -1)) : ''} `,
  )
  if (!tree.canEdit) {
    fill(place, h('span', { class: 'node', 'data-path': id }, content))
    return place
  }
  const open = (): void => editorOf(place, value, path, tree, close)
  const close = (): void => {
    fill(place, button)
    button.focus()
  }
  const button = h(
    'button',
    { type: 'button', class: 'node', 'data-path': id, 'data-keep': id, onclick: open },
    verb,
    content,
  )
  fill(place, button)
  return place
}

/** A field in the place of the value. */
function editorOf(
  place: HTMLElement,
  value: unknown,
  path: readonly unknown[],
  { change }: Tree,
  close: () => void,
): void {
  const id = `edit${pathId(path)}`
  const text = editable(value)
  // Once it is gone, what was edited has its focus.
  const input = h('input', {
    id,
    'data-keep': pathId(path),
    value: text ?? '',
    spellcheck: 'false',
    autocomplete: 'off',
  })
  const wrong = h('p', { class: 'wrong', role: 'alert' })
  const save = (event: Event): void => {
    event.preventDefault()
    const next = parsed(input.value, value, wrong)
    if (next === undefined) input.focus()
    else change({ path, value: next.value })
  }
  const form = h(
    'form',
    {
      class: 'editor',
      'data-path': pathId(path),
      onsubmit: save,
      onkeydown: (event) => event.key === 'Escape' && close(),
    },
    text !== undefined && [h('label', { for: id }, `${pathText(path)}, as JSON`), input, wrong],
    h(
      'div',
      { class: 'row' },
      text !== undefined && h('button', { class: 'small' }, 'Save'),
      h(
        'button',
        { type: 'button', class: 'plain small', onclick: () => change({ path, value: undefined }) },
        'Delete',
      ),
      h('button', { type: 'button', class: 'plain small', onclick: close }, 'Cancel'),
    ),
  )
  fill(place, form)
  if (text === undefined) form.querySelector('button')!.focus()
  else input.select()
}

function parsed(text: string, before: unknown, wrong: HTMLElement): { value: unknown } | undefined {
  try {
    return { value: edited(text, before) }
  } catch {
    wrong.textContent = 'That is no JSON: text needs quotes, as in "ada".'
    return undefined
  }
}

/** A new key. */
function adding({ change, data }: Tree): HTMLElement {
  const key = h('input', {
    id: 'new-key',
    'aria-label': 'New key',
    placeholder: 'New key',
    autocomplete: 'off',
  })
  const value = h('input', {
    id: 'new-value',
    'aria-label': 'Its value, as JSON',
    placeholder: 'Value, as JSON',
    autocomplete: 'off',
  })
  const wrong = h('p', { class: 'wrong', role: 'alert' })
  const add = (event: Event): void => {
    event.preventDefault()
    const next = parsed(value.value, undefined, wrong)
    if (key.value === '' || data.has(key.value))
      wrong.textContent = 'Give a key that is not there yet.'
    else if (next !== undefined) {
      change({ path: [key.value], value: next.value })
      announce(`${key.value} was added`)
    }
  }
  return h(
    'form',
    { class: 'adding', onsubmit: add },
    h('div', { class: 'row' }, key, value, h('button', { class: 'plain small' }, 'Add')),
    wrong,
  )
}
