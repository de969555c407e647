/** A pickle's instructions one by one, with what is on the stack and in the memo. */
import { explain } from '../pickle/explain/explain.js'
import type { ExplainedOpcode } from '../pickle/explain/line.js'
import { mark, stateAfter } from '../pickle/explain/state.js'
import { announce, card, fill, h } from './dom.js'

export function pickleView(bytes: Uint8Array): HTMLElement {
  const lines = explain(bytes)
  const stack = h('div', { class: 'machine' })
  let at = 0
  const rows = lines.map((line, index) => rowOf(line, index, (index) => go(index + 1)))
  const slider = h('input', {
    type: 'range',
    id: 'step',
    min: 0,
    max: lines.length,
    value: 0,
    oninput: () => go(Number(slider.value)),
  })
  const go = (step: number): void => {
    at = Math.min(Math.max(step, 0), lines.length)
    slider.value = String(at)
    slider.setAttribute(
      'aria-valuetext',
      at === 0
        ? 'before the first instruction'
        : `after ${at}: ${lines[at - 1]!.name ?? 'unknown'}`,
    )
    for (const [index, row] of rows.entries()) {
      row.classList.toggle('done', index < at)
      if (index === at - 1) row.setAttribute('aria-current', 'step')
      else row.removeAttribute('aria-current')
    }
    scrollTo(rows[Math.max(0, at - 1)]!)
    fill(stack, machineOf(bytes, at))
  }
  const button = (name: string, text: string, step: () => number): HTMLElement =>
    h(
      'button',
      {
        type: 'button',
        class: 'plain small',
        'aria-label': name,
        onclick: () => {
          go(step())
          announce(`${at} of ${lines.length} instructions done`)
        },
      },
      text,
    )
  const element = card(
    'Pickle, step by step',
    'What Python would do with it. Nothing is imported or called here.',
    h(
      'div',
      { class: 'row stepper' },
      button('To the start', '⇤ Start', () => 0),
      button('A step back', '← Back', () => at - 1),
      button('A step on', 'Step →', () => at + 1),
      button('To the end', 'End ⇥', () => lines.length),
      h('label', { for: 'step', class: 'unseen' }, 'Instructions done'),
      slider,
    ),
    stack,
    h(
      'div',
      { class: 'opcodes', tabindex: 0, role: 'region', 'aria-label': 'Instructions' },
      tableOf(rows),
    ),
  )
  go(lines.length)
  return element
}

const tableOf = (rows: readonly HTMLElement[]): HTMLElement =>
  h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['Byte', 'Instruction', 'Argument', 'On top'].map((name) =>
          h('th', { scope: 'col' }, name),
        ),
      ),
    ),
    h('tbody', {}, rows),
  )

function rowOf(line: ExplainedOpcode, index: number, go: (index: number) => void): HTMLElement {
  const { offset, name = '?', argumentText, top, builds, error } = line
  return h(
    'tr',
    { onclick: () => go(index) },
    h('td', {}, offset),
    h('td', {}, h('code', {}, name)),
    h('td', {}, h('code', {}, argumentText)),
    h(
      'td',
      {},
      error === undefined
        ? builds && top !== undefined && h('code', {}, top)
        : h('span', { class: 'wrong' }, `${error.code}: ${error.message}`),
    ),
  )
}

/** Within its own box only: the page stays where it is. */
function scrollTo(row: HTMLElement): void {
  const box = row.closest<HTMLElement>('.opcodes')
  if (box === null) return
  const top = row.offsetTop - box.clientHeight / 2
  box.scrollTo({ top })
}

function machineOf(bytes: Uint8Array, step: number): HTMLElement[] {
  const { stack, memo } = stateAfter(bytes, step)
  const items = stack.map((value) =>
    value === mark ? h('li', { class: 'mark-sign' }, 'mark') : h('li', {}, h('code', {}, value)),
  )
  const entries = [...memo].map(([index, value]) =>
    h('li', {}, h('b', {}, index), ' ', h('code', {}, value)),
  )
  return [
    h('div', {}, h('h3', {}, 'Stack, the top first'), listOr(items.toReversed(), 'stack')),
    h('div', {}, h('h3', {}, 'Memo'), listOr(entries, 'memo')),
  ]
}

const listOr = (items: readonly HTMLElement[], name: string): HTMLElement =>
  items.length === 0
    ? h('p', { class: 'quiet' }, `The ${name} is empty.`)
    : h('ol', { tabindex: 0, 'aria-label': name === 'memo' ? 'Memo' : 'Stack' }, items)
