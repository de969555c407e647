/** One character of the cookie changed, and what the library says to that. */
import type { InspectInput } from '../inspect/index.js'
import { announce, card, fill, h } from './dom.js'
import { tamper } from './tamper.js'
import type { Tampered } from './tamper.js'
import { wordsOf } from './verdict-view.js'

export interface TamperView {
  readonly element: HTMLElement
  /** Puts the place into the field; `undefined` for one that no single character makes. */
  readonly choose: (at: number | undefined) => void
}

/** Characters shown on either side. */
const AROUND = 12

export function tamperView(input: InspectInput): TamperView {
  const last = input.text.length - 1
  const field = h('input', {
    id: 'tamper-at',
    type: 'number',
    min: 0,
    max: last,
    value: Math.floor(last / 2),
    required: true,
    'data-keep': 'tamper-at',
  })
  const result = h('div', { id: 'tampered' })
  const run = (event: Event): void => {
    event.preventDefault()
    show(result, tamper(input, Number(field.value)), input)
  }
  const choose = (at: number | undefined): void => {
    if (at === undefined) {
      fill(
        result,
        h(
          'p',
          { class: 'notice open' },
          'It was encrypted or compressed: no single character of the cookie makes it. Choose one of an outer layer.',
        ),
      )
      return
    }
    field.value = String(at)
    fill(result)
    announce(`Character ${at} is chosen to be changed`)
  }
  const element = card(
    'Tamper',
    'Change one character, and see whether anybody notices.',
    h(
      'form',
      { class: 'tamper', onsubmit: run },
      h('label', { for: 'tamper-at' }, `Character, 0 to ${last}`),
      h('div', { class: 'row' }, field, h('button', { 'data-keep': 'tamper' }, 'Change it')),
    ),
    result,
  )
  return { element, choose }
}

function show(place: HTMLElement, tampered: Tampered, { secrets = [] }: InspectInput): void {
  const { inspection, at, before, after, text } = tampered
  const { tone, title } = wordsOf(inspection.verdict)
  const said = saidOf(tampered, secrets.length > 0)
  fill(
    place,
    h(
      'p',
      { class: 'raw excerpt' },
      at > AROUND && '…',
      text.slice(Math.max(0, at - AROUND), at),
      h('del', {}, before),
      h('ins', {}, after),
      text.slice(at + 1, at + 1 + AROUND),
      at + AROUND < text.length - 1 && '…',
    ),
    h('div', { class: `notice ${tone}` }, h('p', {}, h('strong', {}, title), `: ${said}`)),
  )
  announce(`Character ${at} changed. ${title}: ${said}`)
}

function saidOf({ inspection, part }: Tampered, hasSecret: boolean): string {
  const { verdict, problem } = inspection
  if (!hasSecret) return 'without the secret nobody notices. Give it above, and try again.'
  if (verdict === 'valid') return 'it is still taken.'
  const where = part === undefined ? '' : ` The character is in: ${part}.`
  return `${problem === undefined ? verdict : `${problem.code}. ${problem.message}.`}${where}`
}
