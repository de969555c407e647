/** A pickle's instructions one by one, with what is on the stack and in the memo. */
import { explain } from '../pickle/explain/explain.js'
import type { ExplainedOpcode } from '../pickle/explain/line.js'
import { mark, stateAfter } from '../pickle/explain/state.js'
import { announce, card, fill, h } from './dom.js'

export function pickleView(bytes: Uint8Array): HTMLElement {
  const { controls, machine, rows } = new Player(bytes)
  return card(
    'Pickle, step by step',
    'What Python would do with it. Nothing is imported or called here.',
    controls,
    machine,
    h(
      'div',
      { class: 'opcodes', tabindex: 0, role: 'region', 'aria-label': 'Instructions' },
      tableOf(rows),
    ),
  )
}

/** Goes to and fro in the instructions. */
class Player {
  readonly machine = h('div', { class: 'machine' })
  readonly rows: readonly HTMLElement[]
  readonly controls: HTMLElement
  readonly #bytes: Uint8Array
  readonly #lines: readonly ExplainedOpcode[]
  readonly #slider: HTMLInputElement
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#lines = explain(bytes)
    const last = this.#lines.length
    this.rows = this.#lines.map((line, index) => rowOf(line, () => this.#go(index + 1)))
    const slider = h('input', { type: 'range', id: 'step', min: 0, max: last })
    slider.addEventListener('input', () => this.#go(Number(slider.value)))
    this.#slider = slider
    this.controls = h(
      'div',
      { class: 'row stepper' },
      this.#button('To the start', '⇤ Start', () => 0),
      this.#button('A step back', '← Back', () => this.#at - 1),
      this.#button('A step on', 'Step →', () => this.#at + 1),
      this.#button('To the end', 'End ⇥', () => last),
      h('label', { for: 'step', class: 'unseen' }, 'Instructions done'),
      slider,
    )
    this.#go(last)
  }

  #button(name: string, text: string, target: () => number): HTMLElement {
    const go = (): void => {
      this.#go(target())
      announce(`${this.#at} of ${this.#lines.length} instructions done`)
    }
    return h('button', { type: 'button', class: 'plain small', title: name, onclick: go }, text)
  }

  #go(step: number): void {
    this.#at = Math.min(Math.max(step, 0), this.#lines.length)
    const line = this.#lines[this.#at - 1]
    this.#slider.value = String(this.#at)
    const text = line === undefined ? 'before the first' : `${this.#at}: ${line.name ?? 'unknown'}`
    this.#slider.setAttribute('aria-valuetext', text)
    for (const [index, row] of this.rows.entries()) {
      row.classList.toggle('done', index < this.#at)
      if (index === this.#at - 1) row.setAttribute('aria-current', 'step')
      else row.removeAttribute('aria-current')
    }
    scrollTo(this.rows[Math.max(0, this.#at - 1)]!)
    fill(this.machine, machineOf(this.#bytes, this.#at))
  }
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

function rowOf(line: ExplainedOpcode, go: () => void): HTMLElement {
  const { offset, name = '?', argumentText, top, builds, error } = line
  return h(
    'tr',
    { onclick: go },
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
